"""The town: its estates and buildings, and its grids on the map; each of the two parts is replaced as a whole.

What was read is kept in the process under its version, which is made of the content itself: the same version is the
same town in any database, so nothing stale can be found there.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy import Table, bindparam, delete, func, insert, select, update

from bot.grids import Grid, Places, grids_of
from bot.rules.town import Town
from bot.rules.town_rows import Part, Rows, town_of
from storage import tables
from storage.engine import Transaction

T = TypeVar("T")

TABLES: Mapping[Part, tuple[Table, ...]] = {
    "buildings": (tables.estates, tables.buildings, tables.units),
    "grids": (tables.grids,),
}
EMPTY = ""
"""The version of a part that was never loaded."""

_KEPT = 4
_read: OrderedDict[tuple[str, str], Any] = OrderedDict()


_VERSION = select(tables.town_parts.c.version).where(tables.town_parts.c.part == bindparam("of"))


async def version(tx: Transaction, part: Part) -> str:
    """Return the version of a part; it changes when, and only when, the content does."""
    rows = await tx.recall(tables.town_parts, _VERSION, of=part)
    return rows[0].version if rows else EMPTY


async def load(tx: Transaction) -> Town:
    """Return the town's estates with their buildings; an empty town when none was loaded."""
    return await _known(tx, "buildings", town_of)


async def all_grids(tx: Transaction) -> tuple[Grid, ...]:
    """Return the grids that have a shape on the map."""
    return await _known(tx, "grids", grids_of)


async def grids_at(tx: Transaction, latitude: float, longitude: float) -> tuple[Grid, ...]:
    """Return the grids a place lies in: none outside the town, several on a border that they share."""
    places: Places = await _known(tx, "grids", _places_of)
    return places.at(latitude, longitude)


async def built_grids(tx: Transaction) -> set[tuple[str, str]]:
    """Return community and name of the grids in which buildings stand."""
    found = await tx.execute(select(tables.buildings.c.community, tables.buildings.c.grid).distinct())
    return {(community, grid) for community, grid in found}


async def sizes(tx: Transaction) -> dict[str, int]:
    """Count what is held, by sort."""
    each = {table.name: select(func.count()).select_from(table) for part in TABLES.values() for table in part}
    counts = {"communities": select(func.count(tables.estates.c.community.distinct())), **each}
    return {sort: (await tx.execute(count)).scalar_one() for sort, count in counts.items()}


async def replace(tx: Transaction, part: Part, rows: Rows) -> None:
    """Put these rows in the place of all that a part held."""
    for table in TABLES[part]:
        await tx.execute(delete(table))
        names = [column.name for column in table.columns]
        values = [dict(zip(names, (*row, place), strict=True)) for place, row in enumerate(rows[table.name])]
        if values:
            await tx.execute(insert(table), values)
    await _note(tx, part, version=version_of(rows), offer=None, offered=None)


async def offer(tx: Transaction, part: Part, rows: Rows) -> str:
    """Keep what a file holds until an admin takes it over; returns its token, and forgets any earlier offer."""
    token = secrets.token_hex(8)
    await _note(tx, part, offer=f"{token}.{await version(tx, part)}", offered=json.dumps(rows, ensure_ascii=False))
    return token


async def offered(tx: Transaction, part: Part, token: str) -> Rows | None:
    """Return what was offered under a token; None when a newer file came, or the town has changed since."""
    found = await tx.execute(select(tables.town_parts).where(tables.town_parts.c.part == part))
    row = found.first()
    if row is None or row.offer != f"{token}.{row.version}":
        return None
    rows: Rows = json.loads(row.offered)
    return rows


async def offers(tx: Transaction) -> list[tuple[Part, str]]:
    """Return part and token of every offer that can still be taken over."""
    found = await tx.execute(select(tables.town_parts.c.part, tables.town_parts.c.offer, tables.town_parts.c.version))
    split = [(part, *offer.split(".", 1), version) for part, offer, version in found if offer]
    return [(part, token) for part, token, base, version in split if base == version]


async def withdraw(tx: Transaction, part: Part, token: str) -> bool:
    """Forget an offer; False when it is not there any more."""
    if await offered(tx, part, token) is None:
        return False
    await _note(tx, part, offer=None, offered=None)
    return True


async def _note(tx: Transaction, part: Part, **values: str | None) -> None:
    changed = await tx.execute(update(tables.town_parts).where(tables.town_parts.c.part == part).values(**values))
    if not changed.rowcount:
        await tx.execute(insert(tables.town_parts).values({"part": part, "version": EMPTY, **values}))


async def _known(tx: Transaction, part: Part, make: Callable[[Rows], T]) -> T:
    key = (make.__name__, await version(tx, part))
    if key not in _read:
        _read[key] = make({table.name: await _rows(tx, table) for table in TABLES[part]})
        while len(_read) > _KEPT:
            _read.popitem(last=False)
    _read.move_to_end(key)
    made: T = _read[key]
    return made


async def _rows(tx: Transaction, table: Table) -> list[tuple[Any, ...]]:
    columns = [column for column in table.columns if column.name != "place"]
    return [tuple(row) for row in await tx.execute(select(*columns).order_by(table.c.place))]


def version_of(rows: Rows) -> str:
    """Return the version that a part of these rows has."""
    return hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()[:32]


def _places_of(rows: Rows) -> Places:
    return Places(grids_of(rows))
