"""Deeds about who sees which tips: asked at every press, for whoever speaks and the role that they have now."""

from __future__ import annotations

from bot.rules.people import LEADERS, Role
from bot.texts import _
from storage import Transaction, deputies, people
from storage import tips as store
from storage.cases import Scope
from storage.people import Person
from storage.tip_rows import Tip

NO_TIP = _("There is no such tip for you: the number is wrong, or it belongs to somebody else now. /work lists yours.")


async def speaker(tx: Transaction) -> Person | None:
    """Return whoever speaks, with the role that they have now."""
    return (await people.load(tx, [tx.speaker.person])).get(tx.speaker.person) if tx.speaker else None


async def scope_of(tx: Transaction, person: Person | None) -> Scope:
    """Return whose tips somebody sees: admins all, officers their desk's, grid workers their grids', deputies both."""
    if person is None:
        return Scope()
    if person.role == Role.ADMIN or (person.role, person.scope) == (Role.OFFICER, LEADERS):
        return Scope(everything=True)
    absent = [await people.get(tx, each) for each in await deputies.stands_in_for(tx, person.id)]
    scopes = frozenset(each.scope for each in (person, *absent) if each and each.role == person.role and each.scope)
    return Scope(
        desks=scopes if person.role == Role.OFFICER else frozenset(),
        grids=scopes if person.role == Role.GRID_WORKER else frozenset(),
    )


async def seen(tx: Transaction, person: Person | None, number: str) -> Tip | None:
    """Return the tip of a number if somebody may see it; for everybody else there is no such tip."""
    tip = await store.by_number(tx, number)
    return tip if tip is not None and (await scope_of(tx, person)).holds(tip) else None
