"""Deeds of handling a tip: every move is checked against the table, done, written down, and told in its time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.dialogue import Declined
from bot.rules.tips import BEHIND, HOUSE, SENDER, UNDONE, Move, Step, Target, TipState, step_of
from bot.texts import _
from handlers.deeds import telling
from handlers.deeds.effects import EFFECTS
from handlers.deeds.running import Facts, Values, limit_after
from handlers.deeds.sight import NO_TIP, front, seen, speaker
from handlers.deeds.staff_groups import touch
from storage import Transaction, audit, cases, history, timers
from storage.history import Entry
from storage.tip_rows import Tip

NOT_NOW = _("No. {number} stands elsewhere by now, so that is not possible any more. Open it again: /tip {number}")
NOT_YOURS = _("That belongs to another role. Nothing was changed. /tip {number} shows what you can do.")
STANDS_BEHIND = _("No. {number} stands behind No. {main}, and is handled with it. Open that one: /tip {main}")
TOO_LATE = _(
    "It is too late to take that back, or somebody did something else since. /tip {number} shows where it stands."
)
NEWS = "news"
"""A timer of the house: words about what happened to a tip, `news NUMBER STEP`."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who makes a move: a role, SENDER or HOUSE, and the person where it is one of the staff."""

    role: str
    person: bytes | None = None


async def make(tx: Transaction, number: str, move: Move, words: str = "", facts: Facts | None = None) -> Tip:
    """Make a move of the staff as whoever speaks; raise `Declined` when it is not theirs, or not possible now."""
    who = await speaker(tx)
    tip = await seen(tx, who, number)
    if who is None or tip is None:
        raise Declined(NO_TIP)
    step = step_of(move, tip.state, who.role)
    if step is None:
        elsewhere = any(step_of(move, state, who.role) for state in TipState)
        raise Declined((NOT_NOW if elsewhere else NOT_YOURS)(number=tip.number))
    if tip.main is not None and move not in BEHIND:
        raise Declined(STANDS_BEHIND(number=tip.number, main=(await front(tx, tip)).number))
    return await do(tx, tip, step, Actor(who.role, who.id), words, facts)


async def by_sender(tx: Transaction, tip: Tip, move: Move, words: str = "", facts: Facts | None = None) -> Tip | None:
    """Make a move of whoever sent a tip; None when it is not possible now."""
    step = step_of(move, tip.state, SENDER)
    return await do(tx, tip, step, Actor(SENDER), words, facts) if step else None


async def by_house(tx: Transaction, tip: Tip, move: Move, facts: Facts | None = None) -> Tip | None:
    """Make a move of the house itself because a time is over; None when it is not possible now."""
    step = step_of(move, tip.state, HOUSE)
    return await do(tx, tip, step, Actor(HOUSE), facts=facts) if step else None


async def do(tx: Transaction, tip: Tip, step: Step, actor: Actor, words: str = "", facts: Facts | None = None) -> Tip:
    """Make a permitted move: its effects, the new state with its limit, the history, the log, and the news of it."""
    before = await _undone(tx, tip, step) if step.target is Target.BEFORE else None
    target = _target(tip, step, before)
    told = {**(facts or {}), **_to_undo(tx, tip, step.move)}
    values = await EFFECTS[step.move](tx, tip, told) if step.move in EFFECTS else {}
    values = {"state": target, **limit_after(tx, tip, target, step.move, told, before), "claim": None, **values}
    role = actor.role if actor.person else ""
    place = await history.append(
        tx, tip.id, step.move, words, was=tip.state, role=role, who=actor.person, facts=told or None
    )
    if actor.person is not None:
        await audit.record(tx, actor.role, f"tip.{step.move}", tip.number, actor.person)
    await _news(tx, tip, place)
    await touch(tx, tip)
    return await cases.change(tx, tip, **values)


def _target(tip: Tip, step: Step, before: Entry | None) -> TipState:
    if isinstance(step.target, TipState):
        return step.target
    if step.target is Target.SAME:
        return tip.state
    return TipState(before.was) if before is not None and before.was else TipState.RECEIVED


async def _undone(tx: Transaction, tip: Tip, step: Step) -> Entry | None:
    """Return the move that is taken back: the last one, or what brought the tip into a state that it now leaves."""
    made = await history.of(tx, tip.id)
    if step.move is Move.UNDO:
        return made[-1] if made else None
    return next((each for each in reversed(made) if each.move in (Move.ASK, Move.MERGE)), None)


def _to_undo(tx: Transaction, tip: Tip, move: Move) -> Values:
    """Return what must be known to take a move back, and until when."""
    if move not in UNDONE:
        return {}
    was = {"due": tip.work.due.isoformat() if tip.work.due else "", "urgent": tip.work.urgent, "desk": tip.work.desk}
    return {"was": was, "back_until": (tx.now + timedelta(seconds=tx.policy.handling.undo_seconds)).isoformat()}


async def undo(tx: Transaction, number: str) -> Tip:
    """Take the last decision of triage back, if whoever speaks made it a moment ago."""
    who = await speaker(tx)
    tip = await seen(tx, who, number)
    if who is None or tip is None:
        raise Declined(NO_TIP)
    made = await history.last(tx, tip.id)
    step = step_of(Move.UNDO, tip.state, who.role)
    if made is None or step is None or not may_undo(tx, made, who.id):
        raise Declined(TOO_LATE(number=number))
    return await do(tx, tip, step, Actor(who.role, who.id), facts={"undone": made.step})


def may_undo(tx: Transaction, made: Entry, person: bytes) -> bool:
    """Tell whether somebody may still take a move back: their own decision of triage, a moment ago."""
    until = made.facts.get("back_until")
    return made.who == person and until is not None and tx.now <= datetime.fromisoformat(until)


async def _news(tx: Transaction, tip: Tip, step: int) -> None:
    """Let everybody whom a move concerns hear of it; what happened first is told first."""
    earlier = [timers.Timer(_name(tip, each), 0, 0, "") for each in range(max(0, step - telling.LATELY), step)]
    await telling.later(tx, tip, _name(tip, step), after=await timers.last_due(tx, earlier))


def _name(tip: Tip, step: int) -> str:
    return f"{NEWS} {tip.number} {step}"
