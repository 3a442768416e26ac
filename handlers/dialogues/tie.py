"""Somebody of the staff is tied to a home: which, and how; they see nothing that is reported of it from then on."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue import Choice, Talk, Words, dialogue
from bot.rules.ties import Tie
from bot.speech import Text
from bot.texts import _
from handlers.deeds import choosing
from handlers.deeds import ties as deeds
from handlers.places import PlaceField, ask_where
from handlers.roles import TIES

STEPS = {"tie": _("Tie"), "where": _("Place")}


@dialogue("tie", STEPS)
async def tie(talk: Talk) -> None:
    """Ask how and where; show it; keep it."""
    whom = await talk.look("whom", choosing.nothing)
    rules = await talk.look("rules", deeds.tie_rules, whom)
    if not rules["possible"]:
        return await talk.say(deeds.NOT_YOURS)
    kinds = Choice({code: TIES[code] for code in rules["kinds"]})
    kind = await talk.ask("tie", WHAT if rules["own"] else WHAT_OF_THEM, kinds)
    place = PlaceField(Words(*rules["where"]), rules["town"])
    where = await ask_where(talk, WHERE[kind], place, rooms=True)
    if not await talk.review(REVIEW, _("Declare it")):
        return None
    done = await talk.do("declare", deeds.declare, whom, kind, where.place)
    if not done["kept"]:
        return await talk.say(NOT_CERTAIN)
    await talk.say(KEPT, place=where.shown)
    if done["alone"]:
        await talk.say(ALONE)
    return None


WHAT = _("<b>How are you tied to the home?</b>\nWhat is reported of it is then handled by others alone.")
WHAT_OF_THEM = _("<b>How are they tied to the home?</b>\nWhat is reported of it is then handled by others alone.")
WHERE: Mapping[str, Text] = {
    Tie.OWN: _("<b>Which home is it?</b>\nEstate, building, unit, room. For a whole building leave the room out."),
    Tie.LET: _("<b>Which home is let?</b>\nEstate, building, unit, room. For a whole building leave the room out."),
    Tie.LIVE: _("<b>Which home is lived in?</b>\nEstate, building, unit, room."),
    Tie.FAMILY: _("<b>Which home is the family's?</b>\nEstate, building, unit, room."),
}
REVIEW = _("<b>Is this right?</b> It is kept encrypted. Only an admin who is somebody else can take it back.")
NOT_CERTAIN = _(
    "I need at least the estate and the building to keep matters apart. Nothing was kept; please send /ties again."
)
KEPT = _(
    "<b>Kept: {place}.</b> Nothing that is reported there is shown from now on. What had been taken of it goes back to "
    "its desk."
)
ALONE = _(
    "<b>No admin may see what is reported there now.</b> It waits for the leading group; please invite one more admin: "
    "/invite"
)
