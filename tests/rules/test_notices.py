"""Moments as admins write them, and areas that lie within others."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.rules.notices import Area, read_moment
from bot.rules.policy import load

ZONE = load().town.timezone
NOW = datetime(2026, 12, 30, 10, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("12-31 18:00", "2026-12-31T18:00"),
        ("12月31日18点", "2026-12-31T18:00"),
        ("12月31号 18:30", "2026-12-31T18:30"),
        ("1-3", "2027-01-03T00:00"),
        ("2027-01-03 9:00", "2027-01-03T09:00"),
        ("2027年1月3日", "2027-01-03T00:00"),
        ("12/31", "2026-12-31T00:00"),
        ("13-41", None),
        ("2-30", None),
        ("25:00", None),
        ("tomorrow", None),
        ("", None),
    ],
)
def test_a_moment_is_read_as_it_is_written(written: str, read: str | None) -> None:
    expected = datetime.fromisoformat(read).replace(tzinfo=ZONE) if read else None
    assert read_moment(written, NOW) == expected


def test_a_day_alone_may_count_to_its_end() -> None:
    assert read_moment("1-3", NOW, end_of_day=True) == datetime(2027, 1, 3, 23, 59, tzinfo=ZONE)


def test_an_area_holds_what_lies_in_it() -> None:
    everybody, community, grid = Area(), Area("顾家桥社区"), Area("顾家桥社区", "第一网格")
    assert everybody.holds(grid)
    assert community.holds(grid)
    assert grid.holds(grid)
    assert not grid.holds(community)
    assert not community.holds(Area("别的社区", "第一网格"))
