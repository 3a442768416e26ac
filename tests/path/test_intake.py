"""What comes in, when Telegram repeats, forgets, stammers or answers nonsense, and when the disk does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot import gateway
from bot.gateway import EXIT_CONFLICT, EXIT_TOKEN, Stopped
from bot.intake import Intake
from storage import Store, inbox, tables
from storage.migrations import migrate
from tests.chat import Chat, Town
from tests.storage.conftest import open_store

BATCH = [{"update_id": 70, "message": {"message_id": 1, "chat": {"id": 1}, "text": "a"}}, {"update_id": 71}]
GOOD = {"ok": True, "result": BATCH}
EMPTY = {"ok": True, "result": []}


class Line:
    """An intake on a line that says what a test wants said; `asked` are the offsets, `waits` the pauses."""

    def __init__(self, store: Store, *answers: httpx.Response) -> None:
        self.store = store
        self.answers = list(answers)
        self.asked: list[object] = []
        self.waits: list[float] = []
        self.pressed: list[str] = []
        self.intake = Intake(self._poll, store, lambda: None, self._acknowledge)
        self.intake._rest = self._rest  # type: ignore[method-assign]

    async def _poll(self, question: gateway.Json, patience: float) -> tuple[int, bytes]:
        self.asked.append(question.get("offset"))
        if not self.answers:
            self.intake.stop()
        answer = self.answers.pop(0) if self.answers else httpx.Response(200, json=EMPTY)
        return answer.status_code, answer.content

    async def _acknowledge(self, press: str) -> None:
        self.pressed.append(press)

    async def _rest(self, seconds: float) -> None:
        self.waits.append(seconds)

    async def kept(self) -> int:
        async with self.store.begin() as tx:
            return len((await tx.execute(select(tables.inbox))).all())


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    opened = open_store(tmp_path)
    await migrate(opened)
    yield opened
    await opened.close()


async def test_a_start_asks_without_an_offset_and_confirms_what_it_stored(store: Store) -> None:
    line = Line(store, httpx.Response(200, json=GOOD))
    await line.intake.run()
    assert line.asked == [None, 72]
    assert await line.kept() == 2


NONSENSE = {
    "a page of a gateway": httpx.Response(502, html="<html>502 Bad Gateway</html>"),
    "a page of somebody else": httpx.Response(200, html="<html>Log in to the hotel</html>"),
    "an error": httpx.Response(500, json={"ok": False, "error_code": 500, "description": "Internal Server Error"}),
    "half an answer": httpx.Response(200, content=b'{"ok":true,"result":[{"update_id":70,"mess'),
    "another shape": httpx.Response(200, json=["ok"]),
    "a result that is no list": httpx.Response(200, json={"ok": True, "result": {"update_id": 70}}),
    "ok that is not true": httpx.Response(200, json={"ok": "yes", "result": BATCH}),
    "too many requests": httpx.Response(429, json={"ok": False, "error_code": 429, "parameters": {"retry_after": 1}}),
    "nothing": httpx.Response(200, content=b""),
    "100,000 levels": httpx.Response(200, content=b'{"ok":true,"result":' + b"[" * 100_000),
    "too long a number": httpx.Response(200, content=b'{"ok":true,"result":[' + b"7" * 5000 + b"]}"),
}


@pytest.mark.parametrize("kind", NONSENSE)
async def test_nonsense_is_rested_out_and_the_offset_stays(store: Store, kind: str) -> None:
    again = {"ok": True, "result": [{"update_id": 72}]}
    answers = [httpx.Response(200, json=GOOD), *[NONSENSE[kind]] * 4, httpx.Response(200, json=again)]
    line = Line(store, *answers)
    await line.intake.run()
    assert line.asked == [None, 72, 72, 72, 72, 72, 73]
    assert await line.kept() == 3
    assert len(line.waits) == 4
    assert 0 < line.waits[0] < line.waits[3] <= 30


async def test_the_rests_never_grow_beyond_half_a_minute(store: Store) -> None:
    line = Line(store, *[NONSENSE["an error"]] * 12)
    await line.intake.run()
    assert max(line.waits) <= 30
    assert line.waits[-1] >= 15


@pytest.mark.parametrize("status", [401, 404])
async def test_a_token_that_telegram_does_not_know_ends_it(store: Store, status: int) -> None:
    line = Line(store, httpx.Response(status, json={"ok": False, "error_code": status, "description": "x"}))
    with pytest.raises(Stopped) as stopped:
        await line.intake.run()
    assert stopped.value.code == EXIT_TOKEN == 78
    assert "@BotFather" in str(stopped.value)


async def test_another_poller_is_given_three_chances(store: Store) -> None:
    conflict = httpx.Response(409, json={"ok": False, "error_code": 409, "description": "Conflict"})
    line = Line(store, conflict, conflict, httpx.Response(200, json=GOOD), conflict, conflict, conflict)
    with pytest.raises(Stopped) as stopped:
        await line.intake.run()
    assert stopped.value.code == EXIT_CONFLICT == 75
    assert line.asked == [None, None, None, 72, 72, 72]


async def test_the_offset_moves_only_after_the_commit(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    really, failures = inbox.store, [1, 2]

    async def store_with_a_full_disk(tx: Any, arrivals: Any) -> None:
        await really(tx, arrivals)
        if failures:
            failures.pop()
            raise OperationalError("insert", {}, Exception("database or disk is full"))

    monkeypatch.setattr(inbox, "store", store_with_a_full_disk)
    line = Line(store, *[httpx.Response(200, json=GOOD)] * 3)
    await line.intake.run()
    assert line.asked == [None, None, None, 72]
    assert await line.kept() == 2
    assert len(line.waits) == 2


async def test_numbers_that_begin_anew_are_followed(store: Store) -> None:
    low = {"ok": True, "result": [{"update_id": 3, "message": {"message_id": 2, "chat": {"id": 1}, "text": "b"}}]}
    line = Line(store, httpx.Response(200, json=GOOD), httpx.Response(200, json=low))
    await line.intake.run()
    assert line.asked == [None, 72, 4]
    assert await line.kept() == 3


async def test_whatever_stands_in_a_batch_is_stored(store: Store) -> None:
    line = Line(store)
    await line.intake.keep([5, "x", None, [], {}, {"update_id": "x"}, {"message": {"chat": 5}}, *BATCH])
    assert await line.kept() == 9


def nested(depth: int) -> Any:
    shape: Any = {}
    for _ in range(depth):
        shape = {"message": shape}
    return shape


WHOLE_BUT = {
    "too deep to be written": {"update_id": 71, "message": nested(5_000)},
    "too deep within a message": {"update_id": 71, "message": {"message_id": 9, "chat": {"id": 1}, "x": nested(5_000)}},
    "a press that is too deep": {"update_id": 71, "callback_query": {"id": "7", "from": {"id": 1}, "x": nested(5_000)}},
    "no JSON at all": {"update_id": 71, "message": b"bytes"},
}


@pytest.mark.parametrize("kind", WHOLE_BUT)
async def test_one_that_cannot_be_stored_whole_keeps_no_other_from_it(store: Store, kind: str) -> None:
    line = Line(store)
    first, last = BATCH
    for _ in range(2):  # it is the same when it comes again
        await line.intake.keep([first, WHOLE_BUT[kind], last])
    async with store.begin() as tx:
        waiting = {each.raw for each in await inbox.ready(tx, 9)}
        numbers = (await tx.execute(select(tables.inbox.c.seq))).scalars().all()
        rows = [await inbox.get(tx, number) for number in numbers]
    assert len(rows) == 3
    assert waiting
    left = [row.raw for row in rows if row is not None and row.raw.startswith(b"not whole: {")]
    assert len(left) == 1
    assert len(left[0]) < 500
    with pytest.raises(gateway.Unreadable):
        gateway.parse(left[0])
    assert line.pressed == []


async def test_a_press_is_acknowledged_once_it_is_stored(store: Store) -> None:
    press = {"update_id": 70, "callback_query": {"id": "77", "from": {"id": 1}}}
    line = Line(store, httpx.Response(200, json={"ok": True, "result": [press]}))
    await line.intake.run()
    assert line.pressed == ["77"]


async def test_a_failing_acknowledgement_harms_nothing(store: Store) -> None:
    async def fails(press: str) -> None:
        raise RuntimeError

    press = {"update_id": 70, "callback_query": {"id": "77", "from": {"id": 1}}}
    line = Line(store, httpx.Response(200, json={"ok": True, "result": [press]}))
    line.intake._acknowledge = fails
    await line.intake.run()
    assert await line.kept() == 1


KEYS: list[tuple[Any, Any, bool]] = [
    ({"update_id": 1, "message": {"message_id": 5, "chat": {"id": 7}}}, {"update_id": 9}, True),
    ({"update_id": 1, "callback_query": {"id": "a", "from": {"id": 7}}}, {"update_id": 9}, True),
    ({"update_id": 1, "poll": {"id": "a"}}, {"update_id": 2}, False),
    ({"update_id": 1, "message": {"message_id": 5, "chat": {"id": 7}}}, {"message": {"message_id": 6}}, False),
    ({"update_id": 1, "edited_message": {"message_id": 5, "chat": {"id": 7}, "edit_date": 1}}, {"update_id": 3}, True),
]


@pytest.mark.parametrize(("update", "change", "same"), KEYS)
def test_an_update_is_itself_by_what_it_is_and_not_by_its_number(update: Any, change: Any, same: bool) -> None:
    assert (gateway.address(update)[0] == gateway.address({**update, **change})[0]) == same


@pytest.mark.parametrize(
    "raw", [None, 5, "x", [], {}, {"message": None}, {"message": {"chat": {"id": True}}}, {"a": {}}]
)
def test_any_update_has_an_address(raw: Any) -> None:
    key, lane, press = gateway.address(raw)
    assert key
    assert (lane, press) == (0, "")


# -- with the sandbox ------------------------------------------------------------------------------------------------


async def test_a_batch_that_comes_twice_has_its_effect_once(chat: Chat, town: Town) -> None:
    await town.client.post("/sim/faults", json={"method": "getUpdates", "kind": "duplicate"})
    await chat.does("/report")
    await chat.does("/cancel")
    told = [line for line in chat.news() if line.startswith("<")]
    assert told == ["< 第 1/5 步", "< 好的，删掉了，没有发给街道。"]


async def test_lower_numbers_are_answered_too(chat: Chat, town: Town) -> None:
    person = town.world.people.find(1001)
    assert person is not None
    message = {"message_id": 880, "date": 1, "chat": person.chat(), "from": person.user(), "text": "楼梯口堆满纸箱"}
    await town.inject({"update_id": 12, "message": message}, keep_id=1)
    assert chat.last().startswith("要把这个反映给街道吗")
    await chat.does("反映给街道")
    assert chat.last().startswith("第 1/5 步")


async def test_a_press_stops_its_spinner(chat: Chat, town: Town) -> None:
    message, data = chat.button("反映隐患")
    answer = await town.client.post("/sim/people/1001/press", json={"message_id": message, "data": data})
    await town.settle()
    await asyncio.sleep(0.05)
    press = (await town.client.get(f"/sim/callbacks/{answer.json()['callback_query_id']}")).json()
    assert press["answered"] is True


async def test_telegram_failing_for_a_while_loses_nothing(
    chat: Chat, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def soon(seconds: float) -> None:
        await asyncio.sleep(0.01)

    monkeypatch.setattr(town.app.intake, "_rest", soon)
    for kind in ("500", "502", "lost", "429"):
        await town.client.post("/sim/faults", json={"method": "getUpdates", "kind": kind})
    await chat.does("/report")
    await chat.does("2")
    assert chat.last().startswith("第 2/5 步")


async def test_an_update_that_makes_no_sense_harms_nobody(chat: Chat, town: Town) -> None:
    bent: list[dict[str, Any]] = [
        {"message": 5},
        {"message": {"message_id": 1, "chat": {"id": 1001, "type": "private"}}},
        {"callback_query": {"id": "x", "from": {"id": 1001}}},
        {"message": {"message_id": 3, "date": "x", "chat": {"id": 1001}, "from": {"id": 1001}, "text": ["a"]}},
    ]
    for update in bent:
        await town.client.post("/sim/update", json=update)
    await chat.does("/report")
    assert chat.last().startswith("第 1/5 步")
    states = [row["state"] for row in await town.rows(tables.inbox)]
    assert "new" not in states
    assert states.count("dead") >= 3
