"""Turns: in order for each person, together in one commit, and none harms another."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select
from sqlalchemy.exc import OperationalError

from bot.dialogue import Draft
from bot.lanes import Lanes
from bot.speech import Incoming, Outgoing
from storage import Store, StoreBusy, Transaction, inbox, outbox, tables
from storage.migrations import migrate
from tests.storage.conftest import open_store


class House:
    """A house that answers every text with itself, keeps a row for it, and fails when told to."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.failing: dict[str, Exception] = {}
        self.heard: list[str] = []
        self.lanes = self.next_process()

    def next_process(self) -> Lanes:
        return Lanes(self.store, self._answer, lambda incoming: Outgoing(incoming.chat, "sorry"), lambda: None)

    async def _answer(self, tx: Transaction, incoming: Incoming, *_: Any) -> tuple[list[Outgoing], Draft | None]:
        self.heard.append(incoming.text)
        await tx.execute(insert(tables.used_codes).values(code=incoming.text.encode()))
        if incoming.text in self.failing:
            raise self.failing[incoming.text]
        draft = None if incoming.text == "end" else Draft("d", incoming.text)
        return [Outgoing(incoming.chat, incoming.text)], draft

    async def receives(self, *said: tuple[int, str]) -> None:
        async with self.store.begin() as tx:
            await inbox.store(tx, [self._arrival(person, text) for person, text in said])

    def _arrival(self, person: int, text: str) -> inbox.Arrival:
        sender = {"id": person, "is_bot": False, "first_name": "x"}
        chat = {"id": person, "type": "private", "first_name": "x"}
        update = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": chat, "from": sender, "text": text}}
        return inbox.Arrival(f"{person} {text}", person, json.dumps(update).encode())

    async def works(self) -> None:
        while await self.lanes.together():
            pass

    async def said(self) -> list[str]:
        async with self.store.begin() as tx:
            return [each.outgoing.text for each in await outbox.due(tx, 1 << 40, (), 999)]

    async def rows(self, table: Any) -> list[Any]:
        async with self.store.begin() as tx:
            return list((await tx.execute(select(table))).mappings())


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    store = open_store(tmp_path)
    await migrate(store)
    yield House(store)
    await store.close()


async def test_each_person_is_answered_in_order(house: House) -> None:
    await house.receives((1, "a"), (1, "b"), (2, "x"), (1, "c"))
    await house.works()
    assert house.heard == ["a", "x", "b", "c"]
    assert await house.said() == ["a", "x", "b", "c"]


async def test_all_who_are_ready_share_one_commit(house: House) -> None:
    await house.receives(*[(person, f"t{person}") for person in range(1, 41)])
    assert await house.lanes.together() == 40
    assert len(await house.said()) == 40
    assert {row["state"] for row in await house.rows(tables.inbox)} == {"done"}


async def test_a_turn_that_fails_is_tried_three_times_and_then_set_aside(house: House) -> None:
    house.failing["bad"] = ValueError("bad")
    await house.receives((1, "good"), (2, "bad"), (3, "fine"), (2, "after"))
    await house.works()
    assert sorted(await house.said()) == ["after", "fine", "good", "sorry"]
    assert house.heard.count("bad") == 4, "once in the batch and three times alone"
    dead = [row for row in await house.rows(tables.inbox) if row["state"] == "dead"]
    assert [row["tries"] for row in dead] == [3]
    assert dead[0]["fault"].startswith("ValueError:")
    codes = {row["code"] for row in await house.rows(tables.used_codes)}
    assert codes == {b"good", b"fine", b"after"}, "nothing of the turn that failed"


async def test_a_turn_that_fails_once_is_answered_once(house: House) -> None:
    house.failing["shy"] = ValueError("once")
    await house.receives((1, "shy"), (2, "b"))
    really = house._answer

    async def answer(tx: Transaction, incoming: Incoming, *rest: Any) -> Any:
        if len(house.heard) > 1:
            house.failing.clear()
        return await really(tx, incoming, *rest)

    house.lanes._answer = answer
    await house.works()
    assert sorted(await house.said()) == ["b", "shy"]
    assert [row["state"] for row in await house.rows(tables.inbox)] == ["done", "done"]


