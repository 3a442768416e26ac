"""How often somebody did what today: blind counts under a key of the day, from which no tip and no person is read."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Insert, bindparam, delete, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from bot.rules.quotas import Quota
from storage.engine import Transaction
from storage.tables import quotas

_USED = select(quotas.c.key, quotas.c.count).where(quotas.c.key.in_(bindparam("keys", expanding=True)))


async def used(tx: Transaction, person: int, asked: Sequence[tuple[Quota, str]]) -> list[int]:
    """Return how much a person has used of each quota, of its target if it counts for each."""
    keys = tuple(_key(tx, quota, person, target) for quota, target in asked)
    rows = await tx.recall(quotas, _USED, keys=keys)
    found = {key: count for key, count in rows}  # noqa: C416 - rows are no pairs
    return [found.get(key, 0) for key in keys]


async def use(tx: Transaction, person: int, counted: Sequence[tuple[Quota, str, int]]) -> None:
    """Count some more of each quota, of its target if it counts for each."""
    rows = [
        {"key": _key(tx, quota, person, target), "day": quota.day.toordinal(), "count": amount}
        for quota, target, amount in counted
    ]
    await tx.execute(_USE[tx.dialect], rows)


def _use(dialect: str) -> Insert:
    insert = insert_sqlite(quotas) if dialect == "sqlite" else insert_postgresql(quotas)
    return insert.on_conflict_do_update(index_elements=["key"], set_={"count": quotas.c.count + insert.excluded.count})


_USE = {dialect: _use(dialect) for dialect in ("sqlite", "postgresql")}


async def forget(tx: Transaction) -> None:
    """Delete all counts but those of the town's today and yesterday."""
    today = tx.now.astimezone(tx.policy.town.timezone).date()
    await tx.execute(delete(quotas).where(quotas.c.day < today.toordinal() - 1))


def _key(tx: Transaction, quota: Quota, person: int, target: str) -> bytes:
    return tx.vault.blind("quotas.key", f"{quota.day} {quota.sort} {person} {target}")
