"""The web application: the Bot API, the files, /sim and the chat page."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.sandbox.breaking import broken_by
from bot.sandbox.calls import answer, read, refusal
from bot.sandbox.guard import LocalOnly
from bot.sandbox.refusals import Refused
from bot.sandbox.shapes import bot_user
from bot.sandbox.sim import Sim
from bot.sandbox.tokens import SANDBOX_TOKEN, looks_real
from bot.sandbox.world import World

PAGE = Path(__file__).with_name("page")
FONTS = PAGE.parents[1] / "fonts"

__all__ = ["SANDBOX_TOKEN", "create_app", "looks_real"]


def create_app(
    token: str = SANDBOX_TOKEN,
    *,
    data: Path | None = None,
    bot_name: str = "安居 Anju",
    username: str = "anju_sandbox_bot",
) -> Starlette:
    """Build the server of one bot; `data` is a folder that its state outlives the process in.

    `ValueError` for a token that looks real or names no bot. The state is `app.state.world`.
    """
    if looks_real(token):
        raise ValueError("this token looks like a real bot's; the sandbox must never see one")
    if not token.partition(":")[0].isdecimal():
        raise ValueError(f"a token begins with the bot's number, as in {SANDBOX_TOKEN}")
    world = World(bot_user(token, bot_name, username), data)
    wire = Wire(world, token)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        world.close()

    routes = [*wire.routes(), *Sim(world).routes()]
    app = Starlette(routes=routes, middleware=[Middleware(LocalOnly)], lifespan=lifespan)
    app.add_exception_handler(Refused, _refused)
    app.state.world = world
    return app


class Wire:
    """What the bot's own client talks to, and the page."""

    def __init__(self, world: World, token: str) -> None:
        self.world = world
        self.token = token

    def routes(self) -> list[Route | Mount]:
        """List the addresses."""
        return [
            Route("/bot{token}/{method}", self.call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", self.download),
            Route("/", self.page),
            Mount("/page", StaticFiles(directory=PAGE, check_dir=False)),
            Mount("/fonts", StaticFiles(directory=FONTS, check_dir=False)),
        ]

    async def call(self, request: Request) -> Response:
        """Answer a Bot API method."""
        self._check(request)
        return await answer(self.world, await read(request.path_params["method"], request))

    async def download(self, request: Request) -> Response:
        """Hand out a file; faults ordered for the method `file` hit here."""
        self._check(request)

        async def found() -> Response:
            content = self.world.files.content(request.path_params["path"])
            if content is None:
                raise Refused(404, "Not Found")
            return Response(content, media_type="application/octet-stream")

        return await broken_by(self.world.faults.take("file"), found)

    async def page(self, _request: Request) -> Response:
        """Show the chat page."""
        index = PAGE / "index.html"
        return FileResponse(index) if index.exists() else Response("no page is built in\n", 404)

    def _check(self, request: Request) -> None:
        if request.path_params["token"] != self.token:
            raise Refused(401, "Unauthorized")


async def _refused(_request: Request, refused: Exception) -> Response:
    known = cast(Refused, refused)
    return JSONResponse(refusal(known), known.code)
