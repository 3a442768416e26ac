"""Lists for offices as xlsx: text is text and never a formula, money is a number; written in a child process."""

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import msgspec

from bot import child

MOST_IN_CELL = 32_000
"""Characters of a cell; Excel takes 32,767. What is longer is cut, with … at its end."""

MOST_ROWS = 100_000
_MOST_IN_NAME = 31
_NOT_IN_NAME = set("[]:*?/\\'")

Kind: TypeAlias = Literal["text", "money"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: what stands above it, how many characters wide it is, and whether its values are text or fen."""

    title: str
    width: int = 14
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list: `rows` hold texts, or whole fen in columns of money, whose sum stands below them beside `total`.

    `notes` stand above the list: what it is, who asked for it and when.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str | int, ...], ...]
    notes: tuple[str, ...] = ()
    total: str = ""


async def written(sheet: Sheet) -> bytes:
    """Return a list as xlsx; `Unfit` when it has too many rows, or cannot be written."""
    return await child.run("bot.sheets", msgspec.json.encode(sheet))


# -- writing, in the child ---------------------------------------------------------------------------------------------


def _write(sheet: Sheet) -> bytes:
    if len(sheet.rows) > MOST_ROWS:
        raise child.Unfit("too_many_rows")
    import xlsxwriter

    made = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(made, safe) as book:
        page = book.add_worksheet(_name(sheet.name))
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        _fill(book, page, sheet)
    return made.getvalue()


def _fill(book: Any, page: Any, sheet: Sheet) -> None:
    quiet = book.add_format({"font_color": "#5f6b65", "num_format": "@"})
    head = book.add_format({"bold": True, "bg_color": "#f1f5f3", "border": 1, "num_format": "@"})
    text = book.add_format({"border": 1, "num_format": "@", "text_wrap": True, "valign": "top"})
    money = book.add_format({"border": 1, "num_format": "#,##0.00", "valign": "top"})
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
    for row, note in enumerate(sheet.notes):
        page.write_string(row, 0, _fit(note), quiet)
    top = len(sheet.notes)
    for place, column in enumerate(sheet.columns):
        page.write_string(top, place, _fit(column.title), head)
    page.freeze_panes(top + 1, 0)
    page.repeat_rows(top)
    for row, values in enumerate(sheet.rows, top + 1):
        for place, (column, value) in enumerate(zip(sheet.columns, values, strict=True)):
            _put(page, row, place, column, value, money if column.kind == "money" else text)
    if sheet.total:
        _sums(page, top + 1 + len(sheet.rows), sheet, head, book.add_format({"bold": True, "num_format": "#,##0.00"}))


def _put(page: Any, row: int, place: int, column: Column, value: str | int, form: Any) -> None:
    if column.kind == "money" and isinstance(value, int):
        page.write_number(row, place, value / 100, form)
    else:
        page.write_string(row, place, _fit(str(value)), form)


def _sums(page: Any, row: int, sheet: Sheet, head: Any, money: Any) -> None:
    """Write the sums as numbers: a formula would be reckoned by whoever opens the list."""
    page.write_string(row, 0, _fit(sheet.total), head)
    for place, column in enumerate(sheet.columns):
        if column.kind == "money":
            page.write_number(row, place, sum(int(values[place]) for values in sheet.rows) / 100, money)


def _fit(value: str) -> str:
    visible = "".join(each for each in value if each == "\n" or unicodedata.category(each) not in ("Cc", "Cf", "Cs"))
    return visible if len(visible) <= MOST_IN_CELL else visible[: MOST_IN_CELL - 1] + "…"


def _name(name: str) -> str:
    return "".join(each for each in _fit(name) if each not in _NOT_IN_NAME and each != "\n")[:_MOST_IN_NAME] or "1"


def _be_the_child(content: bytes) -> bytes:
    return _write(msgspec.json.decode(content, type=Sheet))


if __name__ == "__main__":
    child.work(_be_the_child)
