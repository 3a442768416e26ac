"""What the bot can learn about a chat."""

from __future__ import annotations

from bot.sandbox.groups import Group
from bot.sandbox.methods.places import place_of
from bot.sandbox.methods.table import plays
from bot.sandbox.shapes import Json, without_nothing
from bot.sandbox.world import World

_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
_PERMISSIONS = ("can_send_messages", "can_send_photos", "can_send_documents", "can_send_voice_notes")


@plays("getChat")
def get_chat(world: World, given: Json) -> Json:
    """Show a chat in full."""
    place = place_of(world, given)
    pinned = world.chats.pinned(place.id)
    return without_nothing(
        {
            **place.chat(),
            "accent_color_id": 0,
            "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(_GIFTS, False),
            "permissions": dict.fromkeys(_PERMISSIONS, True) if isinstance(place, Group) else None,
            "pinned_message": pinned[-1].quoted() if pinned else None,
        }
    )
