"""Updates that no server should send, each made by hand to break another assumption."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.crash.stage import Json

STRANGER = 9001


def _user(**changed: Any) -> Json:
    return {"id": STRANGER, "is_bot": False, "first_name": "Odd", "language_code": "zh-hans", **changed}


def _chat(**changed: Any) -> Json:
    return {"id": STRANGER, "type": "private", "first_name": "Odd", **changed}


def _without(shape: Json, *names: str) -> Json:
    return {name: value for name, value in shape.items() if name not in names}


class _Messages:
    def __init__(self) -> None:
        self._last = 500_000

    def __call__(self, **changed: Any) -> Json:
        self._last += 1
        sound = {"message_id": self._last, "date": 1_700_000_000, "chat": _chat(), "from": _user(), "text": "odd"}
        return {**sound, **changed}


def injectable() -> dict[str, Json]:
    """Return malformed updates by what is wrong with them; each is a JSON object."""
    message = _Messages()
    return {
        **_broken_shapes(message),
        **_broken_senders(message),
        **_broken_contents(message),
        **_broken_presses(message),
    }


def _broken_shapes(message: _Messages) -> dict[str, Json]:
    return {
        "nothing in it": {},
        "an unknown kind": {"telepathy": {"from": _user(), "text": "odd"}},
        "message is null": {"message": None},
        "message is a list": {"message": [message()]},
        "message is a text": {"message": "odd"},
        "message is a number": {"message": 7},
        "message is empty": {"message": {}},
        "two kinds at once": {"message": message(), "callback_query": {"id": 3}},
        "message without id": {"message": _without(message(), "message_id")},
        "message without date": {"message": _without(message(), "date")},
        "date is a text": {"message": message(date="yesterday")},
        "date is huge": {"message": message(date=10**18)},
        "id is a text": {"message": message(message_id="five")},
        "id is huge": {"message": message(message_id=1 << 80)},
        "deeply nested": {"message": message(reply_to_message=_nested(40))},
        "an inline query": {"inline_query": {"id": "1", "from": _user(), "query": "", "offset": ""}},
        "membership without states": {"my_chat_member": {"chat": _chat(), "from": _user(), "date": 1}},
        "membership is a text": {"my_chat_member": "kicked"},
    }


def _nested(depth: int) -> Any:
    shape: Any = "odd"
    for _ in range(depth):
        shape = {"reply_to_message": [shape]}
    return shape


def _broken_senders(message: _Messages) -> dict[str, Json]:
    return {
        "no sender": {"message": _without(message(), "from")},
        "sender is null": {"message": message(**{"from": None})},
        "sender is a list": {"message": message(**{"from": [STRANGER]})},
        "sender without id": {"message": message(**{"from": _without(_user(), "id")})},
        "sender's id is a text": {"message": message(**{"from": _user(id="me")})},
        "sender's id is huge": {"message": message(**{"from": _user(id=1 << 70)}, chat=_chat(id=1 << 70))},
        "sender's id is true": {"message": message(**{"from": _user(id=True)})},
        "sender's name is a number": {"message": message(**{"from": _user(first_name=5)})},
        "sender's language is a list": {"message": message(**{"from": _user(language_code=["zh"])})},
        "no chat": {"message": _without(message(), "chat")},
        "chat is null": {"message": message(chat=None)},
        "chat's type is unknown": {"message": message(chat=_chat(type="astral"))},
        "chat's id is zero": {"message": message(chat=_chat(id=0))},
    }


def _broken_contents(message: _Messages) -> dict[str, Json]:
    bold = {"type": "bold", "offset": 900, "length": 900}
    command = {"type": "bot_command", "offset": 0, "length": 70_000}
    return {
        "text is null": {"message": message(text=None)},
        "text is a number": {"message": message(text=12)},
        "text is a list": {"message": message(text=["odd"])},
        "text is an object": {"message": message(text={"odd": 1}, entities=[command])},
        "text is empty": {"message": message(text="")},
        "text of 64 KB": {"message": message(text="长" * 65_536)},
        "text of zero bytes": {"message": message(text="\x00\x01\u202e\u200b")},
        "entity beyond the text": {"message": message(entities=[bold])},
        "command beyond the text": {"message": message(text="/", entities=[command])},
        "entities are a text": {"message": message(entities="bold")},
        "entity without type": {"message": message(entities=[{"offset": 0, "length": 1}])},
        "entity is null": {"message": message(entities=[None])},
        "entity before the text": {"message": message(entities=[{"type": "bot_command", "offset": -5, "length": -1}])},
        "forwarded from nobody": {"message": message(forward_origin={"type": "user"})},
        "forwarded in an unknown way": {"message": message(forward_origin={"type": "pigeon", "date": 1})},
        "photo without sizes": {"message": _without(message(photo=[]), "text")},
        "photo without file": {"message": _without(message(photo=[{"width": 1, "height": 1}]), "text")},
        "photo is a text": {"message": _without(message(photo="p.jpg"), "text")},
        "edited without a chat": {"edited_message": {"message_id": 5, "edit_date": "now"}},
    }


def _broken_presses(message: _Messages) -> dict[str, Json]:
    press = {"id": "77001", "from": _user(), "chat_instance": "1", "data": "m.help."}
    return {
        "press without message": {"callback_query": {**press, "id": "77002"}},
        "press without sender": {"callback_query": _without({**press, "id": "77003"}, "from")},
        "press without id": {"callback_query": _without(press, "id")},
        "press with a number as id": {"callback_query": {**press, "id": 77004, "message": message()}},
        "press with a list as data": {"callback_query": {**press, "id": "77005", "data": ["m"], "message": message()}},
        "press of 10 KB": {"callback_query": {**press, "id": "77006", "data": "m" * 10_240, "message": message()}},
        "press on a list": {"callback_query": {**press, "id": "77007", "message": [1]}},
        "press is null": {"callback_query": None},
    }


def unheard_of() -> Iterator[Any]:
    """Yield what is no object at all, or holds what the sandbox cannot put on the wire: halves of characters."""
    message = _Messages()
    yield from ([], "update", None, 7, True, 0.5, [[]], ["update_id", 3])
    yield {"update_id": "soon", "message": message()}
    yield {"update_id": None, "message": message()}
    yield {"update_id": [], "message": message(text="/help")}
    yield {"update_id": "\ud800", "message": 5}
    yield {"update_id": 700_000_000, "message": message(text="half \ud83d of it")}
    yield {"update_id": 700_000_000, "message": message(**{"from": _user(first_name="\udc00")})}
    press = {"from": _user(), "chat_instance": "1", "data": "\ud800", "message": message()}
    yield {"update_id": 700_000_000, "callback_query": {**press, "id": "77008"}}
    yield {"update_id": 700_000_000, "message": _deep(600)}
    yield {"update_id": 1 << 80, "message": message()}
    yield {"update_id": -5, "message": message()}


def _deep(depth: int) -> Any:
    shape: Any = {}
    for _ in range(depth):
        shape = [shape]
    return shape
