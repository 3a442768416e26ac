"""What staff do with a tip by a press: each move is made at once, after a choice, or after a short conversation."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeAlias

from bot.dialogue import Declined
from bot.rules import codes
from bot.rules.people import STAFF
from bot.rules.routing import route
from bot.rules.silence import UNHEARD
from bot.rules.tips import OPEN, UNDONE, Move, moves_from
from bot.speech import Button, Text
from bot.texts import _
from handlers import cards, conversation
from handlers.catalogue import hazard_label
from handlers.commands import refuse
from handlers.deeds import choosing, handling, reaching, sight
from handlers.roles import desk_label
from handlers.states import BUTTONS, DONE
from handlers.turn import MENU, Turn
from storage import cases, people
from storage.tip_rows import Tip

Choose: TypeAlias = Callable[[Turn, Tip, str], Awaitable[None]]

TOLD_IN_WORDS = frozenset(
    {
        Move.ASK,
        Move.REFUTE,
        Move.REFER,
        Move.LOOK,
        Move.RECTIFY,
        Move.GIVE_UP,
        Move.EXTEND,
        Move.COMMENT,
        Move.REPLY,
    }
)
"""Moves that a short conversation comes before: a reason, a question, a moment."""

NOBODY_HEARS = _(
    "Nobody would read that here: whoever sent No. {number} cannot be reached in the chat. Go on with what is known; "
    "what came by the hotline, the counter or phone is asked and answered there."
)

NEXT = _("Next card")
USAGE = _("Open a tip with /tip and its number; its buttons do the rest.")
DID = _("<b>No. {number}: {done}.</b>")
DID_UNDO = _("<b>No. {number}: {done}.</b> You can take it back for {seconds} seconds.")
WHICH_DESK = _("<b>Which desk shall have No. {number}?</b>\nBy its kind and area: {desk}.")
WHICH_KIND = _("<b>What is No. {number} really about?</b>\nIts limit may become shorter, never longer.")
WHICH_GRID = _("<b>In which grid does No. {number} lie?</b>")
WHICH_OTHER = _(
    "<b>With which report does No. {number} belong?</b>\nTap one of the same place and kind, or send /tip first."
)
NO_OTHER = _("I know no other report of that kind at that place. To put it with another: /do {number} merge 7F3K")
WHO = _("<b>Who shall have No. {number}?</b>")
BACK = _("Back to the tip")
PART_MADE = _("<b>No. {part} is the part for {desk}.</b> No. {number} is closed when all its parts are.")


async def do(turn: Turn) -> None:
    """Make a move on a tip: `NUMBER MOVE [WHAT]`."""
    if turn.role not in STAFF:
        return await refuse(turn)
    number, _space, rest = turn.incoming.text.partition(" ")
    named, _space, what = rest.partition(" ")
    found = await sight.seen(turn.tx, turn.person, codes.read_tip_number(number) or "")
    if found is None or named not in BUTTONS:  # what has no button is an answer to a request, and nobody's to press
        turn.say(cards.NONE if found is None else USAGE)
        return await conversation.go_on(turn, None)
    move = Move(named)
    try:
        if move is Move.UNDO:
            await _shown(turn, await handling.undo(turn.tx, found.number), move)
        elif move in CHOICES or move in TOLD_IN_WORDS or move is Move.VERIFY:
            return await _begin(turn, found, move, what)
        else:
            await _shown(turn, await handling.make(turn.tx, found.number, move), move)
    except Declined as declined:
        turn.say(declined.told)
    return await conversation.go_on(turn, None)


async def _begin(turn: Turn, found: Tip, move: Move, what: str) -> None:
    """Let what a move needs be chosen or told, if the move is possible."""
    if move not in moves_from(found.state, turn.role):
        await handling.make(turn.tx, found.number, move)  # declines in the right words
    if move in UNHEARD and await reaching.out_of_reach(turn.tx, found) in UNHEARD[move]:
        turn.say(NOBODY_HEARS(number=found.number))
        return await conversation.go_on(turn, None)
    if move in CHOICES:
        await CHOICES[move](turn, found, what)
        return await conversation.go_on(turn, None)
    dialogue = "verify" if move is Move.VERIFY else "handle"
    return await conversation.begin(turn, dialogue, {"look:tip": found.number, "look:move": str(move)})


async def _shown(turn: Turn, found: Tip, move: Move) -> None:
    """Say what was done: after a decision of triage with the way back and on, else at the head of the card."""
    done = DID(number=found.number, done=DONE[move])
    if move in UNDONE:
        seconds = turn.tx.policy.handling.undo_seconds
        turn.say(DID_UNDO(number=found.number, done=DONE[move], seconds=seconds), buttons=_on(found), in_place=True)
    elif (await sight.scope_of(turn.tx, turn.person)).holds(found):
        await cards.show(turn, found, done=done)
    else:
        turn.say(done, in_place=True)


def _on(found: Tip) -> list[list[Button]]:
    """Return the ways on from a decision of triage."""
    undo = Button(BUTTONS[Move.UNDO], f"{MENU}.do.{found.number} {Move.UNDO}")
    following = Button(NEXT, f"{MENU}.triage.")
    return [[undo, following], [Button(_("Open the tip"), f"{MENU}.tip.{found.number}")]]


def _choose(turn: Turn, found: Tip, asked: Text, rows: list[list[Button]]) -> None:
    """Let something be chosen, with the way back to the card in whose place it stands."""
    back = [Button(BACK, f"{MENU}.tip.{found.number}{cards.AGAIN}")]
    turn.say(asked, buttons=[*rows, back], in_place=True)


async def _assign(turn: Turn, found: Tip, what: str) -> None:
    """Send a tip to a desk: `DESK`, and the grid's place in the list where the tip's is not known."""
    desk, _space, grid = what.partition(" ")
    going = route(turn.tx.policy, found.report.hazard, found.report.spot.grid)
    if desk not in turn.tx.policy.desks:
        asked = WHICH_DESK(number=found.number, desk=desk_label(going.desk))
        return _choose(turn, found, asked, _desks(turn, found, Move.ASSIGN, going.desk))
    facts = {"desk": desk}
    if found.report.spot.grid is None:
        known = await choosing.grids(turn.tx)
        if known and not (grid.isdecimal() and int(grid) < len(known)) and grid != "-":
            return _choose(turn, found, WHICH_GRID(number=found.number), _grids(found, desk, known))
        facts |= {"grid": known[int(grid)]} if grid.isdecimal() and known else {}
    return await _shown(turn, await handling.make(turn.tx, found.number, Move.ASSIGN, facts=facts), Move.ASSIGN)


def _desks(turn: Turn, found: Tip, move: Move, first: str = "") -> list[list[Button]]:
    desks = sorted(turn.tx.policy.desks_in_order(), key=lambda desk: desk.code != first)
    buttons = [Button(desk_label(each.code), f"{MENU}.do.{found.number} {move} {each.code}") for each in desks]
    return [buttons[at : at + 2] for at in range(0, len(buttons), 2)]


def _grids(found: Tip, desk: str, known: Sequence[str]) -> list[list[Button]]:
    data = f"{MENU}.do.{found.number} {Move.ASSIGN} {desk} "
    buttons = [Button(Text("{grid}")(grid=grid), f"{data}{at}") for at, grid in enumerate(known[:90])]
    return [*(buttons[at : at + 2] for at in range(0, len(buttons), 2)), [Button(_("I do not know it"), f"{data}-")]]


async def _merge(turn: Turn, found: Tip, what: str) -> None:
    """Put a tip with another: `NUMBER`."""
    other = codes.read_tip_number(what)
    if other is None:
        scope = await sight.scope_of(turn.tx, turn.person)
        alike = [each for each in await cases.of_place(turn.tx, found) if scope.holds(each) and each.state in OPEN]
        buttons = [[_with(found, each)] for each in alike]
        return _choose(turn, found, (WHICH_OTHER if alike else NO_OTHER)(number=found.number), buttons)
    return await _shown(turn, await choosing.merge(turn.tx, found.number, other), Move.MERGE)


def _with(found: Tip, other: Tip) -> Button:
    label = Text("{number} · {hazard}")(number=other.number, hazard=hazard_label(other.report.hazard))
    return Button(label, f"{MENU}.do.{found.number} merge {other.number}")


async def _split(turn: Turn, found: Tip, what: str) -> None:
    """Make a part of a tip for another desk: `DESK`."""
    if what not in turn.tx.policy.desks or what == found.work.desk:
        going = route(turn.tx.policy, found.report.hazard, found.report.spot.grid)
        asked = WHICH_DESK(number=found.number, desk=desk_label(going.desk))
        return _choose(turn, found, asked, _desks(turn, found, Move.SPLIT))
    part = await choosing.split(turn.tx, found.number, what)
    return turn.say(PART_MADE(part=part.number, number=found.number, desk=desk_label(what)), in_place=True)


async def _hand_over(turn: Turn, found: Tip, what: str) -> None:
    """Give a tip to a colleague (`HANDLE`), or to another desk (`desk CODE`)."""
    named, _space, desk = what.partition(" ")
    if named == "desk" and desk in turn.tx.policy.desks:
        facts = {"desk": desk}
    elif (whom := await people.by_handle(turn.tx, named)) and (await sight.scope_of(turn.tx, whom)).holds(found):
        facts = {"desk": found.work.desk, "to": whom.id.hex()}
    else:
        return await _ask_whom(turn, found)
    return await _shown(turn, await handling.make(turn.tx, found.number, Move.HAND_OVER, facts=facts), Move.HAND_OVER)


async def _ask_whom(turn: Turn, found: Tip) -> None:
    data, rows = f"{MENU}.do.{found.number} {Move.HAND_OVER}", []
    for each in await choosing.colleagues(turn.tx, found, turn.person) if turn.person else []:
        contact = await people.contact(turn.tx, each.id)
        name = Text("{name}")(name=contact.name if contact else each.handle)
        rows.append([Button(name, f"{data} {each.handle}")])
    for desk in turn.tx.policy.desks_in_order():
        if desk.code != found.work.desk:
            rows.append([Button(desk_label(desk.code), f"{data} desk {desk.code}")])
    _choose(turn, found, WHO(number=found.number), rows)


async def _reclassify(turn: Turn, found: Tip, what: str) -> None:
    """Give a tip another kind: `CODE`; whose words were not clear is graded by whoever reads it."""
    kinds = [each.code for each in turn.tx.policy.hazards_in_order() if each.code != found.report.hazard]
    if what not in kinds:
        data = f"{MENU}.do.{found.number} {Move.RECLASSIFY} "
        buttons = [Button(hazard_label(code), f"{data}{code}") for code in kinds]
        rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
        return _choose(turn, found, WHICH_KIND(number=found.number), rows)
    changed = await handling.make(turn.tx, found.number, Move.RECLASSIFY, facts={"hazard": what})
    return await _shown(turn, changed, Move.RECLASSIFY)


CHOICES: Mapping[Move, Choose] = {
    Move.RECLASSIFY: _reclassify,
    Move.ASSIGN: _assign,
    Move.MERGE: _merge,
    Move.SPLIT: _split,
    Move.HAND_OVER: _hand_over,
}
