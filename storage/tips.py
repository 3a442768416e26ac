"""Tips: codes and times are plain; places, words are sealed; an anonymous tip knows no person."""

from __future__ import annotations

import secrets
from dataclasses import asdict
from datetime import UTC, date, datetime

from sqlalchemy import bindparam, delete, func, insert, or_, select, update

from bot.rules.rewards.life import UNPAID
from bot.rules.sources import Source
from bot.rules.tips import OPEN, Openness, TipState
from bot.speech import Incoming
from storage.drafts import STEP
from storage.dwellings import NOWHERE
from storage.engine import Transaction
from storage.filing import CHAT, Filing, next_ordinal, values_of
from storage.scopes import ALL, Scope, within
from storage.tables import ledger, rewards, routes, tips
from storage.tip_rows import Origin, Report, Tip, opened

__all__ = ["Origin", "Report", "Tip"]

_ROUTE_SIZE = 64
_FILE, _ROUTE = insert(tips), insert(routes)


async def file(
    tx: Transaction,
    report: Report,
    number: str,
    code: str,
    answer_by: datetime,
    reporter: bytes | None,
    origin: Origin = CHAT,
) -> bytes:
    """Keep a new tip under its number, to be found again by its receipt code or by its reporter; returns its id.

    One that came in by another way, and a part of another tip, has no way back of its own.
    """
    row = secrets.token_bytes(16)
    values = values_of(tx, row, Filing(report, number, code, answer_by, origin))
    values["ordinal"] = await next_ordinal(tx, report)
    if reporter is not None:
        values["reporter"] = tx.vault.blind("tips.reporter", reporter)
        values["reporter_sealed"] = tx.vault.seal("tips.reporter_sealed", row, reporter)
    await tx.execute(_FILE, values)
    if reporter is None and origin.parent is None and origin.source == Source.CHAT and tx.speaker is not None:
        await lead_to(tx, row, tx.speaker)
    return row


async def lead_to(tx: Transaction, tip: bytes, speaker: Incoming) -> None:
    """Keep the sealed way to the chat of whoever speaks, as that to the sender of a tip."""
    await tx.execute(_ROUTE, {"tip": tip, "sealed": _route(tx, tip, speaker)})


async def recode(tx: Transaction, tip: bytes, code: str) -> None:
    """Give a tip another receipt code; the one before opens nothing any more."""
    await tx.execute(update(tips).where(tips.c.id == tip).values(code=tx.vault.blind("tips.code", code)))


def _route(tx: Transaction, row: bytes, speaker: Incoming) -> bytes:
    # Of one size, so that the length of a sealed route tells nothing about the account.
    return tx.vault.seal_json("routes.sealed", row, {"chat": speaker.chat, "language": speaker.language}, _ROUTE_SIZE)


_TAKEN = select(tips.c.id).where(tips.c.number == bindparam("asked"))


async def number_is_taken(tx: Transaction, number: str) -> bool:
    """Tell whether a tip has this number."""
    return (await tx.execute(_TAKEN, {"asked": number})).first() is not None


async def by_number(tx: Transaction, number: str) -> Tip | None:
    """Return the tip of that number."""
    row = (await tx.execute(select(tips).where(tips.c.number == number))).first()
    return opened(tx, row) if row else None


async def by_code(tx: Transaction, code: str) -> Tip | None:
    """Return the tip of that receipt code."""
    row = (await tx.execute(select(tips).where(tips.c.code == tx.vault.blind("tips.code", code)))).first()
    return opened(tx, row) if row else None


async def of_person(tx: Transaction, person: bytes, most: int = 20) -> list[Tip]:
    """Return the newest tips that a person filed under their name."""
    own = tips.c.reporter == tx.vault.blind("tips.reporter", person)
    chosen = select(tips).where(own).order_by(tips.c.filed.desc()).limit(most)
    return [opened(tx, row) for row in await tx.execute(chosen)]


