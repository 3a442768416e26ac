"""Deeds that gather what may speak for deceit: shown to those who approve and hand over, and nothing is refused for it.

Of a tip without a name nobody knows the person: what can be looked at of it is looked at when its reward is collected.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from bot.rules import fraud
from bot.rules.fraud import Case, Flag, Sign, Trace
from bot.rules.people import Role
from bot.rules.rewards.approval import Part
from bot.rules.rewards.life import FREE, RewardState
from bot.rules.tips import Move, TipState
from handlers.deeds import assessing
from storage import Transaction, cases, history, media, parts, people, rewards, tips
from storage.rewards import Reward
from storage.tip_rows import Tip

CLOSE = frozenset({Role.LANDLORD, Role.TENANT, Role.AGENT, Role.PROPERTY_MANAGER})
"""Roles of people who may gain from a danger that they report themselves."""

AT_THE_CLAIM = frozenset({RewardState.PRESENTED, RewardState.COLLECTED})
MOST = 200


async def signs(tx: Transaction, reward: Reward) -> tuple[Sign, ...]:
    """Return what a person should look at before a reward is approved or handed over."""
    tip = await cases.get(tx, reward.award.tip)
    if tip is None:
        return ()
    known = await _of_matter(tx, reward, tip)
    if tip.reporter is None and reward.state not in AT_THE_CLAIM:
        return known
    return known + fraud.signs(await _case(tx, tip), tx.policy.fraud).signs


async def _of_matter(tx: Transaction, reward: Reward, tip: Tip) -> tuple[Sign, ...]:
    """Return what can be seen of the matter alone, and so of an anonymous tip as well."""
    is_untrue = any(map(_is_unfounded, (tip, await assessing.front_of(tx, tip))))
    around = await rewards.around(tx, reward, tx.policy.handling.similar_days)
    found = [Sign(Flag.SAME_BUILDING, tuple(sorted({each.number for each in around})))] if around else []
    return (*found, Sign(Flag.UNTRUE)) if is_untrue else tuple(found)


def _is_unfounded(tip: Tip) -> bool:
    return tip.state is TipState.UNFOUNDED or (tip.state is TipState.CLOSED and tip.work.outcome == "unfounded")


async def flagged(tx: Transaction, listed: Sequence[Reward]) -> list[Reward]:
    """Return those of some rewards that have something to look at."""
    return [each for each in listed if await signs(tx, each)]


async def _case(tx: Transaction, tip: Tip) -> Case:
    shown = await media.of_tip(tx, tip.number)
    own = [each for each in shown if not each.by]
    alike = await media.seen_before(tx, own)
    if tip.reporter is None:
        return Case(await _trace(tx, tip), None, None, tuple(alike))
    told = await tips.of_person(tx, tip.reporter, MOST)
    others = [await _trace(tx, each) for each in told if each.id != tip.id]
    return Case(await _trace(tx, tip), tuple(others), await _ties(tx, tip, tip.reporter), tuple(alike))


async def _ties(tx: Transaction, tip: Tip, reporter: bytes) -> frozenset[str]:
    """Return what the reporter is known to be that may stand too near: by their role here, or by what they did."""
    person = await people.get(tx, reporter)
    found = {str(person.role)} & set(CLOSE) if person else set()
    acted = [entry for entry in await history.of(tx, tip.id) if entry.who == reporter]
    found |= {"verifier"} if any(entry.move is Move.VERIFY for entry in acted) else set()
    return frozenset(found | ({"worker"} if acted or tip.work.handler == reporter else set()))


async def _trace(tx: Transaction, tip: Tip) -> Trace:
    made = [each for each in await rewards.of_tip(tx, tip.id) if each.state not in FREE]
    hands = await parts.of(tx, made[0].id) if made else {}
    worker = next(iter(hands.get(Part.WORK, ())), None)
    place = tip.report.spot.dwelling or tip.report.spot.building or tip.number
    return Trace(tip.number, tip.filed, place, worker, None, await _fixed(tx, tip), bool(made))


async def _fixed(tx: Transaction, tip: Tip) -> datetime | None:
    """Return the hour in which a checked tip was put right; not what staff saw done as they checked it."""
    made = await history.of(tx, tip.id)
    later = (each for before, each in pairwise(made) if before.move is not Move.VERIFY)
    return next((each.at for each in later if each.move is Move.RECTIFY), None)
