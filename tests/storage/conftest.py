"""A real database file of its own for each test."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.rules import policy
from storage import Store
from storage.migrations import migrate
from storage.vault import Keyring, Vault


def open_store(folder: Path) -> Store:
    """Open the database of a folder, which may be there already."""
    vault = Vault(Keyring.open(folder / "keys" / "keyring.json"))
    return Store(f"sqlite+aiosqlite:///{folder / 'anju.db'}", vault, policy.load())


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    """A database with every table."""
    opened = open_store(tmp_path)
    await migrate(opened)
    yield opened
    await opened.close()
