"""The bot as a process to be killed: dies at the n-th pass of a named point, and may carry a planted fault.

`python -m tests.crash.victim` is a nursery: it imports the bot once, then forks a fresh process for each start that a
line on its standard input orders, and tells of its life in lines of JSON. Every start opens its own files, sockets and
database; only the reading of the code is saved, which would take longer than all that is tested here.
"""

from __future__ import annotations

import asyncio
import ctypes
import functools
import json
import os
import resource
import signal
import sys
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import uvloop

import handlers
from bot import app, child, logs, settings, texts
from bot.downloads import Downloads
from bot.gateway import Gateway
from bot.intake import Intake
from bot.jobs import Jobs
from bot.lanes import Lanes
from bot.sender import Sender
from bot.speech import Text
from storage import Store, Transaction, files, inbox, jobs, media, migrations, outbox, tips
from tests.crash import plants


class Points:
    """Counts the passes of the points, and dies at the one that was ordered."""

    def __init__(self, point: str, nth: int) -> None:
        self._point, self._nth = point, nth
        self._passed: Counter[str] = Counter()

    def reach(self, point: str) -> None:
        """Pass a point."""
        self._passed[point] += 1
        if (point, self._passed[point]) == (self._point, self._nth):
            _tell(died_at=point)
            os.kill(os.getpid(), signal.SIGKILL)

    def before(self, owner: Any, name: str, point: str) -> None:
        """Put a point before an asynchronous function."""
        inner = getattr(owner, name)

        @functools.wraps(inner)
        async def wrapped(*args: Any, **kwargs: Any) -> Any:
            self.reach(point)
            return await inner(*args, **kwargs)

        setattr(owner, name, wrapped)

    def after(self, owner: Any, name: str, point: str, counts: Callable[[Any, Any], object] | None = None) -> None:
        """Put a point after an asynchronous function, passed when its arguments and result count."""
        inner = getattr(owner, name)

        @functools.wraps(inner)
        async def wrapped(*args: Any, **kwargs: Any) -> Any:
            result = await inner(*args, **kwargs)
            if counts is None or counts(args, result):
                self.reach(point)
            return result

        setattr(owner, name, wrapped)


def arm(points: Points) -> None:
    """Put the named points into the bot of this process."""
    points.after(app, "migrate", "migrated")
    points.after(Intake, "_fetch", "fetched", lambda args, updates: updates)
    points.after(Intake, "_fetch", "confirmed", lambda args, updates: args[1] is not None)
    points.after(inbox, "store", "keeping")
    points.after(Intake, "keep", "kept")
    points.before(Lanes, "_try", "stamped")
    points.before(handlers, "answer", "answering")
    points.after(handlers, "answer", "answered")
    points.after(inbox, "done", "turns ending", lambda args, result: args[1])
    points.before(Gateway, "say", "saying")
    points.after(Gateway, "say", "said", lambda args, delivery: delivery.verdict == "sent")
    points.after(outbox, "sent", "recording", lambda args, result: args[1])
    points.before(Store, "tidy", "tidying")
    points.after(Store, "tidy", "tidied")
    _arm_filing(points)
    _arm_jobs(points)
    _arm_migration(points)
    _arm_rounds(points)
    _arm_commits(points)


def _arm_filing(points: Points) -> None:
    """`filing`: just before the commit of turns one of which files a tip."""
    filed: list[str] = []
    file, done = tips.file, inbox.done

    async def noted(*args: Any) -> bytes:
        filed.append("")
        return await file(*args)

    async def ending(tx: Transaction, seqs: Sequence[int]) -> None:
        await done(tx, seqs)
        if filed:
            points.reach("filing")
            filed.clear()

    vars(tips)["file"], vars(inbox)["done"] = noted, ending


def _arm_jobs(points: Points) -> None:
    """The way of a file that came with a tip: fetched, made clean in a child, written, renamed, kept."""
    points.after(jobs, "attempt", "job counting")
    points.after(Downloads, "fetch", "file fetched")
    points.before(child, "run", "child starting")
    points.after(child, "run", "child ended")
    points.after(jobs, "finish", "job ending")
    points.after(media, "keep", "file keeping")
    points.after(Jobs, "_try", "job ended")
    write, sync = files.write, files._sync

    def written(*args: Any) -> files.Sealed:
        sealed = write(*args)
        points.reach("file written")
        return sealed

    def synced(folder: Any) -> None:
        points.reach("file renamed")
        sync(folder)

    vars(files)["write"], vars(files)["_sync"] = written, synced


def _arm_migration(points: Points) -> None:
    inner = migrations._upgrade

    def upgrade(connection: Any) -> None:
        inner(connection)
        points.reach("migrating")

    migrations._upgrade = upgrade


def _arm_rounds(points: Points) -> None:
    inner = Sender._round

    async def one_round(self: Sender, start: bool = True) -> bool:
        records = bool(self._results)
        waiting = await inner(self, start)
        if records:
            points.reach("recorded")
        return waiting

    Sender._round = one_round  # type: ignore[method-assign]


def _arm_commits(points: Points) -> None:
    inner = Store.begin

    @asynccontextmanager
    async def begin(self: Store) -> AsyncIterator[Transaction]:
        async with inner(self) as tx:
            yield tx
            points.reach("committing")
        points.reach("committed")

    Store.begin = begin  # type: ignore[method-assign]


def _tell(**news: object) -> None:
    os.write(1, json.dumps(news).encode() + b"\n")


def _live(order: dict[str, Any]) -> int:
    """Run the bot that an order describes, until it ends or dies."""
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.dup2(log, 2)
    points = Points(order.get("point", ""), order.get("nth", 0))
    arm(points)
    for plant, argument in order.get("plants", {}).items():
        plants.PLANTS[plant](argument)
    read = settings.read(order["env"])
    logs.setup(read.log_level)

    def started(running: app.App) -> None:
        due = running.lanes._due

        def committed() -> None:
            points.reach("turns committed")
            due()

        running.lanes._due = committed
        _tell(started=os.getpid())

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(app.run(read, started))


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def _bear(order: dict[str, Any]) -> int:
    child = os.fork()
    if child:
        return child
    code = 70
    try:
        _die_with_parent()
        code = _live(order)
    except BaseException as error:
        _tell(crashed=type(error).__name__)
        logs.logger(__name__).critical("victim.crashed", **logs.fault(error))
    finally:
        os._exit(code)


def main() -> None:
    """Bear a process for each line of standard input, and wait for its end."""
    _die_with_parent()
    os.umask(0o077)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    for language in texts.LANGUAGES:
        texts.words(Text("Back"), language)
    _tell(ready=os.getpid())
    for line in sys.stdin:
        child = _bear(json.loads(line))
        _tell(born=child)
        _, status = os.waitpid(child, 0)
        _tell(ended=os.waitstatus_to_exitcode(status))


if __name__ == "__main__":
    main()
