"""Telling people of the staff what happened while they did something else."""

from __future__ import annotations

from collections.abc import Sequence

from bot.speech import Button, Text
from bot.texts import language_for
from handlers.deeds import reaching
from handlers.turn import Turn
from storage.people import Person


async def say_to(
    turn: Turn,
    whom: Sequence[Person],
    told: Text | Sequence[Text],
    buttons: list[list[Button]],
    but: bytes | None = None,
) -> None:
    """Say something to people of the staff, except to whoever did it themselves."""
    lines = [told] if isinstance(told, Text) else told
    for each in whom:
        way = await reaching.way_to(turn.tx, each.id) if each.id != but else None
        if way is not None:
            turn.tell(way.chat, language_for(way.language), *lines, buttons=buttons)
