"""Deeds about places: what is understood of an address or a point on the map, and what is still open."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias, TypedDict

import msgspec

from bot.rules import addresses
from bot.rules.addresses import DOUBTS, Address
from bot.rules.town import Estate, Town
from storage import Transaction, town
from storage.dwellings import Spot, spot_in

Said: TypeAlias = str | dict[str, Any]
"""What a person answered: words, a point (`at`), or the wish to choose from a list (`list`)."""

MOST_OPTIONS = 24
_HANZI = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z]{3}")  # a place told in another language stays as it was written


class Place(TypedDict):
    """What is known of a place: the address as JSON, how it is written, what to ask next ("": nothing), and its grid.

    `grid` is community and name, empty when not known.
    """

    address: dict[str, Any]
    shown: str
    part: str
    options: list[str]
    grid: list[str]


@dataclass(frozen=True, slots=True)
class Named:
    """A place that words name: a flat with its building, a building, how the keys of an estate begin, or a grid."""

    flat: str | None = None
    building: str | None = None
    estate: str | None = None
    grid: str | None = None


async def understand(tx: Transaction, said: Said, rooms: bool) -> Place:
    """Return what is understood; `rooms` tells that the matter is about a flat, so that its room is asked for."""
    known = await town.load(tx)
    if isinstance(said, str):
        return _place(_read(said, known), known, rooms, [])
    if "list" in said:
        communities = list(dict.fromkeys(each.community for each in known.estates))
        return _asked(Address(), "community", communities, [])
    found = await town.grids_at(tx, *said["at"])
    grid = [found[0].community, found[0].name] if len(found) == 1 else []
    here = [each for each in known.estates if _stands_in(each, {(grid.community, grid.name) for grid in found})]
    return _asked(Address(), "estate", _names(here, known), grid)


async def find(tx: Transaction, words: str) -> Named:
    """Return the place that words name, as narrow as they tell it."""
    known = await town.load(tx)
    address = addresses.understand(words, known)
    said = "".join(words.split())
    grids = {f"{each.community} {each.grid}" for estate in known.estates for each in estate.buildings.values()}
    if named := [grid for grid in grids if "".join(grid.split()) == said]:
        return Named(grid=named[0])
    if address.building_key is not None:
        return Named(flat=address.key, building=address.building_key)
    is_estate = bool(address.estate) and not address.building and bool(known.find(address.estate))
    return Named(estate="/".join((address.district, address.site, "")) if is_estate else None)


def _read(said: str, known: Town) -> Address:
    if told := addresses.in_chinese(said):
        address = addresses.understand(told, known)
        # The estate was named in Latin letters: without a list to choose from, asking again gains nothing.
        return address if known.estates else replace(address, settled=(*address.settled, "no_estate"))
    read = addresses.understand(said, known)
    foreign = not _HANZI.search(said) and not known.find(read.estate) and bool(_WORD.search(said))
    return Address() if foreign else read


async def heard(tx: Transaction, said: str) -> str:
    """Return the place that somebody's own words name, as it is shown, to be offered to them; nothing if they do not.

    Only a building, or an estate that the town knows: an offer that is mostly wrong helps nobody.
    """
    known = await town.load(tx)
    address = _read(said, known)
    named = known.find(address.estate) or (address.building and (address.site or known.estates))
    return address.shown if named and "building" not in {DOUBTS[code] for code in address.doubts} else ""


async def settle(tx: Transaction, place: Place, value: str, rooms: bool) -> Place:
    """Return the place with the open part answered; unchanged when the answer cannot be read.

    Whoever is choosing a building is asked for its staircase as well.
    """
    known = await town.load(tx)
    if place["part"] == "community":
        there = [each for each in known.estates if each.community == value]
        return _asked(Address(), "estate", _names(there, known), [])
    before = address_of(place["address"])
    filled = addresses.answer(before, place["part"], value, known)
    if place["part"] == "estate" and not before.estate and filled == before:
        filled = addresses.understand(value, known)
    return _place(filled, known, rooms, place["grid"], stairs=place["part"] == "building")


async def spots(tx: Transaction, texts: Sequence[str]) -> list[tuple[Address, Spot]]:
    """Return what is understood of places and where they lie, as far as that is certain; nothing is asked."""
    known = await town.load(tx)
    read = [_read(text, known) for text in texts]
    return [(each, spot_in(each, _pair(_grid_of(each, known)), known)) for each in read]


def _pair(grid: Sequence[str]) -> tuple[str, str] | None:
    return (grid[0], grid[1]) if grid else None


def address_of(stored: dict[str, Any]) -> Address:
    """Return the address that was stored as JSON."""
    return msgspec.convert(stored, Address)


def _place(address: Address, known: Town, rooms: bool, grid: list[str], stairs: bool = False) -> Place:
    question = addresses.questions(address, known) if address != Address() else None
    if question is None or not _is_worth_asking(question, address, rooms, stairs):
        return _asked(address, "", [], grid or _grid_of(address, known))
    return _asked(address, question.part, question.options, grid or _grid_of(address, known))


def _is_worth_asking(question: addresses.Question, address: Address, rooms: bool, stairs: bool) -> bool:
    """Tell whether to trouble the person: about a room if it is about a flat, about what is missing if it helps."""
    if question.part in ("room", "sub"):
        return rooms
    if question.doubt:
        return True
    if question.part in ("estate", "building"):
        return bool(question.options)
    if question.part == "unit":
        return len(question.options) > 1 and (rooms or stairs or bool(address.room))
    return True


def _asked(address: Address, part: str, options: Sequence[str], grid: list[str]) -> Place:
    shown = list(options)[:MOST_OPTIONS]
    stored = msgspec.json.decode(msgspec.json.encode(address))
    return Place(address=stored, shown=address.shown, part=part, options=shown, grid=grid)


def _names(estates: Sequence[Estate], known: Town) -> list[str]:
    return [addresses.name_in(known, each) for each in estates]


def _stands_in(estate: Estate, grids: set[tuple[str, str]]) -> bool:
    return any((each.community, each.grid) in grids for each in estate.buildings.values())


def _grid_of(address: Address, known: Town) -> list[str]:
    home = addresses.home_of(address, known)
    return [home.community, home.grid] if home else []
