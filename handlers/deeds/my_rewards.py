"""Deeds of whoever sent a tip about its reward: whose it is, is asked again at every deed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.rules.hazards import HazardState
from bot.rules.rewards.eligibility import Ineligible, Reason
from bot.rules.rewards.life import RewardState
from bot.rules.tips import Move, TipState
from bot.speech import Incoming
from handlers.deeds import approving, assessing, claims, mine, reward_requests
from handlers.deeds.assessing import Standing
from handlers.deeds.reward_requests import CONTEST, LONGER, Wish
from storage import Transaction, bans, cases, hazards, history, matters, people, rewards, signatures
from storage.rewards import Reward
from storage.tip_rows import Tip

MOST_TIPS = 200


async def own_standings(tx: Transaction, tip: Tip) -> list[Standing]:
    """Return how one's own tip stands to the rewards of what was found true of it; empty while nothing was.

    Whoever signed a joint report stands as its first signatory does, each with the own share.
    """
    front, first = await assessing.front_of(tx, tip), await signatures.first_of(tx, tip.id)
    found = [one for each in await matters.of_tips(tx, [front.id]) for one in await assessing.standings(tx, each)]
    if first is None:
        return [each for each in found if each.tip.id == tip.id]
    own = await rewards.of_tip(tx, tip.id)
    return [_signed(tx, tip, own, each) for each in found if each.tip.id == first]


def _signed(tx: Transaction, tip: Tip, own: Sequence[Reward], first: Standing) -> Standing:
    """Return how somebody stands who signed a report, by how its first signatory does."""
    awards = tuple(each for each in own if each.award.matter == first.found.matter.key)
    goes_to_first = first.rewards and not awards and tx.policy.rewards.joint.split == "first"
    finding = Ineligible((Reason.NOT_FIRST,), ()) if goes_to_first else first.finding
    return replace(first, tip=tip, rewards=awards, finding=finding)


async def own_reward(tx: Transaction, key: str, name: str, incoming: Incoming) -> Reward | None:
    """Return the reward of one's own tip that a button names by the beginning of its id."""
    tip = await mine.reached_tip(tx, key, incoming)
    found = await rewards.of_tip(tx, tip.id) if tip else []
    return next((each for each in found if each.id.hex().startswith(name)), None) if name else None


async def come(tx: Transaction, key: str, name: str, incoming: Incoming) -> bool:
    """Say as whoever is known by name that one is at the counter; False when it cannot be collected now."""
    reward = await own_reward(tx, key, name, incoming)
    person = (await people.load(tx, [incoming.person])).get(incoming.person)
    if reward is None or person is None:
        return False
    return (await claims.present_by_name(tx, reward.id, person.id)).done


async def ask_longer(tx: Transaction, key: str, name: str, why: str) -> str:
    """Ask that a reward can be collected for longer; returns the tip's number, or nothing when that is not possible."""
    reward = await own_reward(tx, key, name, tx.speaker) if tx.speaker else None
    if reward is None or reward.state is not RewardState.CLAIMABLE or reward.extended:
        return ""
    await approving.wish(tx, reward_requests.about(LONGER, reward, why))
    return reward.number


async def may_contest(tx: Transaction, standing: Standing) -> bool:
    """Tell whether it is not too late to object to what was decided about a reward."""
    last = standing.found.day + timedelta(days=tx.policy.handling.object_days)
    return rewards.today(tx) <= last


async def contest(tx: Transaction, key: str, name: str, why: str) -> str:
    """Object to what was decided about the reward of one's tip; returns its number, or nothing when it is too late."""
    tip = await mine.reached_tip(tx, key, tx.speaker) if tx.speaker else None
    standing = next((each for each in await own_standings(tx, tip) if _is_of(each, name)), None) if tip else None
    if tip is None or standing is None or not await may_contest(tx, standing):
        return ""
    facts = {"matter": standing.found.id.hex(), "tip": tip.id.hex()}
    await approving.wish(tx, Wish(CONTEST, f"{tip.number} {name}", why, None, facts))
    return tip.number


def _is_of(standing: Standing, name: str) -> bool:
    return bool(name) and standing.found.id.hex().startswith(name)


async def lost_pin(tx: Transaction, key: str, incoming: Incoming) -> str | None:
    """Return a new claim PIN in place of one that was lost, in the chat alone from which the tip was sent."""
    tip = await mine.own_tip(tx, key, incoming)
    reached = await mine.reached_tip(tx, tip.number, incoming) if tip else None
    return await claims.new_pin(tx, tip.id) if tip is not None and reached is not None else None


async def late_pin(tx: Transaction, tip: Tip, incoming: Incoming) -> str | None:
    """Return the claim PIN that could not be told before, such as to somebody whose report was entered by staff; once.

    It is given in the chat alone to which the way back leads: one of the staff may know the receipt code.
    """
    way = await bans.sender_of(tx, tip.number)
    return await claims.give_pin(tx, tip.id) if way is not None and way.chat == incoming.chat else None


@dataclass(frozen=True, slots=True)
class Impact:
    """What some tips led to: how many there are, how many proved true, and how many dangers are gone since."""

    told: int
    true: int
    gone: int


async def impact(tx: Transaction, told: Sequence[Tip]) -> Impact:
    """Return what some tips led to."""
    fronts = [await assessing.front_of(tx, each) for each in told]
    moves = [{entry.move for entry in await history.of(tx, each.id)} for each in fronts]
    true = sum(
        Move.VERIFY in made and front.state is not TipState.UNFOUNDED for front, made in zip(fronts, moves, strict=True)
    )
    return Impact(
        len(told), true, sum([await _gone(tx, each) for each in {front.id: front for front in fronts}.values()])
    )


async def _gone(tx: Transaction, front: Tip) -> int:
    """Return how many dangers that a tip led to were put right; those of its parts too."""
    parts = [front, *await cases.parts(tx, front)]
    found = [hazard for each in parts for hazard in await hazards.of_tip(tx, each.id)]
    return sum(each.state is HazardState.RECTIFIED for each in found)
