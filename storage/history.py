"""What happened to a tip, in order: rows are added, and nothing but their words is ever taken away."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from bot.rules.tips import Move
from storage.engine import Transaction
from storage.tables import history
from storage.vault import padded

_STEP = 512

OF = "of"
"""A fact of what somebody said whose tip stands behind this one: the number of theirs."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; `at` is exact to the hour, `words` are what the sender added, or why staff did it.

    `was` is the state before, `role` and `who` (a person's id) tell who of the staff did it, `facts` what else belongs
    to it as JSON values: a desk, a date, a number.
    """

    move: Move
    at: datetime
    words: str = ""
    step: int = 0
    was: str = ""
    role: str = ""
    who: bytes | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


async def append(
    tx: Transaction,
    tip: bytes,
    move: Move,
    words: str = "",
    *,
    was: str = "",
    role: str = "",
    who: bytes | None = None,
    facts: Mapping[str, Any] | None = None,
) -> int:
    """Add what happened now; returns its place in what happened to this tip, from 0."""
    row = secrets.token_bytes(16)
    steps = int((await tx.execute(select(func.count()).where(history.c.tip == tip))).scalar_one())
    values = {
        "id": row,
        "tip": tip,
        "step": steps,
        "move": move,
        "hour": tx.hour,
        "body": tx.vault.seal("history.body", row, padded(words.encode(), _STEP)) if words else None,
        "was": was,
        "role": role,
        "who": tx.vault.seal("history.who", row, who) if who else None,
        "facts": tx.vault.seal_json("history.facts", row, facts, _STEP) if facts else None,
    }
    await tx.execute(insert(history), values)
    return steps


async def of(tx: Transaction, tip: bytes) -> list[Entry]:
    """Return what happened to a tip, the first thing first."""
    rows = await tx.execute(select(history).where(history.c.tip == tip).order_by(history.c.step))
    return [_entry(tx, row) for row in rows]


async def empty(tx: Transaction, tip: bytes) -> None:
    """Delete what was added to a tip that is taken back; that something was added stays."""
    await tx.execute(update(history).where(history.c.tip == tip).values(body=None, facts=None))


async def at(tx: Transaction, tip: bytes, step: int) -> Entry | None:
    """Return one thing that happened, by its place."""
    row = (await tx.execute(select(history).where(history.c.tip == tip, history.c.step == step))).first()
    return _entry(tx, row) if row else None


async def last(tx: Transaction, tip: bytes) -> Entry | None:
    """Return the last thing that happened."""
    newest = select(history).where(history.c.tip == tip).order_by(history.c.step.desc()).limit(1)
    row = (await tx.execute(newest)).first()
    return _entry(tx, row) if row else None


def _entry(tx: Transaction, row: Row[*tuple[Any, ...]]) -> Entry:
    return Entry(
        move=Move(row.move),
        at=datetime.fromtimestamp(row.hour, UTC),
        words=tx.vault.open("history.body", row.id, row.body).decode().rstrip(" ") if row.body else "",
        step=row.step,
        was=row.was,
        role=row.role,
        who=tx.vault.open("history.who", row.id, row.who) if row.who else None,
        facts=tx.vault.open_json("history.facts", row.id, row.facts) if row.facts else {},
    )
