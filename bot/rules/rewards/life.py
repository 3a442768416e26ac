"""The life of a reward: one table of its states, the moves that lead from one to another, and who may make them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.rules.people import Role


class RewardState(StrEnum):
    """Where a reward stands."""

    PROPOSED = "proposed"
    WAITING = "waiting"
    APPROVED = "approved"
    CLAIMABLE = "claimable"
    PRESENTED = "presented"
    COLLECTED = "collected"
    LAPSED = "lapsed"
    THANKED = "thanked"
    REFUSED = "refused"
    REVOKED = "revoked"
    RECLAIMED = "reclaimed"
    RECOVERED = "recovered"


class RewardMove(StrEnum):
    """What can happen to a reward."""

    PROPOSE = "propose"
    AMEND = "amend"
    SIGN = "sign"
    APPROVE = "approve"
    WAIT = "wait"
    THANK = "thank"
    FUND = "fund"
    REFUSE = "refuse"
    OPEN = "open"
    PRESENT = "present"
    STEP_BACK = "step_back"
    HAND_OVER = "hand_over"
    COLLECT = "collect"
    EXTEND = "extend"
    LAPSE = "lapse"
    REVOKE = "revoke"
    RECLAIM = "reclaim"
    RECOVER = "recover"
    CORRECT = "correct"


class Mover(StrEnum):
    """Who makes a move: `house` is the bot itself when the time has come, `office` an officer or an admin."""

    HOUSE = "house"
    TIPSTER = "tipster"
    OFFICE = "office"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Step:
    """A move that is permitted in a state (None: before it is proposed), where it leads, and if it needs a reason."""

    move: RewardMove
    source: RewardState | None
    target: RewardState
    by: Mover
    reasoned: bool = False


_S, _M = RewardState, RewardMove
_PAID = (_S.COLLECTED, _S.RECLAIMED, _S.RECOVERED)

STEPS: tuple[Step, ...] = (
    Step(_M.PROPOSE, None, _S.PROPOSED, Mover.HOUSE),  # a tip was verified, and the finding on it is ripe
    Step(_M.AMEND, _S.PROPOSED, _S.PROPOSED, Mover.OFFICE, reasoned=True),  # within the pack, before anybody approved
    Step(_M.SIGN, _S.PROPOSED, _S.PROPOSED, Mover.OFFICE),  # approved by one, and another has to
    Step(_M.APPROVE, _S.PROPOSED, _S.APPROVED, Mover.OFFICE),  # by the last who has to; the budget is reserved
    Step(_M.WAIT, _S.PROPOSED, _S.WAITING, Mover.OFFICE),  # approved, and there is no budget this month
    Step(_M.THANK, _S.PROPOSED, _S.THANKED, Mover.OFFICE),  # approved, and the pack only thanks without a budget
    Step(_M.REFUSE, _S.PROPOSED, _S.REFUSED, Mover.OFFICE, reasoned=True),
    Step(_M.FUND, _S.WAITING, _S.APPROVED, Mover.HOUSE),  # there is a budget again
    Step(_M.REVOKE, _S.WAITING, _S.REVOKED, Mover.ADMIN, reasoned=True),
    Step(_M.OPEN, _S.APPROVED, _S.CLAIMABLE, Mover.HOUSE),  # the tipster is told, and the term begins
    Step(_M.REVOKE, _S.APPROVED, _S.REVOKED, Mover.ADMIN, reasoned=True),
    Step(_M.PRESENT, _S.CLAIMABLE, _S.PRESENTED, Mover.TIPSTER),  # with code and PIN, or under one's name
    Step(_M.EXTEND, _S.CLAIMABLE, _S.CLAIMABLE, Mover.OFFICE, reasoned=True),  # once
    Step(_M.LAPSE, _S.CLAIMABLE, _S.LAPSED, Mover.HOUSE),
    Step(_M.REVOKE, _S.CLAIMABLE, _S.REVOKED, Mover.ADMIN, reasoned=True),
    Step(_M.HAND_OVER, _S.PRESENTED, _S.PRESENTED, Mover.OFFICE),  # confirmed by one, and another has to
    Step(_M.COLLECT, _S.PRESENTED, _S.COLLECTED, Mover.OFFICE),  # by the second
    Step(_M.STEP_BACK, _S.PRESENTED, _S.CLAIMABLE, Mover.OFFICE),  # nobody came, or the till was empty
    Step(_M.REVOKE, _S.PRESENTED, _S.REVOKED, Mover.ADMIN, reasoned=True),
    Step(_M.RECLAIM, _S.COLLECTED, _S.RECLAIMED, Mover.ADMIN, reasoned=True),  # got by deceit: it is asked back
    Step(_M.RECOVER, _S.RECLAIMED, _S.RECOVERED, Mover.ADMIN, reasoned=True),  # and was paid back
    *(Step(_M.CORRECT, state, state, Mover.ADMIN, reasoned=True) for state in _PAID),  # another sum was paid
)
"""Every permitted move; what is not here is refused.

Sources: not collected in time is given up, and what was got by deceit is revoked and asked back (国安部令第2号,
DOMAIN.md 2.2); a reward beyond the budget waits or is thanked for (P19g); two at each end are [design].
"""

FREE = frozenset({_S.REFUSED, _S.REVOKED, _S.RECLAIMED, _S.RECOVERED})
"""The states in which a matter's reward counts as none, so that another tip of the matter may get it."""

MOVERS: dict[Mover, frozenset[Role]] = {
    Mover.HOUSE: frozenset(),
    Mover.TIPSTER: frozenset(),
    Mover.OFFICE: frozenset({Role.OFFICER, Role.ADMIN}),
    Mover.ADMIN: frozenset({Role.ADMIN}),
}
"""The roles behind each mover of the office."""


def step_for(move: RewardMove, state: RewardState | None) -> Step | None:
    """Return the permitted step of a move in a state; None when there is none."""
    return next((step for step in STEPS if (step.move, step.source) == (move, state)), None)


def may_move(role: str, move: RewardMove, state: RewardState | None) -> bool:
    """Tell whether somebody of a role may make a move in a state; parts that one may not have done come on top."""
    step = step_for(move, state)
    return step is not None and role in MOVERS[step.by]
