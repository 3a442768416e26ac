"""An address in a town that is known: aliases, units that cannot be otherwise, what the town has never heard of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from bot.rules.addresses.address import Address, name_key
from bot.rules.addresses.folding import fold
from bot.rules.addresses.numerals import label
from bot.rules.town import Building, Estate, Stairs, Town

_ON_ROAD = re.compile(r".{1,6}[路街巷道](.{2,})$")
_OF_THE_TOWN = {"unknown_estate", "which_estate", "unknown_building", "unknown_unit", "room_range"}


def place(address: Address, town: Town | None) -> Address:
    """Return the address as this town has it; placing twice changes nothing."""
    if town is None:
        return address
    noted = tuple(code for code in address.noted if code not in _OF_THE_TOWN)
    address = replace(address, noted=noted, shared_name=False)
    found = estates_of(address, town)
    if len(found) != 1:
        return _without_estate(address, bool(found))
    (estate,) = found
    shared = len({each.community for each in town.find(estate.name)}) > 1
    named = replace(address, estate=estate.name, community=_community(estate.community), shared_name=shared)
    if not address.estate:
        named = replace(named, road="", lane="", number="")
    return _in_building(_in_phase(named, address, estate), estate)


def estates_of(address: Address, town: Town) -> tuple[Estate, ...]:
    """Return the estates that an address may mean; a written community narrows them."""
    found: tuple[Estate, ...] = ()
    for name in _spellings(address):
        found = found or town.find(name)
    written = _community(address.community)
    if not written or written not in {_community(each.community) for each in town.estates}:
        return found  # people write the name of a community wrong more often than that of their estate
    return tuple(each for each in found if _community(each.community) == written)


def _community(name: str) -> str:
    return fold(name).removesuffix("居委会").removesuffix("社区")


def _spellings(address: Address) -> Iterable[str]:
    """Yield the names under which the town may have the estate: as written, with its phase, by its lane."""
    if address.estate:
        if address.phase:
            yield address.estate + address.phase
        yield from (address.estate, name_key(address.estate), f"{address.estate}小区")
        if on_road := _ON_ROAD.match(address.estate):
            yield on_road[1]
    elif address.community and not address.road:
        yield f"{address.community}社区"
    elif address.lane:
        yield f"{address.road}{address.lane}弄"
    elif address.road and address.number:
        yield f"{address.road}{address.number}号"


def _without_estate(address: Address, several: bool) -> Address:
    if several:
        return replace(address, noted=(*address.noted, "which_estate"))
    return replace(address, noted=(*address.noted, "unknown_estate")) if address.site else address


def _in_phase(named: Address, written: Address, estate: Estate) -> Address:
    """A phase that belongs to the town's own name of the estate is not said twice."""
    whole = written.phase and fold(estate.name).endswith(written.phase) and not written.estate.endswith(written.phase)
    return replace(named, phase="") if whole else named


def building_of(address: Address, estate: Estate) -> Building | None:
    """Return the building of an estate that an address names."""
    return next((each for name, each in estate.buildings.items() if plain(name) == address.building), None)


def home_of(address: Address, town: Town) -> Building | None:
    """Return the building of the town that an address names; None where it may be several, or none."""
    estates = estates_of(address, town)
    return building_of(address, estates[0]) if len(estates) == 1 else None


def building_at(key: str, town: Town) -> str | None:
    """Return how a building of the town is told, by its key; None for one that the town does not have.

    So what is told was written by the office, and nothing of it by whoever named the place.
    """
    _district, *site, phase, name = key.split("/")
    for estate in town.estates if site and not phase else ():
        shared = len({each.community for each in town.find(estate.name)}) > 1
        named = Address(estate=estate.name, community=_community(estate.community), shared_name=shared, building=name)
        if named.site == "/".join(site) and building_of(named, estate) is not None:
            return named.shown if shared else replace(named, community="").shown
    return None


def name_in(town: Town, estate: Estate) -> str:
    """Return the name of an estate as one must say it: with its community where the town has the name twice."""
    shared = len({each.community for each in town.find(estate.name)}) > 1
    return with_community(estate) if shared else estate.name


def with_community(estate: Estate) -> str:
    """Return the name of an estate behind that of its community."""
    return f"{_community(estate.community)}社区{estate.name}"


@lru_cache(maxsize=4096)
def plain(name: str) -> str:
    """Return a town's own name of a building or unit as it is compared."""
    return label(fold(name)) or fold(name)


def _in_building(address: Address, estate: Estate) -> Address:
    if not address.building:
        return address
    building = building_of(address, estate)
    if building is None:
        return replace(address, noted=(*address.noted, "unknown_building"))
    settled = ["building_or_number"] if _meant_by(address, estate) else ["building_or_number", "building_or_unit"]
    numbered = address.by_number and "building_or_number" not in address.noted
    return _in_unit(replace(_without(address, *settled), by_number=numbered), building.stairs)


def _meant_by(address: Address, estate: Estate) -> bool:
    """Tell whether 3-501 may be a unit 3 of this estate, or 3-1栋 the unit 1 of its building 3."""
    first, _, second = address.building.partition("-")
    named = [each for name, each in estate.buildings.items() if not second or plain(name) == first]
    return any(plain(stairs.unit) == (second or first) for each in named for stairs in each.stairs)


def _without(address: Address, *codes: str) -> Address:
    return replace(address, noted=tuple(code for code in address.noted if code not in codes))


def _in_unit(address: Address, stairs: tuple[Stairs, ...]) -> Address:
    if not stairs:
        return address
    units = {plain(each.unit): each for each in stairs}
    if len(units) == 1 and address.unit in ("", "1"):
        only = next(iter(units))
        if not address.unit or not only:
            address = replace(address, unit=only, settled=_add(address.settled, "" if only else "unit"))
    if address.unit not in units:
        return replace(address, noted=(*address.noted, "unknown_unit")) if address.unit else address
    return _in_range(_without(address, "unit_name"), units[address.unit])


def _add(settled: tuple[str, ...], code: str) -> tuple[str, ...]:
    return settled if not code or code in settled else (*settled, code)


def _in_range(address: Address, stairs: Stairs) -> Address:
    """Flag a room that is higher, or further along its floor, than the town says there are."""
    digits = "".join(letter for letter in address.room if letter.isdigit())
    if len(digits) not in (3, 4) or digits != address.room:
        return address
    floor, door = int(digits[:-2]), int(digits[-2:])
    beyond = (stairs.floors and floor > stairs.floors) or (stairs.rooms_per_floor and door > stairs.rooms_per_floor)
    return replace(address, noted=(*address.noted, "room_range")) if beyond else address
