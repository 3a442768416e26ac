"""The clock moves forward, and all that was done outlives the process."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.changes import CLOCK
from bot.sandbox.server import create_app
from tests.sandbox.conftest import RESIDENT, Open, Side

DAYS = 3 * 86400


async def test_messages_bear_the_time_of_the_clock(side: Side) -> None:
    told = await side.get("clock")
    assert told["offset"] == 0
    assert abs(told["now"] - time.time()) < 2
    moved = await side.post("clock", forward=DAYS)
    assert moved["offset"] == DAYS
    sent = await side.call("sendMessage", chat_id=RESIDENT, text="三天后")
    assert abs(sent["date"] - time.time() - DAYS) < 2


async def test_what_is_too_old_to_delete_becomes_so_by_the_clock(side: Side) -> None:
    sent = await side.call("sendMessage", chat_id=RESIDENT, text="x")
    await side.post("clock", forward=DAYS)
    refused = await side.refused("deleteMessage", chat_id=RESIDENT, message_id=sent["message_id"])
    assert refused == "Bad Request: message can't be deleted for everyone"


@pytest.mark.parametrize("wish", [{"forward": -1}, {"forward": "soon"}, {}])
async def test_the_clock_does_not_go_back(side: Side, wish: dict[str, Any]) -> None:
    assert (await side.http.post("/sim/clock", json=wish)).status_code == 400
    assert (await side.get("clock"))["offset"] == 0


async def test_open_pages_are_told_of_the_clock(side: Side) -> None:
    changes = side.http._transport.app.state.world.changes  # type: ignore[attr-defined]
    listening = changes.listen(ping=0.2)
    first = asyncio.create_task(anext(listening))
    await asyncio.sleep(0)
    await side.post("clock", forward=60)
    assert await first == {CLOCK}
    await listening.aclose()


async def test_the_offset_lies_in_a_file_of_one_number(open_sandbox: Open, tmp_path: Path) -> None:
    before = open_sandbox(tmp_path)
    for _ in range(2):
        await before.post("clock", forward=3600)
    assert int((tmp_path / "clock").read_text()) == 7200
    after = open_sandbox(tmp_path)
    assert (await after.get("clock"))["offset"] == 7200
    (tmp_path / "clock").write_text("tomorrow")
    with pytest.raises(ValueError, match="must hold one whole number of seconds"):
        create_app(data=tmp_path)


async def test_groups_topics_pins_and_files_outlive_the_process(open_sandbox: Open, tmp_path: Path) -> None:
    before = open_sandbox(tmp_path)
    await before.post("people", name="李小安", persona="resident")
    forum = await before.group(forum=True)
    old = await before.group()
    new = (await before.post(f"groups/{old}/migrate"))["id"]
    number = (await before.call("createForumTopic", chat_id=forum, name="一"))["message_thread_id"]
    sent = await before.call("sendMessage", chat_id=forum, text="在这", message_thread_id=number)
    await before.call("pinChatMessage", chat_id=forum, message_id=sent["message_id"])
    await before.call("closeForumTopic", chat_id=forum, message_thread_id=number)
    document = (await before.uploads("document", ("a.txt", b"hello")))["message"]["document"]
    groups, messages = await before.get("groups"), await before.seen(forum)

    after = open_sandbox(tmp_path)
    assert await after.get("groups") == groups
    assert await after.seen(forum) == messages
    assert [group["migrated_to"] for group in groups] == [new, None, None]
    assert (await after.call("getChat", chat_id=forum))["pinned_message"]["text"] == "在这"
    assert await after.refused("closeForumTopic", chat_id=forum, message_thread_id=number)
    assert (await after.http.get(f"/sim/file/{document['file_id']}")).content == b"hello"
    assert (await after.call("sendDocument", chat_id=RESIDENT, document=document["file_id"]))["document"] == document
    assert (await after.call("sendMessage", chat_id=forum, text="x"))["message_id"] == messages[-1]["message_id"] + 1
    assert (await after.post("groups", title="新", members=[RESIDENT]))["id"] < old
