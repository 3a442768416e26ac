"""Deeds of the counter: what a ticket opens, and what stands there."""

from __future__ import annotations

from typing import TypedDict

from bot.dialogue import Declined
from bot.rules import rights
from bot.rules.rewards.life import RewardState
from bot.texts import _
from handlers.deeds import claims, papers, reward_acts, sight
from handlers.deeds.quotas import Reached
from storage import Transaction, audit, rewards, tips
from storage.rewards import Reward

NOT_YOURS = _("That belongs to the counter: an officer or an admin does it.")


class Brought(TypedDict):
    """What a ticket opened: rewards by their ids; `again` is the day on which it is tried again, if one is told.

    `sort` tells then what was wrong too often: codes of whoever types, or PINs of one tip.
    """

    rewards: list[str]
    again: str
    sort: str


async def present(tx: Transaction, code: str, pin: str) -> Brought:
    """Bring to the counter what a receipt code and its claim PIN open, and let its form be drawn."""
    who = await sight.speaker(tx)
    if who is None or not rights.allows(who.role, "payout.read").allowed:
        raise Declined(NOT_YOURS)
    tip = await tips.by_code(tx, code)
    if tip is not None and await sight.is_tied(tx, who, tip):  # who is tied to the home learns nothing, not even that
        return Brought(rewards=[], again="", sort="")
    try:
        brought = await claims.present(tx, code, pin)
    except Reached as reached:
        return Brought(rewards=[], again=reached.quota.again.isoformat(), sort=reached.quota.sort)
    if tip is not None and not brought:  # who tries many is seen by the auditors
        await audit.record(tx, who.role, "reward.wrong", tip.number, who.id)
    for each in brought:
        await audit.record(tx, who.role, "reward.present", each.number, who.id)
        await papers.order_form(tx, "collection", each)
    return Brought(rewards=[each.id.hex() for each in brought], again="", sort="")


async def standing_there(tx: Transaction, number: str = "") -> list[Reward]:
    """Return what stands at the counter and is not handed over yet, of one tip or of all."""
    there = await rewards.in_state(tx, RewardState.PRESENTED, 50)
    return await reward_acts.not_tied(tx, (each for each in there if number in ("", each.number)))
