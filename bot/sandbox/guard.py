"""Keeps other web sites away from the local server."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

# The single words are what in-process clients call the server; no web site can bear them.
LOCAL = frozenset({"127.0.0.1", "localhost", "testserver", "sandbox", "test"})


class LocalOnly:
    """Serves only calls that name this machine as host, and pages that came from it."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _is_local(Headers(scope=scope)):
            await PlainTextResponse("The sandbox serves this machine only.\n", 403)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _is_local(headers: Headers) -> bool:
    origin = headers.get("origin")
    names = ["//" + headers.get("host", ""), *([origin] if origin is not None else [])]
    try:
        return all(urlsplit(name).hostname in LOCAL for name in names)
    except ValueError:
        return False
