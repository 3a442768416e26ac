"""A real python-telegram-bot client plays the methods of files, groups and topics."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommandScopeChatMember,
    ChatMemberAdministrator,
    ChatMemberOwner,
    InputMediaDocument,
    InputMediaPhoto,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
)
from telegram.error import ChatMigrated, Forbidden

from tests.sandbox.conftest import BOT, NEIGHBOUR, RESIDENT, Side


async def test_the_client_sends_files_of_all_kinds(client: Bot, png: Any) -> None:
    document = await client.send_document(RESIDENT, b"a,b", filename="表.csv", caption="<b>表</b>", parse_mode="HTML")
    assert document.document is not None
    assert (document.document.file_name, document.document.file_size) == ("表.csv", 3)
    voice = await client.send_voice(RESIDENT, b"OggS1234", duration=3)
    assert voice.voice is not None
    file = await client.get_file(voice.voice)
    assert bytes(await file.download_as_bytearray()) == b"OggS1234"
    location = await client.send_location(RESIDENT, 31.25, 121.5)
    assert location.location is not None
    assert location.location.longitude == 121.5
    photos = await client.send_media_group(
        RESIDENT, [InputMediaPhoto(png(9, 8), caption="1"), InputMediaPhoto(png(8, 9))]
    )
    assert [photo.photo[-1].width for photo in photos] == [9, 8]
    assert photos[0].media_group_id == photos[1].media_group_id is not None
    edited = await client.edit_message_media(
        InputMediaDocument(b"%PDF", filename="a.pdf"), RESIDENT, document.message_id
    )
    assert isinstance(edited, Message)
    assert edited.document is not None
    assert edited.document.mime_type == "application/pdf"
    captioned = await client.edit_message_caption(RESIDENT, edited.message_id, caption="换")
    assert isinstance(captioned, Message)
    assert captioned.caption == "换"


async def test_the_client_asks_for_contact_and_location(client: Bot, side: Side) -> None:
    keys = [[KeyboardButton("电话", request_contact=True), KeyboardButton("位置", request_location=True)]]
    await client.send_message(RESIDENT, "?", reply_markup=ReplyKeyboardMarkup(keys, one_time_keyboard=True))
    (row,) = (await side.shown())[-1]["reply_markup"]["keyboard"]
    assert [button["text"] for button in row if button.get("request_contact") or button.get("request_location")] == [
        *("电话", "位置")
    ]


async def test_the_client_runs_a_forum(client: Bot, side: Side) -> None:
    forum = await side.group(forum=True)
    topic = await client.create_forum_topic(forum, "举报 4", icon_color=7322096)
    thread = topic.message_thread_id
    sent = await client.send_message(forum, "在这", message_thread_id=thread)
    assert (sent.is_topic_message, sent.message_thread_id, sent.chat.is_forum) == (True, thread, True)
    assert await client.send_chat_action(forum, "typing", message_thread_id=thread)
    assert await client.pin_chat_message(forum, sent.message_id)
    assert (await client.get_chat(forum)).pinned_message == sent
    assert await client.unpin_chat_message(forum, message_id=sent.message_id)
    assert await client.unpin_all_chat_messages(forum)
    assert await client.edit_forum_topic(forum, thread, name="举报 4 ✓")
    assert await client.close_forum_topic(forum, thread)
    assert await client.reopen_forum_topic(forum, thread)
    assert await client.delete_forum_topic(forum, thread)
    owner, bot = await client.get_chat_administrators(forum)
    assert isinstance(owner, ChatMemberOwner)
    assert isinstance(bot, ChatMemberAdministrator)
    assert (bot.user.id, bot.can_manage_topics) == (BOT, True)
    assert (await client.get_chat_member(forum, NEIGHBOUR)).status == "member"
    assert await client.get_chat_member_count(forum) == 3
    scope = BotCommandScopeChatMember(forum, NEIGHBOUR)
    assert await client.set_my_commands([("start", "开始")], scope=scope)
    assert len(await client.get_my_commands(scope=scope)) == 1
    assert await client.leave_chat(forum)
    with pytest.raises(Forbidden, match="not a member of the supergroup chat"):
        await client.send_message(forum, "x")


async def test_the_client_is_told_where_a_group_moved(client: Bot, side: Side) -> None:
    old = await side.group()
    new = (await side.post(f"groups/{old}/migrate"))["id"]
    with pytest.raises(ChatMigrated) as moved:
        await client.send_message(old, "x")
    assert moved.value.new_chat_id == new
    away, arrived = await client.get_updates()
    assert away.message is not None
    assert away.message.migrate_to_chat_id == new
    assert arrived.message is not None
    assert arrived.message.migrate_from_chat_id == old


async def test_the_client_reads_what_people_send(client: Bot, side: Side) -> None:
    await side.uploads("voice", ("a.ogg", b"OggS"), duration=2)
    await side.uploads("document", ("a.pdf", b"%PDF"))
    await side.sends(location={"latitude": 31.25, "longitude": 121.5})
    await side.sends(contact={"phone_number": "+10000000000", "first_name": "李"})
    await side.sends(text="旧", forward={"from_name": "某人"}, reply_to=1)
    await side.sends(text="旧", forward={"from_channel": "社区"})
    messages = [update.message for update in await client.get_updates()]
    assert all(message is not None and not message.api_kwargs for message in messages)
    voice, document, location, contact, forward, channel = [message for message in messages if message is not None]
    assert (voice.voice is not None, document.document is not None, location.location is not None) == (True,) * 3
    assert contact.contact is not None
    assert contact.contact.user_id == RESIDENT
    assert forward.forward_origin is not None
    assert (forward.forward_origin.type, forward.reply_to_message) == ("hidden_user", voice)
    assert channel.forward_origin is not None
    assert channel.forward_origin.type == "channel"


async def test_the_client_reads_every_update_of_a_group(client: Bot, side: Side) -> None:
    await client.get_updates(allowed_updates=["message", "edited_message", "chat_member", "my_chat_member"])
    forum = (await side.post("groups", title="翠竹园", members=[RESIDENT], forum=True))["id"]
    await side.post("people", id=NEIGHBOUR, name="王五")
    for status in ("administrator", "left", "kicked"):
        await side.post(f"groups/{forum}/members", person=NEIGHBOUR, status=status)
    thread = (await client.create_forum_topic(forum, "一")).message_thread_id
    await client.edit_forum_topic(forum, thread, name="二")
    await client.close_forum_topic(forum, thread)
    await client.reopen_forum_topic(forum, thread)
    said = (await side.sends(chat=forum, thread=thread, text="好"))["message"]["message_id"]
    await side.post(f"people/{RESIDENT}/edit", chat=forum, message_id=said, text="很好")
    await client.pin_chat_message(forum, said)
    updates = await client.get_updates()
    told = [update.effective_message for update in updates if update.effective_message is not None]
    assert [update.chat_member.new_chat_member.status for update in updates if update.chat_member is not None] == [
        *("administrator", "left", "kicked")
    ]
    names = ("new_chat_members", "left_chat_member", "text", "pinned_message")
    topics = tuple(f"forum_topic_{deed}" for deed in ("created", "edited", "closed", "reopened"))
    found = [next(name for name in (*names, *topics) if getattr(message, name)) for message in told]
    assert found == [*names[:1], *names[:2], *topics, "text", "text", "pinned_message"]
    assert all(not message.api_kwargs for message in told)
