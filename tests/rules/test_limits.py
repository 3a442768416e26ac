"""Limits over working days, 国庆, 春节 and their make-up days; what rests, what is said, and what counts as on time."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from fractions import Fraction

import pytest

from bot.rules import policy
from bot.rules.limits import PHASES, Alert, Phase, alerts, limit, on_time, passed, resumed, until, within
from bot.rules.tips import OPEN, TipState

POLICY = policy.load()
HERE = timezone(timedelta(hours=8))


def at(text: str) -> datetime:
    """Return a local moment of 2026."""
    return datetime.strptime(f"2026-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=HERE)


@pytest.mark.parametrize(
    ("term", "start", "end"),
    [
        ("24 hours", "11-23 10:40", "11-24 10:00"),
        ("24 hours", "10-01 10:40", "10-02 10:00"),  # hours pass on holidays too
        ("3 working days", "11-23 10:40", "11-26 18:00"),
        ("3 working days", "11-27 10:40", "12-02 18:00"),  # over a weekend
        ("1 working days", "09-30 17:00", "10-08 18:00"),  # over 国庆
        ("3 working days", "09-30 17:00", "10-10 18:00"),  # 10-08, 10-09, and the make-up Saturday 10-10
        ("1 working days", "09-18 17:00", "09-20 18:00"),  # the make-up Sunday before 中秋
        ("1 working days", "02-13 10:00", "02-14 18:00"),  # the make-up Saturday before 春节
        ("2 working days", "02-13 10:00", "02-24 18:00"),  # over 春节
        ("5 working days", "02-13 10:00", "02-27 18:00"),
        ("6 working days", "02-13 10:00", "02-28 18:00"),  # the make-up Saturday behind it
        ("7 days", "09-28 09:00", "10-05 18:00"),  # days of the calendar know no holidays
        ("1 day", "11-23 23:59", "11-24 18:00"),
    ],
)
def test_a_term_ends(term: str, start: str, end: str) -> None:
    assert until(POLICY, term, at(start)).by == at(end)


@pytest.mark.parametrize("term", ["", "soon", "3", "3 weeks", "-1 days", "3 working"])
def test_what_is_no_term_is_refused(term: str) -> None:
    with pytest.raises(ValueError, match="no term"):
        until(POLICY, term, at("11-23 10:00"))


def test_a_term_into_a_year_without_holidays_is_not_certain() -> None:
    assert until(POLICY, "3 working days", at("11-23 10:00")).certain
    assert not until(POLICY, "5 working days", at("12-30 10:00")).certain


@pytest.mark.parametrize(
    ("phase", "code", "facts", "urgent", "end"),
    [
        (Phase.ANSWER, "F01", {}, False, "11-24 10:00"),  # [page] blocked exits: 24 hours
        (Phase.ANSWER, "E01", {}, False, "11-26 18:00"),  # [page] other fire hazards: 3 working days
        (Phase.ANSWER, "E01", {"now": "yes"}, False, "11-24 10:00"),
        (Phase.CHECK, "F08", {}, False, "11-24 10:00"),  # [page] fire equipment out of use: 24 hours
        (Phase.CHECK, "E02", {}, False, "11-26 18:00"),
        (Phase.CHECK, "S01", {}, False, "11-30 18:00"),  # [design] building and renting: 7 days
        (Phase.CHECK, "S01", {}, True, "11-24 10:00"),  # marked urgent by staff
        (Phase.CLOSE, "E02", {}, True, "11-30 18:00"),  # [page] the result is told within 5 working days
    ],
)
def test_each_phase_has_its_limit(phase: Phase, code: str, facts: dict[str, str], urgent: bool, end: str) -> None:
    found = limit(POLICY, phase, code, facts, urgent, at("11-23 10:40"))
    assert found is not None
    assert found.by == at(end)


def test_the_end_of_a_rectification_is_set_by_a_person() -> None:
    assert limit(POLICY, Phase.RECTIFY, "F01", {}, True, at("11-23 10:40")) is None


def test_something_is_owed_in_every_open_state_and_in_no_other_but_until_it_is_closed() -> None:
    assert set(PHASES) - OPEN == {TipState.UNFOUNDED, TipState.OUTSIDE}
    assert OPEN - set(PHASES) == {TipState.NEEDS_INFORMATION}


@pytest.mark.parametrize(
    ("rested", "now", "end"),
    [
        ("11-23 10:00", "11-23 17:00", "11-26 18:00"),  # the same day
        ("11-23 10:00", "11-24 09:00", "11-27 18:00"),
        ("11-23 10:00", "11-30 09:00", "12-03 18:00"),  # a week with its weekend
        ("11-27 10:00", "11-29 09:00", "11-26 18:00"),  # a weekend alone moves nothing
    ],
)
def test_a_limit_that_rested_moves_by_the_working_days_that_passed(rested: str, now: str, end: str) -> None:
    assert resumed(POLICY, at("11-26 18:00"), at(rested), at(now)) == at(end)


def test_alerts_come_before_at_and_behind_the_limit_over_holidays() -> None:
    said = alerts(POLICY, at("09-30 18:00"))
    assert said == (
        (Alert.SOON, at("09-30 12:00")),
        (Alert.OVER, at("09-30 18:00")),
        (Alert.ESCALATED, at("10-08 18:00")),
        (Alert.RAISED, at("10-09 18:00")),
    )
    moments = ["09-30 11:59", "09-30 12:00", "09-30 18:00", "10-08 17:00", "10-08 18:00", "10-09 18:00"]
    assert [passed(POLICY, at("09-30 18:00"), at(moment)) for moment in moments] == [0, 1, 2, 2, 3, 4]


@pytest.mark.parametrize(
    ("in_time", "late", "overdue", "share"),
    [
        (0, 0, 0, None),
        (3, 1, 0, Fraction(3, 4)),
        (3, 0, 3, Fraction(1, 2)),
        (0, 0, 2, Fraction(0)),
        (5, 0, 0, Fraction(1)),
    ],
)
def test_what_is_overdue_and_open_counts_as_late(in_time: int, late: int, overdue: int, share: Fraction | None) -> None:
    assert on_time(in_time, late, overdue) == share


@pytest.mark.parametrize(
    ("deadline", "end"),
    [
        (None, "11-30 18:00"),
        ("11-26 18:00", "11-26 18:00"),
        ("12-02 18:00", "11-30 18:00"),
        ("11-23 10:00", "11-30 18:00"),  # now, and so over
        ("11-20 18:00", "11-30 18:00"),
    ],
)
def test_a_limit_ends_with_a_deadline_from_outside_that_is_still_to_come(deadline: str | None, end: str) -> None:
    assert within(at("11-30 18:00"), at(deadline) if deadline else None, at("11-23 10:00")) == at(end)
