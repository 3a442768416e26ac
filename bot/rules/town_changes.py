"""What taking over a new town would change in the old one, part by part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from bot.rules.town import Building, Estate, Town

Key: TypeAlias = tuple[str, ...]
"""Which part of the town is meant: (community), (community, estate), ... with building, with unit."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What a new town adds to, changes in and takes from an old one, in one sort of its parts."""

    added: tuple[Key, ...] = ()
    changed: tuple[Key, ...] = ()
    removed: tuple[Key, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.changed or self.removed)


@dataclass(frozen=True, slots=True)
class Changes:
    """What taking over a new town would change: empty (false) when both are the same."""

    communities: Difference
    grids: Difference
    estates: Difference
    buildings: Difference
    units: Difference

    def __bool__(self) -> bool:
        return any((self.communities, self.grids, self.estates, self.buildings, self.units))


def changes(old: Town, new: Town) -> Changes:
    """Compare two towns part by part; a part that only gained, lost or changed what is inside it has not changed."""
    return Changes(
        difference(_communities(old), _communities(new)),
        difference(_grids(old), _grids(new)),
        difference(_estates(old), _estates(new)),
        difference(_buildings(old), _buildings(new)),
        difference(_units(old), _units(new)),
    )


def difference(old: Mapping[Key, object], new: Mapping[Key, object]) -> Difference:
    """Compare two sorts of parts by their keys and what they hold."""
    return Difference(
        tuple(key for key in new if key not in old),
        tuple(key for key in new if key in old and old[key] != new[key]),
        tuple(key for key in old if key not in new),
    )


def _every_building(town: Town) -> Iterable[tuple[Estate, Building]]:
    return ((estate, building) for estate in town.estates for building in estate.buildings.values())


def _communities(town: Town) -> dict[Key, object]:
    return {(estate.community,): None for estate in town.estates}


def _grids(town: Town) -> dict[Key, object]:
    return {(building.community, building.grid): None for _, building in _every_building(town)}


def _estates(town: Town) -> dict[Key, object]:
    return {(each.community, each.name): sorted(each.aliases) for each in town.estates}


def _buildings(town: Town) -> dict[Key, object]:
    return {(estate.community, estate.name, each.name): each.grid for estate, each in _every_building(town)}


def _units(town: Town) -> dict[Key, object]:
    return {
        (estate.community, estate.name, building.name, each.unit): (each.floors, each.rooms_per_floor)
        for estate, building in _every_building(town)
        for each in building.stairs
    }
