"""Answers that break on their way.

Cutting a connection takes a connection: over a socket that uvicorn serves, the caller sees a real reset or a real end
in the middle. A caller in the same process gets the exception that its client would raise over a socket.
"""

from __future__ import annotations

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from typing import cast

import httpx
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope, Send

from bot.sandbox.faults import GATEWAY_PAGE, CutOff, Fault, GatewayFailed

LOGIN_PAGE = "<!DOCTYPE html>\n<html><head><title>Sign in to this network</title></head><body></body></html>\n"


async def broken_by(fault: Fault | None, act: Callable[[], Awaitable[Response]]) -> Response:
    """Act and return the answer, or what a fault makes of both."""
    if fault is None:
        return await act()
    try:
        await fault.before()
    except GatewayFailed:
        return HTMLResponse(GATEWAY_PAGE, 502)
    except CutOff:
        return Reset()
    answer = await act()
    await fault.after()
    return _spoiled(fault.kind, answer)


def _spoiled(kind: str, answer: Response) -> Response:
    if kind == "lost":
        return HTMLResponse(GATEWAY_PAGE, 502)
    if kind == "not_json":
        return HTMLResponse(LOGIN_PAGE)
    if kind == "reset_after":
        return Reset()
    if kind == "half_close":
        return Half(answer)
    if kind == "truncated":
        return Response(_half(answer), answer.status_code, media_type=answer.media_type)
    return answer


class Reset(Response):
    """No answer: the connection is reset."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Cut the connection."""
        transport = _transport(receive)
        if transport is None:
            raise httpx.ReadError("the connection was reset")
        # With nothing to linger for, closing sends a reset instead of an orderly end.
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        transport.abort()
        await _gone(receive)


class Half(Response):
    """An answer whose head promises all of it, and whose connection ends after half."""

    def __init__(self, whole: Response) -> None:
        super().__init__(whole.body, whole.status_code, media_type=whole.media_type)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send half and hang up."""
        transport = _transport(receive)
        if transport is None:
            raise httpx.RemoteProtocolError("the connection ended before the whole answer came")
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        await send({"type": "http.response.body", "body": _half(self), "more_body": True})
        transport.close()
        await _gone(receive)


def _half(answer: Response) -> bytes:
    body = bytes(answer.body)
    return body[: len(body) // 2]


def _transport(receive: Receive) -> asyncio.Transport | None:
    """Return the connection of a request; ASGI has no word for it, so it is taken from uvicorn's own object."""
    cycle = getattr(receive, "__self__", None)
    return cast("asyncio.Transport | None", getattr(cycle, "transport", None))


async def _gone(receive: Receive) -> None:
    """Wait until the server has noticed that the caller is gone, so that it misses no end of the answer."""
    while (await receive())["type"] != "http.disconnect":
        pass
