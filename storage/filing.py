"""Keeping new tips: the columns of one, and many in few statements."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select

from bot.rules.tips import TipState
from storage.drafts import STEP
from storage.engine import HOUR, Transaction
from storage.tables import tips
from storage.tip_rows import Origin, Report

CHAT = Origin()


@dataclass(frozen=True, slots=True)
class Filing:
    """A tip to be kept: its number, its receipt code, by when it is answered first, and how it came in."""

    report: Report
    number: str
    code: str
    answer_by: datetime
    origin: Origin = CHAT


async def file_all(tx: Transaction, filings: Sequence[Filing]) -> list[bytes]:
    """Keep new tips of people who are not here, in their order: anonymous, without a way back; returns their ids."""
    counts = await _counts(tx, {each.report.spot.building for each in filings})
    rows = []
    for each in filings:
        place = (each.report.spot.building, each.report.hazard)
        counts[place] = ordinal = counts.get(place, 0) + 1 if place[0] else 1
        rows.append(values_of(tx, secrets.token_bytes(16), each) | {"ordinal": ordinal})
    if rows:
        await tx.execute(insert(tips), rows)
    return [row["id"] for row in rows]


async def _counts(tx: Transaction, buildings: Collection[str | None]) -> dict[tuple[str | None, str], int]:
    """Return the last ordinal of each building and kind."""
    of = (tips.c.building, tips.c.hazard)
    found = await tx.execute(select(*of, func.max(tips.c.ordinal)).where(tips.c.building.in_(buildings)).group_by(*of))
    return {(building, hazard): last for building, hazard, last in found}


async def taken(tx: Transaction, numbers: Collection[str]) -> set[str]:
    """Return those of some numbers that tips have."""
    return set((await tx.execute(select(tips.c.number).where(tips.c.number.in_(numbers)))).scalars())


def values_of(tx: Transaction, row: bytes, filing: Filing) -> dict[str, Any]:
    """Return the columns of a new tip that are the same whoever sent it; all but its ordinal."""
    report, origin, by = filing.report, filing.origin, int(filing.answer_by.timestamp())
    return {
        "id": row,
        "number": filing.number,
        "code": tx.vault.blind("tips.code", filing.code),
        "hazard": report.hazard,
        "state": TipState.RECEIVED,
        "openness": report.openness,
        "body": tx.vault.seal_json("tips.body", row, _body(report), STEP),
        "filed": int(origin.at.timestamp()) // HOUR * HOUR if origin.at else tx.hour,
        "answer_by": by,
        "phase": "answer",
        "due": by,
        "deadline": int(origin.deadline.timestamp()) if origin.deadline else None,
        "source": origin.source,
        "parent": origin.parent,
        **asdict(report.spot),
    }


def _body(report: Report) -> dict[str, Any]:
    body: dict[str, Any] = {"where": report.where, "what": report.what}
    return {**body, "facts": dict(report.facts)} if report.facts else body


_LAST = select(func.max(tips.c.ordinal)).where(
    tips.c.building == bindparam("place"), tips.c.hazard == bindparam("kind")
)


async def next_ordinal(tx: Transaction, report: Report) -> int:
    """Return the place of a tip among those of its kind in its building: hours alone do not tell who was first."""
    if report.spot.building is None:
        return 1
    last = await tx.execute(_LAST, {"place": report.spot.building, "kind": report.hazard})
    return int(last.scalar() or 0) + 1
