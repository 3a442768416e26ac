"""What a move does to a tip besides its state and limit: whose it is, what it stands behind, how it ended."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import TypeAlias

from bot.dialogue import Declined
from bot.rules.people import Role
from bot.rules.tips import Move, TipState
from bot.texts import _
from handlers.deeds.running import Facts, Values
from handlers.deeds.sight import NO_TIP, front, speaker
from storage import Transaction, cases, history
from storage import tips as store
from storage.tip_rows import Tip

Effect: TypeAlias = Callable[[Transaction, Tip, Facts], Awaitable[Values]]
"""What a move does besides: returns further columns of the tip to change."""

ALONE = _("No. {number} stands behind no other: there is nothing to take apart.")
PARTS_OPEN = _("Parts of No. {number} are still open at other desks: it is closed when all of them are.")


async def _assigned(_tx: Transaction, tip: Tip, facts: Facts) -> Values:
    grid = facts.get("grid") or tip.report.spot.grid
    return {"desk": facts["desk"], "grid": grid, "handler": None, "handler_sealed": None}


async def _split(_tx: Transaction, _tip: Tip, facts: Facts) -> Values:
    return {"desk": facts["desk"]}


async def _handed_over(tx: Transaction, tip: Tip, facts: Facts) -> Values:
    to = facts.get("to")
    if to:
        await cases.give(tx, tip, bytes.fromhex(str(to)))
        return {}
    return await _assigned(tx, tip, facts)


async def _taken(tx: Transaction, tip: Tip, _facts: Facts) -> Values:
    who = await speaker(tx)
    await cases.give(tx, tip, who.id if who else None)
    return {}


async def _verified(tx: Transaction, tip: Tip, _facts: Facts) -> Values:
    """Let a tip that nobody has lie with whoever went there and found it true."""
    who = await speaker(tx)
    if who is not None and tip.work.handler is None and who.role in (Role.GRID_WORKER, Role.OFFICER):
        await cases.give(tx, tip, who.id)
    return {}


async def _merged(tx: Transaction, tip: Tip, facts: Facts) -> Values:
    main = await store.by_number(tx, str(facts["main"]))
    if main is None:
        raise Declined(NO_TIP)
    await store.join(tx, tip, main)
    return {"outcome": "duplicate", "main": main.id}


async def _closed(tx: Transaction, tip: Tip, _facts: Facts) -> Values:
    parts = await cases.parts(tx, tip)
    if not await are_over(tx, parts):
        raise Declined(PARTS_OPEN(number=tip.number))
    outcome = {TipState.UNFOUNDED: "unfounded", TipState.OUTSIDE: "outside"}.get(tip.state, "fixed")
    if any(each.work.outcome == "not_fixed" for each in parts):
        outcome = "partly"
    return {"outcome": outcome, "ended": tx.hour, "asked": 0}


async def are_over(tx: Transaction, parts: Iterable[Tip]) -> bool:
    """Tell whether all parts of a tip have ended; one that was put with another report ends with that."""
    fronts = [await front(tx, each) for each in parts]
    return all(each.state is TipState.CLOSED for each in fronts)


async def _taken_back(tx: Transaction, tip: Tip, _facts: Facts) -> Values:
    """Take a tip, and those that stood behind it, from behind the one it was merged with."""
    made = next((each for each in reversed(await history.of(tx, tip.id)) if each.move is Move.MERGE), None)
    if tip.state is TipState.DUPLICATE and made is not None:
        await cases.lead(tx, tip, list(made.facts.get("behind", [])))
        return {"main": None, "outcome": None}
    return {}


async def _separated(tx: Transaction, tip: Tip, facts: Facts) -> Values:
    """Take a tip from behind another, also one that its own sender put there."""
    if tip.main is None:
        raise Declined(ALONE(number=tip.number))
    return await _taken_back(tx, tip, facts) or {"main": None}


async def _given_up(tx: Transaction, tip: Tip, facts: Facts) -> Values:
    return {**await _closed(tx, tip, facts), "outcome": "not_fixed"}


async def _reopened(_tx: Transaction, _tip: Tip, _facts: Facts) -> Values:
    return {"outcome": None, "ended": None, "asked": 0}


async def _reclassified(_tx: Transaction, _tip: Tip, facts: Facts) -> Values:
    return {"hazard": facts["hazard"]}


EFFECTS: Mapping[Move, Effect] = {
    Move.RECLASSIFY: _reclassified,
    Move.ASSIGN: _assigned,
    Move.SPLIT: _split,
    Move.HAND_OVER: _handed_over,
    Move.TAKE: _taken,
    Move.GO: _taken,
    Move.VERIFY: _verified,
    Move.MERGE: _merged,
    Move.SEPARATE: _separated,
    Move.UNDO: _taken_back,
    Move.CLOSE: _closed,
    Move.GIVE_UP: _given_up,
    Move.REOPEN: _reopened,
}
