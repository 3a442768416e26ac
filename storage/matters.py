"""Matters that were found true: what was told of each, what a person decided, and whether something is still open."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, insert, select, true, update

from bot.rules.rewards.asking import Point, Told
from bot.rules.rewards.matters import Matter
from bot.rules.tips import CHECKED, OPEN
from storage.engine import Transaction
from storage.rewards import today
from storage.tables import matters, tips
from storage.tip_rows import Tip, opened

_STEP = 512


class MatterState(StrEnum):
    """Whether something must still become known, or be decided, before it can be said who gets the reward."""

    OPEN = "open"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Judged:
    """What a person decided of a matter: who was first, whose later evidence was decisive, the fine in fen.

    `contested` tells that an objection was right, so that what speaks against a reward has to be decided anew.
    """

    first: bytes | None = None
    later: tuple[bytes, ...] = ()
    fine: int | None = None
    contested: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """A matter as it is kept: the tip by which it was verified, by whom, who had worked on it, and what they told."""

    id: bytes
    tip: bytes
    matter: Matter
    state: MatterState
    day: date
    verifier: bytes
    worker: bytes
    told: Told
    judged: Judged = field(default_factory=Judged)


async def enter(tx: Transaction, tip: bytes, matter: Matter, verifier: bytes, worker: bytes, told: Told) -> Found:
    """Keep a matter that was just found true."""
    row = secrets.token_bytes(16)
    found = Found(row, tip, matter, MatterState.OPEN, today(tx), verifier, worker, told)
    values = {
        "id": row,
        "tip": tip,
        "place": matter.place,
        "hazard": matter.hazard,
        "cycle": matter.cycle,
        "state": found.state,
        "day": found.day.toordinal(),
        "body": _closed(tx, found),
    }
    await tx.execute(insert(matters).values(values))
    return found


async def keep(tx: Transaction, found: Found) -> None:
    """Keep what became of a matter since it was read."""
    values = {"state": found.state, "body": _closed(tx, found)}
    await tx.execute(update(matters).where(matters.c.id == found.id).values(values))


async def settle(tx: Transaction, found: Found, state: MatterState) -> Found:
    """Note whether something is still open."""
    settled = replace(found, state=state)
    await keep(tx, settled)
    return settled


async def forget_hands(tx: Transaction, person: bytes, instead: bytes) -> None:
    """Let `instead` stand for somebody who is forgotten, where they verified or worked on what is still open."""
    for found in await in_state(tx, MatterState.OPEN):
        if person in (found.verifier, found.worker):
            verifier, worker = (instead if each == person else each for each in (found.verifier, found.worker))
            await keep(tx, replace(found, verifier=verifier, worker=worker))


async def get(tx: Transaction, id: bytes) -> Found | None:
    """Return one matter."""
    found = await _all(tx, matters.c.id == id)
    return found[0] if found else None


async def of_tips(tx: Transaction, tips: Iterable[bytes]) -> list[Found]:
    """Return the matters that were verified by any of these tips, the oldest first."""
    return await _all(tx, matters.c.tip.in_(list(tips)))


async def in_state(tx: Transaction, state: MatterState, most: int = 1_000) -> list[Found]:
    """Return the matters in a state, the oldest first."""
    return (await _all(tx, matters.c.state == state))[:most]


async def of_matter(tx: Transaction, key: str) -> Found | None:
    """Return what is kept of a matter by the name under which it has its reward."""
    place, hazard, cycle = key.rsplit("|", 2)
    same = (matters.c.place == place) & (matters.c.hazard == hazard) & (matters.c.cycle == int(cycle))
    found = await _all(tx, same)
    return found[0] if found else None


async def rivals(tx: Transaction, tip: Tip, kinds: Collection[str], since: datetime, but: Iterable[bytes]) -> list[Tip]:
    """Return tips of the same place and kinds that nobody has checked yet: one of them may turn out to be the first."""
    spot = tip.report.spot
    if spot.building is None:
        return []
    flat = tips.c.dwelling.is_(None) | (tips.c.dwelling == spot.dwelling) if spot.dwelling else true()
    here = (tips.c.building == spot.building, flat, tips.c.hazard.in_(kinds), tips.c.id.not_in(list(but)))
    alive = (tips.c.state.in_(OPEN - CHECKED), tips.c.main.is_(None), tips.c.parent.is_(None))
    recent = tips.c.filed.between(int(since.timestamp()), int(tip.filed.timestamp()))
    return [opened(tx, row) for row in await tx.execute(select(tips).where(*here, *alive, recent))]


def place_of_words(tx: Transaction, words: str) -> str:
    """Return what stands for a place of which only words are known; it finds the same words and tells nothing."""
    return "~" + tx.vault.blind("matters.place", words).hex()[:32]


async def _all(tx: Transaction, chosen: ColumnElement[bool]) -> list[Found]:
    rows = await tx.execute(select(matters).where(chosen).order_by(matters.c.day, matters.c.id))
    return [_found(tx, row) for row in rows]


def _closed(tx: Transaction, found: Found) -> bytes:
    told, judged = found.told, found.judged
    body = {
        "verifier": found.verifier.hex(),
        "worker": found.worker.hex(),
        "asked": sorted(told.asked),
        "so": sorted(told.so),
        "unsure": told.unsure,
        "first": judged.first.hex() if judged.first else None,
        "later": [each.hex() for each in judged.later],
        "fine": judged.fine,
        "contested": judged.contested,
    }
    return tx.vault.seal_json("matters.body", found.id, body, _STEP)


def _found(tx: Transaction, row: Row[Any]) -> Found:
    body = tx.vault.open_json("matters.body", row.id, row.body)
    first = bytes.fromhex(body["first"]) if body["first"] else None
    return Found(
        id=row.id,
        tip=row.tip,
        matter=Matter(row.place, row.hazard, row.cycle),
        state=MatterState(row.state),
        day=date.fromordinal(row.day),
        verifier=bytes.fromhex(body["verifier"]),
        worker=bytes.fromhex(body["worker"]),
        told=Told(frozenset(map(Point, body["asked"])), frozenset(map(Point, body["so"])), body["unsure"]),
        judged=Judged(first, tuple(bytes.fromhex(each) for each in body["later"]), body["fine"], body["contested"]),
    )
