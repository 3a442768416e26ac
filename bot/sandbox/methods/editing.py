"""Changes to messages that are there: edits, deletion, reactions."""

from __future__ import annotations

from bot.sandbox import keyboards
from bot.sandbox.chats import Kept
from bot.sandbox.groups import Group
from bot.sandbox.methods.attachments import attachment
from bot.sandbox.methods.places import may_govern, message_of, place_of, reachable
from bot.sandbox.methods.reactions import REACTIONS
from bot.sandbox.methods.sending import captioned, worded
from bot.sandbox.methods.table import plays
from bot.sandbox.refusals import bad_request
from bot.sandbox.shapes import CAPTIONED, Json, for_bot
from bot.sandbox.world import World

DELETABLE_SECONDS = 48 * 3600
_WORDS = ("text", "entities", "caption", "caption_entities", "show_caption_above_media", "has_media_spoiler")
_CONTENT = (*_WORDS, "reply_markup", "photo", "document")


@plays("editMessageText")
def edit_message_text(world: World, given: Json) -> Json:
    """Change the text and the keyboard of a message of the bot."""
    if "rich_message" not in given and "text" not in given:
        raise bad_request("message text is empty")
    content = worded(given) if "text" in given else {}
    kept = _editable(world, given)
    if "text" not in kept.message:
        raise bad_request("there is no text in the message to edit")
    return _edit(world, kept, {**content, "reply_markup": given.get("reply_markup")})


@plays("editMessageCaption")
def edit_message_caption(world: World, given: Json) -> Json:
    """Change the caption and the keyboard of a photo or file of the bot."""
    content = captioned(given)
    content.pop("has_media_spoiler")
    kept = _editable(world, given)
    if not any(name in kept.message for name in CAPTIONED):
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, kept, {**content, "reply_markup": given.get("reply_markup")})


@plays("editMessageMedia")
def edit_message_media(world: World, given: Json) -> Json:
    """Put another photo or document in the place of the one in a message of the bot, or of its text."""
    media: Json = given["media"]
    kept = _editable(world, given)
    if not any(name in kept.message for name in ("text", "photo", "document")):
        raise bad_request("message can't be edited")
    if "media_group_id" in kept.message and media["type"] not in kept.message:
        raise bad_request("MEDIA_GROUPED_INVALID")
    nothing: Json = dict.fromkeys(_CONTENT)
    content = {**attachment(world, media["type"], media["media"], media), **captioned(media)}
    return _edit(world, kept, {**nothing, **content, "reply_markup": given.get("reply_markup")})


@plays("editMessageReplyMarkup")
def edit_message_reply_markup(world: World, given: Json) -> Json:
    """Change the keyboard of a message of the bot, or take it away."""
    return _edit(world, _editable(world, given), {"reply_markup": given.get("reply_markup")})


@plays("deleteMessage")
def delete_message(world: World, given: Json) -> bool:
    """Delete a message: as an administrator of a group any, elsewhere one that is not older than 48 hours."""
    kept = message_of(world, given, "to delete")
    place = place_of(world, given)
    governs = may_govern(world, place)
    if "forum_topic_created" in kept.message or not (kept.outgoing or governs):
        raise bad_request("message can't be deleted")
    powerful = governs and isinstance(place, Group)
    if world.now() - kept.message["date"] > DELETABLE_SECONDS and not powerful:
        raise bad_request("message can't be deleted for everyone")
    world.chats.remove(kept)
    world.tell(kept.chat_id)
    return True


@plays("setMessageReaction")
def set_message_reaction(world: World, given: Json) -> bool:
    """Replace the bot's reaction to a message."""
    kept = message_of(world, given, "to react")
    reactions: list[Json] = given.get("reaction", [])
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    if any(reaction.get("emoji") not in REACTIONS for reaction in reactions):
        raise bad_request("REACTION_INVALID")
    kept.reactions = reactions
    world.touched(kept)
    return True


def _editable(world: World, given: Json) -> Kept:
    reachable(world, given)
    kept = message_of(world, given, "to edit")
    # Telegram edits messages without a keyboard or with an inline one; those with a reply keyboard stay as they are.
    if not kept.outgoing or for_bot(kept.message) is not kept.message:
        raise bad_request("message can't be edited")
    return kept


def _edit(world: World, kept: Kept, content: Json) -> Json:
    content["reply_markup"] = keyboards.checked(content["reply_markup"], private=True)
    after = {**kept.message, **content}
    if all((kept.message.get(name) or None) == (after.get(name) or None) for name in _CONTENT):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    return world.alter(kept, content).message