async def test_a_busy_store_costs_no_try(house: House) -> None:
    house.failing["x"] = OperationalError("insert", {}, Exception("database or disk is full"))
    await house.receives((1, "x"))
    for _ in range(5):
        with pytest.raises(StoreBusy):
            await house.lanes.together()
        with pytest.raises(StoreBusy):
            await house.lanes.alone(1)
    assert [(row["state"], row["tries"]) for row in await house.rows(tables.inbox)] == [("new", 0)]
    house.failing.clear()
    await house.works()
    assert await house.said() == ["x"]


async def test_a_store_that_is_gone_at_once_costs_no_try_either(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that restarts in a turn cannot take the count of the try back, each time."""
    house.failing["x"] = StoreBusy()
    await house.receives((1, "x"))
    really = inbox.attempt

    async def attempt(tx: Transaction, seq: int, count: int = 1) -> None:
        if count < 0:
            raise StoreBusy
        await really(tx, seq, count)

    monkeypatch.setattr(inbox, "attempt", attempt)
    for _ in range(5):
        with pytest.raises(StoreBusy):
            await house.lanes.alone(1)
    assert [(row["state"], row["tries"]) for row in await house.rows(tables.inbox)] == [("new", 1)]
    house.failing["x"] = ValueError("its own fault")
    house.heard.clear()
    await house.lanes.alone(1)
    assert house.heard == ["x"] * 3
    assert [(row["state"], row["tries"]) for row in await house.rows(tables.inbox)] == [("dead", 3)]


async def test_what_a_former_process_died_of_is_set_aside_after_three_deaths(house: House) -> None:
    """A process that is killed in a turn leaves its try counted, since that was committed just before."""
    await house.receives((1, "deadly"), (2, "fine"))
    async with house.store.begin() as tx:
        deadly = (await inbox.ready(tx, 64))[0]
        for _ in range(3):
            await inbox.attempt(tx, deadly.seq)
    await house.next_process()._leftovers()
    await house.works()
    assert sorted(await house.said()) == ["fine", "sorry"]
    assert "deadly" not in house.heard
    dead = [row["fault"] for row in await house.rows(tables.inbox) if row["state"] == "dead"]
    assert dead == ["tries_used_up"]


async def test_what_cannot_be_read_is_set_aside_at_once(house: House) -> None:
    async with house.store.begin() as tx:
        await inbox.store(tx, [inbox.Arrival("a", 1, b'{"update_id": 1, "message": 5}'), inbox.Arrival("b", 2, b"[]")])
    await house.receives((3, "fine"))
    await house.works()
    assert await house.said() == ["fine"]
    states = sorted(row["state"] for row in await house.rows(tables.inbox))
    assert states[0] == "dead"
    assert "new" not in states


async def test_what_is_not_for_us_is_finished_silently(house: House) -> None:
    update = {"update_id": 1, "channel_post": {"message_id": 1, "date": 1, "chat": {"id": -1, "type": "channel"}}}
    async with house.store.begin() as tx:
        await inbox.store(tx, [inbox.Arrival("a", 0, json.dumps(update).encode())])
    await house.works()
    assert await house.said() == []
    assert [row["state"] for row in await house.rows(tables.inbox)] == ["done"]


async def test_a_bot_that_is_never_idle_empties_its_log_when_conversations_ended(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    emptied: list[int] = []
    tidy = Store.tidy

    async def counted(store: Store) -> None:
        await tidy(store)
        emptied.append(len(house.heard))

    monkeypatch.setattr(Store, "tidy", counted)
    await house.receives((1, "a"), (1, "end"), *[(2, f"t{each}") for each in range(9)])
    house.lanes.wake()
    running = asyncio.create_task(house.lanes.run())
    await asyncio.wait_for(house.lanes.idle.wait(), 20)
    house.lanes.stop()
    await running
    assert emptied == [4], "right after the end, in the middle of the others, and not again"
