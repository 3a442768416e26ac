"""Counts of a day: each person's and each target's apart, and gone after two days."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from bot.rules.quotas import Sort, quota
from storage import Store, quotas, tables


async def test_what_was_used_is_counted_for_each_person_and_target(store: Store) -> None:
    async with store.begin() as tx:
        day = quota(tx.policy, Sort.PLACE, tx.now)
        for person, target in ((1, "a"), (1, "a"), (1, "b"), (2, "a")):
            await quotas.use(tx, person, [(day, target, 1)])
        targets = [(day, "a"), (day, "b")]
        assert [await quotas.used(tx, person, targets) for person in (1, 2)] == [[2, 1], [1, 0]]


async def test_the_next_day_begins_anew_and_two_days_later_nothing_is_left(store: Store) -> None:
    async with store.begin() as tx:
        await quotas.use(tx, 1, [(quota(tx.policy, Sort.CODE, tx.now), "", 1)])
        for days, rows in ((1, 1), (2, 0)):
            later = replace(tx, now=tx.now + timedelta(days=days))
            assert await quotas.used(later, 1, [(quota(tx.policy, Sort.CODE, later.now), "")]) == [0]
            await quotas.forget(later)
            assert len((await tx.execute(select(tables.quotas))).all()) == rows
