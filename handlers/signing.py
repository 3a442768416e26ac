"""A report that several people sign: the link that the first sends to the others, and those who follow it."""

from __future__ import annotations

from bot.texts import _
from handlers import conversation, invites
from handlers.deeds import joint
from handlers.turn import Turn

LINK = _(
    "<b>Others sign No. {number} with you.</b>\n"
    "Send them this link, or let them scan the picture, until {until}. They see what you reported and where, not who "
    "you are, and get a code of their own. If there is a reward, it is shared."
)
CLOSED = _("Others can sign a report only before somebody has checked it. /mytips shows where it stands.")


async def together(turn: Turn) -> None:
    """Make the link by which others sign one's own tip: its number or receipt code."""
    made = await joint.invite(turn.tx, turn.incoming.text, turn.incoming)
    if made is None:
        return turn.say(CLOSED)
    code, until, number = made
    return turn.say(LINK(number=number, until=until), start=code)


def is_followed(turn: Turn) -> bool:
    """Tell whether somebody follows a link by which a report is signed."""
    return invites.code_of(turn).startswith(joint.PREFIX)


async def follow(turn: Turn) -> None:
    """Begin to sign."""
    await conversation.begin(turn, "cosign", {"look:link": invites.code_of(turn)})
