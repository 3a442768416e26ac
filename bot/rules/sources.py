"""How a tip came in: in the chat, by the hotline, at the counter, or from others whose work shows them dangers.

Source: the street's work plan, which wants what every channel tells in one list (section 7), rewards what comes by the
hotline as well (section 8), and puts right what inspections of city and district find (section 9).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from bot.rules.people import Role


class Source(StrEnum):
    """Where a tip comes from; names are stored, and are for ever."""

    CHAT = "chat"
    HOTLINE = "12345"
    WALK_IN = "walk_in"
    PHONE = "phone"
    POLICE = "police"
    PROPERTY = "property"
    METER_READER = "meter_reader"
    INSPECTION = "inspection"
    SELF = "self"


TOLD = frozenset({Source.HOTLINE, Source.WALK_IN, Source.PHONE})
"""Somebody told of their own accord and is not in the chat: their receipt code is made for them, and is their only key.

They have the same right to a reward as whoever writes in the chat; the others report because it is their work.
"""

TIMED = frozenset({Source.HOTLINE, Source.INSPECTION})
"""Sources that may set a deadline of their own."""

ENTERED: Mapping[str, tuple[Source, ...]] = {
    Role.ADMIN: (
        Source.WALK_IN,
        Source.PHONE,
        Source.POLICE,
        Source.PROPERTY,
        Source.METER_READER,
        Source.INSPECTION,
        Source.SELF,
    ),
    Role.GRID_WORKER: (Source.WALK_IN, Source.PHONE, Source.PROPERTY, Source.METER_READER),
}
"""For whom a role enters what they were told; work orders of the hotline have a way of their own."""
