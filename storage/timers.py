"""What is to happen later: rows with a due time that go to the inbox once, whatever the clock does."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from sqlalchemy import Insert, bindparam, delete, func, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from bot.speech import Incoming
from storage import inbox
from storage.engine import Transaction
from storage.tables import timers

VANISH = "vanish"
"""A timer that takes a message of ours out of a chat: `vanish MESSAGE`."""


@dataclass(frozen=True, slots=True)
class Timer:
    """What will be done (`kind`), and for whom; a person has at most one timer of a kind."""

    kind: str
    chat: int
    person: int
    language: str

    def incoming(self) -> Incoming:
        """Return the timer as the message that it will be."""
        return Incoming(kind="timer", chat=self.chat, person=self.person, language=self.language, command=self.kind)


def of(kind: str, incoming: Incoming) -> Timer:
    """Return a timer for the person who speaks."""
    return Timer(kind, incoming.chat, incoming.person, incoming.language)


async def begin(tx: Transaction, timer: Timer, due: int) -> None:
    """Let a timer ring at that unix time, in place of the person's former one of that kind."""
    key = tx.vault.blind("timers.key", f"{timer.kind} {timer.person}")
    row = {
        "key": key,
        "lane": tx.vault.blind("inbox.lane", timer.person),
        "body": tx.vault.seal_json("timers.body", key, asdict(timer)),
        "due": due,
    }
    await tx.execute(_BEGIN[tx.dialect], row)


async def begin_once(tx: Transaction, timer: Timer, due: int) -> None:
    """Let a timer ring at that unix time, unless the person has one of that kind already."""
    key = tx.vault.blind("timers.key", f"{timer.kind} {timer.person}")
    if (await tx.execute(select(timers.c.key).where(timers.c.key == key))).first() is None:
        await begin(tx, timer, due)


async def last_due(tx: Transaction, waiting: Iterable[Timer]) -> int:
    """Return when the last of some timers rings, as unix time; 0 when none of them waits."""
    keys = [tx.vault.blind("timers.key", f"{timer.kind} {timer.person}") for timer in waiting]
    return int((await tx.execute(select(func.max(timers.c.due)).where(timers.c.key.in_(keys)))).scalar() or 0)


def _begin(dialect: str) -> Insert:
    insert = insert_sqlite(timers) if dialect == "sqlite" else insert_postgresql(timers)
    newer = {"body": insert.excluded.body, "due": insert.excluded.due}
    return insert.on_conflict_do_update(index_elements=["key"], set_=newer)


_BEGIN = {dialect: _begin(dialect) for dialect in ("sqlite", "postgresql")}
_END = delete(timers).where(timers.c.key.in_(bindparam("keys", expanding=True)))


async def end(tx: Transaction, person: int, kinds: Iterable[str]) -> None:
    """Take a person's timers of these kinds away."""
    await tx.execute(_END, {"keys": [tx.vault.blind("timers.key", f"{kind} {person}") for kind in kinds]})


_DUE = select(timers).where(timers.c.due <= bindparam("now")).order_by(timers.c.due).limit(bindparam("most"))


async def ring(tx: Transaction, most: int = 100) -> int:
    """Move the timers that are due to the inbox, each in its person's lane; returns how many there were."""
    found = (await tx.execute(_DUE, {"now": int(tx.now.timestamp()), "most": most})).all()
    rows = []
    for key, lane, body, _due in found:
        timer = tx.vault.open_json("timers.body", key, body)
        rows.append((secrets.token_bytes(16), lane, json.dumps(timer).encode()))
    if rows:
        await inbox.ring(tx, rows)
        await tx.execute(_END, {"keys": [key for key, *_ in found]})
    return len(rows)
