"""Deeds of listening: one kept voice message after the other, and what was said becomes words of the tip."""

from __future__ import annotations

from datetime import timedelta
from typing import TypedDict

from bot.dialogue import Declined
from bot.rules import emergencies, rights
from bot.rules.tips import Move, step_of
from bot.texts import _
from handlers.deeds import handling, sight
from handlers.deeds.handling import Actor
from storage import Transaction, cases, media, voices
from storage.media import Item
from storage.people import Person
from storage.tip_rows import Tip

RIGHT = "voice.listen"
NOTHING, LATER = "=nothing", "=later"
"""What may be chosen instead of typing what was said; nobody types that."""

OVER = _("Somebody has listened to it already, or its tip was taken back. /listen gives the next one.")


class Heard(TypedDict):
    """What came of listening: the tip's number, how many wait still, and whom to call if the words speak of danger."""

    number: str
    left: int
    call: list[str]


async def begin(tx: Transaction, person: Person, number: str | None, passed: str) -> Item | None:
    """Return the voice message that somebody listens to now; what they passed comes last."""
    if passed:
        await voices.put_back(tx, _id(passed), person.id)
    until = tx.now + timedelta(minutes=tx.policy.handling.claim_minutes)
    scope = await sight.scope_of(tx, person)
    return await voices.claim_next(tx, person.id, until, scope, number, [passed])


async def tip_of(tx: Transaction, voice: str) -> Tip | None:
    """Return the tip of a voice message, if whoever speaks may listen to it."""
    item, who = await media.get(tx, _id(voice)), await sight.speaker(tx)
    tip = await cases.get(tx, item.tip) if item else None
    may = who is not None and rights.allows(who.role, RIGHT).allowed
    return tip if tip and may and (await sight.scope_of(tx, who)).holds(tip) else None


async def left(tx: Transaction, person: Person | None) -> int:
    """Return how many voice messages somebody could listen to."""
    return len(await voices.unheard(tx, await sight.scope_of(tx, person)))


async def put_back(tx: Transaction, voice: str) -> None:
    """Leave a voice message to others, or for later."""
    if (who := await sight.speaker(tx)) is not None:
        await voices.put_back(tx, _id(voice), who.id)


async def hear(tx: Transaction, voice: str, words: str) -> Heard:
    """Keep what was said in a voice message with its tip, or that nothing was to be understood."""
    who, tip = await sight.speaker(tx), await tip_of(tx, voice)
    step = step_of(Move.HEARD, tip.state, who.role) if tip and who else None
    nothing = words == NOTHING
    if who is None or tip is None or step is None:
        raise Declined(OVER)
    if not await voices.hear(tx, _id(voice), "nothing" if nothing else "words"):
        raise Declined(OVER)
    said = "" if nothing else words
    await handling.do(tx, tip, step, Actor(who.role, who.id), said, {"nothing": True} if nothing else None)
    numbers = tx.policy.emergency.numbers
    alarming = bool(said) and emergencies.find(said, tx.policy) is not None
    call = [numbers.fire, numbers.police, numbers.ambulance] if alarming else []
    return Heard(number=tip.number, left=await left(tx, who), call=call)


def _id(voice: str) -> bytes:
    return bytes.fromhex(voice) if voice and not set(voice) - set("0123456789abcdef") and len(voice) == 32 else b""
