"""Topics of forums, and pinned messages."""

from __future__ import annotations

import pytest

from tests.sandbox.conftest import BOT, NEIGHBOUR, RESIDENT, Side


async def test_a_topic_is_made_renamed_closed_reopened_and_deleted(side: Side) -> None:
    forum = await side.group(forum=True)
    topic = await side.call("createForumTopic", chat_id=forum, name="举报 4", icon_color=16766590)
    number = topic["message_thread_id"]
    assert topic == {"message_thread_id": number, "name": "举报 4", "icon_color": 16766590}
    where = {"chat_id": forum, "message_thread_id": number}
    await side.call("editForumTopic", **where, name="举报 4 ✓")
    await side.call("closeForumTopic", **where)
    for method, params in [("editForumTopic", {"name": "举报 4 ✓"}), ("closeForumTopic", {})]:
        assert await side.refused(method, **where, **params) == "Bad Request: TOPIC_NOT_MODIFIED"
    (shown,) = await side.get(f"groups/{forum}/topics")
    assert (shown["name"], shown["closed"]) == ("举报 4 ✓", True)
    assert (await side.get("groups"))[0]["topics"] == [shown]
    await side.call("reopenForumTopic", **where)
    events = [update["message"] for update in await side.updates()]
    assert [next(name for name in event if name.startswith("forum_topic")) for event in events] == [
        *("forum_topic_created", "forum_topic_edited", "forum_topic_closed", "forum_topic_reopened")
    ]
    assert {event["message_thread_id"] for event in events} == {number}
    assert events[0]["message_id"] == number
    assert events[0]["chat"]["is_forum"] is True
    await side.call("deleteForumTopic", **where)
    assert await side.get(f"groups/{forum}/topics") == []
    assert await side.refused("closeForumTopic", **where) == "Bad Request: TOPIC_ID_INVALID"


async def test_messages_stay_in_their_topic(side: Side) -> None:
    forum = await side.group(forum=True)
    number = (await side.call("createForumTopic", chat_id=forum, name="一"))["message_thread_id"]
    asked = await side.call("sendMessage", chat_id=forum, text="在这", message_thread_id=number)
    assert (asked["message_thread_id"], asked["is_topic_message"]) == (number, True)
    await side.sends(NEIGHBOUR, chat=forum, thread=number, text="好")
    await side.sends(NEIGHBOUR, chat=forum, text="答", reply_to=asked["message_id"])
    back = await side.call(
        "sendMessage", chat_id=forum, text="回", reply_parameters={"message_id": asked["message_id"]}
    )
    assert back["message_thread_id"] == number, "an answer goes where the question is"
    await side.sends(NEIGHBOUR, chat=forum, text="闲聊")
    words = [message.get("text") for message in await side.seen(forum, thread=number)]
    assert words == [None, "在这", "好", "答", "回"]
    assert [message["text"] for message in await side.seen(forum, thread=1) if "text" in message] == ["闲聊"]
    assert len(await side.seen(forum)) == 8


async def test_only_administrators_write_into_a_closed_topic(side: Side) -> None:
    forum = await side.group(forum=True)
    number = (await side.call("createForumTopic", chat_id=forum, name="一"))["message_thread_id"]
    where = {"chat_id": forum, "message_thread_id": number}
    await side.call("closeForumTopic", **where)
    await side.sends(RESIDENT, chat=forum, thread=number, text="owner")
    await side.call("sendMessage", **where, text="administrator")
    refused = await side.impossible(f"people/{NEIGHBOUR}/send", chat=forum, thread=number, text="x")
    assert refused == "the topic is closed"
    await side.post(f"groups/{forum}/members", person=BOT, status="member")
    assert await side.refused("sendMessage", **where, text="x") == "Bad Request: TOPIC_CLOSED"
    refused = await side.refused("createForumTopic", chat_id=forum, name="二")
    assert refused == "Bad Request: not enough rights to create a topic"


@pytest.mark.parametrize("thread", [1, 99])
async def test_what_is_no_topic_is_refused(side: Side, thread: int) -> None:
    forum = await side.group(forum=True)
    for chat in (forum, RESIDENT):
        refused = await side.refused("sendPhoto", chat_id=chat, photo="x", message_thread_id=thread)
        assert refused == "Bad Request: message thread not found"
    if thread != 1:
        refused = await side.impossible(f"people/{RESIDENT}/send", chat=forum, thread=thread, text="x")
        assert refused == f"there is no topic {thread}"


async def test_topics_are_of_forums_and_have_names(side: Side) -> None:
    group = await side.group()
    for chat in (group, RESIDENT):
        refused = await side.refused("createForumTopic", chat_id=chat, name="x")
        assert refused == "Bad Request: the chat is not a forum"
    forum = await side.group(forum=True)
    for name in ("", " ", "字" * 129):
        assert await side.refused("createForumTopic", chat_id=forum, name=name) == "Bad Request: TOPIC_TITLE_EMPTY"


async def test_a_message_is_pinned_for_everybody(side: Side) -> None:
    group = await side.group()
    first, second = [await side.call("sendMessage", chat_id=group, text=text) for text in ("一", "二")]
    for sent in (second, first, first):
        await side.call("pinChatMessage", chat_id=group, message_id=sent["message_id"])
    told = [update["message"] for update in await side.updates()]
    assert [message["pinned_message"]["text"] for message in told] == ["二", "一"], "the third changed nothing"
    shown = {message["text"]: message["pinned"] for message in await side.seen(group) if "text" in message}
    assert shown == {"一": True, "二": True}
    assert (await side.call("getChat", chat_id=group))["pinned_message"]["text"] == "一", "the one pinned last"
    await side.call("unpinChatMessage", chat_id=group)
    assert (await side.call("getChat", chat_id=group))["pinned_message"]["text"] == "二"
    await side.call("unpinAllChatMessages", chat_id=group)
    assert "pinned_message" not in await side.call("getChat", chat_id=group)
    assert await side.call("unpinChatMessage", chat_id=group) is True


async def test_pinning_needs_a_message_and_rights(side: Side) -> None:
    sent = await side.call("sendMessage", chat_id=RESIDENT, text="x")
    assert await side.call("pinChatMessage", chat_id=RESIDENT, message_id=sent["message_id"]) is True
    event = (await side.shown())[-1]["message_id"]
    for method, number, reason in [
        ("pinChatMessage", 99, "message to pin not found"),
        ("unpinChatMessage", 99, "message to unpin not found"),
        ("pinChatMessage", event, "message can't be pinned"),
    ]:
        refused = await side.refused(method, chat_id=RESIDENT, message_id=number)
        assert refused == f"Bad Request: {reason}"
    await side.call("unpinChatMessage", chat_id=RESIDENT, message_id=sent["message_id"])
    assert not any(message["pinned"] for message in await side.shown())
    group = await side.group(bot="member")
    number = (await side.call("sendMessage", chat_id=group, text="x"))["message_id"]
    refused = await side.refused("pinChatMessage", chat_id=group, message_id=number)
    assert refused == "Bad Request: not enough rights to manage pinned messages in the chat"
