"""The endpoints of groups, their topics and the messages of any chat."""

from __future__ import annotations

from typing import Any

from starlette.requests import Request
from starlette.routing import Route

from bot.sandbox import gatherings
from bot.sandbox.acts import Impossible
from bot.sandbox.endpoint import body, group, person, route
from bot.sandbox.groups import Group
from bot.sandbox.world import World


class GroupEndpoints:
    """/sim/groups and /sim/chats."""

    def __init__(self, world: World) -> None:
        self.world = world

    def routes(self) -> list[Route]:
        """List the addresses."""
        # A pattern for whole numbers would not take those below zero.
        one = "/sim/groups/{id}"
        return [
            route("GET", "/sim/groups", self.all),
            route("POST", "/sim/groups", self.gather),
            route("POST", one + "/migrate", self.migrate),
            route("POST", one + "/members", self.change_member),
            route("GET", one + "/topics", self.topics),
            route("GET", "/sim/chats/{id}/messages", self.messages),
        ]

    async def all(self, _request: Request) -> Any:
        """List all groups; one that became a supergroup says where it moved."""
        return [gatherings.shape(self.world, one) for one in self.world.groups]

    async def gather(self, request: Request) -> Any:
        """Make a group of people and the bot, or change the one with this id."""
        return gatherings.shape(self.world, gatherings.gather(self.world, await body(request)))

    async def migrate(self, request: Request) -> Any:
        """Turn a basic group into a supergroup; returns the new one."""
        return gatherings.shape(self.world, gatherings.migrate(self.world, self._group(request)))

    async def change_member(self, request: Request) -> Any:
        """Let somebody join, rise, step down or leave; the bot is named by its own number."""
        return gatherings.change_member(self.world, self._group(request), await body(request))

    async def topics(self, request: Request) -> Any:
        """List the topics of a forum."""
        return gatherings.topics(self.world, self._group(request))

    async def messages(self, request: Request) -> Any:
        """Show a chat as a person sees it, or one topic of it (1: the general one), oldest message first."""
        chat_id = int(request.path_params["id"])
        if (viewer := request.query_params.get("person")) is not None:
            self._check_sees(int(viewer), chat_id)
        elif self.world.place(chat_id) is None:
            person(self.world, chat_id)
        messages = self.world.chats.of(chat_id)
        if thread := request.query_params.get("thread"):
            messages = [kept for kept in messages if kept.lies_in(int(thread))]
        return [kept.seen() for kept in messages]

    def _check_sees(self, viewer: int, chat_id: int) -> None:
        someone = person(self.world, viewer)
        if chat_id != someone.id and not group(self.world, chat_id).has(someone.id):
            raise Impossible(f"{someone.name} is not in the chat {chat_id}")

    def _group(self, request: Request) -> Group:
        return group(self.world, request.path_params["id"])
