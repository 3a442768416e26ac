"""Signs that a reward may be got by deceit: shown to a person with what to look at, and never a refusal in themselves.

Of an anonymous tip nobody knows whose it is: what hangs on the person is looked at when the reward is claimed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated

from bot.rules.typed_toml import Between


@dataclass(frozen=True, slots=True)
class FraudPolicy:
    """From which numbers and within which times something is a sign."""

    burst_count: Annotated[int, Between(2, 1_000)]
    burst_hours: Annotated[int, Between(1, 720)]
    pair_count: Annotated[int, Between(2, 1_000)]
    pair_days: Annotated[int, Between(1, 3_660)]
    same_place_count: Annotated[int, Between(2, 1_000)]
    quick_fix_hours: Annotated[int, Between(0, 720)]


class Flag(StrEnum):
    """What may be wrong (reliability research, numbers 75 and 80 to 83)."""

    SAME_PERSON = "same_person"
    PHOTO_AGAIN = "photo_again"
    BURST = "burst"
    PAIR_WITH_WORKER = "pair_with_worker"
    PAIR_WITH_RESPONSIBLE = "pair_with_responsible"
    SAME_PLACE = "same_place"
    QUICK_FIX = "quick_fix"
    UNTRUE = "untrue"
    SAME_BUILDING = "same_building"


@dataclass(frozen=True, slots=True)
class Trace:
    """What counts of one tip, filed in that hour: persons by their blind indexes, None where nobody is known."""

    number: str
    filed: datetime
    place: str
    worker: bytes | None = None
    responsible: bytes | None = None
    fixed: datetime | None = None
    rewarded: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A tip whose reward is looked at.

    `others` are the same person's other tips, `ties` what the person is to the dwelling or the tip (landlord, tenant,
    worker ...), both None while nobody knows who they are; `alike` are tips with a picture like one of its own.
    """

    own: Trace
    others: tuple[Trace, ...] | None
    ties: frozenset[str] | None
    alike: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sign:
    """Something to look at: the numbers of the other tips that it rests on, and what the person is to the dwelling."""

    flag: Flag
    tips: tuple[str, ...] = ()
    ties: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signs:
    """All signs of a case, and what could not be looked at yet."""

    signs: tuple[Sign, ...]
    unknown: tuple[str, ...]


def signs(case: Case, figures: FraudPolicy) -> Signs:
    """Return what a person should look at before the reward is approved, or handed over."""
    unknown = [name for name, known in (("person", case.others), ("ties", case.ties)) if known is None]
    return Signs(tuple(_signs(case, figures)), tuple(unknown))


def _signs(case: Case, figures: FraudPolicy) -> Iterator[Sign]:
    if case.ties:
        yield Sign(Flag.SAME_PERSON, ties=tuple(sorted(case.ties)))
    if case.alike:
        yield Sign(Flag.PHOTO_AGAIN, tuple(sorted(case.alike)))
    own = case.own
    if own.fixed is not None and own.fixed - own.filed <= timedelta(hours=figures.quick_fix_hours):
        yield Sign(Flag.QUICK_FIX)
    others = case.others or ()
    near = [each for each in others if abs(each.filed - own.filed) <= timedelta(hours=figures.burst_hours)]
    yield from _if_many(Flag.BURST, near, figures.burst_count)
    recent = [each for each in others if _is_recent(each, own, figures.pair_days)]
    of_worker = [each for each in recent if own.worker is not None and each.worker == own.worker]
    of_same = [each for each in recent if own.responsible is not None and each.responsible == own.responsible]
    yield from _if_many(Flag.PAIR_WITH_WORKER, of_worker, figures.pair_count)
    yield from _if_many(Flag.PAIR_WITH_RESPONSIBLE, of_same, figures.pair_count)
    here = [each for each in others if each.rewarded and each.place == own.place]
    yield from _if_many(Flag.SAME_PLACE, here, figures.same_place_count)


def _is_recent(other: Trace, own: Trace, days: int) -> bool:
    return other.rewarded and timedelta(0) <= own.filed - other.filed <= timedelta(days=days)


def _if_many(flag: Flag, others: Iterable[Trace], count: int) -> Iterator[Sign]:
    """Yield a sign if there are so many, the tip itself among them."""
    numbers = sorted(each.number for each in others)
    if len(numbers) + 1 >= count:
        yield Sign(flag, tuple(numbers))
