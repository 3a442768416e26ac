"""What happens to a message before anyone reads it: cleaned, identity numbers taken out, emergencies told first."""

from __future__ import annotations

from dataclasses import replace

from bot.rules import cleaning, emergencies, identity
from bot.speech import Text
from bot.texts import _
from handlers.turn import Turn

MOST_CHARACTERS = 4096

REMOVED = _(
    "<b>I took that message out of the chat: it looked as if it held an ID or card number.</b>\n"
    "Please never send such numbers here. Nobody will ask for one in this chat; where one is needed, "
    "take it to the service counter yourself. I kept the rest of your words without the number."
)
ALARM = _(
    "<b>If this is happening now, call first: fire or gas {fire} · violence {police} · someone hurt {ambulance}.</b>\n"
    "Get to safety. This chat is not read around the clock, and no one can come from here."
)


def clean(turn: Turn) -> None:
    """Take out what no text should hold: control characters, hidden directions, broken halves of characters."""
    incoming = turn.incoming
    text = cleaning.clean(incoming.text, MOST_CHARACTERS).text
    turn.incoming = replace(incoming, text=text, name=cleaning.clean(incoming.name, 64).text)


def hide_identity(turn: Turn) -> None:
    """Mask identity and card numbers, take the message out of the chat and say why (law 6)."""
    masked = identity.mask(turn.incoming.text)
    if masked.found:
        turn.incoming = replace(turn.incoming, text=masked.text)
        turn.remove()
        turn.say(REMOVED)


def alarm(turn: Turn) -> Text | None:
    """Return what must be said before anything else, if the message tells of an emergency (law 9)."""
    if turn.incoming.kind not in ("text", "photo") or not emergencies.find(turn.incoming.text, turn.tx.policy):
        return None
    numbers = turn.tx.policy.emergency.numbers
    return ALARM(fire=numbers.fire, police=numbers.police, ambulance=numbers.ambulance)
