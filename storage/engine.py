"""The database: one write connection, one transaction at a time, settings that lose nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Executable
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot import clock
from bot.rules.policy import Policy
from bot.speech import Incoming
from storage import sqlite
from storage.vault import Vault

StoreBusy = OperationalError
"""The database cannot work right now (disk full, locked, gone): nothing is wrong with what was asked of it."""


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
            # Below SQLAlchemy, which would begin a transaction: inside one, no log can be moved.
            driver: Any = (await other.get_raw_connection()).driver_connection
            await (await driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")).close()

    async def close(self) -> None:
        """Close the connection; an open one would keep the process from ending."""
        async with self._lock:
            if self._connection is not None:
                await self._connection.close()
                self._connection = None
            await self.engine.dispose()


def _engine(url: str) -> AsyncEngine:
    if not url.startswith("sqlite"):
        return create_async_engine(url, hide_parameters=True)
    return sqlite.engine(url)
