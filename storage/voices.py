"""Voice messages that somebody must listen to: nothing tells them from other files but what is sealed of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal, TypeAlias

from sqlalchemy import Row, select

from bot.rules.tips import TipState
from storage import media
from storage.engine import Transaction
from storage.media import Item
from storage.scopes import Scope, within
from storage.tables import media as table
from storage.tables import tips

How: TypeAlias = Literal["words", "nothing"]
OVER = (TipState.CLOSED, TipState.WITHDRAWN)


async def unheard(tx: Transaction, scope: Scope, number: str | None = None) -> list[Item]:
    """Return the voice messages of tips, or of one, that nobody has listened to yet, the oldest first."""
    return [item for item, _row in await _unheard(tx, scope, number)]


async def _unheard(tx: Transaction, scope: Scope, number: str | None) -> list[tuple[Item, Row[Any]]]:
    waiting = (table.c.state == "kept", tips.c.state.not_in(OVER), within(scope))
    chosen = select(table).join(tips, tips.c.id == table.c.tip).where(*waiting)
    if number is not None:
        chosen = chosen.where(tips.c.number == number)
    rows = await tx.execute(chosen.order_by(tips.c.filed, tips.c.number, table.c.place))
    items = [(media.opened(tx, row), row) for row in rows]
    return [(item, row) for item, row in items if item.kind == "voice" and not item.by and not item.heard]


async def claim_next(
    tx: Transaction, person: bytes, until: datetime, scope: Scope, number: str | None = None, passed: Sequence[str] = ()
) -> Item | None:
    """Let somebody listen to the oldest voice message that nobody else listens to now; None when there is none."""
    waiting = await _unheard(tx, scope, number)
    for item, row in sorted(waiting, key=lambda each: each[0].id.hex() in passed):
        if item.claim in ("", person.hex()) or item.until <= int(tx.now.timestamp()):
            claimed = replace(item, claim=person.hex(), until=int(until.timestamp()))
            if await media.change(tx, row, claimed):
                return claimed
    return None


async def put_back(tx: Transaction, item: bytes, person: bytes) -> None:
    """Let others listen to what somebody does not listen to any more."""
    if (row := await _row(tx, item)) and (found := media.opened(tx, row)).claim == person.hex():
        await media.change(tx, row, replace(found, claim="", until=0))


async def hear(tx: Transaction, item: bytes, how: How) -> bool:
    """Keep that somebody listened, and whether there was anything to understand; False when it was heard before."""
    row = await _row(tx, item)
    found = media.opened(tx, row) if row else None
    if row is None or found is None or found.kind != "voice" or found.heard:
        return False
    return await media.change(tx, row, replace(found, heard=how, claim="", until=0))


async def _row(tx: Transaction, item: bytes) -> Row[Any] | None:
    return (await tx.execute(select(table).where(table.c.id == item))).first()
