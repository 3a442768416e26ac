"""How a waiting tip stands to its promise."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.rules.tips import AgeBand, Openness, TipState, age_band

BY = datetime(2026, 3, 5, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "band"),
    [
        (timedelta(days=3), AgeBand.IN_TIME),
        (timedelta(hours=24, seconds=1), AgeBand.IN_TIME),
        (timedelta(hours=24), AgeBand.DUE_SOON),
        (timedelta(0), AgeBand.DUE_SOON),
        (timedelta(seconds=-1), AgeBand.OVERDUE),
    ],
)
def test_the_band_follows_from_the_time_that_is_left(before: timedelta, band: AgeBand) -> None:
    assert age_band(BY, BY - before) is band


def test_codes_that_are_stored_do_not_change() -> None:
    assert [*map(str, TipState), *map(str, Openness)] == ["received", "withdrawn", "anonymous", "known", "named"]
