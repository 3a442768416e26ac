"""Taking over a new town: what a file would change is counted first, and only what was counted is taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.grids import grids_of
from bot.rules.town_changes import Difference, Key, changes, difference
from bot.rules.town_rows import Part, Rows, town_of
from bot.townfile import Fault, TownFile
from storage import Transaction, town

JOB = "town"
"""The kind of work that reads a file."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking over a file would do: by sort of part (communities, estates ...) how many it has and what changes.

    `token` takes it over; empty when nothing would change, or the file is not fit. `shapeless` are grids with buildings
    and no shape on the map once it is taken over, `unbuilt` those with a shape and no building.
    """

    file: TownFile
    token: str = ""
    sizes: Mapping[str, int] = field(default_factory=dict)
    differences: Mapping[str, Difference] = field(default_factory=dict)
    shapeless: tuple[str, ...] = ()
    unbuilt: tuple[str, ...] = ()

    @property
    def faults(self) -> tuple[Fault, ...]:
        """What was left out, or why the file cannot be taken."""
        return self.file.faults


async def offer(tx: Transaction, file: TownFile) -> Preview:
    """Count what a file would change, and keep it until an admin takes it over."""
    if not file.is_fit:
        return Preview(file)
    differences = await _differences(tx, file.part, file.rows)
    token = await town.offer(tx, file.part, file.rows) if any(differences.values()) else ""
    built = await town.built_grids(tx) if file.part == "grids" else _built(file.rows)
    drawn = (
        {(each.community, each.name) for each in await town.all_grids(tx)}
        if file.part == "buildings"
        else _drawn(file.rows)
    )
    if not built or not drawn:  # the other file has yet to come
        built = drawn = set()
    return Preview(file, token, _sizes(file), differences, _names(built - drawn), _names(drawn - built))


async def take(tx: Transaction, part: Part, token: str) -> bool:
    """Put what was offered in the place of what is held; False when that is not what was counted any more."""
    rows = await town.offered(tx, part, token)
    if rows is None:
        return False
    await town.replace(tx, part, rows)
    return True


async def _differences(tx: Transaction, part: Part, rows: Rows) -> dict[str, Difference]:
    if part == "buildings":
        found = changes(await town.load(tx), town_of(rows))
        sorts = ("communities", "estates", "buildings", "units")
        return {sort: getattr(found, sort) for sort in sorts}
    old: dict[Key, object] = {(each.community, each.name): each.polygons for each in await town.all_grids(tx)}
    new: dict[Key, object] = {(each.community, each.name): each.polygons for each in grids_of(rows)}
    return {"grids": difference(old, new)}


def _sizes(file: TownFile) -> dict[str, int]:
    counts = {sort: len(rows) for sort, rows in file.rows.items()}
    return {"communities": len({row[0] for row in file.rows["estates"]}), **counts} if "estates" in counts else counts


def _built(rows: Rows) -> set[tuple[str, str]]:
    return {(community, grid) for community, _, _, grid in rows["buildings"]}


def _drawn(rows: Rows) -> set[tuple[str, str]]:
    return {(community, name) for community, name, _ in rows["grids"]}


def _names(keys: set[tuple[str, str]]) -> tuple[str, ...]:
    return tuple(" ".join(key) for key in sorted(keys))
