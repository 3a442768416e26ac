"""Deeds about words that wait: what happened is told once it is certain, and an anonymous sender at a random moment."""

from __future__ import annotations

import random
from datetime import timedelta

from storage import Transaction, timers
from storage.tip_rows import Tip

LATELY = 20
"""So many of the last things that happened to a tip may still wait to be told, each a second behind the one before."""


async def later(tx: Transaction, tip: Tip, what: str, behind: bool = False, after: int = 0) -> None:
    """Let the house tell `what` of a tip, once it is certain; not in the commit that shows which tip it was.

    Somebody who sent a tip without a name hears of it at a random moment: not as staff press. `behind` comes after
    whatever else is told of the same press, and nothing comes before that moment has passed which is `after`.
    """
    policy = tx.policy.handling
    wait = policy.undo_seconds + behind * (1 + LATELY + policy.tell_minutes * 60 * (tip.reporter is None))
    if tip.reporter is None:
        wait += random.randrange(policy.tell_minutes * 60 + 1)  # noqa: S311 - it hides a moment, and guards nothing
    due = int((tx.now + timedelta(seconds=wait)).timestamp())
    await timers.begin(tx, timers.Timer(what, 0, 0, ""), max(due, after + 1))
