"""Open tips of which nobody hears: those whose sender is out of reach, and those that their desk never opened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, exists, func, select, true

from bot.rules.people import Role
from bot.rules.silence import Silence, of_sender
from bot.rules.sources import Source
from bot.rules.tips import OPEN, Move, TipState
from storage import people
from storage.engine import Transaction
from storage.scopes import Scope, within
from storage.tables import audit, history, outbox, routes, tips

_CAME_TO_A_DESK = (Move.ASSIGN, Move.HAND_OVER, Move.SPLIT)
_OPENED = ("tip.read", "tip.full")
_COLUMNS = (tips.c.id, tips.c.number, tips.c.source, tips.c.reporter_sealed, routes.c.sealed)


async def of_sender_of(tx: Transaction, tip: bytes) -> Silence | None:
    """Return why the sender of a tip does not hear what is said to them."""
    row = (await tx.execute(_senders().where(tips.c.id == tip))).first()
    return await _silence(tx, row, await _held(tx)) if row else None


async def out_of_reach(tx: Transaction, scope: Scope) -> list[str]:
    """Return the numbers of the open tips whose senders should be reached in this chat and cannot be."""
    own = (within(scope), tips.c.state.in_(OPEN), tips.c.main.is_(None), tips.c.parent.is_(None))
    rows, held = (await tx.execute(_senders().where(*own).order_by(tips.c.number))).all(), await _held(tx)
    # A known sender has a way for as long as they are known: only whether they stopped the bot must be looked up.
    doubted = [row for row in rows if held or row.reporter_sealed is None]
    return [row.number for row in doubted if await _silence(tx, row, held) in (Silence.STOPPED, Silence.UNREACHABLE)]


def _senders() -> Any:
    return select(*_COLUMNS).outerjoin(routes, routes.c.tip == tips.c.id)


async def _held(tx: Transaction) -> set[bytes]:
    """Return the chats for which something is held back because they stopped the bot."""
    return set((await tx.execute(select(outbox.c.lane).where(outbox.c.state == "blocked"))).scalars())


async def _silence(tx: Transaction, row: Row[Any], held: set[bytes]) -> Silence | None:
    chat = await _chat(tx, row)
    stopped = chat is not None and tx.vault.blind("outbox.lane", chat) in held
    known = row.reporter_sealed is not None
    return of_sender(in_chat=row.source == Source.CHAT, known=known, has_way=chat is not None, held=stopped)


async def _chat(tx: Transaction, row: Row[Any]) -> int | None:
    if row.reporter_sealed is not None:
        contact = await people.contact(tx, tx.vault.open("tips.reporter_sealed", row.id, row.reporter_sealed))
        return contact.chat if contact else None
    return int(tx.vault.open_json("routes.sealed", row.id, row.sealed)["chat"]) if row.sealed else None


async def unopened(tx: Transaction, scope: Scope, before: datetime, number: str | None = None) -> list[str]:
    """Return the numbers of the tips, or of one, that came to a desk before a moment and that nobody opened or took."""
    came = select(func.max(history.c.hour)).where(history.c.tip == tips.c.id, history.c.move.in_(_CAME_TO_A_DESK))
    since = came.correlate(tips).scalar_subquery()
    workers = (Role.OFFICER, Role.GRID_WORKER)
    opened = exists().where(
        audit.c.object == tips.c.number, audit.c.action.in_(_OPENED), audit.c.role.in_(workers), audit.c.hour >= since
    )
    own = (within(scope), tips.c.state == TipState.ASSIGNED, tips.c.handler.is_(None), tips.c.main.is_(None))
    late = since <= int(before.timestamp())
    one = tips.c.number == number if number else true()
    chosen = select(tips.c.number).where(*own, one, late, ~opened).order_by(tips.c.due, tips.c.number)
    return list((await tx.execute(chosen)).scalars())
