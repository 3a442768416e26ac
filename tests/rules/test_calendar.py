"""Which year of holidays is missing, and when it is said."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.rules.calendar import missing_year, next_look
from bot.rules.policy import load

POLICY = load()
WITH_2027 = load('[holidays.2027]\nsource = "a notice"\noff = [2027-01-01]\nwork = []')


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=POLICY.town.timezone)


@pytest.mark.parametrize(
    ("now", "missing", "look"),
    [
        ("2026-06-01 12:00", None, "2026-12-01 09:00"),
        ("2026-12-01 08:00", 2027, "2026-12-01 09:00"),
        ("2026-12-01 09:00", 2027, "2026-12-02 09:00"),
        ("2026-12-31 10:00", 2027, "2027-01-01 09:00"),
        ("2027-03-01 10:00", 2027, "2027-03-02 09:00"),
    ],
)
def test_a_missing_year_is_told_from_december_on(now: str, missing: int | None, look: str) -> None:
    assert missing_year(POLICY, local(now)) == missing
    assert next_look(POLICY, local(now)) == local(look)


@pytest.mark.parametrize(
    ("now", "look"), [("2026-12-01 10:00", "2027-01-01 09:00"), ("2027-02-01 10:00", "2027-12-01 09:00")]
)
def test_a_year_that_a_deployer_adds_is_not_missing(now: str, look: str) -> None:
    assert missing_year(WITH_2027, local(now)) is None
    assert next_look(WITH_2027, local(now)) == local(look)
