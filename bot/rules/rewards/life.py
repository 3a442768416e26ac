"""The life of a reward: one table of its states, the moves that lead from one to another, and who may make them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.rules.lives import rights_of
from bot.rules.people import Role
from bot.rules.tips import HOUSE, SENDER


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


class Same(StrEnum):
    """Where a move leads that changes no state."""

    SAME = "same"


@dataclass(frozen=True, slots=True)
class Step:
    """One permitted move: from which states it leads where, and who may make it: roles, SENDER or HOUSE."""

    move: RewardMove
    sources: frozenset[RewardState]
    target: RewardState | Same
    by: frozenset[str]


def _step(move: RewardMove, sources: Iterable[RewardState], target: RewardState | Same, *by: str) -> Step:
    return Step(move, frozenset(sources), target, frozenset(by))


_S, _M, _A, _SAME = RewardState, RewardMove, Role.ADMIN, Same.SAME
_OFFICE = (Role.OFFICER, Role.ADMIN)
_UNPAID = {_S.WAITING, _S.APPROVED, _S.CLAIMABLE, _S.PRESENTED}

STEPS: tuple[Step, ...] = (
    _step(_M.AMEND, {_S.PROPOSED}, _SAME, *_OFFICE),  # within the pack, before anybody approved
    _step(_M.SIGN, {_S.PROPOSED}, _SAME, *_OFFICE),  # approved by one, and another has to
    _step(_M.APPROVE, {_S.PROPOSED}, _S.APPROVED, *_OFFICE),  # by the last who has to; the budget is reserved
    _step(_M.WAIT, {_S.PROPOSED}, _S.WAITING, *_OFFICE),  # approved, and there is no budget this month
    _step(_M.THANK, {_S.PROPOSED}, _S.THANKED, *_OFFICE),  # approved, and the pack only thanks without a budget
    _step(_M.REFUSE, {_S.PROPOSED}, _S.REFUSED, *_OFFICE),
    _step(_M.FUND, {_S.WAITING}, _S.APPROVED, HOUSE),  # there is a budget again
    _step(_M.OPEN, {_S.APPROVED}, _S.CLAIMABLE, HOUSE),  # the tipster is told, and the term begins
    _step(_M.EXTEND, {_S.CLAIMABLE}, _SAME, *_OFFICE),  # once
    _step(_M.LAPSE, {_S.CLAIMABLE}, _S.LAPSED, HOUSE),
    _step(_M.PRESENT, {_S.CLAIMABLE}, _S.PRESENTED, SENDER),  # with code and PIN, or under one's name
    _step(_M.HAND_OVER, {_S.PRESENTED}, _SAME, *_OFFICE),  # confirmed by one, and another has to
    _step(_M.COLLECT, {_S.PRESENTED}, _S.COLLECTED, *_OFFICE),  # by the second
    _step(_M.STEP_BACK, {_S.PRESENTED}, _S.CLAIMABLE, *_OFFICE, HOUSE),  # nobody came, or the day ended
    _step(_M.REVOKE, _UNPAID, _S.REVOKED, _A),
    _step(_M.RECLAIM, {_S.COLLECTED}, _S.RECLAIMED, _A),  # got by deceit: it is asked back
    _step(_M.RECOVER, {_S.RECLAIMED}, _S.RECOVERED, _A),  # and was paid back
    _step(_M.CORRECT, {_S.COLLECTED, _S.RECLAIMED, _S.RECOVERED}, _SAME, _A),  # another sum was paid
)
"""Every permitted move; what stands in no line is refused. The diagram in docs/rewards.md is drawn from it.

Sources: not collected in time is given up, and what was got by deceit is revoked and asked back (国安部令第2号,
DOMAIN.md 2.2); a reward beyond the budget waits or is thanked for (P19g); two at each end are [design].
"""

REASONED = frozenset({_M.AMEND, _M.REFUSE, _M.EXTEND, _M.REVOKE, _M.RECLAIM, _M.RECOVER, _M.CORRECT})
"""Moves that nobody makes without saying why."""

UNPAID = frozenset({_S.PROPOSED, *_UNPAID})
"""The states in which a reward can still be collected one day."""

FREE = frozenset({_S.REFUSED, _S.REVOKED, _S.RECLAIMED, _S.RECOVERED})
"""The states in which a matter's reward counts as none, so that another tip of the matter may get it."""


def rights() -> Mapping[str, Mapping[str, frozenset[Role]]]:
    """Return the table as rights: action `reward.MOVE`, then state, then the roles that may."""
    return rights_of("reward", STEPS)


def may_move(by: str, move: RewardMove, state: RewardState) -> bool:
    """Tell whether somebody (a role, SENDER or HOUSE) may make a move; what they did before may still forbid it."""
    return any(each.move is move and state in each.sources and by in each.by for each in STEPS)


def is_possible(move: RewardMove, state: RewardState) -> bool:
    """Tell whether a move can be made in a state, by anybody at all."""
    return any(each.move is move and state in each.sources for each in STEPS)
