"""A sandbox in process, with one resident and the two sides' clients."""

from __future__ import annotations

import struct
import zlib
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from telegram import Bot
from telegram.request import HTTPXRequest

from bot.sandbox.server import SANDBOX_TOKEN, create_app

RESIDENT = 1001
NEIGHBOUR = 1002
BOT = 424242


class Side:
    """Calls the server as the bot (`call`, `refused`) and as the people (`get`, `post`)."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self.http = http

    async def raw(self, method: str, **params: Any) -> httpx.Response:
        return await self.http.post(f"/bot{SANDBOX_TOKEN}/{method}", json=params)

    async def call(self, method: str, **params: Any) -> Any:
        answer = (await self.raw(method, **params)).json()
        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **params: Any) -> str:
        response = await self.raw(method, **params)
        answer = response.json()
        assert answer["ok"] is False
        assert answer["error_code"] == response.status_code
        return str(answer["description"])

    async def get(self, path: str) -> Any:
        return (await self.http.get(f"/sim/{path}")).json()

    async def post(self, path: str, **body: Any) -> Any:
        response = await self.http.post(f"/sim/{path}", json=body)
        assert response.status_code == 200, response.text
        return response.json()

    async def says(self, text: str, person: int = RESIDENT) -> int:
        """Let a person write; returns the update's number."""
        return int((await self.post(f"people/{person}/send", text=text))["update_id"])

    async def sends(self, person: int = RESIDENT, **body: Any) -> Any:
        """Let a person send anything that needs no file; returns what /sim answers."""
        return await self.post(f"people/{person}/send", **body)

    async def uploads(self, kind: str, *files: tuple[str, bytes], person: int = RESIDENT, **fields: Any) -> Any:
        """Let a person send files."""
        parts = [(kind, file) for file in files]
        response = await self.http.post(f"/sim/people/{person}/send", files=parts, data=fields)
        assert response.status_code == 200, response.text
        return response.json()

    async def impossible(self, path: str, **body: Any) -> str:
        """Let somebody try what they cannot do; returns why."""
        response = await self.http.post(f"/sim/{path}", json=body)
        assert response.status_code == 409, response.text
        return str(response.json()["error"])

    async def updates(self) -> list[dict[str, Any]]:
        """Take what the bot has not seen yet."""
        batch = list(await self.call("getUpdates"))
        if batch:
            await self.call("getUpdates", offset=batch[-1]["update_id"] + 1)
        return batch

    async def group(self, **wish: Any) -> int:
        """Make a group of the resident and a neighbour, and forget the updates about it."""
        await self.post("people", id=NEIGHBOUR, name="王五", persona="landlord", language_code="en")
        made = await self.post("groups", **{"title": "翠竹园", "members": [RESIDENT, NEIGHBOUR], **wish})
        await self.updates()
        return int(made["id"])

    async def seen(self, chat: int, person: int = RESIDENT, **query: int) -> list[dict[str, Any]]:
        """Return what a person's screen shows of a chat."""
        found = await self.http.get(f"/sim/chats/{chat}/messages", params={"person": person, **query})
        assert found.status_code == 200, found.text
        return list(found.json())

    async def shown(self, person: int = RESIDENT) -> list[dict[str, Any]]:
        """Return what a person's screen shows."""
        return list(await self.get(f"people/{person}/messages"))


Open = Callable[[Path | None], Side]


@pytest.fixture
async def open_sandbox() -> AsyncIterator[Open]:
    """Start sandboxes, one after the other on the same folder if wished."""
    opened: list[Starlette] = []

    def start(data: Path | None) -> Side:
        app = create_app(data=data)
        opened.append(app)
        return Side(httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://sandbox"))

    yield start
    for app in opened:
        app.state.world.close()


@pytest.fixture
async def side(open_sandbox: Open) -> Side:
    """A fresh sandbox with one resident."""
    fresh = open_sandbox(None)
    await fresh.post("people", name="李小安", persona="resident")
    return fresh


@pytest.fixture
async def client(side: Side) -> AsyncIterator[Bot]:
    """A real python-telegram-bot client of the same sandbox."""
    transport = side.http._transport

    def request() -> HTTPXRequest:
        return HTTPXRequest(httpx_kwargs={"transport": transport})

    bot = Bot(
        SANDBOX_TOKEN,
        base_url="http://sandbox/bot",
        base_file_url="http://sandbox/file/bot",
        request=request(),
        get_updates_request=request(),
    )
    async with bot:
        yield bot


@pytest.fixture
def png() -> Callable[[int, int], bytes]:
    """Draw a grey PNG."""

    def draw(width: int, height: int) -> bytes:
        rows = b"".join(b"\0" + b"\x80" * width for _ in range(height))
        head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
        parts = [(b"IHDR", head), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)

    return draw


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
