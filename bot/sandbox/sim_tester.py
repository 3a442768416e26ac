"""The endpoints of the tester: faults, journal, queue, clock, files and what changed."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.sandbox.changes import CLOCK, Change
from bot.sandbox.endpoint import body, route
from bot.sandbox.files import Stored
from bot.sandbox.refusals import Refused
from bot.sandbox.world import World


class TesterEndpoints:
    """What neither the bot nor a person could do."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[Route]:
        """List the addresses."""
        return [
            route("POST", "/sim/update", self.inject),
            route("POST", "/sim/faults", self.order_fault),
            route("DELETE", "/sim/faults", self.behave),
            route("GET", "/sim/journal", self.journal),
            route("GET", "/sim/state", self.state),
            route("GET", "/sim/clock", self.clock),
            route("POST", "/sim/clock", self.forward),
            route("GET", "/sim/file/{id}", self.file),
            Route("/sim/events", self.events),
        ]

    async def inject(self, request: Request) -> Any:
        """Queue any update."""
        update = await body(request)
        keep_id = request.query_params.get("keep_id", "0") != "0"
        return {"update_id": self.world.updates.inject(update, keep_id=keep_id)}

    async def order_fault(self, request: Request) -> Any:
        """Order misbehaviour."""
        self.world.faults.order(await body(request))
        return {"ok": True}

    async def behave(self, _request: Request) -> Any:
        """Cancel all misbehaviour."""
        self.world.faults.clear()
        return {"ok": True}

    async def journal(self, request: Request) -> Any:
        """Show the bot's calls."""
        return self.world.journal.since(int(request.query_params.get("since", "0")))

    async def state(self, _request: Request) -> Any:
        """Show the state of the queue of updates."""
        queue = self.world.updates
        return {
            "pending_updates": len(queue),
            "confirmed_offset": queue.confirmed,
            "last_update_id": queue.last_id,
        }

    async def clock(self, _request: Request) -> Any:
        """Tell what time it is here."""
        return self.world.clock.shape()

    async def forward(self, request: Request) -> Any:
        """Move the clock forward by some seconds."""
        self.world.forward(int((await body(request))["forward"]))
        return self.world.clock.shape()

    async def file(self, request: Request) -> Any:
        """Hand out the bytes of a photo, a voice or a document."""
        stored = self.world.files.find(request.path_params["id"])
        if stored is None:
            raise Refused(404, "Not Found")
        content = self.world.files.content(stored.file_path)
        return Response(content, media_type=stored.media_type(), headers=_headers(stored))

    async def events(self, _request: Request) -> Response:
        """Stream which person's view changed, and where the clock was moved to."""
        return StreamingResponse(self._stream(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    async def _stream(self) -> AsyncIterator[str]:
        yield ": hello\n\n"
        async for changes in self.world.changes.listen():
            yield "".join(map(self._event, sorted(changes, key=str))) or ": ping\n\n"

    def _event(self, change: Change) -> str:
        name, data = ("clock", self.world.clock.shape()) if change == CLOCK else ("change", {"person": change})
        return f"event: {name}\ndata: {json.dumps(data)}\n\n"


def _headers(stored: Stored) -> dict[str, str]:
    """Return what keeps a page that somebody sent as a document from running as if it were the chat page's own."""
    headers = {"X-Content-Type-Options": "nosniff"}
    if stored.kind == "document":
        headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(stored.shown['file_name'])}"
    return headers
