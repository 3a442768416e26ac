"""Staff group chats: how they are linked, where cards go in them, and how far a time is blurred there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from bot.rules.typed_toml import Between


@dataclass(frozen=True, slots=True)
class StaffGroupPolicy:
    """How long a code links a group, how much is said in one, and how often the same hint is given."""

    code_minutes: Annotated[int, Between(1, 1_440)]
    messages_a_minute: Annotated[int, Between(1, 1_000)]
    hint_seconds: Annotated[int, Between(0, 3_600)]


class Posting(StrEnum):
    """Where cards go in a group: each grid has its topic, all go to the group itself, or none can be sent."""

    TOPICS = "topics"
    PLAIN = "plain"
    MUTE = "mute"


def half_day(moment: datetime, zone: ZoneInfo) -> tuple[date, bool]:
    """Return the day of a moment and whether it lies before noon: what a group may know of a time."""
    local = moment.astimezone(zone)
    return local.date(), local.hour < 12
