"""Work orders of the 12345 hotline: read from whatever text somebody pastes, without who called.

An order is a row of labelled parts, as each city lays it out: `工单编号：…`, `【受理时间】…`, a label and its value
side by side or one below the other. What tells of the caller (name, telephone, where they live) is left out and named;
in the words of the wish it is covered. Nothing is guessed: a part that is not there stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from functools import lru_cache
from itertools import zip_longest
from typing import Annotated
from zoneinfo import ZoneInfo

from bot.rules.callers import Personal, without_caller
from bot.rules.order_values import read_number, read_term, read_time
from bot.rules.typed_toml import Between


@dataclass(frozen=True, slots=True)
class OrderLabels:
    """What offices call the parts of an order: `about` is about the caller, `other` ends a part and is not read."""

    number: tuple[str, ...]
    received: tuple[str, ...]
    due: tuple[str, ...]
    where: tuple[str, ...]
    title: tuple[str, ...]
    wish: tuple[str, ...]
    name: tuple[str, ...]
    phone: tuple[str, ...]
    about: tuple[str, ...]
    other: tuple[str, ...]

    @property
    def parts(self) -> dict[str, str]:
        """The part of each label, written without spaces; some cities put the hotline's number before it."""
        plain = {"".join(each.split()): name.name for name in fields(self) for each in getattr(self, name.name)}
        return plain | {f"12345{label}": part for label, part in plain.items()}


@dataclass(frozen=True, slots=True)
class OrderPolicy:
    """How large an order and a file of them may be, how long a file waits, and what the parts are called."""

    most_bytes: Annotated[int, Between(1_000, 20_000_000)]
    most_rows: Annotated[int, Between(1, 20_000)]
    least_wish: Annotated[int, Between(1, 100)]
    most_wish: Annotated[int, Between(100, 4_000)]
    keep_hours: Annotated[int, Between(1, 168)]
    labels: OrderLabels

    def __post_init__(self) -> None:
        if len(self.labels.parts) < 2 * sum(len(getattr(self.labels, each.name)) for each in fields(self.labels)):
            raise ValueError("no label under two parts of an order")


@dataclass(frozen=True, slots=True)
class Order:
    """What is read of an order; empty or None where it does not say.

    `due` is a moment, `term` a limit in the form of a pack ("5 working days"); `left_out` tells what the text held
    about the caller.
    """

    number: str = ""
    received: datetime | None = None
    due: datetime | None = None
    term: str = ""
    where: str = ""
    wish: str = ""
    left_out: frozenset[Personal] = frozenset()


@dataclass(frozen=True, slots=True)
class _Label:
    """A label in a text: its part, where it begins and ends, and whether it stands in the middle of a line."""

    part: str
    start: int
    end: int
    in_line: bool


SHORT = 3
"""A label of so few characters may be a word of the text: it stands at the head of a line, or in brackets."""
LONGEST_HEADING = 12
PERSONAL = frozenset(Personal)
_NOBODY = re.compile(r"匿名|保密|不详|未提供|未知|无|市民|群众|来电人|\W*")
_NAME_END = re.compile(r"[\s(（/]")
_WIDE = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}  # one character each: places stay
_BORDERS = "\n\t |;,。、(】]"
_PROSE = ",。、;"


def looks_like_one(text: str, labels: OrderLabels) -> bool:
    """Tell whether a text is an order: at least two labelled parts, among them the number or the wish."""
    parts = {part for part, value in _parts(text, labels) if value and part not in ("other", "loose")}
    return len(parts) > 1 and bool(parts & {"number", "wish"})


def number_in(text: str, labels: OrderLabels) -> str:
    """Return the number of the order that a text is; empty when it is none, or has none."""
    numbers = [value for part, value in _parts(text, labels) if part == "number" and value]
    return read_number(numbers[0]) if numbers and looks_like_one(text, labels) else ""


def read(text: str, labels: OrderLabels, zone: ZoneInfo) -> Order:
    """Return what an order says; where no part is called the wish, what stands outside the parts is it."""
    held: dict[str, list[str]] = {}
    for part, value in _parts(text, labels):
        if value:
            held.setdefault(part, []).append(value)
    names = [name for each in held.get("name", []) if not _NOBODY.fullmatch(name := _NAME_END.split(each)[0])]
    where = without_caller(_first(held, "where").strip(" ,，。;；"), names)
    wish = without_caller(_wish(held), names)
    told = {Personal(part) for part in held.keys() & PERSONAL if part != "name" or names}
    due = _first(held, "due")
    return Order(
        number=read_number(_first(held, "number")),
        received=read_time(_first(held, "received"), zone),
        due=read_time(due, zone, ends=True),
        term=read_term(due),
        where=where.text,
        wish=wish.text,
        left_out=frozenset({*told, *where.found, *wish.found}),
    )


