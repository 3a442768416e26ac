"""A town whose bot talks to its sandbox in this process, and one that does so over a loopback socket."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest
import uvicorn

from bot import clock
from tests.chat import Chat, Town


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class SocketTown(Town):
    """A town over real HTTP: the transport is the one that a deployed bot uses."""

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Serve the sandbox and run the bot until the end of the block."""
        door = socket.create_server(("127.0.0.1", 0))
        server = _Server(uvicorn.Config(self.sandbox, log_config=None, access_log=False, timeout_graceful_shutdown=1))
        serving = asyncio.create_task(server.serve(sockets=[door]))
        url = f"http://127.0.0.1:{door.getsockname()[1]}"
        self.transport, self.settings = None, self.at(url)
        await self.client.aclose()
        self.client = httpx.AsyncClient(base_url=url, transport=httpx.AsyncHTTPTransport(retries=20))
        try:
            async with super().running():
                yield
        finally:
            server.should_exit = server.force_exit = True
            await serving
            door.close()


@pytest.fixture(params=[Town, SocketTown], ids=["in process", "over a socket"])
async def town(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """Every story of the path is told twice."""
    town: Town = request.param(tmp_path)
    monkeypatch.setattr(clock, "_seconds", town.seconds)
    async with town.running():
        yield town


@pytest.fixture
async def chat(town: Town) -> Chat:
    """The private chat of a resident who has spoken before."""
    chat = await town.person(1001, "李小安")
    await chat.after("/start")
    return chat
