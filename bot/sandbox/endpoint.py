"""What the endpoints of /sim share: JSON in, JSON out, and mistakes told."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.acts import Impossible
from bot.sandbox.groups import Group
from bot.sandbox.people import Person
from bot.sandbox.refusals import Refused
from bot.sandbox.shapes import Json
from bot.sandbox.world import World

DEEPEST = 500
"""How many levels a JSON body may have: well within what every reader of JSON on its way can take."""


def route(method: str, path: str, act: Callable[[Request], Awaitable[Any]]) -> Route:
    """Put a function at an address; what it returns is answered as JSON."""

    async def endpoint(request: Request) -> Response:
        try:
            result = await act(request)
        except Impossible as impossible:
            return JSONResponse({"error": str(impossible)}, 409)
        except Refused as refused:
            return JSONResponse({"error": refused.description}, refused.code)
        except (KeyError, TypeError, ValueError) as wrong:
            return JSONResponse({"error": f"{type(wrong).__name__}: {wrong}"}, 400)
        return result if isinstance(result, Response) else JSONResponse(result)

    return Route(path, endpoint, methods=[method])


async def body(request: Request) -> Json:
    """Read the JSON object of a request; nothing at all is an empty one."""
    try:
        given = json.loads(await request.body() or b"{}")
    except RecursionError:
        raise ValueError(_TOO_DEEP) from None
    if not isinstance(given, dict):
        raise ValueError("a JSON object is expected")
    if _is_deep(given):
        raise ValueError(_TOO_DEEP)
    # Whatever is told here is handed out later, and would only fail there.
    json.dumps(given, ensure_ascii=False, allow_nan=False).encode()
    return given


_TOO_DEEP = f"more than {DEEPEST} levels of JSON"


def _is_deep(given: Any) -> bool:
    level = [given]
    for _ in range(DEEPEST):
        level = [part for each in level for part in _parts(each)]
    return bool(level)


def _parts(given: Any) -> list[Any]:
    if isinstance(given, dict):
        return list(given.values())
    return given if isinstance(given, list) else []


def person(world: World, number: object) -> Person:
    """Return the person of that number; refused when there is none."""
    known = world.people.find(int(str(number)))
    if known is None:
        raise Refused(404, "Not Found: nobody has this id")
    return known


def group(world: World, number: object) -> Group:
    """Return the group of that number; refused when there is none."""
    known = world.groups.find(int(str(number)))
    if known is None:
        raise Refused(404, "Not Found: no group has this id")
    return known
