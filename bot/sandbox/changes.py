"""Tells open pages which person's view changed, and that the clock moved."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

PING_SECONDS = 15.0
CLOCK = "clock"
# A person's number, or CLOCK.
Change = int | str


class _Listener:
    def __init__(self) -> None:
        self.changes: set[Change] = set()
        self.woken = asyncio.Event()


class Changes:
    """One-to-many notice; changes that come faster than a page reads are told once."""

    def __init__(self) -> None:
        self._listeners: set[_Listener] = set()

    def tell(self, change: Change) -> None:
        """Say that a person's chats, menu or data changed, or the clock."""
        for listener in self._listeners:
            listener.changes.add(change)
            listener.woken.set()

    async def listen(self, ping: float = PING_SECONDS) -> AsyncIterator[set[Change]]:
        """Yield sets of what changed, and an empty set after each silence of `ping` seconds."""
        listener = _Listener()
        self._listeners.add(listener)
        try:
            while True:
                yield await _next(listener, ping)
        finally:
            self._listeners.discard(listener)


async def _next(listener: _Listener, ping: float) -> set[Change]:
    try:
        await asyncio.wait_for(listener.woken.wait(), ping)
    except TimeoutError:
        return set()
    listener.woken.clear()
    changes, listener.changes = listener.changes, set()
    return changes
