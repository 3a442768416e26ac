"""What the bot asked of the server, for tests and the curious."""

from __future__ import annotations

import time
from collections import deque
from typing import Any

from bot.sandbox.shapes import Json

MOST_CALLS = 50_000


class Journal:
    """The latest calls, numbered from 1; the oldest are dropped."""

    def __init__(self, most: int = MOST_CALLS) -> None:
        self._calls: deque[Json] = deque(maxlen=most)
        self._last = 0

    def write(self, method: str, params: Json, status: int, body: Json, fault: str | None) -> None:
        """Add a call with what it did, also when its answer was lost."""
        self._last += 1
        call: dict[str, Any] = {
            "n": self._last,
            "at": time.time(),
            "method": method,
            "params": params,
            "ok": status == 200,
            "status": status,
            "result": body.get("result"),
        }
        if "description" in body:
            call["description"] = body["description"]
        if fault is not None:
            call["fault"] = fault
        self._calls.append(call)

    def since(self, number: int) -> Json:
        """Return the calls after one number, and the number to ask with next time."""
        return {"next": self._last, "calls": [call for call in self._calls if call["n"] > number]}
