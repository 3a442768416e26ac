"""What happens to a message before anyone reads it: cleaned, identity numbers taken out, emergencies told first."""

from __future__ import annotations

from dataclasses import replace

from bot.rules import cleaning, emergencies, hotline, identity, labels
from bot.rules.emergencies import Kind
from bot.rules.order_values import read_number
from bot.rules.people import STAFF
from bot.speech import Text
from bot.texts import _
from handlers.turn import Turn

MOST_CHARACTERS = 4096

REMOVED = _(
    "<b>I took that message out of the chat: it looked as if it held an ID or card number.</b>\n"
    "Please never send such numbers here. Nobody will ask for one in this chat; where one is needed, "
    "take it to the service counter yourself. I kept the rest of your words without the number."
)
UNLABELLED = _(
    "<b>I left out words that label a person (illness, petitions, records).</b>\n"
    "They are not kept here, whoever writes them. Please say what is dangerous about the home."
)
ALARM = _(
    "<b>If this is happening now, call first: fire or gas {fire} · violence {police} · someone hurt {ambulance}.</b>\n"
    "{advice}\n"
    "This chat is not read around the clock, and no one can come from here."
)
ADVICE = {
    Kind.FIRE: _("Get out and call from a safe place. If you cannot get out, close the door and say where you are."),
    Kind.GAS: _("Touch no switch and no flame, open the door, leave, and call from outside."),
    Kind.VIOLENCE: _("Get to a place where you are not alone, or lock yourself in, and call."),
    Kind.MEDICAL: _("Call, say where you are, and stay with whoever is hurt."),
}


def clean(turn: Turn) -> None:
    """Take out what no text should hold: control characters, hidden directions, broken halves of characters."""
    incoming = turn.incoming
    text, name = cleaning.clean(incoming.text, MOST_CHARACTERS).text, cleaning.clean(incoming.name, 64).text
    if (text, name) != (incoming.text, incoming.name):
        turn.incoming = replace(incoming, text=text, name=name)


def hide_identity(turn: Turn) -> None:
    """Mask identity and card numbers, take the message out of the chat and say why (law 6)."""
    order = _order_number(turn)
    before, number, behind = turn.incoming.text.partition(order) if order else (turn.incoming.text, "", "")
    masked, rest = identity.mask(before), identity.mask(behind)
    if masked.found or rest.found:
        turn.incoming = replace(turn.incoming, text=masked.text + number + rest.text)
        turn.remove()
        turn.say(REMOVED)


def _order_number(turn: Turn) -> str:
    """Return the number of a work order that staff enter: a region, a day and a count may have the form of an ID."""
    if not turn.may("hotline.enter"):
        return ""
    if turn.draft is not None and (turn.draft.dialogue, turn.draft.open) == ("hotline", "number"):
        return read_number(turn.incoming.text)
    return hotline.number_in(turn.incoming.text, turn.tx.policy.orders.labels)


def hide_labels(turn: Turn) -> None:
    """Take labels about persons (illness, petitions, records) out of what staff type, and say why (law 8)."""
    if turn.role not in STAFF:
        return
    left = labels.remove(turn.incoming.text, turn.tx.policy.labels)
    if left.found:
        turn.incoming = replace(turn.incoming, text=left.text)
        turn.say(UNLABELLED)


def alarm(turn: Turn) -> Text | None:
    """Return what must be said before anything else, if the message tells of an emergency (law 9)."""
    if turn.incoming.kind in ("press", "timer") or not turn.incoming.text:
        return None
    found = emergencies.find(turn.incoming.text, turn.tx.policy)
    return numbers(turn, found.kinds[0]) if found else None


def alarm_again(turn: Turn) -> Text:
    """Return whom to call in the emergency that stopped the form."""
    held = turn.draft.held if turn.draft is not None else None
    found = emergencies.find(held["text"], turn.tx.policy) if held else None
    return numbers(turn, found.kinds[0] if found else Kind.FIRE)


def numbers(turn: Turn, kind: Kind) -> Text:
    """Return whom to call, and what to do first."""
    called = turn.tx.policy.emergency.numbers
    return ALARM(fire=called.fire, police=called.police, ambulance=called.ambulance, advice=ADVICE[kind])
