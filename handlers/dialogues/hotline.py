"""Staff enter a work order of the hotline: what was read of it is shown, what is missing is asked."""

from __future__ import annotations

from bot.dialogue import Talk, Words, dialogue
from bot.rules.sources import Source
from bot.texts import _
from handlers.deeds import entering as deeds
from handlers.deeds import tips
from handlers.entering import hand_in, place_of, rules_of
from handlers.entry_fields import OrderNumber, due_moment, told_moment
from handlers.handle_fields import opens
from handlers.matters import ask_matter

STEPS = {
    "number": _("Order"),
    "received": _("Received by the hotline"),
    "due": _("To be dealt with by"),
    "hazard": _("Danger"),
    "where": _("Place"),
    "what": _("What the caller says"),
}
PARTS = {"kind": ("hazard", _("Which"))}


@dialogue("hotline", STEPS, words="what", parts=PARTS, counted=False)
async def hotline(talk: Talk) -> None:
    """Ask what the order did not say; show it all; enter it; say what the caller is to be given."""
    rules, entry = await talk.look("rules", tips.report_rules), await rules_of(talk)
    order = await talk.ask("number", NUMBER, OrderNumber(3, 40), optional=True) or ""
    if known := await talk.look(f"known:{order}", deeds.known, order):
        return await talk.say(KNOWN, buttons=[opens(known)], order=order, number=known)
    received = await talk.ask("received", RECEIVED, told_moment(entry), optional=True, quiet=True)
    due = await talk.ask("due", DUE, due_moment(entry), optional=True, quiet=True)
    hazard, facts = await ask_matter(talk, rules)
    if hazard in rules.get("stops", {}):
        return await talk.say(CRIME)
    where = await place_of(talk, WHERE, rules, hazard)
    what = await talk.ask("what", WHAT, Words(*entry["wish"]))
    draft = tips.TipDraft(hazard, where.told, what, "anonymous", facts=facts)
    came = deeds.OrderDraft(order, received or "", due or "")
    return await hand_in(talk, deeds.Elsewhere(draft, Source.HOTLINE, came), where)


NUMBER = _("<b>The number of the order?</b>\nOr paste the whole order: I read all of it, and leave out who called.")
RECEIVED = _("<b>When did the hotline take it?</b>\nPlease type a day and an hour, for example: 11-20 09:30")
DUE = _("<b>By when does the hotline want it dealt with?</b>\nPlease type a day, for example: 12-31")
WHERE = _("<b>Where is it?</b>\nThe place of the danger, not where the caller lives. For example: 翠竹园3栋2单元501")
WHAT = _("<b>What does the caller say?</b>\nPaste the words. Names and numbers of people are left out.")
KNOWN = _("<b>Order {order} was entered before: it is No. {number}.</b> Nothing was entered again.")
CRIME = _(
    "<b>Crime is for the police.</b> Please send the order back to the hotline with that reason. "
    "Nothing of it was kept here."
)
