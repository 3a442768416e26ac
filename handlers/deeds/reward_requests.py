"""Deeds that a second person agrees to about rewards: a level of approval, a payout, a longer term, an objection."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.dialogue import Declined
from bot.rules.rewards.approval import Part, next_level
from bot.rules.rewards.asking import Point
from bot.rules.rewards.life import RewardState
from bot.texts import _
from handlers.deeds import claims, rewards, telling
from handlers.deeds.reward_moves import Outcome
from handlers.reward_words import objected
from storage import Transaction, cases, ledger, matters, parts
from storage import rewards as store
from storage.approvals import Approval
from storage.matters import MatterState
from storage.people import Person
from storage.rewards import Reward
from storage.tip_rows import Tip

REWARD, PAYOUT, LONGER, CONTEST = "reward", "payout", "longer", "contest"
"""What can be asked for: a level of approval, the second at the counter, a longer term, another look at a reward."""

KINDS = frozenset({REWARD, PAYOUT, LONGER, CONTEST})

SIGNED = "signed"
"""A fact of a request for a level of approval: another was given before, so that the amount stays."""

ANSWERED = "reward_answered"
"""A timer of the house: whoever asked for a longer term or another look hears of the answer, `reward_answered NAME`."""

SAY_WHY = _("A reward is refused with its reason: tap “Refuse with a reason” beside it, under /approvals.")


@dataclass(frozen=True, slots=True)
class Wish:
    """Something to be asked for: its kind, what it is about (the number first), why, by whom, and the facts of it."""

    kind: str
    object: str
    reason: str = ""
    asker: Person | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


def named(reward: Reward) -> str:
    """Return how a request names a reward: the tip's number, and what tells two rewards of one tip apart."""
    return f"{reward.number} {reward.id.hex()[:8]}"


def about(kind: str, reward: Reward, reason: str = "", asker: Person | None = None) -> Wish:
    """Return a request about a reward."""
    return Wish(kind, named(reward), reason, asker, {"reward": reward.id.hex()})


async def reward_of(tx: Transaction, asked: Approval) -> Reward | None:
    """Return the reward that a request is about."""
    return await store.get(tx, bytes.fromhex(str(asked.facts["reward"])))


_ALIVE = {REWARD: RewardState.PROPOSED, PAYOUT: RewardState.PRESENTED, LONGER: RewardState.CLAIMABLE}


async def is_alive(tx: Transaction, asked: Approval) -> bool:
    """Tell whether there is still something to decide about a request."""
    if asked.kind == CONTEST:
        return True
    reward = await reward_of(tx, asked)
    return reward is not None and reward.state is _ALIVE[asked.kind]


async def sign(tx: Transaction, asked: Approval, granted: bool, by: Person) -> Wish | None:
    """Give a level of approval; returns the request for the next one."""
    if not granted:
        raise Declined(SAY_WHY)
    reward = await _reward(tx, asked)
    outcome = _done(await rewards.approve(tx, reward.id, by))
    following = about(REWARD, reward)
    following = replace(following, facts={**following.facts, SIGNED: True})
    return following if outcome.state is RewardState.PROPOSED else None


async def collect(tx: Transaction, asked: Approval, granted: bool, by: Person) -> None:
    """Confirm as the second at the counter that a reward was handed over, or that it was not."""
    reward = await _reward(tx, asked)
    _done(await (claims.hand_over if granted else claims.step_back)(tx, reward.id, by))


async def lengthen(tx: Transaction, asked: Approval, granted: bool, by: Person) -> None:
    """Let a reward be collected for longer, for the reason that the tipster gave."""
    reward = await _reward(tx, asked)
    if granted:
        _done(await claims.extend(tx, reward.id, by, asked.reason))
    else:
        await _let_hear(tx, asked, await cases.get(tx, reward.award.tip))


async def look_again(tx: Transaction, asked: Approval, granted: bool, _by: Person) -> None:
    """Let what speaks against a reward be decided anew, since its tipster objected."""
    found = await matters.get(tx, bytes.fromhex(str(asked.facts["matter"])))
    if granted and found is not None:
        told = replace(found.told, so=found.told.so - {Point.KNOWN, Point.MISMATCH}, unsure=True)
        judged = replace(found.judged, contested=True, first=None)
        await matters.keep(tx, replace(found, told=told, judged=judged, state=MatterState.OPEN))
    await _let_hear(tx, asked, await cases.get(tx, bytes.fromhex(str(asked.facts["tip"]))))


async def _let_hear(tx: Transaction, asked: Approval, tip: Tip | None) -> None:
    if tip is not None:
        await telling.later(tx, tip, f"{ANSWERED} {asked.name}")


async def hands_before(tx: Transaction, asked: Approval) -> frozenset[bytes]:
    """Return who did something before a level of approval, and so does not give it."""
    hands = await parts.of(tx, bytes.fromhex(str(asked.facts["reward"])))
    before = (Part.ENTER, Part.VERIFY, Part.WORK, Part.PROPOSE, Part.APPROVE)
    return frozenset(person for part in before for person in hands.get(part, ()))


async def who_made_the_ticket(tx: Transaction, asked: Approval) -> frozenset[bytes]:
    """Return who made the claim PIN of a reward for somebody else, and so does not hand it over."""
    return frozenset((await parts.of(tx, bytes.fromhex(str(asked.facts["reward"])))).get(Part.TICKET, ()))


async def hands_of_matter(tx: Transaction, asked: Approval) -> frozenset[bytes]:
    """Return who verified, worked on, proposed, approved or refused what an objection is about: others look again."""
    found = await matters.get(tx, bytes.fromhex(str(asked.facts["matter"])))
    if found is None:
        return frozenset()
    made = await store.of_tips(tx, [bytes.fromhex(str(asked.facts["tip"]))])
    acted = [entry.actor for each in made for entry in await ledger.of_reward(tx, each.id) if entry.actor]
    return frozenset({found.verifier, found.worker, *acted})


async def roles_of_level(tx: Transaction, asked: Approval) -> frozenset[str]:
    """Return the roles that may give the level of approval that is next."""
    reward = await reward_of(tx, asked)
    hands = await parts.of(tx, reward.id) if reward else {}
    level = next_level(reward.award.fen, hands, tx.policy.rewards) if reward else None
    return frozenset(tx.policy.rewards.levels[level].roles) if level else frozenset()


async def _reward(tx: Transaction, asked: Approval) -> Reward:
    reward = await reward_of(tx, asked)
    if reward is None:
        raise Declined(objected(Outcome(None).objections))
    return reward


def _done(outcome: Outcome) -> Outcome:
    if not outcome.done:
        raise Declined(objected(outcome.objections))
    return outcome
