"""PostgreSQL, set so that nothing that was committed is lost, and written to by one bot alone."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, LargeBinary, cast, func, literal_column, select
from sqlalchemy.dialects.postgresql import BIT
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

SERVER_SETTINGS = {
    "application_name": "anju",
    "synchronous_commit": "on",  # whatever the server, the database or the role is set to
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "30s",
    # When the network is cut, the server lets go of what we hold after less than a minute, not after two hours.
    "tcp_keepalives_idle": "20",
    "tcp_keepalives_interval": "10",
    "tcp_keepalives_count": "3",
}
CONNECT_SECONDS = 10
ANSWER_SECONDS = 40  # the server gives up earlier; this is for one that does not answer at all

_ONLY_ONE = (0x414E4A55, 1)  # two numbers have a room of their own: no lane, which is one number, can be the same
REWARDS_LOCK = func.pg_advisory_xact_lock(0x414E4A55, 2)
"""Taken by whoever changes a reward, until their transaction ends: a sum of the ledger holds while it is needed."""

_CANNOT_WORK = ("08", "40", "53", "55", "57", "58")
"""Kinds of SQLSTATE: connection, rolled back to let another go on, resources (full disk), locked, operator, system."""
_CANNOT_WRITE = "25006"  # a standby, or a server that was set to read only


def engine(url: str) -> AsyncEngine:
    """Open a PostgreSQL database; the store keeps its one connection itself, so no pool keeps others."""
    chosen = {"server_settings": SERVER_SETTINGS, "timeout": CONNECT_SECONDS, "command_timeout": ANSWER_SECONDS}
    return create_async_engine(url, hide_parameters=True, poolclass=NullPool, connect_args=chosen)


def is_busy(error: BaseException) -> bool:
    """Tell whether an error says that the database cannot work now, and nothing of what was asked of it."""
    if not isinstance(error, DBAPIError):
        return isinstance(error, OSError)  # an answer that never came is one too
    state = str(getattr(error.orig, "sqlstate", None) or "")
    return error.connection_invalidated or state[:2] in _CANNOT_WORK or state == _CANNOT_WRITE


def is_closed(connection: AsyncConnection) -> bool:
    """Tell whether the server has closed a connection that nobody used since."""
    known = connection.sync_connection
    driver: Any = known.connection.driver_connection if known is not None else None
    return connection.dialect.name == "postgresql" and (driver is None or bool(driver.is_closed()))


async def claim(connection: AsyncConnection) -> bool:
    """Take the database for this bot; it is let go of when the connection ends, however it ends."""
    taken = (await connection.execute(select(func.pg_try_advisory_lock(*_ONLY_ONE)))).scalar_one()
    await connection.rollback()  # a lock of the session outlives it
    return bool(taken)


async def is_taken(connection: AsyncConnection) -> bool:
    """Tell whether another bot has taken the database."""
    free = (await connection.execute(select(func.pg_try_advisory_xact_lock(*_ONLY_ONE)))).scalar_one()
    await connection.rollback()
    return not free


def lane_lock(lane: ColumnElement[Any]) -> ColumnElement[Any]:
    """Return the number by which a lane is locked: its first eight bytes, as a signed number."""
    digits = literal_column("'x'").concat(func.encode(func.substring(lane, 1, 8, type_=LargeBinary), "hex"))
    return cast(cast(digits, BIT(64)), BigInteger)
