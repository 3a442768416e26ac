"""Lists as xlsx: text stays text whatever it looks like, money is a number, nothing is reckoned by who opens it."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree as Xml

import pytest

from bot import child
from bot.sheets import MOST_IN_CELL, MOST_ROWS, Column, Sheet, written

NAMES = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
COLUMNS = (Column("线索号"), Column("金额", kind="money"))


def opened(made: bytes) -> tuple[list[list[tuple[str, str]]], str]:
    """Return the cells of the only sheet as kind (t or n) and value, row by row, and all of its XML."""
    with zipfile.ZipFile(io.BytesIO(made)) as box:
        parts = {name: box.read(name).decode() for name in box.namelist()}
    shared = Xml.fromstring(parts["xl/sharedStrings.xml"]) if "xl/sharedStrings.xml" in parts else Xml.Element("none")  # noqa: S314
    texts = ["".join(each.itertext()) for each in shared.findall("x:si", NAMES)]
    page = Xml.fromstring(parts["xl/worksheets/sheet1.xml"])  # noqa: S314
    rows = []
    for row in page.iterfind(".//x:row", NAMES):
        rows.append([_cell(each, texts) for each in row.findall("x:c", NAMES)])
    return rows, "".join(parts.values())


def _cell(cell: Xml.Element, texts: list[str]) -> tuple[str, str]:
    value = cell.findtext("x:v", "", NAMES)
    return ("t", texts[int(value)]) if cell.get("t") == "s" else ("n", value)


async def rows_of(*rows: tuple[str | int, ...], **more: object) -> list[list[tuple[str, str]]]:
    return opened(await written(Sheet("清单", COLUMNS, rows, **more)))[0]  # type: ignore[arg-type]


async def test_a_list_has_its_notes_its_head_its_rows_and_its_sum() -> None:
    rows = await rows_of(("7F3K", 20_000), ("7F3X", 5_050), notes=("2026-11",), total="合计")
    assert rows == [
        [("t", "2026-11")],
        [("t", "线索号"), ("t", "金额")],
        [("t", "7F3K"), ("n", "200")],
        [("t", "7F3X"), ("n", "50.5")],
        [("t", "合计"), ("n", "250.5")],
    ]


HOSTILE = [
    '=HYPERLINK("http://example.invalid","y")',
    "+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(1)",
    "＝1+1",
    " =1+1",
    "http://example.invalid",
    "mailto:a@example.invalid",
    "110101194912310021",
    "0012",
    '{"a": 1}',
    "<b>&amp;</b>",
    "",
]


@pytest.mark.parametrize("value", HOSTILE)
async def test_text_is_text_whatever_it_looks_like(value: str) -> None:
    """Reliability research, 59: cells are typed as text, never as a formula, a link or a number."""
    made = await written(Sheet("清单", COLUMNS, ((value, 1),)))
    rows, xml = opened(made)
    assert rows[1][0] in (("t", value), ("n", ""))
    assert "<f>" not in xml
    assert "<hyperlink" not in xml


async def test_what_cannot_be_seen_is_not_kept() -> None:
    assert (await rows_of(("\t=1\r\x07\u202e7F3K", 1)))[1][0] == ("t", "=17F3K")


async def test_what_is_too_long_is_cut_where_one_can_see_it() -> None:
    """Reliability research, 60."""
    (_, (cell, _)) = await rows_of(("长" * 40_000, 1))
    assert len(cell[1]) == MOST_IN_CELL
    assert cell[1].endswith("…")


@pytest.mark.parametrize(("name", "kept"), [("a[]:*?/\\'b", "ab"), ("", "1"), ("长" * 40, "长" * 31)])
async def test_any_name_names_a_sheet(name: str, kept: str) -> None:
    _, xml = opened(await written(Sheet(name, COLUMNS, ())))
    assert re.search(rf'<sheet name="{kept}"', xml)


async def test_a_long_list_is_written_and_one_too_long_is_refused() -> None:
    rows = await rows_of(*((f"{each:05}", each) for each in range(20_000)), total="合计")
    assert len(rows) == 20_002
    assert rows[-1][1] == ("n", str(sum(range(20_000)) / 100).removesuffix(".0"))
    with pytest.raises(child.Unfit) as unfit:
        await written(Sheet("清单", COLUMNS, (("a", 1),) * (MOST_ROWS + 1)))
    assert unfit.value.code == "too_many_rows"
