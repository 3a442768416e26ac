"""Somebody adds to a tip that they sent."""

from __future__ import annotations

from zlib import crc32

from bot.dialogue import Media, Talk, Words, dialogue
from bot.texts import _
from handlers.deeds import mine
from handlers.deeds import tips as deeds
from handlers.fields import own_tips

STEPS = {"tip": _("Tip"), "what": _("What is new"), "photos": _("Photos")}


@dialogue("add", STEPS, photos="photos", words="what")
async def add(talk: Talk) -> None:
    """Ask which tip, what is new and for photos; add them."""
    own = await talk.look("own", mine.own_numbers)
    rules = await talk.look("rules", deeds.report_rules)
    tip = await talk.ask("tip", WHICH if own else WHICH_CODE, own_tips(own))
    if not await talk.look(f"open:{crc32(tip.encode()):08x}", mine.is_open, tip):
        return await talk.say(GONE)
    asked = await talk.look(f"asked:{crc32(tip.encode()):08x}", mine.question, tip)
    question = ANSWER(question=asked) if asked else WHAT
    what = await talk.ask("what", question, Words(1, rules["what"][1]), optional=True)
    most = rules.get("files", rules["photos"])
    shots = await talk.collect("photos", PHOTOS, Media(), most=most) if most else []
    words = "\n".join(filter(None, [what, *(shot.caption for shot in shots)]))
    if not words and not shots:
        return await talk.say(NOTHING)
    number = await talk.do("add", mine.add, tip, words, [shot.attached for shot in shots])
    return await (talk.say(ANSWERED if asked else ADDED, number=number) if number else talk.say(GONE))


WHICH = _("<b>Which tip is it?</b>\nTap it, or send the receipt code of an anonymous one.")
WHICH_CODE = _("<b>Which tip is it?</b>\nPlease send its receipt code of 16 digits.")
WHAT = _("<b>What would you like to add?</b>\nPlease leave out names and ID numbers.")
ANSWER = _("<b>We asked:</b> {question}\nWhat is your answer? Please leave out names and ID numbers.")
PHOTOS = _("<b>New photos, if you have any.</b>\nSend them one by one or all at once.")
NOTHING = _("Nothing was added.")
ADDED = _("<b>Added to tip No. {number}.</b> Whoever looks into it sees it with the rest. The promised time stays.")
ANSWERED = _("<b>Thank you, the office has your answer.</b> No. {number} goes on now.")
GONE = _("I found no tip of yours that this could be added to: it was withdrawn, or the code is wrong. /mytips")
