"""Whose hands a reward goes through: levels of approval by amount, and who may not act because of what they did."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.rules.money import FEN
from bot.rules.rewards.figures import RewardPolicy


class Part(StrEnum):
    """What somebody did for one reward."""

    ENTER = "enter"
    VERIFY = "verify"
    WORK = "work"
    PROPOSE = "propose"
    APPROVE = "approve"
    HAND_OVER = "hand_over"
    TICKET = "ticket"


Hands: TypeAlias = Mapping[Part, Collection[bytes]]
"""Who did which part, by the ids of persons and not of accounts."""

APART: Mapping[Part, tuple[Part, ...]] = {
    Part.APPROVE: (Part.ENTER, Part.VERIFY, Part.WORK, Part.PROPOSE, Part.APPROVE),
    Part.HAND_OVER: (Part.HAND_OVER, Part.TICKET),
}
"""The parts that nobody may have done who is to do one.

Two approve, neither of whom entered the tip for somebody, verified it, worked on it, or made or changed the proposal.
Two hand over, neither of whom made the claim PIN of somebody who is not in the chat, and so could collect themselves.
"""

AT_THE_COUNTER = 2
"""How many officers confirm that a reward was collected."""


class Objection(StrEnum):
    """Why nothing was done: somebody may not act, too late, or with too little said."""

    STATE = "state"
    ROLE = "role"
    REASON = "reason"
    AMOUNT = "amount"
    ENTERED = "entered"
    VERIFIED = "verified"
    WORKED = "worked"
    PROPOSED = "proposed"
    APPROVED = "approved"
    TICKET = "ticket"
    TWICE = "twice"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class May:
    """Whether somebody may act; where they may not, all reasons."""

    objections: tuple[Objection, ...]

    @property
    def allowed(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.objections


_BECAUSE = {
    Part.ENTER: Objection.ENTERED,
    Part.VERIFY: Objection.VERIFIED,
    Part.WORK: Objection.WORKED,
    Part.PROPOSE: Objection.PROPOSED,
    Part.TICKET: Objection.TICKET,
}


def levels(amount: int, figures: RewardPolicy) -> list[str]:
    """Return the levels of approval that `amount` fen need, in their order; each is given by another person."""
    needed = [(level.from_yuan, code) for code, level in figures.levels.items() if level.from_yuan * FEN <= amount]
    return [code for _, code in sorted(needed, key=lambda each: each[0])]


def next_level(amount: int, hands: Hands, figures: RewardPolicy) -> str | None:
    """Return the level that is still to be given; None when all are."""
    needed, given = levels(amount, figures), len(hands.get(Part.APPROVE, ()))
    return needed[given] if given < len(needed) else None


def may_approve(person: bytes, role: str, amount: int, hands: Hands, figures: RewardPolicy) -> May:
    """Tell whether somebody may give the next level of approval."""
    level = next_level(amount, hands, figures)
    if level is None:
        return May((Objection.DONE,))
    wrong_role = () if role in figures.levels[level].roles else (Objection.ROLE,)
    return May((*wrong_role, *_apart(person, Part.APPROVE, hands)))


def may_hand_over(person: bytes, hands: Hands) -> May:
    """Tell whether somebody may be the next of the two at the counter."""
    if len(hands.get(Part.HAND_OVER, ())) >= AT_THE_COUNTER:
        return May((Objection.DONE,))
    return May(tuple(_apart(person, Part.HAND_OVER, hands)))


def may_revoke(person: bytes, hands: Hands) -> May:
    """Tell whether somebody may take a reward back: whoever approved it does not judge their own approval."""
    return May((Objection.APPROVED,) if person in hands.get(Part.APPROVE, ()) else ())


def _apart(person: bytes, part: Part, hands: Hands) -> list[Objection]:
    return [_BECAUSE.get(other, Objection.TWICE) for other in APART[part] if person in hands.get(other, ())]
