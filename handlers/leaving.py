"""Open work of somebody who leaves, moves or is away: it goes back to the desk, or to a colleague with one tap."""

from __future__ import annotations

from collections.abc import Sequence

from bot.rules.people import Role
from bot.speech import Button, Text
from bot.texts import _
from handlers.deeds import leaving, reaching, sight
from handlers.roles import post_label
from handlers.telling import say_to
from handlers.turn import MENU, Turn
from storage import people, tips
from storage.people import Person

FREE = _(
    "<b>Nobody has these any more: {numbers}</b>\n"
    "A colleague had taken them and does not handle them any longer. Open one and take it."
)
SHOWN = 6
"""Buttons that one message has for tips; the others are in the list."""

GIVE = _("Give all open work ({count}) to somebody")
TO_WHOM = _("<b>Who shall have the open work of {name} ({count})?</b>")
LABEL = _("{name} · {post} ({count})")
NOBODY = _("Nobody else may see these tips. Invite somebody to that desk or grid: /invite")
NOTHING = _("{name} has no open work.")
GIVEN = _("<b>Done.</b> {to} has {count} open tips of {name} now, and was told.")
STAYED = _("{count} stay where they are: {to} may not see them.")
TOLD = _("<b>Yours now, from {name}: {numbers}</b>\nAn admin gave them to you. /work mine lists them.")


async def free(turn: Turn) -> None:
    """Tell those whose work they are of tips that nobody has any more, each person in one message: `freed NUMBERS`."""
    heard: dict[bytes, tuple[Person, list[str]]] = {}
    found = [await tips.by_number(turn.tx, number) for number in turn.incoming.command.split()[1:]]
    for tip in filter(None, found):
        for each in await reaching.workers(turn.tx, tip) or await reaching.admins(turn.tx, tip):
            heard.setdefault(each.id, (each, []))[1].append(tip.number)
    for person, numbers in heard.values():
        await say_to(turn, [person], FREE(numbers=", ".join(numbers)), _opens(numbers))


def _opens(numbers: Sequence[str]) -> list[list[Button]]:
    buttons = [Button(Text("{number}")(number=number), f"{MENU}.tip.{number}") for number in numbers[:SHOWN]]
    return [buttons[at : at + 3] for at in range(0, len(buttons), 3)]


async def button(turn: Turn, whom: Person) -> list[list[Button]]:
    """Return the button by which all open work of somebody is given away, if there is any."""
    count = len(await leaving.open_work(turn.tx, whom.id))
    if not count or not turn.may("people.give"):
        return []
    return [[Button(GIVE(count=count), f"{MENU}.people.{whom.handle} give")]]


async def give(turn: Turn, whom: Person, handle: str, back: list[list[Button]]) -> None:
    """Ask to whom the open work of somebody goes, or give it: `HANDLE`."""
    work, name = await leaving.open_work(turn.tx, whom.id), await _name(turn, whom)
    to = await people.by_handle(turn.tx, handle)
    if turn.person is None or not work:
        return turn.say(NOTHING(name=name), buttons=back, in_place=True)
    given = await leaving.give(turn.tx, work, to, turn.person) if to and to.id != whom.id else []
    if to is None or not given:
        return await _ask(turn, whom, name, back)
    numbers = [tip.number for tip in given]
    await say_to(turn, [to], TOLD(name=name, numbers=", ".join(numbers)), _opens(numbers), but=turn.person.id)
    stayed = len(work) - len(given)
    told = [STAYED(count=stayed, to=await _name(turn, to))] if stayed else []
    return turn.say(GIVEN(to=await _name(turn, to), count=len(given), name=name), *told, buttons=back, in_place=True)


async def _ask(turn: Turn, whom: Person, name: Text, back: list[list[Button]]) -> None:
    work, rows = await leaving.open_work(turn.tx, whom.id), []
    for role in (Role.OFFICER, Role.GRID_WORKER):
        for each in await people.of_role(turn.tx, role):
            scope = await sight.scope_of(turn.tx, each)
            count = sum(scope.holds(tip) for tip in work)
            if count and each.id != whom.id:
                label = LABEL(name=await _name(turn, each), post=post_label(each.role, each.scope), count=count)
                rows.append([Button(label, f"{MENU}.people.{whom.handle} give {each.handle}")])
    told = TO_WHOM(name=name, count=len(work)) if rows else NOBODY
    turn.say(told, buttons=[*rows, *back], in_place=True)


async def _name(turn: Turn, whom: Person) -> Text:
    contact = await people.contact(turn.tx, whom.id)
    return Text("{name}")(name=contact.name if contact else "–")
