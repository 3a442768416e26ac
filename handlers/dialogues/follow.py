"""Somebody wants to hear when something becomes of their building."""

from __future__ import annotations

from bot.dialogue import Choice, Talk, dialogue
from bot.speech import Text
from bot.texts import _
from handlers.deeds import followers as deeds
from handlers.fields import estate_field

STEPS = {"where": _("Estate"), "building": _("Building")}
MOST = 80
"""Buildings that are offered; any can be typed with its estate."""


@dialogue("follow", STEPS)
async def follow(talk: Talk) -> None:
    """Ask for estate and building; follow it."""
    estates = await talk.look("estates", deeds.estates)
    where = await talk.ask("where", WHERE, estate_field(estates))
    found = await talk.look(f"found {where}", deeds.buildings, where)
    if not found:
        return await talk.say(UNKNOWN)
    at = "0"
    if len(found) > 1:
        labels = {str(at): Text("{place}")(place=place[1]) for at, place in enumerate(found[:MOST])}
        at = await talk.ask("building", BUILDING, Choice(labels))
    done = await talk.do("follow", deeds.follow, found[int(at)])
    return await (talk.say(FOLLOWED, place=found[int(at)][1]) if done else talk.say(TOO_MANY))


WHERE = _("<b>Which building do you want to follow?</b>\nTap the estate, or type estate and building: 翠竹园3栋")
BUILDING = _("<b>Which building?</b>")
UNKNOWN = _("I cannot find that building. Please send /follow again and name estate and building: 翠竹园3栋")
FOLLOWED = _(
    "<b>You follow {place}.</b>\n"
    "When something is reported there you hear it the day after at the earliest, in general words: never what it was, "
    "when exactly or by whom. /follow shows and ends it."
)
TOO_MANY = _("You follow as many buildings as one person can. /follow ends one.")
