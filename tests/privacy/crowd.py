"""A crowd that files tips with the real turns, several drafts open at once, and copies that a thief takes meanwhile."""

from __future__ import annotations

import asyncio
import json
import random
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import select

import handlers
from bot import gateway
from bot.gateway import Delivery
from bot.lanes import Lanes
from bot.sender import Sender
from bot.speech import Incoming, Outgoing
from storage import Store, inbox, people, tables

WORDS = ("boxes on the stairs", "wires hang down", "many beds in one room", "a locked gate", "parked on the landing")
PEOPLE, COPIES = 40, 8


@dataclass(frozen=True)
class Copy:
    """What a thief carries away: the database file and its write-ahead log, no keyring."""

    database: bytes
    log: bytes


@dataclass
class Neighbour:
    """One person: what the bot said last, whether they are in the middle of a report, and how they file."""

    number: int
    known: float
    text: str = ""
    labels: list[str] = field(default_factory=list)
    open: bool = False
    photo: bool = False
    answered: asyncio.Event = field(default_factory=asyncio.Event)


class Crowd:
    """People who file, so many of them at once, until there are `most` tips.

    `filed` tells by a tip's number whose it is, and between which copies it was filed.
    """

    def __init__(self, store: Store, file: Path, seed: int, most: int, together: int) -> None:
        self.dice, self.store, self.file, self.most, self.copies = random.Random(seed), store, file, most, COPIES
        self.together = together
        self.people = {1000 + each: Neighbour(1000 + each, (0.0, 0.6)[each % 4 == 0]) for each in range(PEOPLE)}
        self.sender = Sender(store, self._say)
        self.lanes = Lanes(store, handlers.answer, handlers.sorry, self.sender.wake)
        self.filed: dict[str, tuple[int, int]] = {}
        self.taken: list[Copy] = []
        self.seconds, self.updates = 1_790_000_000.0, 0

    async def live(self) -> None:
        """File, and copy the files now and then, always in the middle of conversations."""
        await self._settle_in()
        parts = [asyncio.create_task(part.run()) for part in (self.lanes, self.sender)]
        try:
            while len(self.filed) < self.most:
                await self._round(len(self.filed) >= self.most * (len(self.taken) + 0.5) / self.copies)
            await self._copy()
        finally:
            self.lanes.stop()
            self.sender.stop()
            await asyncio.gather(*parts)

    async def truth(self) -> dict[bytes, tuple[int, int]]:
        """Return whose each tip is and in which window it was filed, anonymous or not, by the tips' ids."""
        async with self.store.begin() as tx:
            rows = (await tx.execute(select(tables.tips.c.id, tables.tips.c.number))).all()
        return {row: self.filed[number] for row, number in rows}

    async def _settle_in(self) -> None:
        """Some are known to the house before: by a language they chose, and a few by a role."""
        async with self.store.begin() as tx:
            for number in list(self.people)[::3]:
                person = await people.enter(tx, Incoming("text", number, number))
                await people.set_language(tx, person.id, "en")
                if number % 4 == 1:
                    await people.set_role(tx, person.id, "worker", "1")

    async def _round(self, copied: bool) -> None:
        """Let a few people say their next words at once, and wait for the answers; perhaps a copy is taken between."""
        self.seconds += self.dice.randint(1, 9)
        speaking = self.dice.sample(list(self.people.values()), k=self.together)
        await self._hand_over([(each, self._next(each)) for each in speaking])
        if copied:
            await self._copy()
        self.lanes.wake()
        await asyncio.wait_for(asyncio.gather(*(each.answered.wait() for each in speaking)), 60)
        await asyncio.wait_for(self.lanes.idle.wait(), 60)

    async def _hand_over(self, said: list[tuple[Neighbour, str]]) -> None:
        arrivals = []
        for each, words in said:
            each.answered.clear()
            raw = self._update(each.number, words)
            key, lane, _ = gateway.address(json.loads(raw))
            arrivals.append(inbox.Arrival(key, lane, raw))
        async with self.store.begin() as tx:
            await inbox.store(tx, arrivals)

    def _update(self, number: int, words: str) -> bytes:
        self.updates += 1
        sender = {"id": number, "is_bot": False, "first_name": "x", "language_code": "en"}
        message: dict[str, Any] = {"message_id": self.updates, "date": 1, "from": sender}
        message["chat"] = {"id": number, "type": "private", "first_name": "x"}
        message |= {"photo": [{"file_id": "f" * 72, "file_unique_id": "u" * 16}]} if words == "(photo)" else {}
        message |= {} if words == "(photo)" else {"text": words}
        if words.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(words.split()[0])}]
        return json.dumps({"update_id": self.updates, "message": message}).encode()

    def _next(self, person: Neighbour) -> str:
        """Return what a person answers to what the bot said last."""
        labels = [label for label in person.labels if label not in ("Back", "Cancel")]
        if not person.open:
            person.open, person.photo = True, self.dice.random() < 0.15
            return "/report"
        if "Send" in labels:
            return "Send"
        if "Anonymous" in labels:
            return labels[1] if self.dice.random() < person.known else "Anonymous"
        if "Skip" in labels and person.photo:
            person.photo = False
            return "(photo)"
        if "danger?" in person.text:
            return str(self.dice.randint(2, 5))
        if "Where is it?" in person.text:
            return f"翠竹园{self.dice.randint(1, 30)}栋{self.dice.randint(1, 4)}单元{self.dice.randint(101, 1804)}"
        if "did you see?" in person.text:
            return ", ".join(self.dice.choices(WORDS, k=self.dice.randint(1, 12)))
        return next((label for label in labels if label in ("Skip", "Done")), labels[0] if labels else "boxes")

    async def _say(self, outgoing: Outgoing) -> Delivery:
        person = self.people[outgoing.chat]
        if outgoing.text:
            person.text, person.labels = outgoing.text, [label for row in outgoing.buttons for label, _ in row]
            if number := re.search(r"Your tip is No\. (\w+)\.", outgoing.text):
                self.filed[number[1]] = person.number, len(self.taken)
                person.open = False
            person.answered.set()
        return Delivery("sent")

    async def _copy(self) -> None:
        """Copy both files between two commits, as whoever copies a folder does."""
        async with self.store.begin():
            log = self.file.with_name(self.file.name + "-wal")
            self.taken.append(Copy(self.file.read_bytes(), log.read_bytes()))
