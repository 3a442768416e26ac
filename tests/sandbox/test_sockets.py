"""Answers that break on their way: over a real socket, and in this process."""

from __future__ import annotations

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

import httpx
import pytest
import uvicorn
from telegram import Bot
from telegram.error import NetworkError, TelegramError

from bot.sandbox import SANDBOX_TOKEN
from bot.sandbox.server import create_app
from tests.sandbox.conftest import RESIDENT, Side

EFFECTS = [
    ("reset_before", False),
    ("reset_after", True),
    ("half_close", True),
    ("truncated", True),
    ("not_json", True),
]
CALL = f"/bot{SANDBOX_TOKEN}/sendMessage"
BODY = {"chat_id": RESIDENT, "text": "x"}


class _Server(uvicorn.Server):
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@pytest.fixture
async def port() -> AsyncIterator[int]:
    """The port of a sandbox that uvicorn serves, with one resident."""
    door = socket.create_server(("127.0.0.1", 0))
    number: int = door.getsockname()[1]
    server = _Server(uvicorn.Config(create_app(), log_config=None, access_log=False, timeout_graceful_shutdown=1))
    serving = asyncio.create_task(server.serve(sockets=[door]))
    transport = httpx.AsyncHTTPTransport(retries=9)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{number}", transport=transport) as http:
        await http.post("/sim/people", json={"name": "李小安", "persona": "resident"})
        yield number
    server.should_exit = True
    await serving


@pytest.fixture
async def served(port: int) -> AsyncIterator[Side]:
    """A sandbox behind a socket."""
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http:
        yield Side(http)


async def spoken(port: int) -> bytes:
    """Send one text over a bare socket and return every byte until the end; a reset raises."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    body = b'{"chat_id": 1001, "text": "x"}'
    head = (
        f"POST {CALL} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    )
    writer.write(head.encode() + b"Connection: close\r\n\r\n" + body)
    try:
        return await reader.read()
    finally:
        writer.close()


@pytest.mark.parametrize(("kind", "effect"), EFFECTS)
async def test_a_broken_answer_has_its_effect_or_not(served: Side, kind: str, effect: bool) -> None:
    await served.post("faults", method="sendMessage", kind=kind)
    async with Bot(SANDBOX_TOKEN, base_url=f"{served.http.base_url}/bot") as bot:
        # What came, but is not JSON, the client takes for no trouble of the network.
        with pytest.raises(NetworkError if "_" in kind and kind != "not_json" else TelegramError):
            await bot.send_message(RESIDENT, "x")
        assert len(await served.shown()) == effect
        assert (await bot.send_message(RESIDENT, "y")).text == "y", "the next call is whole again"
    call = next(call for call in (await served.get("journal"))["calls"] if call.get("fault"))
    assert (call["fault"], call["ok"], call["status"]) == (kind, effect, 200 if effect else 0)


@pytest.mark.parametrize("kind", ["reset_before", "reset_after"])
async def test_a_reset_is_a_real_one(served: Side, port: int, kind: str) -> None:
    await served.post("faults", method="sendMessage", kind=kind)
    with pytest.raises(ConnectionResetError):
        await spoken(port)
    assert b'"ok":true' in await spoken(port)


async def test_a_half_closed_answer_promises_more_than_it_sends(served: Side, port: int) -> None:
    await served.post("faults", method="sendMessage", kind="half_close")
    head, _, half = (await spoken(port)).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    promised = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
    assert half.startswith(b'{"ok":true')
    assert len(half) == promised // 2


async def test_a_download_can_break_too(served: Side) -> None:
    document = (await served.uploads("document", ("a.txt", b"0123456789")))["message"]["document"]
    path = (await served.call("getFile", file_id=document["file_id"]))["file_path"]
    address = f"/file/bot{SANDBOX_TOKEN}/{path}"
    for kind in ("half_close", "reset_before"):
        await served.post("faults", method="file", kind=kind)
        with pytest.raises(httpx.TransportError):
            await served.http.get(address)
    await served.post("faults", method="file", kind="truncated")
    assert (await served.http.get(address)).content == b"01234"
    assert (await served.http.get(address)).content == b"0123456789"


async def test_answers_can_be_cut_or_no_json_at_all(side: Side) -> None:
    await side.post("faults", method="sendMessage", kind="truncated")
    cut = await side.http.post(CALL, json=BODY)
    assert (cut.status_code, cut.headers["content-type"]) == (200, "application/json")
    assert int(cut.headers["content-length"]) == len(cut.content)
    with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
        cut.json()
    await side.post("faults", method="sendMessage", kind="not_json")
    page = await side.http.post(CALL, json=BODY)
    assert (page.status_code, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert page.text.startswith("<!DOCTYPE html>")
    assert len(await side.shown()) == 2


@pytest.mark.parametrize(("kind", "effect"), EFFECTS[:3])
async def test_in_this_process_a_cut_connection_raises_what_a_client_would(
    side: Side, client: Bot, kind: str, effect: bool
) -> None:
    await side.post("faults", method="sendMessage", kind=kind)
    with pytest.raises(httpx.TransportError):
        await side.http.post(CALL, json=BODY)
    assert len(await side.shown()) == effect
    await side.post("faults", method="sendMessage", kind=kind)
    with pytest.raises(NetworkError):
        await client.send_message(RESIDENT, "x")


async def test_latency_lies_on_both_ways(side: Side) -> None:
    await side.post("faults", method="sendMessage", kind="latency", seconds=0.4)
    began = time.monotonic()
    calling = asyncio.create_task(side.call("sendMessage", **BODY))
    await asyncio.sleep(0.1)
    assert await side.shown() == [], "on its way there"
    await asyncio.sleep(0.2)
    assert len(await side.shown()) == 1, "on its way back"
    assert not calling.done()
    await calling
    assert time.monotonic() - began >= 0.4
