"""Staff report for somebody who came, called, or found it at their work."""

from __future__ import annotations

from bot.dialogue import Media, Talk, Telling, dialogue
from bot.rules.hazards import UNSURE
from bot.texts import _
from handlers.deeds import entering as deeds
from handlers.deeds import tips
from handlers.entering import hand_in, place_of, rules_of
from handlers.entry_fields import due_moment, source_field
from handlers.fields import FACT_LABELS, FactField
from handlers.matters import QUESTIONS, ask_matter

STEPS = {
    "source": _("Told by"),
    "due": _("To be dealt with by"),
    "hazard": _("Danger"),
    "where": _("Place"),
    "what": _("What they saw"),
    "photos": _("Photos"),
}
PARTS = {"kind": ("hazard", _("Which"))} | {
    name: ("what", FACT_LABELS[name]) for name in ("now", "sleepers", "day", "hour")
}


@dialogue("proxy", STEPS, photos="photos", words="what", parts=PARTS, counted=False)
async def proxy(talk: Talk) -> None:
    """Ask who told it, and what a report asks; show it all; enter it; say what they are to be given."""
    rules, entry = await talk.look("rules", tips.report_rules), await rules_of(talk)
    source = await talk.ask("source", WHO, source_field(entry["sources"]))
    due = None
    if source in entry["timed"]:
        due = await talk.ask("due", DUE, due_moment(entry), optional=True)
    hazard, facts = await ask_matter(talk, rules)
    if hazard in rules.get("stops", {}):
        return await talk.say(CRIME, number=rules["numbers"]["police"])
    where = await place_of(talk, WHERE, rules, hazard)
    for name in (name for name in rules.get("asks", {}).get(hazard, []) if name in QUESTIONS):
        facts[name] = await talk.ask(name, QUESTIONS[name], FactField(name, rules.get("bands", [])))
    told = any(facts.get(name, UNSURE) != UNSURE for name in QUESTIONS)
    what = await talk.ask("what", WHAT, Telling(*entry["wish"]), optional=hazard != "other", quiet=told)
    shots = await talk.collect("photos", PHOTOS, Media(), most=rules.get("files", rules["photos"]))
    files, captions = [shot.attached for shot in shots], [shot.caption for shot in shots]
    draft = tips.TipDraft(hazard, where.told, what or "", "anonymous", files, captions, facts)
    return await hand_in(talk, deeds.Elsewhere(draft, source, deeds.OrderDraft(due=due or "")), where)


WHO = _("<b>Who told it?</b>\nThey stay unnamed: please type neither their name nor their number.")
DUE = _("<b>By when do they want it dealt with?</b>\nPlease type a day, for example: 12-31. If they did not say, skip.")
WHERE = _("<b>Where is it?</b>\nEstate, building, unit, room, as well as they know it. For example: 翠竹园3栋2单元501")
WHAT = _("<b>What did they see?</b>\nOne or two sentences. Please leave out names and ID numbers.")
PHOTOS = _("<b>Photos that they have or that you take.</b>\nNo faces, no papers.")
CRIME = _("<b>Crime is for the police: {number}.</b> Please help them to call. Nothing of it was kept here.")
