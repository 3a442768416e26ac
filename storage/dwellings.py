"""Dwellings: homes with an address, in plain; who has to do with one is sealed elsewhere."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from bot.rules import addresses
from bot.rules.addresses import Address
from storage import town
from storage.engine import Transaction
from storage.tables import dwellings


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a matter lies: its flat and its building by their keys, and the grid; None while that is not certain."""

    dwelling: str | None = None
    building: str | None = None
    grid: str | None = None


NOWHERE = Spot()


async def spot_of(tx: Transaction, address: Address, grid: tuple[str, str] | None) -> Spot:
    """Return where an address lies; what is doubted has no key, so that nothing merges silently."""
    is_certain = address.key is not None and addresses.questions(address, await town.load(tx)) is None
    return Spot(address.key if is_certain else None, address.building_key, " ".join(grid) if grid else None)


async def enter(tx: Transaction, address: Address, spot: Spot) -> None:
    """Enter the flat of an address, if it is certain and not entered yet."""
    if spot.dwelling is not None:
        parts = json.dumps(address.parts, ensure_ascii=False)
        await tx.execute(_ENTER[tx.dialect], {"key": spot.dwelling, "building": spot.building, "parts": parts})


_ENTER = {
    "sqlite": insert_sqlite(dwellings).on_conflict_do_nothing(),
    "postgresql": insert_postgresql(dwellings).on_conflict_do_nothing(),
}
