"""Deeds about quotas: what one person does too often in a day is refused before anything of it is done."""

from __future__ import annotations

from typing import TypeAlias

from bot.rules import quotas
from bot.rules.quotas import Quota, Sort
from bot.rules.town import sound
from storage import Transaction
from storage import quotas as store

WAYS = (Sort.ANONYMOUS, Sort.KNOWN)
"""What is done without a name is counted apart from what is done under one: a common count would join the two."""


class Reached(Exception):
    """A quota is used up; nothing was done, and what was written stays."""

    def __init__(self, quota: Quota) -> None:
        super().__init__(quota.sort)
        self.quota = quota


Counted: TypeAlias = tuple[Sort, str]
"""What is counted, and of which target; "" where it is not counted for each."""


async def _left(tx: Transaction, *counted: Counted) -> list[tuple[Quota, int]]:
    """Return the quotas, each with how many more whoever speaks may do today."""
    asked = [(quotas.quota(tx.policy, sort, tx.now), target) for sort, target in counted]
    used = await store.used(tx, tx.speaker.person, asked) if tx.speaker else [0] * len(asked)
    return [(quota, quota.most - count) for (quota, _target), count in zip(asked, used, strict=True)]


async def _check(tx: Transaction, *counted: Counted) -> None:
    for quota, left in await _left(tx, *counted):
        if left <= 0:
            raise Reached(quota)


async def _count(tx: Transaction, *counted: tuple[Sort, str, int]) -> None:
    if tx.speaker is not None:
        amounts = [
            (quotas.quota(tx.policy, sort, tx.now), target, amount) for sort, target, amount in counted if amount
        ]
        await store.use(tx, tx.speaker.person, amounts)


async def reached(tx: Transaction, sort: Sort, target: str = "") -> Quota | None:
    """Return the quota that whoever speaks has used up, if they have."""
    ((quota, left),) = await _left(tx, (sort, target))
    return quota if left <= 0 else None


async def check(tx: Transaction, sort: Sort, target: str = "") -> None:
    """Raise `Reached` when whoever speaks has used a quota up."""
    await _check(tx, (sort, target))


async def count(tx: Transaction, sort: Sort, target: str = "") -> None:
    """Count one more for whoever speaks."""
    await _count(tx, (sort, target, 1))


async def count_tip(tx: Transaction, openness: str, dwelling: str | None, where: str, files: int) -> None:
    """Count a tip that is about to be filed; raise `Reached` when it is one too many, in all or on its place.

    The place is the flat, where it is certain which, and else the words for it.
    """
    way = quotas.of_tip(openness)
    place = f"{way} {dwelling or sound(where)}"
    await _check(tx, (way, ""), (Sort.PLACE, place))
    await _count(tx, (way, "", 1), (Sort.PLACE, place, 1), (Sort.FILES, way, files))


async def count_added(tx: Transaction, openness: str, files: int) -> None:
    """Count something that is about to be added to a tip; raise `Reached` when it is once too often."""
    way = quotas.of_tip(openness)
    await check(tx, Sort.ADDED, way)
    await _count(tx, (Sort.ADDED, way, 1), (Sort.FILES, way, files))


async def check_adding(tx: Transaction) -> None:
    """Raise `Reached` when whoever speaks has added to tips as often as they may."""
    await _check(tx, *((Sort.ADDED, way) for way in WAYS))


async def files_left(tx: Transaction) -> int:
    """Return how many more files whoever speaks may send today."""
    return max(0, min([left for quota, left in await _left(tx, *_REPORT) if quota.sort is Sort.FILES]))


async def used_up(tx: Transaction) -> list[Quota]:
    """Return the quotas that whoever speaks has used up, of those that a report takes from."""
    used = [quota for quota, left in await _left(tx, *_REPORT) if left <= 0]
    return list(dict.fromkeys(used))


_REPORT = ((Sort.ANONYMOUS, ""), (Sort.KNOWN, ""), *((Sort.FILES, way) for way in WAYS))
"""What a report takes from; always asked for together, so that one look at it serves a whole turn."""
