"""Blocks on filing: for which reasons, for how long, and who decides about an objection."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Annotated

from bot.rules.typed_toml import Between

HOUR = 3600


@dataclass(frozen=True, slots=True)
class BanPolicy:
    """For how long somebody may not file."""

    mute_days: Annotated[int, Between(1, 90)]
    ban_days: Annotated[int, Between(1, 730)]


class Measure(StrEnum):
    """How long somebody may not file."""

    MUTE = "mute"
    BAN = "ban"


class Cause(StrEnum):
    """Why somebody may not file; what they are, think or have done elsewhere is no cause."""

    FLOOD = "flood"
    INSULT = "insult"
    FALSE = "false"


class Judge(StrEnum):
    """How an admin stands to an objection: whoever blocked does not decide, unless there is no other admin."""

    OTHER = "other"
    OWN = "own"
    ONLY = "only"


def ends(days: int, now: datetime) -> datetime:
    """Return when a block of so many days ends, rounded up to the hour: an exact time could be laid beside another."""
    return datetime.fromtimestamp(-(-int((now + timedelta(days=days)).timestamp()) // HOUR) * HOUR, UTC)


def judge(*, own: bool, admins: int) -> Judge:
    """Return how an admin stands to an objection."""
    if not own:
        return Judge.OTHER
    return Judge.ONLY if admins <= 1 else Judge.OWN
