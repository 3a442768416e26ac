"""What is taken out of a text, what stays, and where it is cut."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.cleaning import clean

FAMILY = "👨\u200d👩\u200d👧"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  翠竹园3栋  ", "翠竹园3栋"),
        ("a\x00b\x07c\x1bd\x7f\x9fe", "abcde"),
        ("a\tb", "a b"),
        ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
        ("a\n\n\n\nb", "a\n\nb"),
        ("a\n \n  \n\nb  \nc", "a\n\nb\nc"),
        ("half \ud83d and \ude00", "half  and"),
        ("3\u202e栋2\u202c\u2066单元\u2069", "3栋2单元"),
        ("zero\u200bwidth\ufeff\u2060", "zerowidth"),
        ("flag\U000e0067\U000e007f", "flag"),
        ("e\u0301", "é"),
        ("e\u200b\u0301", "é"),
        (FAMILY, FAMILY),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("<b>&lt;</b>", "<b>&lt;</b>"),
        ("3000", "3000"),
        ("\ufeff\u200b \x00", ""),
    ],
)
def test_a_text_is_cleaned(typed: str, kept: str) -> None:
    assert clean(typed, 1000).text == kept
    assert not clean(typed, 1000).cut


@pytest.mark.parametrize(
    ("typed", "most", "kept"),
    [
        ("abcdef", 3, "abc"),
        ("ab cdef", 3, "ab"),
        ("abcx\u0323\u0324", 5, "abc"),
        ("ab" + FAMILY, 4, "ab"),
        ("ab" + FAMILY, 6, "ab"),
        ("a👍🏽b", 2, "a"),
        ("a❤️b", 2, "a"),
        ("🇨🇳🇫🇷🇩🇪", 3, "🇨🇳"),
        ("🇨🇳🇫🇷🇩🇪", 4, "🇨🇳🇫🇷"),
    ],
)
def test_a_long_text_is_cut_between_what_people_see_as_characters(typed: str, most: int, kept: str) -> None:
    cleaned = clean(typed, most)
    assert (cleaned.text, cleaned.cut) == (kept, True)


def test_a_pile_of_marks_is_cut_at_the_limit() -> None:
    cleaned = clean("a" + "\u0323" * 4096, 200)
    assert (len(cleaned.text), cleaned.cut) == (200, True)


@given(st.text(st.characters(), max_size=80), st.integers(1, 60))
def test_cleaning_twice_changes_nothing_and_databases_take_the_result(typed: str, most: int) -> None:
    once = clean(typed, most)
    twice = clean(once.text, most)
    assert (twice.text, twice.cut) == (once.text, False)
    assert len(once.text) <= most
    once.text.encode("utf-8")
    assert unicodedata.is_normalized("NFC", once.text)


PIECES = [
    "\ud800",
    "\u200b",
    "\u0301",
    "e",
    " ",
    "\n",
    "\r",
    "\t",
    "\u200d",
    "👩",
    "🇨",
    "\u202e",
    "\u00a0",
    "\x00",
    "ᄀ",
    "ᅡ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.integers(1, 30))
def test_mixtures_of_what_is_removed_are_cleaned_at_once(typed: str, most: int) -> None:
    once = clean(typed, most)
    assert clean(once.text, most).text == once.text
    assert "\n\n\n" not in once.text


@pytest.mark.parametrize(
    "typed", ["\n" * 4000, " " * 4000, " \n" * 2000, "\u0323" * 4000, "🇨" * 4000, "\u200d" * 4000, "a " * 2000]
)
def test_four_thousand_characters_take_less_than_50_ms(typed: str) -> None:
    start = time.process_time()
    clean(typed, 3000)
    assert time.process_time() - start < 0.05
