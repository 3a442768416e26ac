"""Locations, contacts, answers and forwarded words."""

from __future__ import annotations

import pytest

from tests.sandbox.conftest import BOT, NEIGHBOUR, RESIDENT, Side

HERE = {"latitude": 31.25, "longitude": 121.5}


async def test_a_person_shares_where_they_are(side: Side) -> None:
    await side.sends(location=HERE)
    (update,) = await side.updates()
    assert update["message"]["location"] == HERE
    assert await side.impossible(f"people/{RESIDENT}/send", location={"latitude": 91, "longitude": 0})


async def test_a_contact_is_the_persons_own_unless_it_says_otherwise(side: Side) -> None:
    card = {"phone_number": "+10000000000", "first_name": "李"}
    for more in ({}, {"user_id": 77}, {"user_id": None}):
        await side.sends(contact={**card, **more})
    own, other, nobody = [update["message"]["contact"] for update in await side.updates()]
    assert own == {**card, "user_id": RESIDENT}
    assert other["user_id"] == 77
    assert "user_id" not in nobody


async def test_an_answer_carries_what_it_answers(side: Side) -> None:
    asked = await side.call("sendMessage", chat_id=RESIDENT, text="几楼?")
    await side.sends(text="三楼", reply_to=asked["message_id"])
    (update,) = await side.updates()
    assert update["message"]["reply_to_message"] == asked
    assert "message_thread_id" not in update["message"]
    assert await side.impossible(f"people/{RESIDENT}/send", text="x", reply_to=99) == "there is no message 99"


async def test_forwarded_words_tell_whose_they_were(side: Side) -> None:
    await side.sends(text="/start 停电", forward={"from_name": "某人"})
    await side.sends(forward={"from_person": BOT, "text": "旧消息"})
    await side.sends(text="通知", forward={"from_channel": "社区", "date": 1})
    hidden, bot, channel = [update["message"] for update in await side.updates()]
    assert hidden["forward_origin"]["sender_user_name"] == "某人"
    assert hidden["entities"][0]["type"] == "bot_command"
    assert (bot["text"], bot["forward_origin"]["sender_user"]["is_bot"]) == ("旧消息", True)
    assert (channel["forward_origin"]["chat"]["type"], channel["forward_origin"]["date"]) == ("channel", 1)


async def test_the_bot_sends_a_location(side: Side) -> None:
    sent = await side.call("sendLocation", chat_id=RESIDENT, **HERE, horizontal_accuracy=5.5)
    assert sent["location"] == {**HERE, "horizontal_accuracy": 5.5}
    refused = await side.refused("sendLocation", chat_id=RESIDENT, latitude=0, longitude=181)
    assert refused == "Bad Request: invalid location specified"
    assert await side.refused("sendLocation", chat_id=RESIDENT, longitude=1) == "Bad Request: latitude is empty"


@pytest.mark.parametrize(
    ("wish", "reason"),
    [("request_contact", "phone number"), ("request_location", "location")],
)
async def test_keyboards_ask_for_contact_and_location_in_private_chats_only(side: Side, wish: str, reason: str) -> None:
    keyboard = {"keyboard": [[{"text": "分享", wish: True}]], "one_time_keyboard": True}
    await side.call("sendMessage", chat_id=RESIDENT, text="?", reply_markup=keyboard)
    assert (await side.shown())[-1]["reply_markup"] == keyboard
    group = await side.group()
    refused = await side.refused("sendMessage", chat_id=group, text="?", reply_markup=keyboard)
    assert refused == f"Bad Request: {reason} can be requested in private chats only"


async def test_nobody_acts_in_a_chat_that_is_not_theirs(side: Side) -> None:
    group = await side.group(members=[RESIDENT])
    for chat in (group, RESIDENT, -5):
        assert await side.impossible(f"people/{NEIGHBOUR}/send", text="x", chat=chat)
        assert await side.impossible(f"people/{NEIGHBOUR}/edit", message_id=1, text="x", chat=chat)
    assert (await side.http.get(f"/sim/chats/{group}/messages?person={NEIGHBOUR}")).status_code == 409
    assert (await side.http.get("/sim/chats/-5/messages")).status_code == 404
