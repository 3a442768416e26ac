"""The log of who did what: nothing in it is changed, moved, taken out, cut off or forged without being found."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, insert, select, update

from storage import Store, Transaction, audit
from storage.tables import audit as table
from storage.tables import audit_head

ENTRIES = 12
WHO, WHOM = b"w" * 16, b"m" * 16


async def fill(tx: Transaction) -> None:
    await audit.begin(tx)
    for each in range(1, ENTRIES):
        await audit.record(tx, "admin", "tip.read", f"7F3{each}", WHO, WHOM if each % 2 else None)


async def test_what_was_done_is_read_back_newest_first(store: Store) -> None:
    async with store.begin() as tx:
        await fill(tx)
        assert await audit.verify(tx) is None
        assert await audit.count(tx) == ENTRIES
        newest, older = await audit.newest(tx, 2)
        assert (newest.seq, newest.action, newest.object, newest.who, newest.whom) == (
            12,
            "tip.read",
            "7F311",
            WHO,
            WHOM,
        )
        assert (older.seq, older.whom) == (11, None)
        assert newest.hour.minute == newest.hour.second == 0
        assert [each.seq for each in await audit.newest(tx, 5, 10)] == [2, 1]


async def test_who_stands_in_it_cannot_be_read_from_the_database(store: Store) -> None:
    async with store.begin() as tx:
        await fill(tx)
        rows = (await tx.execute(select(table))).all()
    assert all(WHO not in value and WHOM not in value for row in rows for value in row if isinstance(value, bytes))
    assert len({row.who for row in rows if row.who}) == ENTRIES - 1, "the same person looks different in every entry"


Attack = Callable[[Transaction], Any]
ATTACKS: dict[str, tuple[Attack, int]] = {
    "an entry is changed": (lambda tx: tx.execute(update(table).where(table.c.seq == 5).values(object="7F3K")), 5),
    "an hour is changed": (lambda tx: tx.execute(update(table).where(table.c.seq == 5).values(hour=3600)), 5),
    "a person is taken off": (lambda tx: tx.execute(update(table).where(table.c.seq == 5).values(who=None)), 5),
    "a signature is changed": (lambda tx: tx.execute(update(table).where(table.c.seq == 5).values(mac=b"x" * 16)), 5),
    "the first is taken out": (lambda tx: tx.execute(delete(table).where(table.c.seq == 1)), 1),
    "one is taken out": (lambda tx: tx.execute(delete(table).where(table.c.seq == 7)), 7),
    "the end is cut off": (lambda tx: tx.execute(delete(table).where(table.c.seq > 9)), 10),
    "all is emptied": (lambda tx: tx.execute(delete(table)), 1),
    "the head is taken away": (lambda tx: tx.execute(delete(audit_head)), ENTRIES + 1),
    "the head is changed": (lambda tx: tx.execute(update(audit_head).values(sealed=b"x" * 60)), ENTRIES + 1),
}


@pytest.mark.parametrize("name", ATTACKS)
async def test_it_is_found_when(store: Store, name: str) -> None:
    attack, found_at = ATTACKS[name]
    async with store.begin() as tx:
        await fill(tx)
        await attack(tx)
        assert await audit.verify(tx) == found_at
        await audit.record(tx, "admin", "tip.read", "later")
        assert await audit.verify(tx) == found_at, "what is done afterwards does not cover it up"


async def test_two_entries_that_change_places_are_found(store: Store) -> None:
    async with store.begin() as tx:
        await fill(tx)
        first, second = (await tx.execute(select(table).where(table.c.seq.in_([4, 5])).order_by(table.c.seq))).all()
        for seq, row in ((4, second), (5, first)):
            values = {name: value for name, value in row._mapping.items() if name != "seq"}
            await tx.execute(update(table).where(table.c.seq == seq).values(values))
        assert await audit.verify(tx) == 4


async def test_a_tail_and_its_head_that_are_both_gone_are_found_at_the_next_entry(store: Store) -> None:
    async with store.begin() as tx:
        await fill(tx)
        await tx.execute(delete(table).where(table.c.seq > 9))
        await tx.execute(delete(audit_head))
        assert await audit.verify(tx) == 10
        await audit.record(tx, "admin", "tip.read", "later")
        assert await audit.verify(tx) == 10


async def test_an_emptied_log_is_not_a_new_one_until_the_house_says_that_it_begins(store: Store) -> None:
    async with store.begin() as tx:
        assert await audit.verify(tx) == 1
        await audit.begin(tx)
        await audit.begin(tx)
        assert await audit.verify(tx) is None
        assert [each.action for each in await audit.newest(tx, 9)] == ["log.begin"]


async def test_an_entry_that_is_forged_without_the_keyring_is_found(store: Store) -> None:
    async with store.begin() as tx:
        await fill(tx)
        (last,) = (await tx.execute(select(table).where(table.c.seq == ENTRIES))).all()
        await tx.execute(insert(table).values({**last._mapping, "seq": ENTRIES + 1}))
        assert await audit.verify(tx) == ENTRIES + 1


async def test_two_hundred_random_changes_are_all_found(store: Store) -> None:
    dice = random.Random(7)
    columns = ["hour", "role", "action", "object", "who", "whom", "mac"]
    async with store.begin() as tx:
        await fill(tx)
        rows = [dict(row._mapping) for row in await tx.execute(select(table))]
        for _ in range(200):
            row, column = dice.choice(rows), dice.choice(columns)
            if column == "hour":
                changed: Any = row["hour"] + dice.choice([-1, 1]) * 3600 * dice.randrange(1, 99)
            elif isinstance(row[column], str):
                changed = row[column] + dice.choice("abc")
            else:
                changed = dice.randbytes(len(row[column] or b"x"))
            await tx.execute(update(table).where(table.c.seq == row["seq"]).values({column: changed}))
            assert await audit.verify(tx) == row["seq"], column
            await tx.execute(update(table).where(table.c.seq == row["seq"]).values({column: row[column]}))
        assert await audit.verify(tx) is None


async def test_what_is_rolled_back_is_not_in_it(store: Store) -> None:
    async with store.begin() as tx:
        await fill(tx)

    async def fails() -> None:
        async with store.begin() as tx:
            await audit.record(tx, "admin", "tip.read", "7F3K", WHO)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fails()
    async with store.begin() as tx:
        assert await audit.count(tx) == ENTRIES
        assert await audit.verify(tx) is None
