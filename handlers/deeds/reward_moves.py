"""How a reward is moved: whether somebody may, the line of the ledger, the log of the office, and the words of it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.rules import labels
from bot.rules.rewards.approval import Objection
from bot.rules.rewards.budget import Limit
from bot.rules.rewards.life import REASONED, RewardMove, RewardState, is_possible, may_move
from handlers.deeds import telling
from storage import Transaction, audit, cases, ledger, rewards
from storage.ledger import NOTHING, Balance, Kind
from storage.people import Person
from storage.rewards import Reward

NEWS = "reward"
"""A timer of the house: words about a move of a reward, `reward SEQ` by its place in the ledger."""

_M = RewardMove
HEARD = frozenset(
    {_M.PROPOSE, _M.WAIT, _M.THANK, _M.REFUSE, _M.OPEN, _M.EXTEND, _M.LAPSE, _M.COLLECT, _M.REVOKE, _M.RECLAIM}
)
"""Moves that the tipster is told of."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a move: the state of the reward now, what spoke against it, and which limits are reached."""

    state: RewardState | None
    objections: tuple[Objection, ...] = ()
    limits: tuple[Limit, ...] = ()

    @property
    def done(self) -> bool:
        """Whether the move was made."""
        return not self.objections


@dataclass(frozen=True, slots=True)
class Case:
    """A reward that somebody is about to move, and the words that may be kept of their reason."""

    reward: Reward
    reason: str


async def case(tx: Transaction, id: bytes, move: RewardMove, by: str, reason: str = "") -> Case | Outcome:
    """Return a reward that somebody (a role, SENDER or HOUSE) may move so, else why they may not."""
    await rewards.alone(tx)
    reward = await rewards.get(tx, id)
    if reward is None or not is_possible(move, reward.state):
        return Outcome(reward.state if reward else None, (Objection.STATE,))
    if not may_move(by, move, reward.state):
        return Outcome(reward.state, (Objection.ROLE,))
    kept = labels.remove(reason, tx.policy.labels).text.strip()
    if move in REASONED and not kept:
        return Outcome(reward.state, (Objection.REASON,))
    return Case(reward, kept)


async def note(
    tx: Transaction,
    reward: Reward,
    move: RewardMove,
    by: Person | bytes | None = None,
    reason: str = "",
    kind: Kind = Kind.NONE,
    change: Balance = NOTHING,
    month: int = 0,
) -> None:
    """Write a move down: into the ledger, into the log where one of the staff made it, and to be told later.

    `by` is one of the staff; of the verifier, whose verification is in the log, the id alone.
    """
    actor = by.id if isinstance(by, Person) else by
    seq = await ledger.write(tx, reward, move, actor, reason, kind, change, month)
    if isinstance(by, Person):
        await audit.record(tx, by.role, f"reward.{move}", reward.number, by.id)
    tip = await cases.get(tx, reward.award.tip) if move in HEARD else None
    if tip is not None:
        await telling.later(tx, tip, f"{NEWS} {seq}", behind=move is RewardMove.PROPOSE)


async def release(
    tx: Transaction, reward: Reward, move: RewardMove, by: Person | None = None, reason: str = ""
) -> None:
    """Write a move down that frees what is still reserved for a reward, if anything is."""
    reserved = (await ledger.balance_of(tx, reward.id)).reserved
    kind = Kind.RELEASE if reserved else Kind.NONE
    await note(tx, reward, move, by, reason, kind, Balance(-reserved, 0))
