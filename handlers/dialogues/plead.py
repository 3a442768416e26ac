"""A tipster asks for something about a reward with a reason: a longer term, or another look at what was decided."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue import Talk, Words, dialogue
from bot.speech import Text
from bot.texts import _
from handlers.deeds import choosing
from handlers.deeds import my_rewards as deeds

STEPS = {"why": _("Reason")}


@dialogue("plead", STEPS, words="why")
async def plead(talk: Talk) -> None:
    """Ask why, show it, and ask the office."""
    what = await talk.look("what", choosing.nothing)
    key, name = await talk.look("key", choosing.nothing), await talk.look("name", choosing.nothing)
    why = await talk.ask("why", WHY[what], Words(2, 300))
    if not await talk.review(REVIEW, _("Send")):
        return None
    wish = deeds.ask_longer if what == "longer" else deeds.contest
    number = await talk.do("plead", wish, key, name, why)
    return await (talk.say(ASKED, number=number) if number else talk.say(OVER))


WHY: Mapping[str, Text] = {
    "longer": _("<b>Why can you not come in time?</b>\nOne sentence is enough. No names, please."),
    "contest": _("<b>What is wrong?</b>\nOne or two sentences: what you know that speaks for it. No names, please."),
}
REVIEW = _("<b>Is this right?</b> Somebody who did not decide it reads it, without seeing who you are.")
ASKED = _("<b>Thank you.</b> Somebody else decides about No. {number}, within three days; you are told here.")
OVER = _("That is not possible any more. /reward shows where it stands.")
