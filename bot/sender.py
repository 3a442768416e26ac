"""Outbox to Telegram: in order for each chat, again until it is sent, and paced where nobody just asked."""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from bot import clock, logs
from bot.gateway import BAD_TOKEN, EXIT_TOKEN, Delivery, Stopped
from bot.speech import Outgoing
from bot.worker import Worker
from storage import Store, StoreBusy, Transaction, files, outbox, staff_groups, timers

log = logs.logger(__name__)

MOST_CHATS = 32
LONGEST_WAIT = 60
STOP_SECONDS = 1.0
GATHER_SECONDS = 0.003  # so that what was said at about the same time is recorded in one commit


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast notices go out: seconds between two to anybody, and between two to one chat; how many a group takes.

    Telegram's own limits are 30 a second overall, one a second in a chat and 20 a minute in a group; replies are held
    by a 429 only.
    """

    overall: float = 1 / 25
    chat: float = 1.0
    group_a_minute: int = 20
    minute: float = 60.0


class Sender(Worker):
    """Says what is due: `say` speaks to Telegram, `rang` is told when something of it came back as a turn."""

    def __init__(
        self,
        store: Store,
        say: Callable[[Outgoing], Awaitable[Delivery]],
        pace: Pace | None = None,
        rang: Callable[[], None] = lambda: None,
    ) -> None:
        self._store, self._say, self._pace, self._rang = store, say, pace or Pace(), rang
        super().__init__()
        self._lately: defaultdict[bytes, deque[float]] = defaultdict(deque)
        self._notices = asyncio.Lock()
        self._talking: dict[bytes, asyncio.Task[None]] = {}
        self._finished: list[bytes] = []
        self._results: list[tuple[outbox.Due, Delivery]] = []

    async def run(self) -> None:
        """Say what is due until stopped; what was said but not recorded is said again at the next start."""
        failures = 0
        while not self._stopping.is_set():
            self._work.clear()
            try:
                waiting = await self._round()
                failures = 0
            except StoreBusy as error:
                failures += 1
                log.error("sender.store_busy", failures=failures, **logs.fault(error))
                await self._rest(0.2 * 2**failures)
                continue
            if not self._talking and not self._work.is_set() and not waiting:
                self.idle.set()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._work.wait(), 1 if waiting else None)
            await asyncio.sleep(GATHER_SECONDS)
        await self._finish()

    async def _finish(self) -> None:
        # What is still on its way after this is cut off: its row stays due, and it is said again at the next start.
        if self._talking:
            _, late = await asyncio.wait(self._talking.values(), timeout=STOP_SECONDS)
            for task in late:
                task.cancel()
        with suppress(StoreBusy):
            await self._round(start=False)

    async def _round(self, start: bool = True) -> bool:
        """Record what was said and begin what is due; tells whether something waits for its time."""
        results, finished = self._results[:], self._finished[:]
        async with self._store.begin() as tx:
            await self._record(tx, results)
            busy = [lane for lane in self._talking if lane not in finished]
            due = await outbox.due(tx, int(tx.now.timestamp()), busy, MOST_CHATS * 4) if start else []
            waiting = not due and await outbox.is_waiting(tx)
        del self._results[: len(results)]
        del self._finished[: len(finished)]
        for lane in finished:
            del self._talking[lane]
        by_chat: defaultdict[bytes, list[outbox.Due]] = defaultdict(list)
        for each in due:
            by_chat[each.lane].append(each)
        for lane, sayings in list(by_chat.items())[: max(0, MOST_CHATS - len(self._talking))]:
            self._talking[lane] = asyncio.create_task(self._talk(lane, sayings))
        return waiting

    async def _talk(self, lane: bytes, sayings: Sequence[outbox.Due]) -> None:
        """Say what is due to one chat, in order, until something does not get through."""
        for due in sayings:
            if self._stopping.is_set():
                break
            if due.outgoing.notice:
                async with self._notices:
                    await asyncio.sleep(self._pace.overall)
            if due.outgoing.in_group:
                await self._make_room(lane)
            delivery = await self._deliver(due)
            self._results.append((due, delivery))
            if delivery.verdict != "sent":
                break
            if due.outgoing.notice:
                await asyncio.sleep(self._pace.chat)
        self._finished.append(lane)
        self.wake()

    async def _make_room(self, lane: bytes) -> None:
        """Wait until a group takes one more message, whoever asked for it: all of its people share its minute."""
        lately = self._lately[lane]
        if len(lately) >= self._pace.group_a_minute:
            await asyncio.sleep(max(0.0, lately.popleft() + self._pace.minute - clock.monotonic()))
        lately.append(clock.monotonic())

    async def _deliver(self, due: outbox.Due) -> Delivery:
        try:
            return await self._say(await self._with_files(due.outgoing))
        except files.FileLost:
            return Delivery("failed", fault="file_lost")
        except Exception as error:  # ours, not Telegram's: what we made cannot be said, and others are waiting
            log.error("sender.fault", seq=due.seq, **logs.fault(error))
            return Delivery("failed", fault=type(error).__name__)

    async def _with_files(self, outgoing: Outgoing) -> Outgoing:
        if not any(each.kept for each in outgoing.enclosed) or self._store.folder is None:
            return outgoing
        return await asyncio.to_thread(_opened, self._store, self._store.folder, outgoing)

    async def _record(self, tx: Transaction, results: Sequence[tuple[outbox.Due, Delivery]]) -> None:
        await outbox.sent(tx, [due.seq for due, delivery in results if delivery.verdict == "sent"])
        for due, delivery in results:
            if delivery.verdict != "sent":
                await self._record_trouble(tx, due, delivery)
            elif due.outgoing.minutes and delivery.number:
                await _let_vanish(tx, due.outgoing, delivery.number)
            if due.outgoing.back and (delivery.number or delivery.verdict in ("failed", "blocked")):
                await outbox.bring_back(tx, due.outgoing, delivery.verdict, delivery.number, delivery.fault)
                self._rang()

    async def _record_trouble(self, tx: Transaction, due: outbox.Due, delivery: Delivery) -> None:
        why = delivery.fault or "none"
        log.warning("sender.trouble", seq=due.seq, verdict=delivery.verdict, tries=due.tries, reason=why)
        if delivery.verdict == "stopped":
            raise Stopped(EXIT_TOKEN, BAD_TOKEN)
        if delivery.verdict == "blocked":
            await outbox.block(tx, due.lane)
        elif delivery.verdict == "moved":
            await staff_groups.move(tx, due.outgoing.chat, delivery.chat)
        elif delivery.verdict == "failed" and due.outgoing.back:
            await outbox.sent(tx, [due.seq])
        elif delivery.verdict == "failed":
            await outbox.give_up(tx, due.seq, "failed", delivery.fault)
        elif due.outgoing.notice and not delivery.certain:
            await outbox.give_up(tx, due.seq, "unknown", "may_have_arrived")
        else:
            wait = delivery.wait or min(LONGEST_WAIT, 2**due.tries)
            await outbox.put_off(tx, due.seq, clock.stamp() + max(1, round(wait)))


async def _let_vanish(tx: Transaction, outgoing: Outgoing, message: int) -> None:
    """Let a message be taken out of the chat again when its time is over."""
    timer = timers.Timer(f"{timers.VANISH} {message}", outgoing.chat, outgoing.chat, "")
    await timers.begin(tx, timer, int(tx.now.timestamp()) + outgoing.minutes * 60)


def _opened(store: Store, folder: Path, outgoing: Outgoing) -> Outgoing:
    """Return what is to be said with the content of the sealed files that it encloses."""
    enclosed = tuple(
        replace(each, content=files.read(folder, store.vault, files.Sealed(each.kept, each.key))) if each.kept else each
        for each in outgoing.enclosed
    )
    return replace(outgoing, enclosed=enclosed)
