"""What happened to a tip, in order: rows are added, and nothing but their words is ever taken away."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from bot.rules.tips import Move
from storage.engine import Transaction
from storage.inbox import HOUR
from storage.tables import history
from storage.vault import padded

_STEP = 512


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; `at` is exact to the hour, `words` are what the sender added."""

    move: Move
    at: datetime
    words: str = ""


async def append(tx: Transaction, tip: bytes, move: Move, words: str = "") -> None:
    """Add what happened now."""
    row = secrets.token_bytes(16)
    steps = (await tx.execute(select(func.count()).where(history.c.tip == tip))).scalar_one()
    values = {
        "id": row,
        "tip": tip,
        "step": steps,
        "move": move,
        "hour": int(tx.now.timestamp()) // HOUR * HOUR,
        "body": tx.vault.seal("history.body", row, padded(words.encode(), _STEP)) if words else None,
    }
    await tx.execute(insert(history), values)


async def of(tx: Transaction, tip: bytes) -> list[Entry]:
    """Return what happened to a tip, the first thing first."""
    rows = await tx.execute(select(history).where(history.c.tip == tip).order_by(history.c.step))
    return [_entry(tx, row) for row in rows]


async def empty(tx: Transaction, tip: bytes) -> None:
    """Delete what was added to a tip that is taken back; that something was added stays."""
    await tx.execute(update(history).where(history.c.tip == tip).values(body=None))


def _entry(tx: Transaction, row: Row[*tuple[Any, ...]]) -> Entry:
    words = tx.vault.open("history.body", row.id, row.body).decode().rstrip(" ") if row.body else ""
    return Entry(Move(row.move), datetime.fromtimestamp(row.hour, UTC), words)
