"""The town as the office wrote it down: communities, grids, estates, buildings and their units, read from CSV.

One row is a unit of a building. Columns, in any order, others ignored: community, grid, estate, aliases (joined by |),
building, unit (may be empty), floors, rooms_per_floor (may be empty). Names of buildings and units are bare: `3`, `A`,
`3甲`, `9-1`, `东`. Every bad row is named with its reason and left out; the good rows are still read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.rules.spreadsheets import Problem, Wrong, cell, rows, table
from bot.rules.spreadsheets import sound as sound

COLUMNS: Mapping[str, str] = {
    "community": "社区",
    "grid": "网格",
    "estate": "小区",
    "aliases": "别名",
    "building": "楼栋",
    "unit": "单元",
    "floors": "层数",
    "rooms_per_floor": "每层户数",
}
"""The columns, and what an office may call them instead."""

_NEEDED = ("community", "grid", "estate", "building")
_LONGEST = {"aliases": 400}
_DATE = re.compile(
    r"(\d{1,4}年)?\d{1,2}月(\d{1,2}日)?|\d{1,2}-[A-Za-z]{3}|[A-Za-z]{3}-\d{1,2}|\d{1,4}/\d{1,2}(/\d{1,4})?|\d{4}(-\d\d){2}"
)
_SAID = {"building": re.compile(r"(?<=.)(号楼|栋|幢|座|楼|号)$"), "unit": re.compile(r"(?<=.)单元$")}
_WHOLE = re.compile(r"([1-9]\d{0,2})(\.0+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Stairs:
    """One unit (单元) of a building; `unit` is empty where a building has only one. None: not known."""

    unit: str
    floors: int | None = None
    rooms_per_floor: int | None = None


@dataclass(frozen=True, slots=True)
class Building:
    """A building, by its bare name (`3`, `A`, `3甲`, `9-1`, `东`), and the grid it stands in."""

    name: str
    community: str
    grid: str
    stairs: tuple[Stairs, ...] = ()


@dataclass(frozen=True, slots=True)
class Estate:
    """A housing estate (小区) of a community, the other names people have for it, and its buildings by their names."""

    name: str
    community: str
    aliases: tuple[str, ...] = ()
    buildings: Mapping[str, Building] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Town:
    """All estates that are known, in the order of the file."""

    estates: tuple[Estate, ...] = ()
    _by_name: Mapping[str, tuple[Estate, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        index: dict[str, tuple[Estate, ...]] = {}
        for estate in self.estates:
            for name in {sound(each) for each in (estate.name, *estate.aliases)}:
                index[name] = (*index.get(name, ()), estate)
        object.__setattr__(self, "_by_name", index)

    def find(self, name: str) -> tuple[Estate, ...]:
        """Return the estates of this name or alias, however it is written; two places may share a name."""
        return self._by_name.get(sound(name), ())


def read_csv(text: str, most_rows: int | None = None) -> tuple[Town, tuple[Problem, ...]]:
    """Return the town of a CSV text, and what is wrong with it, line by line."""
    found = table(text, {name: column for column, said in COLUMNS.items() for name in (column, said)})
    if lacking := [column for column in (*_NEEDED, "unit") if column not in found.places]:
        return Town(), (Problem(0, "no_header", ", ".join(lacking)),)
    if most_rows is not None and len(found.lines) > most_rows:
        return Town(), (Problem(0, "too_many_rows", str(most_rows)),)
    reading = _Reading()
    for at, row in rows(found, max(found.places[column] for column in (*_NEEDED, "unit")) + 1):
        try:
            reading.add(at, _cells(row, found.places))
        except Wrong as wrong:
            reading.problems.append(Problem(at, wrong.code, wrong.detail))
    if not reading.estates:
        reading.problems.insert(0, Problem(0, "no_rows"))
    return reading.town(), tuple(reading.problems)


def _cells(row: list[str] | Wrong, places: Mapping[str, int]) -> dict[str, str]:
    if isinstance(row, Wrong):
        raise row
    cells = {column: _cell(column, row[at]) for column, at in places.items() if at < len(row)}
    if lacking := [column for column in _NEEDED if not cells[column]]:
        raise Wrong("missing", lacking[0])
    return cells


def _cell(column: str, raw: str) -> str:
    text = cell(column, raw, _LONGEST.get(column, 60), parts="|")
    if column not in _SAID:
        return text
    if _DATE.fullmatch(text):
        raise Wrong("date", column)
    return _SAID[column].sub("", text.upper()).strip()


def _whole(cells: Mapping[str, str], column: str) -> int | None:
    written = cells.get(column, "")
    if not written:
        return None
    found = _WHOLE.fullmatch(written)
    if found is None:
        raise Wrong("number", column)
    return int(found[1])


@dataclass(slots=True)
class _Reading:
    """What was read so far; `seen` says in which line each building and each unit first stood."""

    estates: dict[tuple[str, str], tuple[dict[str, None], dict[str, Building]]] = field(default_factory=dict)
    seen: dict[tuple[str, ...], int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, at: int, cells: Mapping[str, str]) -> None:
        community, estate, name, grid = (cells[each] for each in ("community", "estate", "building", "grid"))
        stairs = Stairs(cells["unit"], _whole(cells, "floors"), _whole(cells, "rooms_per_floor"))
        unit, building = (community, estate, name, stairs.unit), (community, estate, name)
        if unit in self.seen:
            raise Wrong("duplicate", str(self.seen[unit]))
        aliases, buildings = self.estates.setdefault((community, estate), ({}, {}))
        known = buildings.get(name, Building(name, community, grid))
        if known.grid != grid:
            raise Wrong("other_grid", str(self.seen[building]))
        self.seen[unit] = at
        self.seen.setdefault(building, at)
        buildings[name] = Building(name, community, grid, (*known.stairs, stairs))
        said = (alias.strip() for alias in cells.get("aliases", "").split("|"))
        aliases.update(dict.fromkeys(alias for alias in said if alias and sound(alias) != sound(estate)))

    def town(self) -> Town:
        return Town(
            tuple(
                Estate(name, community, tuple(aliases), buildings)
                for (community, name), (aliases, buildings) in self.estates.items()
            )
        )
