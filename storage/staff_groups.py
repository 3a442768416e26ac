"""Group chats of the staff: which are linked, the topics made in them, and the cards that hang there."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, delete, insert, select, update

from bot.rules.staff_groups import Posting
from storage import outbox
from storage.engine import Transaction
from storage.tables import group_cards, group_topics, staff_groups

_STEP = 256
_HANDLE = 4


@dataclass(frozen=True, slots=True)
class StaffGroup:
    """A linked group: `language` is spoken in it, `hinted` is the unix time of the last answer to a command."""

    id: bytes
    chat: int
    title: str
    language: str
    posting: Posting
    hinted: int = 0

    @property
    def handle(self) -> str:
        """Eight characters by which a button or the log names the group."""
        return self.id[:_HANDLE].hex()


@dataclass(frozen=True, slots=True)
class Card:
    """A tip's card in a group: its `message` (0: not known yet) and the digest of what it says (empty: it waits)."""

    group: StaffGroup
    tip: bytes
    message: int
    said: bytes


async def link(tx: Transaction, chat: int, title: str, language: str, posting: Posting) -> StaffGroup:
    """Link a group, or keep what changed about one that is."""
    known = await find(tx, chat)
    row = known.id if known else secrets.token_bytes(16)
    values = {"body": _body(tx, row, chat, title, language), "posting": posting}
    if known:
        await tx.execute(update(staff_groups).where(staff_groups.c.id == row).values(values))
    else:
        await tx.execute(insert(staff_groups).values(id=row, finder=_finder(tx, chat), **values))
    return StaffGroup(row, chat, title, language, posting)


def _finder(tx: Transaction, chat: int) -> bytes:
    return tx.vault.blind("staff_groups.finder", chat)


def _body(tx: Transaction, row: bytes, chat: int, title: str, language: str) -> bytes:
    told = {"chat": chat, "title": title, "language": language}
    return tx.vault.seal_json("staff_groups.body", row, told, _STEP)


async def find(tx: Transaction, chat: int) -> StaffGroup | None:
    """Return the linked group of a chat."""
    chosen = select(staff_groups).where(staff_groups.c.finder == _finder(tx, chat))
    row = (await tx.execute(chosen)).first()
    return _opened(tx, row) if row else None


async def every(tx: Transaction) -> list[StaffGroup]:
    """Return all linked groups, by title."""
    return sorted([_opened(tx, row) for row in await tx.execute(select(staff_groups))], key=lambda each: each.title)


def _opened(tx: Transaction, row: Row[tuple[Any, ...]]) -> StaffGroup:
    return StaffGroup(
        id=row.id,
        posting=Posting(row.posting),
        hinted=row.hinted,
        **tx.vault.open_json("staff_groups.body", row.id, row.body),
    )


async def post(tx: Transaction, group: StaffGroup, posting: Posting) -> None:
    """Let cards go elsewhere in a group."""
    await tx.execute(update(staff_groups).where(staff_groups.c.id == group.id).values(posting=posting))


async def hint(tx: Transaction, group: StaffGroup) -> None:
    """Note that a command was answered just now."""
    values = {"hinted": int(tx.now.timestamp())}
    await tx.execute(update(staff_groups).where(staff_groups.c.id == group.id).values(values))


async def move(tx: Transaction, old: int, new: int) -> None:
    """Follow a group that got another number, with all that waits for it; its topics and messages count anew there."""
    await outbox.move(tx, old, new)
    group = await find(tx, old)
    if group is None:
        return
    values = {"finder": _finder(tx, new), "body": _body(tx, group.id, new, group.title, group.language)}
    await tx.execute(update(staff_groups).where(staff_groups.c.id == group.id).values(values))
    await tx.execute(delete(group_topics).where(group_topics.c.staff_group == group.id))
    hanging = and_(group_cards.c.staff_group == group.id, group_cards.c.message != 0)
    await tx.execute(update(group_cards).where(hanging).values(message=0, said=b""))


async def unlink(tx: Transaction, group: StaffGroup) -> None:
    """Forget a group and all that waits for it."""
    await tx.execute(delete(group_topics).where(group_topics.c.staff_group == group.id))
    await tx.execute(delete(group_cards).where(group_cards.c.staff_group == group.id))
    await tx.execute(delete(staff_groups).where(staff_groups.c.id == group.id))
    await outbox.drop(tx, group.chat)


def _of_grid(group: StaffGroup, grid: str) -> ColumnElement[bool]:
    return and_(group_topics.c.staff_group == group.id, group_topics.c.grid == grid)


async def topic(tx: Transaction, group: StaffGroup, grid: str) -> int | None:
    """Return the topic of a grid: 0 while it is being made, None when nobody asked for one."""
    found = await tx.execute(select(group_topics.c.thread).where(_of_grid(group, grid)))
    thread: int | None = found.scalar()
    return thread


async def keep_topic(tx: Transaction, group: StaffGroup, grid: str, thread: int) -> None:
    """Keep the topic of a grid, 0 while it is being made, in place of a former one."""
    await forget_topic(tx, group, grid)
    await tx.execute(insert(group_topics).values(staff_group=group.id, grid=grid, thread=thread))


async def forget_topic(tx: Transaction, group: StaffGroup, grid: str) -> None:
    """Forget the topic of a grid: the next card asks for a new one."""
    await tx.execute(delete(group_topics).where(_of_grid(group, grid)))


def _card(group: StaffGroup, tip: bytes) -> ColumnElement[bool]:
    return and_(group_cards.c.staff_group == group.id, group_cards.c.tip == tip)


async def hang(tx: Transaction, group: StaffGroup, tip: bytes, said: bytes = b"", message: int = 0) -> None:
    """Keep what the card of a tip says in a group and which message it is, in place of a former one."""
    await tx.execute(delete(group_cards).where(_card(group, tip)))
    await tx.execute(insert(group_cards).values(staff_group=group.id, tip=tip, message=message, said=said))


async def has_cards(tx: Transaction, tip: bytes) -> bool:
    """Tell whether a card of a tip hangs anywhere."""
    return (await tx.execute(select(group_cards.c.tip).where(group_cards.c.tip == tip).limit(1))).first() is not None


async def cards(tx: Transaction, tip: bytes) -> list[Card]:
    """Return the cards of a tip, in every group where one hangs."""
    rows = (await tx.execute(select(group_cards).where(group_cards.c.tip == tip))).all()
    groups = {each.id: each for each in await every(tx)} if rows else {}
    return [Card(groups[row.staff_group], row.tip, row.message, row.said) for row in rows]


async def waiting(tx: Transaction, group: StaffGroup) -> Sequence[bytes]:
    """Return the tips whose cards wait to be said in a group."""
    unsaid = and_(group_cards.c.staff_group == group.id, group_cards.c.said == b"")
    return (await tx.execute(select(group_cards.c.tip).where(unsaid))).scalars().all()
