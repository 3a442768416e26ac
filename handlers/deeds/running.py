"""Deeds about limits: which columns of a tip change as a move begins, ends or moves the limit that runs on it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeAlias

from bot.rules import limits
from bot.rules.limits import PHASES, Phase
from bot.rules.tips import Move, TipState
from storage import Transaction
from storage.history import Entry
from storage.tip_rows import Tip

Facts: TypeAlias = Mapping[str, Any]
Values: TypeAlias = dict[str, Any]


def limit_after(tx: Transaction, tip: Tip, target: TipState, move: Move, facts: Facts, before: Entry | None) -> Values:
    """Return the columns of the limit that runs from now on."""
    if move is Move.UNDO:
        return _as_it_was(tip, before)
    if target is TipState.NEEDS_INFORMATION:
        return {"rested": tx.now} if tip.state is not target else {}
    if tip.state is TipState.NEEDS_INFORMATION and tip.work.due and tip.work.rested:
        due = _within(tx, tip, limits.resumed(tx.policy, tip.work.due, tip.work.rested, tx.now))
        return {"rested": None, "due": due, "alerted": 0}
    phase = PHASES.get(target)
    if until := facts.get("until"):
        agreed = datetime.fromisoformat(str(until))
        return _running(tx, tip, phase, agreed if move is Move.EXTEND else _within(tx, tip, agreed))
    if move is Move.URGE:
        return {"urgent": 1, **_running(tx, tip, phase, _sooner(tx, tip, phase))}
    if move is not Move.RECLASSIFY and phase is not None and phase == tip.work.phase:
        return {}
    hazard = facts.get("hazard", tip.report.hazard)
    promise = limits.limit(tx.policy, phase, hazard, tip.report.facts, tip.work.urgent, tx.now) if phase else None
    by = _within(tx, tip, promise.by) if promise else None
    if move is Move.RECLASSIFY and by and tip.work.due:
        by = min(by, tip.work.due)  # another kind may shorten what was promised, and never puts it off
    return _running(tx, tip, phase, by)


def _within(tx: Transaction, tip: Tip, due: datetime) -> datetime:
    return limits.within(due, tip.work.deadline, tx.now)


def _running(tx: Transaction, tip: Tip, phase: Phase | None, due: datetime | None) -> Values:
    """Return the columns of a limit; one of another phase that was missed is counted."""
    late = tip.work.due is not None and tip.work.due < tx.now and phase != tip.work.phase
    return {
        "phase": phase,
        "due": due,
        "rested": None,
        "alerted": limits.passed(tx.policy, due, tx.now) if due else 0,
        "missed": tip.work.missed + late,
    }


def _sooner(tx: Transaction, tip: Tip, phase: Phase | None) -> datetime | None:
    urgent = limits.until(tx.policy, f"{tx.policy.promise.urgent_hours} hours", tx.now).by
    return min(urgent, tip.work.due) if tip.work.due else (urgent if phase else None)


def _as_it_was(tip: Tip, before: Entry | None) -> Values:
    was = before.facts["was"] if before is not None else {}
    state = TipState(before.was) if before is not None else tip.state
    due = datetime.fromisoformat(was["due"]) if was.get("due") else None
    limit = {"phase": PHASES.get(state), "due": due, "rested": None, "alerted": 0}
    return {**limit, "outcome": None, "urgent": int(was.get("urgent", 0)), "desk": was.get("desk") or None}
