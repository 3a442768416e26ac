"""What is written into a draft's journal: an answer, one more of several, nothing any more, or what came too early."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue.draft import Draft, Json
from bot.dialogue.fields import MEDIA, SPOKEN, Media, Refused, Shot
from bot.dialogue.talk import Ask, Collect, Dialogue
from bot.speech import Incoming, Text

FULL = Text("No more fits here. Tap a button to go on.")


def store(draft: Draft, step: Ask | Collect, value: Json) -> None:
    """Keep an answer, or one more of several; `Refused` when no more fits."""
    if not isinstance(step, Collect):
        draft.journal[step.name], draft.edited = value, None
        return
    held = _held(draft, step.name)
    if len(held["items"]) >= step.most:
        raise Refused(FULL)
    held["items"].append(value)
    if len(held["items"]) == step.most or value in getattr(step.field, "ends", ()):
        finish(draft, step.name)


def finish(draft: Draft, name: str) -> None:
    """Keep that no more answers come to a question."""
    _held(draft, name)["done"], draft.edited = True, None


def empty(dialogue: Dialogue, draft: Draft, name: str) -> None:
    """Take all answers of several away, and what was told by a voice message among them."""
    draft.journal[name] = {"items": [], "done": False}
    if draft.journal.get(dialogue.words) == SPOKEN:
        del draft.journal[dialogue.words]


def reopen(draft: Draft, name: str) -> None:
    """Let a question be asked again; of several answers those stay that were given."""
    stored = draft.journal[name]
    if isinstance(stored, dict) and "items" in stored:
        draft.journal[name] = {"items": list(stored["items"]), "done": False}
    else:
        del draft.journal[name]


def back(draft: Draft, visited: Sequence[str]) -> None:
    """Go back: an answer that is being changed becomes what it was, else the last question is asked again."""
    if draft.edited is not None:
        name, old = draft.edited
        draft.journal[name], draft.edited = old, None
    else:
        reopen(draft, visited[-1])


def gather(dialogue: Dialogue, draft: Draft, incoming: Incoming) -> None:
    """Keep words and a file that came before their questions as answers to them; a voice message tells as words do."""
    text = incoming.text.strip()
    if text and dialogue.words:
        draft.journal[dialogue.words] = "\n".join(filter(None, (draft.journal.get(dialogue.words), text)))
    if incoming.attached is not None and incoming.attached.kind in MEDIA and dialogue.photos:
        _held(draft, dialogue.photos)["items"].append(Media().dump(Shot(incoming.attached)))
        if incoming.attached.kind == "voice" and dialogue.words:
            draft.journal[dialogue.words] = draft.journal.get(dialogue.words) or SPOKEN


def _held(draft: Draft, name: str) -> dict[str, Json]:
    held: dict[str, Json] = draft.journal.setdefault(name, {"items": [], "done": False})
    return held
