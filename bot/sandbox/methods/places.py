"""Finds the chat or message that a call means."""

from __future__ import annotations

from bot.sandbox.chats import Kept
from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.refusals import bad_request, blocked, migrated, not_played, removed
from bot.sandbox.shapes import Json
from bot.sandbox.world import Place, World

_NOT_PLAYED = (
    "ephemeral_message_parameters",
    "suggested_post_parameters",
    "direct_messages_topic_id",
    "rich_message",
    "inline_message_id",
)


def place_of(world: World, given: Json) -> Place:
    """Return the chat that `chat_id` means: of a person whom the bot has met, or of a group that it is in."""
    for name in _NOT_PLAYED:
        if name in given:
            raise not_played(name)
    if "business_connection_id" in given:
        raise bad_request("business connection not found")
    if "chat_id" not in given:
        raise bad_request("chat_id is empty")
    chat_id = given["chat_id"]
    place = world.place(chat_id) if isinstance(chat_id, int) else None
    if place is None or (isinstance(place, Person) and not place.met):
        raise bad_request("chat not found")
    if isinstance(place, Group):
        _check_open(world, place)
    return place


def _check_open(world: World, group: Group) -> None:
    if group.migrated_to is not None:
        raise migrated(group.migrated_to)
    bot = world.bot["id"]
    if not group.has(bot):
        raise removed(group.kind, group.status(bot))


def reachable(world: World, given: Json) -> Place:
    """Return the chat to write to; refused when its person or group keeps the bot from it, or the topic is not open."""
    place = place_of(world, given)
    if isinstance(place, Person) and place.blocked:
        raise blocked()
    if isinstance(place, Group) and place.status(world.bot["id"]) == "restricted":
        raise bad_request("not enough rights to send text messages to the chat")
    if "message_thread_id" in given:
        topic = world.topics.find(place.id, given["message_thread_id"])
        if topic is None:
            raise bad_request("message thread not found")
        if topic.closed and not may_govern(world, place):
            raise bad_request("TOPIC_CLOSED")
    return place


def may_govern(world: World, place: Place) -> bool:
    """Say whether the bot has an administrator's rights, which it has in every private chat."""
    return isinstance(place, Person) or place.governs(world.bot["id"])


def message_of(world: World, given: Json, purpose: str) -> Kept:
    """Return the message that `chat_id` and `message_id` mean; `purpose` ends Telegram's refusal."""
    place = place_of(world, given)
    if "message_id" not in given:
        raise bad_request("message identifier is not specified")
    kept = world.chats.find(place.id, given["message_id"])
    if kept is None:
        raise bad_request(f"message {purpose} not found")
    return kept
