"""Pinned messages."""

from __future__ import annotations

from bot.sandbox.chats import Kept
from bot.sandbox.methods.places import may_govern, message_of, place_of
from bot.sandbox.methods.table import plays
from bot.sandbox.refusals import bad_request
from bot.sandbox.shapes import Json, says_something
from bot.sandbox.world import Place, World


@plays("pinChatMessage")
def pin_chat_message(world: World, given: Json) -> bool:
    """Pin a message, which a message of its own tells everybody."""
    place = _governed(world, given)
    kept = message_of(world, given, "to pin")
    if not says_something(kept.message):
        raise bad_request("message can't be pinned")
    if not kept.pinned:
        kept.pinned = world.counters.next("pin")
        world.touched(kept)
        world.announce(place, {"pinned_message": kept.quoted()}, None)
    return True


@plays("unpinChatMessage")
def unpin_chat_message(world: World, given: Json) -> bool:
    """Unpin a message, or the one pinned last."""
    place = _governed(world, given)
    if "message_id" in given:
        _unpin(world, message_of(world, given, "to unpin"))
    else:
        for kept in world.chats.pinned(place.id)[-1:]:
            _unpin(world, kept)
    return True


@plays("unpinAllChatMessages")
def unpin_all_chat_messages(world: World, given: Json) -> bool:
    """Unpin all messages of a chat."""
    for kept in world.chats.pinned(_governed(world, given).id):
        _unpin(world, kept)
    return True


def _governed(world: World, given: Json) -> Place:
    place = place_of(world, given)
    if not may_govern(world, place):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return place


def _unpin(world: World, kept: Kept) -> None:
    kept.pinned = 0
    world.touched(kept)
