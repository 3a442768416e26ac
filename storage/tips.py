"""Tips: codes and times are plain; places, words are sealed; an anonymous tip knows no person."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Row, delete, func, insert, select, update

from bot.rules.tips import Openness, TipState
from bot.speech import Incoming
from storage.drafts import STEP
from storage.dwellings import NOWHERE, Spot
from storage.engine import Transaction
from storage.inbox import HOUR
from storage.tables import routes, tips

_ROUTE_SIZE = 64


@dataclass(frozen=True, slots=True)
class Report:
    """What a tipster says: the hazard's code, where, what (perhaps empty), and answers by their questions' names."""

    hazard: str
    where: str
    what: str
    openness: Openness
    facts: Mapping[str, str] = field(default_factory=dict)
    spot: Spot = NOWHERE


@dataclass(frozen=True, slots=True)
class Tip:
    """A tip as it is kept; `filed` is exact to the hour, `reporter` is a person's id and None when anonymous."""

    id: bytes
    number: str
    report: Report
    state: TipState
    filed: datetime
    answer_by: datetime
    reporter: bytes | None
    main: bytes | None = None


async def file(
    tx: Transaction,
    report: Report,
    number: str,
    code: str,
    answer_by: datetime,
    reporter: bytes | None,
) -> bytes:
    """Keep a new tip under its number, to be found again by its receipt code or by its reporter; returns its id."""
    row = secrets.token_bytes(16)
    body: dict[str, Any] = {"where": report.where, "what": report.what}
    if report.facts:
        body["facts"] = dict(report.facts)
    values = {
        "id": row,
        "number": number,
        "code": tx.vault.blind("tips.code", code),
        "hazard": report.hazard,
        "state": TipState.RECEIVED,
        "openness": report.openness,
        "body": tx.vault.seal_json("tips.body", row, body, STEP),
        "filed": int(tx.now.timestamp()) // HOUR * HOUR,
        "answer_by": int(answer_by.timestamp()),
        **asdict(report.spot),
    }
    if reporter is not None:
        values["reporter"] = tx.vault.blind("tips.reporter", reporter)
        values["reporter_sealed"] = tx.vault.seal("tips.reporter_sealed", row, reporter)
    await tx.execute(insert(tips), values)
    if reporter is None and tx.speaker is not None:
        await tx.execute(insert(routes), {"tip": row, "sealed": _route(tx, row, tx.speaker)})
    return row


def _route(tx: Transaction, row: bytes, speaker: Incoming) -> bytes:
    # Of one size, so that the length of a sealed route tells nothing about the account.
    return tx.vault.seal_json("routes.sealed", row, {"chat": speaker.chat, "language": speaker.language}, _ROUTE_SIZE)


async def number_is_taken(tx: Transaction, number: str) -> bool:
    """Tell whether a tip has this number."""
    return (await tx.execute(select(tips.c.id).where(tips.c.number == number))).first() is not None


async def by_number(tx: Transaction, number: str) -> Tip | None:
    """Return the tip of that number."""
    row = (await tx.execute(select(tips).where(tips.c.number == number))).first()
    return _tip(tx, row) if row else None


async def by_code(tx: Transaction, code: str) -> Tip | None:
    """Return the tip of that receipt code."""
    row = (await tx.execute(select(tips).where(tips.c.code == tx.vault.blind("tips.code", code)))).first()
    return _tip(tx, row) if row else None


async def of_person(tx: Transaction, person: bytes, most: int = 20) -> list[Tip]:
    """Return the newest tips that a person filed under their name."""
    own = tips.c.reporter == tx.vault.blind("tips.reporter", person)
    chosen = select(tips).where(own).order_by(tips.c.filed.desc()).limit(most)
    return [_tip(tx, row) for row in await tx.execute(chosen)]


async def oldest(tx: Transaction, state: TipState, most: int, skip: int = 0) -> list[Tip]:
    """Return the tips in a state that must be answered first."""
    waiting = select(tips).where(tips.c.state == state, tips.c.main.is_(None))
    chosen = waiting.order_by(tips.c.answer_by, tips.c.number).limit(most).offset(skip)
    return [_tip(tx, row) for row in await tx.execute(chosen)]


