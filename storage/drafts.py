"""Open conversations: one a person, sealed, gone when the conversation ends."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import Insert, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from bot.dialogue import Draft
from storage.engine import HOUR, Transaction
from storage.tables import drafts

STEP = 896
"""Bytes to a multiple of which a draft, and the tip that it becomes, is padded: a row that fits in a page's quarter."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft with the unix time of the last message that touched it."""

    draft: Draft
    touched: int


_OF = select(drafts).where(drafts.c.person.in_(bindparam("people", expanding=True)))


async def load(tx: Transaction, people: Iterable[int]) -> dict[int, Kept]:
    """Return the open drafts of these people."""
    by_row = {tx.vault.blind("drafts.person", person): person for person in people}
    found = await tx.execute(_OF, {"people": list(by_row)})
    return {by_row[row]: _kept(tx, row, body, touched) for row, body, touched in found}


def _kept(tx: Transaction, row: bytes, body: bytes, hour: int) -> Kept:
    stored = tx.vault.open_json("drafts.body", row, body)
    touched = stored.pop("touched", hour)
    return Kept(Draft.load(stored), touched)


def _keep(dialect: str) -> Insert:
    insert = insert_sqlite(drafts) if dialect == "sqlite" else insert_postgresql(drafts)
    newer = {"body": insert.excluded.body, "touched": insert.excluded.touched}
    return insert.on_conflict_do_update(index_elements=["person"], set_=newer)


_KEEP = {dialect: _keep(dialect) for dialect in ("sqlite", "postgresql")}
_DROP = delete(drafts).where(drafts.c.person.in_(bindparam("people", expanding=True)))


async def save(tx: Transaction, kept: Mapping[int, Kept | None]) -> None:
    """Keep these people's drafts; None drops a person's draft."""
    rows, gone = [], []
    for person, after in kept.items():
        row = tx.vault.blind("drafts.person", person)
        if after is None:
            gone.append(row)
        else:
            body = tx.vault.seal_json("drafts.body", row, {**after.draft.dump(), "touched": after.touched}, STEP)
            rows.append({"person": row, "body": body, "touched": after.touched // HOUR * HOUR})
    if gone:
        await tx.execute(_DROP, {"people": gone})
    if rows:
        await tx.execute(_KEEP[tx.dialect], rows)
