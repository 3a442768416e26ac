"""Deeds about group chats of the staff: the code that links one, and that a card there no longer says what is so."""

from __future__ import annotations

from handlers.deeds.staff import signed_code, use_signed_code
from storage import Transaction, staff_groups, timers
from storage.tip_rows import Tip

CARD = "card"
"""A timer of the house: the cards of a tip are brought up to date, `card NUMBER`."""

_PURPOSE = "group-code"


def make_code(tx: Transaction) -> str:
    """Return a new code that links one group."""
    return signed_code(tx.vault, _PURPOSE, tx.now)


async def use_code(tx: Transaction, code: str) -> bool:
    """Use up a code that links a group; False if it is not ours, too old, or was used."""
    return await use_signed_code(tx, _PURPOSE, code, tx.policy.staff_groups.code_minutes)


async def touch(tx: Transaction, tip: Tip) -> None:
    """Let the cards of a tip be brought up to date at once: two who both go would be one too many."""
    if await staff_groups.has_cards(tx, tip.id):
        await timers.begin(tx, timers.Timer(f"{CARD} {tip.number}", 0, 0, ""), int(tx.now.timestamp()))
