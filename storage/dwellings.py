"""Dwellings: homes with an address, in plain; who has to do with one is sealed elsewhere."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from bot.rules import addresses
from bot.rules.addresses import Address
from bot.rules.addresses.address import FLAGS
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
    """Return where an address lies, and enter its flat; what is doubted has no key, so that nothing merges silently."""
    building = building_key(address)
    in_grid = " ".join(grid) if grid else None
    if address.key is None or addresses.questions(address, await town.load(tx)) is not None:
        return Spot(None, building, in_grid)
    row = {"key": address.key, "building": building, "parts": json.dumps(address.parts, ensure_ascii=False)}
    insert = insert_sqlite(dwellings) if tx.dialect == "sqlite" else insert_postgresql(dwellings)
    await tx.execute(insert.on_conflict_do_nothing(), row)
    return Spot(address.key, building, in_grid)


def building_key(address: Address) -> str | None:
    """Return what is equal for the same building: district, site, phase and building; None while one is open."""
    doubted = {addresses.DOUBTS[code] for code in address.noted if code not in FLAGS} & {"estate", "building"}
    if not address.site or not address.building or doubted:
        return None
    return "/".join((address.district, address.site, address.phase, address.building))
