"""Updates of every bent shape, and what is read of each."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from bot.gateway import Unreadable, parse
from bot.speech import Attached, Group, Incoming

USER: dict[str, Any] = {"id": 7, "is_bot": False, "first_name": "李", "last_name": "小安", "language_code": "zh-hans"}
CHAT: dict[str, Any] = {"id": 7, "type": "private", "first_name": "李"}
MESSAGE: dict[str, Any] = {"message_id": 5, "date": 1_700_000_000, "chat": CHAT, "from": USER, "text": "楼道"}
PRESS: dict[str, Any] = {"id": "77", "from": USER, "chat_instance": "1", "data": "m.help.", "message": MESSAGE}
MEMBER: dict[str, Any] = {"chat": CHAT, "from": USER, "date": 1, "new_chat_member": {"user": USER, "status": "kicked"}}
SIZES = [
    {"file_id": "small", "file_unique_id": "s", "width": 9, "height": 9},
    {"file_id": "large", "file_unique_id": "l", "width": 90, "height": 90, "file_size": None},
]
COMMAND = [{"type": "bot_command", "offset": 0, "length": 5}]
ORIGIN = {"type": "hidden_user", "sender_user_name": "某人", "date": 1}

SAID = Incoming("text", 7, 7, "zh-hans", "李 小安", 5, "楼道")
PRESSED = Incoming("press", 7, 7, "zh-hans", "李 小安", 5, press="m.help.", press_id="77")
NAMELESS = Incoming("text", 7, 7, "", "", 5, "楼道")
SEEN = Incoming("photo", 7, 7, "zh-hans", "李 小安", 5, "", attached=Attached("photo", "large", "l"))
VOICE = {"file_id": "v", "file_unique_id": "u", "duration": 3, "mime_type": None, "file_size": None}
SPOKEN = Incoming("voice", 7, 7, "zh-hans", "李 小安", 5, "", attached=Attached("voice", "v", "u", seconds=3))
HELP = Incoming("command", 7, 7, "zh-hans", "李 小安", 5, "", "help")
OTHER = Incoming("other", 7, 7, "zh-hans", "李 小安", 5)
LEFT = Incoming("blocked", 7, 7)
FORUM: dict[str, Any] = {"id": -100, "type": "supergroup", "title": "网格群", "is_forum": True}
THERE = Group("网格群", forum=True)
ORDER: dict[str, Any] = {"chat": FORUM, "text": "/help", "entities": COMMAND}
ORDERED = Incoming("command", -100, 7, "zh-hans", "李 小安", 5, command="help", group=THERE)
LEFT_IT, IN_IT = ({"user": USER, "status": status} for status in ("left", "administrator"))
BOT = {"id": 9, "is_bot": True, "first_name": "b"}


def message(*without: str, **changed: Any) -> dict[str, Any]:
    """Return an update with a message that was changed."""
    return {"update_id": 1, "message": changed_of(MESSAGE, without, changed)}


def press(*without: str, **changed: Any) -> dict[str, Any]:
    return {"update_id": 1, "callback_query": changed_of(PRESS, without, changed)}


def sender(*without: str, **changed: Any) -> dict[str, Any]:
    return message(**{"from": changed_of(USER, without, changed)})


def changed_of(whole: dict[str, Any], without: tuple[str, ...], changed: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**whole, **changed}.items() if name not in without}


def nested(depth: int) -> Any:
    shape: Any = "odd"
    for _ in range(depth):
        shape = {"reply_to_message": shape}
    return shape


READ: dict[str, tuple[Any, Incoming | None]] = {
    "as it should be": (message(), SAID),
    # Null is the same as nothing.
    "text is null": (message(text=None), OTHER),
    "entities are null": (message(entities=None), SAID),
    "entities of a caption are null": (message(caption_entities=None, caption=None), SAID),
    "everything optional is null": (
        message(entities=None, photo=None, media_group_id=None, via_bot=None, forward_origin=None, caption=None),
        SAID,
    ),
    "photo is null": (message(photo=None), SAID),
    "a photo's caption and text are null": (message(photo=SIZES, caption=None, text=None), SEEN),
    "no album": (message("text", photo=SIZES, media_group_id=None), SEEN),
    "a voice of which little is told": (message("text", voice=VOICE, video=None, document=None), SPOKEN),
    "names and language are null": (sender(first_name=None, last_name=None, language_code=None), NAMELESS),
    "names and language are absent": (sender("first_name", "last_name", "language_code"), NAMELESS),
    "every kind but one is null": ({**message(), "callback_query": None, "edited_message": None}, SAID),
    "a null deep in what is not read": (message(reply_to_message={"photo": [None], "text": None}), SAID),
    "sender is null": (message(**{"from": None}), None),
    "the only kind is null": ({"update_id": 1, "message": None}, None),
    "press without data": (press(data=None), Incoming("press", 7, 7, "zh-hans", "李 小安", 5, press_id="77")),
    "press whose message is null": (press(message=None), None),
    # What is not known, or not for us, is passed over.
    "fields of tomorrow": (message(telepathy={"from": [None]}, text_quality=0.5), SAID),
    "an unknown kind": ({"update_id": 1, "telepathy": {}}, None),
    "nothing in it": ({}, None),
    "from a group": (message(chat={"id": -100, "type": "supergroup"}), None),
    "in an unknown type of chat": (message(chat={**CHAT, "type": "astral"}), None),
    "a channel without a sender": (message("from", chat={"id": -100, "type": "channel"}), None),
    "by an inline bot": (message(via_bot={"id": 9, "is_bot": True, "first_name": "b"}), None),
    "a press on an inline message": (press("message", inline_message_id="x"), None),
    "an inaccessible message": (press(message={"chat": CHAT, "message_id": 5, "date": 0}), PRESSED),
    "pressed in a group": (
        press(message={"chat": {"id": -1, "type": "group"}, "message_id": 5, "date": 0}),
        replace(PRESSED, chat=-1, group=Group()),
    ),
    "pressed in a channel": (press(message={"chat": {"id": -1, "type": "channel"}, "message_id": 5, "date": 0}), None),
    "an order in a group": (message(**ORDER), ORDERED),
    "an order in a topic": (
        message(**ORDER, message_thread_id=3, is_topic_message=True),
        replace(ORDERED, group=replace(THERE, thread=3)),
    ),
    "an order in answer to somebody, outside topics": (message(**ORDER, message_thread_id=3), ORDERED),
    "an order to a bot by name": (
        message(**{**ORDER, "text": "/HELP@anju_bot now"}),
        replace(ORDERED, text="now", group=replace(THERE, named="anju_bot")),
    ),
    "an order by an anonymous administrator": (message(**ORDER, sender_chat=FORUM), None),
    "an order of nobody in a group": (message("from", **ORDER), None),
    "an order by an inline bot in a group": (message(**ORDER, via_bot=BOT), None),
    "somebody else's order in a group": (message(**ORDER, forward_origin=ORIGIN), None),
    "an order that was written later in a group": ({"edited_message": message(**ORDER)["message"]}, None),
    "a photo in a group": (message("text", chat=FORUM, photo=SIZES, caption="/help"), None),
    "a group that moved": (
        message("text", chat={"id": -1, "type": "group"}, migrate_to_chat_id=-100),
        Incoming("moved", -1, 0, group=Group(moved_to=-100)),
    ),
    "came into a group": (
        {"my_chat_member": {**MEMBER, "chat": FORUM, "old_chat_member": LEFT_IT, "new_chat_member": IN_IT}},
        Incoming("unblocked", -100, 7, "zh-hans", group=replace(THERE, joined=True)),
    ),
    "rose in a group": (
        {"my_chat_member": {**MEMBER, "chat": FORUM, "old_chat_member": IN_IT, "new_chat_member": IN_IT}},
        Incoming("unblocked", -100, 7, "zh-hans", group=THERE),
    ),
    "thrown out of a group": (
        {"my_chat_member": {**MEMBER, "chat": FORUM, "old_chat_member": IN_IT}},
        Incoming("blocked", -100, 7, "zh-hans", group=THERE),
    ),
    "came into a channel": ({"my_chat_member": {**MEMBER, "chat": {"id": -1, "type": "channel"}}}, None),
    "an edit": ({"edited_message": MESSAGE}, Incoming("edit", 7, 7, "zh-hans", "李 小安", 5, "楼道")),
    "an edit to nothing": ({"edited_message": {**MESSAGE, "text": None}}, None),
    "left the bot": ({"my_chat_member": MEMBER}, LEFT),
    "a command": (message(text="/help", entities=COMMAND), HELP),
    "a command to a named bot": (message(text="/HELP@anju_bot", entities=COMMAND), HELP),
    "somebody else's command": (
        message(text="/help", entities=COMMAND, forward_origin=ORIGIN),
        Incoming("text", 7, 7, "zh-hans", "李 小安", 5, "/help"),
    ),
    "photo without sizes": (message("text", photo=[]), OTHER),
    "the date does not matter": (message(date=10**18), SAID),
    "the largest number": (sender(id=1 << 52), Incoming("text", 7, 1 << 52, "zh-hans", "李 小安", 5, "楼道")),
    "half a character": (message(text="楼\ud83d"), Incoming("text", 7, 7, "zh-hans", "李 小安", 5, "楼\ud83d")),
    "as deep as it is read": (message(reply_to_message=nested(60)), SAID),
}

UNREADABLE: dict[str, Any] = {
    "no object": [],
    "a text": "update",
    "message is a list": {"message": [MESSAGE]},
    "message is a text": {"message": "odd"},
    "message is empty": {"message": {}},
    "message without id": message("message_id"),
    "message without date": message("date"),
    "message without chat": message("chat"),
    "chat is null": message(chat=None),
    "chat without type": message(chat={"id": 7}),
    "chat's id is null": message(chat={**CHAT, "id": None}),
    "message id is a text": message(message_id="5"),
    "message id is broken": message(message_id=5.5),
    "message id is a whole float": message(message_id=5.0),
    "message id is huge": message(message_id=1 << 80),
    "date is a text": message(date="yesterday"),
    "sender is a list": message(**{"from": [7]}),
    "sender without id": sender("id"),
    "sender's id is a text": sender(id="7"),
    "sender's id is true": sender(id=True),
    "sender's id is huge": sender(id=(1 << 52) + 1),
    "sender's id is far below": sender(id=-(1 << 70)),
    "sender's name is a number": sender(first_name=5),
    "sender's language is a list": sender(language_code=["zh"]),
    "text is a number": message(text=12),
    "text is an object": message(text={"odd": 1}),
    "entities are a text": message(entities="bold"),
    "an entity is null": message(entities=[None]),
    "an entity without type": message(entities=[{"offset": 0, "length": 1}]),
    "an entity with a broken offset": message(entities=[{"type": "bold", "offset": 0.5, "length": 1}]),
    "a command in an empty text": message(text="", entities=COMMAND),
    "photo is a text": message("text", photo="p.jpg"),
    "photo without file": message("text", photo=[{"width": 1, "height": 1}]),
    "voice is a list": message("text", voice=[VOICE]),
    "voice with half a second": message("text", voice={**VOICE, "duration": 3.5}),
    "forwarded by a text": message(forward_origin="pigeon"),
    "press without id": press("id"),
    "press with a number as id": press(id=77),
    "press without sender": press("from"),
    "press with a list as data": press(data=["m"]),
    "press on a list": press(message=[1]),
    "press on a message without date": press(message={"chat": CHAT, "message_id": 5}),
    "membership is a text": {"my_chat_member": "kicked"},
    "membership without states": {"my_chat_member": changed_of(MEMBER, ("new_chat_member",), {})},
    "two kinds of which one is bent": {**message(), "callback_query": {"id": 3}},
}


@pytest.mark.parametrize("name", READ)
def test_what_can_be_read_is_read(name: str) -> None:
    update, expected = READ[name]
    assert parse(json.dumps(update).encode()) == expected


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_has_another_shape_is_unreadable_and_nothing_else(name: str) -> None:
    with pytest.raises(Unreadable):
        parse(json.dumps(UNREADABLE[name]).encode())


@pytest.mark.parametrize(
    "raw", [b"", b"{", b"\xff\xfe\xfa", b"[" * 100_000, b'{"message":' * 5000, b'{"update_id":' + b"9" * 5000 + b"}"]
)
def test_what_is_no_json_is_unreadable(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        parse(raw)