async def promises(tx: Transaction, state: TipState) -> list[datetime]:
    """Return by when each tip in a state was promised an answer."""
    found = await tx.execute(select(tips.c.answer_by).where(tips.c.state == state, tips.c.main.is_(None)))
    return [datetime.fromtimestamp(by, UTC) for by in found.scalars()]


async def count_by_state(tx: Transaction) -> dict[TipState, int]:
    """Return how many tips are in each state; those that join another stand with it."""
    own = select(tips.c.state, func.count()).where(tips.c.main.is_(None))
    found = await tx.execute(own.group_by(tips.c.state))
    return {TipState(state): count for state, count in found}


async def similar(tx: Transaction, building: str, hazard: str) -> Tip | None:
    """Return the newest open tip of a hazard in a building; those that join another stand for it."""
    own = (tips.c.building == building, tips.c.hazard == hazard, tips.c.main.is_(None))
    chosen = select(tips).where(*own, tips.c.state == TipState.RECEIVED).order_by(tips.c.filed.desc()).limit(1)
    row = (await tx.execute(chosen)).first()
    return _tip(tx, row) if row else None


async def join(tx: Transaction, tip: Tip, main: Tip) -> None:
    """Put a tip, and those that joined it, with the one that was there before."""
    await tx.execute(update(tips).where((tips.c.id == tip.id) | (tips.c.main == tip.id)).values(main=main.id))


async def count_joined(tx: Transaction, tip: bytes) -> int:
    """Return how many more people reported the same."""
    alive = (tips.c.main == tip, tips.c.state != TipState.WITHDRAWN)
    return int((await tx.execute(select(func.count()).where(*alive))).scalar_one())


async def withdraw(tx: Transaction, tip: Tip) -> None:
    """Take back a tip: what it said and the way to its sender are gone, that there was one stays."""
    emptied = {"where": "", "what": ""}
    body = tx.vault.seal_json("tips.body", tip.id, emptied, STEP)
    values = {"state": TipState.WITHDRAWN, "body": body, **asdict(NOWHERE)}
    await tx.execute(update(tips).where(tips.c.id == tip.id).values(values))
    await tx.execute(delete(routes).where(routes.c.tip == tip.id))
    await _stand_in(tx, tip)


async def _stand_in(tx: Transaction, tip: Tip) -> None:
    """Let one of those that joined a tip take its place, now that it is taken back."""
    joined = select(tips.c.id).where(tips.c.main == tip.id).order_by(tips.c.answer_by)
    heir = (await tx.execute(joined)).scalars().first()
    if heir is not None:
        await tx.execute(update(tips).where(tips.c.main == tip.id).values(main=heir))
        await tx.execute(update(tips).where(tips.c.id == heir).values(main=None))


async def open_up(tx: Transaction, tip: Tip, openness: Openness, reporter: bytes) -> None:
    """Keep with a tip who sent it, as they now wish; the sealed way to an anonymous sender is needed no more."""
    values = {
        "openness": openness,
        "reporter": tx.vault.blind("tips.reporter", reporter),
        "reporter_sealed": tx.vault.seal("tips.reporter_sealed", tip.id, reporter),
    }
    await tx.execute(update(tips).where(tips.c.id == tip.id).values(values))
    await tx.execute(delete(routes).where(routes.c.tip == tip.id))


def _tip(tx: Transaction, row: Row[tuple[object, ...]]) -> Tip:
    body = tx.vault.open_json("tips.body", row.id, row.body)
    sealed, openness = row.reporter_sealed, Openness(row.openness)
    spot = Spot(row.dwelling, row.building, row.grid)
    return Tip(
        id=row.id,
        number=row.number,
        report=Report(row.hazard, body["where"], body["what"], openness, body.get("facts", {}), spot),
        state=TipState(row.state),
        filed=datetime.fromtimestamp(row.filed, UTC),
        answer_by=datetime.fromtimestamp(row.answer_by, UTC),
        reporter=tx.vault.open("tips.reporter_sealed", row.id, sealed) if sealed else None,
        main=row.main,
    )
