"""What people may ask of what is kept of them: who looked, and to be forgotten for good."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import delete, insert, select, update

from bot.rules.approvals import Trace
from bot.rules.tips import Openness
from storage import followers, matters, media, parts, ties
from storage.engine import Transaction
from storage.tables import looks, people, tips

TOMBSTONES = "forgotten"
_SIZE = 16


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody of that role wished to see the person's name, for what, and what became of it in that hour."""

    role: str
    hour: datetime
    what: Trace
    need: str


async def looked(tx: Transaction, person: bytes, role: str, what: Trace, need: str) -> None:
    """Record what became of somebody's wish to see a person's name."""
    row = {
        "id": secrets.token_bytes(16),
        "person": tx.vault.blind("looks.person", person),
        "role": role,
        "what": what,
        "need": need,
        "hour": tx.hour,
    }
    await tx.execute(insert(looks), row)


async def looks_at(tx: Transaction, person: bytes, most: int = 10) -> list[Look]:
    """Return who saw a person's name, or wished to, newest first."""
    found = await tx.execute(
        select(looks.c.role, looks.c.hour, looks.c.what, looks.c.need)
        .where(looks.c.person == tx.vault.blind("looks.person", person))
        .order_by(looks.c.hour.desc())
        .limit(most)
    )
    return [Look(role, datetime.fromtimestamp(hour, UTC), Trace(what), need) for role, hour, what, need in found]


async def forget(tx: Transaction, person: bytes) -> None:
    """Destroy a person's key and every link to them; their tips stay, and nobody can tell any more whose they were.

    The tombstone lies outside the database: when an older backup is restored, the person is forgotten again.
    """
    if tx.folder is not None:
        _bury(tx.folder / TOMBSTONES, person)
    await _unlink(tx, person)


async def forget_again(tx: Transaction) -> int:
    """Forget, after a restore, whoever was forgotten since the backup; returns how many were still there."""
    if tx.folder is None or not (tx.folder / TOMBSTONES).exists():
        return 0
    buried = (tx.folder / TOMBSTONES).read_bytes()
    known = set((await tx.execute(select(people.c.id))).scalars())
    back = known & {buried[at : at + _SIZE] for at in range(0, len(buried), _SIZE)}
    for person in back:
        await _unlink(tx, person)
    return len(back)


async def _unlink(tx: Transaction, person: bytes) -> None:
    nobody = {"reporter": None, "reporter_sealed": None, "openness": Openness.ANONYMOUS}
    await media.drop_originals(tx, tx.vault.blind("tips.reporter", person))
    await tx.execute(update(tips).where(tips.c.reporter == tx.vault.blind("tips.reporter", person)).values(nobody))
    await tx.execute(delete(looks).where(looks.c.person == tx.vault.blind("looks.person", person)))
    finder = (await tx.execute(select(people.c.finder).where(people.c.id == person))).scalar()
    if finder is not None:
        await parts.forget(tx, person, parts.once(tx, finder))
        await matters.forget_hands(tx, person, parts.once(tx, finder))
    await followers.stop(tx, person)
    await ties.drop(tx, person)
    await tx.execute(delete(people).where(people.c.id == person))


def _bury(path: Path, person: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        os.write(handle, person)
        os.fsync(handle)
    finally:
        os.close(handle)
