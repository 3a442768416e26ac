"""Approvals: what needs a second person, and who that may be."""

from __future__ import annotations

from enum import StrEnum


class ApprovalState(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"
    EXPIRED = "expired"


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
