"""Polling to inbox: updates are stored before Telegram may forget them, whatever they hold."""

from __future__ import annotations

import asyncio
import hashlib
import json
import random
import reprlib
from collections.abc import Awaitable, Callable
from typing import Any, TypeAlias

from bot import gateway, logs
from bot.gateway import BAD_TOKEN, EXIT_CONFLICT, EXIT_TOKEN, Stopped
from bot.wire import Unheard
from bot.worker import Worker
from storage import Store, StoreBusy, inbox

log = logs.logger(__name__)

POLL_SECONDS = 25
ANSWER_SECONDS = 10
MOST_CONFLICTS = 3


Poll: TypeAlias = Callable[[gateway.Json, float], Awaitable[tuple[int, bytes]]]
"""Asks for updates and waits so many seconds for the answer; returns its status and its body."""


class Trouble(Exception):
    """Telegram could not be asked just now."""


class Intake(Worker):
    """Fetches updates and stores them; the offset moves only after the commit."""

    def __init__(
        self,
        poll: Poll,
        store: Store,
        stored: Callable[[], None],
        acknowledge: Callable[[str], Awaitable[None]],
    ) -> None:
        self._poll, self._store = poll, store
        self._stored, self._acknowledge = stored, acknowledge
        super().__init__()
        self._acknowledging: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Poll until stopped; a start without an offset is the safest, since what is stored is recognised."""
        offset: int | None = None
        failures = conflicts = 0
        while not self._stopping.is_set():
            try:
                updates = await self._fetch(offset)
                if updates:
                    await self.keep(updates)
                    before, offset = offset, _next_offset(updates, offset)
                    if offset == before:  # nothing here has a number to confirm: it would all come again at once
                        await self._rest(1)
                failures = conflicts = 0
            except (Trouble, StoreBusy) as error:
                failures += 1
                log.warning("intake.trouble", failures=failures, **logs.fault(error))
                await self._rest(min(30.0, 0.5 * 2**failures) * random.uniform(0.5, 1))  # noqa: S311
            except Stopped as stopped:
                conflicts += 1
                if stopped.code != EXIT_CONFLICT or conflicts >= MOST_CONFLICTS:
                    raise
                log.warning("intake.conflict", count=conflicts)
                await self._rest(2)
        await asyncio.gather(*self._acknowledging, return_exceptions=True)

    async def keep(self, updates: list[Any]) -> None:
        """Store a batch in one transaction; only then may the offset move."""
        arrivals = [_arrival(raw) for raw in updates]
        async with self._store.begin() as tx:
            await inbox.store(tx, [arrival for arrival, _ in arrivals])
        log.debug("intake.stored", count=len(updates))
        self._stored()
        for _, press in arrivals:
            if press:
                task = asyncio.ensure_future(self._acknowledge(press))
                self._acknowledging.add(task)
                task.add_done_callback(self._acknowledging.discard)

    async def _fetch(self, offset: int | None) -> list[Any]:
        question: dict[str, Any] = {"timeout": POLL_SECONDS, "limit": 100, "allowed_updates": list(gateway.KINDS)}
        if offset is not None:
            question["offset"] = offset
        asking = asyncio.ensure_future(self._ask(question))
        stopping = asyncio.ensure_future(self._stopping.wait())
        await asyncio.wait({asking, stopping}, return_when=asyncio.FIRST_COMPLETED)
        stopping.cancel()
        if not asking.done():
            asking.cancel()
            await asyncio.wait({asking})
            return []
        return asking.result()

    async def _ask(self, question: dict[str, Any]) -> list[Any]:
        try:
            status, body = await self._poll(question, POLL_SECONDS + ANSWER_SECONDS)
            answer = json.loads(body)
        except (Unheard, ValueError, RecursionError) as error:
            raise Trouble from error
        if status in (401, 404):
            raise Stopped(EXIT_TOKEN, BAD_TOKEN)
        if status == 409:
            raise Stopped(EXIT_CONFLICT, "Another process is polling with this BOT_TOKEN.")
        if not isinstance(answer, dict) or answer.get("ok") is not True or not isinstance(answer.get("result"), list):
            raise Trouble(f"status {status}")
        return list(answer["result"])


def _arrival(raw: Any) -> tuple[inbox.Arrival, str]:
    """Return what to keep of an update, whatever it is, and its press to acknowledge."""
    try:
        key, lane, press = gateway.address(raw)
        return inbox.Arrival(key, lane, json.dumps(raw).encode()), press
    except (ValueError, TypeError, RecursionError) as error:
        # What is left is no JSON: it cannot be read, and is set aside like anything that cannot.
        log.warning("intake.update_not_whole", **logs.fault(error))
        left = f"not whole: {reprlib.repr(raw)}".encode(errors="backslashreplace")
        return inbox.Arrival(f"update {hashlib.sha256(left).hexdigest()}", 0, left), ""


def _next_offset(updates: list[Any], offset: int | None) -> int | None:
    numbers = [raw.get("update_id") for raw in updates if isinstance(raw, dict)]
    usable = [number for number in numbers if type(number) is int and abs(number) < 1 << 52]
    return max(usable) + 1 if usable else offset
