"""Deeds about who sees which tips: asked at every press, for whoever speaks and the role that they have now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.rules.people import LEADERS, Role
from bot.texts import _
from storage import Transaction, cases, deputies, people, ties
from storage import tips as store
from storage.people import Person
from storage.scopes import ALL, Scope
from storage.tip_rows import Tip

NO_TIP = _("There is no such tip for you: the number is wrong, or it belongs to somebody else now. /work lists yours.")


async def speaker(tx: Transaction) -> Person | None:
    """Return whoever speaks, with the role that they have now."""
    return (await people.load(tx, [tx.speaker.person])).get(tx.speaker.person) if tx.speaker else None


async def scope_of(tx: Transaction, person: Person | None) -> Scope:
    """Return whose tips somebody sees: admins all, officers their desk's, grid workers their grids', deputies both.

    Nobody sees those of a home that they are tied to.
    """
    if person is None:
        return Scope()
    apart = await _apart(tx, person)
    if person.role == Role.ADMIN or (person.role, person.scope) == (Role.OFFICER, LEADERS):
        return replace(apart, everything=True)
    absent = [await people.get(tx, each) for each in await deputies.stands_in_for(tx, person.id)]
    scopes = frozenset(each.scope for each in (person, *absent) if each and each.role == person.role and each.scope)
    return replace(
        apart,
        desks=scopes if person.role == Role.OFFICER else frozenset(),
        grids=scopes if person.role == Role.GRID_WORKER else frozenset(),
    )


async def _apart(tx: Transaction, person: Person) -> Scope:
    return Scope(homes=await ties.homes(tx, person.id), in_flats=_in_flats(tx))


def _in_flats(tx: Transaction) -> frozenset[str]:
    return frozenset(code for code, kind in tx.policy.hazards.items() if kind.in_flat)


async def is_anyone_tied(tx: Transaction, tip: Tip) -> bool:
    """Tell whether anybody of the staff is tied to the home that a tip is about."""
    return not replace(ALL, homes=await ties.all_homes(tx), in_flats=_in_flats(tx)).holds(tip)


async def is_tied(tx: Transaction, person: Person, tip: Tip) -> bool:
    """Tell whether somebody is tied to the home that a tip is about."""
    return not replace(await _apart(tx, person), everything=True).holds(tip)


async def untied(tx: Transaction, tip: Tip, whom: Iterable[Person]) -> list[Person]:
    """Return those of some people who are not tied to the home that a tip is about."""
    return [each for each in whom if not await is_tied(tx, each, tip)]


async def seen(tx: Transaction, person: Person | None, number: str) -> Tip | None:
    """Return the tip of a number if somebody may see it; for everybody else there is no such tip."""
    tip = await store.by_number(tx, number)
    return tip if tip is not None and await sees(tx, await scope_of(tx, person), tip) else None


async def sees(tx: Transaction, scope: Scope, tip: Tip) -> bool:
    """Tell whether somebody sees a tip: it lies in their scope, or stands behind one that does."""
    return scope.holds(tip) or (not scope.bars(tip) and scope.holds(await front(tx, tip)))


async def front(tx: Transaction, tip: Tip) -> Tip:
    """Return the tip behind which one stands; if behind none, itself."""
    return (await cases.get(tx, tip.main) if tip.main else None) or tip
