"""Tips as they are handled: what changes of them, and who finds which."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, true, update

from bot.rules.tips import OPEN, TipState
from storage.engine import Transaction
from storage.scopes import Scope, within
from storage.tables import tips
from storage.tip_rows import Tip, opened


@dataclass(frozen=True, slots=True)
class Wish:
    """Which tips are looked for: in these states, of one handler or of none, past their limit, of a place.

    `estate` is how the keys of its buildings begin.
    """

    states: Collection[TipState] = OPEN
    handler: bytes | None = None
    unclaimed: bool = False
    overdue: datetime | None = None
    flat: str | None = None
    building: str | None = None
    estate: str | None = None
    grid: str | None = None


def _wanted(tx: Transaction, scope: Scope, wish: Wish) -> tuple[ColumnElement[bool], ...]:
    found = [within(scope), tips.c.main.is_(None), tips.c.state.in_(wish.states)]
    if wish.handler is not None:
        found.append(tips.c.handler == tx.vault.blind("tips.handler", wish.handler))
    if wish.unclaimed:
        found.append(tips.c.handler.is_(None))
    if wish.overdue is not None:
        found += [tips.c.due < int(wish.overdue.timestamp()), tips.c.rested.is_(None)]
    return (*found, *_placed(wish))


def _placed(wish: Wish) -> list[ColumnElement[bool]]:
    named = ((tips.c.dwelling, wish.flat), (tips.c.building, wish.building), (tips.c.grid, wish.grid))
    found = [column == key for column, key in named if key is not None]
    return found if wish.estate is None else [*found, tips.c.building.startswith(wish.estate, autoescape=True)]


async def listed(tx: Transaction, scope: Scope, wish: Wish, most: int, skip: int = 0) -> list[Tip]:
    """Return tips that somebody may see, those first that must be dealt with first."""
    chosen = select(tips).where(*_wanted(tx, scope, wish))
    ordered = chosen.order_by(tips.c.due.is_(None), tips.c.due, tips.c.number).limit(most).offset(skip)
    return [opened(tx, row) for row in await tx.execute(ordered)]


async def count(tx: Transaction, scope: Scope, wish: Wish) -> int:
    """Return how many tips somebody may see."""
    return int((await tx.execute(select(func.count()).where(*_wanted(tx, scope, wish)))).scalar_one())


async def get(tx: Transaction, tip: bytes) -> Tip | None:
    """Return a tip by its id."""
    row = (await tx.execute(select(tips).where(tips.c.id == tip))).first()
    return opened(tx, row) if row else None


async def change(tx: Transaction, tip: Tip, **values: Any) -> Tip:
    """Change plain columns of a tip and return it as it is now."""
    plain = {name: _plain(value) for name, value in values.items()}
    await tx.execute(update(tips).where(tips.c.id == tip.id).values(plain))
    changed = await get(tx, tip.id)
    assert changed is not None  # noqa: S101 - nothing deletes a tip
    return changed


def _plain(value: Any) -> Any:
    return int(value.timestamp()) if isinstance(value, datetime) else value


async def give(tx: Transaction, tip: Tip, person: bytes | None) -> Tip:
    """Let a person have a tip, or nobody."""
    blind = tx.vault.blind("tips.handler", person) if person else None
    sealed = tx.vault.seal("tips.handler_sealed", tip.id, person) if person else None
    return await change(tx, tip, handler=blind, handler_sealed=sealed)


async def next_card(tx: Transaction, person: bytes, scope: Scope, behind: Tip | None = None) -> Tip | None:
    """Return the tip of triage that must be answered first, or first `behind` another, and lies on nobody's screen."""
    now = int(tx.now.timestamp())
    mine = tips.c.claim == tx.vault.blind("tips.claim", person)
    free = or_(tips.c.claim.is_(None), tips.c.claimed_until <= now, mine)
    new = (tips.c.state.in_((TipState.RECEIVED, TipState.REOPENED)), tips.c.main.is_(None), tips.c.parent.is_(None))
    chosen = select(tips).where(*new, free, within(scope), _later(behind))
    row = (await tx.execute(chosen.order_by(_promised, tips.c.number).limit(1))).first()
    return opened(tx, row) if row else None


_promised = func.coalesce(tips.c.due, tips.c.answer_by)
"""By when a new tip must be answered; one that was taken up again has a limit of its own."""


def _later(behind: Tip | None) -> ColumnElement[bool]:
    if behind is None:
        return true()
    by = int((behind.work.due or behind.answer_by).timestamp())
    return or_(_promised > by, and_(_promised == by, tips.c.number > behind.number))


async def claim(tx: Transaction, tip: Tip, person: bytes | None, until: datetime | None = None) -> bool:
    """Put a tip on somebody's screen, or on nobody's; False when it lies on another's."""
    now = int(tx.now.timestamp())
    blind = tx.vault.blind("tips.claim", person) if person else None
    free = or_(tips.c.claim.is_(None), tips.c.claimed_until <= now, tips.c.claim == blind)
    place = update(tips).where(tips.c.id == tip.id, free if person else true())
    done = await tx.execute(place.values(claim=blind, claimed_until=int(until.timestamp()) if until else None))
    return bool(done.rowcount)


