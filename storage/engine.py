"""The database: one write connection, one transaction at a time, settings that lose nothing."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Executable, event
from sqlalchemy.engine import CursorResult, make_url
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot import clock
from bot.rules.policy import Policy
from bot.speech import Incoming
from storage.vault import Vault

StoreBusy = OperationalError
"""The database cannot work right now (disk full, locked, gone): nothing is wrong with what was asked of it."""

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=30000",
    "secure_delete=ON",
    "trusted_schema=OFF",
    "temp_store=MEMORY",
    "mmap_size=0",
    "journal_size_limit=67108864",
    "cell_size_check=ON",
)


@dataclass(frozen=True, slots=True)
class Transaction:
    """One unit of work: what is done with it commits together or not at all.

    `now` is the moment it began; `speaker` is what the person of this turn said, None outside a turn.
    """

    connection: AsyncConnection
    vault: Vault
    policy: Policy
    now: datetime
    speaker: Incoming | None = None

    async def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[*tuple[Any, ...]]:
        """Run one statement."""
        return await self.connection.execute(statement, parameters)

    @property
    def dialect(self) -> str:
        """The database's name: sqlite or postgresql."""
        return self.connection.dialect.name


class Store:
    """Opens transactions, one at a time, on a connection that it keeps."""

    def __init__(self, url: str, vault: Vault, policy: Policy) -> None:
        self.vault = vault
        self.engine = _engine(url)
        self._policy = policy
        self._lock = asyncio.Lock()
        self._connection: AsyncConnection | None = None

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Transaction]:
        """Give a transaction: it commits at the end of the block, and rolls back when the block raises."""
        async with self._lock:
            if self._connection is None or self._connection.closed or self._connection.invalidated:
                self._connection = await self.engine.connect()
            async with self._connection.begin():
                yield Transaction(self._connection, self.vault, self._policy, clock.now())

    async def tidy(self) -> None:
        """Move the write-ahead log into the database, so that what was deleted does not linger in it."""
        if self.engine.dialect.name != "sqlite":
            return
        async with self._lock, self.engine.connect() as other:
            await (await other.execution_options(isolation_level="AUTOCOMMIT")).exec_driver_sql(
                "PRAGMA wal_checkpoint(TRUNCATE)"
            )

    async def close(self) -> None:
        """Close the connection; an open one would keep the process from ending."""
        async with self._lock:
            if self._connection is not None:
                await self._connection.close()
                self._connection = None
            await self.engine.dispose()


def sqlite_file(url: str) -> Path | None:
    """Return the file of a SQLite URL; None for memory and for other databases."""
    parsed = make_url(url)
    if not parsed.drivername.startswith("sqlite") or not parsed.database or parsed.database == ":memory:":
        return None
    return Path(parsed.database)


def _engine(url: str) -> AsyncEngine:
    engine = create_async_engine(url, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_immediate)
    return engine


def _prepare_sqlite(connection: Any, record: object) -> None:
    # The driver's own transactions begin too late: reads before the first write would see another state than it.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediate(connection: Any) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def sqlite_backup(source: Path, target: Path) -> None:
    """Write a consistent copy of a SQLite database that nobody is writing to."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    connection = sqlite3.connect(source)
    try:
        connection.execute("VACUUM INTO ?", (str(target),))
    finally:
        connection.close()
    target.chmod(0o600)
