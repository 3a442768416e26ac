"""Ties of staff to homes: the list, declaring one, and taking one back, which is for somebody else."""

from __future__ import annotations

from bot.rules.people import STAFF
from bot.speech import Button
from bot.texts import _
from handlers import conversation
from handlers.commands import refuse
from handlers.deeds import ties as deeds
from handlers.roles import TIES
from handlers.turn import MENU, Turn
from storage import people
from storage import ties as store
from storage.people import Person

NONE = _("<b>No home is declared that you are tied to.</b>")
OWN = _("<b>Homes that you are tied to</b>\nYou see and handle nothing that is reported of them.")
NONE_OF_THEM = _("<b>{name}: no home is declared.</b>")
OF_THEM = _("<b>Homes that {name} is tied to</b>\nThey see and handle nothing that is reported of them.")
LINE = _("{place}. {home} · {tie}")
HOW = _(
    "Do you or does your family own, let or live in a home of this street? Declare it, and colleagues handle what is "
    "reported there. To have one taken back, ask an admin: /people"
)
DECLARE = _("Declare a home")
REMOVE = _("Take back {place}")
REMOVED = _("<b>Taken back.</b> They see again what is reported there.")
GONE = _("That is not in the list any more.")


async def ties(turn: Turn) -> None:
    """Show one's ties, or those of a colleague: `@HANDLE`; then `new`, or `off NAME` for somebody else's."""
    if turn.role not in STAFF:
        return await refuse(turn)
    first, _space, rest = turn.incoming.text.partition(" ")
    handle, what = (first[1:], rest) if first.startswith("@") else ("", turn.incoming.text)
    whom = await deeds.tied_one(turn.tx, turn.person, handle)
    if whom is None or not deeds.may(turn.person, whom, "ties.declare"):
        return await refuse(turn)
    if what == "new":
        return await conversation.begin(turn, "tie", {"look:whom": handle})
    if what.startswith("off "):
        await _remove(turn, whom, what.removeprefix("off "))
    await _list(turn, whom)
    return await conversation.go_on(turn, None)


async def _remove(turn: Turn, whom: Person, name: str) -> None:
    if not deeds.may(turn.person, whom, "ties.remove"):
        return await refuse(turn)
    if await store.remove(turn.tx, whom.id, name):
        await turn.record("ties.remove", "", whom.id)
        return turn.say(REMOVED)
    return turn.say(GONE)


async def _list(turn: Turn, whom: Person) -> None:
    own = turn.person is not None and whom.id == turn.person.id
    links, data = await store.of(turn.tx, whom.id), f"{MENU}.ties." + ("" if own else f"@{whom.handle} ")
    contact = await people.contact(turn.tx, whom.id)
    name = contact.name if contact else "–"
    head = (OWN if links else NONE) if own else (OF_THEM if links else NONE_OF_THEM)(name=name)
    lines = [LINE(place=at, home=each.shown, tie=TIES[each.tie]) for at, each in enumerate(links, 1)]
    rows = [[Button(DECLARE, f"{data}new")]]
    if deeds.may(turn.person, whom, "ties.remove"):
        rows += [[Button(REMOVE(place=at), f"{data}off {each.name}")] for at, each in enumerate(links, 1)]
    turn.say(head, *lines, *([HOW] if own else []), buttons=rows)
