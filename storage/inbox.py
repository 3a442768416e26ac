"""What Telegram handed over and is not finished: each update once, in order for each person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, bindparam, delete, func, insert, literal, select, update
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from storage.engine import Transaction
from storage.postgresql import lane_lock
from storage.tables import inbox
from storage.vault import padded

_STEP = 1024


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update to keep: what makes it the same update again, whose it is, and its raw JSON."""

    key: str
    lane: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for its turn: its JSON, how often it was tried alone, and its source (telegram, timer or job).

    `behind` is how much more waits in its lane.
    """

    seq: int
    raw: bytes
    tries: int
    source: str
    behind: int = 0


_STORE = {
    "sqlite": insert_sqlite(inbox).on_conflict_do_nothing(),
    "postgresql": insert_postgresql(inbox).on_conflict_do_nothing(),
}


async def store(tx: Transaction, arrivals: Sequence[Arrival]) -> None:
    """Keep the updates that are new."""
    hour = tx.hour
    rows = []
    for arrival in arrivals:
        key = tx.vault.blind("inbox.key", arrival.key)
        lane = tx.vault.blind("inbox.lane", arrival.lane)
        body = tx.vault.seal("inbox.body", key, padded(arrival.raw, _STEP))
        rows.append({"key": key, "lane": lane, "body": body, "state": "new", "hour": hour})
    await tx.execute(_STORE[tx.dialect], rows)


async def ring(tx: Transaction, timers: Sequence[tuple[bytes, bytes, bytes]], source: str = "timer") -> None:
    """Put what is due behind what waits in its lane: of each a fresh key, the lane and the JSON of a timer or a job."""
    hour = tx.hour
    rows = [
        {
            "key": key,
            "lane": lane,
            "body": tx.vault.seal("inbox.body", key, raw),
            "source": source,
            "state": "new",
            "hour": hour,
        }
        for key, lane, raw in timers
    ]
    await tx.execute(insert(inbox), rows)


_COLUMNS = (inbox.c.seq, inbox.c.key, inbox.c.body, inbox.c.tries, inbox.c.source)
_FIRSTS = (
    select(func.min(inbox.c.seq).label("seq"), (func.count() - 1).label("behind"))
    .where(inbox.c.state == "new")
    .group_by(inbox.c.lane)
)
_FIRST = _FIRSTS.order_by(func.min(inbox.c.seq)).limit(bindparam("most")).subquery()
_NEXT = select(*_COLUMNS, _FIRST.c.behind).join(_FIRST, inbox.c.seq == _FIRST.c.seq).order_by(inbox.c.seq)


# PostgreSQL may one day serve several processes: each lane is locked until the end of the transaction, and what is next
# in it is looked up only then, since the statement that waited for nobody may still see what another just finished.
_LANES = (
    select(inbox.c.lane)
    .where(inbox.c.state == "new")
    .group_by(inbox.c.lane)
    .order_by(func.min(inbox.c.seq))
    .limit(bindparam("most"))
    .cte("lanes")
    .prefix_with("MATERIALIZED", dialect="postgresql")
)
_LOCK_LANES = select(_LANES.c.lane).where(func.pg_try_advisory_xact_lock(lane_lock(_LANES.c.lane)))
_FIRST_IN = _FIRSTS.where(inbox.c.lane.in_(bindparam("lanes", expanding=True))).subquery()
_NEXT_IN = select(*_COLUMNS, _FIRST_IN.c.behind).join(_FIRST_IN, inbox.c.seq == _FIRST_IN.c.seq).order_by(inbox.c.seq)
_LOCK_LANE = select(func.pg_advisory_xact_lock(lane_lock(inbox.c.lane))).where(
    inbox.c.seq == bindparam("waiting"), inbox.c.state == "new"
)


async def ready(tx: Transaction, most: int) -> list[Waiting]:
    """Return the next update of every lane, oldest first: a flood in one lane takes one place like any other."""
    if tx.dialect == "sqlite":
        return [_waiting(tx, row) for row in await tx.execute(_NEXT, {"most": most})]
    lanes = (await tx.execute(_LOCK_LANES, {"most": most})).scalars().all()
    return [_waiting(tx, row) for row in await tx.execute(_NEXT_IN, {"lanes": lanes})] if lanes else []


async def get(tx: Transaction, seq: int) -> Waiting | None:
    """Return an update that still waits."""
    if tx.dialect != "sqlite":
        await tx.execute(_LOCK_LANE, {"waiting": seq})
    row = (await tx.execute(select(*_COLUMNS, literal(0)).where(inbox.c.seq == seq, inbox.c.state == "new"))).first()
    return _waiting(tx, row) if row else None


def _waiting(tx: Transaction, row: Row[*tuple[Any, ...]]) -> Waiting:
    seq, key, body, tries, source, behind = row
    return Waiting(seq, tx.vault.open("inbox.body", key, body or b"").rstrip(b" "), tries, source, behind)


_DONE = update(inbox).where(inbox.c.seq == bindparam("finished")).values(state="done", body=None, lane=None)


async def done(tx: Transaction, seqs: Sequence[int]) -> None:
    """Mark updates finished: nothing stays of them but the key by which the same update is recognised."""
    if seqs:
        await tx.execute(_DONE, [{"finished": seq} for seq in seqs])


async def attempt(tx: Transaction, seq: int, count: int = 1) -> None:
    """Count one more try of an update that runs alone."""
    await tx.execute(update(inbox).where(inbox.c.seq == seq).values(tries=inbox.c.tries + count))


async def set_aside(tx: Transaction, seq: int, fault: str) -> None:
    """Give up on an update: it keeps its sealed content and where it failed, and leaves its lane."""
    await tx.execute(update(inbox).where(inbox.c.seq == seq).values(state="dead", fault=fault[:200], lane=None))


async def forget(tx: Transaction, before: int) -> None:
    """Delete finished updates of before that unix time; Telegram hands nothing over twice after 24 hours."""
    await tx.execute(delete(inbox).where(inbox.c.state == "done", inbox.c.hour < before))
