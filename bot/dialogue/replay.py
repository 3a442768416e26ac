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


def reach(dialogue: Dialogue, draft: Draft) -> Generator[Call, Json, Reached]:
    """Replay the page; yields each call that is not in the journal yet, and journals what it is sent."""
    reached, seen = Reached(), Counter[str]()
    page = dialogue.page(Talk())
    value: Json = None
    try:
        for _ in range(GUARD):
            try:
                step = page.send(value)
            except StopIteration:
                return reached
            if isinstance(step, Heard):
                value = "" if step.name in draft.journal else draft.journal.get(dialogue.words) or ""
                continue
            if isinstance(step, Show):
                value = None
                if step.name in reached.answers:
                    reached.answers[step.name] = step.text
                continue
            step = _named(step, seen)
            if isinstance(step, Call):
                if step.name not in draft.journal:
                    draft.journal[step.name] = yield step
                if step.kind == "do":
                    reached.visited.clear()
                    reached.answers.clear()
                value = draft.journal[step.name]
                continue
            value = _pass(step, draft, dialogue, reached)
            if value is _OPEN:
                reached.step = step if not isinstance(step, Say) else None
                return reached
        raise Runaway(f"{dialogue.name} took {GUARD} steps")
    finally:
        page.close()


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
