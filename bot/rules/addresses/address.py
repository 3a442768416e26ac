"""An address as it was understood: its parts, what is missing, what is in doubt, its keys, and how it is shown."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.rules.addresses.numerals import CHINESE, number

DOUBTS: Mapping[str, str] = {
    "no_estate": "estate",  # no estate, and no road with a number, was named
    "unknown_estate": "estate",  # the town does not know it; accepted
    "which_estate": "estate",  # the town has several of this name
    "unknown_building": "building",  # the town does not know it; accepted
    "building_or_unit": "building",  # 3-501, 3-1栋: a building, or a unit
    "building_or_floor": "building",  # 3楼501: building 3, or a floor that the room contradicts
    "building_or_number": "building",  # 3号501: building 3, or a door of the street
    "counted_building": "building",  # 北门第二栋: counted from somewhere, no name
    "run_together": "building",  # 321501
    "letter_or_digit": "building",  # l栋
    "two_buildings": "building",
    "stray_number": "building",  # a number more than can be placed
    "unknown_unit": "unit",  # the town does not know it; accepted
    "unit_name": "unit",  # 甲单元, 东单元: may have a number too
    "number_as_unit": "unit",  # 3栋16号501
    "unit_or_room": "room",  # 3栋16号
    "floor_only": "room",
    "floor_and_room": "room",  # 5楼2室 may be 502
    "floor_conflict": "room",  # 5楼601
    "short_room": "room",  # 3-2-5
    "two_rooms": "room",
    "unclear_room": "room",  # 一百二: 102 or 120
    "side": "room",  # 东户
    "beside": "room",  # 501对门, 楼上
    "next_door": "room",  # 隔壁
    "room_range": "room",  # more floors or rooms than the town knows there; accepted
    "room_or_subroom": "sub",  # 501-1, 501A
    "two_values": "room",  # a second unit or room in the same text
    "letter_for_digit": "",  # 5O1 was read as 501; the echo shows it, nothing is asked
    "too_long": "room",  # only the beginning was read
}
"""The codes of doubts, each with the part that an answer to it fills."""

OPEN: Mapping[str, str] = {
    "which_estate": "estate",
    "building_or_floor": "building",
    "counted_building": "building",
    "run_together": "building",
    "two_buildings": "building",
    "stray_number": "building",
    "unit_or_room": "room",
    "floor_conflict": "room",
    "two_rooms": "room",
    "unclear_room": "room",
    "two_values": "room",
    "too_long": "room",
}
"""Doubts that leave a part open, so that there is no key before they are settled."""

FLAGS = frozenset({"unknown_estate", "unknown_building", "unknown_unit", "room_range", "letter_for_digit"})
"""Doubts that are told and not asked: they stay when the person insists."""

PARTS = (
    *("city", "district", "subdistrict", "community", "road", "lane", "number", "estate", "phase"),
    *("building", "unit", "floor", "room", "side", "beside", "sub"),
)
WHOLE = "整栋"
"""The room of a house that is a home as a whole."""

_GENERIC = re.compile(r"(?<=..)(?:住宅小区|生活小区|小区|住宅区|生活区)$")
_TOUCHES = re.compile(rf"(?:[0-9A-Z]|{CHINESE})$")
_COUNTED = re.compile(r"([一二三四五六七八九十百]+)(?=[村里路街巷弄坊区]|新村)")


@dataclass(frozen=True, slots=True)
class Address:
    """What was understood of an address; empty where nothing was said.

    `noted` holds doubts of the reading; `settled` the doubts and parts that a person has answered for ("unit": there is
    none); `shared_name` says that the town has this estate twice; `by_number` that the building was written with 号.
    """

    city: str = ""
    district: str = ""
    subdistrict: str = ""
    community: str = ""
    road: str = ""
    lane: str = ""
    number: str = ""
    estate: str = ""
    phase: str = ""
    building: str = ""
    unit: str = ""
    floor: str = ""
    room: str = ""
    side: str = ""
    beside: str = ""
    sub: str = ""
    noted: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()
    shared_name: bool = False
    by_number: bool = False

    @property
    def parts(self) -> dict[str, str]:
        """Return the parts that are known, by their names."""
        return {name: getattr(self, name) for name in PARTS if getattr(self, name)}

    @property
    def site(self) -> str:
        """Return the estate as it is compared; without one the lane, or the road (with its number if built on)."""
        if self.estate:
            return (self.community if self.shared_name else "") + name_key(self.estate)
        if self.road and self.lane:
            return f"{name_key(self.road)}{self.lane}弄"
        return f"{name_key(self.road)}{self.number}号" if self.road and self.number else name_key(self.road)

    @property
    def missing(self) -> tuple[str, ...]:
        """Return the parts that are open: `estate`, `building`, `room`; and `unit`, which may exist or not."""
        held = {"estate": self.site, "building": self.building, "room": self.room}
        lacking = [part for part, value in held.items() if not value or part in self._opened()]
        if not self.unit and "unit" not in self.settled and not (self.lane and not self.estate):
            lacking.insert(len([part for part in lacking if part != "room"]), "unit")
        return tuple(lacking)

    @property
    def doubts(self) -> tuple[str, ...]:
        """Return the codes of what may be meant in another way and is not settled yet."""
        told = [*self.noted, *(["no_estate"] if not self.site else [])]
        if self.floor and not self.room:
            told.append("floor_only")
        return tuple(code for code in DOUBTS if code in told and (code in FLAGS or code not in self.settled))

    def _opened(self) -> set[str]:
        opened = {OPEN[code] for code in self.doubts if code in OPEN}
        return opened | ({"room"} if self.beside and "beside" in self.doubts else set())

    @property
    def key(self) -> str | None:
        """Return what is equal for the same flat, or None while estate, building or room is open."""
        if set(self.missing) - {"unit"}:
            return None
        return "/".join((self.district, self.site, self.phase, self._building(), self.unit, self._room()))

    @property
    def building_key(self) -> str | None:
        """Return what is equal for the same building: district, site, phase and building; None while one is open."""
        doubted = {DOUBTS[code] for code in self.noted if code not in FLAGS}
        if not self.site or not self.building or doubted & {"estate", "building"}:
            return None
        return "/".join((self.district, self.site, self.phase, self.building))

    @property
    def dwelling_key(self) -> str | None:
        """Return the key of the home of a person: the flat, and the sub-room if it is let by the room."""
        certain = self.sub and "room_or_subroom" not in self.doubts
        return f"{self.key}/{self.sub}" if self.key and certain else self.key

    def _building(self) -> str:
        return self.building + ("号" if "building_or_number" in self.doubts else "")

    def _room(self) -> str:
        """Return the room of the key: what may be another flat (501A, 501东户, 5楼2) is kept apart."""
        room = f"{self.floor}层{self.room}" if "floor_and_room" in self.doubts else self.room
        hanging = f"-{self.sub}" if self.sub and "room_or_subroom" in self.doubts else ""
        return room + hanging + (f"{self.side}户" if self.side and "side" in self.doubts else "")

    @property
    def shown(self) -> str:
        """Return the address in one line of Chinese, as it is echoed; reading it again gives the same key."""
        place, house = self._area() + self._place(), self._house()
        return f"{place} {house}" if house and _TOUCHES.search(place) else place + house

    def _area(self) -> str:
        community = f"{self.community}社区" if self.community else ""
        if not self.site:
            return community
        return self.city + self.district + self.subdistrict + community

    def _place(self) -> str:
        road = self.road + (f"{self.lane}弄" if self.lane else "") + (f"{self.number}号" if self.number else "")
        return road + self.estate + self.phase

    def _house(self) -> str:
        named = self.building.isascii() and self.building.isalpha()
        mark = "号" if self.by_number else "座" if named else "栋"
        building = self.building + mark if self.building and "building" not in self._opened() else ""
        unit = f"{self.unit}单元" if self.unit else ""
        return building + unit + self._shown_floor() + self._shown_room()

    def _shown_floor(self) -> str:
        if not self.floor or (self.room and "floor_and_room" not in self.doubts):
            return ""
        return self.floor if self.floor[-1] in "层室" else f"{self.floor}层"

    def _shown_room(self) -> str:
        side = f"{self.side}户" if self.side else ""
        if not self.room or self.room == WHOLE or (not self.beside and "room" in self._opened()):
            return (self.room if self.room == WHOLE else "") + side
        if self.sub and "room_or_subroom" in self.doubts:
            return f"{self.room}{'-' if self.sub.isdigit() else ''}{self.sub}室{side}{self.beside}"
        return f"{_told(self.room)}室" + self._shown_sub() + side + self.beside

    def _shown_sub(self) -> str:
        return self.sub if not self.sub or self.sub[-1] in "卧床铺" else f"{self.sub}间"


def _told(room: str) -> str:
    """Return a room as it is said: 501-A is 501A, 501-1 stays."""
    number, _, behind = room.partition("-")
    return number + behind if behind.isalpha() else room


def name_key(name: str) -> str:
    """Return the name of an estate or road as it is compared: without 小区, and 三村 as 3村."""
    bare = _GENERIC.sub("", "".join(name.split()))
    return _COUNTED.sub(lambda found: _counted(found[1]), bare)


def _counted(numeral: str) -> str:
    # 五一路 is a name and not 51路: only single numerals and those with 十 are numbers.
    counts = len(numeral) == 1 or "十" in numeral or "百" in numeral
    return (number(numeral) if counts else None) or numeral
