"""Deeds of a report that several people sign: the first makes a link, each who follows it has a tip of their own.

Nobody learns who the others are: a signature is a tip behind the first one, with its own receipt code and way back.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TypedDict

from bot.rules import codes
from bot.rules.tips import CHECKED, OPEN, Openness
from bot.speech import Incoming
from handlers.deeds import bans, mine, quotas
from handlers.deeds.tips import free_number
from storage import Transaction, cases, people, signatures, tips
from storage.tip_rows import Tip

PREFIX = "sign-"
"""How the code of a link begins: it is no invitation to a role."""

DAYS = 14


async def invite(tx: Transaction, key: str, incoming: Incoming) -> tuple[str, datetime, str] | None:
    """Return the code of a link by which others sign one's own tip, until when it is good, and the tip's number.

    None once it was checked: whoever signs then has seen the outcome.
    """
    tip = await mine.own_tip(tx, key, incoming)
    if tip is None or not _is_open(tip) or await signatures.first_of(tx, tip.id) is not None:
        return None
    code, until = PREFIX + secrets.token_urlsafe(12), tx.now + timedelta(days=DAYS)
    await signatures.offer(tx, tip.id, code, until)
    return code, until, tip.number


def _is_open(tip: Tip) -> bool:
    return tip.state in OPEN - CHECKED and tip.work.parent is None


class Offered(TypedDict):
    """What somebody who follows a link gets to see before they sign: the kind, and where the first said it is."""

    possible: bool
    hazard: str
    where: str


async def offered(tx: Transaction, code: str) -> Offered:
    """Return what a link lets somebody sign."""
    tip = await _to_sign(tx, code)
    if tip is None:
        return Offered(possible=False, hazard="other", where="")
    return Offered(possible=True, hazard=tip.report.hazard, where=tip.report.where)


async def _to_sign(tx: Transaction, code: str) -> Tip | None:
    """Return the tip that whoever speaks may sign by a link; nobody signs twice, which would take from the others."""
    first = await signatures.offered(tx, code)
    if first is None or not _is_open(first) or tx.speaker is None:
        return None
    behind = [await cases.get(tx, each) for each in await signatures.signed(tx, first.id)]
    own = [each.number for each in (first, *behind) if each and await mine.reached_tip(tx, each.number, tx.speaker)]
    return None if own else first


async def own_that_fit(tx: Transaction, code: str) -> list[list[str]]:
    """Return number and hazard of the tips under the name of who speaks with which they can sign."""
    first = await _to_sign(tx, code)
    own = [await tips.by_number(tx, number) for number, _hazard in await mine.own_numbers(tx)]
    return [[each.number, each.report.hazard] for each in own if first and each and _fits(first, each)]


def _fits(first: Tip, own: Tip) -> bool:
    """Tell whether a tip may stand behind the first: nobody checked it, and as far as told it is the same matter."""
    one, other = first.report, own.report
    is_alike = one.hazard == other.hazard or "other" in (one.hazard, other.hazard)
    told = ((one.spot.building, other.spot.building), (one.spot.dwelling, other.spot.dwelling))
    is_here = all(here == there or None in (here, there) for here, there in told)
    return own.id != first.id and own.main in (None, first.id) and _is_open(own) and is_alike and is_here


class Signed(TypedDict):
    """What whoever signed gets: number and receipt code of their own; empty when it was too late."""

    number: str
    code: str


async def sign(tx: Transaction, link: str, own: str, openness: str) -> Signed:
    """Sign the report of a link: with one's own tip where one has reported it already (`own`), else with a new one."""
    await bans.admit(tx)
    first = await _to_sign(tx, link)
    if first is None or tx.speaker is None:
        return Signed(number="", code="")
    before = await mine.own_tip(tx, own, tx.speaker) if own else None
    if before is not None:
        return await _with_own(tx, first, before)
    await quotas.count_tip(tx, openness, first.report.spot.dwelling, first.report.where, 0)
    number, code = await free_number(tx), codes.receipt_code(secrets.randbelow)
    reporter = (await people.introduce(tx, tx.speaker)).id if openness != Openness.ANONYMOUS else None
    report = tips.Report(first.report.hazard, first.report.where, "", Openness(openness), {}, first.report.spot)
    row = await tips.file(tx, report, number, code, first.answer_by, reporter)
    made = await cases.get(tx, row)
    if made is not None:
        await tips.join(tx, made, first)
        await signatures.sign(tx, first.id, made.id)
    return Signed(number=number, code=code)


async def _with_own(tx: Transaction, first: Tip, own: Tip) -> Signed:
    """Sign with a tip that stands behind the first already, or beside it."""
    if (
        not _fits(first, own)
        or await signatures.first_of(tx, own.id) is not None
        or await signatures.signed(tx, own.id)
    ):
        return Signed(number="", code="")
    await tips.join(tx, own, first)
    await signatures.sign(tx, first.id, own.id)
    return Signed(number=own.number, code="")
