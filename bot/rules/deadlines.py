"""Working days of the town and the times that it promises."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from bot.rules.hazards import grade

if TYPE_CHECKING:
    from bot.rules.policy import HolidayYear, Policy

_SATURDAY = 5


class WorkingDays:
    """The working days of a place, constructed with the notices on holidays and make-up days by year."""

    def __init__(self, years: Mapping[int, HolidayYear], zone: ZoneInfo) -> None:
        self._years = frozenset(years)
        self._off = frozenset(day for notice in years.values() for day in notice.off)
        self._work = frozenset(day for notice in years.values() for day in notice.work)
        self._zone = zone

    def is_working(self, day: date) -> bool:
        """Tell whether people work on `day`; in a year without a notice every weekday counts."""
        return day in self._work or (day.weekday() < _SATURDAY and day not in self._off)

    def knows(self, first: date, last: date) -> bool:
        """Tell whether every year from `first` to `last` has its notice."""
        return self._years.issuperset(range(first.year, last.year + 1))

    def local_day(self, moment: datetime) -> date:
        """Return the local day of an aware moment."""
        return _aware(moment).astimezone(self._zone).date()

    def day_after(self, day: date, days: int) -> date:
        """Return the working day that is `days` working days after `day`, which itself does not count."""
        left = days
        while left > 0:
            day += timedelta(days=1)
            left -= self.is_working(day)
        return day

    def add(self, moment: datetime, days: int) -> datetime:
        """Return the same local time of day, `days` working days later."""
        local = _aware(moment).astimezone(self._zone)
        return datetime.combine(self.day_after(local.date(), days), local.timetz())


@dataclass(frozen=True, slots=True)
class Promise:
    """The moment until which an answer is promised; not `certain` when a year's holidays were not known."""

    by: datetime
    certain: bool


def first_answer_by(
    policy: Policy, hazard_code: str, now: datetime, facts: Mapping[str, str] = MappingProxyType({})
) -> Promise:
    """Return when a tip filed `now` is answered first; raise `KeyError` for a hazard that the policy does not have.

    `facts` are the answers to the questions of its kind: what happens right now is urgent, what does not is ordinary.

    Urgent: so many hours from now, at the full hour before, since a time to the second would tell when a tip was filed.
    Ordinary: the office's closing time on the n-th working day after today.
    """
    promise, zone = policy.promise, policy.town.timezone
    if grade(policy.hazards[hazard_code], facts).urgent:
        answer = _aware(now).astimezone(UTC) + timedelta(hours=promise.urgent_hours)  # hours that pass, not clock hours
        return Promise(answer.astimezone(zone).replace(minute=0, second=0, microsecond=0), certain=True)
    calendar = WorkingDays(policy.holidays, zone)
    today = calendar.local_day(now)
    last = calendar.day_after(today, promise.ordinary_working_days)
    return Promise(at_closing(policy, last), calendar.knows(today, last))


def at_closing(policy: Policy, day: date) -> datetime:
    """Return the moment at which the office closes on a day."""
    return datetime.combine(day, policy.town.office_closes, tzinfo=policy.town.timezone)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment
