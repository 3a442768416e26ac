"""Who may not file, and until when: found by a blind index; no tip and no person is named, so nothing is linked."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Row, bindparam, delete, insert, select, update

from storage import people
from storage.engine import Transaction
from storage.tables import bans, routes, tips


@dataclass(frozen=True, slots=True)
class Way:
    """The way to somebody's private chat, whose number is that of their account; no screen shows it."""

    chat: int
    language: str


@dataclass(frozen=True, slots=True)
class Ban:
    """A block on filing: `by` is the admin who set it, `objected` is 0, OPEN or CLOSED."""

    id: bytes
    measure: str
    cause: str
    until: datetime
    by: bytes
    way: Way
    objected: int


OPEN, CLOSED = 1, 2
"""An objection that waits, and one that was decided; 0 is none."""


_ALL = select(bans).where(bans.c.until > bindparam("now"))


async def of(tx: Transaction, account: int) -> Ban | None:
    """Return what keeps an account from filing now; None when nothing does."""
    # There are few: all turns of a batch share one look at them.
    rows, whose = await tx.recall(bans, _ALL, now=int(tx.now.timestamp())), tx.vault.blind("bans.person", account)
    row = next((each for each in rows if each.person == whose), None)
    return _ban(tx, row) if row else None


async def get(tx: Transaction, id: bytes) -> Ban | None:
    """Return a block that still counts."""
    row = (await tx.execute(select(bans).where(bans.c.id == id, bans.c.until > int(tx.now.timestamp())))).first()
    return _ban(tx, row) if row else None


async def put(tx: Transaction, way: Way, measure: str, cause: str, until: datetime, by: bytes) -> None:
    """Keep an account from filing, in place of what kept it before unless that lasts longer; forget what is over."""
    whose = bans.c.person == tx.vault.blind("bans.person", way.chat)
    await tx.execute(delete(bans).where(bans.c.until <= int(tx.now.timestamp())))
    before = await of(tx, way.chat)
    if before is not None and before.until >= until:
        return
    await tx.execute(delete(bans).where(whose))
    row = secrets.token_bytes(16)
    values = {
        "id": row,
        "person": tx.vault.blind("bans.person", way.chat),
        "measure": measure,
        "cause": cause,
        "until": int(until.timestamp()),
        "by": tx.vault.seal("bans.by", row, by),
        "way": tx.vault.seal("bans.way", row, f"{way.chat} {way.language}".encode().ljust(_WAY_SIZE)),
        "objected": 0,
    }
    await tx.execute(insert(bans).values(values))


async def object_to(tx: Transaction, ban: Ban) -> None:
    """Remember that the person objected."""
    await tx.execute(update(bans).where(bans.c.id == ban.id).values(objected=OPEN))


async def keep(tx: Transaction, ban: Ban) -> None:
    """Remember that the objection was decided, and the block stays."""
    await tx.execute(update(bans).where(bans.c.id == ban.id).values(objected=CLOSED))


async def lift(tx: Transaction, ban: Ban) -> None:
    """Let the person file again."""
    await tx.execute(delete(bans).where(bans.c.id == ban.id))


async def sender_of(tx: Transaction, number: str) -> Way | None:
    """Return the way to whoever sent a tip, through the sealed route when they are anonymous; None when it is gone."""
    found = select(tips.c.id, tips.c.reporter_sealed, routes.c.sealed).outerjoin(routes, routes.c.tip == tips.c.id)
    row = (await tx.execute(found.where(tips.c.number == number))).first()
    if row is None:
        return None
    if row.reporter_sealed is not None:
        return await person(tx, tx.vault.open("tips.reporter_sealed", row.id, row.reporter_sealed))
    route = tx.vault.open_json("routes.sealed", row.id, row.sealed) if row.sealed else None
    return Way(route["chat"], route["language"]) if route else None


async def person(tx: Transaction, id: bytes) -> Way | None:
    """Return the way to somebody the house knows."""
    whom, contact = await people.get(tx, id), await people.contact(tx, id)
    return Way(contact.chat, (whom and whom.language) or contact.language) if contact else None


_WAY_SIZE = 64


def _ban(tx: Transaction, row: Row[tuple[object, ...]]) -> Ban:
    chat, _, language = tx.vault.open("bans.way", row.id, row.way).decode().strip().partition(" ")
    until, by = datetime.fromtimestamp(row.until, UTC), tx.vault.open("bans.by", row.id, row.by)
    return Ban(row.id, row.measure, row.cause, until, by, Way(int(chat), language), row.objected)
