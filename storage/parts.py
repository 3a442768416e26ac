"""Whose hands a reward went through: who did which part, even where they are forgotten and come back."""

from __future__ import annotations

from sqlalchemy import ColumnElement, delete, insert, select

from bot.rules.people import STAFF
from bot.rules.rewards.approval import Hands, Part
from bot.rules.rewards.life import UNPAID
from storage.engine import Transaction
from storage.tables import people, reward_hands, rewards


async def sign(tx: Transaction, reward: bytes, part: Part, person: bytes) -> None:
    """Remember that somebody did a part; once, a second time is an error of the caller."""
    values = {
        "reward": reward,
        "part": part,
        "person": tx.vault.blind("reward_hands.person", person),
        "sealed": tx.vault.seal("reward_hands.sealed", _bound(reward, part), person),
    }
    await tx.execute(insert(reward_hands).values(values))


async def unsign(tx: Transaction, reward: bytes, part: Part) -> None:
    """Forget who did a part, which has to be done anew."""
    await tx.execute(delete(reward_hands).where(reward_hands.c.reward == reward, reward_hands.c.part == part))


async def of(tx: Transaction, reward: bytes) -> Hands:
    """Return who did which part, by their ids."""
    rows = await tx.execute(select(reward_hands).where(reward_hands.c.reward == reward))
    found: dict[Part, list[bytes]] = {}
    for row in rows:
        opened = tx.vault.open("reward_hands.sealed", _bound(reward, row.part), row.sealed)
        found.setdefault(Part(row.part), []).append(await _came_back(tx, opened))
    return found


_GONE = b"gone"


def once(tx: Transaction, finder: bytes) -> bytes:
    """Return what stands for somebody who is forgotten: it leads to nobody, and an account that comes back to it."""
    return _GONE + tx.vault.blind("reward_hands.gone", finder)


async def _came_back(tx: Transaction, hand: bytes) -> bytes:
    """Return the id of somebody of the staff who was forgotten and came back, for else one could be two."""
    if not hand.startswith(_GONE):
        return hand
    staff = await tx.execute(select(people.c.id, people.c.finder).where(people.c.role.in_(STAFF)))
    return next((id for id, finder in staff if once(tx, finder) == hand), hand)


async def forget(tx: Transaction, person: bytes, instead: bytes) -> None:
    """Take somebody who is forgotten out of what they did; in what is not paid yet `instead` stands for them."""
    for row in (
        await tx.execute(
            select(reward_hands).join(rewards, rewards.c.id == reward_hands.c.reward).where(*_unpaid_of(tx, person))
        )
    ).all():
        this = (
            reward_hands.c.reward == row.reward,
            reward_hands.c.part == row.part,
            reward_hands.c.person == row.person,
        )
        await tx.execute(delete(reward_hands).where(*this))
        await sign(tx, row.reward, Part(row.part), instead)


async def has_some(tx: Transaction, person: bytes) -> bool:
    """Tell whether somebody did a part of anything that is not paid yet."""
    found = (
        select(reward_hands.c.reward)
        .join(rewards, rewards.c.id == reward_hands.c.reward)
        .where(*_unpaid_of(tx, person))
        .limit(1)
    )
    return (await tx.execute(found)).first() is not None


def _unpaid_of(tx: Transaction, person: bytes) -> tuple[ColumnElement[bool], ...]:
    return (
        reward_hands.c.person == tx.vault.blind("reward_hands.person", person),
        rewards.c.state.in_(UNPAID),
    )


def _bound(reward: bytes, part: str) -> bytes:
    return reward + part.encode()
