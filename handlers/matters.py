"""Asking what a report is about: the kind, by its group and by the words that were said, and what only some need."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from bot.dialogue import Talk
from bot.rules.hazards import UNSURE
from bot.texts import _
from handlers.catalogue import either
from handlers.deeds import tips as deeds
from handlers.fields import HazardField, KindField

DANGER = _("<b>What is the danger?</b>")
CONFIRM = _("<b>What is the danger?</b>\nYour words sound like: {likely}. Please tap what fits.")
KIND = _("<b>Which of these?</b>\nIf none fits, tap “Not sure”.")
QUESTIONS = {
    "now": _("<b>Is it so right now?</b>\nTap a button, or write in one or two sentences what you see."),
    "sleepers": _("<b>How many people sleep there?</b>\nTap a button, type a number, or write what you see."),
    "day": _("<b>Which day would suit you?</b>"),
    "hour": _("<b>What time of day?</b>"),
}


async def ask_matter(talk: Talk, rules: deeds.ReportRules) -> tuple[str, dict[str, str]]:
    """Ask for the kind, by group, with what the person's own words sound like at the head; and what is not known."""
    groups = rules.get("groups", {})
    likely = await _likely(talk, rules)
    field = HazardField(rules.get("menu", rules["hazards"]), rules["hazards"], groups, likely)
    hazard = await talk.ask("hazard", CONFIRM(likely=either(likely)) if likely else DANGER, field)
    if hazard not in groups:
        return hazard, {}
    kind = await talk.ask("kind", KIND, KindField(groups[hazard]))
    return ("other", {"group": hazard}) if kind == UNSURE else (kind, {})


async def _likely(talk: Talk, rules: deeds.ReportRules) -> Sequence[str]:
    said = await talk.heard(before="hazard")
    if not said or "menu" not in rules:
        return []
    return await talk.look(f"likely:{crc32(said.encode()):08x}", deeds.sounds_like, said)
