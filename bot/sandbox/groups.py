"""The groups of the sandbox: basic groups, supergroups and forums."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.sandbox.shapes import Json, says_something, without_nothing
from bot.sandbox.shelf import Counters, Shelf

FIRST_BASIC = 4_000_000_001
FIRST_SUPER = 1_002_000_000_001
LEAST_SUPER = 1_000_000_000_000
GENERAL = 1


@dataclass
class Group:
    """A group chat; `members` are everybody's status by id, the bot's too."""

    id: int
    title: str
    forum: bool = False
    members: dict[int, str] = field(default_factory=dict)
    unread: dict[int, int] = field(default_factory=dict)
    migrated_to: int | None = None

    @property
    def kind(self) -> str:
        """The type of the chat; supergroups are told apart by their numbers, as on Telegram."""
        return "supergroup" if -self.id >= LEAST_SUPER else "group"

    def chat(self) -> Json:
        """Return the group as a Bot API Chat."""
        shape = {"id": self.id, "title": self.title, "type": self.kind, "is_forum": self.forum or None}
        return without_nothing(shape)

    def status(self, user_id: int) -> str:
        """Return somebody's status, in the words of ChatMember."""
        return self.members.get(user_id, "left")

    def has(self, user_id: int) -> bool:
        """Say whether somebody is in the group."""
        return self.status(user_id) not in ("left", "kicked")

    def governs(self, user_id: int) -> bool:
        """Say whether somebody is an administrator."""
        return self.status(user_id) in ("creator", "administrator")

    def present(self) -> list[int]:
        """Return who is in the group."""
        return [user_id for user_id in self.members if self.has(user_id)]

    def shows_to(self, bot: Json, message: Json) -> bool:
        """Say whether the bot gets a message: privacy mode keeps most from one that is not an administrator."""
        if self.governs(bot["id"]) or not says_something(message):
            return self.has(bot["id"])
        replied: Json = message.get("reply_to_message", {}).get("from", {})
        return self.has(bot["id"]) and (replied.get("id") == bot["id"] or _calls(message, f"@{bot['username']}"))


def _calls(message: Json, name: str) -> bool:
    text = str(message.get("text") or message.get("caption") or "")
    marks: list[Json] = message.get("entities") or message.get("caption_entities") or []
    command = any(mark["type"] == "bot_command" for mark in marks) and "@" not in text.split()[0]
    return command or name in text


class Groups:
    """All groups, by id."""

    def __init__(self, shelf: Shelf, counters: Counters) -> None:
        self._shelf = shelf
        self._counters = counters
        self._by_id = {int(key): _read(body) for key, body in shelf.read("group").items()}

    def __iter__(self) -> Iterator[Group]:
        return iter(sorted(self._by_id.values(), key=lambda group: -group.id))

    def find(self, group_id: int) -> Group | None:
        """Return a group, or None."""
        return self._by_id.get(group_id)

    def new_id(self, *, supergroup: bool) -> int:
        """Return an id that no group has had."""
        name, first = ("supergroup", FIRST_SUPER) if supergroup else ("basic group", FIRST_BASIC)
        return -self._counters.next(name, first - 1)

    def keep(self, group: Group) -> Group:
        """Add a group, or store what changed about it."""
        self._counters.raise_to("supergroup" if group.kind == "supergroup" else "basic group", -group.id)
        self._by_id[group.id] = group
        self._shelf.put("group", group.id, asdict(group))
        return group


def _read(body: Any) -> Group:
    """Build a group from JSON, whose objects have no numbers for names."""
    for name in ("members", "unread"):
        body[name] = {int(key): value for key, value in body[name].items()}
    return Group(**body)
