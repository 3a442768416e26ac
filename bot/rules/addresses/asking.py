"""What a chat needs: understand a text, ask for what is open, take the answer, compare two."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.rules.addresses.address import DOUBTS, FLAGS, WHOLE, Address, name_key
from bot.rules.addresses.folding import fold
from bot.rules.addresses.matching import Match, compare
from bot.rules.addresses.names import bare
from bot.rules.addresses.numerals import label
from bot.rules.addresses.placing import building_of, estates_of, place, plain, with_community
from bot.rules.addresses.reading import once
from bot.rules.addresses.tokens import mended, room
from bot.rules.town import Building, Estate, Town

ORDER = ("estate", "building", "unit", "room", "sub")
_WHERE = ("city", "district", "subdistrict", "community", "road", "lane", "number", "estate", "phase")
_NONE = re.compile(r"没有?(?:单元|有)?|无(?:单元)?|不分单元|-|NO(?:NE)?|$")
_BUILDING = re.compile(r"(?:号楼|号栋|号幢|栋楼?|幢楼?|座|楼|号?#|号)$")
_UNIT = re.compile(r"(?:号?单元|单|号?门|号?梯)$")
_ROOM = re.compile(r"(?:号?房间|号?室|号?房|号|户)$")


@dataclass(frozen=True, slots=True)
class Question:
    """The part to ask for, why (a code of `DOUBTS`, or "" when it was not said), and answers to choose from.

    `optional`: the part may not exist; the answer "" says so. For `sub`, "" says that it is a flat of its own.
    """

    part: str
    doubt: str = ""
    options: tuple[str, ...] = ()
    optional: bool = False


def understand(text: str, town: Town | None = None, *, estate: str = "") -> Address:
    """Return what is understood of any text; `estate` is assumed where none is named. Never raises."""
    address = read(text)
    if estate and not address.site:
        address = answer(address, "estate", estate)
    return place(address, town)


def read(text: str) -> Address:
    """Return what is understood without any town.

    A name that is not understood in the same way when it is said without the words around it is none; and where the
    numbers are not either, nothing was understood.
    """
    address = once(text)
    if _is_stable(address):
        return address
    unnamed = replace(address, **dict.fromkeys(_WHERE, ""))  # type: ignore[arg-type]
    return unnamed if _is_stable(unnamed) else Address()


def _is_stable(address: Address) -> bool:
    again = once(address.shown)
    return (again.key, again.shown) == (address.key, address.shown)


def same_flat(one: str | Address, other: str | Address, town: Town | None = None) -> Match:
    """Tell whether two addresses are the same flat, or must be asked about, with the reasons."""
    first, second = (place(read(each) if isinstance(each, str) else each, town) for each in (one, other))
    return compare(first, second)


def questions(address: Address, town: Town | None = None) -> Question | None:
    """Return the next thing to ask, or None when nothing is open."""
    address = place(address, town)
    for part in ORDER:
        doubt = _doubt(address, part, town)
        if doubt or part in address.missing:
            options = tuple(dict.fromkeys(_options(address, part, doubt, town)))
            return Question(part, doubt, options, optional=part in ("unit", "sub"))
    return None


def _doubt(address: Address, part: str, town: Town | None) -> str:
    """Return the first doubt about a part that an answer can settle."""
    for code in address.doubts:
        if DOUBTS[code] == part and (code not in FLAGS or _is_asked(address, code, town)):
            return code
    return ""


def _is_asked(address: Address, code: str, town: Town | None) -> bool:
    return code == "unknown_estate" and code not in address.settled and bool(_alike(address, town))


def _alike(address: Address, town: Town | None) -> list[str]:
    """Return the estates whose names are near enough to be meant."""
    name = name_key(address.estate)
    near = ((each, replace(address, estate=each.name, community="")) for each in (town.estates if town else ()))
    return [
        each.name for each, other in near if name and "site" in compare(address, other).reasons and _shares(name, each)
    ]


def _shares(name: str, estate: Estate) -> bool:
    return len(set(name) & set(name_key(estate.name))) * 2 >= len(name)


def _options(address: Address, part: str, doubt: str, town: Town | None) -> Sequence[str]:
    if part == "estate":
        return _estates(address, doubt, town)
    estates = estates_of(address, town) if town else ()
    estate = estates[0] if len(estates) == 1 else None
    if part == "building":
        if doubt == "building_or_floor":
            return [address.floor]
        own = [address.building, *address.building.split("-")[:1]] if address.building else []
        return [*own, *(_buildings(address, estate) if estate else [])]
    if part == "unit":
        known = building_of(address, estate) if estate else None
        return [name for name in _units(known) if name] if known else [address.unit] if address.unit else []
    return _rooms(address, doubt) if part == "room" else [address.sub, ""]


def _estates(address: Address, doubt: str, town: Town | None) -> list[str]:
    if town is None:
        return []
    if doubt == "which_estate":
        return [with_community(each) for each in estates_of(address, town)]
    if doubt == "unknown_estate":
        return [*_alike(address, town), address.estate]
    fitting = [each for each in town.estates if not address.building or building_of(address, each)]
    return [each.name for each in fitting or town.estates]


def _buildings(address: Address, estate: Estate) -> list[str]:
    fitting = [each for each in estate.buildings.values() if not address.unit or address.unit in _units(each)]
    return [plain(each.name) for each in fitting or estate.buildings.values()]


def _units(building: Building) -> list[str]:
    return [plain(each.unit) if each.unit else "" for each in building.stairs]


def _rooms(address: Address, doubt: str) -> list[str]:
    if doubt == "floor_and_room" and address.room.isdigit() and address.floor.isdigit():
        return [f"{address.floor}{address.room:0>2}", address.room]
    return [address.room] if address.room and doubt != "beside" else []


def answer(address: Address, part: str, value: str, town: Town | None = None) -> Address:
    """Return the address with one part filled by what a person chose or typed; unchanged if it cannot be read."""
    filled = _FILLERS[part](address, mended(fold(value)))
    return place(filled, town) if filled else address


def _settled(address: Address, part: str) -> Address:
    """Take away the doubts about a part: a person has spoken."""
    about = [code for code in address.noted if DOUBTS[code] == part]
    noted = tuple(code for code in address.noted if code not in about)
    return replace(address, noted=noted, settled=tuple(dict.fromkeys((*address.settled, *about))))


def _fill_estate(address: Address, value: str) -> Address | None:
    said = read(value)
    found = {name: getattr(said, name) for name in ("city", "district", "subdistrict", "community", "phase")}
    site = {name: getattr(said, name) for name in ("road", "lane", "number", "estate")}
    if not said.site:
        site["estate"] = bare(value)[:16]
    if not any(site.values()):
        return None
    further = {
        name: each
        for name in ("building", "unit", "room")
        if (each := getattr(said, name)) and not address.parts.get(name)
    }
    known = {name: each for name, each in found.items() if each}
    return replace(_settled(address, "estate"), **site, **known, **further)


def _fill_building(address: Address, value: str) -> Address | None:
    said = read(value)
    building = label(_BUILDING.sub("", value)) or said.building
    return replace(_settled(address, "building"), building=building, by_number=False) if building else None


def _fill_unit(address: Address, value: str) -> Address | None:
    if _NONE.fullmatch(value):
        done = _settled(address, "unit")
        return replace(done, unit="", settled=tuple(dict.fromkeys((*done.settled, "unit"))))
    unit = label(_UNIT.sub("", value)) or read(value).unit
    return replace(_settled(address, "unit"), unit=unit) if unit else None


def _fill_room(address: Address, value: str) -> Address | None:
    done = replace(_settled(address, "room"), side="", beside="", floor="", sub="")
    if value in (WHOLE, "整幢", "独栋", "别墅"):
        return replace(done, room=WHOLE)
    number, _, hanging = room(_ROOM.sub("", value)).partition("-")
    if number == "?":
        number, hanging = read(value).room, read(value).sub
    noted = tuple(dict.fromkeys((*done.noted, *(["room_or_subroom"] if hanging else []))))
    return replace(done, room=number, sub=hanging, noted=noted) if number else None


def _fill_sub(address: Address, value: str) -> Address | None:
    done = _settled(address, "sub")
    if value in ("", "-"):
        return replace(done, room=f"{address.room}-{address.sub}" if address.sub else address.room, sub="")
    return replace(done, sub=label(value) or value)


_FILLERS = {
    "estate": _fill_estate,
    "building": _fill_building,
    "unit": _fill_unit,
    "room": _fill_room,
    "sub": _fill_sub,
}
