"""Every fault of the sandbox, over a real socket, against what is shipped: polling, saying, and fetching files."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot import clock, downloads, intake, transport
from bot.downloads import Downloads
from bot.gateway import Delivery, Gateway
from bot.sandbox.faults import KINDS
from bot.speech import Enclosed, Outgoing
from storage import tables
from tests.chat import PIXEL, Chat, Town
from tests.path.conftest import SocketTown
from tests.path.test_sender import fault, put, until

ANSWER = "< 现在没有进行中的事。"
IMPATIENCE = 0.3
TOO_LATE = 1.0


@dataclass(frozen=True)
class Said:
    """What becomes of something said: how often a reply and a notice are seen in the end, and what is known."""

    reply: int
    notice: int
    delivery: Delivery
    order: dict[str, Any] = field(default_factory=dict)


SENT = Delivery("sent")
UNKNOWN = Delivery("later", certain=False)

SAYING = {
    "429": Said(1, 1, Delivery("later", wait=1), {"retry_after": 1}),
    "500": Said(1, 0, UNKNOWN),
    "502": Said(1, 0, UNKNOWN),
    "lost": Said(2, 1, UNKNOWN),
    "delay": Said(1, 1, SENT, {"seconds": 0.1}),
    "latency": Said(1, 1, SENT, {"seconds": 0.1}),
    "reset_before": Said(1, 0, UNKNOWN),
    "reset_after": Said(2, 1, UNKNOWN),
    "half_close": Said(2, 1, UNKNOWN),
    "truncated": Said(1, 1, SENT),  # its beginning says that it was done
    "not_json": Said(2, 1, UNKNOWN),
}
SAYING_TOO_LATE = {kind: Said(2, 1, UNKNOWN, {"seconds": TOO_LATE}) for kind in ("delay", "latency")}
POLLING: dict[str, dict[str, Any]] = {
    **{kind: {} for kind in ("429", "500", "502", "lost", "duplicate")},
    **{kind: {} for kind in ("reset_before", "reset_after", "half_close", "truncated", "not_json")},
    **{kind: {"seconds": 0.2} for kind in ("delay", "latency")},
}
POLLING_TOO_LATE = {kind: {"seconds": 2 * TOO_LATE} for kind in ("delay", "latency")}
FETCHING = tuple(kind for kind in POLLING if kind != "duplicate")


@pytest.mark.parametrize(
    ("rows", "others"),
    [(SAYING, {"duplicate"}), (POLLING, set()), (FETCHING, {"duplicate"})],
    ids=["saying", "polling", "fetching"],
)
def test_every_fault_has_its_row(rows: Any, others: set[str]) -> None:
    assert {*rows} | others == set(KINDS), "a new kind of fault needs a row in each of the tables of this file"


@pytest.fixture
async def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """A bot that talks over a socket, as a deployed one does."""
    town = SocketTown(tmp_path)
    monkeypatch.setattr(clock, "_seconds", town.seconds)
    async with town.running():
        yield town


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for no answer longer than a moment."""
    monkeypatch.setattr(transport, "ANSWER_SECONDS", IMPATIENCE)
    monkeypatch.setattr(intake, "ANSWER_SECONDS", IMPATIENCE)
    monkeypatch.setattr(intake, "POLL_SECONDS", 1)


def heard(chat: Chat) -> list[str]:
    return [line for line in chat.news() if line.startswith("<")]


async def all_is_said(town: Town) -> None:
    """Let time pass until nothing is due any more."""
    for _ in range(400):
        await asyncio.sleep(0.02)
        if "due" not in {row["state"] for row in await town.rows(tables.outbox)}:
            return
        town.shift += 1
        town.app.sender.wake()
    raise AssertionError("it was never said")


# -- saying ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", SAYING)
async def test_a_reply_is_said_at_least_once_and_a_notice_not_again(chat: Chat, town: Town, kind: str) -> None:
    await say_under(chat, town, kind, SAYING[kind])


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("kind", SAYING_TOO_LATE)
async def test_an_answer_that_comes_too_late_is_one_that_was_lost(chat: Chat, town: Town, kind: str) -> None:
    await say_under(chat, town, kind, SAYING_TOO_LATE[kind])


async def say_under(chat: Chat, town: Town, kind: str, row: Said) -> None:
    chat.news()
    await fault(town, kind, **row.order)
    await chat.acts("/cancel")
    await until(lambda: not len(town.world.updates))
    await town.app.lanes.idle.wait()
    await all_is_said(town)
    await asyncio.sleep(row.order.get("seconds", 0))
    assert heard(chat) == [ANSWER] * row.reply

    await fault(town, kind, **row.order)
    await put(town, Outgoing(1001, "通知", notice=True))
    await all_is_said(town)
    await asyncio.sleep(row.order.get("seconds", 0))
    assert heard(chat) == ["< 通知"] * row.notice
    left = [(each["state"], each["fault"]) for each in await town.rows(tables.outbox)]
    assert left == ([] if row.delivery != UNKNOWN else [("unknown", "may_have_arrived")])

    await chat.does("/cancel")
    assert heard(chat) == [ANSWER], "it goes on afterwards"


