"""Faults planted into the bot itself: the harness that finds nothing in the real one must find each of them."""

from __future__ import annotations

from pathlib import Path

from tests.crash.report import Report
from tests.crash.stage import Nursery
from tests.crash.test_kills import SEED
from tests.crash.torture import Torture


def test_an_update_confirmed_before_its_commit_is_found_lost(tmp_path: Path, nursery: Nursery) -> None:
    report = _few(
        Torture(3, SEED, points=("keeping",) * 3, duplicates=0, plants={"confirm before commit": ""}), tmp_path, nursery
    )
    assert report.lost, str(report)
    assert report.confirmed_too_early, str(report)


def test_an_update_that_is_not_recognised_is_found_doubled(tmp_path: Path, nursery: Nursery) -> None:
    report = _few(Torture(3, SEED, points=("kept",) * 3, plants={"no dedupe": ""}), tmp_path, nursery)
    assert report.doubled, str(report)


def test_words_sent_before_their_commit_are_found(tmp_path: Path, nursery: Nursery) -> None:
    wish = Torture(3, SEED, points=("filing",) * 3, plants={"send before commit": ""}, stories=("plain",))
    report = _few(wish, tmp_path, nursery)
    assert report.receipts_without_tip, str(report)


def test_the_same_kills_without_a_planted_fault_find_nothing(tmp_path: Path, nursery: Nursery) -> None:
    points = ("keeping", "kept", "filing")
    report = _few(Torture(3, SEED, points=points, stories=("plain",)), tmp_path, nursery)
    assert report.sound, str(report)


def _few(wish: Torture, folder: Path, nursery: Nursery) -> Report:
    wish.updates, wish.people = 120, 12
    return wish.run(folder, nursery)
