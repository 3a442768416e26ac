"""/sim: play the people, order faults, read the journal."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.sandbox import acts
from bot.sandbox.people import Person
from bot.sandbox.refusals import Refused
from bot.sandbox.shapes import Json
from bot.sandbox.world import World

Endpoint = Callable[[Request], Awaitable[Response]]


class Sim:
    """The endpoints that stand for the people's phones and for the tester."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[Route]:
        """List the addresses."""
        one = "/sim/people/{id:int}"
        return [
            _route("GET", "/sim/people", self.everybody),
            _route("POST", "/sim/people", self.meet),
            _route("GET", one + "/messages", self.messages),
            _route("GET", one + "/commands", self.commands),
            _route("POST", one + "/send", self.send),
            _route("POST", one + "/press", self.press),
            _route("POST", one + "/edit", self.edit),
            _route("POST", one + "/block", self.block),
            _route("POST", one + "/unblock", self.unblock),
            _route("POST", one + "/read", self.read),
            _route("GET", "/sim/callbacks/{id}", self.callback),
            _route("POST", "/sim/update", self.inject),
            _route("POST", "/sim/faults", self.order_fault),
            _route("DELETE", "/sim/faults", self.behave),
            _route("GET", "/sim/journal", self.journal),
            _route("GET", "/sim/state", self.state),
            _route("GET", "/sim/file/{id}", self.file),
            Route("/sim/events", self.events),
        ]

    async def everybody(self, _request: Request) -> Any:
        """List all people."""
        return [asdict(person) for person in self.world.people]

    async def meet(self, request: Request) -> Any:
        """Add a person, or change the one with this id."""
        wish = {name: value for name, value in (await _body(request)).items() if value is not None}
        wish["id"] = int(wish["id"]) if "id" in wish else self.world.people.new_id()
        known = self.world.people.find(wish["id"])
        person = Person(**{**(asdict(known) if known else {}), **wish})
        self.world.changed(person)
        return asdict(person)

    async def messages(self, request: Request) -> Any:
        """Show a person's chat, oldest message first."""
        return [kept.seen() for kept in self.world.chats.of(self._person(request).id)]

    async def commands(self, request: Request) -> Any:
        """Show the menu of commands that a person sees."""
        person = self._person(request)
        return self.world.menus.effective(person.id, person.language_code)

    async def send(self, request: Request) -> Any:
        """Send a text, or photos with a caption."""
        person = self._person(request)
        if request.headers.get("content-type", "").startswith("application/json"):
            return acts.say(self.world, person, str((await _body(request))["text"]))
        async with request.form() as form:
            photos = [await part.read() for part in form.getlist("photo") if isinstance(part, UploadFile)]
            text = str(form.get("caption") or form.get("text") or "")
        return acts.show(self.world, person, photos, text) if photos else acts.say(self.world, person, text)

    async def press(self, request: Request) -> Any:
        """Press an inline button."""
        return acts.press(self.world, self._person(request), await _body(request))

    async def edit(self, request: Request) -> Any:
        """Edit a message of the person's own."""
        wish = await _body(request)
        return acts.edit(self.world, self._person(request), int(wish["message_id"]), str(wish["text"]))

    async def block(self, request: Request) -> Any:
        """Block the bot."""
        return acts.block(self.world, self._person(request), True)

    async def unblock(self, request: Request) -> Any:
        """Let the bot write again."""
        return acts.block(self.world, self._person(request), False)

    async def read(self, request: Request) -> Any:
        """Mark a chat as read."""
        person = self._person(request)
        if person.unread:
            person.unread = 0
            self.world.changed(person)
        return {"unread": 0}

    async def callback(self, request: Request) -> Any:
        """Tell whether the bot answered a press, and how."""
        press = self.world.presses.find(request.path_params["id"])
        if press is None:
            raise Refused(404, "Not Found")
        return {name: value for name, value in asdict(press).items() if name not in ("old", "person")}

    async def inject(self, request: Request) -> Any:
        """Queue any update."""
        update = await _body(request)
        keep_id = request.query_params.get("keep_id", "0") != "0"
        return {"update_id": self.world.updates.inject(update, keep_id=keep_id)}

    async def order_fault(self, request: Request) -> Any:
        """Order misbehaviour."""
        self.world.faults.order(await _body(request))
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

    async def file(self, request: Request) -> Any:
        """Hand out the bytes of a photo."""
        stored = self.world.files.find(request.path_params["id"])
        if stored is None:
            raise Refused(404, "Not Found")
        return Response(self.world.files.content(stored.file_path), media_type="image/jpeg")

    async def events(self, _request: Request) -> Response:
        """Stream which person's view changed."""
        return StreamingResponse(self._stream(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    async def _stream(self) -> AsyncIterator[str]:
        yield ": hello\n\n"
        async for people in self.world.changes.listen():
            lines = [f"event: change\ndata: {json.dumps({'person': person})}\n\n" for person in sorted(people)]
            yield "".join(lines) or ": ping\n\n"

    def _person(self, request: Request) -> Person:
        person = self.world.people.find(request.path_params["id"])
        if person is None:
            raise Refused(404, "Not Found: nobody has this id")
        return person


def _route(method: str, path: str, act: Callable[[Request], Awaitable[Any]]) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            result = await act(request)
        except acts.Impossible as impossible:
            return JSONResponse({"error": str(impossible)}, 409)
        except Refused as refused:
            return JSONResponse({"error": refused.description}, refused.code)
        except (KeyError, TypeError, ValueError) as wrong:
            return JSONResponse({"error": f"{type(wrong).__name__}: {wrong}"}, 400)
        return result if isinstance(result, Response) else JSONResponse(result)

    return Route(path, endpoint, methods=[method])


async def _body(request: Request) -> Json:
    body = json.loads(await request.body() or b"{}")
    if not isinstance(body, dict):
        raise ValueError("a JSON object is expected")
    return body
