"""Files of orders that wait to be taken over: sealed, and forgotten when a newer one comes or a day went by."""

from __future__ import annotations

import secrets
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, insert, select

from storage.engine import Transaction
from storage.tables import order_files


async def offer(tx: Transaction, rows: Any) -> str:
    """Keep what a file holds (JSON values) until an admin takes it over; returns its token, and forgets any other."""
    await tx.execute(delete(order_files))
    token = secrets.token_hex(8)
    key = _key(tx, token)
    until = tx.now + timedelta(hours=tx.policy.orders.keep_hours)
    body = tx.vault.seal_json("order_files.body", key, rows)
    await tx.execute(insert(order_files), {"token": key, "body": body, "until": int(until.timestamp())})
    return token


async def take(tx: Transaction, token: str = "") -> Any:
    """Return what was kept under a token, or without one what waits, and forget it; None when it is not there."""
    waiting = [order_files.c.until > int(tx.now.timestamp())]
    if token:
        waiting.append(order_files.c.token == _key(tx, token))
    row = (await tx.execute(select(order_files).where(*waiting))).first()
    if row is None:
        return None
    await tx.execute(delete(order_files).where(order_files.c.token == row.token))
    return tx.vault.open_json("order_files.body", row.token, row.body)


async def forget(tx: Transaction) -> None:
    """Forget what waited too long."""
    await tx.execute(delete(order_files).where(order_files.c.until <= int(tx.now.timestamp())))


def _key(tx: Transaction, token: str) -> bytes:
    return tx.vault.blind("order_files.token", token)
