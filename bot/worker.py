"""What every part that works beside the others shares: it is woken, rests after trouble, and ends when told to."""

from __future__ import annotations

import asyncio
from contextlib import suppress

LONGEST_REST = 30.0


class Worker:
    """Works until stopped; `idle` is set while there is nothing to do."""

    def __init__(self) -> None:
        self.idle = asyncio.Event()
        self._work = asyncio.Event()
        self._stopping = asyncio.Event()

    def wake(self) -> None:
        """There is something to do."""
        self.idle.clear()
        self._work.set()

    def stop(self) -> None:
        """End soon: what is not finished is in the database."""
        self._stopping.set()
        self._work.set()

    async def _rest(self, seconds: float) -> None:
        """Do nothing for a while, but end at once when stopped."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stopping.wait(), min(LONGEST_REST, seconds))
