"""The table of methods that the sandbox plays."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.sandbox.shapes import Json
from bot.sandbox.spec import spec
from bot.sandbox.world import World

# A method takes checked parameters and returns its result, or an awaitable of it.
Method = Callable[[World, Json], Any]
PLAYED: dict[str, Method] = {}


def plays(name: str) -> Callable[[Method], Method]:
    """Put a function into the table."""
    if name not in spec().methods:
        raise LookupError(f"the specification has no method {name}")

    def put(function: Method) -> Method:
        PLAYED[name] = function
        return function

    return put
