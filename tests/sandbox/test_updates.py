"""The queue of updates keeps Telegram's rules."""

from __future__ import annotations

import asyncio
import json
import re
import time
from pathlib import Path

import pytest

from bot.sandbox.endpoint import DEEPEST
from tests.sandbox.conftest import Open, Side


async def ids(side: Side, **params: object) -> list[int]:
    return [update["update_id"] for update in await side.call("getUpdates", **params)]


async def test_an_update_comes_again_until_a_later_offset_confirms_it(side: Side) -> None:
    first, second = await side.says("one"), await side.says("two")
    assert await ids(side) == [first, second]
    assert await ids(side) == [first, second]
    assert await ids(side, offset=first) == [first, second]
    assert await ids(side, offset=second) == [second]
    assert await ids(side) == [second], "the first one is confirmed for good"
    assert await ids(side, offset=second + 1) == []
    state = await side.get("state")
    assert state == {"pending_updates": 0, "confirmed_offset": second + 1, "last_update_id": second}


async def test_limit_hands_out_the_oldest(side: Side) -> None:
    numbers = [await side.says(f"text {n}") for n in range(5)]
    assert await ids(side, limit=2) == numbers[:2]
    assert await ids(side, limit=2, offset=numbers[2]) == numbers[2:4]


async def test_a_negative_offset_keeps_only_the_newest(side: Side) -> None:
    numbers = [await side.says(f"text {n}") for n in range(4)]
    assert await ids(side, offset=-1) == numbers[-1:]
    assert await ids(side) == numbers[-1:]


async def test_an_offset_far_ahead_is_not_believed(side: Side) -> None:
    number = await side.says("one")
    assert await ids(side, offset=number + 1000) == [number]
    assert await ids(side, offset=number + 10) == []


async def test_a_long_poll_wakes_at_once(side: Side) -> None:
    poll = asyncio.create_task(ids(side, timeout=20))
    await asyncio.sleep(0.05)
    assert not poll.done()
    began = time.monotonic()
    number = await side.says("wake up")
    assert await poll == [number]
    assert time.monotonic() - began < 0.5


async def test_a_long_poll_ends_empty_after_its_time(side: Side) -> None:
    began = time.monotonic()
    assert await ids(side, timeout=1) == []
    assert 0.9 < time.monotonic() - began < 2


async def test_a_second_poller_ends_the_first_with_409(side: Side) -> None:
    first = asyncio.create_task(side.refused("getUpdates", timeout=20))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(ids(side, timeout=20))
    assert await first == (
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"
    )
    number = await side.says("for the second")
    assert await second == [number]


async def test_allowed_updates_are_remembered_for_updates_that_come_later(side: Side) -> None:
    await side.call("getUpdates", allowed_updates=["my_chat_member"])
    assert (await side.post("people/1001/send", text="not wanted"))["update_id"] is None
    number = (await side.post("people/1001/block"))["update_id"]
    assert await ids(side) == [number]
    await side.post("people/1001/unblock")
    await side.call("getUpdates", allowed_updates=[])
    assert isinstance(await side.says("wanted again"), int)


async def test_numbers_grow_across_a_restart_and_nothing_is_lost(open_sandbox: Open, tmp_path: Path) -> None:
    before = open_sandbox(tmp_path)
    await before.post("people", name="李小安", persona="resident")
    first, second = await before.says("one"), await before.says("two")
    await before.call("getUpdates", offset=second)
    answer = await before.call("sendMessage", chat_id=1001, text="answer")
    await before.call("setMyCommands", commands=[{"command": "start", "description": "开始"}])

    after = open_sandbox(tmp_path)
    assert await ids(after) == [second]
    assert [message["text"] for message in await after.shown()] == ["one", "two", "answer"]
    assert await after.get("people/1001/commands") == [{"command": "start", "description": "开始"}]
    assert await after.says("three") > second > first
    assert (await after.call("sendMessage", chat_id=1001, text="more"))["message_id"] > answer["message_id"]
    assert (await after.get("people"))[0]["unread"] == 2
    assert (await after.post("people", name="王五", persona="landlord"))["id"] == 1002


async def test_confirmed_updates_stay_confirmed_after_a_restart(open_sandbox: Open, tmp_path: Path) -> None:
    before = open_sandbox(tmp_path)
    await before.post("people", name="李小安", persona="resident")
    number = await before.says("one")
    await before.call("getUpdates", offset=number + 1)
    after = open_sandbox(tmp_path)
    assert await ids(after) == []
    assert await after.says("two") == number + 1


async def test_any_update_can_be_injected(side: Side) -> None:
    number = (await side.post("update", message={"no": "message"}))["update_id"]
    assert await side.call("getUpdates") == [{"update_id": number, "message": {"no": "message"}}]
    await side.call("getUpdates", offset=number + 1)
    kept = await side.http.post("/sim/update?keep_id=1", json={"update_id": 5, "poll": None})
    assert kept.json() == {"update_id": 5}
    assert await ids(side, offset=number + 1) == [5], "numbers that were reset are handed out from the head"
    assert await side.says("next") == number + 1


async def test_dropping_what_is_pending(side: Side) -> None:
    await side.says("one")
    assert (await side.call("getWebhookInfo"))["pending_update_count"] == 1
    await side.call("deleteWebhook", drop_pending_updates=True)
    assert await side.call("getWebhookInfo") == {"url": "", "has_custom_certificate": False, "pending_update_count": 0}


def nested(depth: int) -> str:
    return '{"message":' * depth + "1" + "}" * depth


BENT = {
    "half a character": r'{"message":{"text":"half \ud83d of it"}}',
    "half a character in a name": r'{"mess\udc00age":1}',
    "3,000 levels": nested(3_000),
    "100,000 levels": nested(100_000),
    "a level too many": nested(DEEPEST + 1),
    "no number": '{"message":NaN}',
    "too long a number": '{"message":' + "9" * 5_000 + "}",
    "no object": "[]",
    "no JSON": "{",
}


@pytest.mark.parametrize("kind", BENT)
async def test_what_no_server_could_hand_out_is_refused_at_once(side: Side, kind: str) -> None:
    answer = await side.http.post("/sim/update", content=BENT[kind])
    assert answer.status_code == 400
    assert re.search("levels|surrogates|JSON|digit|Expecting", answer.json()["error"])
    assert await side.call("getUpdates") == []


async def test_what_is_just_deep_enough_arrives(side: Side) -> None:
    answer = await side.http.post("/sim/update", content=nested(DEEPEST - 1))
    assert answer.status_code == 200
    (update,) = await side.call("getUpdates")
    assert json.dumps(update["message"], separators=(",", ":")) == nested(DEEPEST - 2)
    assert (await side.http.get("/sim/journal")).status_code == 200


async def test_half_a_character_is_refused_from_people_too(side: Side) -> None:
    json_body = {"Content-Type": "application/json"}
    answer = await side.http.post("/sim/people/1001/send", content=r'{"text":"half \ud83d"}', headers=json_body)
    assert answer.status_code == 400
    assert await side.shown() == []
