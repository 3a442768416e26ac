"""Somebody listens to a voice message and types what was said."""

from __future__ import annotations

from dataclasses import dataclass

from bot.dialogue import Talk, dialogue
from bot.speech import Button
from bot.texts import _
from handlers.deeds import choosing
from handlers.deeds import listening as deeds
from handlers.handle_fields import NamedField, does, opens
from handlers.turn import MENU

STEPS = {"words": _("What was said")}
LISTEN = f"{MENU}.listen."
CHOICES = {deeds.NOTHING: _("Nothing to understand"), deeds.LATER: _("Later, the next one")}
MOST = 1000


@dataclass(frozen=True)
class HeardField(NamedField):
    """What was said; whatever is typed is that, also a number or a word that stands on a button."""

    numbered = False


@dialogue("hear", STEPS, counted=False)
async def hear(talk: Talk) -> None:
    """Ask what was said; show it; keep it with the tip."""
    voice = await talk.look("voice", choosing.nothing)
    words = await talk.ask("words", WORDS, HeardField(CHOICES, most=MOST))
    if words == deeds.LATER:
        await talk.do("later", deeds.put_back, voice)
        return await talk.say(LEFT, buttons=[Button(NEXT, f"{LISTEN}next {voice}")])
    if words != deeds.NOTHING and not await talk.review(REVIEW, _("Keep it")):
        return None
    heard = await talk.do("hear", deeds.hear, voice, words)
    number, buttons = heard["number"], [opens(heard["number"])]
    if heard["left"]:
        buttons.insert(0, Button(NEXT, LISTEN))
    if words == deeds.NOTHING:
        return await talk.say(NOT_UNDERSTOOD, buttons=[does(number, "ask"), *buttons], number=number)
    if heard["call"]:
        told = ALARMING(numbers=" · ".join(heard["call"]))
        return await talk.say(told, buttons=[does(number, "urge"), *buttons], number=number)
    return await talk.say(KEPT, buttons=buttons, number=number)


WORDS = _(
    "<b>What is said there?</b>\nType it as it is said, without names. Not clear everywhere? Type what is clear, and "
    "“…” for the rest."
)
REVIEW = _("<b>Is this right?</b> It stands on the card as heard by a listener.")
LEFT = _("All right, it stays for later.")
NEXT = _("Next voice message")
KEPT = _("<b>Kept with No. {number}.</b> Thank you for listening.")
NOT_UNDERSTOOD = _("<b>Kept with No. {number}: nothing to understand.</b> Ask the sender to write a few words.")
ALARMING = _(
    "<b>Kept with No. {number}. It sounds like an emergency: if it may be going on, call for them now: {numbers}.</b>\n"
    "Then mark the tip urgent and send it on at once."
)
