"""JSON shapes of the Bot API that more than one file builds."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
CAPTIONED = ("photo", "document", "voice", "video")
CONTENTS = ("text", *CAPTIONED, "location", "contact")


def bot_user(token: str, name: str, username: str) -> Json:
    """Return the bot as `getMe` shows it."""
    return {
        "id": int(token.partition(":")[0]),
        "is_bot": True,
        "first_name": name,
        "username": username,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


def author(bot: Json) -> Json:
    """Return the bot as the `from` of its own messages."""
    return {key: bot[key] for key in ("id", "is_bot", "first_name", "username")}


def without_nothing(shape: Json) -> Json:
    """Leave out fields that are None or empty lists, as Telegram does."""
    return {key: value for key, value in shape.items() if value is not None and value != []}


def for_bot(message: Json) -> Json:
    """Return a message as the Bot API shows it: keyboards other than inline ones are not in it."""
    markup = message.get("reply_markup")
    if markup is None or "inline_keyboard" in markup:
        return message
    return {key: value for key, value in message.items() if key != "reply_markup"}


def says_something(message: Json) -> bool:
    """Say whether somebody wrote a message, rather than Telegram telling of an event."""
    return any(name in message for name in CONTENTS)
