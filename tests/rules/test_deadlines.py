"""Working days and promises, over weekends, holidays, make-up days and the end of the table."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.deadlines import WorkingDays, first_answer_by
from bot.rules.policy import load

POLICY = load()
SHANGHAI = ZoneInfo("Asia/Shanghai")
DAYS = WorkingDays(POLICY.holidays, SHANGHAI)


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-03-02", True),  # an ordinary Monday
        ("2026-03-07", False),  # an ordinary Saturday
        ("2026-02-16", False),  # a Monday in the spring festival
        ("2026-02-14", True),  # a Saturday worked for it
        ("2026-01-04", True),  # a Sunday worked for New Year
        ("2026-09-20", True),
        ("2026-10-10", True),
        ("2026-10-08", True),
        ("2026-06-19", False),
    ],
)
def test_a_day_is_worked_or_not(day: str, works: bool) -> None:
    assert DAYS.is_working(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("filed", "by"),
    [
        ("2026-03-02 09:00", "2026-03-05 18:00"),  # Monday: Tuesday, Wednesday, Thursday
        ("2026-03-05 23:59", "2026-03-10 18:00"),  # Thursday night: Friday, Monday, Tuesday
        ("2026-03-07 10:00", "2026-03-11 18:00"),  # Saturday: Monday, Tuesday, Wednesday
        ("2026-02-12 10:00", "2026-02-24 18:00"),  # Friday, worked Saturday, nine days off, Tuesday
        ("2026-09-30 10:00", "2026-10-10 18:00"),  # seven days off, Thursday, Friday, worked Saturday
        ("2026-05-08 10:00", "2026-05-12 18:00"),  # worked Saturday, Monday, Tuesday
    ],
)
def test_an_ordinary_tip_is_promised_the_end_of_the_third_working_day(filed: str, by: str) -> None:
    promise = first_answer_by(POLICY, "E02", local(filed))
    assert promise.by == local(by)
    assert promise.certain


def test_the_day_is_the_towns_day_and_not_that_of_the_server() -> None:
    monday_evening_in_london = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)  # Tuesday, 01:00 in Shanghai
    assert first_answer_by(POLICY, "E02", monday_evening_in_london).by == local("2026-03-06 18:00")


@pytest.mark.parametrize("code", ["F01", "F08"])
def test_an_urgent_tip_is_promised_24_hours_on_any_day(code: str) -> None:
    filed = local("2026-02-16 22:30")
    promise = first_answer_by(POLICY, code, filed)
    assert promise.by == (filed + timedelta(hours=24)).replace(minute=0, second=0, microsecond=0)
    assert promise.certain


@pytest.mark.parametrize(
    ("code", "facts", "urgent"),
    [
        ("E01", {}, False),
        ("E01", {"now": "yes"}, True),
        ("E01", {"now": "unsure"}, False),
        ("F01", {"now": "unsure"}, True),
        ("F01", {"now": "no"}, False),
        ("F08", {"now": "no"}, True),  # nobody asks this of a fire extinguisher
    ],
)
def test_what_happens_right_now_is_answered_sooner(code: str, facts: dict[str, str], urgent: bool) -> None:
    soon, later = local("2026-03-03 09:00"), local("2026-03-05 18:00")
    assert first_answer_by(POLICY, code, local("2026-03-02 09:00"), facts).by == (soon if urgent else later)


def test_24_hours_are_hours_that_pass_where_clocks_are_put_forward() -> None:
    berlin = load('[town]\ntimezone = "Europe/Berlin"')
    filed = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
    assert first_answer_by(berlin, "F01", filed).by.astimezone(UTC) == filed + timedelta(hours=24)


def test_a_promise_into_a_year_without_a_notice_is_uncertain() -> None:
    into_2027 = first_answer_by(POLICY, "E02", local("2026-12-30 10:00"))
    assert into_2027.by == local("2027-01-04 18:00")  # weekends only: New Year's Day counts as worked
    assert not into_2027.certain
    assert first_answer_by(POLICY, "E02", local("2026-12-28 10:00")).certain
    assert not first_answer_by(POLICY, "E02", local("2027-05-03 10:00")).certain


def test_a_deployers_hours_and_days_are_used() -> None:
    changed = load("[town]\noffice_closes = 17:30:00\n[promise]\nordinary_working_days = 1\nurgent_hours = 2")
    assert first_answer_by(changed, "E02", local("2026-03-02 09:00")).by == local("2026-03-03 17:30")
    assert first_answer_by(changed, "F01", local("2026-03-02 09:00")).by == local("2026-03-02 11:00")


def test_what_cannot_be_answered_is_refused() -> None:
    with pytest.raises(KeyError):
        first_answer_by(POLICY, "Z99", local("2026-03-02 09:00"))
    with pytest.raises(ValueError, match="without a time zone"):
        first_answer_by(POLICY, "E02", datetime(2026, 3, 2))  # noqa: DTZ001
    with pytest.raises(ValueError, match="without a time zone"):
        first_answer_by(POLICY, "F01", datetime(2026, 3, 2))  # noqa: DTZ001


MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(MOMENTS, MOMENTS, st.integers(0, 30))
def test_who_files_earlier_is_answered_no_later(one: datetime, other: datetime, days: int) -> None:
    first, second = sorted((one, other))
    assert DAYS.local_day(DAYS.add(first, days)) <= DAYS.local_day(DAYS.add(second, days))
    assert first_answer_by(POLICY, "E02", first).by <= first_answer_by(POLICY, "E02", second).by


@given(MOMENTS, st.integers(1, 30))
def test_adding_days_ends_on_a_working_day_at_the_same_time(moment: datetime, days: int) -> None:
    later = DAYS.add(moment, days)
    assert DAYS.is_working(later.date())
    assert later.time() == moment.astimezone(SHANGHAI).time()
    assert DAYS.add(moment, days - 1) < later
