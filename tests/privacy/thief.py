"""A thief with copies of the database and its write-ahead log, and no keyring: who filed which anonymous tip?

Each copy is read commit by commit, as its log lets one. A tip that appears is laid beside every pseudonym that
disappears, appears or changes in the same step: drafts, timers, lanes; sizes of what is sealed tell which of several.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.privacy.crowd import Copy

Name = tuple[str, bytes]
"""A pseudonym: where it stands, and what stands there."""

_LOG_HEAD, _FRAME_HEAD = 32, 24


@dataclass(frozen=True)
class Moment:
    """What the thief sees after one commit; sizes are those of sealed columns."""

    tips: dict[bytes, int]
    known: frozenset[bytes]
    drafts: dict[bytes, int]
    waiting: dict[bytes, bytes]
    finished: dict[bytes, bytes]
    saying: dict[bytes, bytes]
    timers: dict[bytes, bytes]


def moments(copy: Copy, work: Path) -> Iterator[Moment]:
    """Return the states that a copy holds: what an older log left, the file, and each commit of the present log."""
    for present in (False, True):
        work.write_bytes(_plain(copy.database))
        if present:
            yield from _seen(work)
        yield from _replayed(copy, present, work)


def _replayed(copy: Copy, present: bool, work: Path) -> Iterator[Moment]:
    size = int.from_bytes(copy.database[16:18], "big")
    with work.open("r+b") as file:
        for number, ends, page in _frames(copy.log, size, present):
            file.seek((number - 1) * size)
            file.write(_plain(page) if number == 1 else page)
            if ends:
                file.flush()
                yield from _seen(work)


def _plain(page: bytes) -> bytes:
    return page[:18] + b"\x01\x01" + page[20:]  # else SQLite looks for a log of its own


def _frames(log: bytes, size: int, present: bool) -> Iterator[tuple[int, bool, bytes]]:
    """Return number, whether a commit ends, and content of the pages of the present log, or of what it was before."""
    step = _FRAME_HEAD + size
    for at in range(_LOG_HEAD, len(log) - step + 1, step):
        frame = log[at : at + step]
        if (frame[8:16] == log[16:24]) is present:
            yield int.from_bytes(frame[:4], "big"), frame[4:8] != bytes(4), frame[_FRAME_HEAD:]


def _seen(work: Path) -> Iterator[Moment]:
    connection = sqlite3.connect(f"file:{work}?immutable=1", uri=True)
    try:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'timers'").fetchone():
            return  # all is in the log as yet
        pairs = {name: dict(connection.execute(query).fetchall()) for name, query in _LOOKS.items()}
        known = connection.execute("SELECT id FROM tips WHERE reporter IS NOT NULL").fetchall()
        yield Moment(known=frozenset(row for (row,) in known), **pairs)
    except sqlite3.DatabaseError:
        return  # pages of two times that do not fit together
    finally:
        connection.close()


_LOOKS = {
    "tips": "SELECT id, length(body) FROM tips",
    "drafts": "SELECT person, length(body) FROM drafts",
    "waiting": "SELECT key, lane FROM inbox WHERE state = 'new'",
    "finished": "SELECT key, lane FROM inbox WHERE state <> 'new' AND lane IS NOT NULL",
    "saying": "SELECT id, lane FROM outbox",
    "timers": "SELECT key, lane FROM timers",
}


@dataclass(frozen=True)
class Step:
    """Two moments, one after the other, between which anonymous tips appeared."""

    before: Moment
    after: Moment

    @property
    def fresh(self) -> dict[bytes, int]:
        """All tips that appeared, with their sizes."""
        return {tip: size for tip, size in self.after.tips.items() if tip not in self.before.tips}

    def gone(self) -> dict[bytes, int]:
        """The drafts that ended, or ended and were begun anew, with the sizes they had."""
        now = self.after.drafts
        return {who: size for who, size in self.before.drafts.items() if now.get(who, 0) < size}

    def names(self) -> list[set[Name]]:
        """Return each kind of pseudonym that stirred in this step."""
        before, after = self.before, self.after
        ended = {("drafts.person", who) for who in self.gone()}
        rung = {("inbox.lane", lane) for key, lane in before.timers.items() if key not in after.timers}
        heard = {("inbox.lane", lane) for key, lane in before.waiting.items() if key not in after.waiting}
        kept = {("inbox.lane", lane) for key, lane in after.finished.items() if key not in before.finished}
        told = {("outbox.lane", lane) for key, lane in after.saying.items() if key not in before.saying}
        return [kind for kind in (ended, rung, heard, kept, told) if kind]


def steps(copies: Sequence[Copy], work: Path) -> list[Step]:
    """Return every step in which a tip appears, the earliest first."""
    found, last = [], None
    for copy in copies:
        for moment in moments(copy, work):
            if last is not None and moment.tips.keys() - last.tips.keys():
                found.append(Step(last, moment))
            last = moment
    return found


def guesses(copies: Sequence[Copy], work: Path) -> dict[bytes, set[Name]]:
    """Return for each anonymous tip the pseudonyms that may be its sender's, all equally likely."""
    found = steps(copies, work)
    usual = _usual_difference(found)
    named = {**_equal_values(copies[-1], work)}
    for step in found:
        for tip in step.fresh.keys() - step.after.known - named.keys():
            fitting = _fitting(step, step.fresh[tip], usual)
            kinds = [{("drafts.person", who) for who in fitting}] if fitting else []
            named[tip] = min([*kinds, *step.names()], key=len, default=set())
    return named


