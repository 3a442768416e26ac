"""What a person does in their chat with the bot."""

from __future__ import annotations

from typing import Any

from bot.sandbox.chats import Kept
from bot.sandbox.entities import found
from bot.sandbox.people import Person
from bot.sandbox.shapes import Json, for_bot
from bot.sandbox.world import World

MOST_TEXT = 4096
MOST_CAPTION = 1024


class Impossible(Exception):
    """Something that a person cannot do in a Telegram app either."""


def say(world: World, person: Person, text: str) -> Json:
    """Send a text; returns the message and the number of its update."""
    text = _fitting(text, MOST_TEXT)
    if not text:
        raise Impossible("the text is empty")
    return _send(world, person, {"text": text, "entities": found(text)})


def show(world: World, person: Person, photos: list[bytes], caption: str) -> Json:
    """Send photos; several make an album, whose caption stands under the first."""
    caption = _fitting(caption, MOST_CAPTION)
    sizes = [world.files.add_photo(body) for body in photos]
    album = str(world.counters.next("album", 13_900_000_000_000_000)) if len(photos) > 1 else None
    sent = []
    for index, photo in enumerate(sizes):
        words = {"caption": caption, "caption_entities": found(caption)} if caption and not index else {}
        sent.append(_send(world, person, {"media_group_id": album, "photo": photo, **words}))
    return {**sent[0], "all": sent}


def press(world: World, person: Person, wish: Json) -> Json:
    """Press a button of a message; a forged press carries any data, on any message."""
    _unblocked(person)
    message_id = int(wish["message_id"])
    kept = world.chats.find(person.id, message_id)
    forged = bool(wish.get("forged"))
    if kept is None and not forged:
        raise Impossible(f"there is no message {message_id}")
    data = str(wish.get("data", "")) if forged or kept is None else _button(kept, wish)
    query = world.presses.new(person.id, old=bool(wish.get("old")))
    gone = {"chat": person.chat(), "message_id": message_id, "date": 0}
    body = {
        "id": query.id,
        "from": person.user(),
        "message": for_bot(kept.message) if kept else gone,
        "chat_instance": str(-(10**18) - person.id),
        "data": data,
    }
    return {"update_id": world.updates.put("callback_query", body), "callback_query_id": query.id}


def edit(world: World, person: Person, message_id: int, text: str) -> Json:
    """Change the words of a message that the person sent."""
    _unblocked(person)
    kept = world.chats.find(person.id, message_id)
    if kept is None or kept.outgoing:
        raise Impossible(f"there is no message {message_id} of yours")
    name, marks, most = ("text", "entities", MOST_TEXT)
    if "photo" in kept.message:
        name, marks, most = ("caption", "caption_entities", MOST_CAPTION)
    text = _fitting(text, most)
    world.alter(kept, {name: text, marks: found(text)})
    return {"update_id": world.updates.put("edited_message", kept.message), "message": kept.seen()}


def block(world: World, person: Person, blocked: bool) -> Json:
    """Block the bot, or let it write again."""
    if person.blocked == blocked:
        return {"update_id": None}
    person.blocked = blocked
    world.changed(person)
    free = {"status": "member", "user": world.bot}
    barred = {"status": "kicked", "user": world.bot, "until_date": 0}
    old, new = (free, barred) if blocked else (barred, free)
    body = {
        "chat": person.chat(),
        "from": person.user(),
        "date": world.now(),
        "old_chat_member": old,
        "new_chat_member": new,
    }
    return {"update_id": world.updates.put("my_chat_member", body)}


def _send(world: World, person: Person, content: Json) -> Json:
    _unblocked(person)
    kept = world.post(person, content, outgoing=False)
    return {"update_id": world.updates.put("message", kept.message), "message": kept.seen()}


def _unblocked(person: Person) -> None:
    if person.blocked:
        raise Impossible("the bot is blocked")


def _fitting(text: str, most: int) -> str:
    text = text.strip()
    if len(text) > most:
        raise Impossible(f"the text is longer than {most} characters")
    return text


def _button(kept: Kept, wish: Json) -> str:
    """Return the data of the button that is meant: by data, by label or by place."""
    rows: list[list[Json]] = kept.message.get("reply_markup", {}).get("inline_keyboard", [])
    if "row" in wish:
        meant = [_at(rows, wish["row"], wish.get("column", 0))]
    else:
        key, label = ("callback_data", wish["data"]) if "data" in wish else ("text", wish.get("text"))
        meant = [button for row in rows for button in row if button.get(key) == label]
    data = meant[0].get("callback_data") if meant else None
    if data is None:
        raise Impossible("the message has no such button")
    return str(data)


def _at(rows: list[list[Json]], row: Any, column: Any) -> Json:
    try:
        return rows[int(row)][int(column)]
    except (IndexError, ValueError, TypeError):
        return {}
