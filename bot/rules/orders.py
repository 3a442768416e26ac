"""A file of work orders: one order a row, as the hotline's own system saves its list.

The columns are known by the names that orders use (data/orders.toml), in any order, others ignored. Number, place and
wish must be there; when it came in and by when it is to be dealt with may be. Columns about the caller are not read.
Every bad row is named with its reason and left out; the good rows are still read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.rules import cleaning
from bot.rules.callers import Personal, without_caller
from bot.rules.hotline import Order, OrderLabels, OrderPolicy, with_title
from bot.rules.order_values import SHORTENED, number_key, read_number, read_term, read_time
from bot.rules.spreadsheets import Problem, Table, Wrong, cell, refuse, rows, sound, table

NEEDED = ("number", "where", "wish")
TALL = 40
"""Lines over which a wish in quotation marks may go."""
LONGEST = 200
_KEPT_AS_TEXT = re.compile(r'="([^"]*)"')
_CALCULATED = re.compile(r"[=@]|[+-]\s*[A-Za-z(@=]")


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file of orders holds, what is wrong with it, and the columns about callers, which were not read."""

    orders: tuple[Order, ...] = ()
    problems: tuple[Problem, ...] = ()
    unread: tuple[str, ...] = ()


def is_one(head: str, labels: OrderLabels) -> bool:
    """Tell whether the first lines of a file name the columns of orders."""
    return {"number", "wish"} <= _table(head, labels).places.keys()


def _table(text: str, labels: OrderLabels) -> Table:
    return table(text, labels.parts)


def read_csv(text: str, policy: OrderPolicy, zone: ZoneInfo, now: datetime) -> Sheet:
    """Return the orders of a CSV text, and what is wrong with it, line by line."""
    found = _table(text, policy.labels)
    kinds = {sound(label): part for label, part in policy.labels.parts.items()}
    unread = tuple(each for each in found.named if kinds.get(sound(each)) in set(Personal))
    if lacking := [part for part in NEEDED if part not in found.places]:
        missing = ", ".join(getattr(policy.labels, part)[0] for part in lacking)
        return Sheet((), (Problem(0, "no_header", missing),), unread)
    names = [at for at, each in enumerate(found.named) if kinds.get(sound(each)) == Personal.NAME]
    reading = _Reading(found, names, policy, zone, now)
    for at, row in rows(found, max(found.places[part] for part in NEEDED) + 1, TALL):
        reading.add(at, row)
        if len(reading.lines) + len(reading.problems) > policy.most_rows:
            return Sheet((), (Problem(0, "too_many_rows", str(policy.most_rows)),), unread)
    if not reading.lines:
        reading.problems.insert(0, Problem(0, "no_rows"))
    return Sheet(tuple(reading.orders), tuple(reading.problems), unread)


@dataclass(slots=True)
class _Reading:
    """What was read so far; `lines` says where each order stands, `names` are the places of columns with names."""

    table: Table
    names: Sequence[int]
    policy: OrderPolicy
    zone: ZoneInfo
    now: datetime
    orders: list[Order] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    lines: dict[str, int] = field(default_factory=dict)

    def add(self, at: int, row: list[str] | Wrong) -> None:
        try:
            if isinstance(row, Wrong):
                raise row
            order = self._order(row)
            first = self.lines.setdefault(number_key(order.number), at)
            if first != at:
                raise Wrong("order_twice", str(first))
            self.orders.append(order)
        except Wrong as wrong:
            self.problems.append(Problem(at, wrong.code, wrong.detail))

    def _order(self, row: Sequence[str]) -> Order:
        number = self._number(row)
        names = [name for at in self.names if at < len(row) and len(name := row[at].strip()) > 1]
        where = without_caller(self._cell(row, "where"), names)
        wish = without_caller(self._wish(row), names)
        for part, value in (("where", where.text), ("wish", wish.text)):
            if not value:
                raise Wrong("missing", self._column(part))
        due = self._cell(row, "due")
        return Order(
            number=number,
            received=self._received(row),
            due=read_time(due, self.zone, ends=True),
            term=read_term(due),
            where=where.text,
            wish=wish.text,
            left_out=where.found | wish.found,
        )

    def _column(self, part: str) -> str:
        """Return the name of a column as the file has it."""
        return self.table.named[self.table.places[part]]

    def _raw(self, row: Sequence[str], part: str) -> str:
        at = self.table.places.get(part, len(row))
        raw = row[at] if at < len(row) else ""
        kept = _KEPT_AS_TEXT.fullmatch(raw.strip())
        return kept[1] if kept else raw.strip().removeprefix("'")

    def _cell(self, row: Sequence[str], part: str) -> str:
        raw = self._raw(row, part)
        return cell(self._column(part), raw, LONGEST) if raw else ""

    def _number(self, row: Sequence[str]) -> str:
        written = self._cell(row, "number")
        if not written:
            raise Wrong("missing", self._column("number"))
        if SHORTENED.fullmatch(written):
            raise Wrong("shortened", self._column("number"))
        if not (number := read_number(written)):
            raise Wrong("order_number", self._column("number"))
        return number

    def _received(self, row: Sequence[str]) -> datetime | None:
        written = self._cell(row, "received")
        if not written:
            return None
        moment = read_time(written, self.zone)
        if moment is None:
            raise Wrong("order_time", self._column("received"))
        if moment > self.now:
            raise Wrong("order_future", self._column("received"))
        return moment

    def _wish(self, row: Sequence[str]) -> str:
        title, said = (cleaning.clean(self._raw(row, part), 20_000).text for part in ("title", "wish"))
        if _CALCULATED.match(title) or _CALCULATED.match(said):
            raise Wrong("formula", self._column("wish"))
        whole = with_title(title, said)
        refuse(self._column("wish"), whole, (), self.policy.most_wish)
        return whole
