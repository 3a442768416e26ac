"""Failures that nobody hears of: a sender who cannot be reached, a tip that its desk never opened."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from bot.rules.tips import Move


class Silence(StrEnum):
    """What goes wrong without a sound; of an anonymous sender no more is told than that they are out of reach here."""

    STOPPED = "stopped"
    UNREACHABLE = "unreachable"
    ELSEWHERE = "elsewhere"
    UNOPENED = "unopened"


UNHEARD: Mapping[Move, frozenset[Silence]] = {
    Move.ASK: frozenset({Silence.STOPPED, Silence.UNREACHABLE, Silence.ELSEWHERE}),
    Move.REPLY: frozenset({Silence.ELSEWHERE}),
}
"""Moves that are not made when nobody would hear of them: the limit would rest for an answer that cannot come.

What is written to a sender who stopped the bot is held until they come back.
"""


def of_sender(*, in_chat: bool, known: bool, has_way: bool, held: bool) -> Silence | None:
    """Return why a sender does not hear what is said to them; None when nothing speaks for it.

    `in_chat` tells that the tip came in by this chat; whoever told it elsewhere may have come here since. `held` tells
    that words for them are held back because they stopped the bot. Whether an anonymous sender stopped the bot or has
    no way back any more is the same to everybody.
    """
    if not has_way:
        return Silence.UNREACHABLE if in_chat else Silence.ELSEWHERE
    if not held:
        return None
    return Silence.STOPPED if known else Silence.UNREACHABLE
