"""Invitations to a role: found by the blind index of what the link holds, followed once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, insert, select, update

from storage.engine import Transaction
from storage.tables import invites

KEPT_DAYS = 30
"""How long an invitation that ended can still be told from one that never was."""


@dataclass(frozen=True, slots=True)
class Invite:
    """An invitation to a role with its scope; `inviter` is a person's id."""

    role: str
    scope: str
    inviter: bytes
    expires: datetime
    used: bool


async def make(tx: Transaction, code: str, role: str, scope: str, inviter: bytes, expires: datetime) -> None:
    """Keep an invitation, and forget those that ended long ago."""
    row = tx.vault.blind("invites.code", code)
    long_ago = int((tx.now - timedelta(days=KEPT_DAYS)).timestamp())
    await tx.execute(delete(invites).where(invites.c.expires < long_ago))
    values = {
        "code": row,
        "role": role,
        "scope": scope,
        "inviter": tx.vault.seal("invites.inviter", row, inviter),
        "expires": int(expires.timestamp()),
        "used": 0,
    }
    await tx.execute(insert(invites).values(values))


async def find(tx: Transaction, code: str) -> Invite | None:
    """Return the invitation of a link."""
    row = tx.vault.blind("invites.code", code)
    found = (await tx.execute(select(invites).where(invites.c.code == row))).first()
    if found is None:
        return None
    inviter = tx.vault.open("invites.inviter", row, found.inviter)
    return Invite(found.role, found.scope, inviter, datetime.fromtimestamp(found.expires, UTC), bool(found.used))


async def use(tx: Transaction, code: str) -> bool:
    """Use an invitation up; False when somebody was quicker."""
    row = tx.vault.blind("invites.code", code)
    taken = await tx.execute(update(invites).where(invites.c.code == row, invites.c.used == 0).values(used=1))
    return bool(taken.rowcount)
