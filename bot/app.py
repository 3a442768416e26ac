"""The composition root: opens what a bot needs, runs it until it is stopped, and closes it in order."""

from __future__ import annotations

import asyncio
import fcntl
import gc
import os
import signal
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx

import handlers
from bot import clock, logs, texts
from bot.bells import Bells
from bot.downloads import Downloads
from bot.gateway import EXIT_CONFLICT, Gateway, Stopped
from bot.intake import Intake
from bot.jobs import Desk, Jobs, Task
from bot.lanes import Lanes
from bot.media import KeepMedia
from bot.printing import DrawPaper
from bot.redacting import DrawOver
from bot.rules import policy
from bot.sender import Pace, Sender
from bot.settings import Settings
from bot.town_reading import ReadTown
from handlers.commands import COMMANDS
from handlers.deeds import calendar, papers, redacting, town
from handlers.deeds import clock as house_clock
from handlers.deeds.staff import make_admin_code
from storage import Store, StoreBusy, StoreTaken, audit, inbox, media, notices, order_files, privacy, quotas, sqlite
from storage.migrations import is_new, migrate
from storage.vault import Keyring, Vault

log = logs.logger(__name__)

_PICTURES: Mapping[str, Task] = {media.JOB: KeepMedia(), redacting.JOB: DrawOver()}
TASKS: Mapping[str, Task] = {**_PICTURES, town.JOB: ReadTown(), papers.JOB: DrawPaper()}
"""Every kind of slow work."""

HOUSEKEEPING_SECONDS = 3600
INBOX_HOURS = 48
YOUNG_OBJECTS = 50_000
"""New objects after which the garbage collector looks at them: a few dozen turns'."""


