"""Notices to the public: what is said to whom between two moments; nothing in them is secret."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Row, bindparam, delete, insert, select

from bot.rules.notices import Area
from storage.engine import Transaction
from storage.tables import notices


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice; `name` stands for it in a button."""

    id: bytes
    area: Area
    words: str
    begins: datetime
    ends: datetime

    @property
    def name(self) -> str:
        """The notice's id as it stands in a button."""
        return self.id.hex()


async def put(tx: Transaction, area: Area, words: str, begins: datetime, ends: datetime) -> Notice:
    """Keep a notice."""
    made = Notice(secrets.token_bytes(8), area, words, begins, ends)
    values = {
        "id": made.id,
        "community": area.community,
        "grid": area.grid,
        "words": words,
        "begins": int(begins.timestamp()),
        "ends": int(ends.timestamp()),
    }
    await tx.execute(insert(notices).values(values))
    return made


_LISTED = select(notices).where(notices.c.ends > bindparam("now")).order_by(notices.c.begins, notices.c.id)


async def listed(tx: Transaction) -> list[Notice]:
    """Return the notices that are shown now or will be, the earliest first."""
    return [_notice(row) for row in await tx.recall(notices, _LISTED, now=int(tx.now.timestamp()))]


async def current(tx: Transaction) -> list[Notice]:
    """Return the notices that are shown now."""
    return [notice for notice in await listed(tx) if notice.begins <= tx.now]


async def withdraw(tx: Transaction, name: str) -> Notice | None:
    """Take a notice back and return it; None when it is not there any more."""
    found = next((notice for notice in await listed(tx) if notice.name == name), None)
    if found is not None:
        await tx.execute(delete(notices).where(notices.c.id == found.id))
    return found


async def forget(tx: Transaction) -> None:
    """Delete the notices that have ended."""
    await tx.execute(delete(notices).where(notices.c.ends <= int(tx.now.timestamp())))


def _notice(row: Row[tuple[object, ...]]) -> Notice:
    moments = (datetime.fromtimestamp(at, UTC) for at in (row.begins, row.ends))
    return Notice(row.id, Area(row.community, row.grid), row.words, *moments)
