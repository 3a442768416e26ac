"""Deeds about telling those who are not in the chat: what was done, by phone or through the hotline."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from bot import texts
from bot.dialogue import Declined
from bot.rules import rights
from bot.rules.sources import TOLD
from bot.rules.tips import SENDER, Move, step_of
from bot.speech import Text
from bot.texts import _
from handlers.deeds import approving, handling, mine, phrases, sight
from storage import Transaction, history
from storage.tip_rows import Tip

RIGHT = "hotline.answer"


class Said(StrEnum):
    """What became of calling back."""

    FIXED = "fixed"
    OPEN = "open"
    MISSED = "missed"


WORDS: Mapping[Said, Text] = {
    Said.FIXED: _("Called back: it is put right."),
    Said.OPEN: _("Called back: it is not right."),
    Said.MISSED: _("Called back: nobody answered."),
}
MOVES: Mapping[Said, Move] = {Said.FIXED: Move.CONFIRMED, Said.OPEN: Move.DOUBTED}


def may_call(tip: Tip, role: str) -> bool:
    """Tell whether somebody of a role tells those who told a tip elsewhere what became of it."""
    return tip.work.source in TOLD and tip.work.parent is None and rights.allows(role, RIGHT).allowed


async def called_back(tx: Transaction, number: str, said: Said) -> Tip:
    """Note what whoever told a tip said when they were called back; "not right" asks for it to be taken up again."""
    who = await sight.speaker(tx)
    tip = await sight.seen(tx, who, number)
    if who is None or tip is None or not may_call(tip, who.role):
        raise Declined(sight.NO_TIP)
    words = texts.label(WORDS[said], await phrases.spoken(tx))
    if said is Said.MISSED:
        return await handling.make(tx, tip.number, Move.COMMENT, words, {"called": str(said)})
    front, move, facts = await sight.front(tx, tip), MOVES[said], {"called": str(said)}
    step = step_of(move, front.state, SENDER)
    if step is None or not await mine.may_doubt(tx, tip):
        raise Declined(handling.NOT_NOW(number=tip.number))
    if said is Said.OPEN and not await approving.waits(tx, approving.REOPEN, front.number):
        await approving.ask(tx, approving.REOPEN, front.number, words)
    if front.id == tip.id:
        return await handling.do(tx, tip, step, handling.Actor(who.role, who.id), words, facts)
    await handling.do(tx, front, step, handling.Actor(who.role, who.id), words, {**facts, history.OF: tip.number})
    await history.append(tx, tip.id, move, words, role=who.role, who=who.id, facts=facts)
    return tip
