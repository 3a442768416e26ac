"""An admin decides what was left open of a matter, so that its reward can be proposed."""

from __future__ import annotations

from bot.dialogue import Choice, Talk, dialogue
from bot.rules.hazards import UNSURE
from bot.speech import Text
from bot.texts import _
from handlers.catalogue import hazard_label
from handlers.deeds import choosing
from handlers.deeds import proposing as deeds
from handlers.reward_fields import fine_field, points_field

STEPS = {"first": _("First"), "points": _("For the reward"), "fine": _("Fine")}
MOST_PRESSES = 40


@dialogue("settle", STEPS, counted=False)
async def settle(talk: Talk) -> None:
    """Ask who was first, what was so, how high the fine was, each only where it is open; decide."""
    matter = await talk.look("matter", choosing.nothing)
    rules = await talk.look("rules", deeds.open_matter, matter)
    if not rules["possible"]:
        return await talk.say(deeds.SETTLED)
    about = {"number": rules["number"], "hazard": hazard_label(rules["hazard"])}
    first = ""
    if rules["tips"]:
        tips = Choice({number: Text("{number}")(number=number) for number in rules["tips"]})
        first = await talk.ask("first", FIRST(**about), tips)
    field, points = points_field(rules["points"]), list[str]()
    if rules["points"]:
        points = field.ticked(await talk.collect("points", POINTS(**about), field, most=MOST_PRESSES))
    fine = await talk.ask("fine", FINE(**about), fine_field()) if rules["fine"] else UNSURE
    if not await talk.review(REVIEW, SEND):
        return None
    told = [point for point in points if point != UNSURE]
    fen = int(fine) if fine != UNSURE else -1
    left_open = await talk.do("decide", deeds.decide, matter, first, told, UNSURE in points, fen)
    return await talk.say(STILL if left_open else DONE, number=rules["number"])


FIRST = _(
    "<b>No. {number}, {hazard}: whose report came first?</b>\n"
    "They came within one hour, on different ways: please look at the receipts, or at who told more."
)
POINTS = _(
    "<b>No. {number}, {hazard}: what of this is so?</b>\n"
    "Whoever was there was not sure. Ask them, or the service in charge, then tap all that fits."
)
FINE = _("<b>No. {number}, {hazard}: how high was the fine?</b>\nType it in yuan; 0 if there was none.")
REVIEW = _("<b>Is this right?</b> The reward is proposed by it; two others approve.")
SEND = _("Decide it so")
DONE = _("<b>No. {number}: decided.</b> If there is a reward, it waits for two others now: /approvals")
STILL = _("<b>No. {number}: kept.</b> Something is still open; it stays under /rewards.")
