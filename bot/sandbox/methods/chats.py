"""What the bot can learn about a chat."""

from __future__ import annotations

from bot.sandbox.methods.places import person_of
from bot.sandbox.methods.table import plays
from bot.sandbox.shapes import Json
from bot.sandbox.world import World


@plays("getChat")
def get_chat(world: World, given: Json) -> Json:
    """Show a private chat in full."""
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    return {
        **person_of(world, given).chat(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }
