"""Every call is checked against the specification, however deep."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.sandbox.validation import check_value
from tests.sandbox.conftest import RESIDENT, Side


def inline(**button: Any) -> dict[str, Any]:
    return {"inline_keyboard": [[{"text": "按", **button}]]}


@pytest.mark.parametrize(
    ("extra", "reason"),
    [
        ({"colour": "red"}, 'unknown parameter "colour" in sendMessage'),
        ({"disable_notification": "maybe"}, '"disable_notification" must be of type Boolean'),
        ({"text": 5}, '"text" must be of type String'),
        ({"reply_markup": "{"}, "can't parse reply_markup JSON object"),
        ({"reply_markup": {"keys": []}}, "can't parse reply_markup: it is none of"),
        ({"reply_markup": {"inline_keyboard": [{"text": "x"}]}}, '"reply_markup.inline_keyboard[0]" must be of type'),
        ({"reply_markup": inline(callback="a")}, 'unknown parameter "reply_markup.inline_keyboard[0][0].callback"'),
        ({"reply_markup": inline(callback_data="a" * 65)}, "BUTTON_DATA_INVALID"),
        ({"reply_markup": inline(callback_data="字" * 22)}, "BUTTON_DATA_INVALID"),
        ({"reply_markup": inline(callback_data=5)}, '"reply_markup.inline_keyboard[0][0].callback_data" must be of'),
        ({"reply_markup": inline()}, "can't parse inline keyboard button: Text buttons are unallowed"),
        ({"reply_markup": inline(callback_data="a", url="http://a.b")}, "BUTTON_TYPE_INVALID"),
        ({"reply_markup": {"inline_keyboard": [[{"callback_data": "a"}]]}}, "can't parse inline keyboard button"),
        ({"reply_markup": {"force_reply": False}}, '"reply_markup.force_reply" must be of type True'),
        ({"reply_markup": {"keyboard": [[{"text": "好", "url": "x"}]]}}, 'unknown parameter "reply_markup.keyboard[0]'),
        ({"entities": [{"type": "bold", "offset": "x", "length": 1}]}, '"entities[0].offset" must be of type Integer'),
        ({"link_preview_options": {"is_disabled": 1}}, '"link_preview_options.is_disabled" must be of type Boolean'),
        ({"reply_parameters": {"message_id": True}}, '"reply_parameters.message_id" must be of type Integer'),
    ],
)
async def test_a_wrong_message_is_caught(side: Side, extra: dict[str, Any], reason: str) -> None:
    description = await side.refused("sendMessage", **{"chat_id": RESIDENT, "text": "x", **extra})
    assert description.startswith(f"Bad Request: {reason}")
    assert await side.shown() == [], "a refused call has no effect"


@pytest.mark.parametrize(
    ("method", "params", "reason"),
    [
        ("getUpdates", {"limit": 101}, '"limit" must have a value from 1 to 100'),
        ("getUpdates", {"allowed_updates": [1]}, '"allowed_updates[0]" must be of type String'),
        ("setMyShortDescription", {"short_description": "字" * 121}, '"short_description" must have 0-120 characters'),
        ("setMyCommands", {"commands": [{"command": "a", "description": "b"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ("setMyCommands", {"commands": [], "scope": {"type": "everybody"}}, "can't parse scope: it is none of"),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat"}}, 'field "scope.chat_id" is required'),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 9}}, "chat not found"),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
        ("getMe", {"chat_id": 1}, 'unknown parameter "chat_id" in getMe'),
    ],
)
async def test_limits_and_subtypes_are_checked(side: Side, method: str, params: dict[str, Any], reason: str) -> None:
    assert (await side.refused(method, **params)).startswith(f"Bad Request: {reason}")


async def test_a_keyboard_has_at_most_100_buttons_and_8_in_a_row(side: Side) -> None:
    button = {"text": "x", "callback_data": "a"}
    for rows, ok in [([[button] * 8] * 12, True), ([[button] * 9], False), ([[button]] * 101, False)]:
        answer = (await side.raw("sendMessage", chat_id=1001, text="x", reply_markup={"inline_keyboard": rows})).json()
        assert answer["ok"] is ok
        assert ok or answer["description"] == "Bad Request: REPLY_MARKUP_TOO_LONG"


async def test_64_bytes_of_data_and_4096_characters_after_parsing_are_fine(side: Side) -> None:
    text = f"<b>{'&lt;' * 4096}</b>"
    markup = inline(callback_data="字" * 21 + "a")
    sent = await side.call("sendMessage", chat_id=1001, text=text, parse_mode="HTML", reply_markup=markup)
    assert sent["text"] == "<" * 4096
    assert sent["reply_markup"] == markup


async def test_parameters_come_as_query_form_json_or_multipart(side: Side) -> None:
    address = "/bot424242%3ASANDBOX/SENDmessage"
    markup = json.dumps(inline(callback_data="a"))
    form = {"chat_id": "1001", "text": "x", "reply_markup": markup, "disable_notification": "true"}
    answers = [
        await side.http.get(address, params=form),
        await side.http.post(address, data=form),
        await side.http.post(address, json={**form, "chat_id": 1001}),
        await side.http.post(address, files={name: (None, value) for name, value in form.items()}),
    ]
    assert [answer.json()["result"]["reply_markup"] for answer in answers] == [inline(callback_data="a")] * 4
    assert len(await side.shown()) == 4


async def test_a_file_may_be_attached_under_any_name(side: Side, png: Any) -> None:
    form = {"chat_id": "1001", "photo": "attach://here"}
    for files, ok in [({"here": png(9, 9)}, True), ({"there": png(9, 9)}, False)]:
        answer = (await side.http.post("/bot424242:SANDBOX/sendPhoto", data=form, files=files)).json()
        assert answer["ok"] is ok


async def test_a_file_that_the_call_does_not_name_is_refused(side: Side) -> None:
    response = await side.http.post(
        "/bot424242:SANDBOX/sendMessage", data={"chat_id": "1001", "text": "x"}, files={"paper": b"x"}
    )
    assert response.json()["description"].startswith('Bad Request: unknown parameter "paper" in sendMessage')


async def test_a_body_that_is_not_json_is_refused(side: Side) -> None:
    headers = {"content-type": "application/json"}
    for body, reason in [(b"{", "can't parse JSON object"), (b"[]", "object expected")]:
        response = await side.http.post("/bot424242:SANDBOX/getMe", content=body, headers=headers)
        assert (response.status_code, response.json()["description"]) == (400, f"Bad Request: {reason}")


async def test_results_have_the_shape_that_the_specification_promises(side: Side, png: Any) -> None:
    body = {"photo": ("a.png", png(200, 100))}
    await side.http.post("/sim/people/1001/send", files=body, data={"caption": "看 /tip"})
    markup = inline(callback_data="a")
    sent = await side.call(
        "sendMessage", chat_id=1001, text="/x", reply_markup=markup, reply_parameters={"message_id": 1}
    )
    await side.post("people/1001/press", message_id=sent["message_id"], data="a")
    await side.post("people/1001/press", message_id=77, data="z", forged=True)
    await side.post("people/1001/edit", message_id=1, text="新")
    await side.post("people/1001/block")
    updates = await side.call("getUpdates")
    assert [list(update)[1] for update in updates] == [
        *("message", "callback_query", "callback_query", "edited_message", "my_chat_member")
    ]
    photo = updates[0]["message"]["photo"][-1]["file_id"]
    results = {
        "Array of Update": updates,
        "User": await side.call("getMe"),
        "Message": sent,
        "ChatFullInfo": await side.call("getChat", chat_id=1001),
        "File": await side.call("getFile", file_id=photo),
        "WebhookInfo": await side.call("getWebhookInfo"),
        "BotDescription": await side.call("getMyDescription"),
    }
    for kind, result in results.items():
        check_value(kind, {"name": kind, "types": [kind]}, result, kind)


async def test_groups_files_and_topics_have_the_promised_shapes_too(side: Side, png: Any) -> None:
    await side.call("getUpdates", allowed_updates=["message", "chat_member", "my_chat_member"])
    forum = (await side.post("groups", title="翠竹园", members=[1001], forum=True))["id"]
    await side.post("people", id=1002, name="王五")
    for status in ("member", "administrator", "kicked"):
        await side.post(f"groups/{forum}/members", person=1002, status=status)
    topic = await side.call("createForumTopic", chat_id=forum, name="一", icon_custom_emoji_id="5")
    where = {"chat_id": forum, "message_thread_id": topic["message_thread_id"]}
    await side.call("editForumTopic", **where, name="二")
    await side.call("closeForumTopic", **where)
    sent = await side.call("sendLocation", **where, latitude=1, longitude=2.5)
    await side.call("pinChatMessage", chat_id=forum, message_id=sent["message_id"])
    await side.uploads("voice", ("a.ogg", b"OggS"), chat=forum, reply_to=sent["message_id"])
    await side.uploads("document", ("a.pdf", b"%PDF"), chat=forum)
    await side.sends(contact={"phone_number": "+10000000000"}, chat=forum)
    for origin in ({"from_name": "某人"}, {"from_person": 1002}, {"from_channel": "社区"}):
        await side.sends(text="x", forward=origin)
    basic = (await side.post("groups", title="一组", members=[1001]))["id"]
    await side.post(f"groups/{basic}/migrate")
    results = {
        "Array of Update": await side.updates(),
        "ForumTopic": topic,
        "Message": sent,
        "ChatFullInfo": await side.call("getChat", chat_id=forum),
        "Array of ChatMember": await side.call("getChatAdministrators", chat_id=forum),
    }
    assert len(results["Array of Update"]) == 21
    for kind, result in results.items():
        check_value(kind, {"name": kind, "types": [kind]}, result, kind)
