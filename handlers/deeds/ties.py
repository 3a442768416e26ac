"""Deeds about ties of staff to homes: declared by themselves or by an admin, taken back by an admin who is not they."""

from __future__ import annotations

from typing import TypedDict

from bot.dialogue import Declined
from bot.rules import rights
from bot.rules.people import STAFF, Role
from bot.rules.ties import Tie, Whose, touches
from bot.texts import _
from handlers.deeds import leaving, sight
from handlers.deeds.places import Place, address_of
from storage import Transaction, audit, dwellings, people, ties, town
from storage.dwellings import Spot
from storage.people import Person

NOT_YOURS = _("That is for an admin, or for whoever it is about. Nothing was changed.")


class TieRules(TypedDict):
    """What the page must know: whether it is allowed, whose tie it is, and how a place may be told."""

    possible: bool
    own: bool
    kinds: list[str]
    where: list[int]
    town: bool


class Declared(TypedDict):
    """What became of a tie: whether it is certain which building it is, and whether anybody else can do the work."""

    kept: bool
    alone: bool


async def tied_one(tx: Transaction, who: Person | None, handle: str) -> Person | None:
    """Return the one of the staff whose ties are meant: somebody by their handle, or whoever speaks."""
    whom = await people.by_handle(tx, handle) if handle else who
    return whom if whom is not None and whom.role in STAFF else None


def may(who: Person | None, whom: Person | None, action: str) -> bool:
    """Tell whether somebody may declare a tie of one of the staff, or take it back."""
    if who is None or whom is None:
        return False
    return rights.allows(who.role, action, Whose.OWN if who.id == whom.id else Whose.OTHER).allowed


async def tie_rules(tx: Transaction, handle: str) -> TieRules:
    """Return what the page must know."""
    who = await sight.speaker(tx)
    whom = await tied_one(tx, who, handle)
    limits = tx.policy.report.where
    return TieRules(
        possible=may(who, whom, "ties.declare"),
        own=not handle,
        kinds=list(Tie),
        where=[limits.least, limits.most],
        town=bool((await town.load(tx)).estates),
    )


async def declare(tx: Transaction, handle: str, tie: str, place: Place) -> Declared:
    """Tie somebody to a home: what they had taken of it goes back to its desk."""
    who = await sight.speaker(tx)
    whom = await tied_one(tx, who, handle)
    if who is None or whom is None or not may(who, whom, "ties.declare"):
        raise Declined(NOT_YOURS)
    address = address_of(place["address"])
    spot = await dwellings.spot_of(tx, address, None)
    if spot.building is None:
        return Declared(kept=False, alone=False)
    await ties.add(tx, whom.id, Tie(tie), spot.dwelling, spot.building, place["shown"])
    await audit.record(tx, who.role, "ties.declare", tie, who.id, whom.id)
    await leaving.let_go(tx, whom, who)
    return Declared(kept=True, alone=await _nobody_else(tx, spot))


async def _nobody_else(tx: Transaction, spot: Spot) -> bool:
    """Tell whether every admin is tied to that home: what is reported there waits for the leading group."""
    homes = [await ties.homes(tx, each.id) for each in await people.of_role(tx, Role.ADMIN)]
    return all(touches(each, spot.dwelling, spot.building, about_a_flat=True) for each in homes)
