"""How python-telegram-bot's calls go out: its seam for HTTP, on a line of ours."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from typing import Any, Protocol
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx
import msgspec
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData

from bot.wire import Unheard, Wire

ANSWER_SECONDS = 20

DONE = b'{"ok":true,"result":true}'
ALL_DONE = b'{"ok":true,"result":[]}'


class Line(Protocol):
    """What posts a body of a media type, and returns status and body of the answer; `Unheard` when none came."""

    async def post(self, url: str, kind: str, body: bytes, patience: float) -> tuple[int, bytes]: ...

    async def close(self) -> None: ...


def line_to(address: str, transport: httpx.AsyncBaseTransport | None = None) -> Line:
    """Return the line for calls: our own wire straight to the server, or httpx where a proxy stands between.

    Whoever needs a proxy needs all its kinds and none of the speed; in tests httpx calls a server in the same process.
    """
    return Client(transport) if transport or _is_behind_proxy(address) else Wire(address)


def _is_behind_proxy(address: str) -> bool:
    server, proxies = urlsplit(address), getproxies()
    return bool(proxies.get(server.scheme) or proxies.get("all")) and not proxy_bypass(server.hostname or "")


class Client:
    """A line over httpx, which takes certificates, proxies and where to go without one from the environment."""

    def __init__(self, transport: httpx.AsyncBaseTransport | None = None) -> None:
        verified = transport is not None or ssl.create_default_context()  # in one process there is nothing to verify
        self._client = httpx.AsyncClient(transport=transport, verify=verified)

    async def post(self, url: str, kind: str, body: bytes, patience: float) -> tuple[int, bytes]:
        """Post it."""
        try:
            answer = await self._client.post(url, content=body, headers={"Content-Type": kind}, timeout=patience)
        except httpx.HTTPError as error:
            raise Unheard(type(error).__name__, isinstance(error, _NOT_CONNECTED)) from error
        return answer.status_code, answer.content

    async def close(self) -> None:
        """Close the client."""
        await self._client.aclose()


_NOT_CONNECTED = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)


class NotSent(NetworkError):
    """The connection was never made: nothing of the call can have arrived."""


class Seam(BaseRequest):
    """Posts calls over a line.

    Of an answer only the yes or no is handed on, unless the `whole` is wanted: reading back what was just said costs
    more than saying it.
    """

    def __init__(self, line: Line, whole: bool) -> None:
        self._line, self._whole = line, whole
        self._closed = False

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take."""
        return ANSWER_SECONDS

    async def initialize(self) -> None:
        """Do nothing: a connection is made by the first call."""

    async def shutdown(self) -> None:
        """Close the connections; no call is made after this."""
        self._closed = True
        await self._line.close()

    async def call(self, url: str, said: Mapping[str, Any], patience: float | None = None) -> Any:
        """Make a call with values as the wire has them, and return its result; errors are the library's."""
        plain: Any = said
        return await self.post(url, plain, read_timeout=patience)

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: Any = None,
        read_timeout: object = None,
        write_timeout: object = None,
        connect_timeout: object = None,
        pool_timeout: object = None,
    ) -> tuple[int, bytes]:
        """Make one call and return its status and body; `NotSent` when nothing can have arrived."""
        if self._closed:
            raise NotSent("closed")
        kind, body = _body(url, request_data)
        patience = read_timeout if isinstance(read_timeout, int | float) else ANSWER_SECONDS
        try:
            status, answer = await self._line.post(url, kind, body, patience)
        except Unheard as error:
            raise (NotSent if error.certain else NetworkError)(str(error)) from error
        return status, answer if self._whole else _bare(answer)


def _bare(body: bytes) -> bytes:
    if not body.startswith(b'{"ok":true'):
        return body
    return ALL_DONE if body.startswith(b'{"ok":true,"result":[') else DONE


def _body(url: str, said: Any) -> tuple[str, bytes]:
    if not isinstance(said, RequestData):
        return "application/json", msgspec.json.encode(said or {})
    if not said.contains_files:
        return "application/json", msgspec.json.encode(said.parameters)
    form = httpx.Request("POST", url, data=said.json_parameters, files=said.multipart_data)
    return form.headers["Content-Type"], form.read()
