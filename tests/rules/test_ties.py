"""Which matters are of a home that somebody is tied to."""

from __future__ import annotations

import pytest

from bot.rules.ties import NO_HOMES, Homes, Tie, touches

FLAT = Homes(flats=frozenset({"3/501"}), around=frozenset({"3"}))
BUILDING = Homes(buildings=frozenset({"3"}))


@pytest.mark.parametrize(
    ("homes", "flat", "building", "about_a_flat", "touched"),
    [
        (NO_HOMES, "3/501", "3", True, False),
        (NO_HOMES, None, None, True, False),
        (FLAT, "3/501", "3", True, True),
        (FLAT, "3/501", "3", False, True),
        (FLAT, "3/502", "3", True, False),
        (FLAT, None, "3", True, True),  # some flat of that building, nobody knows which
        (FLAT, None, "3", False, False),  # the stairs
        (FLAT, None, "5", True, False),
        (FLAT, None, None, True, False),
        (BUILDING, "3/502", "3", True, True),
        (BUILDING, None, "3", False, True),
        (BUILDING, None, "5", True, False),
        (BUILDING, None, None, False, False),
    ],
)
def test_what_touches_a_home(
    homes: Homes, flat: str | None, building: str | None, about_a_flat: bool, touched: bool
) -> None:
    assert touches(homes, flat, building, about_a_flat) is touched


def test_codes_that_are_stored_do_not_change() -> None:
    assert " ".join(Tie) == "own let live family"
