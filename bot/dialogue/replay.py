"""Replay: step a page's coroutine by hand from its journal to the first question that has no answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator
from dataclasses import dataclass, field, replace

from bot.dialogue.draft import Draft, Json
from bot.dialogue.fields import Stale
from bot.dialogue.screens import shown
from bot.dialogue.talk import Ask, Call, Collect, Dialogue, ForeignAwait, Heard, Review, Say, Show, Talk
from bot.speech import Button, Text

GUARD = 200
"""Steps after which a page is taken for an endless loop."""

_OPEN = object()


class Runaway(RuntimeError):
    """A page took more steps than any conversation needs."""


@dataclass
class Reached:
    """Where a replay stopped: the open step (None: the page has ended), and what was passed on the way.

    `visited` names the answered questions one can still go back to, `answers` what the review shows of them.
    """

    step: Ask | Collect | Review | None = None
    visited: list[str] = field(default_factory=list)
    answers: dict[str, Text | str] = field(default_factory=dict)
    said: list[Text] = field(default_factory=list)
    buttons: list[Button] = field(default_factory=list)


def once(dialogue: Dialogue, draft: Draft) -> Generator[Call, Json, Reached]:
    """Replay the page to its first open question, and leave it there."""
    replay = Replay(dialogue, draft)
    try:
        return (yield from replay.reach())
    finally:
        replay.close()


class Replay:
    """A page on its way from its journal; it goes on from an answer that changed nothing before it."""

    def __init__(self, dialogue: Dialogue, draft: Draft) -> None:
        self._dialogue, self._draft = dialogue, draft
        self._page = dialogue.page(Talk())
        self._value: Json = None
        self._open: Ask | Collect | Review | None = None
        self._seen, self._reached, self._heard = Counter[str](), Reached(), set[str]()
        self._before: dict[str, object] = {}
        self._edited = draft.edited

    def reach(self) -> Generator[Call, Json, Reached]:
        """Step to the next open question; yields each call that is not in the journal yet, and journals its result."""
        draft, reached = self._draft, self._reached
        if self._open is not None and self._stops(self._open):
            return self._stopped()
        for _ in range(GUARD):
            try:
                step = self._page.send(self._value)
            except StopIteration:
                return self._stopped()
            if isinstance(step, Heard):
                self._heard.add(step.name)
                self._value = "" if step.name in draft.journal else draft.journal.get(self._dialogue.words) or ""
                continue
            if isinstance(step, Show):
                self._value = None
                if step.name in reached.answers:
                    reached.answers[step.name] = step.text
                continue
            step = _named(step, self._seen)
            if isinstance(step, Call):
                if step.name not in draft.journal:
                    draft.journal[step.name] = yield step
                if step.kind == "do":
                    reached.visited.clear()
                    reached.answers.clear()
                self._value = draft.journal[step.name]
            elif self._stops(step):
                return self._stopped()
        raise Runaway(f"{self._dialogue.name} took {GUARD} steps")

    def goes_on(self) -> bool:
        """Tell whether the page, sent the answer to where it stopped, comes to where a new replay would."""
        name, draft = self._open.name if self._open else "", self._draft
        if name in ("", self._dialogue.words) or name in self._heard or self._edited or draft.edited:
            return False
        if _but(name, draft) != self._before:
            return False
        self._reached.said, self._reached.buttons = [], []
        return True

    def close(self) -> None:
        """End the page where it stands."""
        self._page.close()

    def _stops(self, step: Ask | Collect | Review | Say) -> bool:
        """Tell whether only the person can answer the step; else its answer is what the page is sent next."""
        self._value = _pass(step, self._draft, self._dialogue, self._reached)
        if isinstance(step, Say):  # it waits for nobody
            return False
        self._open = step if self._value is _OPEN else None
        return self._open is not None

    def _stopped(self) -> Reached:
        self._reached.step = self._open
        self._before = _but(self._open.name if self._open else "", self._draft)
        self._edited = self._draft.edited
        return self._reached


def _but(name: str, draft: Draft) -> dict[str, object]:
    """Return what a page was told but for one answer; of collections, which grow in place, how much they hold."""
    told = {key: value for key, value in draft.journal.items() if key != name}
    held = {key: value for key, value in told.items() if isinstance(value, dict) and "items" in value}
    return told | {key: (len(value["items"]), value["done"]) for key, value in held.items()}


_STEPS = (Ask, Collect, Review, Say, Call)


def _named(step: object, seen: Counter[str]) -> Ask | Collect | Review | Say | Call:
    """Return the step under its journal key: its name, with `#n` from its second time on."""
    if not isinstance(step, _STEPS):
        raise ForeignAwait(f"a page awaited {type(step).__name__}")
    seen[step.name] += 1
    times = seen[step.name]
    return step if times == 1 else replace(step, name=f"{step.name}#{times}")


def _pass(step: Ask | Collect | Review | Say, draft: Draft, dialogue: Dialogue, reached: Reached) -> Json:
    """Return what the step answers to the page, or `_OPEN` when only the person can."""
    journal = draft.journal
    if isinstance(step, Say):
        if step.name not in journal:
            journal[step.name] = True
            reached.said.append(step.text)
            reached.buttons += step.buttons
        return None
    if isinstance(step, Ask) and step.was and step.was in journal:
        journal.setdefault(step.name, journal.pop(step.was))
    if isinstance(step, Ask) and step.quiet and (draft.edited or ("",))[0] != step.name:
        journal.setdefault(step.name, None)
    if step.name not in journal:
        return _OPEN
    if isinstance(step, Review):
        return journal[step.name]
    value = _load(step, draft)
    if value is not _OPEN:
        if not (isinstance(step, Ask) and step.quiet):
            reached.visited.append(step.name)
        if dialogue.step_of(step.name):
            reached.answers[step.name] = shown(step, value)
    return value


def _load(step: Ask | Collect, draft: Draft) -> Json:
    """Return the stored answer, checked again by its field; what is stale is taken out and asked once more."""
    stored = draft.journal[step.name]
    try:
        if isinstance(step, Ask):
            return None if stored is None and step.optional else step.field.load(stored)
        items = [step.field.load(item) for item in stored["items"]][: step.most]
    except Stale:
        del draft.journal[step.name]
        return _OPEN
    return items if stored["done"] else _OPEN
