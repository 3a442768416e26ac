"""A file of the town, whichever it is: its buildings as CSV or its grids' shapes as GeoJSON, told by its content."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bot import child, grids
from bot.rules import spreadsheets, town
from bot.rules.policy import TownFilePolicy
from bot.rules.town_rows import Part, Rows, rows_of

_EMPTY: Rows = {"estates": (), "buildings": (), "units": ()}


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a place of a file: a line, or a feature of GeoJSON; 0: the whole file cannot be taken."""

    file: str
    place: int
    code: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TownFile:
    """What was read, as rows, and what was left out."""

    name: str
    part: Part
    rows: Rows
    faults: tuple[Fault, ...]

    @property
    def is_fit(self) -> bool:
        """Whether it can be taken over, without what was left out."""
        return all(fault.place for fault in self.faults)

    def dump(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return asdict(self)

    @staticmethod
    def load(said: Mapping[str, Any]) -> TownFile:
        """Return what `dump` wrote."""
        return TownFile(said["name"], said["part"], said["rows"], tuple(Fault(**fault) for fault in said["faults"]))


def read(name: str, content: bytes, limits: TownFilePolicy) -> TownFile:
    """Read a file; its name is only repeated in what is wrong with it."""
    if len(content) > limits.most_bytes:
        return unfit(name, "too_large", str(limits.most_bytes // 1_000_000))
    if content.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"{", b"["):
        shapes, flaws = grids.read(content, limits)
        faults = tuple(Fault(name, flaw.feature, flaw.code, flaw.detail) for flaw in flaws)
        return TownFile(name, "grids", grids.rows_of(shapes), faults)
    try:
        text = spreadsheets.decode(content)
    except spreadsheets.NotText:
        return unfit(name, "not_text")
    found, problems = town.read_csv(text, limits.most_rows)
    faults = tuple(Fault(name, problem.line, problem.code, problem.detail) for problem in problems)
    return TownFile(name, "buildings", rows_of(found), faults)


def unfit(name: str, code: str, detail: str = "") -> TownFile:
    """Return a file of which nothing can be taken."""
    return TownFile(name, "buildings", _EMPTY, (Fault(name, 0, code, detail),))


def joined(files: Iterable[TownFile]) -> list[TownFile]:
    """Join the files of each part; what two of them hold is a fault of the later one."""
    parts: dict[Part, TownFile] = {}
    for file in files:
        parts[file.part] = _added(parts[file.part], file) if file.part in parts else file
    return list(parts.values())


def _added(first: TownFile, more: TownFile) -> TownFile:
    table = "estates" if first.part == "buildings" else "grids"
    held = {tuple(row[:2]) for row in first.rows[table]}
    twice = [" ".join(row[:2]) for row in more.rows[table] if tuple(row[:2]) in held]
    faults = tuple(Fault(more.name, 0, "two_files", each) for each in twice)
    rows = {each: (*first.rows[each], *more.rows[each]) for each in first.rows}
    return TownFile(f"{first.name}, {more.name}", first.part, rows, (*first.faults, *more.faults, *faults))


async def read_apart(name: str, content: bytes, limits: TownFilePolicy) -> TownFile:
    """Read a file in a process of its own, since anybody may have made it."""
    try:
        made = await child.run("bot.townfile", content, json.dumps({"name": name, "limits": asdict(limits)}))
    except child.Unfit:
        return unfit(name, "too_heavy")
    return TownFile.load(json.loads(made))


def _be_the_child(content: bytes) -> bytes:
    given = json.loads(sys.argv[1])
    found = read(given["name"], content, TownFilePolicy(**given["limits"]))
    return json.dumps(found.dump()).encode()


if __name__ == "__main__":
    child.work(_be_the_child)
