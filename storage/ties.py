"""Sealed links from people of the staff to homes: found by a blind index of the person, opened by the keyring alone."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row, delete, insert, select

from bot.rules.ties import Homes, Tie
from storage.engine import Transaction
from storage.tables import ties

_STEP = 512


@dataclass(frozen=True, slots=True)
class Link:
    """A tie to a flat of a building, or where `flat` is None to the whole building; both by their keys."""

    id: bytes
    tie: Tie
    flat: str | None
    building: str
    shown: str

    @property
    def name(self) -> str:
        """What a button calls it."""
        return self.id.hex()


async def add(tx: Transaction, person: bytes, tie: Tie, flat: str | None, building: str, shown: str) -> None:
    """Tie a person to a home."""
    row = secrets.token_bytes(8)
    body = {"tie": tie, "flat": flat, "building": building, "shown": shown}
    values = {
        "id": row,
        "person": tx.vault.blind("ties.person", person),
        "body": tx.vault.seal_json("ties.body", row, body, _STEP),
    }
    await tx.execute(insert(ties).values(values))


async def of(tx: Transaction, person: bytes) -> list[Link]:
    """Return the homes that a person is tied to."""
    own = ties.c.person == tx.vault.blind("ties.person", person)
    found = [_link(tx, row) for row in await tx.execute(select(ties).where(own))]
    return sorted(found, key=lambda each: (each.shown, each.tie))


async def homes(tx: Transaction, person: bytes) -> Homes:
    """Return the keys of the homes that a person is tied to."""
    return _homes(await of(tx, person))


async def all_homes(tx: Transaction) -> Homes:
    """Return the keys of all homes that somebody of the staff is tied to."""
    return _homes([_link(tx, row) for row in await tx.execute(select(ties))])


def _homes(links: Sequence[Link]) -> Homes:
    flats = [each for each in links if each.flat is not None]
    return Homes(
        flats=frozenset(each.flat for each in flats if each.flat),
        buildings=frozenset(each.building for each in links if each.flat is None),
        around=frozenset(each.building for each in flats),
    )


async def remove(tx: Transaction, person: bytes, name: str) -> bool:
    """Take one tie of a person back; False when there is no such one."""
    row = bytes.fromhex(name) if name and not set(name) - set("0123456789abcdef") and len(name) % 2 == 0 else b""
    own = (ties.c.person == tx.vault.blind("ties.person", person), ties.c.id == row)
    return bool((await tx.execute(delete(ties).where(*own))).rowcount)


async def drop(tx: Transaction, person: bytes) -> None:
    """Let go of all ties of a person."""
    await tx.execute(delete(ties).where(ties.c.person == tx.vault.blind("ties.person", person)))


def _link(tx: Transaction, row: Row[tuple[object, ...]]) -> Link:
    body = tx.vault.open_json("ties.body", row.id, row.body)
    return Link(row.id, Tie(body["tie"]), body["flat"], body["building"], body["shown"])
