"""Malformed updates and turns that fail or kill: they delay nobody, kill nothing for long, and admins see them."""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import handlers
from bot import app, gateway
from bot.speech import Incoming
from bot.texts import _, words
from tests.crash import evidence, malformed, model
from tests.crash.evidence import Evidence
from tests.crash.scripts import Script, Writer
from tests.crash.stage import Json, Nursery, Stage

ADMIN = 3001
MARKER = "qpoisonq"
SET_ASIDE = _("\n<b>Set aside after an error: {count}</b>")


@pytest.fixture
def stage(tmp_path: Path, nursery: Nursery) -> Iterator[Stage]:
    with Stage(tmp_path, lent=nursery) as opened:
        opened.meet(ADMIN)
        yield opened


class Town:
    """People who report, of whom it is known what they must be told."""

    def __init__(self, stage: Stage, seed: int, first: int) -> None:
        writer = Writer(random.Random(seed), ("plain",))
        written = writer.scripts(10, 80)
        self.scripts = {first + n: self._moved(script, first + n) for n, script in enumerate(written.values())}
        self.lines = writer.order(self.scripts)
        self.due = model.play(self.scripts, stage.folder / str(first))
        self._stage = stage
        for person in self.scripts:
            stage.meet(person)

    @staticmethod
    def _moved(script: Script, person: int) -> Script:
        return Script(person, "zh_CN", list(script.lines) if script.language == "zh_CN" else ["/report", "2"])

    def seconds_until_answered(self, between: list[Json]) -> float:
        """Let them all speak, with updates mixed in; returns how long the last of their replies took."""
        began = time.monotonic()
        for place, (person, text) in enumerate(self.lines):
            for update in between[place :: len(self.lines)]:
                self._stage.post("update", update)
            self._stage.say(person, text)
        _until(lambda: self.replies() == self.due.replies, "the good people are answered")
        return time.monotonic() - began

    def replies(self) -> dict[int, list[str]]:
        """Return what these people were told so far."""
        return {person: _told(self._stage, person) for person in self.scripts}


def _told(stage: Stage, person: int) -> list[str]:
    receipts = model.Receipts()
    texts = [call["params"]["text"] for call in stage.journal() if _is_for(call, person)]
    return [receipts.named(text) for text in texts]


def _is_for(call: Json, person: int) -> bool:
    return bool(call["method"] == "sendMessage" and call["ok"] and int(call["params"]["chat_id"]) == person)


def _until(holds: Any, what: str, seconds: float = 20) -> None:
    limit = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < limit, f"not in {seconds} s: {what}"
        time.sleep(0.05)


def _rest(stage: Stage, lives: int = 1) -> Evidence:
    assert stage.nursery.stop() == 0
    starts = [line for line in stage.log.read_text().splitlines() if '"bot.started"' in line]
    assert len(starts) == lives
    return stage.evidence()


def _backlog(stage: Stage) -> str:
    stage.say(ADMIN, f"/start {app.admin_code(stage.settings)}")
    stage.say(ADMIN, "/backlog")
    _until(lambda: len(_told(stage, ADMIN)) >= 2, "the admin is answered")
    return _told(stage, ADMIN)[-1]


def test_malformed_updates_delay_nobody_kill_nothing_and_are_seen(stage: Stage) -> None:
    stage.start()
    stage.nursery.hear("started", 20)
    warm, calm, disturbed = (Town(stage, seed, 4000 + 100 * seed) for seed in (1, 2, 3))
    warm.seconds_until_answered([])
    usual = calm.seconds_until_answered([])
    poison = malformed.injectable()
    assert len(poison) >= 50
    assert disturbed.seconds_until_answered(list(poison.values())) < 3 * usual + 3
    _until(stage.is_quiet, "all updates are dealt with")
    shown = _backlog(stage)
    kept = _rest(stage).inbox
    vault = evidence.open_vault(stage.settings.data_dir)
    states = {name: kept[vault.blind("inbox.key", key)] for name, key in _keys(stage, poison).items()}
    assert set(states) == set(poison)
    unfinished = {name for name, row in states.items() if row.state == "new"}
    assert not unfinished
    dead = {name: row.fault for name, row in states.items() if row.state == "dead"}
    assert all(dead.values())
    assert len(dead) > 15
    assert words(SET_ASIDE(count=len(dead)), "zh_CN").strip() in shown, shown


def _keys(stage: Stage, poison: dict[str, Json]) -> dict[str, str]:
    """Return the key of each malformed update, found in what the server handed out."""
    calls = [call for call in stage.journal() if call["method"] == "getUpdates" and call["ok"]]
    handed = [update for call in calls for update in call["result"]]
    found = {json.dumps({**update, "update_id": 0}, sort_keys=True): gateway.address(update)[0] for update in handed}
    return {name: found[json.dumps({**update, "update_id": 0}, sort_keys=True)] for name, update in poison.items()}


def test_what_is_no_update_at_all_is_kept_too(stage: Stage) -> None:
    strange = list(malformed.unheard_of())
    batch = stage.folder / "strange"
    batch.write_text("\n".join(map(json.dumps, strange)))
    stage.plants = {"strange batch": str(batch)}
    stage.start()
    stage.nursery.hear("started", 20)
    town = Town(stage, 4, 4400)
    town.seconds_until_answered([])
    _until(stage.is_quiet, "all updates are dealt with")
    assert words(SET_ASIDE(count=1), "zh_CN").strip().partition("1")[0] in _backlog(stage)
    kept = _rest(stage).inbox
    vault = evidence.open_vault(stage.settings.data_dir)
    rows = [kept[vault.blind("inbox.key", gateway.address(update)[0])] for update in strange]
    assert {row.state for row in rows} <= {"done", "dead"}


def test_a_turn_that_always_fails_is_tried_three_times_and_set_aside(stage: Stage) -> None:
    stage.plants = {"raise at": MARKER}
    stage.start()
    stage.nursery.hear("started", 20)
    town = Town(stage, 5, 4500)
    stage.meet(4999)
    stage.say(4999, f"{MARKER} 楼道里")
    stage.say(4999, "/help")
    town.seconds_until_answered([])
    sorry = handlers.sorry(Incoming("text", 4999, 4999, "zh-hans")).text
    _until(lambda: len(_told(stage, 4999)) == 2, "the unlucky one is told, and answered")
    assert _told(stage, 4999)[0] == sorry
    shown = _backlog(stage)
    assert words(SET_ASIDE(count=1), "zh_CN").strip() in shown
    assert "KeyError" in shown
    rows = Counter((row.state, row.tries) for row in _rest(stage).inbox.values() if row.state == "dead")
    assert rows == {("dead", 3): 1}
    assert MARKER not in stage.log.read_text()


def test_a_turn_that_kills_the_process_four_times_is_set_aside(stage: Stage) -> None:
    stage.plants = {"abort at": MARKER}
    town = Town(stage, 6, 4600)
    stage.meet(4998)
    stage.say(4998, f"{MARKER} 楼道里")
    starts = 0
    while not _told(stage, 4998):
        starts += 1
        assert starts <= 5  # it kills in a batch, then three times alone, and then it is set aside
        stage.start()
        _until(lambda: stage.nursery.wait(0.1) is not None or _told(stage, 4998), "it dies, or the unlucky one is told")
    town.seconds_until_answered([])
    assert _told(stage, 4998) == [handlers.sorry(Incoming("text", 4998, 4998, "zh-hans")).text]
    kept = _rest(stage, starts).inbox
    assert [row.fault for row in kept.values() if row.state == "dead"] == ["tries_used_up"]
