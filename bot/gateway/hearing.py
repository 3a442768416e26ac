"""What came from Telegram: a raw update becomes what a person did, in neutral words."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import Any

from bot import shapes
from bot.shapes import File, Membership, Message, Press, User
from bot.speech import Attached, Group, Incoming, Medium

KINDS = ("message", "edited_message", "callback_query", "my_chat_member")
"""The kinds of update that Telegram is asked for."""
GROUPS = ("group", "supergroup")


class Unreadable(Exception):
    """An update is not of the shape that the Bot API promises."""


def address(raw: object) -> tuple[str, int, str]:
    """Return what makes an update itself, whose it is (0: nobody's), and its press to acknowledge ("": none).

    Never fails, whatever was sent. The update's number is no identity: Telegram may begin to count anew. A press in a
    group is answered by its turn, in words that its person alone sees.
    """
    update = raw if isinstance(raw, dict) else {}
    person = _number(update, "callback_query", "from", "id")
    press = _at(update, "callback_query", "id")
    if isinstance(press, str):
        in_group = _at(update, "callback_query", "message", "chat", "type") in GROUPS
        return f"press {press}", person, "" if in_group else press
    for kind in ("message", "edited_message"):
        chat, message = _number(update, kind, "chat", "id"), _number(update, kind, "message_id")
        if chat and message:
            edited = _number(update, kind, "edit_date")
            said = _digest(update[kind])
            return f"message {chat} {message} {edited} {said}", _number(update, kind, "from", "id") or chat, ""
    number = _at(update, "update_id")
    return f"update {number} {_digest(raw)}", _number(update, "my_chat_member", "from", "id"), ""


def _digest(raw: object) -> str:
    return hashlib.sha256(json.dumps(raw, sort_keys=True).encode()).hexdigest()[:24]


def _at(raw: Any, *path: str) -> Any:
    for name in path:
        raw = raw.get(name) if isinstance(raw, dict) else None
    return raw


def _number(raw: Any, *path: str) -> int:
    found = _at(raw, *path)
    return found if isinstance(found, int) and not isinstance(found, bool) and abs(found) < 1 << 63 else 0


def parse(raw: bytes) -> Incoming | None:
    """Return what a person did; None for what is not for us; `Unreadable` when it makes no sense."""
    try:
        update = shapes.read(raw)
        if update.callback_query is not None:
            return _press(update.callback_query)
        if update.message is not None:
            return _message(update.message) or _in_group(update.message)
        if update.edited_message is not None:
            return _edit(update.edited_message)
        if update.my_chat_member is not None:
            return _membership(update.my_chat_member)
    except (ValueError, RecursionError) as error:
        raise Unreadable(type(error).__name__) from error
    return None


def _press(query: Press) -> Incoming | None:
    if query.message is None or query.message.chat.type not in ("private", *GROUPS):
        return None
    return Incoming(
        kind="press",
        chat=query.message.chat.id,
        person=query.sender.id,
        language=query.sender.language_code,
        name=query.sender.full_name,
        message=query.message.message_id,
        press=query.data,
        press_id=query.id,
        group=_group(query.message) if query.message.chat.type in GROUPS else None,
    )


def _message(message: Message) -> Incoming | None:
    if message.chat.type != "private" or message.sender is None or message.via_bot is not None:
        return None
    said = _from(message.sender, message)
    attached = _attached(message)
    if attached is not None:
        return replace(said, kind=attached.kind, text=message.caption or "", attached=attached)
    if message.location is not None:
        return replace(said, kind="location", at=(message.location.latitude, message.location.longitude))
    if message.text is None:
        return replace(said, text=message.caption or "")
    command, rest = _command(message)
    # A command in a forwarded message is somebody else's word.
    if command and message.forward_origin is None:
        return replace(said, kind="command", command=command, text=rest)
    return replace(said, kind="text", text=message.text)


def _from(sender: User, message: Message) -> Incoming:
    return Incoming(
        kind="other",
        chat=message.chat.id,
        person=sender.id,
        language=sender.language_code,
        name=sender.full_name,
        message=message.message_id,
        album=message.media_group_id,
    )


def _in_group(message: Message) -> Incoming | None:
    """Return a command that somebody gave in a group themselves, or that the group moved; other talk is not for us."""
    if message.chat.type not in GROUPS:
        return None
    if message.migrate_to_chat_id:
        return Incoming("moved", message.chat.id, 0, group=Group(moved_to=message.migrate_to_chat_id))
    # An anonymous admin, a channel, another bot's words and somebody else's: nobody whose role can be known.
    veiled = message.sender_chat is not None or message.via_bot is not None or message.forward_origin is not None
    command, rest = _command(message)
    if not command or veiled or message.sender is None:
        return None
    there = replace(_group(message), named=(message.text or "").split()[0].partition("@")[2])
    return replace(_from(message.sender, message), kind="command", command=command, text=rest, group=there)


def _group(message: Message) -> Group:
    # An answer outside topics bears a thread too, which is no topic: nothing can be sent into it.
    thread = message.message_thread_id if message.is_topic_message else 0
    return Group(message.chat.title, message.chat.is_forum, thread)


PICTURES = ("image/jpeg", "image/png", "image/webp", "image/gif")
"""What counts as a photo when it is sent as a file."""
MOST_NAME = 100


def _attached(message: Message) -> Attached | None:
    if message.photo:
        return _file("photo", message.photo[-1])
    if message.voice:
        return _file("voice", message.voice)
    if moving := message.video or message.video_note or message.animation:
        return _file("video", moving)
    if message.document:
        return _file("photo" if message.document.mime_type in PICTURES else "document", message.document)
    return None


def _file(kind: Medium, file: File) -> Attached:
    name = file.file_name[:MOST_NAME]
    return Attached(kind, file.file_id, file.file_unique_id, file.file_size, file.duration, file.mime_type, name)


def _edit(message: Message) -> Incoming | None:
    said = _message(message)
    return replace(said, kind="edit", attached=None) if said is not None and said.text else None


def _command(message: Message) -> tuple[str, str]:
    text = message.text or ""
    if not any(entity.type == "bot_command" and entity.offset == 0 for entity in message.entities):
        return "", text
    first, *rest = text.split(maxsplit=1)
    return first[1:].partition("@")[0].lower(), "".join(rest)


OUTSIDE = ("left", "kicked")


def _membership(change: Membership) -> Incoming | None:
    if change.chat.type not in ("private", *GROUPS):
        return None
    is_out = change.new_chat_member.status in OUTSIDE
    said = Incoming("blocked" if is_out else "unblocked", change.chat.id, change.sender.id)
    if change.chat.type == "private":
        return said
    before = change.old_chat_member.status if change.old_chat_member else "left"
    group = Group(change.chat.title, change.chat.is_forum, joined=before in OUTSIDE and not is_out)
    return replace(said, language=change.sender.language_code, group=group)
