"""A conversation between two messages: all that is kept of it, as plain JSON values."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any, TypeAlias

from bot.speech import Incoming

Json: TypeAlias = Any
"""What `json.dumps` takes and gives back unchanged: None, bool, int, str, and lists and str-keyed dicts of them."""


@dataclass
class Draft:
    """The state of one open conversation.

    `journal` holds the answers by the question's name; `open` names the question on the screen; `token` is short and
    random and stands in every button, so that a button of another draft, person or chat is recognised; `edited` is the
    answer being changed from the review, with its old value; `aside` is a screen in between ("pause", "other",
    "cancel", "alarm", "offer"), and `held` what was said when it came up; `sources` tells which message answered which
    question, so that an edited message changes its answer. `known` is what stood in the journal
    when it began, and `wanted` the other conversation (its name, and what is known) that somebody wished to begin.
    """

    dialogue: str
    token: str
    journal: dict[str, Json] = field(default_factory=dict)
    open: str = ""
    edited: tuple[str, Json] | None = None
    aside: str = ""
    held: dict[str, str] | None = None
    sources: dict[str, int] = field(default_factory=dict)
    known: dict[str, Json] = field(default_factory=dict)
    wanted: list[Json] | None = None

    def dump(self) -> dict[str, Json]:
        """Return the draft as JSON values."""
        return {name: getattr(self, name) for name in _KEPT}

    @classmethod
    def load(cls, stored: dict[str, Json]) -> Draft:
        """Return the draft that `dump` described."""
        edited = stored["edited"]
        return cls(**{**stored, "edited": (edited[0], edited[1]) if edited else None})

    def hold(self, aside: str, incoming: Incoming) -> None:
        """Put a screen in between, and keep what was said until the person goes on, behind what was held before."""
        self.aside = aside
        before = self.held["text"] if self.held else ""
        self.held = {"text": "\n".join(filter(None, (before, incoming.text)))}

    def release(self, incoming: Incoming) -> Incoming | None:
        """Take the screen in between away and return what was held, as if the person said it now."""
        held, self.aside, self.held = self.held, "", None
        if not held or not held["text"]:
            return None
        return Incoming("text", incoming.chat, incoming.person, incoming.language, text=held["text"])


_KEPT = tuple(each.name for each in fields(Draft))
