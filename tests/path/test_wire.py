"""HTTP on real sockets: answers of every shape, servers that misbehave, certificates, proxies."""

from __future__ import annotations

import asyncio
import datetime
import ssl
from asyncio import StreamReader, StreamWriter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvloop
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from bot import wire
from bot.transport import Line, line_to
from bot.wire import Unheard, Wire

DONE = b'{"ok":true}'
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 11\r\n\r\n" + DONE


@dataclass
class Server:
    """Plays one answer to every call, and remembers what it was asked on which connection."""

    answer: bytes = PLAIN
    hang_up: bool = False
    wait: float = 0
    connections: int = 0
    asked: list[tuple[str, bytes]] = field(default_factory=list)
    served: list[asyncio.Task[None]] = field(default_factory=list)
    port: int = 0

    def take(self, reader: StreamReader, writer: StreamWriter) -> None:
        self.served.append(asyncio.ensure_future(self.serve(reader, writer)))

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        self.connections += 1
        with suppress(EOFError, ConnectionError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                size = int(head.lower().partition("content-length:")[2].partition("\r\n")[0] or 0)
                self.asked.append((head, await reader.readexactly(size)))
                await asyncio.sleep(self.wait)
                writer.write(self.answer)
                if self.hang_up:
                    break
        writer.close()

    async def post(self, line: Line, body: bytes = b"{}", patience: float = 5) -> tuple[int, bytes]:
        return await line.post(f"http://127.0.0.1:{self.port}/bot1:a/sendMessage", "application/json", body, patience)


@asynccontextmanager
async def served(server: Server, tls: ssl.SSLContext | None = None) -> AsyncIterator[Line]:
    opened = await asyncio.start_server(server.take, "127.0.0.1", 0, ssl=tls)
    server.port = opened.sockets[0].getsockname()[1]
    line = line_to(f"http{'s' if tls else ''}://127.0.0.1:{server.port}/api")
    try:
        yield line
    finally:
        await line.close()
        opened.close()
        await asyncio.gather(*server.served)


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


async def test_a_call_is_what_a_server_expects() -> None:
    async with served(server := Server()) as line:
        assert await server.post(line, '{"text":"你好"}'.encode()) == (200, DONE)
    assert server.asked == [
        (
            f"POST /bot1:a/sendMessage HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n"
            "Content-Type: application/json\r\nContent-Length: 17\r\n\r\n",
            '{"text":"你好"}'.encode(),
        )
    ]


SHAPES = {
    "with its length": (PLAIN, (200, DONE), True),
    "in capitals": (PLAIN.replace(b"Content-Length", b"CONTENT-LENGTH"), (200, DONE), True),
    "in chunks": (
        b'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\n{"ok\r\n7;a=b\r\n":true}\r\n0\r\nX: y\r\n\r\n',
        (200, DONE),
        True,
    ),
    "behind a first word": (b"HTTP/1.1 100 Continue\r\n\r\n" + PLAIN, (200, DONE), True),
    "of nothing": (b"HTTP/1.1 204 No Content\r\n\r\n", (204, b""), True),
    "an error": (b"HTTP/1.1 429 Too Many\r\nContent-Length: 2\r\n\r\n{}", (429, b"{}"), True),
    "the last one": (PLAIN.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"), (200, DONE), False),
    "of an old server": (PLAIN.replace(b"HTTP/1.1", b"HTTP/1.0"), (200, DONE), False),
}


@pytest.mark.parametrize("shape", SHAPES)
async def test_an_answer_is_read_in_every_shape(shape: str) -> None:
    played, heard, kept = SHAPES[shape]
    async with served(server := Server(played)) as line:
        assert [await server.post(line) for _ in range(2)] == [heard] * 2
    assert server.connections == (1 if kept else 2)


async def test_an_answer_without_length_ends_with_its_connection() -> None:
    async with served(server := Server(b"HTTP/1.1 200 OK\r\n\r\n" + DONE, hang_up=True)) as line:
        assert await server.post(line) == (200, DONE)


BROKEN = {
    "nothing": b"",
    "half a head": b"HTTP/1.1 200 OK\r\nContent-Le",
    "half a body": PLAIN[:-3],
    "half a chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n{",
    "no chunk": b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nlong\r\n{",
    "no number": b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n{}",
    "no HTTP": b"hello\r\n\r\n",
    "an endless head": b"HTTP/1.1 200 OK\r\nX: " + b"x" * 200_000,
}


@pytest.mark.parametrize("kind", BROKEN)
async def test_an_answer_that_is_none_leaves_open_what_arrived(kind: str) -> None:
    async with served(server := Server(BROKEN[kind], hang_up=True)) as line:
        with pytest.raises(Unheard) as unheard:
            await server.post(line)
        assert not unheard.value.certain
        server.answer, server.hang_up = PLAIN, False
        assert await server.post(line) == (200, DONE)


async def test_an_answer_that_is_late_is_never_taken_for_the_next_one() -> None:
    async with served(server := Server(wait=0.2)) as line:
        with pytest.raises(Unheard) as unheard:
            await server.post(line, patience=0.1)
        assert not unheard.value.certain
        server.wait, server.answer = 0, PLAIN.replace(b"true", b"none")
        assert await server.post(line) == (200, b'{"ok":none}')
    assert server.connections == 2


async def test_a_connection_that_the_server_ended_or_that_is_old_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with served(server := Server(hang_up=True)) as line:
        for _ in range(3):
            assert await server.post(line) == (200, DONE)
            await asyncio.sleep(0.02)
        server.hang_up = False
        monkeypatch.setattr(wire, "IDLE_SECONDS", 0)
        for _ in range(2):
            assert await server.post(line) == (200, DONE)
    assert server.connections == 5


async def test_no_more_connections_than_agreed_are_open_at_once() -> None:
    async with served(server := Server(wait=0.01)) as line:
        said = [server.post(line) for _ in range(3 * wire.CONNECTIONS)]
        assert await asyncio.gather(*said) == [(200, DONE)] * len(said)
    assert server.connections == wire.CONNECTIONS


async def test_where_nobody_listens_nothing_arrived() -> None:
    async with served(server := Server()):
        pass
    with pytest.raises(Unheard) as unheard:
        await server.post(Wire(f"http://127.0.0.1:{server.port}"))
    assert unheard.value.certain


# -- certificates ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def trusted(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    """A server's certificate for localhost, and its file."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a")])
    today = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1)
        .not_valid_before(today - datetime.timedelta(1))
        .not_valid_after(today + datetime.timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    return context, file


async def secretly(server: Server, host: str) -> tuple[int, bytes]:
    line = line_to(f"https://{host}:{server.port}")
    try:
        return await line.post(f"https://{host}:{server.port}/bot1:a/getMe", "application/json", b"{}", 5)
    finally:
        await line.close()


async def test_only_a_server_with_the_right_certificate_is_spoken_to(
    trusted: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    context, file = trusted
    async with served(server := Server(), context):
        with pytest.raises(Unheard) as stranger:
            await secretly(server, "localhost")
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
        with pytest.raises(Unheard) as another_name:
            await secretly(server, "127.0.0.1")
        assert await secretly(server, "localhost") == (200, DONE)
    assert stranger.value.certain
    assert another_name.value.certain
    assert len(server.asked) == 1


# -- proxies ---------------------------------------------------------------------------------------------------------


@dataclass
class Proxy:
    """A proxy that hands on: what goes through a tunnel, or what a whole address names."""

    status: int = 200
    heads: list[str] = field(default_factory=list)

    async def serve(self, reader: StreamReader, writer: StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        self.heads.append(head.decode())
        asked = head.split()[1].decode()
        tunnelled = head.startswith(b"CONNECT")
        port = int(asked.removeprefix("http://").partition("/")[0].rpartition(":")[2])
        further, out = await asyncio.open_connection("127.0.0.1", port)
        if tunnelled:
            writer.write(b"HTTP/1.1 %d Said\r\n\r\n" % self.status)
        else:
            out.write(head)
        with suppress(ConnectionError):
            await asyncio.gather(_hand_on(reader, out), _hand_on(further, writer))


async def _hand_on(reader: StreamReader, writer: StreamWriter) -> None:
    while part := await reader.read(1 << 16):
        writer.write(part)
    writer.close()


@asynccontextmanager
async def through(proxy: Proxy, monkeypatch: pytest.MonkeyPatch, scheme: str) -> AsyncIterator[None]:
    opened = await asyncio.start_server(proxy.serve, "127.0.0.1", 0)
    monkeypatch.setenv(f"{scheme}_proxy", f"http://me:p%40ss@127.0.0.1:{opened.sockets[0].getsockname()[1]}")
    try:
        yield
    finally:
        opened.close()


LOGIN = "proxy-authorization: basic bwu6cebzcw==\r\n"


async def test_a_proxy_hands_on_what_it_can_read(monkeypatch: pytest.MonkeyPatch) -> None:
    server, proxy = Server(), Proxy()
    async with through(proxy, monkeypatch, "http"), served(server) as line:
        assert [await server.post(line) for _ in range(2)] == [(200, DONE)] * 2
    assert proxy.heads[0].startswith(f"POST http://127.0.0.1:{server.port}/bot1:a/sendMessage HTTP/1.1\r\n")
    assert LOGIN in proxy.heads[0].lower()
    assert (len(proxy.heads), server.connections) == (1, 1)


async def test_a_proxy_hands_on_what_only_the_server_can_read(
    trusted: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    context, file = trusted
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    server, proxy = Server(), Proxy()
    async with through(proxy, monkeypatch, "https"), served(server, context):
        assert await secretly(server, "localhost") == (200, DONE)
        place = f"localhost:{server.port}"
        assert [head.partition("\r\n")[0] for head in proxy.heads] == [f"CONNECT {place} HTTP/1.1"]
        assert LOGIN in proxy.heads[0].lower()
        assert LOGIN not in server.asked[0][0].lower()
        proxy.status = 407
        with pytest.raises(Unheard) as refused:
            await secretly(server, "localhost")
        assert refused.value.certain
    monkeypatch.setenv("no_proxy", "localhost")
    async with served(server, context):
        assert await secretly(server, "localhost") == (200, DONE)
    assert len(proxy.heads) == 2


@pytest.mark.parametrize("name", ["https_proxy", "all_proxy"])
async def test_a_proxy_of_any_kind_is_left_to_the_library(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert isinstance(line_to("https://api.telegram.org"), Wire)
    monkeypatch.setenv(name, "https://me:secret@127.0.0.1:1")
    line = line_to("https://api.telegram.org")
    assert not isinstance(line, Wire)
    with pytest.raises(Unheard) as refused:
        await line.post("https://api.telegram.org/bot1:a/getMe", "application/json", b"{}", 5)
    assert refused.value.certain
    await line.close()


def test_all_of_it_is_so_on_the_loop_of_a_deployed_bot(
    trusted: tuple[ssl.SSLContext, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    for shape in SHAPES:
        uvloop.run(test_an_answer_is_read_in_every_shape(shape))
    for kind in BROKEN:
        uvloop.run(test_an_answer_that_is_none_leaves_open_what_arrived(kind))
    uvloop.run(test_a_call_is_what_a_server_expects())
    uvloop.run(test_an_answer_that_is_late_is_never_taken_for_the_next_one())
    with monkeypatch.context() as patch:
        uvloop.run(test_only_a_server_with_the_right_certificate_is_spoken_to(trusted, patch))
    with monkeypatch.context() as patch:
        uvloop.run(test_a_proxy_hands_on_what_it_can_read(patch))
    with monkeypatch.context() as patch:
        uvloop.run(test_a_proxy_hands_on_what_only_the_server_can_read(trusted, patch))
