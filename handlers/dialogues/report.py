"""A resident reports a danger, or another matter of the same door."""

from __future__ import annotations

from datetime import date, datetime

from bot.dialogue import Media, Talk, Telling, Words, dialogue
from bot.rules.codes import show_receipt
from bot.rules.hazards import UNSURE
from bot.rules.tips import Openness
from bot.speech import Text
from bot.texts import _
from handlers.catalogue import hazard_label
from handlers.deeds import tips as deeds
from handlers.fields import FACT_LABELS, FactField, OpennessField
from handlers.matters import QUESTIONS, ask_matter
from handlers.places import PlaceField, Where, ask_where
from handlers.receipts import receipt_buttons

STEPS = {
    "hazard": _("Danger"),
    "where": _("Place"),
    "what": _("What you saw"),
    "photos": _("Photos"),
    "openness": _("Who knows it was you"),
}
PARTS = {"kind": ("hazard", _("Which"))} | {
    name: ("what", FACT_LABELS[name]) for name in ("now", "sleepers", "day", "hour")
}
"""Questions that only some matters need, with the step that they belong to."""


@dialogue("report", STEPS, photos="photos", words="what", parts=PARTS)
async def report(talk: Talk) -> None:
    """Ask what, where and who may know; show it all; file it; hand over the receipt."""
    rules = await talk.look("rules", deeds.report_rules)
    hazard, facts = await ask_matter(talk, rules)
    if number := rules.get("stops", {}).get(hazard):
        return await talk.say(CRIME, number=rules["numbers"][number])
    asks = rules.get("asks", {}).get(hazard, [])
    if "also" in asks:
        facts["also"] = await talk.ask("also", PRICES(number=rules["numbers"]["market"]), FactField("also", []))
        if facts["also"] == "no":
            return await talk.say(NOT_KEPT, number=rules["numbers"]["market"])
    place = PlaceField(Words(*rules["where"]), rules.get("town", False))
    where = await ask_where(talk, WHERE, place, rooms=hazard in rules.get("in_flats", ()))
    for name in (name for name in asks if name in QUESTIONS):
        facts[name] = await talk.ask(name, QUESTIONS[name], FactField(name, rules.get("bands", [])))
    told = any(facts.get(name, UNSURE) != UNSURE for name in QUESTIONS)  # such an answer may stand for words
    what = await talk.ask("what", WHAT, Telling(*rules["what"]), optional=hazard != "other", quiet=told)
    most = rules.get("files", rules["photos"])
    shots = await talk.collect("photos", PHOTOS, Media(), most=most) if most else []
    known = OpennessField()
    openness = await talk.ask("openness", OPENNESS[rules.get("by_code", True)], known)
    await talk.show("openness", SEEN(openness=known.show(openness)))
    review = (REVIEW if hazard in rules.get("harmless", ()) else REVIEW_WARNED)(version=rules.get("notice", 1))
    like, way = await _send(talk, review, hazard, where)
    files, captions = [shot.attached for shot in shots], [shot.caption for shot in shots]
    joins = like["number"] if like and way == "join" else ""
    tip = deeds.TipDraft(hazard, where.told, what or "", openness, files, captions, facts, where.place, joins)
    receipt = await talk.do("file", deeds.open_tip, tip)
    by = datetime.fromisoformat(receipt["by"])
    shown = {"number": receipt["number"], "code": show_receipt(receipt["code"]), "by": by}
    keep = KEEP_CODE if openness == Openness.ANONYMOUS else FIND_AGAIN
    buttons = receipt_buttons(receipt["code"])
    await talk.say(RECEIPT, buttons=buttons, hazard=hazard_label(hazard), where=where.told, keep=keep, **shown)
    if not receipt["certain"]:
        await talk.say(UNCERTAIN)
    if receipt["joined"]:
        await talk.say(JOINED)
    return None


