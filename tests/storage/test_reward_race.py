"""Many at once: on connections of their own, as several processes would, nobody spends what another has spent."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from bot.rules.rewards.life import RewardState
from handlers.deeds import claims
from handlers.deeds import rewards as deeds
from handlers.deeds.reward_moves import Outcome
from storage import Store, Transaction, ledger
from storage.ledger import Balance
from tests.rewarding import ADMIN, NOON, OFFICER, OTHER_ADMIN, OTHER_OFFICER, at, claimable, proposed, tell

AT_ONCE = 32
FIT = 5
TODAY = NOON.date()


@asynccontextmanager
async def apart(store: Store) -> AsyncIterator[Transaction]:
    """Give a transaction on a connection of its own, with a budget in which five rewards of 100 yuan fit."""
    figures = store.policy.rewards
    budget = replace(figures.budget, month_yuan=FIT * 100 + 50)
    policy = replace(store.policy, rewards=replace(figures, budget=budget))
    async with store.engine.connect() as connection, connection.begin():
        yield Transaction(connection, store.vault, policy, NOON)


async def test_32_approvals_at_once_never_spend_more_than_there_is(store: Store) -> None:
    async with store.begin() as tx:
        entered = [await proposed(tx, await tell(tx), f"place {each}") for each in range(AT_ONCE)]
        for reward in entered:
            await deeds.approve(tx, reward, OFFICER)

    async def approve(reward: bytes) -> Outcome:
        async with apart(store) as tx:
            return await deeds.approve(tx, reward, ADMIN)

    outcomes = await asyncio.gather(*map(approve, entered))
    states = Counter(outcome.state for outcome in outcomes)
    assert states == {RewardState.APPROVED: FIT, RewardState.WAITING: AT_ONCE - FIT}
    async with store.begin() as tx:
        assert await ledger.balance(tx, 202601, 202612) == Balance(FIT * 10_000, 0)


async def test_of_many_who_approve_one_reward_at_once_one_is_the_second(store: Store) -> None:
    async with store.begin() as tx:
        reward = await proposed(tx, await tell(tx))
        await deeds.approve(tx, reward, OFFICER)

    async def approve(number: int) -> Outcome:
        async with apart(store) as tx:
            return await deeds.approve(tx, reward, (ADMIN, OTHER_ADMIN)[number % 2])

    outcomes = await asyncio.gather(*map(approve, range(AT_ONCE)))
    assert [outcome.state for outcome in outcomes if outcome.done] == [RewardState.APPROVED]
    async with store.begin() as tx:
        assert await ledger.balance_of(tx, reward) == Balance(10_000, 0)


async def test_a_ticket_that_is_shown_many_times_at_once_opens_once_and_is_paid_once(store: Store) -> None:
    async with store.begin() as tx:
        tip = await tell(tx)
        reward, pin = await claimable(at(tx, TODAY), tip)

    async def present(_number: int) -> int:
        async with apart(store) as tx:
            return len(await claims.present(tx, tip.code, pin))

    assert sum(await asyncio.gather(*map(present, range(5)))) == 1

    async def hand_over(number: int) -> Outcome:
        async with apart(store) as tx:
            return await claims.hand_over(tx, reward, (OFFICER, OTHER_OFFICER)[number % 2])

    outcomes = await asyncio.gather(*map(hand_over, range(AT_ONCE)))
    done = [outcome.state for outcome in outcomes if outcome.done]
    assert sorted(map(str, done)) == ["collected", "presented"]
    async with store.begin() as tx:
        assert await ledger.balance_of(tx, reward) == Balance(0, 10_000)


async def test_of_many_who_propose_one_matter_at_once_one_does(store: Store) -> None:
    async with store.begin() as tx:
        told = [await tell(tx) for _ in range(AT_ONCE)]

    async def propose(number: int) -> int:
        async with apart(store) as tx:
            try:
                return len([await proposed(tx, told[number])])
            except ValueError:  # nothing to unpack: the matter has its reward
                return 0

    assert sum(await asyncio.gather(*map(propose, range(AT_ONCE)))) == 1
