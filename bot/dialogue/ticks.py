"""Ticking any of a few: a question of several answers on one screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.dialogue.fields import Choice
from bot.speech import Text

NONE = Text("None of these")


@dataclass(frozen=True)
class Ticks(Choice):
    """Any of a few, for `collect`: each is ticked by one press and unticked by the next.

    `ends` are codes that end the question as they are ticked.
    """

    ends: frozenset[str] = frozenset()

    def ticked(self, values: Sequence[str]) -> list[str]:
        """Return the codes that are ticked after these presses, in the order in which they are shown."""
        return [code for code in self.options if list(values).count(code) % 2]

    def marked(self, values: Sequence[str]) -> Mapping[str, Text]:
        """Return the labels, with a mark before what is ticked."""
        ticked = self.ticked(values)
        return {
            code: Text("✓ {label}")(label=label) if code in ticked else label for code, label in self.options.items()
        }

    def tally(self, values: Sequence[str]) -> Text:
        """Return the labels of what is ticked."""
        listed, *more = [self.options[code] for code in self.ticked(values)] or [NONE]
        for label in more:
            listed = Text("{listed}, {more}")(listed=listed, more=label)
        return listed
