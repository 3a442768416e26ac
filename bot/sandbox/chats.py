"""The messages of every chat."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from bot.sandbox.groups import GENERAL, LEAST_SUPER
from bot.sandbox.shapes import Json, for_bot
from bot.sandbox.shelf import Shelf


@dataclass
class Kept:
    """A message as it stands now: the Bot API Message, who sent it, and what was done to it.

    `pinned` is 0 or a number that grows with each pinning.
    """

    message: Json
    outgoing: bool
    reactions: list[Json] = field(default_factory=list)
    pinned: int = 0

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
        marks = {"outgoing": self.outgoing, "reactions": self.reactions, "pinned": bool(self.pinned)}
        return {**self.message, **marks}

    def quoted(self) -> Json:
        """Return the message as it lies within another one."""
        return {key: value for key, value in for_bot(self.message).items() if key != "reply_to_message"}

    def lies_in(self, thread: int) -> bool:
        """Say whether the message is in that topic, or in the general one, which leaves no mark."""
        topic = self.message.get("message_thread_id") if self.message.get("is_topic_message") else GENERAL
        return topic == thread


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

    def pinned(self, chat_id: int) -> list[Kept]:
        """Return a chat's pinned messages, the one pinned last at the end."""
        return sorted((kept for kept in self.of(chat_id) if kept.pinned), key=lambda kept: kept.pinned)

    def keep(self, kept: Kept) -> Kept:
        """Add a message, or store what changed about it."""
        self._place(kept)
        self._shelf.put("message", _name(kept), asdict(kept))
        return kept

    def remove(self, kept: Kept) -> None:
        """Delete a message."""
        del self._chats[kept.chat_id][kept.id]
        self._shelf.drop("message", _name(kept))


def _name(kept: Kept) -> str:
    """Return what a message is kept under; each supergroup counts its own."""
    return f"{kept.chat_id}:{kept.id}" if -kept.chat_id >= LEAST_SUPER else str(kept.id)


def _number(body: Any) -> int:
    return int(body["message"]["message_id"])
