"""Timers to inbox: what is due goes to the lane of the person it is for."""

from __future__ import annotations

from collections.abc import Callable

from bot import logs
from bot.worker import Worker
from storage import Store, StoreBusy, timers

log = logs.logger(__name__)

LOOK_SECONDS = 0.5


class Bells(Worker):
    """Rings the timers that are due; `rang` is told when some did."""

    def __init__(self, store: Store, rang: Callable[[], None]) -> None:
        self._store, self._rang = store, rang
        super().__init__()

    async def run(self) -> None:
        """Look twice a second: however the clock was set meanwhile, what is due is due, and rings once."""
        while not self._stopping.is_set():
            try:
                await self.ring()
            except StoreBusy as error:
                log.error("bells.store_busy", **logs.fault(error))
            await self._rest(LOOK_SECONDS)

    async def ring(self) -> None:
        """Ring what is due now."""
        async with self._store.begin() as tx:
            count = await timers.ring(tx)
        if count:
            self._rang()
