"""Shared fixtures: a whole bot with the sandbox in this process, and chats that read as pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import clock
from tests.chat import Chat, Town


@pytest.fixture
async def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """A bot and a sandbox, in this process, with a database and a clock of their own."""
    town = Town(tmp_path)
    monkeypatch.setattr(clock, "_seconds", town.seconds)
    async with town.running():
        yield town


@pytest.fixture
async def chat(town: Town) -> Chat:
    """The private chat of a Chinese-speaking resident."""
    return await town.person(1001, "李小安", "zh-hans")


@pytest.fixture
async def admin(town: Town) -> Chat:
    """The private chat of a Chinese-speaking admin."""
    return await town.admin()
