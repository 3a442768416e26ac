"""How often one person may do what in a day of the town."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from bot.rules.tips import Openness
from bot.rules.typed_toml import Between

if TYPE_CHECKING:
    from bot.rules.policy import Policy


@dataclass(frozen=True, slots=True)
class QuotaPolicy:
    """What one person may do in a day, and how many of their messages may wait before answers are put together."""

    anonymous_tips: Annotated[int, Between(1, 1_000_000)]
    known_tips: Annotated[int, Between(1, 1_000_000)]
    tips_on_a_place: Annotated[int, Between(1, 1_000_000)]
    wrong_codes: Annotated[int, Between(1, 1_000_000)]
    wrong_pins: Annotated[int, Between(1, 100)]
    similar_shown: Annotated[int, Between(0, 1_000_000)]
    additions: Annotated[int, Between(1, 1_000_000)]
    files: Annotated[int, Between(1, 1_000_000)]
    messages_waiting: Annotated[int, Between(1, 1_000_000)]


class Sort(StrEnum):
    """What is counted."""

    ANONYMOUS = "anonymous"
    KNOWN = "known"
    PLACE = "place"
    CODE = "code"
    PIN = "pin"
    ALIKE = "alike"
    ADDED = "added"
    FILES = "files"


@dataclass(frozen=True, slots=True)
class Quota:
    """How many a day are counted of a sort, and from which day on it goes on once they are used up."""

    sort: Sort
    most: int
    day: date
    again: date


def quota(policy: Policy, sort: Sort, now: datetime) -> Quota:
    """Return the quota of a sort for the town's day of a moment."""
    figures = policy.quotas
    most = {
        Sort.ANONYMOUS: figures.anonymous_tips,
        Sort.KNOWN: figures.known_tips,
        Sort.PLACE: figures.tips_on_a_place,
        Sort.CODE: figures.wrong_codes,
        Sort.PIN: figures.wrong_pins,
        Sort.ALIKE: figures.similar_shown,
        Sort.ADDED: figures.additions,
        Sort.FILES: figures.files,
    }[sort]
    day = now.astimezone(policy.town.timezone).date()
    return Quota(sort, most, day, day + timedelta(days=1))


def of_tip(openness: str) -> Sort:
    """Return as what a tip counts."""
    return Sort.ANONYMOUS if openness == Openness.ANONYMOUS else Sort.KNOWN
