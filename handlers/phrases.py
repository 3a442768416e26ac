"""Words ready at hand: the phrases of each move, as admins see, add, change and take them away."""

from __future__ import annotations

from bot.dialogue import Declined
from bot.speech import Button, Text
from bot.texts import LANGUAGES, _
from handlers import conversation
from handlers.catalogue import hazard_label
from handlers.commands import refuse
from handlers.deeds import phrases as deeds
from handlers.deeds.phrases import Listed
from handlers.states import BUTTONS, STATES
from handlers.turn import MENU, Turn
from storage import Transaction

HEAD = _("<b>Phrases that stand ready</b>\nColleagues are offered them where they write. Which ones?")
LABEL = _("{move} ({count})")
OF_MOVE = _("<b>“{move}”: phrases</b>\nThose for one kind of danger come first, the delivered ones last.")
NONE = _("There is none yet.")
LINE = Text("\n<b>{place}.</b> {words}")
FOR = Text("<i>{what}</i>")
DELIVERED = _("delivered")
LACKS = _("only in {languages}")
ADD = _("New phrase")
CHANGE = _("Change {place}")
REMOVE = _("Remove {place}")
BRING_BACK = _("Bring back the delivered ones")
ALL = _("All phrases")


async def phrases(turn: Turn) -> None:
    """List the moves, the phrases of one, or do something with them: `MOVE new`, `MOVE change KEY`, `MOVE off KEY`."""
    if not turn.may(deeds.RIGHT):
        return await refuse(turn)
    move, _space, rest = turn.incoming.text.partition(" ")
    what, _space, key = rest.partition(" ")
    if move not in deeds.DELIVERED:
        await _moves(turn)
    elif what in ("new", "change"):
        return await conversation.begin(turn, "phrase", {"look:move": move, "look:key": key})
    else:
        await _do(turn, move, what, key)
        await _list(turn, move)
    return await conversation.go_on(turn, None)


async def _do(turn: Turn, move: str, what: str, key: str) -> None:
    try:
        if what == "off":
            await deeds.remove(turn.tx, move, key)
        elif what == "back":
            await deeds.bring_back(turn.tx, move)
    except Declined as declined:
        turn.say(declined.told)


async def _moves(turn: Turn) -> None:
    labels = [(LABEL(move=BUTTONS[move], count=await _count(turn.tx, move)), move) for move in deeds.DELIVERED]
    buttons = [Button(label, f"{MENU}.phrases.{move}") for label, move in labels]
    turn.say(HEAD, buttons=[buttons[at : at + 2] for at in range(0, len(buttons), 2)], in_place=True)


async def _count(tx: Transaction, move: str) -> int:
    return len((await deeds.listed(tx, move))[0])


async def _list(turn: Turn, move: str) -> None:
    found, changed = await deeds.listed(turn.tx, move)
    told = [OF_MOVE(move=BUTTONS[move]), *([] if found else [NONE])]
    rows, data = [], f"{MENU}.phrases.{move}"
    for place, each in enumerate(found, 1):
        told += _shown(turn, place, each)
        change = Button(CHANGE(place=place), f"{data} change {each['key']}")
        rows.append([change, Button(REMOVE(place=place), f"{data} off {each['key']}")])
    rows.append([Button(ADD, f"{data} new")])
    rows += [[Button(BRING_BACK, f"{data} back")]] if changed else []
    turn.say(*told, buttons=[*rows, [Button(ALL, f"{MENU}.phrases.")]], in_place=True)


def _shown(turn: Turn, place: int, each: Listed) -> list[Text]:
    """Return a phrase in the language of whoever looks, and for what it is."""
    what = [DELIVERED] if each["delivered"] else []
    what += [hazard_label(each["kind"])] if each["kind"] else []
    what += [STATES[each["state"]]] if each["state"] else []
    if len(each["words"]) < len(LANGUAGES):
        what.append(LACKS(languages=", ".join(LANGUAGES[code] for code in each["words"])))
    words = Text("{words}")(words=deeds.in_language(each["words"], turn.language))
    return [LINE(place=place, words=words), *(FOR(what=one) for one in what)]