async def _send(talk: Talk, review: Text, hazard: str, where: Where) -> tuple[deeds.Similar | None, str]:
    """Show everything, with an open tip that may be the same matter; return that and how the report is sent."""
    like = await talk.look(f"like:{hazard}:{where.mark}", deeds.similar, hazard, where.place)
    if like is None:
        return None, await talk.review(review, _("Send"))
    asked = ALIKE(review=review, day=date.fromisoformat(like["day"]))
    return like, await talk.review(asked, _("Another matter: send it alone"), join=_("The same: send it with that"))


WHERE = _(
    "<b>Where is it?</b>\n"
    "Estate, building, unit, room, as well as you know it. For example: 翠竹园3栋2单元501\n"
    "A point on the map does as well."
)
WHAT = _(
    "<b>What did you see?</b>\n"
    "One or two sentences are enough, or a voice message. Please leave out names and ID numbers."
)
PHOTOS = _(
    "<b>Photos or a short video, if you have any.</b>\n"
    "Send them one by one or all at once. Your own safety comes first.\n"
    "<i>Hidden data such as place and device are taken out; faces and voices stay as they are.</i>"
)
OPENNESS = {
    True: _(
        "<b>May the office know it was you?</b>\n"
        "Anonymous: neither the office nor the landlord sees that it was you; you ask with a code, and collect a "
        "reward with it.\n"
        "Known to the office: your name is sealed. It is opened only for a reason and if a second person agrees, and "
        "you can see that (/mydata); the landlord never sees it.\n"
        "Named: the same, and for a reward you need no code: you say in this chat that you came.\n"
        "<i>Either way, Telegram itself can see your account and this chat.</i>"
    ),
    False: _(
        "<b>May the office know it was you?</b>\n"
        "Anonymous: neither the office nor the landlord sees that it was you; you ask with a code.\n"
        "Known to the office: your name is sealed. It is opened only for a reason and if a second person agrees, and "
        "you can see that (/mydata); the landlord never sees it.\n"
        "Named: the same, and you can be rewarded once it proves true.\n"
        "<i>Either way, Telegram itself can see your account and this chat.</i>"
    ),
}
"""Who may know, by whether a reward is collected with the code alone."""
REVIEW = _(
    "<b>Is this right?</b> Nothing has been sent yet.\n"
    "<i>With “Send” you agree that the office keeps this and checks it (notice {version}: /privacy).</i>"
)
REVIEW_WARNED = _(
    "<b>Is this right?</b> Nothing has been sent yet.\n"
    "An honest mistake is no harm. What is made up is not paid, or asked back, and false accusations can be punished.\n"
    "<i>With “Send” you agree that the office keeps this and checks it (notice {version}: /privacy).</i>"
)
CRIME = _(
    "<b>Please call the police: {number}.</b>\n"
    "Crime is nothing to write down in a chat: only the police may look into it, and you stay safer. "
    "Nothing of it was kept or sent here."
)
PRICES = _(
    "<b>Prices and fees: call {number}.</b>\n"
    "Market supervision looks into rents that are driven up; the office here cannot. "
    "Shall the office know of it as well?"
)
NOT_KEPT = _("All right. Please call {number}. Nothing of it was kept or sent here.")
ALIKE = _(
    "{review}\n"
    "<b>On {day} somebody reported something like it in this building.</b> If yours is the same, send it with that "
    "one: both are looked into together, and you are told just the same."
)
SEEN = _("{openness} (Telegram itself sees your account)")
RECEIPT = _(
    "<b>Thank you. Your tip is No. {number}.</b>\n"
    "{hazard} · {where}\n"
    "You will have an answer by <b>{by}</b>.\n"
    "Your receipt code: <code>{code}</code>\n"
    "{keep}"
)
KEEP_CODE = _(
    "Please keep the code: it is the only way to ask about an anonymous tip, and cannot be found again if lost."
)
FIND_AGAIN = _("You find it again with /mytips; the code opens it too, also for somebody you trust.")
UNCERTAIN = _(
    "The holidays of that time are not announced yet: this day is counted without them and may move a little."
)
JOINED = _("It is looked into together with the one before. It counts that you saw it too.")
