"""At the counter: code and PIN of whoever collects; neither is shown again, and nobody's name is asked."""

from __future__ import annotations

from datetime import date

from bot.dialogue import Talk, dialogue
from bot.rules.quotas import Sort
from bot.texts import _
from handlers.deeds import counter as deeds
from handlers.reward_fields import CodeField, PinField

STEPS = {"code": _("Receipt code"), "pin": _("Claim PIN")}


@dialogue("payout", STEPS)
async def payout(talk: Talk) -> None:
    """Ask for the code and the PIN, and bring to the counter what they open."""
    code = await talk.ask("code", CODE, CodeField(1, 40))
    pin = await talk.ask("pin", PIN, PinField(1, 40))
    brought = await talk.do("present", deeds.present, code, pin)
    if brought["again"]:
        told = PINS_WRONG if brought["sort"] == Sort.PIN else CODES_WRONG
        return await talk.say(told, day=date.fromisoformat(brought["again"]))
    if not brought["rewards"]:
        return await talk.say(NOTHING)
    return await talk.say(HERE, count=len(brought["rewards"]))


CODE = _(
    "<b>Which receipt code?</b>\nType the 16 digits that whoever collects tells you. I take them out of the chat again."
)
PIN = _("<b>Which claim PIN?</b>\nThe 6 digits. Ask for no name and no papers.")
NOTHING = _(
    "<b>These open nothing now.</b> Code or PIN is wrong, it is not agreed to yet, or it is too late. /payout tries "
    "again, or a colleague does; with /reward and the code, its holder sees where it stands."
)
CODES_WRONG = _(
    "You typed too many codes today that nothing has, so none of yours is tried before {day}. A colleague can: /payout"
)
PINS_WRONG = _(
    "<b>For this receipt code too many PINs were wrong today: none is tried before {day}, by nobody.</b>\n"
    "The reward stays where it is. Ends its term before? An admin can give it longer: /rewards"
)
HERE = _(
    "<b>Code and PIN are right.</b> The amount stands below.", "<b>Code and PIN are right.</b> The amounts stand below."
)
