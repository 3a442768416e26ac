"""A town as plain rows of text and numbers: what the database holds, and what goes from one process to another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal, TypeAlias

from bot.rules.town import Building, Estate, Stairs, Town

Part: TypeAlias = Literal["buildings", "grids"]
"""What one file holds: the buildings (CSV) or the shapes of the grids on the map (GeoJSON)."""

FORMATS: Mapping[Part, str] = {"buildings": "CSV", "grids": "GeoJSON"}

Rows: TypeAlias = Mapping[str, Sequence[Sequence[Any]]]
"""The rows of each table of a part, in the order of the file."""


def rows_of(town: Town) -> Rows:
    """Return a town as rows; `town_of` makes the same town of them."""
    built = [(estate, building) for estate in town.estates for building in estate.buildings.values()]
    return {
        "estates": [(each.community, each.name, "|".join(each.aliases)) for each in town.estates],
        "buildings": [(estate.community, estate.name, each.name, each.grid) for estate, each in built],
        "units": [
            (estate.community, estate.name, building.name, each.unit, each.floors, each.rooms_per_floor)
            for estate, building in built
            for each in building.stairs
        ],
    }


def town_of(rows: Rows) -> Town:
    """Return the town of such rows."""
    stairs: dict[tuple[str, ...], list[Stairs]] = {}
    for community, estate, building, *unit in rows["units"]:
        stairs.setdefault((community, estate, building), []).append(Stairs(*unit))
    buildings: dict[tuple[str, str], dict[str, Building]] = {}
    for community, estate, name, grid in rows["buildings"]:
        built = Building(name, community, grid, tuple(stairs.get((community, estate, name), ())))
        buildings.setdefault((community, estate), {})[name] = built
    return Town(
        tuple(
            Estate(name, community, tuple(filter(None, aliases.split("|"))), buildings.get((community, name), {}))
            for community, name, aliases in rows["estates"]
        )
    )
