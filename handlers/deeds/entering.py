"""Deeds about tips that somebody of the staff enters for somebody else: the hotline's orders, the counter, others.

Nobody is kept with such a tip and no way leads back from it. Its receipt code is the only key of whoever told it; since
one of the staff saw it, it can be changed for another once, by whoever has it.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypedDict

from bot.dialogue import Declined
from bot.rules import codes, deadlines, hazards, labels, limits, rights
from bot.rules.callers import without_caller
from bot.rules.people import STAFF
from bot.rules.sources import ENTERED, TIMED, TOLD, Source
from bot.rules.tips import Openness, TipState
from bot.texts import _
from handlers.deeds import claims, mine, sight
from handlers.deeds import tips as filing
from handlers.deeds.places import Place
from handlers.deeds.tips import TipDraft
from storage import Transaction, audit, cases, dwellings, media, origins, tips
from storage.origins import Entered
from storage.people import Person
from storage.tip_rows import Origin, Tip

NOT_YOURS = _("That belongs to a role that you do not have now. Nothing was entered. /help lists what you can do.")
KNOWN = _("That order was entered before, as No. {number}. Nothing was entered again. /tip {number}")
OWN = _("Whoever told No. {number} has changed the code for one that only they know. Nobody else can make another.")
NOBODY = _("Behind No. {number} stands nobody for whom a receipt could be made.")
NO_REWARD = _("No. {number} has no reward that waits to be collected, so there is nothing to make a claim PIN for.")

RIGHTS: Mapping[str, str] = {Source.HOTLINE: "hotline.enter"}
"""The right to enter what comes from a source; of the others, `report.proxy`."""


@dataclass(frozen=True)
class OrderDraft:
    """What is known of how something was told: the order's number, when, and by when it is to be dealt with (ISO)."""

    number: str = ""
    received: str = ""
    due: str = ""


@dataclass(frozen=True)
class Elsewhere:
    """What was told elsewhere, and how it came in."""

    tip: TipDraft
    source: str
    order: OrderDraft = field(default_factory=OrderDraft)


class EntryRules(TypedDict):
    """What the pages of entering must know: the sources on offer and those with a deadline, local moments, lengths."""

    sources: list[str]
    timed: list[str]
    now: str
    earliest: str
    latest: str
    wish: list[int]


class Given(TypedDict):
    """What is handed to whoever told it: the number, by when they are answered, and their code if they have one.

    `seen` tells that whoever entered it may open it at once.
    """

    number: str
    code: str
    by: str
    seen: bool


class Alike(TypedDict):
    """A tip of the same place and kind."""

    number: str
    state: str


async def entry_rules(tx: Transaction) -> EntryRules:
    """Return what the pages of entering must know."""
    who = await sight.speaker(tx)
    now = tx.now.astimezone(tx.policy.town.timezone)
    return EntryRules(
        sources=list(ENTERED.get(who.role, ())) if who else [],
        timed=sorted(TIMED),
        now=now.isoformat(),
        earliest=(now - timedelta(days=365)).isoformat(),
        latest=(now + timedelta(days=180)).isoformat(),  # a day that just passed is not meant for next year
        wish=[tx.policy.orders.least_wish, tx.policy.orders.most_wish],
    )


async def known(tx: Transaction, order: str) -> str:
    """Return the number of the tip that an order became before; empty when it is new."""
    return (await origins.known(tx, [order])).get(order, "") if order else ""


async def alike(tx: Transaction, hazard: str, place: Place) -> list[Alike]:
    """Return the tips that may be the same matter, of those that whoever speaks may see."""
    _address, spot = await filing.spot_of(tx, place)
    since = tx.now - timedelta(days=tx.policy.handling.similar_days)
    scope = await sight.scope_of(tx, await sight.speaker(tx))
    found = await cases.alike(tx, spot.building, hazard, since) if hazard != "other" else []
    return [Alike(number=each.number, state=each.state) for each in found if scope.holds(each)]


