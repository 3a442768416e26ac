"""Who stands in while one is away: their desk's or grids' tips are the deputy's too, until they are back."""

from __future__ import annotations

from datetime import timedelta

from bot.speech import Button, Text
from bot.texts import _, day_of, language_for
from handlers.commands import refuse
from handlers.deeds import reaching
from handlers.turn import MENU, Turn
from storage import deputies as store
from storage import people
from storage.people import Person

DAYS = (1, 3, 7, 14, 30)
MOST_DAYS = 90

WHO = _("<b>Who stands in for you?</b>\nThey see and handle what is yours as well, from now until you are back.")
NOBODY = _("Nobody else has your role here, so nobody can stand in. An admin can invite somebody: /invite")
HOW_LONG = _("<b>For how long does {name} stand in for you?</b>")
LABEL = _("{count} day", "{count} days")
NOW = _("<b>{name} stands in for you until {day}.</b>")
SET = _("<b>Done.</b> {name} stands in for you until {day}, and was told.")
ENDED = _("<b>Done.</b> Nobody stands in for you any more.")
TOLD = _("<b>You stand in for {name} until {day}.</b> What is theirs is in your list too: /work")
END = _("I am back: end it")


async def deputy(turn: Turn) -> None:
    """Show or choose who stands in: `HANDLE DAYS`, or `off`."""
    if not turn.may("deputy.set") or turn.person is None:
        return await refuse(turn)
    named, _space, days = turn.incoming.text.partition(" ")
    if named == "off":
        await store.end(turn.tx, turn.person.id)
        await turn.record("deputy.end")
        return turn.say(ENDED, in_place=True)
    whom = await people.by_handle(turn.tx, named)
    if whom is None or whom.role != turn.person.role or whom.id == turn.person.id:
        return await _choose(turn, turn.person)
    name = await _name(turn, whom.id)
    if not (days.isdecimal() and 0 < int(days) <= MOST_DAYS):
        data = f"{MENU}.deputy.{whom.handle} "
        return turn.say(
            HOW_LONG(name=name), buttons=[[Button(LABEL(count=n), f"{data}{n}")] for n in DAYS], in_place=True
        )
    return await _set(turn, turn.person, whom, name, int(days))


async def _choose(turn: Turn, me: Person) -> None:
    current = await store.of(turn.tx, me.id)
    told = [NOW(name=await _name(turn, current[0]), day=day_of(current[2]))] if current else []
    others = [each for each in await people.of_role(turn.tx, me.role) if each.id != me.id]
    rows = [[Button(await _name(turn, each.id), f"{MENU}.deputy.{each.handle}")] for each in others]
    rows += [[Button(END, f"{MENU}.deputy.off")]] if current else []
    turn.say(*told, WHO if others else NOBODY, buttons=rows)


async def _set(turn: Turn, me: Person, whom: Person, name: Text, days: int) -> None:
    ends = turn.tx.now + timedelta(days=days)
    await store.put(turn.tx, me.id, whom.id, turn.tx.now, ends)
    await turn.record("deputy.set", str(days), whom.id)
    if (way := await reaching.way_to(turn.tx, whom.id)) is not None:
        told = TOLD(name=await _name(turn, me.id), day=day_of(ends))
        turn.tell(way.chat, language_for(way.language), told)
    turn.say(SET(name=name, day=day_of(ends)), in_place=True)


async def _name(turn: Turn, person: bytes) -> Text:
    contact = await people.contact(turn.tx, person)
    return Text("{name}")(name=contact.name if contact else "–")
