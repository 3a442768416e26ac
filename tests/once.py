"""What would be the same in every test, and costs more than the test: done once for all of them."""

from __future__ import annotations

import importlib.util
import sqlite3
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from functools import cache
from typing import Any

import pytest
from sqlalchemy import Connection, create_engine
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import LRUCache

from bot.rules import policy
from storage import migrations, sqlite

migrated = migrations._upgrade
"""Brings a database up to this release as a bot does."""

_compiled: MutableMapping[Any, Any] = LRUCache(4000)


@contextmanager
def schema_and_statements() -> Iterator[None]:
    """Write the schema of new databases from a script, and share what SQLAlchemy makes of a statement."""
    script = _script()
    opened = sqlite.engine

    def upgrade(connection: Connection) -> None:
        if connection.dialect.name != "sqlite" or migrations._revision(connection) is not None:
            migrated(connection)
            return
        for statement in script:
            connection.exec_driver_sql(statement)

    def engine(url: str) -> AsyncEngine:
        made = opened(url)
        made.sync_engine._compiled_cache = _compiled
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(migrations, "_upgrade", upgrade)
        patch.setattr(sqlite, "engine", engine)
        patch.setattr(policy, "load", cache(policy.load))
        # Statements are kept by dialect, of which each database has one of its own, all alike.
        patch.setattr(sqlite.AtOnce, "__eq__", lambda self, other: type(self) is type(other))
        patch.setattr(sqlite.AtOnce, "__hash__", lambda self: hash(type(self)))
        yield


def _script() -> list[str]:
    """Return the statements that make what the migrations make."""
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        migrated(connection)
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        script = [each for each in driver.iterdump() if each not in ("BEGIN TRANSACTION;", "COMMIT;")]
    engine.dispose()
    return script


def leave_out_what_is_not_here() -> None:
    """Spare httpx a look through all folders, at each call, for a package that is not installed."""
    if importlib.util.find_spec("sniffio") is None:
        sys.modules["sniffio"] = None  # type: ignore[assignment]
