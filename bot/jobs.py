"""Slow work after the commit: fetched, done, and its result kept in one transaction with the end of the job."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any, Protocol

from bot import clock, logs
from bot.downloads import Downloads, Unreachable
from bot.worker import Worker
from storage import Store, StoreBusy, Transaction, files, jobs
from storage.jobs import Job

log = logs.logger(__name__)

LOOK_SECONDS = 0.5
AT_ONCE = 2
BREATH_SECONDS = 1.0
"""While people are talking jobs are done one at a time, with so long a rest between them: answers come first."""
MOST_FAILURES = 3
DEATHS_FOR_ONE = 4
"""A death of this process counts a quarter of a failure: what is risky dies in a child, so it was hardly the job."""
MOST_TRIES = MOST_FAILURES * DEATHS_FOR_ONE
WAIT_SECONDS = (300.0, 1800.0)
LEAST_FREE = 500 * 1024 * 1024
"""Bytes that files leave free on the disk."""
SWEEP_SECONDS = 3600


class Task(Protocol):
    """One kind of work, in three steps; only the middle one is slow, and none remembers anything in itself."""

    async def begin(self, tx: Transaction, about: Any) -> Any:
        """Return what the work needs to know, None when there is nothing left to do."""

    async def work(self, desk: Desk, needs: Any) -> Any:
        """Do it, outside any transaction; may happen again after a kill. `Unreachable` costs no try."""

    async def end(self, tx: Transaction, about: Any, result: Any) -> None:
        """Keep the result, in the transaction that takes the job away."""

    async def lose(self, tx: Transaction, about: Any) -> None:
        """Keep that the work was given up."""


class Desk:
    """What work may use: downloads, and the folder of sealed files."""

    def __init__(self, store: Store, downloads: Downloads) -> None:
        self.downloads, self._store = downloads, store

    def require_room(self) -> None:
        """Put the work off while the disk is nearly full: what people say must still find its place there."""
        if self._store.folder is not None and shutil.disk_usage(self._store.folder).free < LEAST_FREE:
            raise Unreachable("disk_nearly_full")

    async def open(self, kept: files.Sealed) -> bytes:
        """Return what a sealed file holds; `FileLost` when it is not there any more."""
        if self._store.folder is None:
            raise files.FileLost("no folder")
        return await asyncio.to_thread(files.read, self._store.folder, self._store.vault, kept)

    async def seal(self, content: bytes) -> files.Sealed:
        """Write a sealed file; it is nobody's, and swept at the next start, until `end` keeps it."""
        if self._store.folder is None:
            raise ValueError("there is no folder for files")
        return await asyncio.to_thread(files.write, self._store.folder, self._store.vault, content, clock.stamp())


class Jobs(Worker):
    """Does what is due, a few at once, and steps back while `talking`; `rang` hears when a result came as a turn."""

    def __init__(
        self,
        store: Store,
        desk: Desk,
        tasks: Mapping[str, Task],
        rang: Callable[[], None],
        talking: Callable[[], bool] = lambda: False,
    ) -> None:
        self._store, self._desk, self._tasks, self._rang, self._talking = store, desk, tasks, rang, talking
        super().__init__()
        self._under_way: dict[bytes, asyncio.Task[None]] = {}
        self._ended_at = -BREATH_SECONDS
        self._swept: float | None = None

    async def run(self) -> None:
        """Look twice a second for what is due, until stopped."""
        waits = False
        while not self._stopping.is_set():
            self._work.clear()
            try:
                await self._sweep()
                waits = self._step_back()
                if not waits:
                    await self._begin()
            except StoreBusy as error:
                log.error("jobs.store_busy", **logs.fault(error))
            if not waits and not self._under_way and not self._work.is_set():
                self.idle.set()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._work.wait(), LOOK_SECONDS)
        for task in self._under_way.values():
            task.cancel()
        await asyncio.gather(*self._under_way.values(), return_exceptions=True)

    async def _sweep(self) -> None:
        """Delete files that nobody keeps: at the start, and every hour when no work is under way."""
        late = self._swept is None or clock.monotonic() - self._swept > SWEEP_SECONDS
        if late and not self._under_way:
            async with self._store.begin() as tx:
                count = await files.sweep(tx)
            self._swept = clock.monotonic()
            log.info("files.swept", count=count)

    def _step_back(self) -> bool:
        return self._talking() and (bool(self._under_way) or clock.monotonic() - self._ended_at < BREATH_SECONDS)

    async def _begin(self) -> None:
        free = (1 if self._talking() else AT_ONCE) - len(self._under_way)
        if free <= 0:
            return
        async with self._store.begin() as tx:
            due = await jobs.due(tx, free, set(self._under_way))
            for job in due:  # counted before it is made: a job that kills the process is given up at the third start
                await jobs.attempt(tx, job.id)
        for job in due:
            self._under_way[job.id] = asyncio.create_task(self._do(job))

    async def _do(self, job: Job) -> None:
        try:
            if job.tries >= MOST_TRIES:
                await self._give_up(job, "tries_used_up")
            else:
                await self._try(job)
        except (StoreBusy, asyncio.CancelledError) as error:  # the try was none
            log.warning("job.interrupted", **logs.fault(error))
            with suppress(StoreBusy):
                async with self._store.begin() as tx:
                    await jobs.attempt(tx, job.id, -1)
            await asyncio.sleep(LOOK_SECONDS)
        finally:
            del self._under_way[job.id]
            self._ended_at = clock.monotonic()
            self.wake()

    async def _try(self, job: Job) -> None:
        try:
            task = self._tasks[job.kind]
            async with self._store.begin() as tx:
                needs = await task.begin(tx, job.about)
            result = None if needs is None else await task.work(self._desk, needs)
            async with self._store.begin() as tx:
                if await jobs.finish(tx, job.id) and needs is not None:
                    await task.end(tx, job.about, result)
        except StoreBusy:
            raise
        except Unreachable as error:
            log.warning("job.unreachable", kind=job.kind, reason=str(error))
            await self._put_off(job, costs=0)
        except Exception as error:  # whatever one job raises is its own; the others go on
            log.error("job.failed", kind=job.kind, tries=job.tries, **logs.fault(error))
            if job.tries + DEATHS_FOR_ONE >= MOST_TRIES:
                await self._give_up(job, logs.short(logs.fault(error)))
            else:
                await self._put_off(job, costs=DEATHS_FOR_ONE)
        else:
            log.debug("job.done", kind=job.kind)
            self._rang()

    async def _put_off(self, job: Job, costs: int) -> None:
        async with self._store.begin() as tx:
            await jobs.put_off(tx, job.id, WAIT_SECONDS[min(job.tries // DEATHS_FOR_ONE, len(WAIT_SECONDS) - 1)])
            await jobs.attempt(tx, job.id, costs - 1)

    async def _give_up(self, job: Job, fault: str) -> None:
        log.error("job.set_aside", kind=job.kind, reason=fault[:60])
        async with self._store.begin() as tx:
            await jobs.set_aside(tx, job.id, fault)
            if job.kind in self._tasks:
                await self._tasks[job.kind].lose(tx, job.about)
        self._rang()
