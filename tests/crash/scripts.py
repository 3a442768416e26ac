"""What the virtual people say: whole reports, corrected ones, dropped ones, and questions in between, typed only."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.dialogue.screens import BACK, CANCEL, EDIT, SKIP
from bot.speech import Text
from bot.texts import label
from handlers.dialogues.report import STEPS

FIRST_PERSON = 5_000_002_001
"""Higher than the number of any update: those stand in the log, and whose they are must not."""
STORIES = ("plain", "plain", "corrected", "edited", "curious", "dropped", "chatty")
DIRECT = "238"
"""Buttons of the first screen behind which no other screen stands."""
LETTERS = "bdfghkmprstvz"


@dataclass
class Script:
    """One person's lines, in order; `finished` is the places of the reports that they send."""

    person: int
    language: str
    lines: list[str] = field(default_factory=list)
    finished: list[str] = field(default_factory=list)


@dataclass
class Writer:
    """Writes scripts from a seed; every answer holds a word that occurs nowhere else."""

    rng: random.Random
    stories: Sequence[str] = STORIES
    words: set[str] = field(default_factory=set)

    def scripts(self, people: int, updates: int) -> dict[int, Script]:
        """Write scripts with this many lines in all."""
        scripts = {
            person: Script(person, "en" if person % 5 == 0 else "zh_CN")
            for person in range(FIRST_PERSON, FIRST_PERSON + people)
        }
        endings = {person: list(self._begun()) for person in scripts if person % 3}
        left = updates - sum(map(len, endings.values()))
        for script in itertools.cycle(scripts.values()):
            lines = list(self._story(script))
            if len(lines) > left:
                break
            script.lines += lines
            left -= len(lines)
        for person, lines in endings.items():
            scripts[person].lines += lines
        scripts[FIRST_PERSON].lines += ["/help"] * left
        self._note_finished(scripts)
        return scripts

    def order(self, scripts: Mapping[int, Script]) -> list[tuple[int, str]]:
        """Mix the people's lines, each person's in their order."""
        turns = [person for person, script in scripts.items() for _ in script.lines]
        self.rng.shuffle(turns)
        said = {person: iter(script.lines) for person, script in scripts.items()}
        return [(person, next(said[person])) for person in turns]

    def _story(self, script: Script) -> Iterator[str]:
        story: Iterator[str] = getattr(self, self.rng.choice(self.stories))(script)
        return story

    def plain(self, script: Script) -> Iterator[str]:
        """Report and send."""
        yield from self._to_review(script)
        yield self._typed(script, Text("Send"))

    def _to_review(self, script: Script) -> Iterator[str]:
        yield "/report"
        yield self.rng.choice(DIRECT)
        yield self._place()
        yield self._seen()
        yield self._typed(script, SKIP)
        yield str(self.rng.randint(1, 2))

    def corrected(self, script: Script) -> Iterator[str]:
        """Go back twice."""
        yield from ("/report", "3", self._place(), self._typed(script, BACK), self._place(), self._seen())
        yield from ("/done", "/back", self._typed(script, SKIP), "2", self._typed(script, Text("Send")))

    def edited(self, script: Script) -> Iterator[str]:
        """Change the place at the review."""
        yield from self._to_review(script)
        yield self._typed(script, EDIT(label=STEPS["where"]))
        yield self._place()
        yield self._typed(script, Text("Send"))

    def curious(self, script: Script) -> Iterator[str]:
        """Ask other things in between, and answer with what is not on offer."""
        yield from ("/report", "/help", "2", "/language", self._place(), "/mytips", self._seen())
        yield from (self._typed(script, SKIP), "9", "1", self._typed(script, Text("Send")))

    def dropped(self, script: Script) -> Iterator[str]:
        """Begin and drop it."""
        yield from ("/report", "8", self._place(), self._typed(script, CANCEL), "/cancel")

    def chatty(self, script: Script) -> Iterator[str]:
        """Begin out of the blue, and stop."""
        yield from ("/start", self._seen(), "/nosuchthing", "1", "8", self._place(), self._typed(script, SKIP))
        yield from ("/cancel", "/cancel")

    def _begun(self) -> Iterator[str]:
        yield from ("/report", "2", self._place())

    def _typed(self, script: Script, text: Text) -> str:
        return label(text, script.language)

    def _place(self) -> str:
        return f"翠竹园 {self._word()}栋二单元"

    def _seen(self) -> str:
        return f"楼道里有纸箱 {self._word()}"

    def _word(self) -> str:
        while (word := "q" + "".join(self.rng.choices(LETTERS, k=9))) in self.words:
            continue
        self.words.add(word)
        return word

    def _note_finished(self, scripts: Mapping[int, Script]) -> None:
        for script in scripts.values():
            send = self._typed(script, Text("Send"))
            for at, line in enumerate(script.lines):
                if line == send:
                    places = [said for said in script.lines[:at] if said.startswith("翠竹园")]
                    script.finished.append(places[-1])
