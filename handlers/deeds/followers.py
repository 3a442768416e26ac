"""Deeds about following a building: general words once a day, never what, when or by whom."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

from bot.rules import addresses
from bot.rules.addresses import Address
from bot.rules.notices import Area
from bot.rules.town import Town
from storage import Transaction, followers, people, timers, town
from storage.dwellings import building_key
from storage.followers import Follower, Place

KIND = "digest"
NOTICE = "notice"


async def estates(tx: Transaction) -> list[str]:
    """Return the names of the town's estates; of those that share a name, with their community."""
    known = (await town.load(tx)).estates
    names = [each.name for each in known]
    return [each.name if names.count(each.name) == 1 else f"{each.community}{each.name}" for each in known]


async def buildings(tx: Transaction, where: str) -> list[list[str]]:
    """Return the buildings that may be meant: the one that was told, or all of the estate that was."""
    known = await town.load(tx)
    address = addresses.understand(where, known)
    key = building_key(address)
    if key is not None:
        return [[key, _shown(address), *_area(known, address)]]
    estates = known.find(where)
    found = [_told(known, each.name, name, each.community) for each in estates for name in each.buildings]
    return [place for place in found if place[0]]


def _told(known: Town, estate: str, building: str, community: str) -> list[str]:
    text = (
        f"{community.removesuffix('社区')}社区{estate}{building}栋"
        if len(known.find(estate)) > 1
        else f"{estate}{building}栋"
    )
    address = addresses.understand(text, known)
    return [building_key(address) or "", _shown(address), *_area(known, address)]


def _shown(address: Address) -> str:
    """Return the building as it is shown: the community only where the estate's name is shared."""
    community = address.community.removesuffix("社区") if address.shared_name else ""
    building = replace(address, unit="", floor="", room="", side="", beside="", sub="", noted=())
    return replace(building, city="", district="", subdistrict="", community=community).shown


def _area(known: Town, address: Address) -> tuple[str, str]:
    found = [
        (building.community, building.grid)
        for estate in known.find(address.estate)
        for building in estate.buildings.values()
        if building.name == address.building
    ]
    return found[0] if len(found) == 1 else ("", "")


async def follow(tx: Transaction, place: list[str]) -> bool:
    """Let whoever speaks follow a building; False when they follow as many as one may."""
    if tx.speaker is None:
        return False
    person = await people.enter(tx, tx.speaker)
    own = await followers.of(tx, person.id)
    if any(each.place.key == place[0] for each in own):
        return True
    if len(own) >= tx.policy.following.most:
        return False
    await followers.follow(tx, person.id, Place(*place), tx.speaker.chat, tx.speaker.language)
    await timers.begin(tx, timers.of(KIND, tx.speaker), next_digest(tx))
    return True


def next_digest(tx: Transaction) -> int:
    """Return when the next digest is due: at its hour of tomorrow."""
    zone = tx.policy.town.timezone
    tomorrow = tx.now.astimezone(zone).date() + timedelta(days=1)
    return int(datetime.combine(tomorrow, time(tx.policy.following.digest_hour), zone).timestamp())


async def digest(tx: Transaction, person: bytes) -> list[str]:
    """Return the buildings of which something is to be told to a person today, and set the next day's digest."""
    own = await followers.of(tx, person)
    moved = [each.place.shown for each in own if await followers.happened(tx, each)]
    for each in own:
        await followers.told(tx, each)
    if own and tx.speaker is not None:
        await timers.begin(tx, timers.of(KIND, tx.speaker), next_digest(tx))
    return moved


async def ring_at(tx: Transaction, area: Area, name: str, begins: datetime) -> None:
    """Let those who follow a building in an area be told of a notice when it begins, once each."""
    at = int(max(begins, tx.now).timestamp())
    for each in _once(await followers.everyone(tx, area)):
        await timers.begin(tx, timers.Timer(f"{NOTICE} {name}", each.chat, each.chat, each.language), at)


def _once(found: list[Follower]) -> Iterator[Follower]:
    yield from {each.chat: each for each in found}.values()
