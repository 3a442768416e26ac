"""Deeds about quotas: what one person does too often in a day is refused before anything of it is done."""

from __future__ import annotations

from collections.abc import AsyncIterator

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


async def reached(tx: Transaction, sort: Sort, target: str = "") -> Quota | None:
    """Return the quota that whoever speaks has used up, if they have."""
    quota = quotas.quota(tx.policy, sort, tx.now)
    return quota if await left(tx, sort, target) <= 0 else None


async def left(tx: Transaction, sort: Sort, target: str = "") -> int:
    """Return how many more whoever speaks may do today."""
    quota = quotas.quota(tx.policy, sort, tx.now)
    return quota.most - (await store.used(tx, quota, tx.speaker.person, target) if tx.speaker else 0)


async def check(tx: Transaction, sort: Sort, target: str = "") -> None:
    """Raise `Reached` when whoever speaks has used a quota up."""
    if (quota := await reached(tx, sort, target)) is not None:
        raise Reached(quota)


async def count(tx: Transaction, sort: Sort, target: str = "", amount: int = 1) -> None:
    """Count some more for whoever speaks."""
    if tx.speaker is not None and amount:
        await store.use(tx, quotas.quota(tx.policy, sort, tx.now), tx.speaker.person, target, amount)


async def count_tip(tx: Transaction, openness: str, dwelling: str | None, where: str, files: int) -> None:
    """Count a tip that is about to be filed; raise `Reached` when it is one too many, in all or on its place.

    The place is the flat, where it is certain which, and else the words for it.
    """
    way = quotas.of_tip(openness)
    counted = [(way, ""), (Sort.PLACE, f"{way} {dwelling or sound(where)}")]
    for sort, target in counted:
        await check(tx, sort, target)
    for sort, target in counted:
        await count(tx, sort, target)
    await count(tx, Sort.FILES, way, files)


async def count_added(tx: Transaction, openness: str, files: int) -> None:
    """Count something that is about to be added to a tip; raise `Reached` when it is once too often."""
    way = quotas.of_tip(openness)
    await check(tx, Sort.ADDED, way)
    await count(tx, Sort.ADDED, way)
    await count(tx, Sort.FILES, way, files)


async def check_adding(tx: Transaction) -> None:
    """Raise `Reached` when whoever speaks has added to tips as often as they may."""
    for way in WAYS:
        await check(tx, Sort.ADDED, way)


async def files_left(tx: Transaction) -> int:
    """Return how many more files whoever speaks may send today."""
    return max(0, min([await left(tx, Sort.FILES, way) for way in WAYS]))


async def used_up(tx: Transaction) -> AsyncIterator[Quota]:
    """Yield the quotas that whoever speaks has used up, of those that a report takes from."""
    for sort in (Sort.ANONYMOUS, Sort.KNOWN):
        if (quota := await reached(tx, sort)) is not None:
            yield quota
    if await files_left(tx) == 0:
        yield quotas.quota(tx.policy, Sort.FILES, tx.now)
