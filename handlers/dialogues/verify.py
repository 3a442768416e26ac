"""A grid worker or officer was there and found it true: the danger, what must be done, by whom and by when."""

from __future__ import annotations

from datetime import datetime

from bot.dialogue import Media, Talk, Words, dialogue
from bot.rules.tips import Move
from bot.texts import _
from handlers.catalogue import hazard_label
from handlers.deeds import acting as deeds
from handlers.deeds import assessing, choosing
from handlers.fields import kinds_field
from handlers.handle_fields import does, moments, notice_of, opens, phrased, ready_words, who_field, who_name
from handlers.reward_fields import points_field
from handlers.wording import unlabelled

STEPS = {
    "hazard": _("Danger"),
    "found": _("Found"),
    "measure": _("Measure"),
    "who": _("Who must do it"),
    "until": _("Deadline"),
    "photos": _("Photos"),
    "notice": _("Notice"),
}
PARTS = {"points": ("photos", _("For the reward"))}


@dialogue("verify", STEPS, photos="photos", words="found", parts=PARTS)
async def verify(talk: Talk) -> None:
    """Ask what was found, what is to be done, by whom and by when; show the notice; record it all at once."""
    number = await talk.look("tip", choosing.nothing)
    rules = await talk.look("rules", deeds.verify_rules, number)
    if not rules["possible"]:
        return await talk.say(NOT_NOW, number=number)
    if rules["plain"]:
        return await _plain(talk, number, rules["hazard"])
    code = await talk.ask("hazard", DANGER, kinds_field(rules["hazard"], rules["codes"]))
    found = await talk.ask("found", FOUND, Words(2, 500))
    ready = await talk.look(f"measures:{code}", deeds.measures, code)
    measure = await talk.ask("measure", MEASURE, phrased(ready, 2, 300))
    who = await talk.ask("who", WHO, who_field(rules["who"].get(code, [])))
    until = await talk.ask("until", UNTIL, moments(rules["offers"], rules["now"], rules["latest"], ON_THE_SPOT))
    shots = await talk.collect("photos", PHOTOS, Media(), most=6)
    points = await _points(talk, number, code)
    at_once = until == rules["now"]
    draft = await talk.look(f"notice:{code}:{until}:{measure}", deeds.draft_notice, number, code, measure, until)
    notice = draft if at_once else await talk.ask("notice", NOTICE(notice=draft), ready_words(draft, SO, 1000))
    left = await unlabelled(talk, f"{found}\n{notice}")
    if not await talk.review(LABELLED if left["found"] else REVIEW, SEND):
        return None
    kept, _line, shown = left["words"].partition("\n")
    finding = deeds.Found(hazard=code, found=kept, measure=measure, who=who, until=until, notice=shown)
    await talk.do("verify", deeds.verify, number, finding, [shot.attached for shot in shots], points=points)
    by = datetime.fromisoformat(until)
    if at_once:
        return await talk.say(DONE_AT_ONCE, buttons=[opens(number)], number=number)
    told = {"number": number, "hazard": hazard_label(code), "who": who_name(who), "by": by}
    return await talk.say(DONE, buttons=[notice_of(number), does(number, Move.SERVE), opens(number)], **told)


async def _points(talk: Talk, number: str, code: str) -> list[str]:
    """Ask what only whoever was there can tell and the reward hangs on; nothing where it hangs on nothing."""
    offered = await talk.look(f"points:{code}", assessing.asked, number, code)
    field = points_field(offered)
    return field.ticked(await talk.collect("points", POINTS, field, most=MOST_PRESSES)) if offered else []


async def _plain(talk: Talk, number: str, code: str) -> None:
    """Find a matter true that is no danger: nothing has to be put right, and no notice is written."""
    found = await talk.ask("found", FOUND, Words(2, 500))
    shots = await talk.collect("photos", PHOTOS, Media(), most=6)
    points = await _points(talk, number, code)
    left = await unlabelled(talk, found)
    files = [shot.attached for shot in shots]
    await talk.do("verify", deeds.verify, number, None, files, left["words"], points=points)
    return await talk.say(DONE_AT_ONCE, buttons=[opens(number)], number=number)


DANGER = _("<b>Which danger did you find?</b>")
FOUND = _("<b>What did you find?</b>\nOne sentence: where, what, how much. No names, no papers.")
MEASURE = _("<b>What has to be done?</b>\nTap it, or type it in a few words.")
WHO = _("<b>Who has to do it?</b>\nTap it, or type who it is without a name.")
UNTIL = _("<b>Until when?</b>\nTap it, or type a day, for example: 12-31")
ON_THE_SPOT = _("Done on the spot")
POINTS = _(
    "<b>For the reward: what of this is so?</b>\n"
    "Tap all that fits; once more takes it back. The rest counts as not so, unless you tap “Not sure of the rest”."
)
MOST_PRESSES = 40
PHOTOS = _("<b>Photos of the danger.</b>\nNo faces, no papers.")
NOTICE = _(
    "<b>What the responsible person gets to read:</b>\n{notice}\n\n"
    "Tap it to take it so, or type your own. Nothing of the report may stand in it."
)
REVIEW = _("<b>Is this right?</b> The sender is told that it is true and until when it has to be put right.")
LABELLED = _(
    "<b>Is this right?</b>\n"
    "I left out words that label people (illness, petitions, records): they are not kept here, whoever writes them."
)
SO = _("Take it so")
SEND = _("Record it")
NOT_NOW = _("That is not possible with No. {number} any more. /tip {number} shows where it stands.")
DONE = _(
    "<b>No. {number} is recorded: {hazard}, to be put right by {who} until {by}.</b>\n"
    "“The notice” brings it as a message of its own, to show, forward or copy: forward that one and not this. "
    "Once it is handed over, tap “Notice handed over”."
)
DONE_AT_ONCE = _("<b>No. {number} is recorded and done.</b> Thank you.")
