"""A real python-telegram-bot client works with the sandbox."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from telegram import Bot, BotCommand, BotCommandScopeChat, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.constants import ChatAction, ParseMode
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter

from tests.sandbox.conftest import Side

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("按", callback_data="k", style="success")]])


async def test_the_client_sends_edits_and_deletes(client: Bot) -> None:
    assert (await client.get_me()).username == "anju_sandbox_bot"
    sent = await client.send_message(1001, "🏠 <b>安居</b>", parse_mode=ParseMode.HTML, reply_markup=KEYS)
    assert sent.parse_entities() == {sent.entities[0]: "安居"}
    edited = await client.edit_message_text("改", 1001, sent.message_id)
    assert not isinstance(edited, bool)
    assert (edited.text, edited.reply_markup) == ("改", None)
    marked = await client.edit_message_reply_markup(1001, sent.message_id, reply_markup=KEYS)
    assert not isinstance(marked, bool)
    assert marked.reply_markup == KEYS
    assert await client.set_message_reaction(1001, sent.message_id, "👍")
    assert await client.send_chat_action(1001, ChatAction.TYPING)
    assert await client.delete_message(1001, sent.message_id)


async def test_the_client_sends_and_fetches_a_photo(client: Bot, png: Any) -> None:
    body = png(300, 200)
    sent = await client.send_photo(1001, body, caption="<i>图</i>", parse_mode=ParseMode.HTML, reply_markup=KEYS)
    assert (sent.photo[-1].width, sent.photo[-1].height, sent.caption) == (300, 200, "图")
    file = await client.get_file(sent.photo[-1])
    assert bytes(await file.download_as_bytearray()) == body
    again = await client.send_photo(1001, sent.photo[-1], caption="再")
    assert again.photo == sent.photo
    captioned = await client.edit_message_caption(1001, again.message_id, caption="换")
    assert not isinstance(captioned, bool)
    assert captioned.caption == "换"


async def test_the_client_reads_every_kind_of_update(client: Bot, side: Side, png: Any) -> None:
    await side.says("/start x")
    await side.http.post("/sim/people/1001/send", files={"photo": ("a.png", png(9, 9))}, data={"caption": "看"})
    sent = await client.send_message(1001, "?", reply_markup=KEYS)
    await side.post("people/1001/press", message_id=sent.message_id, text="按")
    await side.post("people/1001/press", message_id=99, data="z", forged=True)
    await side.post("people/1001/edit", message_id=1, text="new")
    await side.post("people/1001/block")
    await side.post("people/1001/unblock")
    text, photo, press, forged, edit, block, unblock = await client.get_updates(timeout=1)
    assert text.message is not None
    assert text.message.text == "/start x"
    assert text.message.from_user is not None
    assert text.message.from_user.language_code == "zh-hans"
    assert photo.message is not None
    assert photo.message.photo[-1].width == 9
    assert press.callback_query is not None
    assert press.callback_query.message == sent
    assert await press.callback_query.answer("好", show_alert=True)
    assert forged.callback_query is not None
    assert forged.callback_query.message is not None
    assert not forged.callback_query.message.is_accessible
    assert edit.edited_message is not None
    assert edit.edited_message.edit_date is not None
    assert block.my_chat_member is not None
    assert block.my_chat_member.new_chat_member.status == "kicked"
    assert unblock.my_chat_member is not None
    assert await client.get_updates(offset=unblock.update_id + 1) == ()


async def test_the_client_sets_menus_and_descriptions(client: Bot) -> None:
    menu = (BotCommand("start", "开始"),)
    scope = BotCommandScopeChat(1001)
    assert await client.set_my_commands(menu, scope=scope, language_code="zh")
    assert await client.get_my_commands(scope=scope, language_code="zh") == menu
    assert await client.delete_my_commands(scope=scope, language_code="zh")
    assert await client.get_my_commands(scope=scope, language_code="zh") == ()
    assert await client.set_my_description("长")
    assert await client.set_my_short_description("短")
    assert (await client.get_my_description()).description == "长"
    assert (await client.get_chat(1001)).first_name == "李小安"
    assert await client.delete_webhook()
    assert (await client.get_webhook_info()).url == ""


async def test_the_client_tells_the_refusals_apart(client: Bot, side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")
    with pytest.raises(BadRequest, match="Chat not found"):
        await client.send_message(5, "x")
    await side.post("faults", method="sendMessage", kind="429", retry_after=3)
    with pytest.raises(RetryAfter) as flood:
        await client.send_message(1001, "x")
    assert flood.value.retry_after == timedelta(seconds=3)
    await side.post("faults", method="sendMessage", kind="lost")
    with pytest.raises(NetworkError):
        await client.send_message(1001, "x")
    await side.post("people/1001/block")
    with pytest.raises(Forbidden):
        await client.send_message(1001, "x")


async def test_the_client_hears_of_a_second_poller_and_a_wrong_token(client: Bot, side: Side) -> None:
    first = asyncio.create_task(client.get_updates(timeout=10))
    await asyncio.sleep(0.05)
    await side.call("getUpdates")
    with pytest.raises(Conflict):
        await first
    stranger = Bot("1:other", base_url="http://sandbox/bot", request=client.request)
    with pytest.raises(InvalidToken):
        await stranger.get_me()