def _first(held: Mapping[str, Sequence[str]], part: str) -> str:
    return next(iter(held.get(part, ())), "")


def _wish(held: Mapping[str, Sequence[str]]) -> str:
    return with_title(_first(held, "title"), "\n".join(held.get("wish") or held.get("loose", ())))


def with_title(title: str, said: str) -> str:
    """Return what an order says with its title before it, unless it says that itself."""
    return said if title in said else f"{title}\n{said}".strip()


def _parts(text: str, labels: OrderLabels) -> Iterator[tuple[str, str]]:
    """Yield the parts of a text in their order, each with what stands behind its label; `loose` is what is in none."""
    found = list(_found(text, labels))
    yield from _loose(text[: found[0].start] if found else text)
    before = ""
    for label, following in zip_longest(found, found[1:]):
        said = text[label.end : following.start if following else len(text)].strip(" \t\r\n\u3000|;；")
        if label.part == "wish":
            yield label.part, said
        else:
            value, rest = _cut(label.part, said)
            yield label.part, value
            # A telephone in the middle of the wish: the wish goes on behind it.
            yield from [("wish", rest)] if before == "wish" and label.in_line else _loose(rest)
        before = label.part if not label.in_line or label.part not in PERSONAL else before


def _cut(part: str, said: str) -> tuple[str, str]:
    """Return what belongs to a part, and what stands behind it: a line, and of what tells of a person up to a mark."""
    match = re.search(r"[,，。;；\n]" if part in PERSONAL else r"\n", said)
    return (said, "") if match is None else (said[: match.start()].strip(), said[match.end() :].strip())


def _loose(said: str) -> Iterator[tuple[str, str]]:
    lines = [line for line in said.strip().split("\n") if len(line.strip()) > LONGEST_HEADING]
    if lines:
        yield "loose", "\n".join(lines)


def _found(text: str, labels: OrderLabels) -> Iterator[_Label]:
    plain = text.translate(_WIDE)
    pattern, kinds = _reader(labels)
    wish: _Label | None = None
    for match in pattern.finditer(plain):
        part = kinds["".join(match["label"].split())]
        label = _Label(part, match.start(), match.end(), in_line=match["head"] is None and not match["open"])
        if not _is_label(match, label, wish, plain[label.start - 1 : label.start]):
            continue
        yield label
        if not (wish and label.in_line and part in PERSONAL):
            wish = label if part == "wish" else None


def _is_label(match: re.Match[str], label: _Label, wish: _Label | None, before: str) -> bool:
    """Tell a label from a word of the text that is spelled like one, by what stands around it.

    `wish` is the label of the wish that would go on without it.
    """
    close, long = match["close"], len(match["label"]) > SHORT
    if not label.in_line:
        return bool(close.strip()) or long or len(close) != 1 or close == "\t"
    if not close.strip() and "\t" not in close:
        return False
    if wish and label.part not in PERSONAL and before in _PROSE:
        return False
    return long or (close.strip() == ":" and not (wish and not wish.in_line))


@lru_cache(maxsize=8)
def _reader(labels: OrderLabels) -> tuple[re.Pattern[str], Mapping[str, str]]:
    """Return a pattern for any label with what may stand around it, and the part of each label."""
    kinds = labels.parts
    ordered = sorted(kinds, key=len, reverse=True)
    said = "|".join(r"[ \t]?".join(map(re.escape, label)) for label in ordered)
    counted = r"(?:(?:\d{1,2}|[一二三四五六七八九十])[、.)][ \t]*)?"
    bracketed = rf"[【\[〖][ \t]*(?:{said})[ \t]*[】\]〗]"  # needs nothing before it: 【受理时间】9:12【来电人】…
    return re.compile(
        rf"(?:(?P<head>(?<![^\n])[ \t]*\|?[ \t]*{counted})|(?<=[{re.escape(_BORDERS)}])|(?={bracketed}))"
        rf"(?P<open>[【\[〖(]?)[ \t]*(?P<label>{said})"
        r"(?P<close>[ \t]*[】\]〗)][ \t]*:?|[ \t]*:|[ \t]*\||\t[ \t]*|[ ]+(?=\S)|[ \t]*(?=\n|$))"
    ), kinds
