"""What waits and what failed, for the admins: read-only summaries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from storage.engine import Transaction
from storage.tables import inbox, jobs, outbox


@dataclass(frozen=True, slots=True)
class Failure:
    """An update or work that was set aside, or words that could not be sent: where it failed, and in which hour."""

    kind: str
    seq: int
    fault: str
    hour: datetime | None


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
    ordered = sorted(found, key=lambda failure: (failure.hour, failure.seq), reverse=True)
    return await _given_up(tx) + ordered


async def _given_up(tx: Transaction) -> list[Failure]:
    # Of a job no hour is known: it would tell when somebody filed a tip. The number only tells one from another.
    rows = await tx.execute(select(jobs.c.id, jobs.c.fault).where(jobs.c.state == "dead").order_by(jobs.c.id))
    return [Failure("job", int.from_bytes(row[:2], "big"), fault or "", None) for row, fault in rows]
