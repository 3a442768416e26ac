"""What a person does to messages that are there, and to the bot."""

from __future__ import annotations

from typing import Any

from bot.sandbox.chats import Kept
from bot.sandbox.entities import found
from bot.sandbox.people import Person
from bot.sandbox.shapes import CAPTIONED, Json, for_bot, says_something
from bot.sandbox.world import Place, World

MOST_TEXT = 4096
MOST_CAPTION = 1024


class Impossible(Exception):
    """Something that a person cannot do in a Telegram app either."""


def press(world: World, person: Person, wish: Json) -> Json:
    """Press a button of a message; a forged press carries any data, on any message."""
    place = place_of(world, person, wish)
    message_id = int(wish["message_id"])
    kept = world.chats.find(place.id, message_id)
    forged = bool(wish.get("forged"))
    if kept is None and not forged:
        raise Impossible(f"there is no message {message_id}")
    data = str(wish.get("data", "")) if forged or kept is None else _button(kept, wish)
    query = world.presses.new(person.id, old=bool(wish.get("old")))
    gone = {"chat": place.chat(), "message_id": message_id, "date": 0}
    body = {
        "id": query.id,
        "from": person.user(),
        "message": for_bot(kept.message) if kept else gone,
        "chat_instance": str(-(10**18) - abs(place.id)),
        "data": data,
    }
    return {"update_id": world.updates.put("callback_query", body), "callback_query_id": query.id}


def edit(world: World, person: Person, wish: Json) -> Json:
    """Change the words of a message that the person sent."""
    place = place_of(world, person, wish)
    message_id, text = int(wish["message_id"]), str(wish["text"])
    kept = world.chats.find(place.id, message_id)
    if kept is None or kept.message["from"]["id"] != person.id or not says_something(kept.message):
        raise Impossible(f"there is no message {message_id} of yours")
    name, marks, most = ("text", "entities", MOST_TEXT)
    if any(media in kept.message for media in CAPTIONED):
        name, marks, most = ("caption", "caption_entities", MOST_CAPTION)
    text = fitting(text, most)
    world.alter(kept, {name: text, marks: found(text)})
    return {"update_id": world.deliver("edited_message", kept), "message": kept.seen()}


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


def place_of(world: World, person: Person, wish: Json) -> Place:
    """Return the chat that a person means to act in, their private one unless they name another."""
    chat_id = int(wish.get("chat") or person.id)
    group = world.groups.find(chat_id)
    if chat_id == person.id:
        if person.blocked:
            raise Impossible("the bot is blocked")
        return person
    if group is None or not group.has(person.id):
        raise Impossible(f"{person.name} is not in the chat {chat_id}")
    if group.migrated_to is not None:
        raise Impossible(f"the group moved to {group.migrated_to}")
    return group


def fitting(text: str, most: int) -> str:
    """Return a text without space around it, if it is not too long."""
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
