"""Deeds about reaching people: whoever sent a tip by the way they left, and those whose work it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.rules.deadlines import WorkingDays
from bot.rules.people import LEADERS, Role
from bot.rules.silence import Silence
from handlers.deeds import sight
from storage import Transaction, bans, cases, deputies, people, silences
from storage.bans import Way
from storage.people import Person
from storage.tip_rows import Tip


@dataclass(frozen=True, slots=True)
class Reached:
    """A sender with their own tip, and the way to them."""

    tip: Tip
    chat: int
    language: str


async def senders(tx: Transaction, tip: Tip) -> list[Reached]:
    """Return everybody who sent a tip or one that stands behind it, and can be reached; a part has its whole's."""
    whole = await cases.get(tx, tip.work.parent) if tip.work.parent else tip
    if whole is None:
        return []
    found = []
    for each in (whole, *await cases.joined(tx, whole)):
        way = await bans.sender_of(tx, each.number)
        found += [Reached(each, way.chat, way.language)] if way else []
    return found


async def out_of_reach(tx: Transaction, tip: Tip) -> Silence | None:
    """Return why nobody who sent a tip, or one that stands behind it, hears what is written; None if somebody does."""
    whole = (await cases.get(tx, tip.work.parent) if tip.work.parent else None) or tip
    found = [await silences.of_sender_of(tx, each.id) for each in (whole, *await cases.joined(tx, whole))]
    return found[0] if all(found) else None


async def way_to(tx: Transaction, person: bytes) -> Way | None:
    """Return the way to somebody of the staff."""
    return await bans.person(tx, person)


async def workers(tx: Transaction, tip: Tip) -> list[Person]:
    """Return those whose work a tip is: who took it, else its desk's officers and its grid's workers; and deputies."""
    if tip.work.handler is not None:
        taken = await people.get(tx, tip.work.handler)
        whom = [taken] if taken else []
    else:
        officers = [each for each in await people.of_role(tx, Role.OFFICER) if each.scope == tip.work.desk]
        walkers = [each for each in await people.of_role(tx, Role.GRID_WORKER) if each.scope == tip.report.spot.grid]
        whom = [*officers, *(walkers if tip.report.spot.grid else [])]
    standing_in = [await _deputy(tx, each) for each in whom]
    return await sight.untied(tx, tip, {each.id: each for each in (*whom, *standing_in) if each}.values())


async def admins(tx: Transaction, tip: Tip) -> list[Person]:
    """Return the admins who may know of a tip; where all are tied to its home, the leading group."""
    found = await sight.untied(tx, tip, await people.of_role(tx, Role.ADMIN))
    return found or await leaders(tx, tip)


async def leaders(tx: Transaction, tip: Tip) -> list[Person]:
    """Return those of the leading group who may know of a tip."""
    return await sight.untied(
        tx, tip, [each for each in await people.of_role(tx, Role.OFFICER) if each.scope == LEADERS]
    )


async def _deputy(tx: Transaction, person: Person) -> Person | None:
    found = await deputies.of(tx, person.id)
    return await people.get(tx, found[0]) if found and found[1] <= tx.now else None


def answer_by(tx: Transaction) -> date:
    """Return until when a question that is asked now waits for its answer."""
    calendar = WorkingDays(tx.policy.holidays, tx.policy.town.timezone)
    return calendar.day_after(calendar.local_day(tx.now), tx.policy.handling.answer_working_days)