@dataclass
class App:
    """One running bot: what comes in, the turns, and what goes out."""

    store: Store
    gateway: Gateway
    intake: Intake
    lanes: Lanes
    bells: Bells
    sender: Sender
    jobs: Jobs

    async def run(self) -> None:
        """Run until `stop`; raises `Stopped` when it cannot go on."""
        aside = [asyncio.create_task(self._housekeep()), asyncio.create_task(self._offer_commands())]
        parts = [asyncio.create_task(part.run()) for part in self._parts]
        self.lanes.wake()
        self.sender.wake()
        try:
            await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.stop()
            for task in aside:
                task.cancel()
            results = await asyncio.gather(*parts, return_exceptions=True)
            await asyncio.gather(*aside, return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result

    def stop(self) -> None:
        """End soon, losing nothing: what is not finished is in the database."""
        for part in self._parts:
            part.stop()

    @property
    def _parts(self) -> tuple[Intake, Lanes, Bells, Sender, Jobs]:
        return self.intake, self.lanes, self.bells, self.sender, self.jobs

    async def idle(self) -> None:
        """Wait until what was taken in is answered and said, and the work and the turns that came of it are done."""
        await self.lanes.idle.wait()
        self.jobs.wake()
        await self.jobs.idle.wait()
        while True:
            await self.lanes.idle.wait()
            await self.sender.idle.wait()
            if self.lanes.idle.is_set():
                return

    async def _housekeep(self) -> None:
        while True:
            try:
                async with self.store.begin() as tx:
                    await inbox.forget(tx, int(tx.now.timestamp()) - INBOX_HOURS * 3600)
                    await quotas.forget(tx)
                    await notices.forget(tx)
                    await order_files.forget(tx)
                    await calendar.watch(tx)
                    await house_clock.watch(tx)
                await self.store.tidy()
            except StoreBusy as error:  # the next hour is soon enough
                log.warning("housekeeping.store_busy", **logs.fault(error))
            await asyncio.sleep(HOUSEKEEPING_SECONDS)

    async def _offer_commands(self) -> None:
        for language, tag in (("en", ""), ("zh_CN", "zh"), ("en", "en")):
            menu = [(name, texts.label(meaning, language)) for name, meaning in COMMANDS.items()]
            if not await self.gateway.set_commands(menu, tag):
                log.warning("commands.not_offered", language=language)


@asynccontextmanager
async def opened(settings: Settings, transport: httpx.AsyncBaseTransport | None = None) -> AsyncIterator[App]:
    """Open a bot; `transport` replaces the network, for tests in one process."""
    token = settings.require_token()
    async with store_of(settings) as store:
        gateway = Gateway(settings.api_url, token, transport)
        client = httpx.AsyncClient(transport=transport)
        try:
            yield _assembled(settings, store, gateway, client)
        finally:
            await client.aclose()
            await gateway.close()


@asynccontextmanager
async def store_of(settings: Settings) -> AsyncIterator[Store]:
    """Open the database for this process alone, brought up to this release; `Stopped` when another Anju has it."""
    with _only_one(settings.data_dir):
        store = await _claimed(settings)
        try:
            backup = await migrate(store)
            if backup is not None:
                log.info("store.migrated", backup=backup.name)
            async with store.begin() as tx:
                await privacy.forget_again(tx)
                await audit.begin(tx)
            yield store
        finally:
            await store.close()


async def _claimed(settings: Settings) -> Store:
    """Open the database for this process alone; the keyring is made at its first start only."""
    for patience in (0.5, 0.5, 0.0):
        try:
            ours = vault(settings, create=await is_new(settings.database_url))
            store = Store(settings.database_url, ours, _policy(settings), settings.data_dir)
            await store.claim()
            return store
        except StoreTaken:  # perhaps by one that was killed just now, which its server has not noticed yet
            await asyncio.sleep(patience)
        except StoreBusy as error:
            log.error("store.busy", **logs.fault(error))
            raise Stopped(EXIT_CONFLICT, f"The database of DATABASE_URL {_UNUSABLE}") from error
    raise Stopped(EXIT_CONFLICT, "Another Anju is running on the database of DATABASE_URL.")


_UNUSABLE = "cannot be used now. Is its server running, and are user, password and name right?"


def _assembled(settings: Settings, store: Store, gateway: Gateway, client: httpx.AsyncClient) -> App:
    pace = Pace(group_a_minute=store.policy.staff_groups.messages_a_minute)
    sender = Sender(store, gateway.say, pace, rang=lambda: lanes.wake())
    lanes = Lanes(store, handlers.answer, handlers.sorry, sender.wake)
    intake = Intake(gateway.poll, store, lanes.wake, gateway.acknowledge)
    jobs = Jobs(store, Desk(store, Downloads(client, settings)), TASKS, lanes.wake, lambda: lanes.talking)
    return App(store, gateway, intake, lanes, Bells(store, lanes.wake), sender, jobs)


async def run(settings: Settings, started: Callable[[App], None] = lambda app: None) -> int:
    """Run a bot until SIGTERM or Ctrl-C; returns the exit code of the process."""
    try:
        async with opened(settings) as app:
            _stop_on_signals(app)
            rest_the_collector()
            started(app)
            log.info("bot.started")
            await app.run()
    except Stopped as stopped:
        log.critical("bot.cannot_go_on", code=stopped.code)
        raise
    log.info("bot.stopped")
    return 0


def rest_the_collector() -> None:
    """Let the garbage collector leave alone what stays to the end, and look less often at what turns leave behind."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG_OBJECTS, 20, 50)


def _stop_on_signals(app: App) -> None:
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, app.stop)


def vault(settings: Settings, create: bool) -> Vault:
    """Open the vault; the keyring is never made beside a database that needs an older one."""
    return Vault(Keyring.open(settings.keyring_file, create))


def admin_code(settings: Settings) -> str:
    """Return a fresh single-use code for the first admin; a running bot is not disturbed."""
    file = sqlite.file_of(settings.database_url)
    return make_admin_code(vault(settings, create=file is not None and not file.exists()), clock.now())


def _policy(settings: Settings) -> policy.Policy:
    return policy.load(settings.policy_file.read_text("utf-8") if settings.policy_file else None)


def _only_one(folder: Path) -> _Lock:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return _Lock(folder / ".lock")


class _Lock:
    """Held by the one process that writes into a data folder."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = -1

    def __enter__(self) -> None:
        self._file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(self._file)
            raise Stopped(EXIT_CONFLICT, f"Another Anju is running on the folder {self._path.parent}.") from None

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):
            os.close(self._file)
