"""Who the bot is, and its updates."""

from __future__ import annotations

from bot.sandbox.methods.table import plays
from bot.sandbox.shapes import Json
from bot.sandbox.world import World

MOST_UPDATES = 100


@plays("getMe")
def get_me(world: World, _given: Json) -> Json:
    """Show the bot to itself."""
    return world.bot


@plays("getUpdates")
async def get_updates(world: World, given: Json) -> list[Json]:
    """Confirm what lies below the offset and hand out what is pending, waiting up to `timeout` seconds."""
    if "allowed_updates" in given:
        world.updates.allow(given["allowed_updates"])
    limit = given.get("limit", MOST_UPDATES)
    batch = await world.updates.poll(given.get("offset", 0), limit, given.get("timeout", 0))
    if batch and world.faults.take("getUpdates", duplicate=True):
        world.updates.repeat(batch)
    return batch


@plays("deleteWebhook")
def delete_webhook(world: World, given: Json) -> bool:
    """Take the webhook away; there is none, but pending updates may be dropped."""
    if given.get("drop_pending_updates"):
        world.updates.clear()
    return True


@plays("getWebhookInfo")
def get_webhook_info(world: World, _given: Json) -> Json:
    """Tell that no webhook is set and how much is pending."""
    return {"url": "", "has_custom_certificate": False, "pending_update_count": len(world.updates)}
