"""Staff ask to see who sent a tip: for what, and why in their own words; a custodian decides."""

from __future__ import annotations

from bot.dialogue import Talk, Words, dialogue
from bot.texts import _
from handlers.deeds import choosing
from handlers.deeds import identity as deeds
from handlers.handle_fields import opens
from handlers.needs import need_field

STEPS = {"need": _("Needed for"), "why": _("Reason")}


@dialogue("name", STEPS)
async def name(talk: Talk) -> None:
    """Ask for what the name is needed and why; show it; ask the custodians."""
    number = await talk.look("tip", choosing.nothing)
    rules = await talk.look("rules", deeds.name_rules, number)
    if not rules["possible"]:
        return await talk.say(NOTHING, number=number)
    asked = NEED if rules["name"] else NEED_PHOTOS
    need = await talk.ask("need", asked(number=number), need_field(rules["needs"]))
    why = await talk.ask("why", WHY, Words(5, 300))
    if not await talk.review(REVIEW, _("Ask for it")):
        return None
    await talk.do("ask", deeds.ask, number, need, why)
    return await talk.say(ASKED, buttons=[opens(number)], number=number)


NEED = _("<b>For what do you need to know who sent No. {number}?</b>\nThe sender can read this later: /mydata")
NEED_PHOTOS = _("<b>For what do you need the photos of No. {number} as they were before they were drawn over?</b>")
WHY = _("<b>Why can it not be done without?</b>\nOne or two sentences; the custodian reads them, the sender does not.")
REVIEW = _(
    "<b>Is this right?</b> A custodian decides. If they agree, you see it once, for a few minutes; it is recorded, and "
    "the sender can see it."
)
NOTHING = _(
    "There is nothing to open at No. {number}, or it is not yours any more. /tip {number} shows what you can do."
)
ASKED = _(
    "<b>Asked for: No. {number}.</b> The custodians are told; you hear from me here. Until then nothing is shown."
)
