"""The bot's queue of updates, with Telegram's rules for offsets."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from bot.sandbox.refusals import conflict
from bot.sandbox.shapes import Json
from bot.sandbox.shelf import Counters, Shelf

FIRST_UPDATE = 700_000_000
LONGEST_POLL = 50
# An offset further ahead than this is not believed; the queue is then read from its head.
BELIEVED_AHEAD = 10
NOT_BY_DEFAULT = ("chat_member", "message_reaction", "message_reaction_count")


@dataclass
class _Waiting:
    place: int
    update: Json

    def below(self, offset: int) -> bool:
        number = self.update.get("update_id")
        return not isinstance(number, int) or number < offset


class UpdateQueue:
    """Updates that the bot has not confirmed yet, oldest first."""

    def __init__(self, shelf: Shelf, counters: Counters) -> None:
        self._shelf = shelf
        self._counters = counters
        kept = shelf.read("update")
        self._pending = [_Waiting(place, kept[str(place)]) for place in sorted(map(int, kept))]
        self._settings: dict[str, Any] = shelf.read("polling")
        self._echo: list[Json] = []
        self._poller: asyncio.Future[bool] | None = None

    def __len__(self) -> int:
        return len(self._pending)

    @property
    def last_id(self) -> int:
        """The highest number given to an update."""
        return self._counters.last("update", FIRST_UPDATE)

    @property
    def confirmed(self) -> int:
        """The offset confirmed last."""
        return int(self._settings.get("confirmed", 0))

    def allow(self, kinds: list[str]) -> None:
        """Remember which kinds of update the bot wants from now on; none means the default ones."""
        self._set("allowed", kinds)

    def wants(self, kind: str) -> bool:
        """Say whether the bot asked for this kind of update."""
        allowed = self._settings.get("allowed")
        return kind in allowed if allowed else kind not in NOT_BY_DEFAULT

    def put(self, kind: str, body: Json) -> int | None:
        """Queue an update; None when the bot did not ask for its kind."""
        if not self.wants(kind):
            return None
        return int(self.inject({kind: body}))

    def inject(self, update: Json, *, keep_id: bool = False) -> Any:
        """Queue any update as it is; it gets the next number unless it keeps its own."""
        if not keep_id:
            update = {"update_id": self._counters.next("update", FIRST_UPDATE), **update}
        number = update.get("update_id")
        if isinstance(number, int):
            self._set("tail", number)
            self._counters.raise_to("update", number)
        self._append(update)
        return number

    def _append(self, update: Json) -> None:
        waiting = _Waiting(self._counters.next("place"), update)
        self._shelf.put("update", waiting.place, update)  # what cannot be kept is refused before it is handed out
        self._pending.append(waiting)
        self._wake(ended=False)

    def confirm(self, offset: int) -> None:
        """Forget every update below the offset; a negative one keeps that many of the newest."""
        if offset < 0:
            self._forget(self._pending[:offset])
        elif 0 < offset <= int(self._settings.get("tail", 0)) + BELIEVED_AHEAD:
            self._forget([waiting for waiting in self._pending if waiting.below(offset)])
            self._set("confirmed", offset)

    def clear(self) -> None:
        """Forget everything pending."""
        self._forget(list(self._pending))

    def repeat(self, batch: list[Json]) -> None:
        """Deliver a batch once more at the next poll, confirmed or not."""
        self._echo = batch

    async def poll(self, offset: int, limit: int, seconds: float) -> list[Json]:
        """Confirm, then return a batch, waiting for its first update; a poll that waits already ends with 409."""
        self._wake(ended=True)
        self.confirm(offset)
        batch = self._batch(limit)
        if batch or seconds <= 0:
            return batch
        await self._wait(min(seconds, LONGEST_POLL))
        return self._batch(limit)

    async def _wait(self, seconds: float) -> None:
        poller = self._poller = asyncio.get_running_loop().create_future()
        try:
            if await asyncio.wait_for(poller, seconds):
                raise conflict()
        except TimeoutError:
            return
        finally:
            if self._poller is poller:
                self._poller = None

    def _wake(self, *, ended: bool) -> None:
        if self._poller is not None and not self._poller.done():
            self._poller.set_result(ended)
        self._poller = None

    def _batch(self, limit: int) -> list[Json]:
        echo, self._echo = self._echo, []
        fresh = (waiting.update for waiting in self._pending if waiting.update not in echo)
        return list(islice(chain(echo, fresh), limit))

    def _forget(self, gone: list[_Waiting]) -> None:
        places = {waiting.place for waiting in gone}
        self._pending = [waiting for waiting in self._pending if waiting.place not in places]
        for place in places:
            self._shelf.drop("update", place)

    def _set(self, name: str, value: Any) -> None:
        if self._settings.get(name) != value:
            self._settings[name] = value
            self._shelf.put("polling", name, value)
