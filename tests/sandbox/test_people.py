"""What people do in the sandbox reaches the bot, and the other way round."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.sandbox.conftest import Side

MENU = {"inline_keyboard": [[{"text": "是", "callback_data": "y"}, {"text": "否", "callback_data": "n"}]]}


async def test_people_are_added_and_changed(side: Side) -> None:
    added = await side.post("people", id=1001, name="李大安", persona="officer", username="an")
    assert added["name"] == "李大安"
    newcomer = await side.post("people", name="王五", persona="landlord", language_code="en")
    assert (newcomer["id"], newcomer["unread"], newcomer["blocked"]) == (1002, 0, False)
    await side.post("people", id=7, name="小七", persona="resident")
    assert (await side.post("people", name="赵六", persona="resident"))["id"] == 1003
    assert [person["id"] for person in await side.get("people")] == [7, 1001, 1002, 1003]
    assert (await side.http.post("/sim/people", json={"nom": "x"})).status_code == 400
    assert (await side.http.get("/sim/people/9/messages")).status_code == 404


async def test_commands_that_people_type_are_marked(side: Side) -> None:
    await side.says("/start tip_4")
    (update,) = await side.call("getUpdates")
    assert update["message"]["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert "outgoing" not in update["message"]


async def test_the_screen_shows_both_sides_and_no_deleted_message(side: Side) -> None:
    await side.says("hi")
    sent = await side.call("sendMessage", chat_id=1001, text="hello", reply_markup={"keyboard": [[{"text": "好"}]]})
    assert "reply_markup" not in sent, "only inline keyboards are part of a message for the bot"
    await side.call("setMessageReaction", chat_id=1001, message_id=1, reaction=[{"type": "emoji", "emoji": "👀"}])
    mine, theirs = await side.shown()
    assert (mine["outgoing"], mine["reactions"]) == (False, [{"type": "emoji", "emoji": "👀"}])
    assert (theirs["outgoing"], theirs["reply_markup"]) == (True, {"keyboard": [[{"text": "好"}]]})
    assert (await side.get("people"))[0]["unread"] == 1
    await side.post("people/1001/read")
    assert (await side.get("people"))[0]["unread"] == 0
    await side.call("deleteMessage", chat_id=1001, message_id=1)
    assert [message["text"] for message in await side.shown()] == ["hello"]


async def test_a_button_is_pressed_by_data_label_or_place(side: Side) -> None:
    sent = await side.call("sendMessage", chat_id=1001, text="?", reply_markup=MENU)
    number = sent["message_id"]
    ways: list[dict[str, Any]] = [{"data": "n"}, {"text": "否"}, {"row": 0, "column": 1}]
    for wish in ways:
        pressed = await side.post("people/1001/press", message_id=number, **wish)
        (update,) = await side.call("getUpdates", offset=pressed["update_id"])
        query = update["callback_query"]
        assert (query["data"], query["id"]) == ("n", pressed["callback_query_id"])
        assert query["message"] == sent
        assert query["chat_instance"]
    wrong: list[dict[str, Any]] = [{"data": "x"}, {"text": "x"}, {"row": 3}]
    for wish in wrong:
        refused = await side.http.post("/sim/people/1001/press", json={"message_id": number, **wish})
        assert refused.status_code == 409


async def test_an_answer_to_a_press_is_seen(side: Side) -> None:
    sent = await side.call("sendMessage", chat_id=1001, text="?", reply_markup=MENU)
    pressed = await side.post("people/1001/press", message_id=sent["message_id"], data="y")
    path = f"callbacks/{pressed['callback_query_id']}"
    assert (await side.get(path))["answered"] is False
    await side.call("answerCallbackQuery", callback_query_id=pressed["callback_query_id"], text="好", show_alert=True)
    seen = await side.get(path)
    assert (seen["answered"], seen["text"], seen["show_alert"]) == (True, "好", True)


async def test_a_forged_press_carries_anything(side: Side) -> None:
    sent = await side.call("sendMessage", chat_id=1001, text="?", reply_markup=MENU)
    await side.post("people/1001/press", message_id=sent["message_id"], data="admin", forged=True)
    await side.post("people/1001/press", message_id=99, data="gone", forged=True)
    real, gone = (update["callback_query"] for update in await side.call("getUpdates"))
    assert real["data"] == "admin"
    assert gone["message"] == {"chat": real["message"]["chat"], "message_id": 99, "date": 0}


async def test_people_edit_their_own_messages_only(side: Side) -> None:
    await side.says("frist")
    await side.post("people/1001/edit", message_id=1, text="first /x")
    edited = (await side.call("getUpdates"))[-1]["edited_message"]
    assert (edited["text"], edited["entities"][0]["offset"]) == ("first /x", 6)
    assert edited["edit_date"] >= edited["date"]
    sent = await side.call("sendMessage", chat_id=1001, text="x")
    wrong = {"message_id": sent["message_id"], "text": "y"}
    assert (await side.http.post("/sim/people/1001/edit", json=wrong)).status_code == 409


async def test_blocking_tells_the_bot_and_stops_the_person_from_writing(side: Side) -> None:
    await side.post("people/1001/block")
    assert (await side.http.post("/sim/people/1001/send", json={"text": "x"})).status_code == 409
    await side.post("people/1001/unblock")
    changes = [update["my_chat_member"] for update in await side.call("getUpdates")]
    assert [(one["old_chat_member"]["status"], one["new_chat_member"]["status"]) for one in changes] == [
        ("member", "kicked"),
        ("kicked", "member"),
    ]


async def test_an_album_is_several_updates_of_one_group(side: Side, png: Any) -> None:
    files = [("photo", (f"{n}.png", png(120, 60 + n), "image/png")) for n in range(3)]
    response = await side.http.post("/sim/people/1001/send", files=files, data={"caption": "楼道"})
    assert response.json()["message"]["caption"] == "楼道"
    messages = [update["message"] for update in await side.call("getUpdates")]
    assert len({message["media_group_id"] for message in messages}) == 1
    assert [message.get("caption") for message in messages] == ["楼道", None, None]
    assert [message["photo"][-1]["height"] for message in messages] == [60, 61, 62]
    assert messages[0]["photo"][0]["width"] == 90


async def test_a_photo_goes_round(side: Side, png: Any) -> None:
    body = png(50, 40)
    sent = await side.http.post(
        "/bot424242:SANDBOX/sendPhoto", data={"chat_id": 1001}, files={"photo": ("a.png", body)}
    )
    (size,) = sent.json()["result"]["photo"]
    found = await side.call("getFile", file_id=size["file_id"])
    download = await side.http.get(f"/file/bot424242:SANDBOX/{found['file_path']}")
    assert download.content == body
    assert (await side.http.get(f"/sim/file/{size['file_id']}")).content == body
    again = await side.call("sendPhoto", chat_id=1001, photo=size["file_id"], caption="<b>x</b>", parse_mode="HTML")
    assert again["photo"] == [size]
    assert again["caption_entities"] == [{"type": "bold", "offset": 0, "length": 1}]
    edited = await side.call("editMessageCaption", chat_id=1001, message_id=again["message_id"], caption="y")
    assert edited["caption"] == "y"
    refused = await side.refused("editMessageText", chat_id=1001, message_id=again["message_id"], text="y")
    assert refused == "Bad Request: there is no text in the message to edit"


async def test_what_is_no_photo_is_refused(side: Side, png: Any) -> None:
    for body, reason in [
        (b"", "file must be non-empty"),
        (b"GIF", "IMAGE_PROCESS_FAILED"),
        (png(1, 1)[:20], "IMAGE_PROCESS_FAILED"),
        (png(21, 1), "PHOTO_INVALID_DIMENSIONS"),
    ]:
        upload = {"photo": ("a.png", body)}
        response = await side.http.post("/bot424242:SANDBOX/sendPhoto", files=upload, data={"chat_id": "1001"})
        assert response.json()["description"] == f"Bad Request: {reason}"


async def test_the_narrowest_menu_wins(side: Side) -> None:
    async def shown() -> list[str]:
        return [entry["command"] for entry in await side.get("people/1001/commands")]

    async def put(name: str, **where: Any) -> None:
        await side.call("setMyCommands", commands=[{"command": name, "description": "x"}], **where)

    scopes: list[dict[str, Any]] = [{"type": "all_private_chats"}, {"type": "chat", "chat_id": 1001}]
    await put("all")
    assert await shown() == ["all"]
    await put("chinese", language_code="zh")
    await put("english", language_code="en")
    assert await shown() == ["chinese"]
    for scope in scopes:
        await put(scope["type"], scope=scope)
        assert await shown() == [scope["type"]]
        assert (await side.call("getMyCommands", scope=scope))[0]["command"] == scope["type"]
    await side.call("deleteMyCommands", scope=scopes[1])
    assert await shown() == ["all_private_chats"]


async def test_descriptions_are_kept_by_language(side: Side) -> None:
    await side.call("setMyDescription", description="all")
    await side.call("setMyDescription", description="中文", language_code="zh")
    await side.call("setMyShortDescription", short_description="short")
    assert await side.call("getMyDescription", language_code="zh") == {"description": "中文"}
    assert await side.call("getMyDescription", language_code="fr") == {"description": "all"}
    assert await side.call("getMyShortDescription") == {"short_description": "short"}


async def test_strangers_sites_are_not_served(side: Side) -> None:
    for headers in [{"host": "evil.example"}, {"origin": "https://evil.example"}, {"origin": "null"}]:
        assert (await side.http.get("/sim/people", headers=headers)).status_code == 403
    near = {"host": "localhost:9999", "origin": "http://127.0.0.1:9999"}
    assert (await side.http.get("/sim/people", headers=near)).status_code == 200


async def test_changes_are_told(side: Side) -> None:
    changes = side.http._transport.app.state.world.changes  # type: ignore[attr-defined]
    listening = changes.listen(ping=0.2)
    first = asyncio.create_task(anext(listening))
    await asyncio.sleep(0)
    await side.says("hi")
    assert await first == {1001}
    assert await anext(listening) == set(), "silence ends with a ping"
    await listening.aclose()
