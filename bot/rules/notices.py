"""Notices to the public: for whom they are, and the moments between which they are shown as people write them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Annotated

from bot.rules.typed_toml import Between

_DAY = re.compile(r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})[日号]?(?:\s*(\d{1,2})[::点时](\d{2})?分?)?")


@dataclass(frozen=True, slots=True)
class NoticePolicy:
    """How long a notice may be, how many may stand at once, and the longest that one may be shown."""

    most_characters: Annotated[int, Between(20, 1_000)]
    most_at_once: Annotated[int, Between(1, 20)]
    most_days: Annotated[int, Between(1, 366)]


@dataclass(frozen=True, slots=True)
class FollowingPolicy:
    """How many buildings one person may follow, and at which hour they hear of them."""

    most: Annotated[int, Between(1, 100)]
    digest_hour: Annotated[int, Between(0, 23)]


@dataclass(frozen=True, slots=True)
class Area:
    """A community, a grid of it, or with neither everybody."""

    community: str = ""
    grid: str = ""

    def holds(self, other: Area) -> bool:
        """Tell whether another area lies within this one."""
        return (self.community in ("", other.community)) and (self.grid in ("", other.grid))


def read_moment(written: str, now: datetime, end_of_day: bool = False) -> datetime | None:
    """Return the local moment that was written as a day and perhaps an hour; the next one when no year is named.

    Without an hour the day counts from its beginning, or with `end_of_day` to its end.
    """
    found = _DAY.fullmatch(written.strip().replace(":", ":"))
    if found is None:
        return None
    year, month, day, hour, minute = (int(part) if part else None for part in found.groups())
    try:
        moment = datetime(year or now.year, month or 0, day or 0, hour or 0, minute or 0, tzinfo=now.tzinfo)
    except ValueError:
        return None
    if hour is None and end_of_day:
        moment = datetime.combine(moment.date(), time(23, 59), tzinfo=now.tzinfo)
    if year is None and moment < now - timedelta(days=31):
        moment = moment.replace(year=now.year + 1, day=min(moment.day, 28) if moment.month == 2 else moment.day)
    return moment
