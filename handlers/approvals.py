"""What waits for a second person: the list, and the answer."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue import Declined
from bot.rules import masking
from bot.speech import Button, Text
from bot.texts import _, day_of
from handlers.commands import refuse
from handlers.deeds import approving
from handlers.roles import role_label
from handlers.turn import MENU, Turn
from storage import approvals as store
from storage import people
from storage.approvals import Approval

HEAD = _("<b>Waiting for a second person: {count}</b>")
NOTHING = _("Nothing waits for you.")
KINDS: Mapping[str, Text] = {
    approving.TIME: _(
        "<b>No. {object}: more time</b>, until {until}\nWhy: {reason}\nAsked by: {asker} · answer by {by}"
    ),
    approving.REOPEN: _("<b>No. {object}: take it up again?</b>\nThe sender says: {reason}\nAnswer by {by}"),
}
OUTSIDE = _("somebody outside")
AGREED = _("<b>Agreed.</b> Whoever asked is told.")
REFUSED = _("<b>Refused.</b> Whoever asked is told.")


async def approvals(turn: Turn) -> None:
    """List what whoever looks may answer, or answer one: `NAME yes`, `NAME no`."""
    if not turn.may("approval.read") or turn.person is None:
        return await refuse(turn)
    name, _space, said = turn.incoming.text.partition(" ")
    if said in ("yes", "no"):
        return await _answer(turn, name, said == "yes")
    mine = [each for each in await store.waiting(turn.tx) if await approving.may_answer(turn.tx, each, turn.person)]
    turn.say(HEAD(count=len(mine)) if mine else NOTHING)
    for each in mine:
        await ask(turn, each)
    return None


async def ask(turn: Turn, asked: Approval) -> None:
    """Show one request with the buttons that answer it."""
    turn.say(await shown(turn, asked), buttons=buttons(asked))


async def shown(turn: Turn, asked: Approval) -> Text:
    """Return a request in words."""
    asker = await people.get(turn.tx, asked.asker) if asked.asker else None
    values = {"object": asked.object, "reason": masking.hide(asked.reason).text, "by": day_of(asked.expires)}
    values["asker"] = role_label(asker.role) if asker else OUTSIDE
    if "until" in asked.facts:
        values["until"] = approving.moment(asked)
    return KINDS[asked.kind](**values)


def buttons(asked: Approval) -> list[list[Button]]:
    """Return the buttons that answer a request."""
    yes = Button(_("Agree"), f"{MENU}.approvals.{asked.name} yes")
    no = Button(_("Refuse"), f"{MENU}.approvals.{asked.name} no")
    opens = Button(_("Open the tip"), f"{MENU}.tip.{asked.object}")
    return [[yes, no], [opens]]


async def _answer(turn: Turn, name: str, granted: bool) -> None:
    try:
        await approving.answer(turn.tx, name, granted)
    except Declined as declined:
        return turn.say(declined.told)
    return turn.say(AGREED if granted else REFUSED, in_place=True)
