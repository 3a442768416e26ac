"""The bot's mistakes are refused in Telegram's words."""

from __future__ import annotations

from typing import Any

import pytest

from bot.sandbox.spec import spec
from tests.sandbox.conftest import Side

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
TOO_OLD = "Bad Request: query is too old and response timeout expired or query ID is invalid"


def keyboard(*data: str) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "按", "callback_data": one}] for one in data]}


@pytest.mark.parametrize(
    ("method", "params", "description"),
    [
        ("sendMessage", {"chat_id": 1001}, "Bad Request: message text is empty"),
        ("sendMessage", {"chat_id": 1001, "text": ""}, "Bad Request: message text is empty"),
        ("sendMessage", {"chat_id": 1001, "text": " \n"}, "Bad Request: text must be non-empty"),
        ("sendMessage", {"chat_id": 1001, "text": "字" * 4097}, "Bad Request: message is too long"),
        ("sendMessage", {"text": "x"}, "Bad Request: chat_id is empty"),
        ("sendMessage", {"chat_id": 5, "text": "x"}, "Bad Request: chat not found"),
        ("sendMessage", {"chat_id": "@nobody", "text": "x"}, "Bad Request: chat not found"),
        ("sendMessage", {"chat_id": 1001, "text": "x", "parse_mode": "BBCode"}, "Bad Request: unsupported parse_mode"),
        (
            "sendMessage",
            {"chat_id": 1001, "text": "x", "reply_parameters": {"message_id": 99}},
            "Bad Request: message to be replied not found",
        ),
        (
            "sendMessage",
            {"chat_id": 1001, "text": "<b>x", "parse_mode": "HTML"},
            "Bad Request: can't parse entities: Can't find end tag corresponding to start tag \"b\"",
        ),
        ("sendPhoto", {"chat_id": 1001}, "Bad Request: there is no photo in the request"),
        (
            "sendPhoto",
            {"chat_id": 1001, "photo": "no-such-id"},
            "Bad Request: wrong remote file identifier specified: Wrong character in the string",
        ),
        ("editMessageText", {"chat_id": 1001, "message_id": 9, "text": "x"}, "Bad Request: message to edit not found"),
        ("editMessageText", {"chat_id": 1001, "text": "x"}, "Bad Request: message identifier is not specified"),
        ("editMessageText", {"chat_id": 1001, "message_id": 1, "text": "x"}, "Bad Request: message can't be edited"),
        ("editMessageReplyMarkup", {"chat_id": 1001, "message_id": 9}, "Bad Request: message to edit not found"),
        ("deleteMessage", {"chat_id": 1001, "message_id": 9}, "Bad Request: message to delete not found"),
        ("setMessageReaction", {"chat_id": 1001, "message_id": 9}, "Bad Request: message to react not found"),
        (
            "setMessageReaction",
            {"chat_id": 1001, "message_id": 1, "reaction": [{"type": "emoji", "emoji": "🏠"}]},
            "Bad Request: REACTION_INVALID",
        ),
        ("answerCallbackQuery", {"callback_query_id": "77"}, TOO_OLD),
        ("getChat", {"chat_id": 7}, "Bad Request: chat not found"),
        ("getFile", {"file_id": "x"}, "Bad Request: wrong file_id or the file is temporarily unavailable"),
        ("sendChatAction", {"chat_id": 1001, "action": "dance"}, "Bad Request: wrong parameter action in request"),
        (
            "setMyCommands",
            {"commands": [{"command": "Start", "description": "x"}]},
            "Bad Request: BOT_COMMAND_INVALID",
        ),
        (
            "setMyCommands",
            {"commands": [{"command": "start", "description": ""}]},
            "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID",
        ),
        (
            "setMyCommands",
            {"commands": [], "language_code": "zh-hans"},
            "Bad Request: invalid language code specified",
        ),
        ("noSuchMethod", {}, "Not Found"),
        ("sendDice", {"chat_id": 1001}, "Not Implemented: the sandbox does not play sendDice yet"),
        ("setWebhook", {"url": "https://a.b"}, "Not Implemented: the sandbox does not play setWebhook yet"),
    ],
)
async def test_a_wrong_call_is_refused(side: Side, method: str, params: dict[str, Any], description: str) -> None:
    await side.says("hello")
    assert await side.refused(method, **params) == description


async def test_an_edit_that_changes_nothing_is_refused(side: Side) -> None:
    sent = await side.call("sendMessage", chat_id=1001, text="<b>x</b>", parse_mode="HTML", reply_markup=keyboard("a"))
    same = {"chat_id": 1001, "message_id": sent["message_id"], "reply_markup": keyboard("a")}
    assert await side.refused("editMessageText", **same, text="<b>x</b>", parse_mode="HTML") == NOT_MODIFIED
    assert await side.refused("editMessageReplyMarkup", **same) == NOT_MODIFIED
    bare = await side.call("editMessageText", **same, text="x")
    assert "entities" not in bare
    assert bare["edit_date"] >= bare["date"]
    without = await side.call("editMessageReplyMarkup", chat_id=1001, message_id=sent["message_id"])
    assert "reply_markup" not in without


async def test_a_message_with_a_reply_keyboard_cannot_be_edited(side: Side) -> None:
    reply = {"keyboard": [[{"text": "好"}]]}
    sent = await side.call("sendMessage", chat_id=1001, text="x", reply_markup=reply)
    refused = await side.refused("editMessageText", chat_id=1001, message_id=sent["message_id"], text="y")
    assert refused == "Bad Request: message can't be edited"


async def test_a_blocked_bot_is_forbidden_to_write(side: Side) -> None:
    await side.post("people/1001/block")
    forbidden = "Forbidden: bot was blocked by the user"
    assert await side.refused("sendMessage", chat_id=1001, text="x") == forbidden
    assert await side.refused("sendChatAction", chat_id=1001, action="typing") == forbidden
    await side.post("people/1001/unblock")
    await side.call("sendMessage", chat_id=1001, text="x")


async def test_nobody_is_reached_before_they_met_the_bot(side: Side) -> None:
    await side.post("people", id=2000, name="生人", persona="resident", met=False)
    assert await side.refused("sendMessage", chat_id=2000, text="x") == "Bad Request: chat not found"
    await side.says("/start", 2000)
    await side.call("sendMessage", chat_id=2000, text="x")


async def test_a_wrong_token_is_unauthorized(side: Side) -> None:
    response = await side.http.get("/bot1:other/getMe")
    assert (response.status_code, response.json()["description"]) == (401, "Unauthorized")


async def test_a_press_can_be_answered_only_in_time(side: Side) -> None:
    sent = await side.call("sendMessage", chat_id=1001, text="x", reply_markup=keyboard("a"))
    late = await side.post("people/1001/press", message_id=sent["message_id"], data="a", old=True)
    query = late["callback_query_id"]
    assert await side.refused("answerCallbackQuery", callback_query_id=query) == TOO_OLD


async def test_every_method_of_the_specification_is_known(side: Side) -> None:
    for method in spec().methods:
        assert (await side.raw(method)).status_code in (200, 400, 501), method