async def joined(tx: Transaction, tip: Tip) -> list[Tip]:
    """Return the tips that stand behind another, the first filed first."""
    behind = select(tips).where(tips.c.main == tip.id, tips.c.state != TipState.WITHDRAWN)
    return [opened(tx, row) for row in await tx.execute(behind.order_by(tips.c.filed, tips.c.ordinal, tips.c.number))]


async def lead(tx: Transaction, tip: Tip, numbers: Sequence[str]) -> None:
    """Let the tips of these numbers stand behind this one again."""
    await tx.execute(update(tips).where(tips.c.number.in_(numbers)).values(main=tip.id))


async def parts(tx: Transaction, tip: Tip) -> list[Tip]:
    """Return the parts of a tip that was split."""
    own = select(tips).where(tips.c.parent == tip.id).order_by(tips.c.number)
    return [opened(tx, row) for row in await tx.execute(own)]


async def alike(
    tx: Transaction, building: str | None, hazard: str, since: datetime, but: bytes = b"", most: int = 5
) -> list[Tip]:
    """Return tips of a kind in a building, the newest first, `but` one of them: they may be one matter."""
    here = and_(tips.c.building == building, tips.c.hazard == hazard, tips.c.id != but)
    own = (tips.c.main.is_(None), tips.c.parent.is_(None), tips.c.state != TipState.WITHDRAWN)
    recent = tips.c.filed >= int(since.timestamp())
    chosen = select(tips).where(here, *own, recent).order_by(tips.c.filed.desc(), tips.c.ordinal.desc()).limit(most)
    return [opened(tx, row) for row in await tx.execute(chosen)] if building is not None else []


async def kinds_in(tx: Transaction, buildings: Collection[str], since: datetime) -> set[tuple[str, str]]:
    """Return buildings and kinds of which something was reported since a moment and is still open."""
    there = (tips.c.building.in_(buildings), tips.c.filed >= int(since.timestamp()), tips.c.state.in_(OPEN))
    found = await tx.execute(select(tips.c.building, tips.c.hazard).where(*there).distinct())
    return {(building, hazard) for building, hazard in found}


async def of_place(tx: Transaction, tip: Tip, most: int = 5) -> list[Tip]:
    """Return what else was reported of the flat of a tip, or where that is not certain of its building."""
    spot = tip.report.spot
    place = tips.c.dwelling == spot.dwelling if spot.dwelling else tips.c.building == spot.building
    if spot.building is None:
        return []
    own = (tips.c.id != tip.id, tips.c.main.is_(None), tips.c.state != TipState.WITHDRAWN)
    chosen = select(tips).where(place, *own).order_by(tips.c.filed.desc(), tips.c.number).limit(most)
    return [opened(tx, row) for row in await tx.execute(chosen)]


async def near(tx: Transaction, before: datetime, alerts: int, most: int = 100) -> list[Tip]:
    """Return tips whose limit ends before a moment and of which not all alerts were said."""
    running = (tips.c.due <= int(before.timestamp()), tips.c.rested.is_(None), tips.c.alerted < alerts)
    chosen = select(tips).where(*running, tips.c.main.is_(None)).order_by(tips.c.due).limit(most)
    return [opened(tx, row) for row in await tx.execute(chosen)]


async def in_state(tx: Transaction, state: TipState) -> list[Tip]:
    """Return all tips in a state."""
    return [opened(tx, row) for row in await tx.execute(select(tips).where(tips.c.state == state))]


async def split_and_done(tx: Transaction) -> list[Tip]:
    """Return tips that have parts and are done themselves."""
    done = (TipState.RECTIFIED, TipState.UNFOUNDED, TipState.OUTSIDE)
    whole = tips.c.id.in_(select(tips.c.parent).where(tips.c.parent.is_not(None)))
    return [opened(tx, row) for row in await tx.execute(select(tips).where(whole, tips.c.state.in_(done)))]


async def to_ask(tx: Transaction, since: datetime) -> list[Tip]:
    """Return tips that were closed as put right before a moment, and whose senders were not asked yet."""
    closed = (tips.c.state == TipState.CLOSED, tips.c.outcome == "fixed", tips.c.asked == 0)
    own = (tips.c.main.is_(None), tips.c.parent.is_(None), tips.c.ended <= int(since.timestamp()))
    return [opened(tx, row) for row in await tx.execute(select(tips).where(*closed, *own))]


async def release(tx: Transaction, person: bytes) -> int:
    """Let nobody have the tips that a person took; returns how many there were."""
    mine = update(tips).where(tips.c.handler == tx.vault.blind("tips.handler", person))
    return (await tx.execute(mine.values(handler=None, handler_sealed=None))).rowcount


async def kept(tx: Transaction, scope: Scope, now: datetime) -> tuple[int, int, int]:
    """Return how many tips were closed in time, how many late, and how many are open behind their limit."""
    own = (within(scope), tips.c.main.is_(None))
    ended = select(tips.c.missed > 0, func.count()).where(*own, tips.c.state == TipState.CLOSED)
    closed = {bool(late): count for late, count in await tx.execute(ended.group_by(tips.c.missed > 0))}
    late = Wish(overdue=now)
    return closed.get(False, 0), closed.get(True, 0), await count(tx, scope, late)
