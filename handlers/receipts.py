"""What stands under a receipt: following the tip, and keeping its code as a picture."""

from __future__ import annotations

from bot.rules.codes import show_receipt
from bot.speech import Button
from bot.texts import _
from handlers.deeds import mine
from handlers.turn import MENU, Turn

GONE = _("There is no tip with that code any more.")
KEEP = _(
    "<b>Tip No. {number}</b>\nReceipt code: <code>{code}</code>\n"
    "Keep this picture: scan it, or open the link, to see what became of it. Whoever has it can see that too."
)


def receipt_buttons(code: str) -> list[Button]:
    """Return the buttons under a new receipt."""
    return [
        Button(_("See what becomes of it"), f"{MENU}.mytips.{code}"),
        Button(_("Keep the code as a picture"), f"{MENU}.keep.{code}"),
    ]


async def keep(turn: Turn) -> None:
    """Send a tip's code as a picture that can be saved and scanned."""
    tip = await mine.own_tip(turn.tx, turn.incoming.text, turn.incoming)
    if tip is None:
        return turn.say(GONE)
    return turn.say(KEEP(number=tip.number, code=show_receipt(turn.incoming.text)), start=turn.incoming.text)
