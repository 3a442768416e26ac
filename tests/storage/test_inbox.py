"""The inbox: each update once, in order for each person, and no flood starves anybody."""

from __future__ import annotations

from sqlalchemy import select, update

from storage import Store, inbox, tables
from storage.inbox import Arrival


def arrivals(lane: int, *numbers: int) -> list[Arrival]:
    return [
        Arrival(f"message {lane} {number}", lane, f'{{"n": {lane * 1000 + number}}}'.encode()) for number in numbers
    ]


async def keep(store: Store, *what: Arrival) -> None:
    async with store.begin() as tx:
        await inbox.store(tx, what)


async def take(store: Store, most: int = 64) -> list[bytes]:
    """Take the next of every lane and finish it."""
    async with store.begin() as tx:
        waiting = await inbox.ready(tx, most)
        await inbox.done(tx, [each.seq for each in waiting])
    return [each.raw for each in waiting]


async def test_the_same_update_is_kept_once(store: Store) -> None:
    first = arrivals(1, 1, 2)
    await keep(store, *first)
    await keep(store, *first, *arrivals(1, 3))
    assert [await take(store) for _ in range(4)] == [[b'{"n": 1001}'], [b'{"n": 1002}'], [b'{"n": 1003}'], []]
    await keep(store, *first)
    assert await take(store) == [], "also once it is done"


async def test_the_same_update_twice_in_one_batch_is_kept_once(store: Store) -> None:
    await keep(store, *arrivals(1, 1), *arrivals(1, 1))
    assert len(await take(store)) == 1
    assert await take(store) == []


async def test_each_lane_keeps_its_order_and_takes_one_place(store: Store) -> None:
    await keep(store, *arrivals(1, 1, 2, 3), *arrivals(2, 1), *arrivals(3, 1, 2))
    assert await take(store) == [b'{"n": 1001}', b'{"n": 2001}', b'{"n": 3001}']
    assert await take(store) == [b'{"n": 1002}', b'{"n": 3002}']
    assert await take(store) == [b'{"n": 1003}']


async def test_a_flood_in_one_lane_starves_nobody(store: Store) -> None:
    await keep(store, *arrivals(1, *range(500)))
    await keep(store, *arrivals(2, 1))
    assert b'{"n": 2001}' in await take(store, 2)


async def test_a_lane_waits_for_its_first_update_not_its_second(store: Store) -> None:
    await keep(store, *arrivals(1, 1, 2), *arrivals(2, 1))
    async with store.begin() as tx:
        one = (await inbox.ready(tx, 64))[0]
        await inbox.attempt(tx, one.seq)
        again = await inbox.ready(tx, 64)
    assert [(each.raw, each.tries) for each in again] == [(b'{"n": 1001}', 1), (b'{"n": 2001}', 0)]


async def test_what_is_done_keeps_nothing_but_its_key(store: Store) -> None:
    await keep(store, *arrivals(1, 1))
    await take(store)
    async with store.begin() as tx:
        (row,) = (await tx.execute(select(tables.inbox))).mappings()
    assert (row["state"], row["body"], row["lane"]) == ("done", None, None)


async def test_what_was_set_aside_keeps_its_sealed_body_and_leaves_its_lane(store: Store) -> None:
    await keep(store, *arrivals(1, 1, 2))
    async with store.begin() as tx:
        (first,) = await inbox.ready(tx, 64)
        await inbox.set_aside(tx, first.seq, "ValueError@handlers:7 " + "x" * 500)
    async with store.begin() as tx:
        row = (await tx.execute(select(tables.inbox).where(tables.inbox.c.seq == first.seq))).mappings().one()
        assert await inbox.get(tx, first.seq) is None
    assert (row["state"], row["lane"], len(row["fault"])) == ("dead", None, 200)
    assert store.vault.open("inbox.body", row["key"], row["body"]).rstrip() == b'{"n": 1001}'
    assert await take(store) == [b'{"n": 1002}']


async def test_tries_are_counted_and_given_back(store: Store) -> None:
    await keep(store, *arrivals(1, 1))
    async with store.begin() as tx:
        (only,) = await inbox.ready(tx, 1)
        for _ in range(3):
            await inbox.attempt(tx, only.seq)
        await inbox.attempt(tx, only.seq, -1)
        found = await inbox.get(tx, only.seq)
    assert found is not None
    assert (found.raw, found.tries) == (b'{"n": 1001}', 2)


async def test_what_is_done_is_forgotten_after_its_time_and_nothing_else(store: Store) -> None:
    await keep(store, *arrivals(1, 1), *arrivals(2, 1), *arrivals(3, 1))
    async with store.begin() as tx:
        first, second, third = await inbox.ready(tx, 64)
        await inbox.done(tx, [first.seq])
        await inbox.set_aside(tx, second.seq, "x")
        await tx.execute(update(tables.inbox).values(hour=7200))
        await inbox.forget(tx, 7200)
        assert len((await tx.execute(select(tables.inbox))).all()) == 3
        await inbox.forget(tx, 7201)
        left = (await tx.execute(select(tables.inbox.c.seq))).scalars().all()
    assert sorted(left) == [second.seq, third.seq]


async def test_nothing_of_an_update_is_readable_in_the_table(store: Store) -> None:
    await keep(store, Arrival("message 77 1", 7_301_554_902, b'{"text": "words"}'))
    async with store.begin() as tx:
        (row,) = (await tx.execute(select(tables.inbox))).mappings()
    assert "words" not in repr(dict(row))
    assert "7301554902" not in repr(dict(row))
