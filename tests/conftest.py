"""Shared fixtures: a whole bot with the sandbox in this process, and chats that read as pages."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from bot import app, bells, child, clock, loading
from bot.demo import TOWN
from bot.dialogue.draft import Json
from bot.dialogue.replay import Reached, Replay
from bot.dialogue.talk import Call
from storage import sqlite
from tests import once
from tests import postgresql as servers
from tests.chat import Chat, Town

# A busy machine is no reason to fail: what must be quick has a test of its own.
settings.register_profile("suite", deadline=None)
settings.register_profile("deep", deadline=None, max_examples=2000, stateful_step_count=50)
settings.load_profile("suite")


def pytest_collection_finish() -> None:
    """Look at nothing again that all tests need."""
    once.leave_out_what_is_not_here()
    app.rest_the_collector()


@pytest.fixture(scope="session", autouse=True)
def done_once() -> Iterator[None]:
    """Make the schema, and what SQLAlchemy makes of statements, once for all tests."""
    with once.schema_and_statements():
        yield


@pytest.fixture(autouse=True)
def replays_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hold, in every test, that a page which goes on stands where a replay from the beginning does."""
    going_on = Replay.reach

    def reach(self: Replay) -> Generator[Call, Json, Reached]:
        goes_on = self._open is not None
        reached = yield from going_on(self)
        if goes_on:
            anew = Replay(self._dialogue, self._draft)
            again: list[Reached] = []
            assert list(kept(going_on(anew), again)) == [], "a replay from the beginning calls what was not called"
            anew.close()
            assert summary(again[0]) == summary(reached)
        return reached

    def kept(steps: Generator[Call, Json, Reached], result: list[Reached]) -> Generator[Call, Json, None]:
        result.append((yield from steps))

    def summary(reached: Reached) -> object:
        return type(reached.step), reached.step and reached.step.name, reached.visited, repr(reached.answers)

    monkeypatch.setattr(Replay, "reach", reach)


@pytest.fixture
async def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """A bot and a sandbox, in this process, with a database and a clock of their own."""
    town = Town(tmp_path)
    monkeypatch.setattr(clock, "_seconds", town.seconds)
    monkeypatch.setattr(bells, "LOOK_SECONDS", 3600)  # what is due rings when the story says so
    monkeypatch.setattr(child, "NICE", 0)  # where every processor is taken, a tenth of one is too little to wait for
    monkeypatch.setattr(sqlite, "PRAGMAS", (*sqlite.PRAGMAS, "synchronous=OFF"))  # no story cuts the power
    async with town.running():
        yield town


@pytest.fixture
async def chat(town: Town) -> Chat:
    """The private chat of a Chinese-speaking resident."""
    return await town.person(1001, "李小安", "zh-hans")


@pytest.fixture
async def admin(town: Town) -> Chat:
    """The private chat of a Chinese-speaking admin."""
    return await town.admin()


@pytest.fixture
async def known(town: Town) -> Town:
    """A town whose estates, buildings and grids are those of the demo."""
    await loading.load(town.app.store, loading.contents(TOWN), lambda _preview, _new: True)
    return town


@pytest.fixture(scope="session")
def server() -> Iterator[servers.Server]:
    """A PostgreSQL server of our own; where none can be started, its tests are skipped, or fail if it is required."""
    try:
        with servers.serving() as started:
            yield started
    except servers.Missing as missing:
        if os.environ.get(servers.REQUIRED):
            pytest.fail(str(missing))
        pytest.skip(str(missing))


@pytest.fixture
async def postgresql(server: servers.Server) -> servers.Server:
    """A PostgreSQL server whose database has no rows."""
    await server.wipe()
    return server
