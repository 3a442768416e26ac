"""Blocks on filing: when they end, and who decides about an objection."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.bans import Judge, ends, judge


@pytest.mark.parametrize("minutes", [0, 1, 30, 59])
def test_a_block_ends_on_the_hour_and_never_early(minutes: int) -> None:
    now = datetime(2026, 11, 22, 10, minutes, 7, tzinfo=UTC)
    end = ends(7, now)
    assert end.minute == end.second == 0
    assert timedelta(0) <= end - (now + timedelta(days=7)) < timedelta(hours=1)


@pytest.mark.parametrize(
    ("own", "admins", "expected"),
    [(False, 1, Judge.OTHER), (False, 3, Judge.OTHER), (True, 2, Judge.OWN), (True, 1, Judge.ONLY)],
)
def test_whoever_blocked_decides_only_when_nobody_else_can(own: bool, admins: int, expected: Judge) -> None:
    assert judge(own=own, admins=admins) == expected
