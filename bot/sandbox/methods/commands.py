"""The menu of commands and the descriptions of the bot."""

from __future__ import annotations

import re

from bot.sandbox.methods.places import place_of
from bot.sandbox.methods.table import plays
from bot.sandbox.people import Person
from bot.sandbox.refusals import bad_request
from bot.sandbox.shapes import Json
from bot.sandbox.world import World

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_LANGUAGE = re.compile(r"(?:[a-z]{2})?")
_OF_A_CHAT = ("chat", "chat_administrators", "chat_member")


@plays("setMyCommands")
def set_my_commands(world: World, given: Json) -> bool:
    """Set the menu of one scope and language."""
    scope, language = _scope(world, given), _language(given)
    commands: list[Json] = given["commands"]
    if not all(_COMMAND.fullmatch(command["command"].removeprefix("/")) for command in commands):
        raise bad_request("BOT_COMMAND_INVALID")
    shown = [{**command, "command": command["command"].removeprefix("/")} for command in commands]
    world.menus.set_commands(scope, language, shown)
    _tell_everyone(world)
    return True


@plays("getMyCommands")
def get_my_commands(world: World, given: Json) -> list[Json]:
    """Return the menu of exactly one scope and language."""
    return world.menus.commands(_scope(world, given), _language(given))


@plays("deleteMyCommands")
def delete_my_commands(world: World, given: Json) -> bool:
    """Delete the menu of one scope and language."""
    world.menus.set_commands(_scope(world, given), _language(given), [])
    _tell_everyone(world)
    return True


@plays("setMyDescription")
def set_my_description(world: World, given: Json) -> bool:
    """Set what an empty chat shows."""
    world.menus.set_text("description", _language(given), given.get("description", ""))
    return True


@plays("getMyDescription")
def get_my_description(world: World, given: Json) -> Json:
    """Return what an empty chat shows."""
    return {"description": world.menus.text("description", _language(given))}


@plays("setMyShortDescription")
def set_my_short_description(world: World, given: Json) -> bool:
    """Set what the bot's profile shows."""
    world.menus.set_text("short_description", _language(given), given.get("short_description", ""))
    return True


@plays("getMyShortDescription")
def get_my_short_description(world: World, given: Json) -> Json:
    """Return what the bot's profile shows."""
    return {"short_description": world.menus.text("short_description", _language(given))}


def _scope(world: World, given: Json) -> Json:
    scope: Json = given.get("scope") or {"type": "default"}
    if scope["type"] in _OF_A_CHAT:
        place = place_of(world, scope)
        if scope["type"] != "chat" and isinstance(place, Person):
            raise bad_request(f"can't use the scope {scope['type']} in a private chat")
    if scope["type"] == "chat_member" and world.user(scope["user_id"]) is None:
        raise bad_request("user not found")
    return scope


def _language(given: Json) -> str:
    language = str(given.get("language_code", ""))
    if not _LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def _tell_everyone(world: World) -> None:
    for person in world.people:
        world.changes.tell(person.id)
