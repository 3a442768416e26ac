"""Telegram's own words for the mistakes that validation finds."""

from __future__ import annotations

from bot.sandbox.refusals import Refused, bad_request

# Keys are a method's or type's name and a field's, or a field's name alone.
_MISSING = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "chat_id is empty",
    "message_id": "message identifier is not specified",
    "text": "message text is empty",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "voice": "there is no voice in the request",
    "latitude": "latitude is empty",
    "longitude": "longitude is empty",
    "createForumTopic.name": "TOPIC_TITLE_EMPTY",
    "message_thread_id": "message thread not found",
    "user_id": "invalid user_id specified",
    "callback_query_id": "query is too old and response timeout expired or query ID is invalid",
    "file_id": "file_id not specified",
    "action": "wrong parameter action in request",
    "setMyCommands.commands": "can't parse commands: commands are not specified",
    "InlineKeyboardButton.text": "can't parse inline keyboard button: Can't find field \"text\"",
    "KeyboardButton.text": "can't parse keyboard button: Can't find field \"text\"",
}
_BEYOND_LIMIT = {
    "callback_data": "BUTTON_DATA_INVALID",
    "commands": "BOT_COMMANDS_TOO_MUCH",
    "BotCommand.command": "BOT_COMMAND_INVALID",
    "BotCommand.description": "BOT_COMMAND_DESCRIPTION_INVALID",
    "createForumTopic.name": "TOPIC_TITLE_EMPTY",
    "answerCallbackQuery.text": "MESSAGE_TOO_LONG",
}


def missing(owner: str, name: str, path: str) -> Refused:
    """Word that a required field is not there."""
    known = _MISSING.get(f"{owner}.{name}")
    if known is None and path == name:
        known = _MISSING.get(name)
    return bad_request(known or f'field "{path}" is required in {owner}')


def beyond_limit(owner: str, name: str, path: str, limit: str) -> Refused:
    """Word that a field is too long, too short, too large or too small."""
    known = _BEYOND_LIMIT.get(f"{owner}.{name}") or _BEYOND_LIMIT.get(name)
    return bad_request(known or f'"{path}" must have {limit}')
