"""Finds the chat or message that a call means."""

from __future__ import annotations

from bot.sandbox.chats import Kept
from bot.sandbox.people import Person
from bot.sandbox.refusals import Refused, bad_request, blocked, not_played
from bot.sandbox.shapes import Json
from bot.sandbox.world import World

_NOT_PLAYED = (
    "ephemeral_message_parameters",
    "suggested_post_parameters",
    "direct_messages_topic_id",
    "rich_message",
    "inline_message_id",
)


def person_of(world: World, given: Json) -> Person:
    """Return whose private chat `chat_id` is; the bot must have met them."""
    for name in _NOT_PLAYED:
        if name in given:
            raise not_played(name)
    if "business_connection_id" in given:
        raise bad_request("business connection not found")
    if "chat_id" not in given:
        raise bad_request("chat_id is empty")
    chat_id = given["chat_id"]
    person = world.people.find(chat_id) if isinstance(chat_id, int) else None
    if person is None or not person.met:
        raise bad_request("chat not found")
    return person


def reachable(world: World, given: Json) -> Person:
    """Return the person to write to; refused when they blocked the bot."""
    person = person_of(world, given)
    if person.blocked:
        raise blocked()
    if "message_thread_id" in given:
        raise bad_request("message thread not found")
    return person


def message_of(world: World, given: Json, purpose: str) -> Kept:
    """Return the message that `chat_id` and `message_id` mean; `purpose` ends Telegram's refusal."""
    person = person_of(world, given)
    if "message_id" not in given:
        raise bad_request("message identifier is not specified")
    kept = world.chats.find(person.id, given["message_id"])
    if kept is None:
        raise _not_found(purpose)
    return kept


def _not_found(purpose: str) -> Refused:
    return bad_request(f"message {purpose} not found")
