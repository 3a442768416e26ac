"""Deeds about who sent a tip: asked for with a reason, agreed to by a custodian, seen once, and told to whom it was."""

from __future__ import annotations

from typing import TypedDict

from bot.dialogue import Declined
from bot.rules import rights
from bot.rules.approvals import ApprovalState, Need, Openable, Trace
from bot.texts import _
from handlers.deeds import approving, sight
from handlers.deeds.approving import IDENTITY
from storage import Transaction, approvals, audit, people, redactions
from storage.approvals import Approval
from storage.people import Person
from storage.tip_rows import Tip

RIGHT = "identity.ask"

NOBODY_KNOWS = _("Nobody knows who sent No. {number}: it came without a name, and nothing can open it.")
WHAT = "what"
"""The fact of a request that says what is to be opened."""
NO_CUSTODIAN = _(
    "There is no custodian besides you, and without one no name is opened. An admin can invite somebody: /invite"
)
NOT_AGREED = _(
    "There is no agreement that counts: it was used, is too old, or was not given. Open the tip and ask anew."
)


class NameRules(TypedDict):
    """What the page must know: whether there is something to open, for what it may be asked, and if it is a name."""

    possible: bool
    needs: list[str]
    name: bool


async def name_rules(tx: Transaction, number: str) -> NameRules:
    """Return what the page must know."""
    who = await sight.speaker(tx)
    tip = await sight.seen(tx, who, number)
    what = await openable(tx, tip) if tip else Openable.NOTHING
    possible = who is not None and rights.allows(who.role, RIGHT, what).allowed
    return NameRules(possible=possible, needs=list(Need), name=what is Openable.NAME)


async def openable(tx: Transaction, tip: Tip) -> Openable:
    """Return what an agreement would open of a tip: a name with all photos, or photos that were drawn over alone."""
    if tip.reporter is not None and await people.contact(tx, tip.reporter) is not None:
        return Openable.NAME
    return Openable.PHOTOS if await redactions.covered(tx, tip.number) else Openable.NOTHING


async def ask(tx: Transaction, number: str, need: str, why: str) -> None:
    """Ask to see who sent a tip; every custodian hears of it."""
    who = await sight.speaker(tx)
    tip = await sight.seen(tx, who, number)
    what = await openable(tx, tip) if tip else Openable.NOTHING
    if who is None or tip is None or not rights.allows(who.role, RIGHT, what).allowed:
        raise Declined(NOBODY_KNOWS(number=number) if tip else sight.NO_TIP)
    wish = Approval(b"", IDENTITY, tip.number, ApprovalState.OPEN, tx.now, why, who.id)
    if not await approving.who_may_answer(tx, wish):
        raise Declined(NO_CUSTODIAN)
    asked = await approving.ask(tx, IDENTITY, tip.number, why, who, {"need": need, "role": who.role, WHAT: what})
    await approving.let_hear(tx, asked)


async def waiting(tx: Transaction, number: str) -> Approval | None:
    """Return the request that waits for a custodian."""
    asked = await approvals.about(tx, IDENTITY, number)
    return next((each for each in asked if each.state is ApprovalState.OPEN and each.expires > tx.now), None)


async def agreed(tx: Transaction, number: str, person: Person | None) -> Approval | None:
    """Return the agreement that somebody may use now."""
    asked = await approvals.about(tx, IDENTITY, number) if person else []
    mine = [each for each in asked if person and each.asker == person.id and each.state is ApprovalState.GRANTED]
    return next((each for each in mine if each.expires > tx.now), None)


async def use(tx: Transaction, tip: Tip) -> str:
    """Use an agreement up, and return the name of whoever sent a tip, who can see that; empty for photos alone."""
    who = await sight.speaker(tx)
    given = await agreed(tx, tip.number, who)
    contact = await people.contact(tx, tip.reporter) if tip.reporter else None
    if given is not None and given.facts[WHAT] != await openable(tx, tip):  # forgotten, or opened up, meanwhile
        raise Declined(NOBODY_KNOWS(number=tip.number) if contact is None else NOT_AGREED)
    if who is None or given is None or not await approvals.settle(tx, given, ApprovalState.USED, given.answered):
        raise Declined(NOT_AGREED)
    await approving.leave_trace(tx, given, Trace.SHOWN)
    await audit.record(tx, who.role, "identity.shown", tip.number, who.id)
    return contact.name if contact else ""
