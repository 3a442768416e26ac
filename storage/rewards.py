"""Rewards: one entry a tip and matter, whose tip alone may tell whose it is."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, func, insert, select, update

from bot.rules.rewards.eligibility import Basis
from bot.rules.rewards.life import FREE, RewardState
from storage import postgresql
from storage.engine import Transaction
from storage.tables import rewards, tips


@dataclass(frozen=True, slots=True)
class Award:
    """What is proposed for a tip: the matter's key, and sums in fen."""

    tip: bytes
    matter: str
    basis: Basis
    rule: str
    fen: int
    most: int
    share: int = 0

    @property
    def hazard(self) -> str:
        """The kind of the matter."""
        return self.matter.rsplit("|", 2)[1]


@dataclass(frozen=True, slots=True)
class Reward:
    """A reward as it is kept; `number` is the tip's, `month` the budget's (202611), `last_day` of the claim."""

    id: bytes
    number: str
    award: Award
    state: RewardState
    day: date
    month: int
    has_pin: bool
    last_day: date | None
    extended: bool
    reminded: int


async def alone(tx: Transaction) -> None:
    """Let no other transaction change any reward until this one ends; to be asked before anything is read."""
    if tx.dialect == "postgresql":  # in SQLite every transaction is alone from its beginning
        await tx.execute(select(postgresql.REWARDS_LOCK))


async def propose(tx: Transaction, award: Award) -> bytes:
    """Enter a reward; whoever calls has seen that the matter has none yet. Returns its id."""
    row = secrets.token_bytes(16)
    values = {
        "id": row,
        "tip": award.tip,
        "matter": award.matter,
        "basis": award.basis,
        "share": award.share,
        "state": RewardState.PROPOSED,
        "rule": award.rule,
        "fen": award.fen,
        "most": award.most,
        "day": today(tx).toordinal(),
    }
    await tx.execute(insert(rewards).values(values))
    return row


def today(tx: Transaction) -> date:
    """Return the town's day."""
    return tx.now.astimezone(tx.policy.town.timezone).date()


_WITH_NUMBER = select(rewards, tips.c.number).join(tips, tips.c.id == rewards.c.tip)


async def get(tx: Transaction, id: bytes) -> Reward | None:
    """Return one reward."""
    found = await _all(tx, _WITH_NUMBER.where(rewards.c.id == id))
    return found[0] if found else None


async def of_tip(tx: Transaction, tip: bytes) -> list[Reward]:
    """Return what a tip was proposed for, in no order that tells anything."""
    return await _all(tx, _WITH_NUMBER.where(rewards.c.tip == tip).order_by(rewards.c.id))


async def of_tips(tx: Transaction, ids: Iterable[bytes]) -> list[Reward]:
    """Return what any of these tips was proposed for, the newest first."""
    own = _WITH_NUMBER.where(rewards.c.tip.in_(list(ids)))
    return await _all(tx, own.order_by(rewards.c.day.desc(), tips.c.number, rewards.c.id))


async def of_matter(tx: Transaction, matter: str) -> list[Reward]:
    """Return the rewards that count as the matter's; those that were refused or revoked count as none."""
    counting = (rewards.c.matter == matter, rewards.c.state.not_in(FREE))
    return await _all(tx, _WITH_NUMBER.where(*counting).order_by(rewards.c.basis, rewards.c.share))


async def around(tx: Transaction, reward: Reward, days: int) -> list[Reward]:
    """Return the rewards for other matters that may be the same: one is told of a flat, the other of its building."""
    this = (await tx.execute(select(tips.c.building, tips.c.dwelling).where(tips.c.id == reward.award.tip))).first()
    if this is None or this.building is None:
        return []
    other = (rewards.c.matter != reward.award.matter, rewards.c.state.not_in(FREE), tips.c.building == this.building)
    wider = tips.c.dwelling.is_(None) if this.dwelling else tips.c.dwelling.is_not(None)
    near = rewards.c.day.between(reward.day.toordinal() - days, reward.day.toordinal() + days)
    found = await _all(tx, _WITH_NUMBER.where(*other, wider, near))
    return [each for each in found if each.award.hazard == reward.award.hazard]


async def in_state(tx: Transaction, state: RewardState, most: int, skip: int = 0) -> list[Reward]:
    """Return the rewards in a state, those that were proposed first."""
    listed = _WITH_NUMBER.where(rewards.c.state == state).order_by(rewards.c.day, rewards.c.id)
    return await _all(tx, listed.limit(most).offset(skip))


async def count_by_state(tx: Transaction) -> dict[RewardState, int]:
    """Return how many rewards are in each state."""
    found = await tx.execute(select(rewards.c.state, func.count()).group_by(rewards.c.state))
    return {RewardState(state): count for state, count in found}


async def ending(tx: Transaction, until: date) -> list[Reward]:
    """Return what can be collected until that day or an earlier one, the most urgent first."""
    near = (rewards.c.state == RewardState.CLAIMABLE, rewards.c.last_day <= until.toordinal())
    return await _all(tx, _WITH_NUMBER.where(*near).order_by(rewards.c.last_day, rewards.c.id))


async def move(tx: Transaction, reward: Reward, target: RewardState, **changed: int) -> bool:
    """Move a reward from the state that it was seen in; False when it is not in it any more."""
    seen = (rewards.c.id == reward.id, rewards.c.state == reward.state)
    return (await tx.execute(update(rewards).where(*seen).values(state=target, **changed))).rowcount == 1


async def set_pin(tx: Transaction, reward: Reward, pin: str) -> bool:
    """Keep a claim PIN, of which only a blind value is stored; False when there is one already."""
    free = (rewards.c.id == reward.id, rewards.c.pin.is_(None))
    return (await tx.execute(update(rewards).where(*free).values(pin=_pin(tx, reward, pin)))).rowcount == 1


async def drop_pin(tx: Transaction, reward: Reward) -> None:
    """Forget a claim PIN, which opens nothing any more."""
    await tx.execute(update(rewards).where(rewards.c.id == reward.id).values(pin=None))


async def present(tx: Transaction, reward: Reward, pin: str) -> bool:
    """Use a claim PIN; False when it is another, or the reward cannot be collected (any more)."""
    fits = (
        rewards.c.id == reward.id,
        rewards.c.state == RewardState.CLAIMABLE,
        rewards.c.pin == _pin(tx, reward, pin),
        rewards.c.last_day >= today(tx).toordinal(),
    )
    return (await tx.execute(update(rewards).where(*fits).values(state=RewardState.PRESENTED))).rowcount == 1


def _pin(tx: Transaction, reward: Reward, pin: str) -> bytes:
    return tx.vault.blind("rewards.pin", reward.id + pin.encode())


async def _all(tx: Transaction, chosen: Select[Any]) -> list[Reward]:
    return list(_read(await tx.execute(chosen)))


def _read(rows: Iterable[Row[Any]]) -> Iterable[Reward]:
    for row in rows:
        award = Award(row.tip, row.matter, Basis(row.basis), row.rule, row.fen, row.most, row.share)
        yield Reward(
            id=row.id,
            number=row.number,
            award=award,
            state=RewardState(row.state),
            day=date.fromordinal(row.day),
            month=row.month,
            has_pin=row.pin is not None,
            last_day=date.fromordinal(row.last_day) if row.last_day else None,
            extended=bool(row.extended),
            reminded=row.reminded,
        )
