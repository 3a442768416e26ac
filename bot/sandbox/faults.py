"""Misbehaviour on order.

Without effect are `429`, `500`, `502` and `reset_before`. `lost` (the effect, then a gateway's error page),
`reset_after`, `half_close` (half of the answer, then the end of the connection), `truncated` (half of the JSON as if it
were all) and `not_json` (a web page with status 200) come after the effect. `delay` waits before the effect, `latency`
half before it and half after it. `duplicate` hands out a batch of updates once more.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.sandbox.refusals import Refused, too_many
from bot.sandbox.shapes import Json

KINDS = (
    *("429", "500", "502", "lost", "delay", "latency", "duplicate"),
    *("reset_before", "reset_after", "half_close", "truncated", "not_json"),
)
GATEWAY_PAGE = (
    "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n"
    "<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n"
)


class GatewayFailed(Exception):
    """The call ends with a gateway's error page instead of an answer."""


class CutOff(Exception):
    """The connection ends before anything happens."""


@dataclass
class Fault:
    """One order: what goes wrong for the next `times` calls of a method (`*`: any), in one chat or in all."""

    method: str
    kind: str
    times: int = 1
    retry_after: int = 1
    seconds: float = 0.5
    chat_id: int | None = None

    def fits(self, method: str, chat_id: object) -> bool:
        """Say whether a call is meant."""
        named = self.method in ("*", method.lower())
        return named and (self.chat_id is None or str(self.chat_id) == str(chat_id))

    async def before(self) -> None:
        """Do what comes before the effect: wait, or fail without effect."""
        if self.kind == "delay":
            await asyncio.sleep(self.seconds)
        elif self.kind == "latency":
            await asyncio.sleep(self.seconds / 2)
        elif self.kind == "reset_before":
            raise CutOff
        elif self.kind == "429":
            raise too_many(self.retry_after)
        elif self.kind == "500":
            raise Refused(500, "Internal Server Error")
        elif self.kind == "502":
            raise GatewayFailed

    async def after(self) -> None:
        """Do what comes between the effect and the answer."""
        if self.kind == "latency":
            await asyncio.sleep(self.seconds / 2)


class Faults:
    """The orders not yet carried out, first come first served."""

    def __init__(self) -> None:
        self._ordered: list[Fault] = []

    def order(self, wish: Json) -> None:
        """Take an order; `ValueError` or `TypeError` says what is wrong with it."""
        fault = Fault(**{**wish, "kind": str(wish.get("kind")), "method": str(wish.get("method", "")).lower()})
        if fault.kind not in KINDS:
            raise ValueError(f"unknown kind of fault; there are {', '.join(KINDS)}")
        if not fault.method or (fault.kind == "duplicate" and fault.method != "getupdates"):
            raise ValueError("a fault names a method; only getUpdates can duplicate")
        self._ordered.append(fault)

    def take(self, method: str, chat_id: object = None, *, duplicate: bool = False) -> Fault | None:
        """Use up one time of the first order that fits."""
        for fault in self._ordered:
            if (fault.kind == "duplicate") == duplicate and fault.fits(method, chat_id):
                fault.times -= 1
                self._ordered = [left for left in self._ordered if left.times > 0]
                return fault
        return None

    def clear(self) -> None:
        """Behave again."""
        self._ordered.clear()
