"""What stands under a receipt: following the tip, and keeping its code as a picture."""

from __future__ import annotations

from bot.rules.codes import show_receipt
from bot.speech import Button
from bot.texts import _
from handlers.deeds import entering, mine, my_rewards
from handlers.reward_words import PIN
from handlers.turn import MENU, Turn

GONE = _("There is no tip with that code any more.")
KEEP = _(
    "<b>Tip No. {number}</b>\nReceipt code: <code>{code}</code>\n"
    "Keep this picture: scan it, or open the link, to see what became of it. Whoever has it can see that too."
)

NEW_CODE = _(
    "<b>Tip No. {number}: this code is yours alone.</b>\nReceipt code: <code>{code}</code>\n"
    "The one before opens nothing any more. What becomes of your tip is told in this chat from now on; the office does "
    "not see who you are. Keep this picture, or the 16 digits."
)
HAS_ITS_OWN = _("That code is only yours already, or the tip was withdrawn. Nothing was changed.")


def receipt_buttons(code: str) -> list[Button]:
    """Return the buttons under a new receipt."""
    return [
        Button(_("See what becomes of it"), f"{MENU}.mytips.{code}"),
        Button(_("Keep the code as a picture"), f"{MENU}.keep.{code}"),
    ]


def print_button(code: str) -> Button:
    """Return the button that sends a receipt as a picture, to be printed for somebody who is not in the chat."""
    return Button(_("Receipt to print"), f"{MENU}.keep.{code}")


async def keep(turn: Turn) -> None:
    """Send a tip's code as a picture that can be saved and scanned."""
    tip = await mine.own_tip(turn.tx, turn.incoming.text, turn.incoming)
    if tip is None:
        return turn.say(GONE)
    return turn.say(KEEP(number=tip.number, code=show_receipt(turn.incoming.text)), start=turn.incoming.text)


async def exchange(turn: Turn) -> None:
    """Change a code that one of the staff saw for one that only whoever has it knows."""
    done = await entering.exchange(turn.tx, turn.incoming.text, turn.person)
    if done is None:
        return turn.say(HAS_ITS_OWN)
    tip, code = done
    turn.say(NEW_CODE(number=tip.number, code=show_receipt(code)), start=code)
    pin = await my_rewards.late_pin(turn.tx, tip, turn.incoming)
    return turn.say(PIN(pin=pin)) if pin else None
