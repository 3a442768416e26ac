"""Shared fixtures: a whole bot with the sandbox in this process, and chats that read as pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from tests.chat import Chat, Town


@pytest.fixture
async def town(tmp_path: Path) -> AsyncIterator[Town]:
    """A bot and a sandbox, in this process, with a database of its own."""
    async with Town.opened(tmp_path) as town:
        yield town


@pytest.fixture
async def chat(town: Town) -> Chat:
    """The private chat of a Chinese-speaking resident."""
    return await town.person(1001, "李小安", "zh-hans")
