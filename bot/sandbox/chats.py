"""The messages of every private chat."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from bot.sandbox.shapes import Json
from bot.sandbox.shelf import Shelf


@dataclass
class Kept:
    """A message as it stands now: the Bot API Message, who sent it, and the bot's reactions to it."""

    message: Json
    outgoing: bool
    reactions: list[Json] = field(default_factory=list)

    @property
    def id(self) -> int:
        """The number of the message."""
        return int(self.message["message_id"])

    @property
    def chat_id(self) -> int:
        """The number of its chat."""
        return int(self.message["chat"]["id"])

    def seen(self) -> Json:
        """Return the message as the person's screen shows it."""
        return {**self.message, "outgoing": self.outgoing, "reactions": self.reactions}


class Chats:
    """All messages that are not deleted, by chat and number."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._chats: dict[int, dict[int, Kept]] = {}
        for body in sorted(shelf.read("message").values(), key=_number):
            self._place(Kept(**body))

    def _place(self, kept: Kept) -> None:
        self._chats.setdefault(kept.chat_id, {})[kept.id] = kept

    def of(self, chat_id: int) -> list[Kept]:
        """Return a chat's messages, oldest first."""
        return list(self._chats.get(chat_id, {}).values())

    def find(self, chat_id: int, message_id: int) -> Kept | None:
        """Return a message, or None when there is none or it was deleted."""
        return self._chats.get(chat_id, {}).get(message_id)

    def keep(self, kept: Kept) -> Kept:
        """Add a message, or store what changed about it."""
        self._place(kept)
        self._shelf.put("message", kept.id, asdict(kept))
        return kept

    def remove(self, kept: Kept) -> None:
        """Delete a message."""
        del self._chats[kept.chat_id][kept.id]
        self._shelf.drop("message", kept.id)


def _number(body: Any) -> int:
    return int(body["message"]["message_id"])
