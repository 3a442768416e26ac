"""Deeds about open work that changes hands at once: of whoever leaves or moves, or turns out to be tied to a home."""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules.people import Role
from bot.rules.tips import Move
from handlers.deeds import sight, staff_groups
from storage import Transaction, audit, cases, history, timers
from storage.cases import Wish
from storage.people import Person
from storage.scopes import ALL
from storage.tip_rows import Tip

MOST = 1000
FREED = "freed"
"""A timer of the house: desks hear of tips that nobody has any more, `freed NUMBER NUMBER`."""


async def open_work(tx: Transaction, person: bytes) -> list[Tip]:
    """Return the open tips that somebody took, also those that wait for a word from their sender."""
    return await cases.listed(tx, ALL, Wish(handler=person), MOST)


async def let_go(tx: Transaction, person: Person, by: Person) -> None:
    """Give back to their desks the open tips that somebody took and, as they are now, may not handle."""
    scope, handles = await sight.scope_of(tx, person), person.role in (Role.OFFICER, Role.GRID_WORKER)
    freed = [tip for tip in await open_work(tx, person.id) if not (handles and scope.holds(tip))]
    for tip in freed:
        await _hand(tx, tip, None, by)
    if freed:
        told = " ".join([FREED, *(tip.number for tip in freed)])
        await timers.begin(tx, timers.Timer(told, 0, 0, ""), int(tx.now.timestamp()))


async def give(tx: Transaction, tips: Sequence[Tip], to: Person, by: Person) -> list[Tip]:
    """Let somebody have those of some tips that they may see; returns these."""
    scope = await sight.scope_of(tx, to)
    return [await _hand(tx, tip, to, by) for tip in tips if scope.holds(tip)]


async def _hand(tx: Transaction, tip: Tip, to: Person | None, by: Person) -> Tip:
    """Let a tip change hands; its history says so, and everybody concerned is told at once and not for each tip."""
    facts = {"desk": tip.work.desk, **({"to": to.id.hex()} if to else {})}
    await history.append(tx, tip.id, Move.HAND_OVER, was=tip.state, role=by.role, who=by.id, facts=facts)
    await audit.record(tx, by.role, "tip.hand_over", tip.number, by.id)
    await staff_groups.touch(tx, tip)
    return await cases.give(tx, tip, to.id if to else None)
