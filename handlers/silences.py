"""Failures that make no sound, on the card and in the backlog, each with what to do instead."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from bot.rules.silence import Silence
from bot.rules.tips import OPEN
from bot.speech import Text
from bot.texts import _
from handlers.turn import Turn
from storage import origins, silences
from storage.scopes import ALL, Scope
from storage.tip_rows import Tip

LINES: Mapping[Silence, Text] = {
    Silence.STOPPED: _(
        "<b>The sender has stopped the bot.</b> What is written to them is kept until they come back: do not wait for "
        "an answer. If it cannot be done without, ask to see the name and reach them in another way."
    ),
    Silence.UNREACHABLE: _(
        "<b>The sender cannot be reached here;</b> they can still ask with their code. Do not wait for an answer: go "
        "on with what is known."
    ),
    Silence.ELSEWHERE: _("It did not come in by this chat: whoever told it is answered in the way it came."),
    Silence.UNOPENED: _(
        "<b>Nobody of its desk has opened it for {days} days or more.</b> Call the desk, or give it to somebody else."
    ),
}
OUT_OF_REACH = _("Open, and the sender cannot be reached here: {count} ({numbers})")
NOT_OPENED = _("Not opened by their desk for {days} days or more: {count} ({numbers})")
LISTED = 6


async def notes(turn: Turn, found: Tip) -> list[Text]:
    """Return the lines that the card of an open tip has on what nobody hears of."""
    if found.state not in OPEN:
        return []
    sender = await silences.of_sender_of(turn.tx, found.work.parent or found.id)
    if sender is Silence.ELSEWHERE and await origins.of(turn.tx, found.id):
        sender = None  # how it came in stands on the card, with what to do
    told = [LINES[sender]] if sender else []
    days = turn.tx.policy.handling.unopened_days
    if await silences.unopened(turn.tx, ALL, _before(turn), found.number):
        told.append(LINES[Silence.UNOPENED](days=days))
    return told


async def summary(turn: Turn, scope: Scope) -> list[Text]:
    """Return the lines that the backlog has on them."""
    days = turn.tx.policy.handling.unopened_days
    told = [
        (OUT_OF_REACH, await silences.out_of_reach(turn.tx, scope)),
        (NOT_OPENED(days=days), await silences.unopened(turn.tx, scope, _before(turn))),
    ]
    return [line(count=len(numbers), numbers=_first(numbers)) for line, numbers in told if numbers]


def _first(numbers: list[str]) -> str:
    return ", ".join(numbers[:LISTED]) + (" …" if len(numbers) > LISTED else "")


def _before(turn: Turn) -> datetime:
    return turn.tx.now - timedelta(days=turn.tx.policy.handling.unopened_days)
