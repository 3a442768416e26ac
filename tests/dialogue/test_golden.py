"""Open drafts of earlier releases, replayed against today's pages: a deploy must not lose anybody's answers.

Each file in golden/ holds a draft as it was stored, and the question and the answers it must lead to. When a question
is added or renamed on purpose, add a new file beside the old ones; an old file is changed only when what it tests is
given up on purpose.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bot.dialogue import Draft
from bot.dialogue.replay import Reached, once
from handlers.conversation import DIALOGUES
from storage import Transaction
from storage.migrations import migrate
from tests.storage.conftest import open_store

GOLDEN = sorted((Path(__file__).parent / "golden").glob("*.json"))


async def stands_at(draft: Draft, tx: Transaction) -> Reached:
    """Replay a draft in a town of which nothing is known; only looks are allowed."""
    steps = once(DIALOGUES[draft.dialogue], draft)
    value: Any = None
    while True:
        try:
            call = steps.send(value)
        except StopIteration as end:
            reached: Reached = end.value
            return reached
        assert call.kind == "look"
        value = await call.function(tx, *call.args, **call.kwargs)


def test_there_are_golden_drafts_of_every_dialogue() -> None:
    assert {json.loads(path.read_text())["draft"]["dialogue"] for path in GOLDEN} == set(DIALOGUES)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
async def test_an_open_draft_goes_on_where_it_was(path: Path, tmp_path: Path) -> None:
    golden = json.loads(path.read_text())  # noqa: ASYNC240
    store = open_store(tmp_path)
    await migrate(store)
    async with store.begin() as tx:
        reached = await stands_at(Draft.load(golden["draft"]), tx)
    await store.close()
    assert (reached.step.name if reached.step else None) == golden["open"]
    assert list(reached.answers) == golden["answered"]
