"""The buildings that somebody follows: the list, ending it, and the daily word."""

from __future__ import annotations

from bot.speech import Button, Text
from bot.texts import _
from handlers import conversation
from handlers.banners import banner
from handlers.deeds import followers as deeds
from handlers.turn import MENU, Turn
from storage import followers, notices

LIST = _("<b>You follow: {places}</b>\nOnce a day at most you hear, in general words, whether something moved there.")
STOP = _("Stop: {place}")
ANOTHER = _("Follow another building")
STOPPED = _("Done: nothing of it is kept, and you hear no more.")
MOVED = _("<b>Something was reported or put right where you follow it: {places}</b>\nThe office knows of it.")


async def following(turn: Turn) -> None:
    """Show what one follows, begin to follow, or end it: `new`, `stop NAME`."""
    what, _space, name = turn.incoming.text.partition(" ")
    own = await followers.of(turn.tx, turn.person.id) if turn.person else []
    if what == "stop" and turn.person is not None and name:
        await followers.stop(turn.tx, turn.person.id, name)
        turn.say(STOPPED, in_place=True)
    elif what == "new" or not own:
        return await conversation.begin(turn, "follow")
    else:
        rows = [[Button(STOP(place=each.place.shown), f"{MENU}.follow.stop {each.name}")] for each in own]
        turn.say(_list(own), buttons=[*rows, [Button(ANOTHER, f"{MENU}.follow.new")]])
    return await conversation.go_on(turn, None)


def _list(own: list[followers.Follower]) -> Text:
    return LIST(places=", ".join(each.place.shown for each in own))


async def digest(turn: Turn) -> None:
    """Say once a day where something moved, if it did."""
    moved = await deeds.digest(turn.tx, turn.person.id) if turn.person else []
    if moved:
        turn.say(MOVED(places=", ".join(moved)), notice=True)


async def notice(turn: Turn) -> None:
    """Say a notice that begins to somebody who follows a building in its area, unless it was withdrawn."""
    name = turn.incoming.command.partition(" ")[2]
    for each in await notices.current(turn.tx):
        if each.name == name:
            turn.say(banner(each), notice=True)
