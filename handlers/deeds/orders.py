"""Deeds about files of work orders: what is new in one is counted first, and only that is entered, all at once."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.orderfile import OrderFile, dump_order, load_order
from bot.rules import codes, deadlines, hazards, limits, rights
from bot.rules.hotline import Order
from bot.rules.order_values import number_key
from bot.rules.sources import Source
from bot.rules.tips import Openness
from handlers.deeds import entering, places, sight
from storage import Transaction, audit, cases, dwellings, filing, order_files, origins
from storage.dwellings import Spot
from storage.filing import Filing
from storage.origins import Entered
from storage.tip_rows import Origin, Report

RIGHT = "orders.import"
OTHER = "other"


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking over a file would enter: how many by kind, how many were entered before or may be open already.

    `token` takes it over; empty when there is nothing new, or the file is not fit.
    """

    file: OrderFile
    token: str = ""
    kinds: Mapping[str, int] = field(default_factory=dict)
    known: int = 0
    alike: int = 0

    @property
    def fresh(self) -> int:
        """How many are new."""
        return sum(self.kinds.values())


@dataclass(frozen=True, slots=True)
class Taken:
    """What was entered: how many, how many of them are urgent, and how many somebody had entered meanwhile."""

    count: int
    urgent: int
    known: int


async def offer(tx: Transaction, file: OrderFile) -> Preview:
    """Count what a file would enter, and keep it until an admin takes it over."""
    if not file.is_fit:
        return Preview(file)
    fresh = await _fresh(tx, file.orders)
    kinds = [_kind(tx, each) for each in fresh]
    spots = await places.spots(tx, [each.where for each in fresh])
    since = tx.now - timedelta(days=tx.policy.handling.similar_days)
    there = await cases.kinds_in(tx, {spot.building for _address, spot in spots if spot.building}, since)
    alike = sum((spot.building, kind) in there for (_address, spot), kind in zip(spots, kinds, strict=True))
    rows = [[*dump_order(each), kind] for each, kind in zip(fresh, kinds, strict=True)]
    token = await order_files.offer(tx, rows) if rows else ""
    return Preview(file, token, Counter(kinds), len(file.orders) - len(fresh), alike)


async def _fresh(tx: Transaction, orders: Sequence[Order]) -> list[Order]:
    known = await origins.known(tx, [each.number for each in orders])
    return [each for each in orders if each.number not in known]


def _kind(tx: Transaction, order: Order) -> str:
    """Return the kind that an order's words speak for most; none, or what may be a crime, is for a person to tell."""
    likely = hazards.sounds_like(order.wish, tx.policy.hazards.values())
    return OTHER if not likely or any(tx.policy.hazards[code].stops for code in likely) else likely[0]


async def take(tx: Transaction, token: str) -> Taken | None:
    """Enter what was offered, what is known by now left out; None when it is not there any more."""
    who, rows = await sight.speaker(tx), await order_files.take(tx, token)
    if who is None or rows is None or not rights.allows(who.role, RIGHT).allowed:
        return None
    kinds = {number_key(row[0]): row[-1] for row in rows}
    orders = [load_order(row[:-1]) for row in rows]
    fresh = await _fresh(tx, orders)
    spots = await places.spots(tx, [each.where for each in fresh])
    numbers = await _free_numbers(tx, len(fresh))
    filings = [
        _filing(tx, each, kinds[number_key(each.number)], number, spot)
        for each, number, (_address, spot) in zip(fresh, numbers, spots, strict=True)
    ]
    await dwellings.enter_all(tx, spots)
    ids = await filing.file_all(tx, filings)
    entered = [Entered(each.number, each.received, tx.now) for each in fresh]
    await origins.enter(tx, dict(zip(ids, entered, strict=True)))
    await audit.record(tx, who.role, RIGHT, str(len(fresh)), who.id)
    urgent = sum(tx.policy.hazards[each.report.hazard].urgent for each in filings)
    return Taken(len(fresh), urgent, len(orders) - len(fresh))


def _filing(tx: Transaction, order: Order, hazard: str, number: str, spot: Spot) -> Filing:
    policy, wish = tx.policy, entering.kept(order.wish, tx)
    due = order.due or _ends(tx, order)
    by = limits.within(deadlines.first_answer_by(policy, hazard, tx.now).by, due, tx.now)
    report = Report(hazard, order.where, wish, Openness.ANONYMOUS, {}, spot)
    code = codes.receipt_code(secrets.randbelow)
    return Filing(report, number, code, by, Origin(Source.HOTLINE, order.received, due))


def _ends(tx: Transaction, order: Order) -> datetime | None:
    return limits.until(tx.policy, order.term, order.received or tx.now).by if order.term else None


async def _free_numbers(tx: Transaction, count: int) -> list[str]:
    """Return so many numbers that no tip has."""
    free: set[str] = set()
    while len(free) < count:
        drawn = {codes.tip_number(secrets.randbelow) for _each in range(count - len(free))} - free
        free |= drawn - await filing.taken(tx, drawn)
    return list(free)
