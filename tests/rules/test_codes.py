"""Receipt codes and tip numbers: what is made can be read back, however it is typed."""

from __future__ import annotations

import random
import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.codes import (
    TIP_ALPHABET,
    find_receipt,
    is_receipt,
    luhn_valid,
    read_tip_number,
    receipt_code,
    show_receipt,
    tip_number,
)
from bot.rules.identity import mask

SEEDS = st.integers(0, 2**32)


@pytest.mark.parametrize(("digits", "valid"), [("4111111111111111", True), ("4111111111111112", False), ("0", True)])
def test_the_luhn_formula(digits: str, valid: bool) -> None:
    assert luhn_valid(digits) is valid


@given(SEEDS)
def test_a_receipt_code_is_read_back_and_never_looks_like_a_card(seed: int) -> None:
    code = receipt_code(random.Random(seed).randrange)
    assert len(code) == 16
    assert code.startswith("7")
    assert not luhn_valid(code)
    assert find_receipt(show_receipt(code)) == code


@given(
    SEEDS, st.sampled_from(["{}", "My code is {}.", "{} 301", "编号{}谢谢", "13812345678 {}", "{}\n{}"]), st.booleans()
)
def test_a_receipt_code_is_never_masked(seed: int, around: str, grouped: bool) -> None:
    code = receipt_code(random.Random(seed).randrange)
    text = around.replace("{}", show_receipt(code) if grouped else code)
    assert mask(text).text == text


def test_a_receipt_code_is_shown_in_groups_of_four() -> None:
    assert show_receipt("7311222233334444") == "7311 2222 3333 4444"


@pytest.mark.parametrize(
    "typed",
    [
        "7311222233334444",
        " 7311-2222-3333-4444 ",
        "73112222 33334444",
        "7311 2222 3333 4444\n",
        "7311\u200b2222\u00a03333\u20134444",
        "7311.2222.3333.4444",
    ],
)
def test_a_receipt_code_is_read_however_it_is_typed(typed: str) -> None:
    assert find_receipt(typed) == "7311222233334444"


@pytest.mark.parametrize(
    "typed", ["", "7311", "8311222233334444", "73112222333344445", "731122223333444x", "七三一一", "7311222233334449"]
)
def test_what_cannot_be_a_receipt_code_is_not_read(typed: str) -> None:
    assert not is_receipt(find_receipt(typed) or "")


def test_the_one_last_digit_that_a_card_would_have_is_never_given() -> None:
    ends = [digit for digit in "0123456789" if is_receipt("731122223333444" + digit)]
    assert len(ends) == 9


@given(
    SEEDS,
    st.sampled_from(
        ["{}", "#{}", "No. {}", "no.{}", "No {}", "№{}", "编号{}", "编号:{}", "編號 {}", "Tip No. {}", " {} "]
    ),
)
def test_a_tip_number_is_read_back_with_its_label(seed: int, label: str) -> None:
    number = tip_number(random.Random(seed).randrange)
    assert read_tip_number(label.format(number)) == number
    assert read_tip_number(label.format(number.lower())) == number
    full_width = "".join(chr(ord(letter) + 0xFEE0) for letter in number)
    assert read_tip_number(label.format(full_width)) == number


def test_no_two_letters_of_a_tip_number_look_alike() -> None:
    assert len(set(TIP_ALPHABET)) == len(TIP_ALPHABET) == 22
    assert not set(TIP_ALPHABET) & set("0O1IL5S2ZUVQ8B6G") - {"6", "8"}


@pytest.mark.parametrize("typed", ["", "7F3", "7F3KK", "7F3O", "7F30", "编号", "#", "7F 3K 4M", "你好世界"])
def test_what_cannot_be_a_tip_number_is_not_read(typed: str) -> None:
    assert read_tip_number(typed) is None


def test_the_secrets_module_fits() -> None:
    assert is_receipt(receipt_code(secrets.randbelow))
    assert read_tip_number(tip_number(secrets.randbelow)) is not None


@pytest.mark.parametrize("typed", ["#" * 4000, "no" * 2000, " " * 4000, "7 " * 2000])
def test_long_nonsense_is_no_code(typed: str) -> None:
    assert read_tip_number(typed) is None
    assert not is_receipt(find_receipt(typed) or "")
