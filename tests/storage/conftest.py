"""A real database of its own for each test: a file, and the same tests again on a PostgreSQL server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.rules import policy
from storage import Store
from storage.migrations import migrate
from storage.vault import Keyring, Vault


def open_store(folder: Path, url: str = "", changed: str | None = None) -> Store:
    """Open the database of a folder, or of a server, which may be there already; `changed` is laid over the policy."""
    vault = Vault(Keyring.open(folder / "keys" / "keyring.json"))
    return Store(url or f"sqlite:///{folder / 'anju.db'}", vault, policy.load(changed), folder)


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """Where the database is: empty for the file of the test's folder."""
    if request.param == "sqlite":
        return ""
    return str(request.getfixturevalue("postgresql").url)


@pytest.fixture
async def store(tmp_path: Path, url: str) -> AsyncIterator[Store]:
    """A database with every table."""
    opened = open_store(tmp_path, url)
    await migrate(opened)
    yield opened
    await opened.close()


SQLITE_ALONE = pytest.mark.parametrize("url", ["sqlite"], indirect=True)
POSTGRESQL_ALONE = pytest.mark.parametrize("url", ["postgresql"], indirect=True)
