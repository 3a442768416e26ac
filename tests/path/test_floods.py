"""One person who sends very much: everything is read in order, answered together, and nobody else waits."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

import pytest

import handlers
from bot.lanes import Lanes
from bot.rules.tips import TipState
from storage import Store, inbox, outbox, tips
from storage.migrations import migrate
from tests.storage.conftest import open_store

FLOODER, OTHER = 1001, 1002


class Street:
    """The real house, and whatever people send at once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.lanes = Lanes(store, handlers.answer, handlers.sorry, lambda: None)
        self.number = 0

    async def receives(self, person: int, said: Iterable[str]) -> None:
        """Keep what a person sent."""
        async with self.store.begin() as tx:
            await inbox.store(tx, [self._arrival(person, text) for text in said])

    def _arrival(self, person: int, text: str) -> inbox.Arrival:
        self.number += 1
        sender = {"id": person, "is_bot": False, "first_name": "x", "language_code": "en"}
        chat = {"id": person, "type": "private", "first_name": "x"}
        entities = [{"type": "bot_command", "offset": 0, "length": len(text)}] if text.startswith("/") else []
        message = {"message_id": self.number, "date": 1, "chat": chat, "from": sender, "text": text}
        update = {"update_id": self.number, "message": {**message, "entities": entities}}
        return inbox.Arrival(str(self.number), person, json.dumps(update).encode())

    async def works(self) -> None:
        """Run every turn."""
        while await self.lanes.together():
            pass

    async def said_to(self, person: int) -> list[str]:
        """Return what is due to be said to a person."""
        async with self.store.begin() as tx:
            due = await outbox.due(tx, 1 << 40, (), 9999)
        return [each.outgoing.text for each in due if each.outgoing.chat == person]


@pytest.fixture
async def street(tmp_path: Path) -> AsyncIterator[Street]:
    store = open_store(tmp_path)
    await migrate(store)
    yield Street(store)
    await store.close()


async def test_another_person_is_answered_in_the_first_batch_of_a_flood(street: Street) -> None:
    await street.receives(FLOODER, ["/report", *(f"line {each}" for each in range(499))])
    await street.receives(OTHER, ["/start"])
    await street.lanes.together()
    assert len(await street.said_to(OTHER)) == 1


@pytest.mark.parametrize("said", ["tell me", "/help", "/start", "/nonsense"])
async def test_five_hundred_messages_get_few_answers_of_which_one_is_calm(street: Street, said: str) -> None:
    await street.receives(FLOODER, ["/report", *[said] * 499])
    await street.works()
    told = await street.said_to(FLOODER)
    assert len(told) < 25
    assert sum("That was a lot at once" in each for each in told) == 1


async def test_what_changes_something_is_answered_in_the_middle_of_a_flood(street: Street) -> None:
    report = ["/report", "2", "Green Bamboo Estate, building 3", "Boxes on the stairs", "skip", "Anonymous", "Send"]
    await street.receives(FLOODER, [*report, *["/help"] * 100])
    await street.works()
    told = await street.said_to(FLOODER)
    assert sum("Your receipt code" in each for each in told) == 1
    async with street.store.begin() as tx:
        assert len(await tips.promises(tx, TipState.RECEIVED)) == 1


async def test_an_emergency_in_a_flood_is_told_once_and_at_its_place(street: Street) -> None:
    await street.receives(FLOODER, ["/report", *["/help"] * 40, *["the house is on fire"] * 40, *["/help"] * 40])
    await street.works()
    told = await street.said_to(FLOODER)
    first = next(place for place, each in enumerate(told) if "119" in each and "call first" in each)
    assert first <= 1
    assert len(told) < 60


async def test_a_few_messages_are_each_answered(street: Street) -> None:
    await street.receives(FLOODER, ["/help"] * 8)
    await street.works()
    assert len(await street.said_to(FLOODER)) == 8
