"""Inbox to turns: one lane a person, the turns of all ready lanes in one commit, and no bad update harms another."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Any, TypeAlias

from bot import clock, gateway, logs
from bot.dialogue import Draft
from bot.speech import Incoming, Outgoing
from bot.worker import Worker
from storage import Store, StoreBusy, Transaction, drafts, inbox, outbox, people, timers

log = logs.logger(__name__)

MOST_TOGETHER = 64
MOST_TRIES = 3
TIDY_SHARE = 50  # of the time of a busy bot, one part for emptying the log
QUIET_SECONDS = 0.3
"""So long after the last message people are still talking."""


Answer: TypeAlias = Callable[
    [Transaction, Incoming, drafts.Kept | None, people.Person | None],
    Awaitable[tuple[list[Outgoing], Draft | None]],
]
"""Makes a turn's reply inside its transaction: what to say, and the draft to keep (None: none is open)."""

Sorry: TypeAlias = Callable[[Incoming], Outgoing]


class Lanes(Worker):
    """Runs turns: `answer` makes a turn's reply inside its transaction, `sorry` is said when a turn is given up."""

    def __init__(self, store: Store, answer: Answer, sorry: Sorry, due: Callable[[], None]) -> None:
        self._store, self._answer, self._sorry, self._due = store, answer, sorry, due
        super().__init__()
        self._interrupted: set[int] = set()
        self._ended = False
        self._tidy_at = 0.0
        self._heard_at = -QUIET_SECONDS

    @property
    def talking(self) -> bool:
        """Whether people are talking with the bot right now, so that slow work should step back."""
        return clock.monotonic() - self._heard_at < QUIET_SECONDS

    async def run(self) -> None:
        """Run turns until stopped. What a former process may have died of runs alone first."""
        failures, left = 0, True
        while not self._stopping.is_set():
            self._work.clear()
            try:
                if left:
                    await self._leftovers()
                    left = False
                while not self._stopping.is_set() and await self.together():
                    failures = 0
                    if clock.monotonic() >= self._tidy_at:
                        await self._tidy()
            except StoreBusy as error:
                failures += 1
                log.error("lanes.store_busy", failures=failures, **logs.fault(error))
                await self._rest(0.2 * 2**failures)
                continue
            if not self._work.is_set():
                await self._tidy()
                self.idle.set()
            await self._work.wait()

    async def _tidy(self) -> None:
        """Empty the write-ahead log once a conversation ended: beside a new tip it would show whose draft went.

        While nothing is waiting this is done at once; a bot that is never idle takes a part of its time for it.
        """
        if self._ended:
            self._ended, began = False, clock.monotonic()
            with suppress(StoreBusy):
                await self._store.tidy()
            self._tidy_at = clock.monotonic() + (clock.monotonic() - began) * TIDY_SHARE

    async def _leftovers(self) -> None:
        # Only a batch, or one of these turns alone, can have run at the end: what stands behind them has not.
        async with self._store.begin() as tx:
            suspects = await inbox.ready(tx, MOST_TOGETHER)
        for each in suspects:
            if self._stopping.is_set():
                return
            await self.alone(each.seq)

    async def together(self) -> int:
        """Run the next turn of every lane that is ready in one transaction; returns how many there were."""
        waiting: list[inbox.Waiting] = []
        try:
            async with self._store.begin() as tx:
                waiting = await inbox.ready(tx, MOST_TOGETHER)
                if waiting:
                    await self._turns(tx, waiting)
        except StoreBusy:
            raise
        except Exception as error:  # one of the turns failed: none of them happened, and each runs alone now
            if not waiting:
                raise
            log.warning("lanes.batch_failed", count=len(waiting), **logs.fault(error))
            for each in waiting:
                await self.alone(each.seq)
        if waiting:
            self._due()
        return len(waiting)

    async def alone(self, seq: int) -> None:
        """Run one turn in its own transaction, each try counted and committed before it; after three, set it aside."""
        while True:
            async with self._store.begin() as tx:
                waiting = await inbox.get(tx, seq)
                if waiting is None:
                    return None
                if seq in self._interrupted:  # this try was counted already
                    waiting = replace(waiting, tries=waiting.tries - 1)
                used_up = waiting.tries >= MOST_TRIES
                if used_up:
                    await self._give_up(tx, waiting, "tries_used_up")
                elif seq not in self._interrupted:
                    await inbox.attempt(tx, seq)
            self._interrupted.discard(seq)
            if used_up:
                return self._due()
            if await self._try(waiting):
                return None

    async def _try(self, waiting: inbox.Waiting) -> bool:
        try:
            async with self._store.begin() as tx:
                await self._turns(tx, [waiting])
        except StoreBusy:
            self._interrupted.add(waiting.seq)
            with suppress(StoreBusy):  # a server that restarts is still away
                async with self._store.begin() as tx:
                    await inbox.attempt(tx, waiting.seq, -1)
                self._interrupted.discard(waiting.seq)
            raise
        except Exception as error:  # whatever a turn raises is its own; the others go on
            fault = logs.fault(error)
            log.error("turn.failed", seq=waiting.seq, tries=waiting.tries + 1, **fault)
            if waiting.tries + 1 < MOST_TRIES:
                return False
            async with self._store.begin() as tx:
                await self._give_up(tx, waiting, logs.short(fault))
        self._due()
        return True

    async def _give_up(self, tx: Transaction, waiting: inbox.Waiting, fault: str) -> None:
        await inbox.set_aside(tx, waiting.seq, fault)
        log.error("turn.set_aside", seq=waiting.seq, reason=fault[:60])
        try:
            incoming = _heard(waiting)
            if incoming is not None and incoming.kind not in _NOBODY:
                await outbox.put(tx, [self._sorry(incoming)])
        except StoreBusy:
            raise
        except Exception as error:  # one who cannot even be told is no reason to stop for everybody else
            log.warning("turn.not_told", seq=waiting.seq, **logs.fault(error))

    async def _turns(self, tx: Transaction, waiting: Sequence[inbox.Waiting]) -> None:
        heard: list[Incoming] = []
        finished: list[int] = []
        for each in waiting:
            try:
                incoming = _heard(each)
            except gateway.Unreadable as error:
                # The same bytes read the same way next time: there is nothing to try again.
                await inbox.set_aside(tx, each.seq, f"unreadable:{error}")
                log.warning("update.unreadable", seq=each.seq)
                continue
            finished.append(each.seq)
            if incoming is not None:
                heard.append(replace(incoming, behind=each.behind) if each.behind else incoming)
        await self._answers(tx, heard)
        await inbox.done(tx, finished)

    async def _answers(self, tx: Transaction, heard: Sequence[Incoming]) -> None:
        numbers = {incoming.person for incoming in heard}
        kept, known = await drafts.load(tx, numbers), await people.load(tx, numbers)
        says: list[Outgoing] = []
        now = int(tx.now.timestamp())
        after: dict[int, drafts.Kept | None] = {}
        for incoming in heard:
            before = kept.get(incoming.person)
            said, draft = await self._answer(tx, incoming, before, known.get(incoming.person))
            says += said
            if draft is not None:
                left_alone = incoming.kind in _NOBODY or incoming.group is not None
                after[incoming.person] = drafts.Kept(draft, before.touched if before and left_alone else now)
            elif before is not None:
                after[incoming.person] = None
        if any(incoming.kind not in _NOBODY for incoming in heard):
            self._heard_at = clock.monotonic()
        if heard:
            await outbox.unblock(tx, [incoming.chat for incoming in heard if incoming.kind not in _SILENT])
        await drafts.save(tx, after)
        self._ended = self._ended or None in after.values()
        await outbox.put(tx, says)


_NOBODY = ("timer", "job")
_SILENT = ("blocked", *_NOBODY)


def _heard(waiting: inbox.Waiting) -> Incoming | None:
    if waiting.source == "timer":
        return timers.Timer(**json.loads(waiting.raw)).incoming()
    if waiting.source == "job":
        return _finished(json.loads(waiting.raw))
    return gateway.parse(waiting.raw)


def _finished(said: dict[str, Any]) -> Incoming:
    who = {name: said[name] for name in ("chat", "person", "language")}
    return Incoming(kind="job", command=said["kind"], result=said["result"], **who)