async def test_a_press_is_answered_whatever_becomes_of_its_spinner(chat: Chat, town: Town) -> None:
    message, data = chat.button("我能做什么")
    for kind, row in SAYING.items():
        await fault(town, kind, "answerCallbackQuery", **row.order)
        chat.news()
        await press(town, message, data)
        await town.settle()
        assert (kind, chat.last()[:5]) == (kind, "我能做这些")
    spinning = await press(town, message, data)
    for _ in range(200):
        if (await town.client.get(f"/sim/callbacks/{spinning}")).json()["answered"]:
            return
        await asyncio.sleep(0.01)
    raise AssertionError("the spinner of the last press never stopped")


async def press(town: Town, message: int, data: str) -> str:
    pressed = await town.client.post("/sim/people/1001/press", json={"message_id": message, "data": data})
    return str(pressed.json()["callback_query_id"])


PICTURE = Enclosed("photo", PIXEL)
WAYS = {
    "sendMessage": Outgoing(1001, "<b>一</b>", buttons=((("A", "a"),),)),
    "sendPhoto": Outgoing(1001, "一", enclosed=(PICTURE,)),
    "sendMediaGroup": Outgoing(1001, "一", enclosed=(PICTURE, PICTURE)),
    "sendDocument": Outgoing(1001, "一", enclosed=(Enclosed("document", b"1,2", name="a.csv"),)),
    "setMyCommands": Outgoing(1001, commands=(("help", "帮助"),)),
    "getMe": Outgoing(1001, "一", start="code"),
}


async def test_every_way_of_saying_tells_what_became_of_it(chat: Chat, town: Town) -> None:
    for kind, row in SAYING.items():
        gateway = Gateway(town.settings.api_url, town.token)
        for method, outgoing in WAYS.items():
            await fault(town, kind, method, **row.order)
            # What asks something needs all of the answer.
            expected = UNKNOWN if (method, kind) == ("getMe", "truncated") else row.delivery
            assert (kind, method, await gateway.say(outgoing)) == (kind, method, expected)
            assert (kind, method, await gateway.say(outgoing)) == (kind, method, SENT)
        await gateway.close()


async def test_where_nobody_listens_nothing_can_have_arrived() -> None:
    gateway = Gateway("http://127.0.0.1:9", "424242:SANDBOX")
    assert await gateway.say(Outgoing(1001, "一")) == Delivery("later", certain=True)
    await gateway.acknowledge("77")
    await gateway.close()


# -- polling ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", POLLING)
async def test_nothing_is_lost_or_doubled_on_its_way_in(
    chat: Chat, town: Town, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    await poll_under(chat, town, monkeypatch, kind, POLLING[kind])


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("kind", POLLING_TOO_LATE)
async def test_a_poll_that_hangs_is_given_up_and_made_again(
    chat: Chat, town: Town, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    await poll_under(chat, town, monkeypatch, kind, POLLING_TOO_LATE[kind])


async def poll_under(chat: Chat, town: Town, monkeypatch: pytest.MonkeyPatch, kind: str, order: dict[str, Any]) -> None:
    quickly(town, monkeypatch)
    for _ in range(2):
        await fault(town, kind, "getUpdates", **order)
    for said in ("/report", "2", "翠竹园3栋", "楼梯口堆满纸箱", "跳过"):
        await chat.acts(said)
        await asyncio.sleep(0.02)
    await town.settle()
    assert town.world.faults.take("getUpdates", duplicate=kind == "duplicate") is None, "each had its effect"
    assert heard(chat) == [f"< 第 {step}/5 步" for step in range(1, 6)]
    assert {row["state"] for row in await town.rows(tables.inbox)} == {"done"}


async def test_a_rival_poller_takes_nothing_away(chat: Chat, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    quickly(town, monkeypatch)
    chat.news()
    address = town.settings.method_url("getUpdates")
    rival = await town.client.post(address, json={"timeout": 1})
    await chat.does("/cancel")
    calls = [call for call in town.world.journal.since(0)["calls"] if call["method"] == "getUpdates"]
    assert [call["status"] for call in calls].count(409) == 2, "each has ended the other's poll once"
    assert rival.status_code == 409
    assert heard(chat) == [ANSWER]


def quickly(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the bot wait a moment where it would wait for seconds."""

    async def soon(seconds: float) -> None:
        await asyncio.sleep(0.01)

    monkeypatch.setattr(town.app.intake, "_rest", soon)


# -- fetching files --------------------------------------------------------------------------------------------------


async def test_a_file_comes_whole_or_is_asked_for_again(
    chat: Chat, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "PAUSES", (0.01, 0.01))
    await chat.does("(photo)")
    file = next(message for message in chat.messages() if "photo" in message)["photo"][-1]["file_id"]
    async with httpx.AsyncClient() as client:
        fetching = Downloads(client, town.settings)
        whole = await fetching.fetch(file)
        for kind in FETCHING:
            for method in ("getFile", "file"):
                await fault(town, kind, method, **POLLING[kind])
                assert (kind, method, await fetching.fetch(file)) == (kind, method, whole)
