"""Who did what: an append-only log, each entry bound to all before it and signed, so that no change goes unseen.

No entry is written when an anonymous tip is filed, and none holds words of people. People stand in it as sealed links;
who was forgotten is a link to nobody. The signature needs the keyring: the database alone can forge nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Row, func, insert, select, update

from storage.engine import Transaction
from storage.tables import audit, audit_head
from storage.vault import VaultError

_HEAD = 1
_BROKEN = b"broken"  # what an entry is bound to when the head before it was gone: never right again


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that somebody did: codes of role and action, the object by its code, both people by their ids."""

    seq: int
    hour: datetime
    role: str
    action: str
    object: str
    who: bytes | None
    whom: bytes | None


async def record(
    tx: Transaction, role: str, action: str, object: str = "", who: bytes | None = None, whom: bytes | None = None
) -> None:
    """Append an entry; it commits with what it tells of, or not at all."""
    head = await _head(tx)
    last = 0 if head else await _last(tx)
    count, before = head or (last, _BROKEN if last else b"")
    seq = count + 1
    row = {
        "seq": seq,
        "hour": tx.hour,
        "role": role,
        "action": action,
        "object": object,
        "who": _link(tx, seq, "who", who),
        "whom": _link(tx, seq, "whom", whom),
    }
    mac = _mac(tx, before, *row.values())
    await tx.execute(insert(audit).values(**row, mac=mac))
    sealed = tx.vault.seal_json("audit_head.sealed", bytes([_HEAD]), [seq, mac.hex()])
    known = (await tx.execute(select(audit_head.c.id))).first()
    if known is None:
        await tx.execute(insert(audit_head).values(id=_HEAD, sealed=sealed))
    else:
        await tx.execute(update(audit_head).values(sealed=sealed))


async def begin(tx: Transaction) -> None:
    """Begin the log of a new house, so that an empty one can be told from one that was emptied."""
    if await _head(tx) is None and not await _last(tx):
        await record(tx, "", "log.begin")


async def verify(tx: Transaction) -> int | None:
    """Return the number of the first entry that was changed, moved, forged or taken out; None when all are whole."""
    head, before, expected = await _head(tx), b"", 1
    for row in await tx.execute(select(audit).order_by(audit.c.seq)):
        told = (row.seq, row.hour, row.role, row.action, row.object, row.who, row.whom)
        if row.seq != expected or row.mac != _mac(tx, before, *told):
            return expected
        before, expected = row.mac, expected + 1
    return None if head == (expected - 1, before) else expected


async def count(tx: Transaction) -> int:
    """Return how many entries there are."""
    return int((await tx.execute(select(func.count()).select_from(audit))).scalar_one())


async def newest(tx: Transaction, most: int, skip: int = 0) -> list[Entry]:
    """Return entries, the newest first."""
    listed = select(audit).order_by(audit.c.seq.desc()).limit(most).offset(skip)
    return [_entry(tx, row) for row in await tx.execute(listed)]


def _entry(tx: Transaction, row: Row[tuple[object, ...]]) -> Entry:
    hour = datetime.fromtimestamp(row.hour, UTC)
    who, whom = _linked(tx, row.seq, "who", row.who), _linked(tx, row.seq, "whom", row.whom)
    return Entry(row.seq, hour, row.role, row.action, row.object, who, whom)


def _link(tx: Transaction, seq: int, column: str, person: bytes | None) -> bytes | None:
    return tx.vault.seal(_PLACES[column], seq.to_bytes(8, "big"), person) if person else None


def _linked(tx: Transaction, seq: int, column: str, sealed: bytes | None) -> bytes | None:
    try:
        return tx.vault.open(_PLACES[column], seq.to_bytes(8, "big"), sealed) if sealed else None
    except VaultError:  # changed by somebody: `verify` says so, and the rest can still be read
        return None


_PLACES = {"who": "audit.who", "whom": "audit.whom"}


async def _head(tx: Transaction) -> tuple[int, bytes] | None:
    sealed = (await tx.execute(select(audit_head.c.sealed))).scalar()
    if sealed is None:
        return None
    try:
        count, mac = tx.vault.open_json("audit_head.sealed", bytes([_HEAD]), sealed)
    except VaultError:
        return None
    return count, bytes.fromhex(mac)


async def _last(tx: Transaction) -> int:
    return int((await tx.execute(select(func.max(audit.c.seq)))).scalar() or 0)


def _mac(tx: Transaction, before: bytes, *told: object) -> bytes:
    # Every part with its length, so that nothing can be moved from one into the next.
    parts = [before, *map(_plain, told)]
    return tx.vault.blind("audit.mac", b"".join(len(part).to_bytes(4, "big") + part for part in parts))


def _plain(part: object) -> bytes:
    # As the database will give it back: a name of an enum comes back as its text.
    if isinstance(part, bytes):
        return b"b" + part
    return b"n" if part is None else (b"s" if isinstance(part, str) else b"i") + str(part).encode()
