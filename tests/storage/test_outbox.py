"""The outbox: in order for each chat, held, let go, and forgotten once it was sent."""

from __future__ import annotations

from sqlalchemy import select

from bot.speech import Enclosed, Outgoing
from storage import Store, outbox, tables

NOW = 1_800_000_000


async def put(store: Store, *sayings: Outgoing) -> None:
    async with store.begin() as tx:
        await outbox.put(tx, sayings)


async def due(store: Store, now: int = NOW, busy: tuple[bytes, ...] = (), most: int = 99) -> list[outbox.Due]:
    async with store.begin() as tx:
        return await outbox.due(tx, now, busy, most)


async def texts(store: Store, now: int = NOW) -> list[str]:
    return [each.outgoing.text for each in await due(store, now)]


async def test_what_is_put_comes_back_whole_and_in_order(store: Store) -> None:
    said = [
        Outgoing(1, "a", buttons=((("Yes", "y"), ("No", "n")), (("Back", "b"),))),
        Outgoing(2, "b", edit=7, notice=True),
        Outgoing(1, delete=9),
        Outgoing(1, "c", enclosed=(Enclosed("photo", b"\xff\x00"), Enclosed("voice", kept="aa", key="bb"))),
    ]
    await put(store, *said)
    assert [each.outgoing for each in await due(store)] == said


async def test_what_was_sent_is_forgotten(store: Store) -> None:
    await put(store, Outgoing(1, "a"), Outgoing(1, "b"))
    first, _ = await due(store)
    async with store.begin() as tx:
        await outbox.sent(tx, [first.seq])
        await outbox.sent(tx, [])
        left = (await tx.execute(select(tables.outbox))).all()
    assert len(left) == 1
    assert await texts(store) == ["b"]


async def test_a_chat_that_must_wait_holds_all_of_its_rows_and_no_others(store: Store) -> None:
    await put(store, Outgoing(1, "a"), Outgoing(2, "b"), Outgoing(1, "c"))
    first = (await due(store))[0]
    async with store.begin() as tx:
        await outbox.put_off(tx, first.seq, NOW + 10)
        assert await outbox.is_waiting(tx)
    assert await texts(store) == ["b"]
    assert await texts(store, NOW + 9) == ["b"]
    assert await texts(store, NOW + 10) == ["a", "b", "c"]
    assert (await due(store, NOW + 10))[0].tries == 1


async def test_a_busy_chat_is_left_alone(store: Store) -> None:
    await put(store, Outgoing(1, "a"), Outgoing(2, "b"))
    first = (await due(store))[0]
    assert [each.outgoing.text for each in await due(store, busy=(first.lane,))] == ["b"]
    assert len(await due(store, most=1)) == 1


async def test_a_blocked_chat_is_held_until_it_speaks_again(store: Store) -> None:
    await put(store, Outgoing(1, "a"), Outgoing(1, "b"), Outgoing(2, "c"))
    first = (await due(store))[0]
    async with store.begin() as tx:
        await outbox.put_off(tx, first.seq, NOW + 10)
        await outbox.block(tx, first.lane)
        assert not await outbox.is_waiting(tx)
    assert await texts(store, NOW + 60) == ["c"]
    async with store.begin() as tx:
        await outbox.unblock(tx, [3, 2])
    assert await texts(store) == ["c"]
    async with store.begin() as tx:
        await outbox.unblock(tx, [1])
    assert await texts(store) == ["a", "b", "c"], "and what it had to wait for counts no more"


async def test_what_was_given_up_is_kept_with_its_reason_and_not_due(store: Store) -> None:
    await put(store, Outgoing(1, "a"), Outgoing(1, "b"))
    first = (await due(store))[0]
    async with store.begin() as tx:
        await outbox.give_up(tx, first.seq, "failed", "f" * 500)
        row = (await tx.execute(select(tables.outbox).where(tables.outbox.c.seq == first.seq))).mappings().one()
    assert (row["state"], len(row["fault"])) == ("failed", 200)
    assert await texts(store) == ["b"]


async def test_what_waits_for_a_group_follows_it_as_new_messages(store: Store) -> None:
    await put(store, Outgoing(-5, "a", edit=3, back="card"), Outgoing(7, "b"), Outgoing(-5, "c", thread=4))
    first = (await due(store))[0]
    async with store.begin() as tx:
        await outbox.block(tx, first.lane)
        await outbox.move(tx, -5, -100)
        await outbox.unblock(tx, [-100])
    moved, other, last = await due(store)
    assert [moved.outgoing, last.outgoing] == [Outgoing(-100, "a", back="card"), Outgoing(-100, "c")]
    assert (moved.lane, moved.seq) == (last.lane, first.seq)
    assert other.outgoing == Outgoing(7, "b")


async def test_what_waits_for_a_chat_can_be_dropped(store: Store) -> None:
    await put(store, Outgoing(-5, "a"), Outgoing(7, "b"))
    async with store.begin() as tx:
        await outbox.drop(tx, -5)
    assert await texts(store) == ["b"]


async def test_nothing_of_it_is_readable_in_the_table(store: Store) -> None:
    await put(store, Outgoing(7_301_554_902, "words"))
    async with store.begin() as tx:
        (row,) = (await tx.execute(select(tables.outbox))).mappings()
    assert "words" not in repr(dict(row))
    assert "7301554902" not in repr(dict(row))
