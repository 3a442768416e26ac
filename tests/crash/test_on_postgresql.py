"""The same kills with the data on a PostgreSQL server, which notices the death of a bot only after it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.crash.stage import Nursery, Stage
from tests.crash.test_kills import SEED
from tests.crash.torture import Torture
from tests.postgresql import Server

POINTS = ("migrating", "keeping", "turns ending", "committing", "recording")


@pytest.fixture
def url(server: Server) -> str:
    """Where a database without tables is."""
    asyncio.run(server.empty())
    return server.url


def test_kills_lose_double_and_reorder_nothing(tmp_path: Path, nursery: Nursery, url: str) -> None:
    wish = Torture(kills=7, seed=SEED, updates=120, people=12, points=POINTS, database=url)
    report = wish.run(tmp_path, nursery)
    assert report.sound, str(report)
    assert not report.unreached, str(report)
    assert len(report.kills) >= 7
    assert {kill.point for kill in report.kills} == {*POINTS, ""}
    assert report.replies > 100


@pytest.fixture
def stage(tmp_path: Path, nursery: Nursery, url: str) -> Iterator[Stage]:
    with Stage(tmp_path, database=url, lent=nursery) as opened:
        yield opened


def test_one_that_was_killed_at_a_commit_can_be_started_at_once(stage: Stage) -> None:
    stage.meet(5001)
    for nth in range(1, 4):
        stage.say(5001, "/report")
        stage.start("committing", nth)
        assert stage.nursery.wait(20) == -9
    stage.start()
    stage.nursery.hear("started", 20)
    assert stage.nursery.stop() == 0
