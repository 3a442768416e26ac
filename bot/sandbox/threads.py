"""Where in a chat a new message goes: which topic, and in answer to what."""

from __future__ import annotations

from bot.sandbox.chats import Kept
from bot.sandbox.groups import Group
from bot.sandbox.shapes import Json
from bot.sandbox.world import Place, World


def placed(world: World, place: Place, thread: int | None, replied: Kept | None) -> Json:
    """Return the fields that place a message; an answer goes where the message is that it answers.

    Answers outside topics make threads too, which bear a number but are no topics: nothing can be sent into them.
    """
    topic = thread or (_topic_of(replied) if replied else None)
    root = topic or (_root(replied) if replied and isinstance(place, Group) and place.kind == "supergroup" else None)
    return {
        "message_thread_id": root,
        "is_topic_message": True if topic and world.topics.find(place.id, topic) else None,
        "reply_to_message": replied.quoted() if replied else None,
    }


def _topic_of(kept: Kept) -> int | None:
    return kept.message["message_thread_id"] if kept.message.get("is_topic_message") else None


def _root(kept: Kept) -> int:
    return int(kept.message.get("message_thread_id", kept.id))
