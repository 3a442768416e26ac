"""Sums as they are written on forms."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import money
from bot.rules.money import capitals, yuan


@pytest.mark.parametrize(
    ("fen", "figures", "said"),
    [
        (0, "0.00", "零元整"),
        (5, "0.05", "伍分"),
        (50, "0.50", "伍角整"),
        (55, "0.55", "伍角伍分"),
        (100_00, "100.00", "壹佰元整"),
        (100_50, "100.50", "壹佰元伍角整"),
        (100_05, "100.05", "壹佰元零伍分"),
        (1_680_32, "1680.32", "壹仟陆佰捌拾元叁角贰分"),
        (1_009_00, "1009.00", "壹仟零玖元整"),
        (10_000_00, "10000.00", "壹万元整"),
        (10_200_00, "10200.00", "壹万零贰佰元整"),
        (6_000_010_00, "6000010.00", "陆佰万零壹拾元整"),
        (300_000_000_00, "300000000.00", "叁亿元整"),
        (100_002_000_00, "100002000.00", "壹亿零贰仟元整"),
    ],
)
def test_a_sum_in_figures_and_capitals(fen: int, figures: str, said: str) -> None:
    assert (yuan(fen), capitals(fen)) == (figures, said)


def test_a_sum_that_is_taken_back() -> None:
    assert yuan(-5_05) == "-5.05"


@pytest.mark.parametrize("fen", [-1, 10**14])
def test_a_sum_that_fits_on_no_form_is_refused(fen: int) -> None:
    with pytest.raises(ValueError, match="form"):
        capitals(fen)


VALUES = {letter: number for number, letter in enumerate("零壹贰叁肆伍陆柒捌玖")}
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


def clerk_reads(said: str) -> int:
    """Read capitals back, as a clerk does."""
    whole, _, rest = said.removesuffix("整").rpartition("元") if "元" in said else ("零", "", said.removesuffix("整"))
    total = 0
    groups = re.findall(r"(?:(.*)亿)?(?:(.*)万)?(.*)", whole)[0]
    for group, factor in zip(groups, (10**8, 10**4, 1), strict=True):
        for digit, unit in re.findall(r"([零壹贰叁肆伍陆柒捌玖])([拾佰仟]?)", group):
            total += VALUES[digit] * UNITS.get(unit, 1) * factor
    small = {unit: VALUES[digit] for digit, unit in re.findall(r"(.)([角分])", rest)}
    return total * 100 + small.get("角", 0) * 10 + small.get("分", 0)


@given(st.integers(0, 10**14 - 1))
def test_capitals_say_the_whole_sum_and_nothing_else(fen: int) -> None:
    assert clerk_reads(capitals(fen)) == fen
    assert "零零" not in capitals(fen)


@pytest.mark.parametrize(
    ("said", "fen"),
    [
        ("200", 20000),
        ("¥99.5", 9950),
        (" ２００ 元", 20000),
        ("100块钱", 10000),
        ("0", 0),
        ("1,000", None),
        ("-5", None),
    ],
)
def test_a_sum_as_people_type_it(said: str, fen: int | None) -> None:
    assert money.read(said) == fen


@given(st.integers(0, 10**10 - 1))
def test_what_is_written_is_read_again(fen: int) -> None:
    assert money.read(yuan(fen)) == fen
