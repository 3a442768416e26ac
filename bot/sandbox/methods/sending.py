"""New messages of the bot, and what all of them share."""

from __future__ import annotations

from bot.sandbox import keyboards
from bot.sandbox.chats import Kept
from bot.sandbox.entities import formatted
from bot.sandbox.methods.places import reachable
from bot.sandbox.methods.table import plays
from bot.sandbox.people import Person
from bot.sandbox.refusals import bad_request
from bot.sandbox.shapes import Json, for_bot
from bot.sandbox.threads import placed
from bot.sandbox.world import Place, World

MOST_TEXT = 4096
MOST_CAPTION = 1024
ACTIONS = (
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
)


@plays("sendMessage")
def send_message(world: World, given: Json) -> Json:
    """Send a text."""
    content = {**worded(given), "link_preview_options": given.get("link_preview_options")}
    return post(world, reachable(world, given), given, content)


@plays("sendLocation")
def send_location(world: World, given: Json) -> Json:
    """Send a point on the map."""
    if abs(given["latitude"]) > 90 or abs(given["longitude"]) > 180:
        raise bad_request("invalid location specified")
    names = ("latitude", "longitude", "horizontal_accuracy", "live_period", "heading", "proximity_alert_radius")
    location = {name: given[name] for name in names if name in given}
    return post(world, reachable(world, given), given, {"location": location})


@plays("sendChatAction")
def send_chat_action(world: World, given: Json) -> bool:
    """Show that the bot is busy."""
    if given["action"] not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    reachable(world, given)
    return True


def worded(given: Json) -> Json:
    """Return `text` and `entities` of a message."""
    text, entities = formatted(given["text"], given.get("parse_mode"), given.get("entities"))
    if not text:
        raise bad_request("text must be non-empty")
    if len(text) > MOST_TEXT:
        raise bad_request("message is too long")
    return {"text": text, "entities": entities}


def captioned(given: Json) -> Json:
    """Return `caption` and its entities, or None for both."""
    source, marks = given.get("caption", ""), given.get("caption_entities")
    caption, entities = formatted(source, given.get("parse_mode"), marks)
    if len(caption) > MOST_CAPTION:
        raise bad_request("message caption is too long")
    return {
        "caption": caption or None,
        "caption_entities": entities if caption else None,
        "show_caption_above_media": given.get("show_caption_above_media") or None,
        "has_media_spoiler": given.get("has_spoiler") or None,
    }


def post(world: World, place: Place, given: Json, content: Json) -> Json:
    """Put a message of the bot into a chat."""
    replied = _replied(world, place, given.get("reply_parameters"))
    shape = {
        **placed(world, place, given.get("message_thread_id"), replied),
        **content,
        "has_protected_content": given.get("protect_content") or None,
        "effect_id": given.get("message_effect_id"),
        "reply_markup": keyboards.checked(given.get("reply_markup"), private=isinstance(place, Person)),
    }
    return for_bot(world.post(place, shape, None).message)


def _replied(world: World, place: Place, reply: Json | None) -> Kept | None:
    if reply is None:
        return None
    kept = world.chats.find(place.id, reply.get("message_id", 0))
    if kept is None and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return kept
