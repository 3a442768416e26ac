"""Printable forms: A4, Chinese, as PDF; a pure function of what stands on them, drawn in a child process.

A character that the font lacks is printed as 〓, so that whoever signs sees that something is to be written by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

import msgspec

from bot import child
from bot.typesetting import lines

FONT = Path(__file__).parent / "fonts" / "noto-sans-sc-subset.woff2"
MISSING = "〓"
MOST_CHARACTERS = 1200
"""Of one cell; what is longer is cut, with … at its end."""

Kind: TypeAlias = Literal["text", "sum", "sign", "boxes"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A labelled part of a row: words, a sum of money in large figures, room for a signature, or boxes to tick.

    Each line of `text` is a box of its own where `kind` is "boxes"; a line that begins with + is ticked.
    """

    label: str
    text: str = ""
    kind: Kind = "text"


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side, of equal width; at least `height` millimetres high."""

    cells: tuple[Cell, ...]
    height: float = 10


@dataclass(frozen=True, slots=True)
class Part:
    """A table with a title above it, perhaps what is said on its right, and notes below it."""

    title: str
    rows: tuple[Row, ...]
    aside: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paper:
    """A form: its parts are divided by a line to cut along; `foot` stands small at the foot of every page."""

    office: str
    parts: tuple[Part, ...]
    foot: str = ""
    missing: str = ""


async def drawn(paper: Paper) -> bytes:
    """Return a form as PDF; `Unfit` when it cannot be drawn."""
    return await child.run("bot.papers", msgspec.json.encode(paper))


# -- drawing, in the child ---------------------------------------------------------------------------------------------

_INK, _QUIET, _LINE, _GROUND = (23, 33, 29), (95, 107, 101), (120, 132, 126), (241, 245, 243)
_MARGIN, _WIDTH, _FOOT, _LABEL = 20.0, 170.0, 277.0, 27.0
_PAD, _LEADING, _SIZE, _SMALL, _SUM = 2.2, 5.4, 10.5, 9.5, 16.0
_TALL = 24.0  # from that height on, text begins at the top: there is room to write below it
_MM = 0.3528  # in a point


class _Press:
    """Draws one form from top to bottom."""

    def __init__(self, paper: Paper) -> None:
        from fpdf import FPDF

        self.paper = paper
        self.pdf: Any = FPDF(format="A4")
        self.pdf.set_auto_page_break(False)
        self.pdf.add_font("sans", fname=FONT)
        self.pdf.set_lang("zh-CN")
        self.pdf.set_title(paper.parts[0].title if paper.parts else paper.office)
        fonts: Any = self.pdf.fonts
        self.known, self.lacks = fonts["sans"].cmap, False
        self.begin_page()

    def made(self) -> bytes:
        for place, part in enumerate(self.paper.parts):
            if place:
                self.cut()
            self.part(part)
        self.feet()
        return bytes(self.pdf.output())

    def begin_page(self) -> None:
        self.pdf.add_page()
        self.y = _MARGIN

    def fit(self, text: str) -> str:
        """Return a text as it can be printed, cut where it is too long."""
        cut = text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"
        shown = "".join(letter if letter == "\n" or ord(letter) in self.known else MISSING for letter in cut)
        self.lacks = self.lacks or MISSING in shown
        return shown

    def measure(self, text: str) -> float:
        return float(self.pdf.get_string_width(text))

    def write(self, x: float, y: float, text: str, size: float = _SIZE, ink: tuple[int, int, int] = _INK) -> None:
        """Write one line whose middle is at `y`."""
        self.pdf.set_font("sans", size=size)
        self.pdf.set_text_color(*ink)
        self.pdf.text(x, y + size * _MM * 0.36, text)

    def heavy(self, x: float, y: float, text: str, size: float) -> None:
        """Write a line with a stroke around it: the font has one weight."""
        with self.pdf.local_context(text_mode="FILL_STROKE", line_width=size * 0.009, draw_color=_INK):
            self.write(x, y, text, size)

    def part(self, part: Part) -> None:
        self.head(part)
        for row in part.rows:
            self.row(row)
        for note in part.notes:
            self.pdf.set_font("sans", size=8.5)
            for line in lines(self.fit(note), _WIDTH, self.measure):
                self.room(4.6)
                self.write(_MARGIN, self.y + 3.4, line, 8.5, _QUIET)
                self.y += 4.6

    def head(self, part: Part) -> None:
        self.room(34)
        title, office, aside = self.fit(part.title), self.fit(self.paper.office), self.fit(part.aside)
        self.pdf.set_font("sans", size=18)
        self.heavy(_MARGIN + (_WIDTH - self.measure(title)) / 2, self.y + 4, title, 18)
        self.y += 13
        self.write(_MARGIN, self.y, office, _SMALL, _QUIET)
        self.pdf.set_font("sans", size=_SMALL)
        self.write(_MARGIN + _WIDTH - self.measure(aside), self.y, aside, _SMALL, _QUIET)
        self.y += 4.5

    def row(self, row: Row) -> None:
        width = _WIDTH / len(row.cells)
        inside = width - _LABEL - 2 * _PAD
        set_cells = [self.set_cell(cell, inside) for cell in row.cells]
        labels = [self.set_label(cell) for cell in row.cells]
        height = max(row.height, *(2 * _PAD + len(each) * _LEADING for each in (*set_cells, *labels)))
        self.room(height)
        for place, (cell, label, text) in enumerate(zip(row.cells, labels, set_cells, strict=True)):
            self.box(_MARGIN + place * width, width, height)
            self.block(_MARGIN + place * width, _LABEL, height, label, centred=True)
            self.cell(cell, _MARGIN + place * width + _LABEL + _PAD, height, text)
        self.y += height

    def set_cell(self, cell: Cell, width: float) -> list[str]:
        self.pdf.set_font("sans", size={"sum": _SUM, "sign": _SMALL}.get(cell.kind, _SIZE))
        if cell.kind == "boxes":
            return cell.text.split("\n")
        return list(lines(self.fit(cell.text), width, self.measure)) if cell.text else []

    def set_label(self, cell: Cell) -> list[str]:
        self.pdf.set_font("sans", size=_SIZE)
        return list(lines(self.fit(cell.label), _LABEL - 2 * _PAD, self.measure))

    def box(self, x: float, width: float, height: float) -> None:
        self.pdf.set_line_width(0.25)
        self.pdf.set_draw_color(*_LINE)
        self.pdf.set_fill_color(*_GROUND)
        self.pdf.rect(x, self.y, _LABEL, height, style="DF")
        self.pdf.rect(x + _LABEL, self.y, width - _LABEL, height, style="D")

    def block(self, x: float, width: float, height: float, text: Sequence[str], centred: bool = False) -> None:
        top = self.y + (height - len(text) * _LEADING) / 2 + _LEADING / 2
        for place, line in enumerate(text):
            self.pdf.set_font("sans", size=_SIZE)
            left = x + (width - self.measure(line)) / 2 if centred else x
            self.write(left, top + place * _LEADING, line)

    def cell(self, cell: Cell, x: float, height: float, text: list[str]) -> None:
        if cell.kind == "sum":
            for line in text:
                self.heavy(x, self.y + height / 2, line, _SUM)
        elif cell.kind == "boxes":
            self.boxes(x, height, text)
        elif cell.kind == "sign":
            self.sign(x, height, text)
        else:
            self.block(x, 0, min(height, 2 * _PAD + len(text) * _LEADING) if height > _TALL else height, text)

    def boxes(self, x: float, height: float, text: list[str]) -> None:
        top = self.y + (height - len(text) * _LEADING) / 2 + _LEADING / 2
        for place, line in enumerate(text):
            y = top + place * _LEADING
            self.tick(x, y, is_ticked=line.startswith("+"))
            self.write(x + 5, y, self.fit(line.removeprefix("+")))

    def tick(self, x: float, y: float, is_ticked: bool) -> None:
        self.pdf.set_draw_color(*_INK)
        self.pdf.set_line_width(0.3)
        self.pdf.rect(x, y - 1.6, 3.2, 3.2)
        if is_ticked:
            self.pdf.set_line_width(0.55)
            self.pdf.polyline([(x + 0.6, y + 0.1), (x + 1.4, y + 1.0), (x + 2.8, y - 1.1)])

    def sign(self, x: float, height: float, text: list[str]) -> None:
        """Leave room to write: what is to be said stands above, what is to be filled in at the foot."""
        for place, line in enumerate(text[:-1]):
            self.write(x, self.y + _PAD + _LEADING / 2 + place * _LEADING, line, _SMALL, _QUIET)
        for line in text[-1:]:
            self.write(x, self.y + height - _PAD - _LEADING / 2, line, _SMALL, _QUIET)

    def cut(self) -> None:
        """Draw a line to cut along."""
        self.room(22)
        self.y += 10
        self.pdf.set_draw_color(*_LINE)
        with self.pdf.local_context(dash_pattern={"dash": 2, "gap": 1.5}, line_width=0.25):
            self.pdf.line(_MARGIN / 2, self.y, _MARGIN * 1.5 + _WIDTH, self.y)
        self.y += 10

    def room(self, height: float) -> None:
        """Begin another page where so much does not fit on this one."""
        if self.y + height > _FOOT:
            self.begin_page()

    def feet(self) -> None:
        count = len(self.pdf.pages)
        left = self.paper.foot + (f"  {MISSING} {self.paper.missing}" if self.lacks and self.paper.missing else "")
        for page in range(1, count + 1):
            self.pdf.page = page
            self.write(_MARGIN, _FOOT + 8, self.fit(left), 8, _QUIET)
            right = f"{page} / {count}"
            self.write(_MARGIN + _WIDTH - self.measure(right), _FOOT + 8, right, 8, _QUIET)


def _be_the_child(content: bytes) -> bytes:
    return _Press(msgspec.json.decode(content, type=Paper)).made()


if __name__ == "__main__":
    child.work(_be_the_child)