def _usual_difference(found: Sequence[Step]) -> int:
    """Return by how much a draft is larger than the tip that it becomes, as far as sizes tell."""
    pairs = [(was, size) for step in found for was in step.gone().values() for size in step.fresh.values()]
    differences = Counter((was - size) // 4 for was, size in pairs)
    return differences.most_common(1)[0][0] * 4 if differences else 0


def _fitting(step: Step, size: int, usual: int) -> set[bytes]:
    return {who for who, was in step.gone().items() if abs(was - size - usual) <= 6}


def _equal_values(copy: Copy, work: Path) -> dict[bytes, set[Name]]:
    """Join all tables by every value that stands in more than one place, from each anonymous tip on."""
    work.write_bytes(_plain(copy.database))
    for _ in moments(copy, work):
        pass
    connection = sqlite3.connect(f"file:{work}?immutable=1", uri=True)
    try:
        rows, tips = _rows(connection), connection.execute("SELECT id FROM tips WHERE reporter IS NULL").fetchall()
    finally:
        connection.close()
    by_value: dict[bytes, list[int]] = {}
    for at, row in enumerate(rows):
        for value in {value for _, value in row}:
            by_value.setdefault(value, []).append(at)
    return {tip: names for (tip,) in tips if (names := _reached(tip, rows, by_value))}


def _rows(connection: sqlite3.Connection) -> list[list[Name]]:
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows = []
    for table in tables:
        found = connection.execute(f"SELECT * FROM {table}")  # noqa: S608 - the names are the database's own
        columns = [f"{table}.{column[0]}" for column in found.description]
        rows += [[(c, v) for c, v in zip(columns, row, strict=True) if isinstance(v, bytes) and v] for row in found]
    return rows


def _reached(tip: bytes, rows: Sequence[Sequence[Name]], by_value: dict[bytes, list[int]]) -> set[Name]:
    values, seen, names = [tip], {tip}, set()
    while values:
        for at in by_value.get(values.pop(), ()):
            names |= {name for name in rows[at] if name[0] in PSEUDONYMS}
            fresh = {value for _, value in rows[at]} - seen
            seen |= fresh
            values += fresh
    return names


PSEUDONYMS = {
    "drafts.person",
    "inbox.lane",
    "looks.person",
    "outbox.lane",
    "people.finder",
    "people.id",
    "timers.key",
    "timers.lane",
    "tips.reporter",
}
