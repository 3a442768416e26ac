"""Signs of deceit: what a person is shown, from which number on, and that nobody is refused because of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.rules.fraud import Case, Flag, Sign, Trace, signs
from bot.rules.policy import load

FIGURES = load().fraud
NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)
OWN = Trace("7F3K", NOW, "翠竹园|3|2|501", worker=b"w", responsible=b"r")


def others(count: int, **changed: Any) -> tuple[Trace, ...]:
    near = [Trace(f"AAA{at}", NOW - timedelta(days=20 * (at + 1)), f"somewhere {at}") for at in range(count)]
    return tuple(replace(each, **changed) for each in near)


def found(**changed: Any) -> dict[Flag, Sign]:
    case = replace(Case(OWN, (), frozenset()), **changed)
    return {sign.flag: sign for sign in signs(case, FIGURES).signs}


def test_nothing_strange_gives_no_sign() -> None:
    assert found() == {}
    assert found(others=others(3)) == {}


def test_whoever_has_to_do_with_the_dwelling_is_named() -> None:
    """Reliability research, 82 and 83."""
    assert found(ties=frozenset({"landlord", "worker"})) == {
        Flag.SAME_PERSON: Sign(Flag.SAME_PERSON, (), ("landlord", "worker"))
    }


def test_a_photo_that_came_before_is_shown_with_its_tips() -> None:
    """Reliability research, 75."""
    assert found(alike=("HJKM", "AC34"))[Flag.PHOTO_AGAIN].tips == ("AC34", "HJKM")


@pytest.mark.parametrize(("hours", "flagged"), [(0, True), (24, True), (25, False)])
def test_what_is_put_right_at_once_may_be_of_one_hand(hours: int, flagged: bool) -> None:
    """Reliability research, 82."""
    own = replace(OWN, fixed=NOW + timedelta(hours=hours))
    assert (Flag.QUICK_FIX in found(own=own)) is flagged


@pytest.mark.parametrize(("count", "hours", "flagged"), [(4, 24, True), (3, 24, False), (4, 25, False)])
def test_many_tips_of_one_person_within_a_day_are_a_burst(count: int, hours: int, flagged: bool) -> None:
    """Reliability research, 80; the tip itself is the fifth."""
    assert (Flag.BURST in found(others=others(count, filed=NOW - timedelta(hours=hours)))) is flagged


@pytest.mark.parametrize(
    ("changed", "flag"),
    [
        ({"worker": b"w", "rewarded": True}, Flag.PAIR_WITH_WORKER),
        ({"worker": b"w", "rewarded": False}, None),
        ({"worker": b"v", "rewarded": True}, None),
        ({"responsible": b"r", "rewarded": True}, Flag.PAIR_WITH_RESPONSIBLE),
        ({"worker": b"w", "rewarded": True, "filed": NOW - timedelta(days=91)}, None),
        ({"worker": b"w", "rewarded": True, "filed": NOW + timedelta(days=1)}, None),
        ({"place": OWN.place, "rewarded": True}, Flag.SAME_PLACE),
        ({"place": OWN.place, "rewarded": False}, None),
    ],
)
def test_the_same_two_again_and_again_are_a_pair(changed: dict[str, Any], flag: Flag | None) -> None:
    """Reliability research, 82: repeated pairs per quarter; the tip itself is the fourth."""
    assert set(found(others=others(3, **changed))) == ({flag} if flag else set())


def test_nobody_known_is_nobody_paired() -> None:
    own = replace(OWN, worker=None, responsible=None)
    assert found(own=own, others=others(9, rewarded=True)) == {}


def test_of_an_anonymous_tip_it_is_said_what_could_not_be_looked_at() -> None:
    case = Case(OWN, None, None, ("AC34",))
    assert signs(case, FIGURES).unknown == ("person", "ties")
    assert [sign.flag for sign in signs(case, FIGURES).signs] == [Flag.PHOTO_AGAIN]
