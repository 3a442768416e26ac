"""Approvals: somebody asks for something, and another person grants or refuses it within a term."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from bot.rules.approvals import ApprovalState
from storage.engine import Transaction
from storage.tables import approvals

_STEP = 512


@dataclass(frozen=True, slots=True)
class Approval:
    """A request: of which kind, about what, who asked (a person's id; None for somebody outside) and why.

    `facts` are what is asked for, as JSON values; `answered` is who answered.
    """

    id: bytes
    kind: str
    object: str
    state: ApprovalState
    expires: datetime
    reason: str
    asker: bytes | None = None
    answered: bytes | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """How a button names it."""
        return self.id.hex()


async def ask(
    tx: Transaction,
    kind: str,
    object: str,
    reason: str,
    expires: datetime,
    asker: bytes | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Approval:
    """Keep a request until somebody answers or its term is over."""
    row = secrets.token_bytes(16)
    asked = Approval(row, kind, object, ApprovalState.OPEN, expires, reason, asker, None, dict(facts or {}))
    values = {
        "id": row,
        "kind": kind,
        "object": object,
        "state": asked.state,
        "asker": tx.vault.blind("approvals.asker", asker) if asker else None,
        "expires": int(expires.timestamp()),
        "body": _closed(tx, asked),
    }
    await tx.execute(insert(approvals), values)
    return asked


async def get(tx: Transaction, name: str) -> Approval | None:
    """Return the request of that name."""
    if len(name) != 32 or set(name) - set("0123456789abcdef"):
        return None
    row = (await tx.execute(select(approvals).where(approvals.c.id == bytes.fromhex(name)))).first()
    return _approval(tx, row) if row else None


async def waiting(tx: Transaction, most: int = 20) -> list[Approval]:
    """Return the requests that nobody answered, those first whose term ends first."""
    is_open = (approvals.c.state == ApprovalState.OPEN, approvals.c.expires > int(tx.now.timestamp()))
    rows = await tx.execute(select(approvals).where(*is_open).order_by(approvals.c.expires).limit(most))
    return [_approval(tx, row) for row in rows]


async def over(tx: Transaction) -> list[Approval]:
    """Return the requests that nobody answered within their term."""
    late = (approvals.c.state == ApprovalState.OPEN, approvals.c.expires <= int(tx.now.timestamp()))
    return [_approval(tx, row) for row in await tx.execute(select(approvals).where(*late))]


async def about(tx: Transaction, kind: str, object: str) -> list[Approval]:
    """Return all requests of a kind about something, the newest first."""
    own = (approvals.c.kind == kind, approvals.c.object == object)
    rows = await tx.execute(select(approvals).where(*own).order_by(approvals.c.expires.desc()))
    return [_approval(tx, row) for row in rows]


async def settle(
    tx: Transaction, asked: Approval, state: ApprovalState, by: bytes | None, expires: datetime | None = None
) -> bool:
    """Answer a request, or use up what was granted; False when that was done before: of two at once, one does it.

    `expires` is until when the answer counts.
    """
    settled = replace(asked, state=state, answered=by, expires=expires or asked.expires)
    as_it_was = (approvals.c.id == asked.id, approvals.c.state == asked.state)
    values = {"state": state, "expires": int(settled.expires.timestamp()), "body": _closed(tx, settled)}
    return bool((await tx.execute(update(approvals).where(*as_it_was).values(values))).rowcount)


def _closed(tx: Transaction, asked: Approval) -> bytes:
    people = {name: who.hex() for name, who in (("asker", asked.asker), ("answered", asked.answered)) if who}
    body = {"reason": asked.reason, "facts": asked.facts, **people}
    return tx.vault.seal_json("approvals.body", asked.id, body, _STEP)


def _approval(tx: Transaction, row: Row[tuple[Any, ...]]) -> Approval:
    body = tx.vault.open_json("approvals.body", row.id, row.body)
    return Approval(
        id=row.id,
        kind=row.kind,
        object=row.object,
        state=ApprovalState(row.state),
        expires=datetime.fromtimestamp(row.expires, UTC),
        reason=body["reason"],
        asker=bytes.fromhex(body["asker"]) if "asker" in body else None,
        answered=bytes.fromhex(body["answered"]) if "answered" in body else None,
        facts=body["facts"],
    )
