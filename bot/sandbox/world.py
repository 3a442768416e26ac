"""The whole state of one sandbox, and what both sides do to it."""

from __future__ import annotations

from pathlib import Path

from bot.sandbox.changes import CLOCK, Changes
from bot.sandbox.chats import Chats, Kept
from bot.sandbox.clock import Clock
from bot.sandbox.faults import Faults
from bot.sandbox.files import Files
from bot.sandbox.groups import Group, Groups
from bot.sandbox.journal import Journal
from bot.sandbox.menus import Menus
from bot.sandbox.people import People, Person
from bot.sandbox.presses import Presses
from bot.sandbox.shapes import Json, author, without_nothing
from bot.sandbox.shelf import Counters, Shelf
from bot.sandbox.topics import Topics
from bot.sandbox.updates import UpdateQueue

# A person stands for their private chat with the bot.
Place = Person | Group


class World:
    """One bot, its people and everything between them."""

    def __init__(self, bot: Json, data: Path | None = None) -> None:
        self.bot = bot
        self.shelf = Shelf(data)
        self.counters = Counters(self.shelf)
        self.clock = Clock(data)
        self.people = People(self.shelf, self.counters)
        self.groups = Groups(self.shelf, self.counters)
        self.topics = Topics(self.shelf)
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
        return self.clock.now()

    def forward(self, seconds: int) -> None:
        """Move the clock on and tell the open pages."""
        self.clock.forward(seconds)
        self.changes.tell(CLOCK)

    def place(self, chat_id: int) -> Place | None:
        """Return the chat of that number, or None."""
        return self.people.find(chat_id) or self.groups.find(chat_id)

    def user(self, user_id: int) -> Json | None:
        """Return the bot or a person as a Bot API User, or None."""
        if user_id == self.bot["id"]:
            return self.bot
        person = self.people.find(user_id)
        return person.user() if person else None

    def post(self, place: Place, content: Json, sender: Person | None) -> Kept:
        """Add a new message to a chat, from a person or from the bot (None)."""
        message = {
            "message_id": self._next_message(place),
            "from": sender.user() if sender else author(self.bot),
            "chat": place.chat(),
            "date": self.now(),
            **without_nothing(content),
        }
        kept = self.chats.keep(Kept(message, outgoing=sender is None))
        _count_unread(place, sender, self.bot["id"])
        self.changed(place)
        return kept

    def _next_message(self, place: Place) -> int:
        """Return the next number: a supergroup counts its own messages, all other chats share one row."""
        own = isinstance(place, Group) and place.kind == "supergroup"
        return self.counters.next(f"message:{place.id}" if own else "message")

    def announce(self, place: Place, event: Json, by: Person | None) -> Kept:
        """Add a message that tells of an event; the bot hears of its own deeds too, as on Telegram."""
        kept = self.post(place, event, by)
        self.deliver("message", kept)
        return kept

    def deliver(self, kind: str, kept: Kept) -> int | None:
        """Queue an update about a message, unless it lies in a group and the bot may not see it."""
        group = self.groups.find(kept.chat_id)
        if group is not None and not group.shows_to(self.bot, kept.message):
            return None
        return self.updates.put(kind, kept.message)

    def alter(self, kept: Kept, content: Json) -> Kept:
        """Replace what a message says; fields that are None are taken away."""
        kept.message = without_nothing({**kept.message, **content, "edit_date": self.now()})
        return self.touched(kept)

    def touched(self, kept: Kept) -> Kept:
        """Store what changed about a message and tell the open pages."""
        self.chats.keep(kept)
        self.tell(kept.chat_id)
        return kept

    def tell(self, chat_id: int) -> None:
        """Tell the open pages of everybody who sees a chat."""
        group = self.groups.find(chat_id)
        for person in group.present() if group else [chat_id]:
            self.changes.tell(person)

    def changed(self, place: Place) -> None:
        """Store a person or a group and tell the open pages."""
        if isinstance(place, Person):
            self.people.keep(place)
        else:
            self.groups.keep(place)
        self.tell(place.id)

    def close(self) -> None:
        """Let go of the data folder."""
        self.shelf.close()


def _count_unread(place: Place, sender: Person | None, bot: int) -> None:
    if isinstance(place, Group):
        readers = [one for one in place.present() if one != bot and (sender is None or one != sender.id)]
        place.unread.update({one: place.unread.get(one, 0) + 1 for one in readers})
    elif sender is None:
        place.unread += 1
    else:
        place.met = True
