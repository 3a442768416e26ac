"""A resident reports a danger."""

from __future__ import annotations

from datetime import datetime

from bot.dialogue import Media, Talk, Telling, Words, dialogue
from bot.rules.codes import show_receipt
from bot.texts import _
from handlers.deeds import tips as deeds
from handlers.fields import HazardField, OpennessField, hazard_label

STEPS = {
    "hazard": _("Danger"),
    "where": _("Place"),
    "what": _("What you saw"),
    "photos": _("Photos"),
    "openness": _("Who knows it was you"),
}


@dialogue("report", STEPS, photos="photos", words="what")
async def report(talk: Talk) -> None:
    """Ask what, where and who may know; show it all; file it; hand over the receipt."""
    rules = await talk.look("rules", deeds.report_rules)
    hazard = await talk.ask("hazard", _("<b>What is the danger?</b>"), HazardField(rules["hazards"]))
    where = await talk.ask("where", WHERE, Words(*rules["where"]))
    what = await talk.ask("what", WHAT, Telling(*rules["what"]))
    shots = await talk.collect("photos", PHOTOS, Media(), most=rules.get("files", rules["photos"]))
    openness = await talk.ask("openness", OPENNESS, OpennessField())
    if not await talk.review(REVIEW(version=rules.get("notice", 1)), _("Send")):
        return None
    files, captions = [shot.attached for shot in shots], [shot.caption for shot in shots]
    receipt = await talk.do("file", deeds.open_tip, deeds.TipDraft(hazard, where, what, openness, files, captions))
    by = datetime.fromisoformat(receipt["by"])
    told = {"number": receipt["number"], "code": show_receipt(receipt["code"]), "by": by}
    await talk.say(RECEIPT, hazard=hazard_label(hazard), where=where, **told)
    return None if receipt.get("certain", True) else await talk.say(UNCERTAIN)


WHERE = _("<b>Where is it?</b>\nEstate, building, unit, room, as well as you know it. For example: 翠竹园3栋2单元501")
WHAT = _(
    "<b>What did you see?</b>\n"
    "One or two sentences are enough, or a voice message. Please leave out names and ID numbers."
)
PHOTOS = _(
    "<b>Photos or a short video, if you have any.</b>\n"
    "Send them one by one or all at once. Your own safety comes first.\n"
    "<i>Hidden data such as place and device are taken out; faces and voices stay as they are.</i>"
)
OPENNESS = _(
    "<b>May the office know it was you?</b>\n"
    "Anonymous: neither the office nor the landlord sees that it was you; you ask with a code.\n"
    "Known to the office: staff see your name here; the landlord never does.\n"
    "<i>Either way, Telegram itself can see your account and this chat.</i>"
)
REVIEW = _(
    "<b>Is this right?</b> Nothing has been sent yet.\n"
    "<i>With “Send” you agree that the office keeps this and checks it (notice {version}: /privacy).</i>"
)
RECEIPT = _(
    "<b>Thank you. Your tip is No. {number}.</b>\n"
    "{hazard} · {where}\n"
    "You will have an answer by <b>{by}</b>.\n"
    "Your receipt code: <code>{code}</code>\n"
    "Please keep the code: it is the only way to ask about an anonymous tip, and cannot be found again if lost."
)
UNCERTAIN = _(
    "The holidays of that time are not announced yet: this day is counted without them and may move a little."
)
