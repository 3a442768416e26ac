"""HTTP to one server, as little of it as the Bot API takes: a call costs a fifth of what general clients make of it."""

from __future__ import annotations

import asyncio
import socket
import ssl
from asyncio import StreamReader, StreamWriter
from base64 import b64encode
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

CONNECTIONS = 64
CONNECT_SECONDS = 10
IDLE_SECONDS = 30
BYTES_A_SECOND = 1 << 14
"""An upload gets a second more for so many bytes."""
MOST_HEAD = 1 << 16
PORTS = {"http": 80, "https": 443}


class Unheard(Exception):
    """No answer came, or none that can be read; `certain` tells that nothing of the call can have arrived."""

    def __init__(self, reason: str, certain: bool = False) -> None:
        super().__init__(reason)
        self.certain = certain


@dataclass(frozen=True, slots=True)
class Line:
    """A connection, and until when it may be used again."""

    reader: StreamReader
    writer: StreamWriter
    until: float = 0

    def is_open(self, now: float) -> bool:
        """Tell whether it may be used; a server that hung up has ended what can be read."""
        return now < self.until and not self.reader.at_eof() and not self.writer.is_closing()

    def drop(self) -> None:
        """End it at once."""
        self.writer.transport.abort()


class Wire:
    """Posts over kept connections, straight to the server; its certificate is verified."""

    def __init__(self, address: str) -> None:
        self._server = urlsplit(address)
        self._tls = ssl.create_default_context() if self._server.scheme == "https" else None
        self._idle: list[Line] = []
        self._free = asyncio.Semaphore(CONNECTIONS)

    async def post(self, url: str, kind: str, body: bytes, patience: float) -> tuple[int, bytes]:
        """Send a body of that media type and return status and body of the answer, which may take so many seconds."""
        async with self._free:
            line, kept = self._kept() or await self._connected(), False
            try:
                async with asyncio.timeout(patience + len(body) / BYTES_A_SECOND):
                    line.writer.write(self._head(url, kind, len(body)) + body)
                    status, answer, kept = await _answer(line.reader)
            except (OSError, EOFError, ValueError, asyncio.LimitOverrunError) as error:
                raise Unheard(type(error).__name__) from error
            finally:
                if kept:
                    self._idle.append(Line(line.reader, line.writer, _now() + IDLE_SECONDS))
                else:
                    line.drop()
        return status, answer

    async def close(self) -> None:
        """Close the connections."""
        while self._idle:
            self._idle.pop().drop()
        await asyncio.sleep(0)  # the loop is told of it in its next round

    def _kept(self) -> Line | None:
        while self._idle:
            line = self._idle.pop()
            if line.is_open(_now()):
                return line
            line.drop()
        return None

    def _head(self, url: str, kind: str, size: int) -> bytes:
        asked, login = url.partition(self._server.netloc)[2], _login(self._server)
        head = f"POST {asked} HTTP/1.1\r\nHost: {_host(self._server)}\r\n{login}"
        return f"{head}Content-Type: {kind}\r\nContent-Length: {size}\r\n\r\n".encode()

    async def _connected(self) -> Line:
        # Where IPv6 is there by half, a connection over it would hang: it is the second to be tried.
        first: Exception | None = None
        for family in (socket.AF_INET, socket.AF_INET6):
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    return await self._connect(family)
            except (OSError, ValueError) as error:
                first = first or error
        raise Unheard(type(first).__name__, certain=True) from first

    async def _connect(self, family: int) -> Line:
        at = self._server
        port = at.port or PORTS[at.scheme]
        return Line(*await asyncio.open_connection(at.hostname, port, family=family, ssl=self._tls, limit=MOST_HEAD))


def _now() -> float:
    return asyncio.get_running_loop().time()


def _host(server: SplitResult) -> str:
    return server.netloc.rpartition("@")[2]


def _login(server: SplitResult) -> str:
    if server.username is None:
        return ""
    login = f"{unquote(server.username)}:{unquote(server.password or '')}"
    return f"Authorization: Basic {b64encode(login.encode()).decode()}\r\n"


async def _answer(reader: StreamReader) -> tuple[int, bytes, bool]:
    """Read status and body of an answer, and whether the connection may be used again."""
    status, version, fields = await _head_of(reader)
    kept = version == b"http/1.1" and fields.get(b"connection") != b"close"
    if status in (204, 304):
        return status, b"", kept
    if b"chunked" in fields.get(b"transfer-encoding", b""):
        return status, await _chunks(reader), kept
    if b"content-length" in fields:
        return status, await reader.readexactly(int(fields[b"content-length"])), kept
    return status, await reader.read(), False


async def _head_of(reader: StreamReader) -> tuple[int, bytes, dict[bytes, bytes]]:
    status = 0
    while status < 200:  # what is said before the answer is no answer
        first, *rest = (await reader.readuntil(b"\r\n\r\n")).lower().split(b"\r\n")
        version, code = first.split(maxsplit=2)[:2]
        status = int(code)
    named = (each.partition(b":") for each in rest)
    return status, version, {name: value.strip() for name, _, value in named}


async def _chunks(reader: StreamReader) -> bytes:
    whole = bytearray()
    while size := int((await reader.readuntil(b"\n")).partition(b";")[0], 16):
        whole += (await reader.readexactly(size + 2))[:size]
    while (await reader.readuntil(b"\n")).strip():  # fields behind the last chunk
        continue
    return bytes(whole)
