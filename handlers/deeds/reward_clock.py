"""Deeds of the house's clock about rewards: what can be collected from now on, what waits, ends, or is said again."""

from __future__ import annotations

from datetime import timedelta

from bot.rules.rewards import claims as terms
from bot.rules.rewards.life import RewardState
from handlers.deeds import claims, proposing, rewards
from storage import Transaction, signatures
from storage import rewards as store
from storage.rewards import Reward


async def tick(tx: Transaction) -> list[Reward]:
    """Do what is due by now about rewards, and return those of which it is said again until when they wait."""
    await proposing.look_again(tx)
    await signatures.forget(tx)
    await rewards.fund_waiting(tx)
    for reward in await store.in_state(tx, RewardState.APPROVED, rewards.MOST_AT_ONCE):
        await claims.open_claim(tx, reward.id)
    await claims.clear_counter(tx)
    await claims.lapse(tx)
    return await _reminders(tx)


async def _reminders(tx: Transaction) -> list[Reward]:
    """Return what ends soon and was not said again yet, and note that it is said now; at night nothing is."""
    claim, today = tx.policy.rewards.claim, store.today(tx)
    if not claim.reminders or tx.now.astimezone(tx.policy.town.timezone).hour < claim.remind_hour:
        return []
    said = []
    for reward in await store.ending(tx, today + timedelta(days=max(claim.reminders))):
        left = terms.reminders(claim, reward.last_day, today) if reward.last_day else []
        passed = len(claim.reminders) - len(left)
        if passed > reward.reminded and await store.move(tx, reward, reward.state, reminded=passed):
            said.append(reward)
    return said
