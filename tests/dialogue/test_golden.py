"""Open drafts of earlier releases, replayed against today's pages: a deploy must not lose anybody's answers.

Each file in golden/ holds a draft as it was stored, and the question and the answers it must lead to. When a question
is added or renamed on purpose, add a new file beside the old ones; an old file is changed only when what it tests is
given up on purpose.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest

from bot.dialogue import Draft
from bot.dialogue.replay import Reached, reach
from bot.rules import policy
from handlers.conversation import DIALOGUES

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.json"))


class Reads:
    """All that a page's looks may ask of a transaction outside a database."""

    policy = policy.load()


def stands_at(draft: Draft) -> Reached:
    """Replay a draft without a database; only looks are allowed."""
    steps = reach(DIALOGUES[draft.dialogue], draft)
    value: Any = None
    while True:
        try:
            call = steps.send(value)
        except StopIteration as end:
            reached: Reached = end.value
            return reached
        assert call.kind == "look"
        value = asyncio.run(call.function(Reads(), *call.args, **call.kwargs))  # type: ignore[arg-type]


def test_there_are_golden_drafts_of_every_dialogue() -> None:
    assert {json.loads(path.read_text())["draft"]["dialogue"] for path in GOLDEN} == set(DIALOGUES)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_an_open_draft_goes_on_where_it_was(path: Path) -> None:
    golden = json.loads(path.read_text())
    reached = stands_at(Draft.load(golden["draft"]))
    assert (reached.step.name if reached.step else None) == golden["open"]
    assert list(reached.answers) == golden["answered"]
