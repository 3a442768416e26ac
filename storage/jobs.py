"""Slow work that is due: put inside a turn's transaction, done after it, gone once its result is kept."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select, update

from storage import inbox
from storage.engine import Transaction
from storage.tables import jobs

COARSE = 300
"""Seconds to which a later try is rounded up: an exact time could be laid beside a chat."""

_STEP = 256


@dataclass(frozen=True, slots=True)
class Job:
    """Work to do: its kind, what it is about (JSON values), and how often it was tried."""

    id: bytes
    kind: str
    about: Any
    tries: int


async def put(tx: Transaction, kind: str, *abouts: Any) -> None:
    """Let work be done after this transaction, one piece for each; its row tells nothing of what it is about."""
    rows = []
    for about in abouts:
        row = secrets.token_bytes(16)
        body = tx.vault.seal_json("jobs.body", row, about, _STEP)
        rows.append({"id": row, "kind": kind, "body": body, "state": "due"})
    await tx.execute(_PUT, rows)


_PUT = insert(jobs)


async def due(tx: Transaction, most: int, busy: set[bytes]) -> list[Job]:
    """Return work that may be done now and is not under way; in no order, since ids are random."""
    now = int(tx.now.timestamp())
    chosen = select(jobs.c.id, jobs.c.kind, jobs.c.body, jobs.c.tries).where(
        jobs.c.state == "due", jobs.c.not_before <= now, jobs.c.id.not_in(busy)
    )
    found = await tx.execute(chosen.order_by(jobs.c.not_before, jobs.c.id).limit(most))
    return [Job(row, kind, tx.vault.open_json("jobs.body", row, body), tries) for row, kind, body, tries in found]


async def count(tx: Transaction) -> int:
    """Return how much work is not finished, set aside or not."""
    return int((await tx.execute(select(func.count()).select_from(jobs))).scalar_one())


async def attempt(tx: Transaction, job: bytes, count: int = 1) -> None:
    """Count one more try, before it is made."""
    await tx.execute(update(jobs).where(jobs.c.id == job).values(tries=jobs.c.tries + count))


async def put_off(tx: Transaction, job: bytes, seconds: float) -> None:
    """Try again after that many seconds at the earliest."""
    until = -(-int(tx.now.timestamp() + seconds) // COARSE) * COARSE
    await tx.execute(update(jobs).where(jobs.c.id == job).values(not_before=until))


async def set_aside(tx: Transaction, job: bytes, fault: str) -> None:
    """Give up on work: it stays for the admins to see."""
    await tx.execute(update(jobs).where(jobs.c.id == job).values(state="dead", fault=fault[:200]))


async def finish(tx: Transaction, job: bytes) -> bool:
    """Take work away, in the transaction that keeps its result; False when it was finished before."""
    return (await tx.execute(delete(jobs).where(jobs.c.id == job))).rowcount == 1


async def ring(tx: Transaction, kind: str, person: dict[str, Any], result: Any) -> None:
    """Let a result come to a person as a turn in their lane; `person` is what `caller` returned."""
    said = {"kind": kind, "result": result, **person}
    lane = tx.vault.blind("inbox.lane", person["person"])
    await inbox.ring(tx, [(secrets.token_bytes(16), lane, json.dumps(said).encode())], "job")


def caller(tx: Transaction) -> dict[str, Any]:
    """Return who speaks in this turn, for work whose result comes back to them."""
    said = tx.speaker
    if said is None:
        raise ValueError("nobody speaks outside a turn")
    return {"chat": said.chat, "person": said.person, "language": said.language}
