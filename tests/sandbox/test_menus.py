"""Menus of commands are looked up by scope and language."""

from __future__ import annotations

from typing import Any

from tests.sandbox.conftest import NEIGHBOUR, RESIDENT, Side


async def put(side: Side, name: str, **where: Any) -> None:
    await side.call("setMyCommands", commands=[{"command": name, "description": "x"}], **where)


async def test_the_narrowest_scope_of_a_group_wins(side: Side) -> None:
    group = await side.group()

    async def shown(person: int) -> str:
        (entry,) = await side.get(f"people/{person}/commands?chat={group}")
        return str(entry["command"])

    scopes: list[tuple[dict[str, Any], str, str]] = [
        ({"type": "default"}, "default", "default"),
        ({"type": "all_private_chats"}, "default", "default"),
        ({"type": "all_group_chats"}, "all_group_chats", "all_group_chats"),
        ({"type": "all_chat_administrators"}, "all_chat_administrators", "all_group_chats"),
        ({"type": "chat", "chat_id": group}, "chat", "chat"),
        ({"type": "chat_administrators", "chat_id": group}, "chat_administrators", "chat"),
        ({"type": "chat_member", "chat_id": group, "user_id": NEIGHBOUR}, "chat_administrators", "chat_member"),
    ]
    for scope, owner, neighbour in scopes:
        await put(side, scope["type"], scope=scope)
        assert (await shown(RESIDENT), await shown(NEIGHBOUR)) == (owner, neighbour)
    await put(
        side, "english", scope={"type": "chat_member", "chat_id": group, "user_id": NEIGHBOUR}, language_code="en"
    )
    assert await shown(NEIGHBOUR) == "english", "a language before none, within one scope"
    assert [entry["command"] for entry in await side.get(f"people/{RESIDENT}/commands")] == ["all_private_chats"]


async def test_a_scope_names_a_chat_and_user_that_are_known(side: Side) -> None:
    group = await side.group()
    commands = [{"command": "start", "description": "x"}]
    for scope, reason in [
        ({"type": "chat", "chat_id": -5}, "chat not found"),
        (
            {"type": "chat_administrators", "chat_id": RESIDENT},
            "can't use the scope chat_administrators in a private chat",
        ),
        ({"type": "chat_member", "chat_id": group, "user_id": 5}, "user not found"),
    ]:
        refused = await side.refused("setMyCommands", commands=commands, scope=scope)
        assert refused == f"Bad Request: {reason}"
