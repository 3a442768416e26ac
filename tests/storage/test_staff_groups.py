"""Group chats of the staff as they are kept: found by a blind index, moved and forgotten with all that hangs there."""

from __future__ import annotations

from sqlalchemy import select

from bot.rules.staff_groups import Posting
from bot.speech import Outgoing
from storage import Store, outbox, staff_groups, tables
from storage.staff_groups import StaffGroup

GRID = "顾家桥社区 第一网格"


async def link(store: Store, chat: int = -100, title: str = "网格群") -> StaffGroup:
    async with store.begin() as tx:
        return await staff_groups.link(tx, chat, title, "zh_CN", Posting.TOPICS)


async def test_a_group_is_found_by_its_chat_and_linking_again_only_changes_it(store: Store) -> None:
    first, other = await link(store), await link(store, -7, "另一个群")
    again = await link(store, title="网格工作群")
    async with store.begin() as tx:
        await staff_groups.post(tx, other, Posting.MUTE)
        await staff_groups.hint(tx, again)
        found = await staff_groups.find(tx, -100)
        assert await staff_groups.find(tx, -101) is None
        assert [each.title for each in await staff_groups.every(tx)] == ["另一个群", "网格工作群"]
        assert (await staff_groups.every(tx))[0].posting is Posting.MUTE
    assert found is not None
    assert (found.id, found.title, found.hinted) == (first.id, "网格工作群", int(tx.now.timestamp()))


async def test_nothing_of_a_group_is_readable_in_its_table(store: Store) -> None:
    await link(store, -1_002_345_678_901)
    async with store.begin() as tx:
        (row,) = (await tx.execute(select(tables.staff_groups))).mappings()
    assert "网格群".encode() not in row["body"]
    assert "2345678901" not in repr(dict(row))


async def test_topics_and_cards_are_kept_one_for_each(store: Store) -> None:
    group, other = await link(store), await link(store, -7)
    async with store.begin() as tx:
        assert await staff_groups.topic(tx, group, GRID) is None
        for thread in (0, 9, 12):
            await staff_groups.keep_topic(tx, group, GRID, thread)
            assert await staff_groups.topic(tx, group, GRID) == thread
        assert await staff_groups.topic(tx, other, GRID) is None
        await staff_groups.forget_topic(tx, group, GRID)
        assert await staff_groups.topic(tx, group, GRID) is None
        await staff_groups.hang(tx, group, b"tip")
        assert list(await staff_groups.waiting(tx, group)) == [b"tip"]
        await staff_groups.hang(tx, group, b"tip", b"digest", 5)
        await staff_groups.hang(tx, other, b"tip", b"digest")
        assert list(await staff_groups.waiting(tx, group)) == []
        assert {(card.group.chat, card.message) for card in await staff_groups.cards(tx, b"tip")} == {
            (-100, 5),
            (-7, 0),
        }
        assert await staff_groups.has_cards(tx, b"tip")
        assert not await staff_groups.has_cards(tx, b"other")


async def test_a_group_that_moved_keeps_its_cards_and_what_waits_and_moves_once(store: Store) -> None:
    group = await link(store, -7)
    async with store.begin() as tx:
        await staff_groups.keep_topic(tx, group, GRID, 9)
        await staff_groups.hang(tx, group, b"tip", b"digest", 5)
        await outbox.put(tx, [Outgoing(-7, "a", edit=5)])
        for _each in range(2):
            await staff_groups.move(tx, -7, -100)
        moved = await staff_groups.find(tx, -100)
        assert moved is not None
        assert (moved.id, moved.title) == (group.id, group.title)
        assert await staff_groups.find(tx, -7) is None
        assert await staff_groups.topic(tx, moved, GRID) is None
        assert list(await staff_groups.waiting(tx, moved)) == [b"tip"], "messages there have other numbers"
        assert [each.outgoing for each in await outbox.due(tx, 0, [], 9)] == [Outgoing(-100, "a")]


async def test_nothing_stays_of_a_group_that_is_unlinked(store: Store) -> None:
    group, other = await link(store), await link(store, -7)
    async with store.begin() as tx:
        for each in (group, other):
            await staff_groups.keep_topic(tx, each, GRID, 9)
            await staff_groups.hang(tx, each, b"tip", b"digest", 5)
        await outbox.put(tx, [Outgoing(-100, "a"), Outgoing(-7, "b")])
        await staff_groups.unlink(tx, group)
        for table in (tables.staff_groups, tables.group_topics, tables.group_cards, tables.outbox):
            assert len((await tx.execute(select(table))).all()) == 1, table.name
        assert await staff_groups.find(tx, -7) == other
