"""Where tips come from that somebody of the staff entered: the hotline's order, found again by its number alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, insert, select, update

from bot.rules.order_values import number_key
from storage.engine import Transaction
from storage.tables import origins, tips

_SIZE = 256


@dataclass(frozen=True, slots=True)
class Entered:
    """What is kept of how a tip came in: the order's number (empty: there is none), when it was told and entered.

    `own` tells that whoever told it has made the receipt code their own, `by` who of the staff entered what nobody else
    can vouch for.
    """

    order: str
    told: datetime | None
    entered: datetime
    own: bool = False
    by: bytes | None = None


async def enter(tx: Transaction, entered: Mapping[bytes, Entered]) -> None:
    """Keep how tips came in, by their ids."""
    if entered:
        await tx.execute(insert(origins), [_values(tx, tip, each) for tip, each in entered.items()])


def _values(tx: Transaction, tip: bytes, entered: Entered) -> dict[str, Any]:
    told = entered.told.isoformat() if entered.told else ""
    body = {"order": entered.order, "told": told, "entered": entered.entered.isoformat()}
    body |= {"by": entered.by.hex()} if entered.by else {}
    return {
        "tip": tip,
        "finder": _finder(tx, entered.order) if entered.order else None,
        "body": tx.vault.seal_json("origins.body", tip, body, _SIZE),
    }


def _finder(tx: Transaction, order: str) -> bytes:
    return tx.vault.blind("origins.finder", number_key(order))


async def of(tx: Transaction, tip: bytes) -> Entered | None:
    """Return how a tip came in; None for one that its sender wrote in the chat."""
    row = (await tx.execute(select(origins).where(origins.c.tip == tip))).first()
    return _entered(tx, row) if row else None


def _entered(tx: Transaction, row: Row[*tuple[Any, ...]]) -> Entered:
    body = tx.vault.open_json("origins.body", row.tip, row.body)
    told = datetime.fromisoformat(body["told"]) if body["told"] else None
    by = bytes.fromhex(body["by"]) if "by" in body else None
    return Entered(body["order"], told, datetime.fromisoformat(body["entered"]), bool(row.own), by)


async def known(tx: Transaction, orders: Sequence[str]) -> dict[str, str]:
    """Return which of some orders were entered before, each with the number of its tip."""
    finders = {_finder(tx, order): order for order in orders}
    joined = select(origins.c.finder, tips.c.number).join(tips, tips.c.id == origins.c.tip)
    found = await tx.execute(joined.where(origins.c.finder.in_(finders)))
    return {finders[finder]: number for finder, number in found}


async def make_own(tx: Transaction, tip: bytes) -> bool:
    """Remember that whoever told a tip has made its code their own; False when they had."""
    shared = (origins.c.tip == tip, origins.c.own == 0)
    return bool((await tx.execute(update(origins).where(*shared).values(own=1))).rowcount)
