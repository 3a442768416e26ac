"""Groups: who is in them, who hears what, and how they move."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.conftest import BOT, NEIGHBOUR, RESIDENT, Side

MENU = {"inline_keyboard": [[{"text": "是", "callback_data": "y"}]]}


def kinds(updates: list[dict[str, Any]]) -> list[str]:
    return [next(kind for kind in update if kind != "update_id") for update in updates]


async def test_a_new_group_tells_the_bot_that_it_is_in(side: Side) -> None:
    await side.post("people", id=NEIGHBOUR, name="王五")
    made = await side.post("groups", title="翠竹园", members=[RESIDENT, NEIGHBOUR])
    assert (made["type"], made["forum"], made["topics"]) == ("group", False, [])
    assert made["members"] == {str(RESIDENT): "creator", str(BOT): "administrator", str(NEIGHBOUR): "member"}
    added, arrival, neighbour = await side.updates()
    assert added["my_chat_member"]["chat"] == {"id": made["id"], "title": "翠竹园", "type": "group"}
    assert added["my_chat_member"]["new_chat_member"]["status"] == "administrator"
    assert arrival["message"]["new_chat_members"][0]["id"] == BOT
    assert neighbour["message"]["new_chat_members"][0]["first_name"] == "王五"
    assert [group["id"] for group in await side.get("groups")] == [made["id"]]


async def test_asking_for_the_same_group_again_only_changes_it(side: Side) -> None:
    group = await side.group(id=-77)
    again = await side.post("groups", id=-77, title="翠竹园一组", members=[RESIDENT, NEIGHBOUR])
    assert (group, again["title"], len(again["members"])) == (-77, "翠竹园一组", 3)
    assert await side.updates() == []


@pytest.mark.parametrize(
    "wish",
    [
        {"title": "x", "members": []},
        {"title": "x", "members": [RESIDENT], "id": 5},
        {"title": "x", "members": [RESIDENT], "id": -5, "forum": True},
        {"title": "x", "members": [RESIDENT], "bot": "creator"},
        {"members": [RESIDENT]},
    ],
)
async def test_an_impossible_group_is_refused(side: Side, wish: dict[str, Any]) -> None:
    assert (await side.http.post("/sim/groups", json=wish)).status_code == 400
    assert await side.get("groups") == []


async def test_what_the_bot_says_reaches_every_member(side: Side) -> None:
    group = await side.group()
    sent = await side.call("sendMessage", chat_id=group, text="今晚停水", reply_markup=MENU)
    for person in (RESIDENT, NEIGHBOUR):
        assert (await side.seen(group, person))[-1]["text"] == "今晚停水"
    assert await side.shown() == [], "private chats are other chats"
    (shape,) = await side.get("groups")
    assert shape["unread"] == {str(RESIDENT): 1, str(NEIGHBOUR): 2}, "the neighbour came, and was told so"
    await side.post(f"people/{RESIDENT}/read", chat=group)
    assert (await side.get("groups"))[0]["unread"] == {str(NEIGHBOUR): 2}
    await side.post(f"people/{NEIGHBOUR}/press", chat=group, message_id=sent["message_id"], data="y")
    await side.sends(NEIGHBOUR, chat=group, text="收到", reply_to=sent["message_id"])
    press, answer = await side.updates()
    assert press["callback_query"]["message"] == sent
    assert press["callback_query"]["from"]["id"] == NEIGHBOUR
    assert answer["message"]["chat"]["id"] == group
    assert [message["from"]["id"] for message in await side.seen(group)][-2:] == [BOT, NEIGHBOUR]


async def test_people_edit_only_their_own_words_in_a_group(side: Side) -> None:
    group = await side.group()
    said = (await side.sends(chat=group, text="三楼"))["message"]["message_id"]
    await side.post(f"people/{RESIDENT}/edit", chat=group, message_id=said, text="四楼")
    assert kinds(await side.updates()) == ["message", "edited_message"]
    assert await side.impossible(f"people/{NEIGHBOUR}/edit", chat=group, message_id=said, text="五楼")
    assert await side.impossible(f"people/{RESIDENT}/edit", chat=group, message_id=said - 1, text="no words"), (
        "an event"
    )


async def test_blocking_the_bot_in_private_does_not_silence_a_person_in_groups(side: Side) -> None:
    group = await side.group()
    await side.post(f"people/{RESIDENT}/block")
    await side.sends(chat=group, text="还在")
    assert kinds(await side.updates()) == ["my_chat_member", "message"]


async def test_privacy_mode_keeps_talk_from_a_bot_that_is_no_administrator(side: Side) -> None:
    group = await side.group(bot="member")
    sent = await side.call("sendMessage", chat_id=group, text="?")
    for text in ["早上好", "/tip", "/tip@other_bot", "/tip@anju_sandbox_bot", "问 @anju_sandbox_bot"]:
        await side.sends(chat=group, text=text)
    await side.sends(chat=group, text="好的", reply_to=sent["message_id"])
    heard = [update["message"]["text"] for update in await side.updates()]
    assert heard == ["/tip", "/tip@anju_sandbox_bot", "问 @anju_sandbox_bot", "好的"]
    await side.post(f"groups/{group}/members", person=BOT, status="administrator")
    await side.sends(chat=group, text="晚上好")
    assert kinds(await side.updates()) == ["my_chat_member", "message"]


async def test_members_come_rise_and_go(side: Side) -> None:
    group = await side.group(members=[RESIDENT])
    await side.call("getUpdates", allowed_updates=["message", "chat_member"])
    for status in ("member", "administrator", "left"):
        changed = await side.post(f"groups/{group}/members", person=NEIGHBOUR, status=status)
        assert changed["members"][str(NEIGHBOUR)] == status
    assert (await side.post(f"groups/{group}/members", person=NEIGHBOUR, status="left"))["update_id"] is None
    updates = await side.updates()
    assert kinds(updates) == ["chat_member", "message", "chat_member", "chat_member", "message"]
    joined, came, risen, gone, left = updates
    assert joined["chat_member"]["from"]["id"] == NEIGHBOUR
    assert came["message"]["new_chat_members"][0]["id"] == NEIGHBOUR
    assert risen["chat_member"]["from"]["id"] == RESIDENT
    assert risen["chat_member"]["new_chat_member"]["can_pin_messages"] is True
    assert gone["chat_member"]["old_chat_member"]["status"] == "administrator"
    assert left["message"]["left_chat_member"]["id"] == NEIGHBOUR
    assert await side.impossible(f"people/{NEIGHBOUR}/send", chat=group, text="x")


async def test_the_bot_learns_who_is_in_a_chat(side: Side) -> None:
    group = await side.group()
    admins = await side.call("getChatAdministrators", chat_id=group)
    assert [(one["status"], one["user"]["id"]) for one in admins] == [("creator", RESIDENT), ("administrator", BOT)]
    assert (await side.call("getChatMember", chat_id=group, user_id=NEIGHBOUR))["status"] == "member"
    await side.post("people", id=1003, name="生人")
    assert (await side.call("getChatMember", chat_id=group, user_id=1003))["status"] == "left"
    assert await side.call("getChatMemberCount", chat_id=group) == 3
    assert await side.refused("getChatMember", chat_id=group, user_id=5) == "Bad Request: member not found"
    assert (await side.call("getChatMember", chat_id=RESIDENT, user_id=RESIDENT))["status"] == "member"
    refused = await side.refused("getChatAdministrators", chat_id=RESIDENT)
    assert refused == "Bad Request: there are no administrators in the private chat"
    full = await side.call("getChat", chat_id=group)
    assert (full["title"], full["type"], full["permissions"]["can_send_messages"]) == ("翠竹园", "group", True)


async def test_a_bot_that_left_or_was_kicked_is_forbidden(side: Side) -> None:
    group = await side.group()
    assert await side.call("leaveChat", chat_id=group) is True
    (left,) = await side.updates()
    assert left["my_chat_member"]["new_chat_member"]["status"] == "left"
    assert (await side.seen(group))[-1]["left_chat_member"]["id"] == BOT
    refused = await side.refused("sendMessage", chat_id=group, text="x")
    assert refused == "Forbidden: bot is not a member of the group chat"
    assert (await side.sends(chat=group, text="/tip"))["update_id"] is None
    forum = await side.group(forum=True)
    await side.post(f"groups/{forum}/members", person=BOT, status="kicked")
    refused = await side.refused("getChat", chat_id=forum)
    assert refused == "Forbidden: bot was kicked from the supergroup chat"
    refused = await side.refused("leaveChat", chat_id=RESIDENT)
    assert refused == "Bad Request: chat member status can't be changed in private chats"


async def test_a_bot_that_was_restricted_may_not_write(side: Side) -> None:
    group = await side.group(forum=True)
    await side.post(f"groups/{group}/members", person=BOT, status="restricted")
    assert (await side.updates())[0]["my_chat_member"]["new_chat_member"]["can_send_messages"] is False
    refused = await side.refused("sendMessage", chat_id=group, text="x")
    assert refused == "Bad Request: not enough rights to send text messages to the chat"
    assert await side.refused("createForumTopic", chat_id=group, name="x") == (
        "Bad Request: not enough rights to create a topic"
    )
    await side.post(f"groups/{group}/members", person=BOT, status="member")
    await side.call("sendMessage", chat_id=group, text="x")


async def test_an_administrator_deletes_what_others_wrote(side: Side) -> None:
    group = await side.group(bot="member")
    said = (await side.sends(chat=group, text="/spam"))["message"]["message_id"]
    where = {"chat_id": group, "message_id": said}
    assert await side.refused("deleteMessage", **where) == "Bad Request: message can't be deleted"
    await side.post(f"groups/{group}/members", person=BOT, status="administrator")
    await side.post("clock", forward=3 * 86400)
    assert await side.call("deleteMessage", **where) is True
    assert said not in [message["message_id"] for message in await side.seen(group)]


async def test_a_group_that_became_a_supergroup_tells_where_it_is(side: Side) -> None:
    old = await side.group()
    new = await side.post(f"groups/{old}/migrate")
    assert new["type"] == "supergroup"
    assert str(new["id"]).startswith("-100")
    assert new["members"][str(NEIGHBOUR)] == "member"
    away, arrived = [update["message"] for update in await side.updates()]
    assert (away["chat"]["id"], away["migrate_to_chat_id"]) == (old, new["id"])
    assert (arrived["chat"]["id"], arrived["migrate_from_chat_id"]) == (new["id"], old)
    response = await side.raw("sendMessage", chat_id=old, text="x")
    assert response.status_code == 400
    assert response.json() == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new["id"]},
    }
    assert await side.impossible(f"people/{RESIDENT}/send", chat=old, text="x") == f"the group moved to {new['id']}"
    assert await side.impossible(f"groups/{new['id']}/migrate") == "it is a supergroup already"
    assert [group["migrated_to"] for group in await side.get("groups")] == [new["id"], None]


async def test_a_supergroup_counts_its_own_messages(side: Side) -> None:
    await side.says("one")
    old = await side.group()
    new = (await side.post(f"groups/{old}/migrate"))["id"]
    sent = await side.call("sendMessage", chat_id=new, text="x")
    assert sent["message_id"] == 2, "after the message that told of the move"
    assert (await side.call("sendMessage", chat_id=RESIDENT, text="y"))["message_id"] > 2
    assert [message["text"] for message in await side.shown()] == ["one", "y"]


async def test_an_answer_in_a_supergroup_bears_a_thread_that_is_no_topic(side: Side) -> None:
    group = (await side.post(f"groups/{await side.group()}/migrate"))["id"]
    sent = await side.call("sendMessage", chat_id=group, text="?")
    answer = (await side.sends(chat=group, text="!", reply_to=sent["message_id"]))["message"]
    assert answer["message_thread_id"] == sent["message_id"]
    assert "is_topic_message" not in answer
    refused = await side.refused("sendMessage", chat_id=group, text="x", message_thread_id=sent["message_id"])
    assert refused == "Bad Request: message thread not found"
