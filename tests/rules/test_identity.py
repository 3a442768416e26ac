"""Identity and card numbers are hidden; the numbers people need stay.

All numbers are the standard's own examples or made up; none was taken from a person.
"""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.codes import luhn_valid
from bot.rules.identity import MASK, Kind, mask

STANDARD = "11010519491231002X"
HIDDEN = MASK * 18

MASKED = [
    (STANDARD, Kind.ID_CARD),
    ("440524188001010014".replace("1880", "1980"), Kind.ID_CARD),  # the year moved: the check digit is wrong now
    ("110105194912310021", Kind.ID_CARD),  # wrong check digit, plausible birth date
    ("110105199002300018", Kind.ID_CARD),  # 30 February
    ("11010519491231002x", Kind.ID_CARD),
    ("11010519491231002Х", Kind.ID_CARD),  # Cyrillic
    ("11010519491231002X", Kind.ID_CARD),
    ("110105194912310021", Kind.ID_CARD),
    ("110105 19491231 002X", Kind.ID_CARD),
    ("110105-1949-1231-002-X", Kind.ID_CARD),
    ("1 1 0 1 0 5 1 9 4 9 1 2 3 1 0 0 2 X", Kind.ID_CARD),
    ("1101\u200b0519\u200b4912\u202e31002X", Kind.ID_CARD),
    ("110105\n19491231\n002X", Kind.ID_CARD),
    ("130 1051 9491 2310021", Kind.ID_CARD),  # its first three groups look like a mobile phone
    ("810000199408230021", Kind.RESIDENCE_PERMIT),
    ("820000199901010024", Kind.RESIDENCE_PERMIT),
    ("830000199901010018", Kind.RESIDENCE_PERMIT),
    ("911124198108030024", Kind.PERMANENT_RESIDENT_CARD),
    ("110105491231002", Kind.OLD_ID_CARD),
    ("110105 491231 002", Kind.OLD_ID_CARD),
    ("4111111111111111", Kind.BANK_CARD),
    ("4111 1111 1111 1111", Kind.BANK_CARD),
    ("4111-1111-1111-1111", Kind.BANK_CARD),
    ("5555555555554444", Kind.BANK_CARD),
    ("6212341111111111111", Kind.BANK_CARD),
    ("6200000000000005", Kind.BANK_CARD),
    ("3530111333300000", Kind.BANK_CARD),
    ("2221000000000009", Kind.BANK_CARD),
]


def with_luhn(digits: str) -> str:
    """Replace the last digit of a made-up card so that it satisfies the formula."""
    return next(digits[:-1] + end for end in "0123456789" if luhn_valid(digits[:-1] + end))


@pytest.mark.parametrize(("number", "kind"), MASKED)
@pytest.mark.parametrize("around", ["{}", "我的身份证号是{},请登记", "ID:{}.", "电话13812345678,号码{}", "a{}。3栋501"])
def test_a_number_is_hidden_and_the_rest_stays(number: str, kind: Kind, around: str) -> None:
    number = with_luhn(number) if kind is Kind.BANK_CARD and number.isdigit() else number
    masked = mask(around.format(number))
    before, after = around.split("{}")
    assert masked.found == {kind}
    assert masked.text.startswith(before)
    assert masked.text.endswith(after)
    inside = masked.text[len(before) : len(masked.text) - len(after)]
    assert not any(letter.isdigit() or letter in "xXХX" for letter in inside)
    assert len(masked.text) == len(around.format(number))


@pytest.mark.parametrize(
    ("text", "result"),
    [
        (f"张三 {STANDARD} 13812345678", f"张三 {HIDDEN} 13812345678"),
        (f"13812345678{STANDARD}", f"13812345678{HIDDEN}"),
        (f"{STANDARD}13812345678", f"{HIDDEN}13812345678"),
        (f"{STANDARD}\n{STANDARD}", f"{HIDDEN}\n{HIDDEN}"),
        (f"3 {STANDARD}", f"3 {HIDDEN}"),
        ("13812345678 13912345678 110105194912310021", f"13812345678 13912345678 {HIDDEN}"),
    ],
)
def test_neighbours_of_a_number_stay(text: str, result: str) -> None:
    assert mask(text).text == result


@pytest.mark.parametrize(
    "text",
    [
        "13812345678",
        "138 1234 5678",
        "+86 138-1234-5678",
        "0086 13812345678",
        "13812345678\n13912345678",
        "13812345678 13912345678",
        "025-84567890 转 8003",
        "2026-11-22 14:30",
        "2026年11月22日",
        "20261122143000",
        "2026/11/22 - 2026/12/01",
        "7311 2222 3333 4444",
        "7311222233334444",
        "订单号 202611220930123456",
        "订单 4200001234202611221234567890",
        "运单SF1234567890123",
        "1101 1102 1103 1104 1105室",
        "301、302、303、304、305",
        "401 402 403 404 405",
        "901 902 903 904 905 906",
        "翠竹园3栋2单元501",
        "每间15㎡, 3×4米",
        "119 110 120 12345 96119",
        "110105194912310",
        "110105194913320021",
        "4111111111111112",
        "9999 9999 9999 9999",
        "1" * 30,
        "",
        "建筑面积 120.55 平方米, 1101 1102 1103 201 室",
    ],
)
def test_other_numbers_stay(text: str) -> None:
    masked = mask(text)
    assert masked.text == text
    assert not masked.found


def test_all_kinds_of_a_text_are_named() -> None:
    found = mask(f"{STANDARD} 和 4111111111111111 和 110105491231002").found
    assert found == {Kind.ID_CARD, Kind.BANK_CARD, Kind.OLD_ID_CARD}


@given(st.text(st.sampled_from("0123456789xX -\n\u200b1，家"), max_size=120))
def test_masking_twice_changes_nothing(text: str) -> None:
    once = mask(text)
    assert mask(once.text).text == once.text
    assert len(once.text) == len(text)


IDS = st.builds(
    lambda place, birth, order: f"{place}{birth:%Y%m%d}{order:03}",
    st.sampled_from(["110105", "320102", "440524", "654321", "810000"]),
    st.dates(date(1900, 1, 1), date(2026, 1, 1)),
    st.integers(0, 999),
)


@given(
    IDS,
    st.sampled_from("0123456789X"),
    st.lists(st.sampled_from(["", "", " ", "-", "\u200b", "\u3000"]), min_size=17, max_size=17),
)
def test_an_identity_number_is_hidden_however_it_is_spaced(first: str, check: str, breaks: list[str]) -> None:
    typed = "".join(digit + gap for digit, gap in zip(first, breaks, strict=True)) + check
    masked = mask(f"号码 {typed} 完")
    assert masked.found <= {Kind.ID_CARD, Kind.RESIDENCE_PERMIT}
    assert masked.text.count(MASK) == 18


@pytest.mark.parametrize(
    "text",
    [
        "1" * 4000,
        "1 " * 2000,
        "19900101" * 500,
        STANDARD * 222,
        "9199001019" * 400,
        "x" * 4000,
        "11010519491231002 " * 220,
    ],
)
def test_four_thousand_characters_take_less_than_50_ms(text: str) -> None:
    best = min(_seconds(text) for _ in range(3))
    assert best < 0.05


def _seconds(text: str) -> float:
    start = time.process_time()
    mask(text)
    return time.process_time() - start
