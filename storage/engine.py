"""The database: one write connection, one transaction at a time, settings that lose nothing."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Delete, Executable, Insert, Table, Update
from sqlalchemy.engine import CursorResult
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection

from bot import clock
from bot.rules.policy import Policy
from bot.speech import Incoming
from storage import postgresql, sqlite
from storage.vault import Vault


class StoreBusy(Exception):
    """The database cannot work right now (disk full, locked, gone): nothing is wrong with what was asked of it."""


class StoreTaken(StoreBusy):
    """Another bot works on this database."""


HOUR = 3600


@dataclass(frozen=True, slots=True)
class Transaction:
    """One unit of work: what is done with it commits together or not at all.

    `now` is the moment it began; `speaker` is what the person of this turn said, None outside a turn; `folder` is where
    the data lie that no database keeps; `changes` is not empty once something was changed; `read` is what `recall`
    knows.
    """

    connection: AsyncConnection
    vault: Vault
    policy: Policy
    now: datetime
    speaker: Incoming | None = None
    folder: Path | None = None
    changes: list[str] = field(default_factory=list)
    read: dict[object, dict[object, Sequence[Any]]] = field(default_factory=dict)

    async def execute(self, statement: Executable, parameters: Any = None) -> CursorResult[*tuple[Any, ...]]:
        """Run one statement."""
        if isinstance(statement, Insert | Update | Delete):
            self.changes.append(type(statement).__name__)
            self.read.pop(statement.table, None)
        try:
            return await self.connection.execute(statement, parameters)
        except (DBAPIError, OSError) as error:
            if _is_busy(error):
                raise StoreBusy from error
            raise

    async def recall(
        self, table: Table, statement: Executable, read: Callable[[Any], Any] = lambda row: row, **asked: Any
    ) -> Sequence[Any]:
        """Return the rows of a select, read once for all turns of a batch until one of them changes that table."""
        rows, key = self.read.setdefault(table, {}), (statement, *asked.items())
        if key not in rows:
            rows[key] = [read(row) for row in await self.execute(statement, asked)]
        return rows[key]

    @property
    def hour(self) -> int:
        """The unix time of the hour in which it began: what is kept of moments that could tell who did something."""
        return int(self.now.timestamp()) // HOUR * HOUR

    @property
    def dialect(self) -> str:
        """The database's name: sqlite or postgresql."""
        return self.connection.dialect.name


class Store:
    """Opens transactions, one at a time, on a connection that it keeps."""

    def __init__(self, url: str, vault: Vault, policy: Policy, folder: Path | None = None) -> None:
        self.vault = vault
        self.engine = sqlite.engine(url) if url.startswith("sqlite") else postgresql.engine(url)
        self.policy, self.folder = policy, folder
        self._is_server = self.engine.dialect.name == "postgresql"
        self._lock = asyncio.Lock()
        self._connection: AsyncConnection | None = None

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[Transaction]:
        """Give a transaction: it commits at the end of the block, and rolls back when the block raises."""
        async with self._lock:
            connection = await self._connected()
            own: OSError | None = None
            try:
                async with connection.begin():
                    try:
                        yield Transaction(connection, self.vault, self.policy, clock.now(), folder=self.folder)
                    except OSError as error:  # a file's, say, and not the database's
                        own = error
                        raise
            except (StoreBusy, DBAPIError, OSError) as error:
                if error is own or not _is_busy(error):
                    raise
                if self._is_server:  # the connection may be half dead: the next transaction makes another
                    await self._part()
                if isinstance(error, StoreBusy):
                    raise
                raise StoreBusy from error

    async def claim(self) -> None:
        """Take the database for this process, before anything is changed in it; a file is locked by its folder."""
        async with self._lock:
            await self._connected()

    async def _connected(self) -> AsyncConnection:
        if self._connection is not None and _is_closed(self._connection):
            await self._part()
        if self._connection is None:
            self._connection = await self._connect()
        return self._connection

    async def _connect(self) -> AsyncConnection:
        try:
            connection = await self.engine.connect()
        except (DBAPIError, OSError) as error:
            if self._is_server or _is_busy(error):
                raise StoreBusy from error
            raise
        # Claimed on the connection that writes: who loses the claim cannot write any more.
        if self._is_server and not await _claimed(connection):
            raise StoreTaken
        return connection

    async def _part(self) -> None:
        if self._connection is not None:
            with suppress(DBAPIError, OSError):
                await self._connection.close()
            self._connection = None

    async def tidy(self) -> None:
        """Move the write-ahead log into the database, so that what was deleted does not linger in it."""
        if self._is_server:
            return
        async with self._lock:
            await sqlite.empty_log(await self._connected())

    async def close(self) -> None:
        """Close the connection; an open one would keep the process from ending."""
        async with self._lock:
            if self._connection is not None:
                await self._connection.close()
                self._connection = None
            await self.engine.dispose()


async def _claimed(connection: AsyncConnection) -> bool:
    taken = False
    try:
        taken = await postgresql.claim(connection)
    except (DBAPIError, OSError) as error:
        raise StoreBusy from error
    finally:
        if not taken:
            await connection.close()
    return taken


def _is_closed(connection: AsyncConnection) -> bool:
    return connection.closed or connection.invalidated or postgresql.is_closed(connection)


def _is_busy(error: BaseException) -> bool:
    return isinstance(error, StoreBusy | OperationalError) or postgresql.is_busy(error)
