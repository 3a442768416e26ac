"""The reply to whoever told a tip elsewhere, in the form that hotlines use, in the words of what really happened.

Four parts: taken in, checked, handled, called back. It names no person, and no other report.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.rules import masking
from bot.rules.hazards import HazardState
from bot.rules.tips import Move, TipState
from bot.speech import Text
from bot.texts import _, day_of, joined
from handlers.deeds.calling import Said
from handlers.handle_fields import WHO, office_name
from handlers.roles import desk_label
from handlers.states import STATES
from handlers.turn import Turn
from storage import cases, hazards, history, origins
from storage.hazards import Hazard
from storage.history import Entry
from storage.tip_rows import Tip

MOST = 300
"""Characters of what staff wrote that the reply takes."""

ORDER = _("Order: {order}")
TAKEN_IN = _("1. Taken in: we took it in on {day}.")
SENT = _("On {day} it went to: {desk}.")
CHECKED = _("2. Checked:")
THERE = _("On {day} our staff went there.")
TRUE = _("On {day} it was found to be true.")
FOUND = _("Found: {found}.")
NOT_FOUND = _("On {day} it was checked and not found so. {words}")
NOT_OURS = _("It is not in our power; on {day} it was handed to: {office}. {words}")
NOT_YET = _("not checked yet; somebody will have looked by {by}.")
SOON = _("not checked yet.")
HANDLED = _("3. Handled:")
ASKED_FOR = _("{who} was told to do until {deadline}: {measure}.")
SOMEBODY = _("whoever answers for it")
SERVED = _("On {day} the notice was handed over.")
STILL = _("On {day} we looked again: not yet right.")
RIGHTED = _("On {day} we looked again: it is put right. {words}")
MORE_TIME = _("More time is needed, until {until}.")
GIVEN_UP = _("On {day} it was ended without a solution. {words}")
AGAIN = _("On {day} it was taken up again.")
TOGETHER = _("It is handled together with an earlier report of the same.")
PART = _("The part that is with the {desk}: {state}.")
UNDER_WAY = _("under way.")
NOTHING = _("nothing is to be put right.")
CALLED = _("4. Called back:")
NOT_CALLED = _("not yet.")
CALLS = {
    Said.FIXED: _("On {day} whoever told it was called: it is put right."),
    Said.OPEN: _("On {day} whoever told it was called: it is not right yet; somebody else looks at it again."),
    Said.MISSED: _("On {day} whoever told it was called; nobody answered."),
}
DAY = _("{month}-{day}")
SPACED = Text("{first} {next}")


async def lines(turn: Turn, tip: Tip) -> list[Text]:
    """Return the reply, part by part."""
    front = (await cases.get(turn.tx, tip.main) if tip.main else None) or tip
    entered = await origins.of(turn.tx, tip.id)
    made = await _made(turn, front)
    dangers = await hazards.of_tip(turn.tx, front.id)
    parts = [
        [TAKEN_IN(day=_day(entered.entered if entered else tip.filed)), *_sent(made)],
        [CHECKED, *_checked(front, made, dangers)],
        [HANDLED, *await _handled(turn, tip, front, made, dangers)],
        [CALLED, *_called(await _made(turn, tip))],
    ]
    head = [ORDER(order=entered.order)] if entered and entered.order else []
    return [*head, *(joined(part, SPACED) for part in parts)]


async def _made(turn: Turn, tip: Tip) -> list[Entry]:
    """Return what happened to a tip, without what was taken back."""
    made = await history.of(turn.tx, tip.id)
    undone = {each.facts.get("undone") for each in made}
    return [each for each in made if each.step not in undone]


def _day(moment: datetime) -> Text:
    """Return the day of a moment as a letter names it, without the day of the week."""
    day = day_of(moment)
    return DAY(month=day.month, day=day.day)


def _words(entry: Entry) -> str:
    return masking.hide(entry.words).text[:MOST]


def _sent(made: Sequence[Entry]) -> Iterator[Text]:
    for each in made:
        desk = str(each.facts.get("desk", ""))
        if each.move in (Move.ASSIGN, Move.HAND_OVER) and desk and not each.facts.get("to"):
            yield SENT(day=_day(each.at), desk=desk_label(desk))


def _checked(front: Tip, made: Sequence[Entry], dangers: Sequence[Hazard]) -> list[Text]:
    told = []
    for each in made:
        day = _day(each.at)
        if each.move is Move.GO:
            told.append(THERE(day=day))
        elif each.move is Move.VERIFY:
            told.append(TRUE(day=day))
        elif each.move is Move.REFUTE:
            told.append(NOT_FOUND(day=day, words=_words(each)))
        elif each.move is Move.REFER:
            told.append(NOT_OURS(day=day, office=office_name(str(each.facts.get("office", ""))), words=_words(each)))
    told += [FOUND(found=masking.hide(each.finding.found).text[:MOST].rstrip("。.")) for each in dangers]
    if told:
        return told
    return [NOT_YET(by=front.work.due)] if front.work.phase == "check" and front.work.due else [SOON]


async def _handled(turn: Turn, tip: Tip, front: Tip, made: Sequence[Entry], dangers: Sequence[Hazard]) -> list[Text]:
    told = [TOGETHER] if front.id != tip.id else []
    told += [_asked_for(each) for each in dangers if each.state is not HazardState.GIVEN_UP]
    told += [words for each in made if (words := _done(each))]
    told += [
        PART(desk=desk_label(each.work.desk), state=STATES[each.state]) for each in await cases.parts(turn.tx, front)
    ]
    if told:
        return told
    return [NOTHING if front.state in (TipState.UNFOUNDED, TipState.OUTSIDE, TipState.CLOSED) else UNDER_WAY]


def _asked_for(danger: Hazard) -> Text:
    who = WHO.get(danger.finding.who, SOMEBODY)  # what was typed may be a name
    measure = masking.hide(danger.finding.measure).text[:MOST].rstrip("。.")
    return ASKED_FOR(who=who, deadline=_day(danger.deadline), measure=measure)


def _done(entry: Entry) -> Text | None:
    day, until = _day(entry.at), entry.facts.get("until")
    if entry.move is Move.EXTEND and until:
        return MORE_TIME(until=_day(datetime.fromisoformat(str(until))))
    sentence = {
        Move.SERVE: SERVED,
        Move.LOOK: STILL,
        Move.RECTIFY: RIGHTED,
        Move.GIVE_UP: GIVEN_UP,
        Move.REOPEN: AGAIN,
    }.get(entry.move)
    return sentence(day=day, words=_words(entry)) if sentence else None


def _called(made: Sequence[Entry]) -> list[Text]:
    calls = [(_day(each.at), each.facts["called"]) for each in made if "called" in each.facts]
    return [CALLS[Said(said)](day=day) for day, said in calls[-3:]] or [NOT_CALLED]
