"""Printable forms: what was to stand on them stands there, once, in Chinese, however long or strange it is."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.papers import MISSING, MOST_CHARACTERS, Cell, Paper, Part, Row, drawn
from bot.typesetting import lines
from tests.pdf import pages


def paper(*cells: Cell, rows: int = 1) -> Paper:
    part = Part("举报奖励审批表", tuple(Row(cells) for _ in range(rows)), "7F3K 号", ("两人审批。",))
    return Paper("某某街道办事处", (part,), "由安居生成", "请手写补上")


async def said(made: Paper) -> list[str]:
    return pages(await drawn(made))


async def test_everything_that_was_to_stand_on_a_form_stands_there() -> None:
    words_and_sum = Row((Cell("线索号", "7F3K"), Cell("奖励金额", "¥ 200.00", "sum")))
    hand = Row((Cell("签名", "同意\n日期", "sign"), Cell("核对", "+属实\n首个", "boxes")))
    part = Part("举报奖励审批表", (words_and_sum, hand), "7F3K 号", ("两人审批。",))
    (page,) = await said(Paper("某某街道办事处", (part,), "由安居生成"))
    words = {"举报奖励审批表", "7F3K 号", "某某街道办事处", "线索号", "7F3K", "奖励金额", "¥ 200.00", "签名", "同意"}
    assert words | {"日期", "核对", "属实", "首个", "两人审批。", "由安居生成", "1 / 1"} == set(page.split("\n"))


async def test_it_is_a_pdf_of_one_sheet_a4_with_its_font_inside() -> None:
    made = await drawn(paper(Cell("线索号", "7F3K")))
    assert made.startswith(b"%PDF-")
    assert b"/MediaBox [0 0 595.28 841.89]" in made
    assert b"/FontFile3" in made
    assert len(made) < 60_000


async def test_a_character_that_the_font_lacks_is_seen_and_explained() -> None:
    (page,) = await said(paper(Cell("反映人", "王𬭎\U0001f600")))
    assert f"王{MISSING}{MISSING}" in page
    assert f"由安居生成  {MISSING} 请手写补上" in page


async def test_a_form_that_is_too_long_goes_on_on_the_next_page() -> None:
    made = await said(paper(Cell("核查情况", "现场核查属实。" * 40), rows=12))
    assert len(made) > 1
    assert [page.split("\n")[-1] for page in made] == [f"{place} / {len(made)}" for place in range(1, len(made) + 1)]
    assert sum(page.count("现场") for page in made) == 12 * 40


async def test_what_is_endless_is_cut_where_one_can_see_it() -> None:
    (page,) = await said(paper(Cell("核查情况", "属" * 5000)))
    assert page.count("属") == MOST_CHARACTERS - 1
    assert "…" in page


async def test_whatever_staff_type_is_only_words() -> None:
    words = ("()\\()", "%PDF-1.7 endobj", "<b>粗</b>", "**粗**", "{x}")
    texts = ("", "\n\n\n", "a" * 400, "\x00\x07\u202e\ufffe", *words)
    (page,) = await said(
        Paper("某某街道办事处", (Part("审批表", tuple(Row((Cell("核查情况", each),)) for each in texts)),), "由安居")
    )
    assert page.count("核查情况") == len(texts)
    assert page.count("a") == 400
    assert all(each in page.split("\n") for each in words)


async def test_a_paper_without_parts_is_a_page_all_the_same() -> None:
    assert await said(Paper("某某街道办事处", (), "由安居生成")) == ["由安居生成\n1 / 1"]


# -- setting text ------------------------------------------------------------------------------------------------------


def wide(text: str) -> float:
    return sum(1.0 if letter.isascii() else 2.0 for letter in text)


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("", 10, [""]),
        ("翠竹园三栋", 6, ["翠竹园", "三栋"]),
        ("翠竹园，三栋", 6, ["翠竹", "园，三", "栋"]),  # no mark at the head of a line
        ("翠竹（园）", 6, ["翠竹", "（园）"]),  # no bracket opens at the foot of one
        ("see the flat 501", 8, ["see the", "flat 501"]),
        ("一二 flat", 6, ["一二", "flat"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("一\n\n二", 9, ["一", "", "二"]),
    ],
)
def test_a_text_is_broken_as_people_read_it(text: str, width: float, expected: list[str]) -> None:
    assert list(lines(text, width, wide)) == expected


LETTERS = st.text(st.sampled_from("翠竹园栋，。（）“”" + string.ascii_letters + " \n0123456789"), max_size=60)


@given(LETTERS, st.integers(2, 30))
def test_no_letter_is_lost_and_no_line_is_too_wide(text: str, width: int) -> None:
    broken = list(lines(text, width, wide))
    assert "".join(broken).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    assert all(wide(line) <= width for line in broken)
