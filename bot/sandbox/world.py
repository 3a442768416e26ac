"""The whole state of one sandbox, and what both sides do to it."""

from __future__ import annotations

import time
from pathlib import Path

from bot.sandbox.changes import Changes
from bot.sandbox.chats import Chats, Kept
from bot.sandbox.faults import Faults
from bot.sandbox.files import Files
from bot.sandbox.journal import Journal
from bot.sandbox.menus import Menus
from bot.sandbox.people import People, Person
from bot.sandbox.presses import Presses
from bot.sandbox.shapes import Json, author, without_nothing
from bot.sandbox.shelf import Counters, Shelf
from bot.sandbox.updates import UpdateQueue


class World:
    """One bot, its people and everything between them."""

    def __init__(self, bot: Json, data: Path | None = None) -> None:
        self.bot = bot
        self.shelf = Shelf(data)
        self.counters = Counters(self.shelf)
        self.people = People(self.shelf, self.counters)
        self.chats = Chats(self.shelf)
        self.updates = UpdateQueue(self.shelf, self.counters)
        self.files = Files(self.shelf, self.counters)
        self.menus = Menus(self.shelf)
        self.presses = Presses(self.shelf, self.counters)
        self.journal = Journal()
        self.faults = Faults()
        self.changes = Changes()

    def now(self) -> int:
        """Return the time as the Bot API writes it: whole seconds."""
        return int(time.time())

    def post(self, person: Person, content: Json, *, outgoing: bool) -> Kept:
        """Add a new message to a person's chat, from the bot or from the person."""
        message = {
            "message_id": self.counters.next("message"),
            "from": author(self.bot) if outgoing else person.user(),
            "chat": person.chat(),
            "date": self.now(),
            **without_nothing(content),
        }
        kept = self.chats.keep(Kept(message, outgoing))
        if outgoing:
            person.unread += 1
        else:
            person.met = True
        self.changed(person)
        return kept

    def alter(self, kept: Kept, content: Json) -> Kept:
        """Replace what a message says; fields that are None are taken away."""
        kept.message = without_nothing({**kept.message, **content, "edit_date": self.now()})
        self.chats.keep(kept)
        self.changes.tell(kept.chat_id)
        return kept

    def changed(self, person: Person) -> None:
        """Store a person and tell the open pages."""
        self.people.keep(person)
        self.changes.tell(person.id)

    def close(self) -> None:
        """Let go of the data folder."""
        self.shelf.close()
