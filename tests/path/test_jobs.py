"""Slow work: done after the commit, again after trouble, given up after three failures, and never in anybody's way."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from bot import downloads
from bot.downloads import NotThere
from bot.jobs import Desk
from storage import Transaction, jobs, tables
from tests.chat import Chat, Town
from tests.path.test_sender import fault


class Work:
    """Work that fails as told, and whose result comes back to whoever asked for it."""

    def __init__(self) -> None:
        self.failing: list[BaseException] = []
        self.done: list[Any] = []
        self.lost: list[Any] = []

    async def begin(self, tx: Transaction, about: Any) -> Any:
        return about

    async def work(self, desk: Desk, needs: Any) -> Any:
        if self.failing:
            raise self.failing.pop(0)
        return needs["say"]

    async def end(self, tx: Transaction, about: Any, result: Any) -> None:
        self.done.append(result)
        await jobs.ring(tx, "echo", about["who"], result)

    async def lose(self, tx: Transaction, about: Any) -> None:
        self.lost.append(about["say"])


@pytest.fixture
def work(town: Town, monkeypatch: pytest.MonkeyPatch) -> Work:
    """A kind of work called echo, and the page that says its result."""
    work = Work()
    monkeypatch.setitem(town.app.jobs._tasks, "echo", work)
    return work


async def ask(town: Town, say: str) -> None:
    who = {"chat": 1001, "person": 1001, "language": "zh-hans"}
    async with town.app.store.begin() as tx:
        await jobs.put(tx, "echo", {"say": say, "who": who})


async def until(held: Callable[[], object]) -> None:
    for _ in range(1000):
        if held():
            return
        await asyncio.sleep(0.01)
    raise AssertionError("it never held")


async def test_a_result_comes_back_as_a_turn_of_the_person(chat: Chat, town: Town, work: Work) -> None:
    await ask(town, "回来")
    await town.settle()
    assert work.done == ["回来"]
    assert await town.rows(tables.jobs) == []
    rows = [row for row in await town.rows(tables.inbox) if row["source"] == "job"]
    assert [row["state"] for row in rows] == ["done"]


async def test_work_steps_back_while_people_talk(
    chat: Chat, town: Town, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    talking = True
    monkeypatch.setattr(town.app.jobs, "_talking", lambda: talking)
    for say in "甲乙丙":
        await ask(town, say)
    town.app.jobs.wake()
    await until(lambda: work.done)
    town.app.jobs.wake()
    await asyncio.sleep(0.05)
    assert len(work.done) == 1, "one, and then a breath"
    assert not town.app.jobs.idle.is_set()
    talking = False
    await town.settle()
    assert sorted(work.done) == sorted("甲乙丙")


async def test_work_that_fails_is_done_again_later(chat: Chat, town: Town, work: Work) -> None:
    work.failing = [RuntimeError()]
    await ask(town, "一")
    await town.settle()
    assert work.done == []
    await town.later(600)
    await town.settle()
    assert (work.done, work.lost) == (["一"], [])


async def test_work_that_fails_three_times_is_given_up_and_shown(chat: Chat, town: Town, work: Work) -> None:
    work.failing = [RuntimeError(), NotThere(), RuntimeError()]
    await ask(town, "一")
    for _ in range(4):
        await town.settle()
        await town.later(3600)
    (row,) = await town.rows(tables.jobs)
    assert (row["state"], work.done, work.lost) == ("dead", [], ["一"])
    admin = await town.admin()
    await admin.does("/backlog")
    assert any(line.startswith("| 没做成的工作：") for line in admin.told())


async def test_work_that_kills_the_process_again_and_again_is_given_up(chat: Chat, town: Town, work: Work) -> None:
    await town.stop()
    store = town.app.store
    async with store.begin() as tx:
        await jobs.put(tx, "echo", {"say": "x", "who": {}})
        (job,) = await jobs.due(tx, 1, set())
        await jobs.attempt(tx, job.id, 12)
    await store.close()
    await town.start()
    town.app.jobs._tasks = {**town.app.jobs._tasks, "echo": work}
    await town.settle()
    (row,) = await town.rows(tables.jobs)
    assert (row["state"], row["fault"], work.done) == ("dead", "tries_used_up", [])


async def test_work_of_a_kind_that_is_gone_is_given_up(chat: Chat, town: Town) -> None:
    await ask(town, "一")
    for _ in range(4):
        await town.settle()
        await town.later(3600)
    assert [row["state"] for row in await town.rows(tables.jobs)] == ["dead"]


async def test_a_network_that_is_away_costs_no_try(chat: Chat, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "PAUSES", (0, 0))
    await chat.after("/report", "2", "翠竹园3栋", "楼梯口堆满纸箱", "(photo)", "好了", "匿名")
    await fault(town, "500", "getFile", times=12)
    await chat.does("发送")
    for _ in range(4):
        assert [item.state for item in await town.media()] == ["waiting"]
        assert [row["tries"] for row in await town.rows(tables.jobs)] == [0]
        await town.later(4000)
        town.app.jobs.wake()
        await until(town.app.jobs.idle.is_set)
    await town.settle()
    assert [item.state for item in await town.media()] == ["kept"]


async def test_nobody_waits_for_slow_work(chat: Chat, town: Town, work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = asyncio.Event()

    async def slow(desk: Desk, needs: Any) -> Any:
        await opened.wait()
        return "一"

    monkeypatch.setattr(work, "work", slow)
    for _ in range(5):
        await ask(town, "一")
    await asyncio.sleep(0.6)
    await chat.acts("/cancel")
    await until(lambda: [line for line in chat.news() if line.startswith("<")])
    opened.set()
    await town.settle()
    assert work.done == ["一"] * 5


async def test_a_stop_in_the_middle_of_work_loses_nothing(chat: Chat, town: Town, work: Work) -> None:
    started = asyncio.Event()

    async def endless(desk: Desk, needs: Any) -> Any:
        started.set()
        await asyncio.sleep(3600)

    work.work = endless  # type: ignore[method-assign]
    await ask(town, "一")
    await asyncio.wait_for(started.wait(), 5)
    await town.stop()
    await town.start()
    rows = await town.rows(tables.jobs)
    assert [(row["state"], row["tries"]) for row in rows] in ([("due", 0)], [("due", 1)])
