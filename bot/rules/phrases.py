"""Phrases that stand ready for staff: which fit a tip, and in which order they are offered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from bot.rules.typed_toml import Between


@dataclass(frozen=True, slots=True)
class PhrasePolicy:
    """How long a phrase may be, how many an office keeps, and how many are offered at once."""

    most_characters: Annotated[int, Between(20, 800)]
    most_kept: Annotated[int, Between(1, 2_000)]
    most_shown: Annotated[int, Between(1, 20)]


def rank(kind: str, state: str, hazard: str, group: str, stands: str) -> int | None:
    """Return the place of a phrase among those for a tip of a hazard and its group that `stands` at a state.

    What was written for that very kind comes first, then for its group, then for all; what is for that state before
    what is for any. An empty `kind` or `state` fits all; None tells that a phrase does not fit.
    """
    kinds, states = {hazard: 0, group: 1, "": 2}, {stands: 0, "": 1}
    if kind not in kinds or state not in states:
        return None
    return 2 * kinds[kind] + states[state]
