"""Pressed buttons and the answers to them."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from bot.sandbox.shelf import Counters, Shelf


@dataclass
class Press:
    """One callback query; `old` means that answering it comes too late."""

    id: str
    person: int
    old: bool = False
    answered: bool = False
    text: str | None = None
    show_alert: bool = False
    url: str | None = None


class Presses:
    """Every callback query, by id."""

    def __init__(self, shelf: Shelf, counters: Counters) -> None:
        self._shelf = shelf
        self._counters = counters
        self._by_id = {key: Press(**body) for key, body in shelf.read("press").items()}

    def new(self, person: int, *, old: bool) -> Press:
        """Start a callback query."""
        number = self._counters.next("press", 4_200_000_000_000_000)
        return self.keep(Press(str(number), person, old))

    def find(self, press_id: str) -> Press | None:
        """Return a callback query, or None."""
        return self._by_id.get(press_id)

    def keep(self, press: Press) -> Press:
        """Store what changed about a callback query."""
        self._by_id[press.id] = press
        self._shelf.put("press", press.id, asdict(press))
        return press
