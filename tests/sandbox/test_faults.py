"""Misbehaviour comes as ordered, and the journal tells of it."""

from __future__ import annotations

import time

from tests.sandbox.conftest import Side


async def test_429_names_the_seconds_to_wait(side: Side) -> None:
    await side.post("faults", method="sendMessage", kind="429", retry_after=7)
    response = await side.raw("sendMessage", chat_id=1001, text="x")
    assert (response.status_code, response.headers["retry-after"]) == (429, "7")
    assert response.json() == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }
    assert await side.shown() == []
    await side.call("sendMessage", chat_id=1001, text="x")


async def test_500_and_502_have_no_effect(side: Side) -> None:
    await side.post("faults", method="sendmessage", kind="500")
    assert await side.refused("sendMessage", chat_id=1001, text="x") == "Internal Server Error"
    await side.post("faults", method="*", kind="502", times=2)
    for _ in range(2):
        response = await side.raw("sendMessage", chat_id=1001, text="x")
        assert (response.status_code, response.headers["content-type"]) == (502, "text/html; charset=utf-8")
    assert await side.shown() == []


async def test_a_lost_answer_comes_after_the_effect(side: Side) -> None:
    await side.post("faults", method="sendMessage", kind="lost")
    response = await side.raw("sendMessage", chat_id=1001, text="x")
    assert response.status_code == 502
    assert "Bad Gateway" in response.text
    assert [message["text"] for message in await side.shown()] == ["x"]
    (call,) = (await side.get("journal"))["calls"]
    assert (call["ok"], call["fault"], call["result"]["text"]) == (True, "lost", "x")


async def test_a_fault_can_be_meant_for_one_chat(side: Side) -> None:
    await side.post("people", id=1002, name="王五", persona="landlord")
    await side.post("faults", method="sendMessage", kind="429", chat_id=1002)
    await side.call("sendMessage", chat_id=1001, text="x")
    assert await side.refused("sendMessage", chat_id=1002, text="x") == "Too Many Requests: retry after 1"


async def test_a_delay_only_delays(side: Side) -> None:
    await side.post("faults", method="sendMessage", kind="delay", seconds=0.2)
    began = time.monotonic()
    await side.call("sendMessage", chat_id=1001, text="x")
    assert time.monotonic() - began >= 0.2


async def test_a_batch_is_delivered_once_more_with_the_same_ids(side: Side) -> None:
    await side.post("faults", method="getUpdates", kind="duplicate")
    number = await side.says("one")
    first = await side.call("getUpdates")
    assert [update["update_id"] for update in first] == [number]
    assert await side.call("getUpdates", offset=number + 1) == first, "although it is confirmed"
    assert await side.call("getUpdates", offset=number + 1) == []


async def test_faults_can_be_cancelled_and_wrong_ones_are_refused(side: Side) -> None:
    await side.post("faults", method="sendMessage", kind="500", times=9)
    await side.http.delete("/sim/faults")
    await side.call("sendMessage", chat_id=1001, text="x")
    for wrong in [{"method": "sendMessage", "kind": "fire"}, {"kind": "500"}, {"method": "a", "kind": "500", "x": 1}]:
        assert (await side.http.post("/sim/faults", json=wrong)).status_code == 400


async def test_downloads_can_fail_too(side: Side) -> None:
    await side.post("faults", method="file", kind="502")
    assert (await side.http.get("/file/bot424242:SANDBOX/photos/file_1.jpg")).status_code == 502
    assert (await side.http.get("/file/bot424242:SANDBOX/photos/file_1.jpg")).status_code == 404


async def test_the_journal_tells_of_every_call(side: Side) -> None:
    await side.call("sendMessage", chat_id="1001", text="长" * 3000)
    await side.refused("getChat", chat_id=5)
    journal = await side.get("journal")
    sent, refused = journal["calls"]
    assert (sent["method"], sent["params"]) == ("sendMessage", {"chat_id": 1001, "text": "长" * 3000})
    assert (refused["ok"], refused["status"], refused["description"]) == (False, 400, "Bad Request: chat not found")
    assert await side.get(f"journal?since={journal['next']}") == {"next": 2, "calls": []}
    await side.http.post("/bot424242:SANDBOX/sendPhoto", data={"chat_id": "1001"}, files={"photo": ("a.jpg", b"no")})
    (photo,) = (await side.get("journal?since=2"))["calls"]
    assert photo["params"] == {"chat_id": 1001, "photo": {"file_name": "a.jpg", "size": 2}}
