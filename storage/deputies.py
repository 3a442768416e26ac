"""Deputies: who stands in for whom, from when until when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Insert, delete, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from storage.engine import Transaction
from storage.tables import deputies


async def put(tx: Transaction, person: bytes, deputy: bytes, begins: datetime, ends: datetime) -> None:
    """Let somebody stand in for a person, in place of whoever did before."""
    key = tx.vault.blind("deputies.person", person)
    row = {
        "person": key,
        "deputy": tx.vault.blind("deputies.deputy", deputy),
        "begins": int(begins.timestamp()),
        "ends": int(ends.timestamp()),
        "body": tx.vault.seal("deputies.body", key, person + deputy),
    }
    await tx.execute(_PUT[tx.dialect], row)


async def end(tx: Transaction, person: bytes) -> None:
    """Let nobody stand in for a person any more."""
    await tx.execute(delete(deputies).where(deputies.c.person == tx.vault.blind("deputies.person", person)))


async def of(tx: Transaction, person: bytes) -> tuple[bytes, datetime, datetime] | None:
    """Return who stands in for a person, from when until when; None when nobody does or it is over."""
    own = deputies.c.person == tx.vault.blind("deputies.person", person)
    row = (await tx.execute(select(deputies).where(own, deputies.c.ends > int(tx.now.timestamp())))).first()
    if row is None:
        return None
    begins, ends = (datetime.fromtimestamp(moment, UTC) for moment in (row.begins, row.ends))
    return _both(tx, row)[1], begins, ends


async def stands_in_for(tx: Transaction, deputy: bytes) -> list[bytes]:
    """Return for whom somebody stands in now."""
    now = int(tx.now.timestamp())
    mine = deputies.c.deputy == tx.vault.blind("deputies.deputy", deputy)
    current = select(deputies).where(mine, deputies.c.begins <= now, deputies.c.ends > now)
    return [_both(tx, row)[0] for row in await tx.execute(current)]


def _both(tx: Transaction, row: Any) -> tuple[bytes, bytes]:
    both = tx.vault.open("deputies.body", row.person, row.body)
    return both[: len(both) // 2], both[len(both) // 2 :]


def _put(dialect: str) -> Insert:
    insert = insert_sqlite(deputies) if dialect == "sqlite" else insert_postgresql(deputies)
    newer = {name: insert.excluded[name] for name in ("deputy", "begins", "ends", "body")}
    return insert.on_conflict_do_update(index_elements=["person"], set_=newer)


_PUT = {dialect: _put(dialect) for dialect in ("sqlite", "postgresql")}
