"""Tells open pages which person's view changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

PING_SECONDS = 15.0


class _Listener:
    def __init__(self) -> None:
        self.people: set[int] = set()
        self.woken = asyncio.Event()


class Changes:
    """One-to-many notice; changes that come faster than a page reads are told once."""

    def __init__(self) -> None:
        self._listeners: set[_Listener] = set()

    def tell(self, person: int) -> None:
        """Say that a person's chat, menu or data changed."""
        for listener in self._listeners:
            listener.people.add(person)
            listener.woken.set()

    async def listen(self, ping: float = PING_SECONDS) -> AsyncIterator[set[int]]:
        """Yield sets of changed people, and an empty set after each silence of `ping` seconds."""
        listener = _Listener()
        self._listeners.add(listener)
        try:
            while True:
                yield await _next(listener, ping)
        finally:
            self._listeners.discard(listener)


async def _next(listener: _Listener, ping: float) -> set[int]:
    try:
        await asyncio.wait_for(listener.woken.wait(), ping)
    except TimeoutError:
        return set()
    listener.woken.clear()
    people, listener.people = listener.people, set()
    return people
