"""Whether two addresses mean the same flat: the same, another, or a question to ask; with the reasons."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from bot.rules.addresses.address import Address, name_key

Verdict = Literal["same", "different", "ask"]

_QUIET = {"letter_for_digit", "unknown_estate", "unknown_building", "unknown_unit", "room_range", "no_estate"}
_STEM = re.compile(r"(?<=..)(?:花园|家园|园)$")
_ENDINGS = ("花园", "家园", "新村", "新城", "公寓", "小区", "园", "苑", "村", "城", "里", "坊", "庄")


@dataclass(frozen=True, slots=True)
class Match:
    """A verdict, and the parts that differ (for "different") or are open (for "ask")."""

    verdict: Verdict
    reasons: tuple[str, ...] = ()


def compare(one: Address, other: Address) -> Match:
    """Tell whether two addresses are the same flat; a doubt on either side is asked, unless no reading of it fits."""
    weighed = [_fit(a, b) for a in _readings(one) for b in _readings(other)]
    apart = [{part for part, verdict in each.items() if verdict == "different"} for each in weighed]
    if all(apart):
        return Match("different", tuple(sorted(set.intersection(*apart) or set.union(*apart))))
    open_parts = sorted({part for each in weighed for part, verdict in each.items() if verdict == "ask"})
    doubts = sorted({*one.doubts, *other.doubts} - _QUIET)
    reasons = tuple(dict.fromkeys([*open_parts, *doubts]))
    return Match("ask", reasons) if reasons else Match("same")


def _readings(address: Address) -> Iterator[Address]:
    """Yield what an address may mean: 3-501 is in building 3, or in unit 3 of a building nobody named."""
    yield address
    if "building_or_unit" in address.doubts:
        first, _, second = address.building.partition("-")
        if second:
            yield replace(address, building=first, unit=second)
        else:
            yield replace(address, building="", unit=first)
    if "building_or_floor" in address.doubts:
        yield replace(address, building=address.floor, floor="")


def _fit(one: Address, other: Address) -> dict[str, Verdict]:
    """Return the verdict of each part."""
    verdicts: dict[str, Verdict] = {
        "city": _written(one.city, other.city),
        "district": _written(one.district, other.district),
        "site": _sites(one, other),
        "phase": _names(one.phase, other.phase),
        "building": _names(one.building, other.building),
        "unit": _names(one.unit, other.unit),
        "room": _rooms(one, other),
    }
    if one.subdistrict and other.subdistrict and one.subdistrict != other.subdistrict:
        verdicts["subdistrict"] = "ask"
    return verdicts


def _written(one: str, other: str) -> Verdict:
    return "same" if one == other else "different" if one and other else "ask"


def _sites(one: Address, other: Address) -> Verdict:
    if one.site == other.site and one.site:
        return "same"
    if one.estate and other.estate:
        return _estates(name_key(one.estate), name_key(other.estate), one.community, other.community)
    if one.road and other.road and not one.estate and not other.estate:
        return "different" if name_key(one.road) != name_key(other.road) or one.lane != other.lane else "ask"
    return "ask"


def _estates(one: str, other: str, mine: str, theirs: str) -> Verdict:
    """翠竹花园 may be 翠竹园, 和平 may be 和平新村; but 和平村 is not 和平新村, and 翠竹苑 not 翠竹园."""
    if one == other:
        return "different" if mine and theirs and mine != theirs else "ask"
    short, long = sorted((one, other), key=len)
    within = long.endswith(short) or (long.startswith(short) and long.removeprefix(short) in _ENDINGS)
    return "ask" if within or _STEM.sub("", one) == _STEM.sub("", other) else "different"


def _names(one: str, other: str) -> Verdict:
    """Compare buildings, units or phases: 甲 may be 1 and 东 may be 2, but 3 is not 4 and 3甲 is not 3."""
    if one == other:
        return "same"
    return "different" if one and other and _sort(one) == _sort(other) else "ask"


def _sort(name: str) -> str:
    if name[:1].isdigit():
        return "digits"
    return "letter" if name[:1].isascii() else "stem" if name[:1] in "甲乙丙丁戊" else "side"


def _rooms(one: Address, other: Address) -> Verdict:
    if not one.room or not other.room:
        return _floors(one, other)
    if one.room == other.room:
        return _hanging(one, other)
    unsure = {"floor_and_room", "floor_conflict", "two_rooms", "two_values", "short_room"} & {
        *one.doubts,
        *other.doubts,
    }
    return "ask" if unsure else "different"


def _floors(one: Address, other: Address) -> Verdict:
    """Two addresses of which one has no room: another floor is another flat."""
    apart = one.floor and other.floor and one.floor != other.floor
    return "different" if apart and not {"building_or_floor"} & {*one.doubts, *other.doubts} else "ask"


def _hanging(one: Address, other: Address) -> Verdict:
    """The same room, of which one may be said to be opposite, on a side, or divided."""
    if one.beside != other.beside and "隔壁" not in (one.beside, other.beside):
        return "different"
    return "same"
