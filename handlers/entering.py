"""What the pages of entering share: the look at similar tips, the review, and what whoever told it is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.dialogue import Talk, Words
from bot.rules.codes import show_receipt
from bot.speech import Button, Text
from bot.texts import _
from handlers.catalogue import hazard_label
from handlers.deeds import entering as deeds
from handlers.deeds.entering import Alike, Elsewhere, EntryRules
from handlers.deeds.tips import ReportRules
from handlers.handle_fields import opens
from handlers.places import PlaceField, Where, ask_where
from handlers.receipts import print_button
from handlers.states import listed
from handlers.turn import MENU


async def rules_of(talk: Talk) -> EntryRules:
    """Return what the pages of entering must know."""
    return await talk.look("entry", deeds.entry_rules)


async def place_of(talk: Talk, question: Text, rules: ReportRules, hazard: str) -> Where:
    """Ask for the place of something that was told elsewhere."""
    place = PlaceField(Words(*rules["where"]), rules.get("town", False))
    return await ask_where(talk, question, place, rooms=hazard in rules.get("in_flats", ()))


async def hand_in(talk: Talk, told: Elsewhere, where: Where) -> None:
    """Show it all with the tips that may be the same matter, enter it, and say what whoever told it is given."""
    hazard = told.tip.hazard
    alike = await talk.look(f"alike:{hazard}:{where.mark}", deeds.alike, hazard, where.place)
    if not await talk.review(_with(REVIEW, alike), _("Enter it")):
        return None
    told = replace(told, tip=replace(told.tip, where=where.told, place=where.place))
    given = await talk.do("enter", deeds.enter, told)
    number, code = given["number"], given["code"]
    shown = {"number": number, "by": datetime.fromisoformat(given["by"]), "hazard": hazard_label(hazard)}
    buttons = [opens(number), *_same(number, alike)] if given["seen"] else []
    if not code:
        return await talk.say(DONE, buttons=buttons, where=where.told, **shown)
    shown["code"] = show_receipt(code)
    return await talk.say(DONE_FOR, buttons=[print_button(code), *buttons], where=where.told, **shown)


def _with(review: Text, alike: Sequence[Alike]) -> Text:
    if not alike:
        return review
    return MAY_BE(review=review, tips=listed([(each["number"], each["state"]) for each in alike]))


def _same(number: str, alike: Sequence[Alike]) -> list[Button]:
    data = f"{MENU}.do.{number} merge "
    return [Button(_("Same as {number}")(number=each["number"]), data + each["number"]) for each in alike[:1]]


REVIEW = _("<b>Is this right?</b> Nothing is entered yet. Who told it is not kept, nor their number.")
MAY_BE = _("{review}\n<b>May be the same matter:</b> {tips}")
DONE = _("<b>Entered as No. {number}.</b>\n{hazard} · {where}\nFirst answer by <b>{by}</b>.")
DONE_FOR = _(
    "<b>Entered as No. {number}.</b>\n"
    "{hazard} · {where}\n"
    "First answer by <b>{by}</b>.\n"
    "Receipt code for whoever told it: <code>{code}</code>\n"
    "Please tell them, or print the picture: it is their only key, to ask and for a reward. It is shown only now."
)
