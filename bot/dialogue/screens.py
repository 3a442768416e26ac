"""Screens: what a person sees when a question is open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.dialogue.draft import Draft, Json
from bot.dialogue.talk import Ask, Collect, Dialogue, Review
from bot.dialogue.ticks import NONE, Ticks
from bot.speech import Button, Text

BACK = Text("Back")
SKIP = Text("Skip")
CANCEL = Text("Cancel")
DONE = Text("Done")
CLEAR = Text("Remove all")
EDIT = Text("Change: {label}")
LINE = Text("<b>{label}</b>: {value}")

ASIDES: Mapping[str, tuple[Text, Mapping[str, Text]]] = {
    "pause": (
        Text("You have begun something here, and it is still kept. What would you like to do?"),
        {"go": Text("Continue"), "over": Text("Start over"), "drop": Text("Delete it")},
    ),
    "other": (
        Text("You have begun something else here, and it is still kept. Which one now?"),
        {"go": Text("Continue what I had begun"), "next": Text("Delete it and do the new one")},
    ),
    "cancel": (
        Text("Shall I delete what you have written so far?"),
        {"drop": Text("Delete it"), "go": Text("Keep it and go on")},
    ),
    "alarm": (
        Text("<b>Get to safety and call for help first.</b> When everybody is safe, tap a button and we go on."),
        {"go": Text("I am safe, go on"), "drop": Text("Delete it")},
    ),
    "offer": (
        Text("Shall I pass this on to the office as a report? A few short questions, then you send it."),
        {"go": Text("Report it"), "drop": Text("No, thank you")},
    ),
}
"""Screens in between: the question, and its choices ("go" on, start "over", "drop", the "next" one)."""


@dataclass
class Screen:
    """Lines of text and rows of buttons; without buttons it is just something said."""

    lines: list[Text] = field(default_factory=list)
    buttons: list[list[Button]] = field(default_factory=list)


def aside_screen(draft: Draft, said: Text | None = None) -> Screen:
    """Return the screen that stands in between; `said` replaces its question."""
    question, choices = ASIDES[draft.aside]
    row = [Button(label, f"{draft.token}.aside.{code}") for code, label in choices.items()]
    return Screen([said or question], [[button] for button in row])


def controls(dialogue: Dialogue, draft: Draft, step: Ask | Collect | Review, can_go_back: bool) -> dict[str, Text]:
    """Return the codes and labels of what one can always do besides answering."""
    offered: dict[str, Text] = {}
    if isinstance(step, Collect):
        items = _items(draft, step)
        if isinstance(step.field, Ticks):
            offered["done"] = DONE if step.field.ticked(items) else NONE
        else:
            offered |= {"done": DONE, "clear": CLEAR} if items else {"done": SKIP}
    if isinstance(step, Ask) and step.optional:
        offered["skip"] = SKIP
    if can_go_back:
        offered["back"] = BACK
    offered["cancel"] = CANCEL
    return offered


def question_screen(dialogue: Dialogue, draft: Draft, step: Ask | Collect, can_go_back: bool) -> Screen:
    """Return the screen of an open question."""
    screen = Screen()
    names = list(dialogue.steps)
    if dialogue.counted and (place := dialogue.step_of(step.name)):
        screen.lines.append(Text("<i>Step {n} of {all}</i>")(n=names.index(place) + 1, all=len(names)))
    screen.lines.append(step.question)
    choices, items = step.field.choices, _items(draft, step)
    if isinstance(step.field, Ticks):
        choices = step.field.marked(items)
    elif items:
        received = [step.field.load(item) for item in items]
        screen.lines.append(Text("Received so far: {tally}.")(tally=step.field.tally(received)))
    rows = _pairs(Button(label, f"{draft.token}.{step.name}.c:{code}") for code, label in choices.items())
    screen.buttons = rows + _control_rows(draft, step.name, controls(dialogue, draft, step, can_go_back))
    return screen


def _items(draft: Draft, step: Ask | Collect) -> list[Json]:
    """Return what was given so far to a question that takes several answers."""
    return list(draft.journal.get(step.name, {}).get("items", [])[: step.most]) if isinstance(step, Collect) else []


def review_screen(
    dialogue: Dialogue, draft: Draft, step: Review, answers: Mapping[str, Text | str], can_go_back: bool
) -> Screen:
    """Return the screen with all answers, each of which can be changed."""
    screen = Screen([step.question])
    screen.lines += [LINE(label=dialogue.label(name), value=value) for name, value in answers.items()]
    edits = [Button(EDIT(label=dialogue.label(name)), f"{draft.token}.review.edit:{name}") for name in answers]
    screen.buttons = [[Button(label, f"{draft.token}.review.{way}")] for way, label in step.ways.items()]
    screen.buttons += _pairs(edits)
    screen.buttons += _control_rows(draft, step.name, controls(dialogue, draft, step, can_go_back))
    return screen


def shown(step: Ask | Collect, stored: Json) -> Text | str:
    """Return an answer as the review shows it."""
    if isinstance(step, Collect):
        return step.field.tally(stored) if stored else Text("none")
    return Text("none") if stored is None else step.field.show(stored)


def _control_rows(draft: Draft, question: str, offered: Mapping[str, Text]) -> list[list[Button]]:
    own = [Button(label, f"{draft.token}.{question}.{code}") for code, label in offered.items() if code in _OWN_ROW]
    rest = [
        Button(label, f"{draft.token}.{question}.{code}") for code, label in offered.items() if code not in _OWN_ROW
    ]
    return [*([own] if own else []), rest]


_OWN_ROW = {"done", "clear", "skip"}


def _pairs(buttons: Iterable[Button], wide: int = 2) -> list[list[Button]]:
    row = list(buttons)
    return [row[at : at + wide] for at in range(0, len(row), wide)]