async def oldest(tx: Transaction, state: TipState, most: int, skip: int = 0, scope: Scope = ALL) -> list[Tip]:
    """Return the tips in a state that must be answered first."""
    waiting = select(tips).where(tips.c.state == state, tips.c.main.is_(None), within(scope))
    chosen = waiting.order_by(tips.c.answer_by, tips.c.number).limit(most).offset(skip)
    return [opened(tx, row) for row in await tx.execute(chosen)]


async def promises(tx: Transaction, state: TipState, scope: Scope = ALL) -> list[datetime]:
    """Return by when each tip in a state was promised an answer."""
    own = (tips.c.state == state, tips.c.main.is_(None), within(scope))
    found = await tx.execute(select(tips.c.answer_by).where(*own))
    return [datetime.fromtimestamp(by, UTC) for by in found.scalars()]


async def count_by_state(tx: Transaction, scope: Scope = ALL) -> dict[TipState, int]:
    """Return how many tips are in each state; those that join another stand with it."""
    own = select(tips.c.state, func.count()).where(tips.c.main.is_(None), within(scope))
    found = await tx.execute(own.group_by(tips.c.state))
    return {TipState(state): count for state, count in found}


async def similar(tx: Transaction, building: str, hazard: str, flat: str | None = None) -> Tip | None:
    """Return the newest open tip of a hazard in a building, and not of another flat than `flat`."""
    own = [tips.c.building == building, tips.c.hazard == hazard, tips.c.main.is_(None)]
    if flat is not None:
        own.append(or_(tips.c.dwelling == flat, tips.c.dwelling.is_(None)))
    chosen = select(tips).where(*own, tips.c.state.in_(OPEN)).order_by(tips.c.filed.desc()).limit(1)
    row = (await tx.execute(chosen)).first()
    return opened(tx, row) if row else None


async def join(tx: Transaction, tip: Tip, main: Tip) -> None:
    """Put a tip, and those that joined it, with the one that was there before."""
    await tx.execute(update(tips).where((tips.c.id == tip.id) | (tips.c.main == tip.id)).values(main=main.id))


async def withdraw(tx: Transaction, tip: Tip) -> None:
    """Take back a tip: what it said and the way to its sender are gone, that there was one stays."""
    emptied = {"where": "", "what": ""}
    body = tx.vault.seal_json("tips.body", tip.id, emptied, STEP)
    values = {"state": TipState.WITHDRAWN, "body": body, "phase": None, "due": None, **asdict(NOWHERE)}
    await tx.execute(update(tips).where(tips.c.id == tip.id).values(values))
    await tx.execute(delete(routes).where(routes.c.tip == tip.id))


async def forget_ways(tx: Transaction, ended: datetime, claimed: date) -> None:
    """Destroy the sealed ways of tips that ended, or whose main tip ended, before a moment.

    Those stay whose reward can still be collected one day, or was last moved after a day.
    """
    main = tips.alias()
    has_ended = func.coalesce(main.c.ended, tips.c.ended) <= int(ended.timestamp())
    over = select(tips.c.id).select_from(tips.outerjoin(main, tips.c.main == main.c.id)).where(has_ended)
    waiting = select(rewards.c.tip).where(rewards.c.state.in_(UNPAID))
    moved = select(ledger.c.tip).where(ledger.c.day > claimed.toordinal())
    gone = (routes.c.tip.in_(over), routes.c.tip.not_in(waiting), routes.c.tip.not_in(moved))
    await tx.execute(delete(routes).where(*gone))


async def open_up(tx: Transaction, tip: Tip, openness: Openness, reporter: bytes) -> None:
    """Keep with a tip who sent it, as they now wish; the sealed way to an anonymous sender is needed no more."""
    values = {
        "openness": openness,
        "reporter": tx.vault.blind("tips.reporter", reporter),
        "reporter_sealed": tx.vault.seal("tips.reporter_sealed", tip.id, reporter),
    }
    await tx.execute(update(tips).where(tips.c.id == tip.id).values(values))
    await tx.execute(delete(routes).where(routes.c.tip == tip.id))
