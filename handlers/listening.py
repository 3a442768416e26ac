"""The listener's queue: kept voice messages, the oldest first, each on one screen only."""

from __future__ import annotations

from bot.rules import codes
from bot.speech import Button, Text
from bot.texts import _
from handlers import conversation, enclosures
from handlers.commands import refuse
from handlers.deeds import listening as deeds
from handlers.turn import MENU, Turn
from storage import voices
from storage.scopes import ALL, Scope
from storage.tip_rows import Tip

NEXT = "next"

NONE = _("<b>No voice message waits for a listener.</b> Well done.")
OTHERS = _("What is left is being listened to by others right now. Please look again in some minutes.")
WAITING = _("Voice messages that wait for a listener: {count}")
LISTEN = _("Listen and write it down")
OF = _("Voice message of No. {number}")


async def listen(turn: Turn) -> None:
    """Play the next voice message and ask what is said in it: of any tip, or of `NUMBER`; `next VOICE` passes one."""
    if not turn.may(deeds.RIGHT) or turn.person is None:
        return await refuse(turn)
    if turn.draft is not None and turn.draft.dialogue == "hear":
        await _play(turn, str(turn.draft.journal["look:voice"]))
        return await conversation.go_on(turn, None)
    what, _space, passed = turn.incoming.text.partition(" ")
    number = codes.read_tip_number(what) if what != NEXT else None
    item = await deeds.begin(turn.tx, turn.person, number, passed if what == NEXT else "")
    if item is None:
        turn.say(OTHERS if await deeds.left(turn.tx, turn.person) else NONE)
        return await conversation.go_on(turn, None)
    if turn.draft is None:
        await _play(turn, item.id.hex())
    return await conversation.begin(turn, "hear", {"look:voice": item.id.hex()})


async def _play(turn: Turn, voice: str) -> None:
    tip = await deeds.tip_of(turn.tx, voice)
    if tip is not None:
        await turn.record("voice.listen", tip.number)
        await enclosures.play(turn, voice, OF(number=tip.number))


async def buttons(turn: Turn, found: Tip) -> list[list[Button]]:
    """Return the button by which the voice messages of a tip are listened to."""
    if not turn.may(deeds.RIGHT) or not await voices.unheard(turn.tx, ALL, found.number):
        return []
    return [[Button(LISTEN, f"{MENU}.listen.{found.number}")]]


async def summary(turn: Turn, scope: Scope) -> tuple[list[Text], list[list[Button]]]:
    """Return the line and the button that the backlog has on the queue."""
    count = len(await voices.unheard(turn.tx, scope))
    return ([WAITING(count=count)], [[Button(LISTEN, f"{MENU}.listen.")]]) if count else ([], [])
