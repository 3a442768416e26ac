"""Approvals: what needs a second person, and who that may be."""

from __future__ import annotations

from enum import StrEnum


class ApprovalState(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"
    EXPIRED = "expired"
    USED = "used"


class Need(StrEnum):
    """For what the office may ask who sent a tip; the words for it are told to whoever sent it."""

    STATEMENT = "statement"
    DANGER = "danger"
    REACH = "reach"
    REWARD = "reward"
    LAW = "law"


class Trace(StrEnum):
    """What became of a wish to see who sent a tip; whoever sent it can read that."""

    SHOWN = "shown"
    REFUSED = "refused"
    EXPIRED = "expired"


class Openable(StrEnum):
    """What of a tip only a second person's agreement opens, as the table of rights names it."""

    NAME = "name"
    PHOTOS = "photos"
    NOTHING = "nothing"


class Second(StrEnum):
    """How somebody stands to a request, as the table of rights names it."""

    OTHER = "other"
    OWN = "own"
    INVOLVED = "involved"


def second(person: bytes, asker: bytes | None, involved: frozenset[bytes] = frozenset()) -> Second:
    """Return how a person stands to a request: who asked never answers, nor who did what it is about."""
    if person == asker:
        return Second.OWN
    return Second.INVOLVED if person in involved else Second.OTHER
