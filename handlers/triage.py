"""Triage: what is new, one card at a time; a card lies on one screen only."""

from __future__ import annotations

from datetime import timedelta

from bot.rules.tips import TipState
from bot.speech import Button
from bot.texts import _
from handlers import cards
from handlers.commands import refuse
from handlers.deeds import sight
from handlers.turn import MENU, Turn
from storage import cases, tips
from storage.cases import Wish
from storage.tip_rows import Tip

NONE = _("<b>Nothing new waits.</b> Well done.")
OTHERS = _("What is left lies on the screens of other admins right now.")
NEXT = _("Leave it, next card ({count} more)", "Leave it, next card ({count} more)")


async def triage(turn: Turn) -> None:
    """Show the card of the tip that must be answered first; `next NUMBER` puts one back and shows another."""
    if not turn.may("triage.read") or turn.person is None:
        return await refuse(turn)
    what, _space, number = turn.incoming.text.partition(" ")
    passed = await _put_back(turn, number) if what == "next" else None
    new = Wish(states=(TipState.RECEIVED, TipState.REOPENED))
    me, scope = turn.person.id, await sight.scope_of(turn.tx, turn.person)
    left = await cases.count(turn.tx, scope, new)
    found = await cases.next_card(turn.tx, me, scope, passed) or await cases.next_card(turn.tx, me, scope)
    if found is None:
        return turn.say(OTHERS if left else NONE)
    until = turn.tx.now + timedelta(minutes=turn.tx.policy.handling.claim_minutes)
    await cases.claim(turn.tx, found, turn.person.id, until)
    await turn.record("tip.read", found.number)
    await cards.files(turn, found)
    following = [[Button(NEXT(count=left - 1), f"{MENU}.triage.next {found.number}")]] if left > 1 else []
    await cards.show(turn, found, more=following)
    return None


async def _put_back(turn: Turn, number: str) -> Tip | None:
    """Take a card from one's screen and return its tip: the next one is behind it, or from the start again."""
    found = await tips.by_number(turn.tx, number)
    if found is not None and turn.person is not None and await cases.claim(turn.tx, found, turn.person.id):
        await cases.claim(turn.tx, found, None)
    return found
