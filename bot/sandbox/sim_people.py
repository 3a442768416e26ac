"""The endpoints that stand for people's phones."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.routing import Route

from bot.sandbox import acts, sends
from bot.sandbox.endpoint import body, group, person, route
from bot.sandbox.files import Upload
from bot.sandbox.people import Person
from bot.sandbox.refusals import Refused
from bot.sandbox.shapes import Json
from bot.sandbox.world import World


class PeopleEndpoints:
    """/sim/people and what people press."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[Route]:
        """List the addresses."""
        one = "/sim/people/{id:int}"
        return [
            route("GET", "/sim/people", self.everybody),
            route("POST", "/sim/people", self.meet),
            route("GET", one + "/messages", self.messages),
            route("GET", one + "/commands", self.commands),
            route("POST", one + "/send", self.send),
            route("POST", one + "/press", self.press),
            route("POST", one + "/edit", self.edit),
            route("POST", one + "/block", self.block),
            route("POST", one + "/unblock", self.unblock),
            route("POST", one + "/read", self.read),
            route("GET", "/sim/callbacks/{id}", self.callback),
        ]

    async def everybody(self, _request: Request) -> Any:
        """List all people."""
        return [asdict(person) for person in self.world.people]

    async def meet(self, request: Request) -> Any:
        """Add a person, or change the one with this id."""
        wish = {name: value for name, value in (await body(request)).items() if value is not None}
        wish["id"] = int(wish["id"]) if "id" in wish else self.world.people.new_id()
        known = self.world.people.find(wish["id"])
        newcomer = Person(**{**(asdict(known) if known else {}), **wish})
        self.world.changed(newcomer)
        return asdict(newcomer)

    async def messages(self, request: Request) -> Any:
        """Show a person's private chat, oldest message first."""
        return [kept.seen() for kept in self.world.chats.of(self._person(request).id)]

    async def commands(self, request: Request) -> Any:
        """Show the menu of commands that a person sees in a chat."""
        someone = self._person(request)
        chat = request.query_params.get("chat")
        place = group(self.world, chat) if chat and int(chat) != someone.id else None
        return self.world.menus.effective(someone, place)

    async def send(self, request: Request) -> Any:
        """Send a message; files come in a form, all else may come as JSON."""
        someone = self._person(request)
        if request.headers.get("content-type", "").startswith("application/json"):
            return sends.send(self.world, someone, await body(request), {})
        return sends.send(self.world, someone, *await _form(request))

    async def press(self, request: Request) -> Any:
        """Press an inline button."""
        return acts.press(self.world, self._person(request), await body(request))

    async def edit(self, request: Request) -> Any:
        """Edit a message of the person's own."""
        return acts.edit(self.world, self._person(request), await body(request))

    async def block(self, request: Request) -> Any:
        """Block the bot."""
        return acts.block(self.world, self._person(request), True)

    async def unblock(self, request: Request) -> Any:
        """Let the bot write again."""
        return acts.block(self.world, self._person(request), False)

    async def read(self, request: Request) -> Any:
        """Mark a chat as read, the private one unless `chat` names a group."""
        someone = self._person(request)
        chat = int((await body(request)).get("chat") or someone.id)
        if chat != someone.id:
            place = group(self.world, chat)
            if place.unread.pop(someone.id, 0):
                self.world.changed(place)
        elif someone.unread:
            someone.unread = 0
            self.world.changed(someone)
        return {"unread": 0}

    async def callback(self, request: Request) -> Any:
        """Tell whether the bot answered a press, and how."""
        press = self.world.presses.find(request.path_params["id"])
        if press is None:
            raise Refused(404, "Not Found")
        return {name: value for name, value in asdict(press).items() if name not in ("old", "person")}

    def _person(self, request: Request) -> Person:
        return person(self.world, request.path_params["id"])


async def _form(request: Request) -> tuple[Json, sends.Uploads]:
    """Read the fields and the files of a form."""
    wish: Json = {}
    files: sends.Uploads = {}
    async with request.form() as form:
        for name, value in form.multi_items():
            if isinstance(value, UploadFile):
                files.setdefault(name, []).append(Upload(value.filename or name, await value.read()))
            else:
                wish[name] = value
    if not files:
        wish["text"] = wish.get("caption") or wish.get("text") or ""
    return wish, files
