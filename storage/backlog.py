"""What waits and what failed, for the admins: read-only summaries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from storage.engine import Transaction
from storage.tables import inbox, outbox


@dataclass(frozen=True, slots=True)
class Failure:
    """An update that was set aside, or words that could not be sent: where it failed, and in which hour it came."""

    kind: str
    seq: int
    fault: str
    hour: datetime


async def failures(tx: Transaction) -> list[Failure]:
    """Return everything that was given up on, newest first."""
    dead = await tx.execute(
        select(inbox.c.state, inbox.c.seq, inbox.c.fault, inbox.c.hour).where(inbox.c.state == "dead")
    )
    unsent = await tx.execute(
        select(outbox.c.state, outbox.c.seq, outbox.c.fault, outbox.c.hour).where(
            outbox.c.state.in_(("failed", "unknown"))
        )
    )
    found = [
        Failure(state, seq, fault or "", datetime.fromtimestamp(hour, UTC))
        for state, seq, fault, hour in (*dead, *unsent)
    ]
    return sorted(found, key=lambda failure: (failure.hour, failure.seq), reverse=True)
