"""Deeds about what staff choose from when they handle a tip: desks, grids, colleagues, other tips, moments."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypedDict

from bot.dialogue import Declined
from bot.rules import codes
from bot.rules.limits import Phase, limit, until
from bot.rules.people import Role
from bot.rules.routing import route
from bot.rules.tips import OPEN, Move, TipState, step_of
from bot.texts import _
from handlers.deeds import handling, sight
from handlers.deeds.tips import free_number
from storage import Transaction, cases, people, tips, town
from storage.people import Person
from storage.tip_rows import Tip

ONE_ALREADY = _("No. {number} and No. {main} belong together already.")
IS_OVER = _(
    "No. {main} has ended, and nobody looks into it any more: put behind it, No. {number} would be forgotten. Please "
    "handle No. {number} on its own."
)
MOST = 24
"""Choices that fit under one message."""


class HandleRules(TypedDict):
    """What the page of a move must know: whether it is possible, the moments on offer and between which one may lie.

    `now` is the first of them, local: more time ends later than the limit that runs.
    """

    number: str
    possible: bool
    hazard: str
    now: str
    latest: str
    offers: list[str]


async def nothing(_tx: Transaction) -> str:
    """Return what stands for a tip or a move that was not chosen before: pages of staff begin from a button."""
    return ""


async def handle_rules(tx: Transaction, number: str, move: str) -> HandleRules:
    """Return what the page of a move must know."""
    who = await sight.speaker(tx)
    tip = await sight.seen(tx, who, number)
    possible = tip is not None and who is not None and step_of(Move(move), tip.state, who.role) is not None
    due = tip.work.due if tip is not None and move == Move.EXTEND else None
    start = max(tx.now, due or tx.now).astimezone(tx.policy.town.timezone)
    return HandleRules(
        number=number,
        possible=possible,
        hazard=tip.report.hazard if tip else "other",
        now=start.isoformat(),
        latest=(start + timedelta(days=365)).isoformat(),
        offers=_offers(tx, move, start),
    )


def _offers(tx: Transaction, move: str, start: datetime) -> list[str]:
    """Return the ends that are offered: of a follow-up in the usual time and twice it, of a limit in working days."""
    days = tx.policy.handling.follow_up_days
    follow_up = [f"{days} days", f"{2 * days} days"]
    return in_terms(tx, follow_up if move == Move.REFER else ["3 working days", "5 working days", "15 days"], start)


def in_terms(tx: Transaction, terms: Sequence[str], start: datetime | None = None) -> list[str]:
    """Return when terms that begin now, or at `start`, are over, as ISO moments."""
    return [until(tx.policy, term, start or tx.now).by.isoformat() for term in terms]


async def grids(tx: Transaction) -> list[str]:
    """Return the grids of the town, each with its community, in order."""
    pairs = {
        (each.community, each.grid) for estate in (await town.load(tx)).estates for each in estate.buildings.values()
    }
    pairs |= {(grid.community, grid.name) for grid in await town.all_grids(tx)}
    return [" ".join(pair) for pair in sorted(pairs)]


async def colleagues(tx: Transaction, tip: Tip, me: Person) -> list[Person]:
    """Return the people who may take a tip: the officers of its desk and the grid workers of its grid."""
    officers = [each for each in await people.of_role(tx, Role.OFFICER) if each.scope == tip.work.desk]
    workers = [each for each in await people.of_role(tx, Role.GRID_WORKER) if each.scope == tip.report.spot.grid]
    return await sight.untied(tx, tip, [each for each in (*officers, *workers) if each.id != me.id])


async def merge(tx: Transaction, number: str, other: str) -> Tip:
    """Put two tips together: the one that was filed first stands in front, where it can; returns the one behind."""
    who = await sight.speaker(tx)
    tip, main = await sight.seen(tx, who, number), await sight.seen(tx, who, other)
    if tip is None or main is None or TipState.WITHDRAWN in (tip.state, main.state):
        raise Declined(sight.NO_TIP)
    main = await sight.front(tx, main)
    if tip.id in (main.id, main.work.parent) or tip.work.parent == main.id:
        raise Declined(ONE_ALREADY(number=tip.number, main=main.number))
    if main.state not in OPEN:
        raise Declined(IS_OVER(number=tip.number, main=main.number))
    may_swap = who is not None and step_of(Move.MERGE, main.state, who.role) is not None
    if may_swap and (tip.filed, _ordinal(tip, main)) < (main.filed, _ordinal(main, tip)):
        tip, main = main, tip
    behind = [each.number for each in await cases.joined(tx, tip)]
    return await handling.make(tx, tip.number, Move.MERGE, facts={"main": main.number, "behind": behind})


def _ordinal(tip: Tip, other: Tip) -> int:
    # Ordinals tell who was first only among tips of one kind and place; otherwise whoever pressed has decided.
    same = (tip.report.hazard, tip.report.spot.building) == (other.report.hazard, other.report.spot.building)
    return tip.work.ordinal if same else 0


async def split(tx: Transaction, number: str, desk: str) -> Tip:
    """Make a part of a tip for another desk, which is handled and closed on its own; returns the part."""
    found = await tips.by_number(tx, number)
    stays = found.work.desk or route(tx.policy, found.report.hazard, found.report.spot.grid).desk if found else ""
    whole = await handling.make(tx, number, Move.SPLIT, facts={"desk": stays, "part": desk})
    promise = limit(tx.policy, Phase.CHECK, whole.report.hazard, whole.report.facts, whole.work.urgent, tx.now)
    part, code = await free_number(tx), codes.receipt_code(secrets.randbelow)
    by = promise.by if promise else tx.now
    origin = tips.Origin(whole.work.source, deadline=whole.work.deadline, parent=whole.id)
    await tips.file(tx, whole.report, part, code, by, None, origin)
    return await handling.make(tx, part, Move.ASSIGN, facts={"desk": desk})
