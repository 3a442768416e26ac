"""What a tip can be today: its state, whether its sender is known, and how near its promise is."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum


class TipState(StrEnum):
    """Where a tip stands."""

    RECEIVED = "received"


class Openness(StrEnum):
    """Whether the sender is kept with the tip."""

    ANONYMOUS = "anonymous"
    KNOWN = "known"


class AgeBand(StrEnum):
    """How a tip that waits for its first answer stands to the promise."""

    IN_TIME = "in_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"


def age_band(by: datetime, now: datetime) -> AgeBand:
    """Return the band of a tip that was promised an answer `by`; soon means within 24 hours."""
    left = by - now
    if left < timedelta(0):
        return AgeBand.OVERDUE
    return AgeBand.DUE_SOON if left <= timedelta(hours=24) else AgeBand.IN_TIME
