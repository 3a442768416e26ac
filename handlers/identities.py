"""Who sent a tip, on the screens of staff: sealed for everybody, and shown once to whom a custodian allowed it."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue import Declined
from bot.rules import codes
from bot.rules.approvals import Openable
from bot.rules.people import STAFF
from bot.rules.tips import Openness
from bot.speech import Button, Text
from bot.texts import _
from handlers import conversation, enclosures
from handlers.commands import refuse
from handlers.deeds import identity, sight
from handlers.fields import OPENNESS
from handlers.turn import MENU, Turn
from storage.tip_rows import Tip

SHOW = "show"

SEALED: Mapping[str, Text] = {
    Openness.KNOWN: _("known to the office, name sealed"),
    Openness.NAMED: _("named for a reward, name sealed"),
}
WAITS = _("<i>The name was asked for: a custodian decides by {by}.</i>")
ASK_FOR_IT = _("Ask to see the name")
ASK_FOR_PHOTOS = _("Ask to see the photos as they were")
SHOW_IT = _("Show it, once")
READY = _(
    "<b>No. {number}: you may see what is sealed, once, for {minutes} minutes.</b>\n"
    "It is recorded, and the sender can see it."
)
SHOWN_PHOTOS = _(
    "<b>No. {number}: the photos as they were</b>\n"
    "For your eyes only. In {minutes} minutes all of it is taken out of the chat."
)
SHOWN = _(
    "<b>No. {number} was sent by: {name}</b>\n"
    "For your eyes only. In {minutes} minutes this message is taken out of the chat."
)


def sender(found: Tip) -> Text:
    """Return what everybody may know of who sent a tip."""
    return OPENNESS[Openness.ANONYMOUS] if found.reporter is None else SEALED[found.report.openness]


async def notes(turn: Turn, found: Tip) -> list[Text]:
    """Return the line that a tip's card has while the name is asked for."""
    asked = await identity.waiting(turn.tx, found.number)
    return [WAITS(by=asked.expires)] if asked else []


async def buttons(turn: Turn, found: Tip) -> list[list[Button]]:
    """Return the button by which the name can be asked for, or seen."""
    what = await identity.openable(turn.tx, found)
    if not turn.may(identity.RIGHT, what):
        return []
    if await identity.agreed(turn.tx, found.number, turn.person):
        return [[show_button(found.number)]]
    if await identity.waiting(turn.tx, found.number):
        return []
    return [[Button(ASK_FOR_IT if what is Openable.NAME else ASK_FOR_PHOTOS, f"{MENU}.name.{found.number}")]]


def show_button(number: str) -> Button:
    """Return the button that shows what an agreement opens."""
    return Button(SHOW_IT, f"{MENU}.name.{number} {SHOW}")


async def name(turn: Turn) -> None:
    """Ask to see who sent a tip, or see it once it was agreed to: `NUMBER`, `NUMBER show`."""
    if turn.role not in STAFF:
        return await refuse(turn)
    typed, _space, what = turn.incoming.text.partition(" ")
    found = await sight.seen(turn.tx, turn.person, codes.read_tip_number(typed) or "")
    if found is None:
        turn.say(sight.NO_TIP)
    elif (what_opens := await identity.openable(turn.tx, found)) is Openable.NOTHING:
        turn.say(identity.NOBODY_KNOWS(number=found.number))
    elif not turn.may(identity.RIGHT, what_opens):
        await refuse(turn)
    elif what != SHOW:
        return await conversation.begin(turn, "name", {"look:tip": found.number})
    else:
        await _show(turn, found)
    return await conversation.go_on(turn, None)


async def _show(turn: Turn, found: Tip) -> None:
    """Show the name where the button was: a message that is there already can be taken away for certain."""
    minutes = turn.tx.policy.identity.shown_minutes
    if not turn.incoming.press_id:
        return turn.say(READY(number=found.number, minutes=minutes), buttons=[[show_button(found.number)]])
    try:
        told = await identity.use(turn.tx, found)
    except Declined as declined:
        return turn.say(declined.told)
    shown = SHOWN(number=found.number, name=told, minutes=minutes)
    if not told:
        shown = SHOWN_PHOTOS(number=found.number, minutes=minutes)
    turn.say(shown, in_place=True, minutes=minutes)
    return await enclosures.lay_bare(turn, found.number, minutes)
