"""Dwellings: homes with an address, in plain; who has to do with one is sealed elsewhere."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from bot.rules import addresses
from bot.rules.addresses import Address
from bot.rules.town import Town
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
    return spot_in(address, grid, await town.load(tx))


def spot_in(address: Address, grid: tuple[str, str] | None, known: Town) -> Spot:
    """Return where an address lies in a town."""
    is_certain = address.key is not None and addresses.questions(address, known) is None
    return Spot(address.key if is_certain else None, address.building_key, " ".join(grid) if grid else None)


async def enter(tx: Transaction, address: Address, spot: Spot) -> None:
    """Enter the flat of an address, if it is certain and not entered yet."""
    await enter_all(tx, [(address, spot)])


async def enter_all(tx: Transaction, spots: Sequence[tuple[Address, Spot]]) -> None:
    """Enter the flats of addresses that are certain and not entered yet."""
    rows = [
        {"key": spot.dwelling, "building": spot.building, "parts": json.dumps(address.parts, ensure_ascii=False)}
        for address, spot in spots
        if spot.dwelling is not None
    ]
    if rows:
        await tx.execute(_ENTER[tx.dialect], rows)


_ENTER = {
    "sqlite": insert_sqlite(dwellings).on_conflict_do_nothing(),
    "postgresql": insert_postgresql(dwellings).on_conflict_do_nothing(),
}
