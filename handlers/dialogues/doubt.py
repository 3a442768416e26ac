"""A sender says that a tip did not end as it should have, and somebody else than who ended it decides."""

from __future__ import annotations

from bot.dialogue import Talk, Words, dialogue
from bot.texts import _
from handlers.deeds import mine
from handlers.fields import own_tips

STEPS = {"why": _("What is not right")}


@dialogue("doubt", STEPS, words="why")
async def doubt(talk: Talk) -> None:
    """Ask what is not right, show it, and ask for the tip to be taken up again."""
    own = await talk.look("own", mine.own_numbers)
    tip = await talk.ask("tip", WHICH, own_tips(own))
    why = await talk.ask("why", WHY, Words(2, 500))
    if not await talk.review(REVIEW, _("Send")):
        return None
    number = await talk.do("doubt", mine.doubt, tip, why)
    return await (talk.say(ASKED, number=number) if number else talk.say(OVER))


WHICH = _("<b>Which tip is it?</b>\nTap it, or send the receipt code of an anonymous one.")
WHY = _("<b>What is not right?</b>\nOne sentence: what is still there, and since when. No names, please.")
REVIEW = _("<b>Is this right?</b> Somebody who did not end it reads it and decides within three days.")
ASKED = _("<b>Thank you.</b> Somebody who did not end No. {number} decides; you are told here.")
OVER = _("That tip cannot be taken up again any more. If the danger is there, please report it anew: /report")
