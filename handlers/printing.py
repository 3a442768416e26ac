"""Forms and lists that were drawn come back here, to whoever asked for them."""

from __future__ import annotations

from bot.speech import Enclosed
from bot.texts import _
from handlers.deeds import papers
from handlers.turn import Turn

FORM = _("To be printed on A4. It tells nobody's name, and neither code nor PIN.")
LIST = _("For finance: numbers and sums, and nobody's name.")
NOT_DRAWN = _("The form could not be drawn. Please ask for it once more; if it fails again, tell an admin: /backlog")


def is_drawn(turn: Turn) -> bool:
    """Tell whether a form or a list has been drawn."""
    return turn.incoming.kind == "job" and turn.incoming.command == papers.JOB


async def give(turn: Turn) -> None:
    """Send what was drawn; nothing to somebody who has lost the role meanwhile."""
    if not turn.may("payout.read"):
        return None
    name, content = turn.incoming.result["name"], bytes.fromhex(turn.incoming.result["content"])
    if not content:
        return turn.say(NOT_DRAWN)
    caption = LIST if name.endswith(".xlsx") else FORM
    return turn.say(caption, enclosed=[Enclosed("document", content=content, name=name)])
