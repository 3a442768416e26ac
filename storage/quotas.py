"""How often somebody did what today: blind counts under a key of the day, from which no tip and no person is read."""

from __future__ import annotations

from sqlalchemy import Insert, delete, select
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from bot.rules.quotas import Quota
from storage.engine import Transaction
from storage.tables import quotas


async def used(tx: Transaction, quota: Quota, person: int, target: str = "") -> int:
    """Return how much of a quota a person has used, of one target if it counts for each."""
    key = _key(tx, quota, person, target)
    return (await tx.execute(select(quotas.c.count).where(quotas.c.key == key))).scalar_one_or_none() or 0


async def use(tx: Transaction, quota: Quota, person: int, target: str = "", amount: int = 1) -> None:
    """Count some more."""
    key = _key(tx, quota, person, target)
    await tx.execute(_USE[tx.dialect], {"key": key, "day": quota.day.toordinal(), "count": amount})


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
