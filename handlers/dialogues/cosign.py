"""Somebody signs a report together with whoever filed it first, with or without a name."""

from __future__ import annotations

from bot.dialogue import Talk, dialogue
from bot.rules.codes import show_receipt
from bot.texts import _
from handlers.catalogue import hazard_label
from handlers.deeds import choosing
from handlers.deeds import joint as deeds
from handlers.fields import OpennessField, own_tips
from handlers.receipts import receipt_buttons

STEPS = {"own": _("Own report"), "openness": _("Who knows it was you")}


@dialogue("cosign", STEPS, counted=False)
async def cosign(talk: Talk) -> None:
    """Show what is signed; ask for one's own report of it, and who may know; sign."""
    link = await talk.look("link", choosing.nothing)
    what = await talk.look("offered", deeds.offered, link)
    if not what["possible"]:
        return await talk.say(OVER)
    told = {"hazard": hazard_label(what["hazard"]), "where": what["where"]}
    own = await talk.ask(
        "own", OWN(**told), own_tips(await talk.look("numbers", deeds.own_that_fit, link)), optional=True
    )
    openness = "anonymous" if own else await talk.ask("openness", OPENNESS, OpennessField())
    if not await talk.review(REVIEW(**told), _("Sign it")):
        return None
    signed = await talk.do("sign", deeds.sign, link, own or "", openness)
    if not signed["number"]:
        return await talk.say(OVER)
    if not signed["code"]:
        return await talk.say(SIGNED_OWN, number=signed["number"])
    code = show_receipt(signed["code"])
    return await talk.say(SIGNED, buttons=receipt_buttons(signed["code"]), number=signed["number"], code=code)


OWN = _(
    "<b>Sign this report together: {hazard} · {where}</b>\n"
    "Did you report it yourself already? Then tap yours, or send its receipt code; else tap “Skip”."
)
OPENNESS = _(
    "<b>May the office know that you signed?</b>\n"
    "Whoever sent you the link does not see it here, whatever you choose. Telegram itself sees your account."
)
REVIEW = _("<b>Sign {hazard} · {where}?</b> You say by it that you saw it too. If there is a reward, it is shared.")
SIGNED = _(
    "<b>Signed. Yours is No. {number}.</b>\nYour receipt code: <code>{code}</code>\n"
    "You are told what becomes of it, and collect your own share with this code and a PIN that comes here."
)
SIGNED_OWN = _("<b>Signed with your No. {number}.</b> If there is a reward, it is shared.")
OVER = _(
    "That can not be signed: it is yours or you signed it already, it was checked meanwhile, or the link is too old. "
    "/reward shows where yours stands; for something new: /report"
)
