"""The people of the sandbox; a private chat has its person's id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass

from bot.sandbox.shapes import Json, without_nothing
from bot.sandbox.shelf import Counters, Shelf

FIRST_ID = 1001


@dataclass
class Person:
    """Somebody who can talk with the bot; `met` is false until the bot may write to them."""

    id: int
    name: str
    persona: str = "resident"
    language_code: str = "zh-hans"
    username: str | None = None
    met: bool = True
    blocked: bool = False
    unread: int = 0

    def user(self) -> Json:
        """Return the person as a Bot API User."""
        return without_nothing(
            {
                "id": self.id,
                "is_bot": False,
                "first_name": self.name,
                "username": self.username,
                "language_code": self.language_code,
            }
        )

    def chat(self) -> Json:
        """Return the person's private chat as a Bot API Chat."""
        shape = {"id": self.id, "first_name": self.name, "username": self.username, "type": "private"}
        return without_nothing(shape)


class People:
    """Everybody, by id."""

    def __init__(self, shelf: Shelf, counters: Counters) -> None:
        self._shelf = shelf
        self._counters = counters
        self._by_id = {int(key): Person(**body) for key, body in shelf.read("person").items()}

    def __iter__(self) -> Iterator[Person]:
        return iter(sorted(self._by_id.values(), key=lambda person: person.id))

    def find(self, person_id: int) -> Person | None:
        """Return a person, or None."""
        return self._by_id.get(person_id)

    def new_id(self) -> int:
        """Return an id that nobody has had."""
        return self._counters.next("person", FIRST_ID - 1)

    def keep(self, person: Person) -> Person:
        """Add a person, or store what changed about them."""
        self._counters.raise_to("person", person.id)
        self._by_id[person.id] = person
        self._shelf.put("person", person.id, asdict(person))
        return person
