"""The ledger of rewards: every move in order, with the money that it moved; rows are added and never changed.

Balances are sums. Sums are whole fen: `reserved` is promised and not yet collected, `paid` was handed over.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, insert, select

from bot.rules.rewards.budget import Spent, months_of_year
from bot.rules.rewards.life import RewardMove
from storage.engine import Transaction
from storage.rewards import Reward, today
from storage.tables import ledger, tips
from storage.vault import padded

_STEP = 256


class Kind(StrEnum):
    """What a move does with money."""

    NONE = "none"
    RESERVE = "reserve"
    RELEASE = "release"
    PAY = "pay"
    CLAW_BACK = "claw_back"
    CORRECTION = "correction"


@dataclass(frozen=True, slots=True)
class Balance:
    """What is reserved and what was paid, in fen."""

    reserved: int
    paid: int


NOTHING = Balance(0, 0)


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: `actor` is a person's id, None for the house and for tipsters."""

    seq: int
    reward: bytes
    move: RewardMove
    kind: Kind
    change: Balance
    month: int
    day: date
    actor: bytes | None
    reason: str


async def write(
    tx: Transaction,
    reward: Reward,
    move: RewardMove,
    actor: bytes | None = None,
    reason: str = "",
    kind: Kind = Kind.NONE,
    change: Balance = NOTHING,
    month: int = 0,
) -> int:
    """Add a move, while no other transaction can (`rewards.alone`), and return its place in the ledger.

    The month is the reward's unless it is told.
    """
    seq = int((await tx.execute(select(func.max(ledger.c.seq)))).scalar() or 0) + 1
    row = seq.to_bytes(8, "big")
    values = {
        "seq": seq,
        "reward": reward.id,
        "tip": reward.award.tip,
        "move": move,
        "kind": kind,
        "reserved": change.reserved,
        "paid": change.paid,
        "month": month or reward.month,
        "day": today(tx).toordinal(),
        "actor": tx.vault.seal("ledger.actor", row, actor) if actor else None,
        "reason": tx.vault.seal("ledger.reason", row, padded(reason.encode(), _STEP)) if reason else None,
    }
    await tx.execute(insert(ledger).values(values))
    return seq


async def balance(tx: Transaction, first: int, last: int) -> Balance:
    """Return the balance of the months from `first` to `last`, such as 202611."""
    return await _sum(tx, ledger.c.month.between(first, last))


async def balance_of(tx: Transaction, reward: bytes) -> Balance:
    """Return the balance of one reward."""
    return await _sum(tx, ledger.c.reward == reward)


async def _sum(tx: Transaction, *chosen: ColumnElement[bool]) -> Balance:
    sums = select(func.sum(ledger.c.reserved), func.sum(ledger.c.paid)).where(*chosen)
    reserved, paid = (await tx.execute(sums)).one()
    return Balance(int(reserved or 0), int(paid or 0))


async def spent(tx: Transaction, month: int, tip: bytes) -> Spent:
    """Return what is spent of a month, of its year, and in the month for whoever filed a tip under their name."""
    of_month, of_year = await balance(tx, month, month), await balance(tx, *months_of_year(month))
    reporter = (await tx.execute(select(tips.c.reporter).where(tips.c.id == tip))).scalar()
    sums = (of_month.reserved + of_month.paid, of_year.reserved + of_year.paid)
    if reporter is None:
        return Spent(*sums)
    own = await _of_reporter(tx, month, reporter)
    return Spent(*sums, sum(own), len(own))


async def _of_reporter(tx: Transaction, month: int, reporter: bytes) -> list[int]:
    """Return the sums of a person's rewards in a month; what was released is none."""
    total = func.sum(ledger.c.reserved + ledger.c.paid)
    theirs = ledger.c.tip.in_(select(tips.c.id).where(tips.c.reporter == reporter))
    chosen = select(total).where(ledger.c.month == month, theirs).group_by(ledger.c.reward).having(total > 0)
    return [int(each) for each in (await tx.execute(chosen)).scalars()]


async def at(tx: Transaction, seq: int) -> Entry | None:
    """Return one row by its place."""
    found = await _all(tx, select(ledger).where(ledger.c.seq == seq))
    return found[0] if found else None


async def of_reward(tx: Transaction, reward: bytes) -> list[Entry]:
    """Return what happened to a reward, the first thing first."""
    return await _all(tx, select(ledger).where(ledger.c.reward == reward))


async def of_month(tx: Transaction, month: int) -> list[Entry]:
    """Return the money that a month's budget moved, the first first."""
    return await _all(tx, select(ledger).where(ledger.c.month == month, ledger.c.kind != Kind.NONE))


async def _all(tx: Transaction, chosen: Select[Any]) -> list[Entry]:
    return [_entry(tx, row) for row in await tx.execute(chosen.order_by(ledger.c.seq))]


def _entry(tx: Transaction, row: Row[Any]) -> Entry:
    place = row.seq.to_bytes(8, "big")
    return Entry(
        seq=row.seq,
        reward=row.reward,
        move=RewardMove(row.move),
        kind=Kind(row.kind),
        change=Balance(row.reserved, row.paid),
        month=row.month,
        day=date.fromordinal(row.day),
        actor=tx.vault.open("ledger.actor", place, row.actor) if row.actor else None,
        reason=tx.vault.open("ledger.reason", place, row.reason).decode().rstrip(" ") if row.reason else "",
    )
