"""New messages of the bot."""

from __future__ import annotations

from bot.sandbox import keyboards
from bot.sandbox.entities import formatted
from bot.sandbox.files import Upload
from bot.sandbox.methods.places import reachable
from bot.sandbox.methods.table import plays
from bot.sandbox.people import Person
from bot.sandbox.refusals import bad_request
from bot.sandbox.shapes import Json, for_bot
from bot.sandbox.world import World

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


@plays("sendPhoto")
def send_photo(world: World, given: Json) -> Json:
    """Send a photo: an upload, or the id of one sent before."""
    content = captioned(given)
    person = reachable(world, given)
    return post(world, person, given, {"photo": photo_sizes(world, given["photo"]), **content})


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


def photo_sizes(world: World, photo: Upload | str) -> list[Json]:
    """Return the sizes of an uploaded or known photo."""
    if isinstance(photo, Upload):
        return world.files.add_photo(photo.body)
    if photo.startswith(("http://", "https://")):
        raise bad_request("failed to get HTTP URL content")
    stored = world.files.find(photo)
    if stored is None:
        raise bad_request("wrong remote file identifier specified: Wrong character in the string")
    return stored.sizes


def post(world: World, person: Person, given: Json, content: Json) -> Json:
    """Put a message of the bot into a chat."""
    shape = {
        "reply_to_message": _replied(world, person, given.get("reply_parameters")),
        **content,
        "has_protected_content": given.get("protect_content") or None,
        "effect_id": given.get("message_effect_id"),
        "reply_markup": keyboards.checked(given.get("reply_markup")),
    }
    return for_bot(world.post(person, shape, outgoing=True).message)


def _replied(world: World, person: Person, reply: Json | None) -> Json | None:
    if reply is None:
        return None
    kept = world.chats.find(person.id, reply.get("message_id", 0))
    if kept is None and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    if kept is None:
        return None
    return {key: value for key, value in for_bot(kept.message).items() if key != "reply_to_message"}
