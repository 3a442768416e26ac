"""What a tip can be today: its state, whether its sender is known, and how near its promise is."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum


class TipState(StrEnum):
    """Where a tip stands."""

    RECEIVED = "received"
    WITHDRAWN = "withdrawn"


class Openness(StrEnum):
    """Whether the sender is kept with the tip, from the least to the most."""

    ANONYMOUS = "anonymous"
    KNOWN = "known"
    NAMED = "named"

    @property
    def further(self) -> tuple[Openness, ...]:
        """The ways that are more open: a tip may take one of them later, never the way back."""
        ways = tuple(Openness)
        return ways[ways.index(self) + 1 :]


class Move(StrEnum):
    """What can happen to a tip after it was filed."""

    ADDED = "added"
    OPENED = "opened"
    WITHDRAWN = "withdrawn"


CHANGEABLE = frozenset({TipState.RECEIVED})
"""The states in which nobody has acted on a tip yet: its sender may still withdraw it."""


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
