"""Kills without warning, at every named point and at random moments: nothing lost, doubled, reordered or unsaid."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.crash import checker, model
from tests.crash.scripts import Writer
from tests.crash.stage import Nursery
from tests.crash.torture import POINTS, Torture

SEED = int(os.environ.get("ANJU_TORTURE_SEED") or random.randrange(1 << 32))
"""A failure prints it; set in the environment, it makes the same choices again."""


def test_25_kills_over_500_updates_lose_double_and_reorder_nothing(tmp_path: Path, nursery: Nursery) -> None:
    report = Torture(kills=25, seed=SEED).run(tmp_path, nursery)
    assert report.sound, str(report)
    assert not report.unreached, str(report)
    assert len(report.kills) >= 25
    assert {kill.point for kill in report.kills} == {*POINTS, ""}
    assert report.updates == 500
    assert report.tips > 10
    assert report.open_drafts > 10


def test_the_run_without_kills_files_exactly_the_reports_that_people_sent(tmp_path: Path) -> None:
    scripts = Writer(random.Random(SEED)).scripts(40, 500)
    expected = model.play(scripts, tmp_path)
    assert sum(len(script.lines) for script in scripts.values()) == 500
    # What was written stands in brackets behind what was understood of it.
    written = sorted(re.sub(r"^.* \((.*)\)$", r"\1", tip[1]) for tip in expected.tips)
    assert written == sorted(place for each in scripts.values() for place in each.finished)
    assert len(expected.drafts) > 20


@pytest.mark.parametrize(
    ("said", "kills", "explained"),
    [
        ("abcd", [], True),
        ("abbcd", [], False),
        ("abbcd", [2.5], True),
        ("abcabcd", [3.5], True),
        ("abcabcd", [], False),
        ("abdc", [2.5], False),
        ("abc", [2.5], False),
        ("acbcd", [9], False),
        ("aabbccdd", [1.5, 3.5, 5.5, 7.5], True),
    ],
)
def test_replies_may_be_said_again_only_after_a_kill(said: Sequence[str], kills: list[float], explained: bool) -> None:
    heard = [(float(place + 1), text) for place, text in enumerate(said)]
    assert checker.explained("abcd", heard, kills) is explained
