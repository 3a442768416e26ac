"""Which phrases fit a tip, and in which order."""

from __future__ import annotations

import pytest

from bot.rules.phrases import rank


@pytest.mark.parametrize(
    ("kind", "state", "place"),
    [
        ("E01", "assigned", 0),
        ("E01", "", 1),
        ("power", "assigned", 2),
        ("power", "", 3),
        ("", "assigned", 4),
        ("", "", 5),
        ("F01", "", None),
        ("rooms", "", None),
        ("E01", "closed", None),
        ("", "closed", None),
    ],
)
def test_the_most_particular_comes_first(kind: str, state: str, place: int | None) -> None:
    assert rank(kind, state, "E01", "power", "assigned") == place


def test_a_kind_without_a_group_takes_what_is_for_all_once() -> None:
    assert rank("", "", "other", "", "assigned") == 5
