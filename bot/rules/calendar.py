"""Which year of the table of holidays is missing, and when that is to be said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated

from bot.rules.typed_toml import Between

if TYPE_CHECKING:
    from bot.rules.policy import Policy


@dataclass(frozen=True, slots=True)
class CalendarPolicy:
    """From which month on, at which hour and how often admins are told that next year's holidays are missing."""

    warn_month: Annotated[int, Between(1, 12)]
    warn_hour: Annotated[int, Between(0, 23)]
    warn_every_days: Annotated[int, Between(1, 60)]


def missing_year(policy: Policy, now: datetime) -> int | None:
    """Return the year whose holidays are needed and not known: this one, or late in the year the next."""
    today = now.astimezone(policy.town.timezone).date()
    needed = [today.year, *([today.year + 1] if today.month >= policy.calendar.warn_month else [])]
    return next((year for year in needed if year not in policy.holidays), None)


def next_look(policy: Policy, now: datetime) -> datetime:
    """Return when admins are told next if a year is missing then: daily while one is, else when the next is needed."""
    local = now.astimezone(policy.town.timezone)
    hour = time(policy.calendar.warn_hour, tzinfo=policy.town.timezone)
    look = datetime.combine(local.date(), hour)
    if look <= now:
        look += timedelta(days=1)
    if missing_year(policy, look) is not None:
        return look
    season = datetime.combine(local.date().replace(month=policy.calendar.warn_month, day=1), hour)
    return season if season > now else datetime.combine(local.date().replace(year=local.year + 1, month=1, day=1), hour)
