"""Deeds of staff with one reward, by a press or with words: each is one move, and ends what was asked about it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import TypeAlias, TypedDict

from bot.dialogue import Declined
from bot.rules.approvals import ApprovalState
from bot.rules.rewards.approval import Part
from bot.rules.rewards.life import RewardMove, RewardState, may_move
from bot.texts import _
from handlers.deeds import approving, claims, reward_requests, rewards, sight
from handlers.deeds.reward_moves import Outcome
from handlers.deeds.reward_requests import LONGER, PAYOUT, REWARD
from handlers.reward_words import objected
from storage import Transaction, approvals, cases, ledger, parts
from storage import rewards as store
from storage.people import Person
from storage.rewards import Reward

Reasoned: TypeAlias = Callable[[Transaction, bytes, Person, str], Awaitable[Outcome]]
Plain: TypeAlias = Callable[[Transaction, bytes, Person], Awaitable[Outcome]]

GONE = _("There is no such reward. /rewards lists them.")

_M = RewardMove
REASONED: Mapping[RewardMove, Reasoned] = {
    _M.REFUSE: rewards.refuse,
    _M.EXTEND: claims.extend,
    _M.REVOKE: rewards.revoke,
    _M.RECLAIM: rewards.revoke,
    _M.RECOVER: rewards.recover,
}
PLAIN: Mapping[RewardMove, Plain] = {_M.STEP_BACK: claims.step_back, _M.HAND_OVER: claims.hand_over}
WITH_SUM = frozenset({_M.AMEND, _M.CORRECT})
MADE_ALONE = frozenset({*REASONED, *PLAIN, *WITH_SUM})
"""The moves that one of the staff makes alone; a level of approval and the second at the counter are requests."""

ENDS: Mapping[RewardMove, str] = {
    _M.REFUSE: REWARD,
    _M.EXTEND: LONGER,
    _M.HAND_OVER: PAYOUT,
    _M.STEP_BACK: PAYOUT,
    _M.REVOKE: PAYOUT,
}
"""Which open request has nothing to ask for any more after a move."""


async def act(tx: Transaction, name: str, move: str, fen: int = 0, why: str = "") -> str:
    """Make a move as whoever speaks; `Declined` when it is not theirs, or not possible now. Returns the tip's number.

    `fen` is the new amount, or what was really paid.
    """
    who, reward, made = await sight.speaker(tx), await by_name(tx, name), RewardMove(move)
    if who is None or reward is None:
        raise Declined(GONE)
    outcome = await _made(tx, reward, made, who, fen, why)
    if not outcome.done:
        raise Declined(objected(outcome.objections))
    if made is RewardMove.HAND_OVER and outcome.state is RewardState.PRESENTED:
        await approving.wish(tx, reward_requests.about(PAYOUT, reward, asker=who))
    else:
        await _end(tx, reward, made)
    return reward.number


async def _made(tx: Transaction, reward: Reward, move: RewardMove, who: Person, fen: int, why: str) -> Outcome:
    if move is RewardMove.AMEND:
        return await rewards.amend(tx, reward.id, fen, who, why)
    if move is RewardMove.CORRECT:
        paid = (await ledger.balance_of(tx, reward.id)).paid
        return await rewards.correct(tx, reward.id, fen - paid, who, why)
    if move in PLAIN:
        return await PLAIN[move](tx, reward.id, who)
    return await REASONED[move](tx, reward.id, who, why)


async def _end(tx: Transaction, reward: Reward, move: RewardMove) -> None:
    kind = ENDS.get(move)
    for asked in await approvals.about(tx, kind, reward_requests.named(reward)) if kind else []:
        if asked.state is ApprovalState.OPEN:
            await approvals.settle(tx, asked, ApprovalState.EXPIRED, None)


async def by_name(tx: Transaction, name: str) -> Reward | None:
    """Return the reward that a button names by its id, to whoever speaks; None where they are tied to the home."""
    is_id = len(name) == 32 and not set(name) - set("0123456789abcdef")
    reward = await store.get(tx, bytes.fromhex(name)) if is_id else None
    shown = await not_tied(tx, [reward] if reward else [])
    return shown[0] if shown else None


async def not_tied(tx: Transaction, found: Iterable[Reward]) -> list[Reward]:
    """Return those of some rewards that whoever speaks may see: nobody does what is told of a home of theirs."""
    who = await sight.speaker(tx)
    tips = [(each, await cases.get(tx, each.award.tip)) for each in found]
    return [each for each, tip in tips if who and tip and not await sight.is_tied(tx, who, tip)]


class ActRules(TypedDict):
    """What the page of a move must know: whether it is possible, the sum as it is, at most, and the coin, in fen."""

    possible: bool
    number: str
    fen: int
    most: int
    coin: int


async def act_rules(tx: Transaction, name: str, move: str) -> ActRules:
    """Return what the page of a move must know."""
    who, reward = await sight.speaker(tx), await by_name(tx, name)
    if who is None or reward is None:
        return ActRules(possible=False, number="", fen=0, most=0, coin=1)
    possible, award = may_move(who.role, RewardMove(move), reward.state), reward.award
    possible &= move != RewardMove.AMEND or not (await parts.of(tx, reward.id)).get(Part.APPROVE)
    coin = tx.policy.rewards.joint.coin_fen
    return ActRules(possible=possible, number=reward.number, fen=award.fen, most=award.most, coin=coin)
