"""What a sender says to what they were told: an answer, that it is put right, that it is not."""

from __future__ import annotations

from bot.texts import _
from handlers import conversation
from handlers.deeds import mine
from handlers.dialogues.doubt import OVER
from handlers.turn import Turn

THANKS = _("<b>Thank you, that is good to hear.</b> No. {number} stays closed.")
LATE = _("That does not count any more. /mytips shows where your tips stand.")


async def answer(turn: Turn) -> None:
    """Begin to answer a question about one's tip: `NUMBER`."""
    await conversation.begin(turn, "add", {"tip": turn.incoming.text})


async def doubt(turn: Turn) -> None:
    """Begin to say why a tip did not end as it should have: `NUMBER`."""
    if (
        turn.incoming.text
        and turn.draft is None
        and not await mine.can_doubt(turn.tx, turn.incoming.text, turn.incoming)
    ):
        return turn.say(OVER)  # before they have written why
    return await conversation.begin(turn, "doubt", {"tip": turn.incoming.text})


async def fixed(turn: Turn) -> None:
    """Take down that it is really put right: `NUMBER yes`."""
    number = turn.incoming.text.partition(" ")[0]
    done = await mine.confirm(turn.tx, number, turn.incoming)
    turn.say(THANKS(number=number) if done else LATE, in_place=True)