async def enter(tx: Transaction, told: Elsewhere) -> Given:
    """Enter what was told elsewhere; `Declined` when it is not theirs to enter, or the order was entered before."""
    who = await sight.speaker(tx)
    if who is None or not may_enter(who.role, told.source):
        raise Declined(NOT_YOURS)
    if number := await known(tx, told.order.number):
        raise Declined(KNOWN(number=number))
    draft, received, due = told.tip, _moment(told.order.received), _moment(told.order.due)
    promise = deadlines.first_answer_by(tx.policy, draft.hazard, tx.now, draft.facts)
    by = limits.within(promise.by, due, tx.now)
    number, code = await filing.free_number(tx), codes.receipt_code(secrets.randbelow)
    address, spot = await filing.spot_of(tx, draft.place)
    what = kept("\n".join(filter(None, [draft.what, *draft.captions])), tx)
    report = tips.Report(draft.hazard, draft.where, what, Openness.ANONYMOUS, dict(draft.facts), spot)
    await dwellings.enter(tx, address, spot)
    tip = await tips.file(tx, report, number, code, by, None, Origin(told.source, received, due))
    vouched = None if told.order.number else who.id  # an order can be found in the hotline's own system
    await origins.enter(tx, {tip: Entered(told.order.number, received, tx.now, by=vouched)})
    await media.attach(tx, tip, draft.files)
    if hazards.grade(tx.policy.hazards[draft.hazard], draft.facts).urgent:
        await filing.announce(tx, number)
    await audit.record(tx, who.role, right_of(told.source), number, who.id)
    seen = (await sight.scope_of(tx, who)).everything  # others once it is assigned to them
    return Given(number=number, code=code if told.source in TOLD else "", by=by.isoformat(), seen=seen)


def right_of(source: str) -> str:
    """Return the right to enter what comes from a source."""
    return RIGHTS.get(source, "report.proxy")


def may_enter(role: str, source: str) -> bool:
    """Tell whether a role may enter what comes from a source."""
    return rights.allows(role, right_of(source)).allowed and (source in RIGHTS or source in ENTERED.get(role, ()))


def kept(words: str, tx: Transaction) -> str:
    """Return the words of somebody else as they are kept: nobody is named in them, and nobody labelled."""
    return labels.remove(without_caller(words).text, tx.policy.labels).text


def _moment(iso: str) -> datetime | None:
    return datetime.fromisoformat(iso) if iso else None


async def new_receipt(tx: Transaction, number: str) -> str:
    """Make another receipt code for whoever told a tip; `Declined` when it is their own by now, or there is nobody."""
    who = await sight.speaker(tx)
    tip = await sight.seen(tx, who, number)
    if who is None or tip is None or not rights.allows(who.role, "receipt.make").allowed:
        raise Declined(sight.NO_TIP)
    entered = await origins.of(tx, tip.id)
    if entered is None or tip.work.source not in TOLD:
        raise Declined(NOBODY(number=tip.number))
    if entered.own:
        raise Declined(OWN(number=tip.number))
    await audit.record(tx, who.role, "receipt.make", tip.number, who.id)
    return await _recode(tx, tip)


async def make_pin(tx: Transaction, number: str) -> str:
    """Make a claim PIN for whoever told a tip elsewhere; `Declined` when it is their own by now, or nothing waits."""
    who = await sight.speaker(tx)
    tip = await sight.seen(tx, who, number)
    if who is None or tip is None or not rights.allows(who.role, "pin.make").allowed:
        raise Declined(sight.NO_TIP)
    if not await is_shared(tx, tip):
        raise Declined(OWN(number=tip.number))
    pin = await claims.pin_for_another(tx, tip.id, who)
    if pin is None:
        raise Declined(NO_REWARD(number=tip.number))
    await audit.record(tx, who.role, "pin.make", tip.number, who.id)
    return pin


async def is_shared(tx: Transaction, tip: Tip) -> bool:
    """Tell whether one of the staff knows, or can make, the receipt code of a tip."""
    entered = await origins.of(tx, tip.id) if tip.work.source in TOLD else None
    return entered is not None and not entered.own


async def exchange(tx: Transaction, key: str, person: Person | None) -> tuple[Tip, str] | None:
    """Change a code that one of the staff saw for one that only whoever has it knows, and lead answers to their chat.

    None when there is nothing to change, or it is one of the staff who asks.
    """
    tip = await mine.own_tip(tx, key, tx.speaker) if tx.speaker else None
    if tip is None or tip.state is TipState.WITHDRAWN or (person is not None and person.role in STAFF):
        return None
    if codes.find_receipt(key) is None or not await origins.make_own(tx, tip.id):
        return None
    if tip.reporter is None and tx.speaker is not None:
        await tips.lead_to(tx, tip.id, tx.speaker)
    return tip, await _recode(tx, tip)


async def _recode(tx: Transaction, tip: Tip) -> str:
    code = codes.receipt_code(secrets.randbelow)
    await tips.recode(tx, tip.id, code)
    return code
