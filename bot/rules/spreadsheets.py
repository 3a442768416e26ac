"""Rows of a CSV file as spreadsheets save it: any of three encodings, any mark between cells, and nothing trusted.

A bad row is named with its reason and left out; it never swallows the rows behind it.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

Code: TypeAlias = Literal[
    "unreachable",  # it could not be fetched
    "too_heavy",  # reading it took too much
    "too_large",  # more than `detail` megabytes
    "not_text",  # no text, or a text that was cut
    "no_header",  # the columns named in `detail` are missing: nothing was read
    "too_many_rows",  # more than `detail`: nothing was read
    "no_rows",  # not one row could be read
    "quotes",  # quotation marks that do not match
    "cells",  # fewer cells than the header has
    "missing",  # the cell of column `detail` is empty
    "formula",  # a spreadsheet would calculate the cell of column `detail`
    "strange",  # the cell of column `detail` has characters that cannot be seen
    "too_long",  # the cell of column `detail` is longer than it may be
    # in a file of buildings
    "date",  # a spreadsheet made a date of 9-1 in column `detail`
    "number",  # the cell of column `detail` is no whole number
    "duplicate",  # the unit stands in line `detail` already
    "other_grid",  # the building stands in another grid in line `detail`
    # in a file of work orders
    "order_number",  # what stands there is no number of an order
    "shortened",  # a spreadsheet shortened the number to its first digits
    "order_time",  # the cell of column `detail` is no moment
    "order_future",  # the moment in column `detail` has not come yet
    "order_twice",  # the order stands in line `detail` already
]
"""What can be wrong in a file."""

MARKS = ",;\t，"
BLANK = " ,;\t，\ufeff\u3000"
_FORMULA = re.compile(r"[=+@-]")
_UNSEEN = ("Cc", "Cf", "Co", "Cn", "Cs")


class NotText(ValueError):
    """The bytes are no text: a workbook, a picture, or a file that was cut."""


class Wrong(Exception):
    """A row cannot be taken: why, as a code, and the column or value that it is about."""

    def __init__(self, code: Code, detail: str = "") -> None:
        self.code, self.detail = code, detail


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in a line of a file (1 is its first; 0: with the whole file, and then nothing was read)."""

    line: int
    code: Code
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A file whose header was read: its lines with their numbers, what stands between cells, and where each column is.

    `named` are the cells of the header as they were written.
    """

    lines: tuple[tuple[int, str], ...]
    mark: str
    places: Mapping[str, int]
    named: tuple[str, ...]


def sound(name: str) -> str:
    """Return a name as it is compared: full-width and half-width, letters of both cases and spaces are as one."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def decode(content: bytes) -> str:
    """Return the text of a file as spreadsheets save it: UTF-8, UTF-16 with its mark, or GBK; raise `NotText`."""
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise NotText


def table(text: str, columns: Mapping[str, str]) -> Table:
    """Return a text as a table; `columns` tells for each name that a column may have which column it is."""
    lines = tuple((at, line) for at, line in enumerate(re.split(r"\r\n|\r|\n", text), 1) if line.strip(BLANK))
    known = {sound(name): column for name, column in columns.items()}
    best = Table(lines[1:], ",", {}, ())
    for mark in MARKS:
        named = tuple(cell.strip(BLANK + '"') for cell in (lines[0][1] if lines else "").split(mark))
        places = {known[sound(cell)]: at for at, cell in reversed([*enumerate(named)]) if sound(cell) in known}
        best = max(best, Table(lines[1:], mark, places, named), key=lambda each: len(each.places))
    return best


def rows(found: Table, needed: int, tall: int = 1) -> Iterator[tuple[int, list[str] | Wrong]]:
    """Yield the rows of a table, each with its number as a spreadsheet counts: the cells, or why it cannot be read.

    A row has `needed` cells or more. With `tall` above 1, a cell in quotation marks may go over that many lines; a mark
    too many spoils its own row alone.
    """
    at = folded = 0
    while at < len(found.lines):
        first, _line = found.lines[at]
        row, height = _row(found, at, needed, tall)
        yield first - folded, row
        folded += found.lines[at + height - 1][0] - first
        at += height


def _row(found: Table, at: int, needed: int, tall: int) -> tuple[list[str] | Wrong, int]:
    wrong = Wrong("quotes")
    for height in range(1, min(tall, len(found.lines) - at) + 1):
        lines = "\n".join(line for _number, line in found.lines[at : at + height])
        try:
            (row,) = csv.reader([lines], delimiter=found.mark, strict=True)
        except csv.Error:
            continue
        if len(row) >= needed and (height == 1 or len(row) == len(found.named)):
            return row, height
        wrong = Wrong("cells") if height == 1 else wrong
        if height == 1:
            break
    return wrong, 1


def cell(column: str, raw: str, longest: int, parts: str = "") -> str:
    """Return a cell on one line, of characters that can be seen; raise `Wrong` for one that a spreadsheet calculates.

    With `parts`, each of the parts between these marks is looked at.
    """
    text = " ".join(unicodedata.normalize("NFKC", raw).split())
    refuse(column, text, text.split(parts) if parts else (text,), longest)
    return text


def refuse(column: str, text: str, heads: Iterable[str], longest: int) -> None:
    """Raise `Wrong` for a text that is too long or holds what cannot be seen, and one of whose heads is a formula."""
    if any(unicodedata.category(each) in _UNSEEN for each in text.replace("\n", "")):
        raise Wrong("strange", column)
    if any(_FORMULA.match(each.strip()) for each in heads):
        raise Wrong("formula", column)
    if len(text) > longest:
        raise Wrong("too_long", column)
