"""An admin tells the public something: a closed office, a storm."""

from __future__ import annotations

from datetime import datetime

from bot.dialogue import Talk, Words, dialogue
from bot.speech import Text
from bot.texts import _
from handlers.deeds import notices as deeds
from handlers.notice_fields import areas_of, beginning, ending
from handlers.wording import unlabelled

STEPS = {"words": _("Text"), "area": _("For whom"), "begins": _("From"), "ends": _("Until")}


@dialogue("notice", STEPS)
async def notice(talk: Talk) -> None:
    """Ask what to say, to whom, from when until when; show it all; set it."""
    rules = await talk.look("rules", deeds.notice_rules)
    now, latest = datetime.fromisoformat(rules["now"]), datetime.fromisoformat(rules["latest"])
    words = await talk.ask("words", WORDS, Words(5, rules["most"]))
    area = await talk.ask("area", AREA, areas_of(rules["areas"]))
    begins = await talk.ask("begins", BEGINS, beginning(now, latest))
    ends = await talk.ask("ends", ENDS, ending(datetime.fromisoformat(begins), latest))
    left = await unlabelled(talk, words)
    await talk.show("words", Text("{words}")(words=left["words"]))
    if not await talk.review(LABELLED if left["found"] else REVIEW, _("Show it")):
        return None
    done = await talk.do("set", deeds.set_notice, words, [["", ""], *rules["areas"]][int(area)], begins, ends)
    return await talk.say(SET if done else NOT_SET)


REVIEW = _("<b>Is this right?</b> Nobody sees it yet.")
LABELLED = _(
    "<b>Is this right?</b> Nobody sees it yet.\n"
    "I left out words that label people (illness, petitions, records): they are not kept here, whoever writes them."
)
WORDS = _("<b>What shall people read?</b>\nOne or two sentences: when the office is closed, whom to call.")
AREA = _("<b>For whom is it?</b>\nTap it, or type the name of a community or grid.")
BEGINS = _("<b>From when on?</b>\nTap it, or type a day and an hour, for example: 12-31 18:00")
ENDS = _("<b>Until when?</b>\nTap it, or type a day and an hour, for example: 1-3 18:00. It ends by itself.")
SET = _("<b>Done.</b> It is shown with /start and before a report. /notice lists and withdraws it.")
NOT_SET = _("It was not set: that needs the role of an admin, and only a few notices can stand at once. /notice")
