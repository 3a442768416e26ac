"""The life of a tip: its states, the moves between them and who may make each, and how near a promise is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.rules.lives import rights_of
from bot.rules.people import Role


class TipState(StrEnum):
    """Where a tip stands."""

    RECEIVED = "received"
    ACKNOWLEDGED = "acknowledged"
    NEEDS_INFORMATION = "needs_information"
    ASSIGNED = "assigned"
    ON_SITE = "on_site"
    VERIFIED = "verified"
    RECTIFYING = "rectifying"
    RECTIFIED = "rectified"
    UNFOUNDED = "unfounded"
    DUPLICATE = "duplicate"
    OUTSIDE = "outside"
    CLOSED = "closed"
    REOPENED = "reopened"
    WITHDRAWN = "withdrawn"


class Openness(StrEnum):
    """Whether the sender is kept with the tip, from the least to the most."""

    ANONYMOUS = "anonymous"
    KNOWN = "known"
    NAMED = "named"

    @property
    def further(self) -> tuple[Openness, ...]:
        """The ways that are more open: a tip may take one of them later, never the way back."""
        ways = tuple(Openness)
        return ways[ways.index(self) + 1 :]


class Move(StrEnum):
    """What can happen to a tip after it was filed; names are stored, and are for ever."""

    ADDED = "added"
    OPENED = "opened"
    WITHDRAWN = "withdrawn"
    ANSWERED = "answered"
    CONFIRMED = "confirmed"
    DOUBTED = "doubted"

    ACCEPT = "accept"
    URGE = "urge"
    RECLASSIFY = "reclassify"
    ASSIGN = "assign"
    SPLIT = "split"
    MERGE = "merge"
    SEPARATE = "separate"
    ASK = "ask"
    RETURN = "return"
    REFUTE = "refute"
    REFER = "refer"
    TAKE = "take"
    HAND_OVER = "hand_over"
    GO = "go"
    VERIFY = "verify"
    SERVE = "serve"
    LOOK = "look"
    RECTIFY = "rectify"
    CLOSE = "close"
    GIVE_UP = "give_up"
    REOPEN = "reopen"
    KEEP = "keep"
    EXTEND = "extend"
    COMMENT = "comment"
    REPLY = "reply"
    UNDO = "undo"
    HEARD = "heard"


class Target(StrEnum):
    """Where a move leads when it is no state of its own."""

    SAME = "same"
    BEFORE = "before"


SENDER, HOUSE = "sender", "house"
"""Who makes a move besides the roles: whoever sent the tip, and the house itself when a time is over."""


@dataclass(frozen=True, slots=True)
class Step:
    """One permitted move: from which states it leads where, and who may make it."""

    move: Move
    sources: frozenset[TipState]
    target: TipState | Target
    by: frozenset[str]


def _step(move: Move, sources: Iterable[TipState], target: TipState | Target, *by: str) -> Step:
    return Step(move, frozenset(sources), target, frozenset(by))


_S, _A = TipState, Role.ADMIN
_WORKERS = (Role.OFFICER, Role.GRID_WORKER)
_NEW = {_S.RECEIVED, _S.REOPENED}
_TRIAGE = {*_NEW, _S.ACKNOWLEDGED}
_WORK = {_S.ASSIGNED, _S.ON_SITE}
_HAZARD = {_S.VERIFIED, _S.RECTIFYING}
_ENDED = {_S.UNFOUNDED, _S.OUTSIDE, _S.CLOSED}
_ALIVE = set(TipState) - {_S.WITHDRAWN}

OPEN = frozenset({*_TRIAGE, *_WORK, *_HAZARD, _S.NEEDS_INFORMATION, _S.RECTIFIED})
"""States in which the office still owes something."""

CHECKED = frozenset({*_HAZARD, _S.RECTIFIED})
"""States of an open tip that was found true."""

STEPS: tuple[Step, ...] = (
    _step(Move.ACCEPT, _NEW, _S.ACKNOWLEDGED, _A),
    _step(Move.URGE, {*_TRIAGE, *_WORK, _S.NEEDS_INFORMATION}, Target.SAME, _A),
    _step(Move.RECLASSIFY, {*_TRIAGE, *_WORK, _S.NEEDS_INFORMATION}, Target.SAME, _A),
    _step(Move.ASSIGN, _TRIAGE, _S.ASSIGNED, _A),
    _step(Move.SPLIT, {*_TRIAGE, _S.ASSIGNED}, _S.ASSIGNED, _A),
    _step(Move.MERGE, {*_TRIAGE, _S.ASSIGNED}, _S.DUPLICATE, _A),
    # Received: put there by its own sender. The house: what stood in front was withdrawn.
    _step(Move.SEPARATE, {_S.RECEIVED, _S.DUPLICATE}, Target.BEFORE, _A, HOUSE),
    _step(Move.ASK, _TRIAGE, _S.NEEDS_INFORMATION, _A),
    _step(Move.ASK, _WORK, _S.NEEDS_INFORMATION, _A, *_WORKERS),
    _step(Move.ANSWERED, {_S.NEEDS_INFORMATION}, Target.BEFORE, SENDER),
    _step(Move.RETURN, {_S.NEEDS_INFORMATION}, Target.BEFORE, _A, HOUSE),
    _step(Move.REFUTE, _TRIAGE, _S.UNFOUNDED, _A),
    _step(Move.REFUTE, _WORK, _S.UNFOUNDED, *_WORKERS),
    _step(Move.REFER, _TRIAGE, _S.OUTSIDE, _A),
    _step(Move.REFER, _WORK, _S.OUTSIDE, _A, Role.OFFICER),
    _step(Move.TAKE, {*_WORK, *_HAZARD}, Target.SAME, *_WORKERS),
    _step(Move.HAND_OVER, {*_WORK, *_HAZARD}, Target.SAME, _A, *_WORKERS),
    _step(Move.GO, {_S.ASSIGNED}, _S.ON_SITE, *_WORKERS),
    _step(Move.VERIFY, _WORK, _S.VERIFIED, *_WORKERS),
    _step(Move.SERVE, {_S.VERIFIED}, _S.RECTIFYING, *_WORKERS),
    _step(Move.LOOK, {_S.RECTIFYING}, Target.SAME, *_WORKERS),
    _step(Move.RECTIFY, _HAZARD, _S.RECTIFIED, *_WORKERS),
    _step(Move.CLOSE, {_S.RECTIFIED, _S.UNFOUNDED, _S.OUTSIDE}, _S.CLOSED, _A, HOUSE),
    _step(Move.GIVE_UP, {*_WORK, *_HAZARD}, _S.CLOSED, _A),
    _step(Move.CONFIRMED, _ENDED, Target.SAME, SENDER),
    _step(Move.DOUBTED, _ENDED, Target.SAME, SENDER),
    _step(Move.REOPEN, _ENDED, _S.REOPENED, _A, HOUSE),
    _step(Move.KEEP, _ENDED, Target.SAME, _A),
    _step(Move.EXTEND, {*_TRIAGE, *_WORK, *_HAZARD}, Target.SAME, _A, *_WORKERS),
    _step(Move.COMMENT, _ALIVE, Target.SAME, _A, *_WORKERS),
    _step(Move.REPLY, _ALIVE - {_S.DUPLICATE}, Target.SAME, _A, *_WORKERS),
    _step(Move.UNDO, OPEN - _HAZARD | {_S.UNFOUNDED, _S.DUPLICATE, _S.OUTSIDE}, Target.BEFORE, _A),
    _step(Move.ADDED, _ALIVE, Target.SAME, SENDER),
    _step(Move.OPENED, _ALIVE, Target.SAME, SENDER),
    _step(Move.WITHDRAWN, {_S.RECEIVED}, _S.WITHDRAWN, SENDER),
    _step(Move.HEARD, _ALIVE, Target.SAME, _A, Role.OFFICER),
)
"""Every permitted move; what stands in no line is refused. The diagram in docs/tips.md is drawn from it."""

UNDONE = frozenset({Move.ACCEPT, Move.URGE, Move.ASSIGN, Move.MERGE, Move.REFUTE, Move.REFER})
"""Moves of triage that whoever made them may take back for a short while."""

BEHIND = frozenset({Move.SEPARATE, Move.UNDO, Move.COMMENT, Move.REPLY})
"""Moves that staff make on a tip that stands behind another; all else is done to the one in front."""


def step_of(move: Move, state: TipState, by: str) -> Step | None:
    """Return the line that permits somebody (a role, SENDER or HOUSE) a move from a state; None when there is none."""
    return next((each for each in STEPS if each.move is move and state in each.sources and by in each.by), None)


def moves_from(state: TipState, by: str) -> tuple[Move, ...]:
    """Return the moves that somebody may make from a state, in the table's order."""
    return tuple(dict.fromkeys(each.move for each in STEPS if state in each.sources and by in each.by))


def rights() -> Mapping[str, Mapping[str, frozenset[Role]]]:
    """Return the table as rights: action `tip.MOVE`, then state, then the roles that may."""
    return rights_of("tip", STEPS)


CHANGEABLE = frozenset({TipState.RECEIVED})
"""The states in which nobody has acted on a tip yet: its sender may still withdraw it."""


class AgeBand(StrEnum):
    """How a tip that waits for its first answer stands to the promise."""

    IN_TIME = "in_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"


def age_band(by: datetime, now: datetime) -> AgeBand:
    """Return the band of a tip that was promised an answer `by`; soon means within 24 hours."""
    left = by - now
    if left < timedelta(0):
        return AgeBand.OVERDUE
    return AgeBand.DUE_SOON if left <= timedelta(hours=24) else AgeBand.IN_TIME
