"""Kills a bot again and again while people talk to it, and reports what came of it."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.crash import evidence
from tests.crash.checker import Facts, Snapshot, check
from tests.crash.report import Kill, Report
from tests.crash.scripts import STORIES, Writer
from tests.crash.stage import Ended, Nursery, Stage

POINTS: Mapping[str, int] = {
    "migrating": 1,
    "migrated": 1,
    "fetched": 3,
    "keeping": 3,
    "kept": 3,
    "confirmed": 3,
    "stamped": 3,
    "answering": 8,
    "answered": 8,
    "turns ending": 4,
    "turns committed": 4,
    "saying": 8,
    "said": 8,
    "recording": 4,
    "recorded": 4,
    "tidying": 1,
    "tidied": 1,
    "committing": 12,
    "committed": 12,
}
"""Where a process can be made to die, and at which pass at the latest.

`keeping`, `turns ending` and `recording` lie just before a commit; `kept`, `turns committed` and `recorded` just after
it; `stamped` is between the count of a try and the try; `confirmed` comes with the answer to a poll that moved the
offset; `committing` and `committed` stand around any commit at all.
"""
FIRST = ("migrating", "migrated")
LEAVES_WORK = "answered"
LONGEST_LIFE = 0.9
STARTED = 0.7  # of the kills at random; the others may come while it is still starting
SLOW = 0.25
PATIENCE = 4.0
START_PATIENCE = 20.0
END_PATIENCE = 60.0


@dataclass
class Torture:
    """A run of so many kills: named points first come at random places among kills at random moments.

    The seed gives the people's words, the order of everything and the moments of the kills. `plants` are faults for the
    bot to carry, by their names in `plants.PLANTS`, each with its argument. `database` is the URL of a server's, empty
    for a file.
    """

    kills: int = 25
    seed: int = 0
    updates: int = 500
    people: int = 40
    points: Sequence[str] = tuple(POINTS)
    plants: Mapping[str, str] = field(default_factory=dict)
    duplicates: int = 3
    stories: Sequence[str] = STORIES
    database: str = ""

    def run(self, folder: Path | None = None, nursery: Nursery | None = None) -> Report:
        """Kill the bot, let it finish, and compare."""
        if folder is not None:
            return self._run(folder, nursery)
        with tempfile.TemporaryDirectory(prefix="anju-torture-") as made:
            return self._run(Path(made), nursery)

    def _run(self, folder: Path, nursery: Nursery | None) -> Report:
        began = time.monotonic()
        rng = random.Random(self.seed)
        writer = Writer(rng, self.stories)
        scripts = writer.scripts(self.people, self.updates)
        report = Report(self.seed, self.updates, "PostgreSQL" if self.database else "SQLite")
        with Stage(folder, database=self.database, plants=dict(self.plants), lent=nursery) as stage:
            for script in scripts.values():
                stage.meet(script.person, "en" if script.language == "en" else "zh-hans")
            play = _Play(self, stage, rng, writer.order(scripts), report)
            play.kill_again_and_again()
            play.finish()
            facts = Facts(
                scripts,
                play.sent,
                stage.journal(),
                play.snapshots,
                stage.evidence(scripts),
                evidence.open_vault(stage.settings.data_dir),
                stage.log.read_text(errors="replace"),
                stage.settings.token,
            )
        check(facts, folder, report)
        report.seconds = time.monotonic() - began
        return report


class _Play:
    """The kills of one run."""

    def __init__(
        self, wish: Torture, stage: Stage, rng: random.Random, waiting: list[tuple[int, str]], report: Report
    ) -> None:
        self._wish, self._stage, self._rng, self._waiting, self._report = wish, stage, rng, waiting, report
        self.sent: list[tuple[int, int]] = []
        self.snapshots: list[Snapshot] = []

    def kill_again_and_again(self) -> None:
        """Kill as often as wished, with fresh words from the people before and during each life."""
        share = max(1, len(self._waiting) // (self._wish.kills + 1))
        plan = self._plan()
        again: set[str] = set()
        for place, point in enumerate(plan):
            if place % max(1, len(plan) // (self._wish.duplicates + 1)) == 1 and self._wish.duplicates:
                self._stage.post("faults", {"method": "getUpdates", "kind": "duplicate"})
            before = self._rng.randint(0, share // 2)
            self._speak(before)
            nth = self._rng.randint(1, POINTS.get(point, 1)) if point else 0
            # The point before this one must leave a turn unfinished, and only one pass of this one is sure.
            self._stage.start(point, 1 if point == "stamped" or point in again else nth)
            reached = self._live(point, share - before)
            self._note_death(point if reached else "")
            if point and not reached:
                self._put_off(point, plan, place, again)

    def _put_off(self, point: str, plan: list[str], place: int, again: set[str]) -> None:
        """Plan a point that was not reached once more, in place of a kill at random or beyond them."""
        later = [at for at in range(place + 1, len(plan)) if not plan[at]]
        if point in again:
            self._report.unreached.append(point)
        elif later:
            plan[later[0]] = point
        else:
            plan.append(point)
        again.add(point)

    def _plan(self) -> list[str]:
        named = [point for point in self._wish.points if point not in (*FIRST, "stamped")]
        first = [point for point in FIRST if point in self._wish.points]
        # A try is counted only for what a former life left unfinished.
        pairs = [[LEAVES_WORK, "stamped"]] if "stamped" in self._wish.points else []
        groups = pairs + [[point] for point in named if not (pairs and point == LEAVES_WORK)]
        left = self._wish.kills - len(first) - sum(map(len, groups))
        groups += [[""]] * max(0, left)
        self._rng.shuffle(groups)
        return [*first, *(point for group in groups for point in group)][: self._wish.kills]

    def _speak(self, count: int) -> None:
        for person, text in self._waiting[:count]:
            self.sent.append((person, self._stage.say(person, text)))
        del self._waiting[:count]

    def _live(self, point: str, share: int) -> bool:
        """Let people speak to the bot until it dies of itself, or kill it; tells whether it died of itself."""
        # Taken from the end: some are slow, so that a slow machine too polls several times for them.
        pauses = [SLOW if point and place < 3 else self._rng.uniform(0, 0.03) for place in range(share)]
        lifetime = self._rng.uniform(0.02, LONGEST_LIFE)
        if point:
            lifetime = PATIENCE
        if point or self._rng.random() < STARTED:
            self._await_start()
        limit = time.monotonic() + lifetime
        while time.monotonic() < limit:
            if pauses:
                self._speak(1)
            if (
                self._stage.nursery.wait(pauses.pop() if pauses else min(0.2, max(0.0, limit - time.monotonic())))
                is not None
            ):
                self._speak(len(pauses))
                return True
        self._stage.nursery.kill()
        self._speak(len(pauses))
        return False

    def _await_start(self) -> None:
        with suppress(Ended):
            self._stage.nursery.hear("started", START_PATIENCE)

    def _note_death(self, point: str) -> None:
        kill = Kill(time.time(), point)
        self._report.kills.append(kill)
        confirmed = self._stage.state()["confirmed_offset"]
        self.snapshots.append(Snapshot(kill, self._stage.evidence(), confirmed))

    def finish(self) -> None:
        """Let the rest be said, and the bot answer everything and end in peace."""
        self._speak(len(self._waiting))
        self._stage.start()
        left, limit = self._stage.left(), time.monotonic() + END_PATIENCE
        while left != 0:
            before, left = left, self._stage.left()
            if left != before:
                limit = time.monotonic() + END_PATIENCE
            if time.monotonic() > limit:
                self._report.damage.append("the bot did not come to rest")
                break
            if self._stage.nursery.wait(0.1) is not None:
                self._report.damage.append("the bot ended of itself")
                return
        code = self._stage.nursery.stop()
        if code != 0:
            self._report.damage.append(f"the bot ended with {code} when it was asked to stop")
