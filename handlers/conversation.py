"""Runs the turns of the conversations: the engine plays, the turn's transaction does what the page asks for."""

from __future__ import annotations

import secrets
import string
from collections.abc import Mapping

from bot.dialogue import Declined, Dialogue, Draft, Json, play
from bot.speech import Incoming, Text
from bot.texts import _
from handlers import limits
from handlers.deeds.quotas import Reached
from handlers.dialogues.add import add
from handlers.dialogues.award import award
from handlers.dialogues.cosign import cosign
from handlers.dialogues.doubt import doubt
from handlers.dialogues.follow import follow
from handlers.dialogues.handle import handle
from handlers.dialogues.hear import hear
from handlers.dialogues.hotline import hotline
from handlers.dialogues.name import name
from handlers.dialogues.notice import notice
from handlers.dialogues.payout import payout
from handlers.dialogues.phrase import phrase
from handlers.dialogues.plead import plead
from handlers.dialogues.proxy import proxy
from handlers.dialogues.report import report
from handlers.dialogues.selfcheck import selfcheck
from handlers.dialogues.settle import settle
from handlers.dialogues.tie import tie
from handlers.dialogues.verify import verify
from handlers.turn import Turn
from storage import timers

_OFFICE = (name, tie, hear, phrase)
_REWARDS = (selfcheck, plead, cosign, award, settle, payout)
DIALOGUES: Mapping[str, Dialogue] = {
    dialogue.name: dialogue
    for dialogue in (report, add, notice, follow, handle, verify, doubt, hotline, proxy, *_OFFICE, *_REWARDS)
}

ALBUM_SECONDS = 2
"""Photos of one album come as messages of their own, within about a second."""

_LETTERS = string.ascii_letters + string.digits


def new_draft(dialogue: str) -> Draft:
    """Return an empty draft under a fresh token."""
    return Draft(dialogue, "".join(secrets.choice(_LETTERS) for _each in range(8)))


async def go_on(turn: Turn, incoming: Incoming | None, alarm: Text | None = None, silent: bool = False) -> None:
    """Play one turn of the open conversation; `incoming` None shows again where the person stands."""
    draft = turn.draft
    if draft is None:
        return
    if draft.dialogue not in DIALOGUES:
        turn.draft = None
        turn.say(_("What you had begun does not exist any more since we changed something. Please begin anew."))
        return
    paused = turn.pause > turn.tx.policy.drafts.pause_minutes * 60
    steps = play(DIALOGUES[draft.dialogue], draft, incoming, turn.words, paused=paused, alarm=alarm)
    try:
        call = next(steps)
        while True:
            call = steps.send(await call.function(turn.tx, *call.args, **call.kwargs))
    except Declined as declined:
        turn.draft = None
        turn.say(declined.told)
    except Reached as reached:
        steps.close()
        if draft.journal.pop("review", None) is None:  # what was to be sent waits there; else there is no way back
            turn.draft = None
        limits.say_reached(turn, reached)
    except StopIteration as end:
        turn.draft = end.value.draft
        if end.value.then:
            await begin(turn, *end.value.then)
        elif not silent:
            turn.show(end.value.screen, end.value.in_place)


async def begin(turn: Turn, dialogue: str, known: Mapping[str, Json] | None = None) -> None:
    """Begin a conversation, with answers that are known; one that is open comes first: continue it or start over."""
    if turn.draft is not None and turn.draft.aside == "offer" and turn.draft.dialogue != dialogue:
        turn.draft = None  # nobody took it up: what was pressed now is what is meant
    draft, begins = turn.draft, dict(known or {})
    if draft is None:
        turn.draft = new_draft(dialogue)
        turn.draft.journal, turn.draft.known = dict(begins), begins
    elif draft.aside == "offer":
        draft.aside = ""
    elif (draft.dialogue, draft.known) == (dialogue, begins) or draft.dialogue == dialogue == "report":
        draft.aside = "pause"
    else:
        draft.aside, draft.wanted = "other", [dialogue, begins]
    await go_on(turn, None)


async def show_later(turn: Turn) -> None:
    """Show where the person stands once no more photos of an album come."""
    await timers.begin(turn.tx, timers.of("album", turn.incoming), int(turn.tx.now.timestamp()) + ALBUM_SECONDS)
