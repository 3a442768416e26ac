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
from storage.followers import Follower, Place

KIND = "digest"
NOTICE = "notice"


async def estates(tx: Transaction) -> list[str]:
    """Return the names of the town's estates; of those that share a name, with their community."""
    known = await town.load(tx)
    return [addresses.name_in(known, each) for each in known.estates]


async def buildings(tx: Transaction, where: str) -> list[list[str]]:
    """Return the buildings that may be meant: the one that was told, or all of the estate that was."""
    known = await town.load(tx)
    address = addresses.understand(where, known)
    if address.building_key is not None:
        return [_told(known, address)]
    written = [
        f"{addresses.name_in(known, each)}{name}栋"
        for each in addresses.estates_of(address, known)
        for name in each.buildings
    ]
    found = [addresses.understand(each, known) for each in written]
    return [_told(known, each) for each in found if each.building_key is not None]


def _told(known: Town, address: Address) -> list[str]:
    home = addresses.home_of(address, known)
    return [address.building_key or "", _shown(address), *((home.community, home.grid) if home else ("", ""))]


def _shown(address: Address) -> str:
    """Return the building as it is shown: the community only where the estate's name is shared."""
    community = address.community if address.shared_name else ""
    building = replace(address, unit="", floor="", room="", side="", beside="", sub="", noted=())
    return replace(building, city="", district="", subdistrict="", community=community).shown


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
