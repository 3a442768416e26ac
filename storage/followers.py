"""Who follows which building: found by blind indexes, opened by the keyring alone, gone with the person."""

from __future__ import annotations

import secrets
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time

from sqlalchemy import Row, delete, insert, select, update

from bot.rules.notices import Area
from bot.rules.tips import TipState
from storage.engine import Transaction
from storage.tables import followers, tips

_STEP = 512


@dataclass(frozen=True, slots=True)
class Place:
    """A building: its key, how it is shown, and the area it lies in (empty where the town does not know)."""

    key: str
    shown: str
    community: str = ""
    grid: str = ""

    @property
    def area(self) -> Area:
        """The area it lies in."""
        return Area(self.community, self.grid)


@dataclass(frozen=True, slots=True)
class Follower:
    """Somebody's wish to hear of a building; `since` is the day up to which everything was told."""

    id: bytes
    place: Place
    chat: int
    language: str
    since: date

    @property
    def name(self) -> str:
        """What a button calls it."""
        return self.id.hex()


async def follow(tx: Transaction, person: bytes, place: Place, chat: int, language: str) -> None:
    """Let a person follow a building from today on."""
    row = secrets.token_bytes(8)
    made = Follower(row, place, chat, language, _today(tx))
    values = {
        "id": row,
        "person": tx.vault.blind("followers.person", person),
        "body": _body(tx, made),
    }
    await tx.execute(insert(followers).values(values))


async def of(tx: Transaction, person: bytes) -> list[Follower]:
    """Return what a person follows."""
    own = followers.c.person == tx.vault.blind("followers.person", person)
    found = [_follower(tx, row) for row in await tx.execute(select(followers).where(own))]
    return sorted(found, key=lambda each: each.place.shown)


async def everyone(tx: Transaction, area: Area) -> list[Follower]:
    """Return all who follow a building in an area."""
    found = [_follower(tx, row) for row in await tx.execute(select(followers))]
    return [each for each in found if area.holds(each.place.area)]


async def stop(tx: Transaction, person: bytes, name: str = "") -> int:
    """End what a person follows, one building or all; returns how many that were."""
    chosen = delete(followers).where(followers.c.person == tx.vault.blind("followers.person", person))
    if name:
        chosen = chosen.where(followers.c.id == (bytes.fromhex(name) if set(name) <= set("0123456789abcdef") else b""))
    return (await tx.execute(chosen)).rowcount


async def happened(tx: Transaction, follower: Follower) -> bool:
    """Tell whether something was reported in the building on the days since, today left out."""
    zone = tx.policy.town.timezone
    first, last = (int(datetime.combine(day, time(), zone).timestamp()) for day in (follower.since, _today(tx)))
    within = (
        tips.c.building == follower.place.key,
        tips.c.state != TipState.WITHDRAWN,
        tips.c.filed >= first,
        tips.c.filed < last,
    )
    return (await tx.execute(select(tips.c.id).where(*within).limit(1))).first() is not None


async def told(tx: Transaction, follower: Follower) -> None:
    """Remember that everything before today was told."""
    body = _body(tx, replace(follower, since=_today(tx)))
    await tx.execute(update(followers).where(followers.c.id == follower.id).values(body=body))


def _today(tx: Transaction) -> date:
    return tx.now.astimezone(tx.policy.town.timezone).date()


def _body(tx: Transaction, each: Follower) -> bytes:
    # Padded, so that the length tells nothing of the building.
    body = {"place": asdict(each.place), "chat": each.chat, "language": each.language, "since": each.since.isoformat()}
    return tx.vault.seal_json("followers.body", each.id, body, _STEP)


def _follower(tx: Transaction, row: Row[tuple[object, ...]]) -> Follower:
    body = tx.vault.open_json("followers.body", row.id, row.body)
    return Follower(row.id, Place(**body["place"]), body["chat"], body["language"], date.fromisoformat(body["since"]))
