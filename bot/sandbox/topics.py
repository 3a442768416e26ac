"""The topics of forums; a topic's id is the number of the message that told of its creation."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from bot.sandbox.shapes import Json, without_nothing
from bot.sandbox.shelf import Shelf

USUAL_COLOR = 7322096


@dataclass
class Topic:
    """One topic of a forum."""

    chat_id: int
    id: int
    name: str
    icon_color: int = USUAL_COLOR
    icon_custom_emoji_id: str | None = None
    closed: bool = False

    def looks(self) -> Json:
        """Return name and icon, as ForumTopicCreated tells of them."""
        shape = asdict(self)
        return without_nothing({name: shape[name] for name in ("name", "icon_color", "icon_custom_emoji_id")})

    def shape(self) -> Json:
        """Return the Bot API ForumTopic."""
        return {"message_thread_id": self.id, **self.looks()}


class Topics:
    """All topics that are not deleted, by chat and id."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        topics = (Topic(**body) for body in shelf.read("topic").values())
        self._all = {(topic.chat_id, topic.id): topic for topic in topics}

    def of(self, chat_id: int) -> list[Topic]:
        """Return the topics of a chat, oldest first."""
        mine = [topic for topic in self._all.values() if topic.chat_id == chat_id]
        return sorted(mine, key=lambda topic: topic.id)

    def find(self, chat_id: int, topic_id: int) -> Topic | None:
        """Return a topic, or None."""
        return self._all.get((chat_id, topic_id))

    def keep(self, topic: Topic) -> Topic:
        """Add a topic, or store what changed about it."""
        self._all[topic.chat_id, topic.id] = topic
        self._shelf.put("topic", f"{topic.chat_id}:{topic.id}", asdict(topic))
        return topic

    def remove(self, topic: Topic) -> None:
        """Forget a topic."""
        del self._all[topic.chat_id, topic.id]
        self._shelf.drop("topic", f"{topic.chat_id}:{topic.id}")
