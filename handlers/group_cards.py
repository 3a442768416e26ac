"""Cards of tips in group chats of the staff: what is needed to begin, and no word of anybody who sent a tip.

A group has readers who may not see a tip. So a card is made of codes and of the office's own words alone: the kind, a
building of the town's list (or the grid), the limit to the half day, where it stands, and who of the staff has it.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from bot.rules import addresses
from bot.rules.people import Role
from bot.rules.staff_groups import Posting, half_day
from bot.rules.tips import OPEN, Move, TipState, moves_from
from bot.speech import Button, Outgoing, Text
from bot.texts import _, label, words
from handlers.cards import URGENT
from handlers.catalogue import hazard_label
from handlers.deeds import sight
from handlers.roles import role_label
from handlers.states import BUTTONS, LIMITS, OUTCOMES, STATES
from handlers.turn import MENU, Turn
from storage import people, staff_groups, tips, town
from storage.staff_groups import Card, StaffGroup
from storage.tip_rows import Tip

TOPIC, CARD = "topic", "card"
"""What comes back of something said in a group: `topic GRID` and `card NUMBER THREAD`."""

HEAD = _("<b>No. {number}</b> · {hazard}")
PLACE = _("Where: {place}")
PLACE_INSIDE = _("Where: see the tip")
STANDS = _("Now: {state}")
HELD = _("With: {role} {name}")
NOBODY = _("Nobody has it yet.")
FORENOON = _("{day}, morning")
AFTERNOON = _("{day}, afternoon")
OPEN_IT = _("Open it in our private chat")
WAITING = _("Waiting for details")
"""Of a tip whose sender was asked: that there is one to be asked is nothing for a group."""


async def post(turn: Turn, tip: Tip, anew: bool) -> None:
    """Hang the card of a tip in every group; `anew` also where one hangs, which is then left as it is.

    Not of a home to which anybody of the staff is tied: they might read it there.
    """
    if tip.state not in OPEN or await sight.is_anyone_tied(turn.tx, tip):
        return
    hanging = {each.group.id for each in await staff_groups.cards(turn.tx, tip.id)}
    for group in await staff_groups.every(turn.tx):
        if anew or group.id not in hanging:
            await staff_groups.hang(turn.tx, group, tip.id)
            await say(turn, group, tip)


async def say(turn: Turn, group: StaffGroup, tip: Tip) -> None:
    """Say a card that waits; it goes on waiting where the topic of its grid has to be made first."""
    thread, grid = 0, tip.report.spot.grid
    if group.posting is Posting.MUTE:
        return
    if group.posting is Posting.TOPICS and grid:
        known = await staff_groups.topic(turn.tx, group, grid)
        if known is None:
            await staff_groups.keep_topic(turn.tx, group, grid, 0)
            turn.says.append(Outgoing(group.chat, topic=grid, back=f"{TOPIC} {grid}"))
        if not known:
            return
        thread = known
    said = await _worded(turn, group, tip, thread)
    await staff_groups.hang(turn.tx, group, tip.id, _digest(said))
    turn.says.append(said)


async def refresh(turn: Turn) -> None:
    """Bring the cards of a tip up to date: `card NUMBER`."""
    tip = await tips.by_number(turn.tx, turn.incoming.command.partition(" ")[2])
    for card in await staff_groups.cards(turn.tx, tip.id) if tip else []:
        if tip is not None:
            await update(turn, card, tip)


async def update(turn: Turn, card: Card, tip: Tip) -> None:
    """Let a card say what is so now, where it is; one that is on its way is looked at again when it is there."""
    if not card.said:
        return await say(turn, card.group, tip)
    thread = await staff_groups.topic(turn.tx, card.group, tip.report.spot.grid or "") or 0
    said = await _worded(turn, card.group, tip, thread)
    if card.message and _digest(said) != card.said:
        await staff_groups.hang(turn.tx, card.group, tip.id, _digest(said), card.message)
        turn.says.append(replace(said, edit=card.message))
    return None


def _digest(said: Outgoing) -> bytes:
    return hashlib.sha256(repr((said.text, said.buttons)).encode()).digest()[:16]


async def _worded(turn: Turn, group: StaffGroup, tip: Tip, thread: int) -> Outgoing:
    text = "\n".join(words(line, group.language) for line in await _lines(turn, tip))
    rows = tuple(tuple((label(b.text, group.language), b.data) for b in row) for row in _buttons(tip))
    return Outgoing(group.chat, text, rows, thread=thread, back=f"{CARD} {tip.number} {thread}")


async def _lines(turn: Turn, tip: Tip) -> list[Text]:
    building, grid = tip.report.spot.building, tip.report.spot.grid
    place = (addresses.building_at(building, await town.load(turn.tx)) if building else None) or grid
    lines = [HEAD(number=tip.number, hazard=hazard_label(tip.report.hazard))]
    lines += [URGENT] if tip.work.urgent and tip.state in OPEN else []
    lines.append(PLACE(place=place) if place else PLACE_INSIDE)
    lines += await _standing(turn, tip)
    if tip.state in OPEN and tip.work.due is not None and tip.work.rested is None and tip.work.phase in LIMITS:
        day, forenoon = half_day(tip.work.due, turn.tx.policy.town.timezone)
        lines.append(LIMITS[tip.work.phase](by=(FORENOON if forenoon else AFTERNOON)(day=day)))
    return lines


async def _standing(turn: Turn, tip: Tip) -> list[Text]:
    if tip.work.outcome:
        return [STANDS(state=OUTCOMES[tip.work.outcome])]
    state = WAITING if tip.state is TipState.NEEDS_INFORMATION else STATES[tip.state]
    holder = await people.get(turn.tx, tip.work.handler) if tip.work.handler else None
    contact = await people.contact(turn.tx, holder.id) if holder else None
    if holder is not None:
        return [STANDS(state=state), HELD(role=role_label(holder.role), name=contact.name if contact else "")]
    return [STANDS(state=state), *([NOBODY] if tip.state is TipState.ASSIGNED else [])]


def _buttons(tip: Tip) -> list[list[Button]]:
    """Return the buttons: whether whoever presses may is asked at the press."""
    if tip.state not in OPEN:
        return []
    possible = moves_from(tip.state, Role.GRID_WORKER)
    offered = [move for move in (Move.TAKE, Move.GO) if move in possible]
    if tip.work.handler is not None:
        offered = [move for move in offered if move is not Move.TAKE]
    moves = [Button(BUTTONS[move], f"{MENU}.do.{tip.number} {move}") for move in offered]
    return [*([moves] if moves else []), [Button(OPEN_IT, f"{MENU}.tip.{tip.number}")]]
