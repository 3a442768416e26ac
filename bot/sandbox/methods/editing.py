"""Changes to messages that are there: edits, deletion, reactions."""

from __future__ import annotations

from bot.sandbox import keyboards
from bot.sandbox.chats import Kept
from bot.sandbox.methods.places import message_of, person_of
from bot.sandbox.methods.reactions import REACTIONS
from bot.sandbox.methods.sending import captioned, worded
from bot.sandbox.methods.table import plays
from bot.sandbox.refusals import bad_request, blocked
from bot.sandbox.shapes import Json, for_bot
from bot.sandbox.world import World

DELETABLE_SECONDS = 48 * 3600
_CONTENT = ("text", "entities", "caption", "caption_entities", "reply_markup", "show_caption_above_media")


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
    """Change the caption and the keyboard of a photo of the bot."""
    content = captioned(given)
    content.pop("has_media_spoiler")
    kept = _editable(world, given)
    if "photo" not in kept.message:
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, kept, {**content, "reply_markup": given.get("reply_markup")})


@plays("editMessageReplyMarkup")
def edit_message_reply_markup(world: World, given: Json) -> Json:
    """Change the keyboard of a message of the bot, or take it away."""
    return _edit(world, _editable(world, given), {"reply_markup": given.get("reply_markup")})


@plays("deleteMessage")
def delete_message(world: World, given: Json) -> bool:
    """Delete a message of either side that is not older than 48 hours."""
    kept = message_of(world, given, "to delete")
    if world.now() - kept.message["date"] > DELETABLE_SECONDS:
        raise bad_request("message can't be deleted for everyone")
    world.chats.remove(kept)
    world.changes.tell(kept.chat_id)
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
    world.chats.keep(kept)
    world.changes.tell(kept.chat_id)
    return True


def _editable(world: World, given: Json) -> Kept:
    if person_of(world, given).blocked:
        raise blocked()
    kept = message_of(world, given, "to edit")
    # Telegram edits messages without a keyboard or with an inline one; those with a reply keyboard stay as they are.
    if not kept.outgoing or for_bot(kept.message) is not kept.message:
        raise bad_request("message can't be edited")
    return kept


def _edit(world: World, kept: Kept, content: Json) -> Json:
    content["reply_markup"] = keyboards.checked(content["reply_markup"])
    after = {**kept.message, **content}
    if all((kept.message.get(name) or None) == (after.get(name) or None) for name in _CONTENT):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    return world.alter(kept, content).message
