"""SQLite, set so that nothing that was committed is lost, and nothing that was deleted lingers."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import aiosqlite
from sqlalchemy import create_engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.pool import NullPool
from sqlalchemy.util.concurrency import await_

from bot import clock

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=0",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "temp_store=MEMORY",
    "mmap_size=0",
    "journal_size_limit=67108864",
    "cell_size_check=ON",
)

LOCK_SECONDS = 30.0
LOOK_SECONDS = 0.02


def engine(url: str) -> AsyncEngine:
    """Open a SQLite database: transactions begin when they say so, and take the write lock at once."""
    file = make_url(url).set(drivername="sqlite+at_once")
    path = file.database or ":memory:"
    opened = create_engine(file, hide_parameters=True, poolclass=NullPool, creator=lambda: _opened(path))
    event.listen(opened, "connect", _prepare)
    return _Engine(opened)


class _Driver(sqlite3.Connection):
    """A connection whose statements run where they are asked for; `aside` is the thread in which it can wait."""

    aside: aiosqlite.Connection


def _opened(path: str) -> _Driver:
    made: list[_Driver] = []

    def driver(*given: Any, **how: Any) -> _Driver:
        made.append(_Driver(*given, **how))
        return made[0]

    # The driver's own transactions begin too late: reads before the first write would see another state than it.
    how: dict[str, Any] = {"isolation_level": None, "check_same_thread": False, "factory": driver}
    aside = await_(aiosqlite.connect(path, **how))
    made[0].aside = aside
    return made[0]


class AtOnce(SQLiteDialect_pysqlite):
    """Runs statements where they are asked for, since visiting a thread costs more than most of them.

    Only the end of a transaction, which waits for the disk, waits in the thread that aiosqlite gives each connection;
    its begin looks again and again whether somebody else let go of the lock.
    """

    supports_statement_cache = True
    is_async = True  # so that it may wait
    has_terminate = True

    def do_begin(self, dbapi_connection: Any) -> None:
        limit = clock.monotonic() + LOCK_SECONDS
        while not _has_begun(dbapi_connection, clock.monotonic() > limit):
            await_(asyncio.sleep(LOOK_SECONDS))

    def do_commit(self, dbapi_connection: Any) -> None:
        try:
            await_(_to_its_end(dbapi_connection.aside.commit()))
        except BaseException:
            dbapi_connection.rollback()  # one that stays open would let no other begin
            raise

    def do_close(self, dbapi_connection: Any) -> None:
        await_(_to_its_end(dbapi_connection.aside.close()))

    def do_terminate(self, dbapi_connection: Any) -> None:
        dbapi_connection.aside.stop()


class _Connection(AsyncConnection):
    """Runs a statement without the detour that others make in order to wait."""

    async def execute(self, statement: Any, parameters: Any = None, *, execution_options: Any = None) -> Any:
        return self._proxied.execute(statement, parameters, execution_options=execution_options)


class _Engine(AsyncEngine):
    _connection_cls = _Connection


registry.register("sqlite.at_once", __name__, AtOnce.__name__)


def _has_begun(driver: Any, last: bool) -> bool:
    try:
        driver.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if last or error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        return False
    return True


async def _to_its_end(wait: Coroutine[Any, Any, None]) -> None:
    """Wait; a caller that is cancelled waits all the same, so that nothing else uses the connection."""
    waiting = asyncio.ensure_future(wait)
    try:
        await asyncio.shield(waiting)
    except asyncio.CancelledError:
        await asyncio.wait({waiting})
        raise


def _prepare(connection: Any, record: object) -> None:
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


async def empty_log(connection: AsyncConnection) -> None:
    """Move the write-ahead log into the database."""
    # Below SQLAlchemy, which would begin a transaction: inside one, no log can be moved.
    driver: Any = (await connection.get_raw_connection()).driver_connection
    await _to_its_end(_emptied(driver.aside))


async def _emptied(aside: aiosqlite.Connection) -> None:
    await aside.execute(f"PRAGMA busy_timeout={LOCK_SECONDS * 1000:.0f}")  # whoever reads is waited for
    try:
        await (await aside.execute("PRAGMA wal_checkpoint(TRUNCATE)")).close()
    finally:
        await aside.execute("PRAGMA busy_timeout=0")


def file_of(url: str) -> Path | None:
    """Return the file of a SQLite URL; None for memory and for other databases."""
    parsed = make_url(url)
    if not parsed.drivername.startswith("sqlite") or not parsed.database or parsed.database == ":memory:":
        return None
    return Path(parsed.database)


def backup(source: Path, target: Path) -> None:
    """Write a consistent copy of a SQLite database that nobody is writing to."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    connection = sqlite3.connect(source)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        connection.close()
    target.chmod(0o600)
