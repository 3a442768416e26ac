"""The bot's menus of commands by scope and language, and its descriptions."""

from __future__ import annotations

from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.shapes import Json
from bot.sandbox.shelf import Shelf


class Menus:
    """What was set, and what a chat sees of it."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._commands: dict[str, list[Json]] = shelf.read("commands")
        self._texts: dict[str, str] = shelf.read("bot_text")

    def set_commands(self, scope: Json, language: str, commands: list[Json]) -> None:
        """Replace the menu of one scope and language; an empty one deletes it."""
        key = _key(scope, language)
        if commands:
            self._commands[key] = commands
            self._shelf.put("commands", key, commands)
        elif self._commands.pop(key, None) is not None:
            self._shelf.drop("commands", key)

    def commands(self, scope: Json, language: str) -> list[Json]:
        """Return the menu set for exactly this scope and language."""
        return self._commands.get(_key(scope, language), [])

    def effective(self, person: Person, group: Group | None = None) -> list[Json]:
        """Return the menu that a person sees: the narrowest scope first, the person's language before none."""
        scopes = _private(person) if group is None else _shared(person, group)
        places = ((scope, code) for scope in scopes for code in (person.language_code[:2], ""))
        return next((found for scope, code in places if (found := self.commands(scope, code))), [])

    def set_text(self, name: str, language: str, text: str) -> None:
        """Set a description of the bot for a language."""
        self._texts[f"{name}:{language}"] = text
        self._shelf.put("bot_text", f"{name}:{language}", text)

    def text(self, name: str, language: str) -> str:
        """Return a description of the bot, falling back to the one for all languages."""
        return self._texts.get(f"{name}:{language}") or self._texts.get(f"{name}:", "")


def _private(person: Person) -> list[Json]:
    return [{"type": "chat", "chat_id": person.id}, {"type": "all_private_chats"}, {"type": "default"}]


def _shared(person: Person, group: Group) -> list[Json]:
    governs = group.governs(person.id)
    return [
        {"type": "chat_member", "chat_id": group.id, "user_id": person.id},
        *([{"type": "chat_administrators", "chat_id": group.id}] if governs else []),
        {"type": "chat", "chat_id": group.id},
        *([{"type": "all_chat_administrators"}] if governs else []),
        {"type": "all_group_chats"},
        {"type": "default"},
    ]


def _key(scope: Json, language: str) -> str:
    return ":".join([scope["type"], str(scope.get("chat_id", "")), str(scope.get("user_id", "")), language])
