"""Hazards: dangers that somebody saw on the spot, each with a measure, who must do it, and by when."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, false, func, insert, select, update

from bot.rules.hazards import HazardState
from storage.dwellings import Spot
from storage.engine import Transaction
from storage.tables import hazards, tips

_STEP = 1024


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found and what is to be done; `who` is the kind of person who answers for it, or how staff call them.

    `notice` is what that person is given to read, in the office's own words.
    """

    found: str
    measure: str
    who: str
    notice: str


@dataclass(frozen=True, slots=True)
class Hazard:
    """A hazard as it is kept; `found_at` is exact to the hour, `verifier` a person's id."""

    id: bytes
    tip: bytes | None
    code: str
    colour: str
    state: HazardState
    spot: Spot
    found_at: datetime
    deadline: datetime
    finding: Finding
    verifier: bytes


async def record(
    tx: Transaction,
    tip: bytes | None,
    code: str,
    colour: str,
    spot: Spot,
    deadline: datetime,
    finding: Finding,
    verifier: bytes,
) -> bytes:
    """Keep a hazard; ValueError without measure, responsible person or notice, whatever asked for it."""
    if not (finding.measure.strip() and finding.who.strip() and finding.notice.strip()):
        raise ValueError("a hazard has a measure, a responsible person and a notice")
    row = secrets.token_bytes(16)
    values = {
        "id": row,
        "tip": tip,
        "code": code,
        "colour": colour,
        "state": HazardState.OPEN,
        **asdict(spot),
        "found": tx.hour,
        "deadline": int(deadline.timestamp()),
        "body": tx.vault.seal_json("hazards.body", row, asdict(finding), _STEP),
        "verifier": tx.vault.blind("hazards.verifier", verifier),
        "verifier_sealed": tx.vault.seal("hazards.verifier_sealed", row, verifier),
    }
    await tx.execute(insert(hazards), values)
    return row


async def of_tip(tx: Transaction, tip: bytes) -> list[Hazard]:
    """Return the hazards that were verified from a tip."""
    rows = await tx.execute(select(hazards).where(hazards.c.tip == tip).order_by(hazards.c.found))
    return [_hazard(tx, row) for row in rows]


async def of_matter(tx: Transaction, tip: bytes, code: str) -> list[Hazard]:
    """Return the hazards of a kind that a tip led to: verified from it, from one of its parts, or where it stands."""
    main = select(tips.c.main).where(tips.c.id == tip, tips.c.main.is_not(None))
    whole = (tips.c.id == tip) | tips.c.id.in_(main) | (tips.c.parent == tip) | tips.c.parent.in_(main)
    chosen = select(hazards).where(hazards.c.code == code, hazards.c.tip.in_(select(tips.c.id).where(whole)))
    return [_hazard(tx, row) for row in await tx.execute(chosen.order_by(hazards.c.found))]


async def count_rectified(tx: Transaction, code: str, spot: Spot) -> int:
    """Return how often a kind of danger was put right at a place before."""
    put_right = (hazards.c.code == code, hazards.c.state == HazardState.RECTIFIED, _at(spot))
    return int((await tx.execute(select(func.count()).where(*put_right))).scalar_one())


async def was_open(tx: Transaction, code: str, spot: Spot, since: datetime, but: Sequence[bytes]) -> bool:
    """Tell whether staff knew of a danger of a kind at a place before a moment, other than from these tips."""
    known = (hazards.c.code == code, hazards.c.state == HazardState.OPEN, hazards.c.found < int(since.timestamp()))
    others = hazards.c.tip.is_(None) | hazards.c.tip.not_in(but)
    return (await tx.execute(select(hazards.c.id).where(*known, others, _at(spot)))).first() is not None


def _at(spot: Spot) -> ColumnElement[bool]:
    """Match what lies in a dwelling, or in a building where no dwelling is certain; nothing where neither is."""
    if spot.dwelling is not None:
        return hazards.c.dwelling == spot.dwelling
    return (hazards.c.building == spot.building) & hazards.c.dwelling.is_(None) if spot.building else false()


async def set_state(tx: Transaction, tip: bytes, state: HazardState) -> None:
    """Let all open hazards of a tip be put right, or given up."""
    own = (hazards.c.tip == tip, hazards.c.state == HazardState.OPEN)
    await tx.execute(update(hazards).where(*own).values(state=state))


async def set_deadline(tx: Transaction, tip: bytes, deadline: datetime) -> None:
    """Give the open hazards of a tip another deadline."""
    own = (hazards.c.tip == tip, hazards.c.state == HazardState.OPEN)
    await tx.execute(update(hazards).where(*own).values(deadline=int(deadline.timestamp())))


def _hazard(tx: Transaction, row: Row[tuple[Any, ...]]) -> Hazard:
    return Hazard(
        id=row.id,
        tip=row.tip,
        code=row.code,
        colour=row.colour,
        state=HazardState(row.state),
        spot=Spot(row.dwelling, row.building, row.grid),
        found_at=datetime.fromtimestamp(row.found, UTC),
        deadline=datetime.fromtimestamp(row.deadline, UTC),
        finding=Finding(**tx.vault.open_json("hazards.body", row.id, row.body)),
        verifier=tx.vault.open("hazards.verifier_sealed", row.id, row.verifier_sealed),
    )
