"""Words about what happened to a tip: to whoever sent it, and to those whose work it is, once it is certain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.rules import masking
from bot.rules.tips import Move, TipState
from bot.speech import Button, Text
from bot.texts import _, day_of, language_for
from handlers import group_cards
from handlers.catalogue import hazard_label
from handlers.deeds import approving, reaching, sight
from handlers.deeds.phrases import SAID
from handlers.handle_fields import office_name
from handlers.roles import desk_label
from handlers.states import OUTCOMES
from handlers.telling import say_to
from handlers.turn import MENU, Turn
from storage import approvals, bans, history, people, tips
from storage.history import Entry
from storage.tip_rows import Tip

WORDS: Mapping[Move, Text] = {
    Move.ACCEPT: _("<b>No. {number} is accepted.</b> Somebody will have looked by {by}. You hear from us here."),
    Move.ASSIGN: _("<b>No. {number} is with the {desk} now.</b> Somebody will have looked by {by}."),
    Move.MERGE: _(
        "<b>No. {number}: somebody reported the same before you.</b> Both are handled together; you are told just the "
        "same, and what you saw counts."
    ),
    Move.SEPARATE: _("<b>No. {number} is handled on its own again.</b> It turned out to be another matter."),
    Move.ASK: _(
        "<b>No. {number}: we have a question.</b>\n{words}\n"
        "Please answer by {until} with the button below. Not sure is an answer too. Until then we wait."
    ),
    Move.RETURN: _("<b>No. {number}: we go on with what we know.</b> You can still add something at any time."),
    Move.REFUTE: _(
        "<b>No. {number} was checked, and we did not find it so.</b>\n{words}\n"
        "Is it still there? Tell us below within {days} days: somebody else will look at it again."
    ),
    Move.REFER: _(
        "<b>No. {number} is not in our power; we handed it to: {office}.</b>\n{words}\n"
        "On {until} we ask them what became of it, and tell you here. They were not told who reported it."
    ),
    Move.VERIFY: _(
        "<b>No. {number} was checked: it is true.</b> It has to be put right by {by}. Thank you for telling us."
    ),
    Move.RECTIFY: _("<b>No. {number}: it is put right.</b> {words}"),
    Move.CLOSE: _("<b>No. {number} is closed: {outcome}.</b> In a few days I ask you whether it is really so."),
    Move.GIVE_UP: _(
        "<b>No. {number}: we could not solve it. We are sorry, and say so plainly.</b>\n{words}\n"
        "If you do not agree, tell us below within {days} days: somebody else decides whether it is taken up again."
    ),
    Move.REOPEN: _("<b>No. {number} is taken up again.</b> You will have an answer by {by}."),
    Move.KEEP: _(
        "<b>No. {number} was looked at once more by somebody else, and stays as it was.</b> You can turn to 12345."
    ),
    Move.EXTEND: _(
        "<b>No. {number} needs more time, until {by}.</b>\n{words}\nSomebody else agreed to it. Thank you for waiting."
    ),
    Move.REPLY: _("<b>No. {number}, from the office:</b>\n{words}"),
}
"""What the sender is told of a move; of the others they are told nothing."""

FRONT = _("<b>No. {number}: somebody else reported the same.</b> Both are handled together; yours was first.")
ON_ITS_OWN = _("<b>No. {number} is handled on its own now.</b> You will have an answer by {by}.")
CLOSED_PLAINLY = _("<b>No. {number} is closed: {outcome}.</b> Thank you.")
OF_PART = _("This is about the part of it that is with the {desk}.")
NEW_WORK = _("<b>For you: No. {number}</b> · {hazard}\n{place}\nTo be looked at by {by}.")
TO_STAFF: Mapping[Move, Text] = {
    Move.ANSWERED: _("<b>No. {number}: the sender answered.</b> The limit runs again, until {by}."),
    Move.ADDED: _("<b>No. {number}: the sender added something.</b>"),
    Move.RETURN: _("<b>No. {number}: no answer came in time.</b> Please go on with what is known, until {by}."),
    Move.DOUBTED: _(
        "<b>No. {number}: the sender says it is not right so.</b> /approvals: whoever did not end it decides."
    ),
    Move.EXTEND: _("<b>No. {number}: agreed.</b> The limit is {by} now."),
    Move.REOPEN: _("<b>No. {number} is taken up again.</b> /triage"),
}
OPEN = _("Open the tip")


async def tell(turn: Turn) -> None:
    """Tell everybody whom one move concerns: `news NUMBER STEP`; what was taken back meanwhile is told to nobody."""
    _name, number, step = turn.incoming.command.split()
    tip = await tips.by_number(turn.tx, number)
    made = await history.of(turn.tx, tip.id) if tip else []
    entry = next((each for each in made if each.step == int(step)), None)
    if tip is None or entry is None or any(each.facts.get("undone") == entry.step for each in made):
        return
    await _to_sender(turn, tip, entry)
    await _to_staff(turn, tip, entry)


async def _to_sender(turn: Turn, tip: Tip, entry: Entry) -> None:
    words = WORDS.get(entry.move)
    if words is None or (entry.move is Move.ASSIGN and tip.work.parent is not None):
        return
    if entry.move is Move.CLOSE and tip.work.outcome != "fixed":
        words = CLOSED_PLAINLY
    if entry.move is Move.MERGE:
        await _to_front(turn, str(entry.facts["main"]))
    if entry.move is Move.SEPARATE and entry.who is None:  # who stood in front took theirs back: nobody else's business
        words = ON_ITS_OWN
    values = values_of(turn, tip, entry)
    for reached in await reaching.senders(turn.tx, tip):
        values["words"] = entry.facts.get(SAID, {}).get(language_for(reached.language), entry.words)
        told = [words(number=reached.tip.number, **values)]
        told += [OF_PART(desk=desk_label(tip.work.desk))] if tip.work.parent is not None else []
        turn.tell(reached.chat, language_for(reached.language), *told, buttons=_for_sender(reached.tip, entry.move))


async def _to_front(turn: Turn, number: str) -> None:
    """Tell whoever sent the tip that stands in front that another stands behind it now; not whose."""
    if (way := await bans.sender_of(turn.tx, number)) is not None:
        turn.tell(way.chat, language_for(way.language), FRONT(number=number))


def values_of(turn: Turn, tip: Tip, entry: Entry) -> dict[str, object]:
    """Return what the words about a move may name."""
    until = entry.facts.get("until")
    waits = reaching.answer_by(turn.tx)
    return {
        "by": tip.work.due or tip.answer_by,
        "desk": desk_label(str(entry.facts.get("desk", tip.work.desk))),
        "words": entry.words,
        "office": office_name(str(entry.facts.get("office", ""))),
        "until": day_of(datetime.fromisoformat(str(until))) if until else waits,
        "days": turn.tx.policy.handling.object_days,
        "outcome": OUTCOMES.get(tip.work.outcome, Text("–")),
    }


def _for_sender(tip: Tip, move: Move) -> list[list[Button]]:
    """Return the buttons under words to a sender: they name the tip, and count in the sender's own chat alone."""
    if move is Move.ASK:
        return [[Button(_("Answer"), f"{MENU}.answer.{tip.number}")]]
    if move in (Move.REFUTE, Move.REFER, Move.GIVE_UP):
        return [[Button(_("It is not right so"), f"{MENU}.doubt.{tip.number}")]]
    return []


async def _to_staff(turn: Turn, tip: Tip, entry: Entry) -> None:
    buttons = [[Button(OPEN, f"{MENU}.tip.{tip.number}")]]
    by = tip.work.due or tip.answer_by
    if entry.move in (Move.ASSIGN, Move.HAND_OVER):
        place = masking.brief(tip.report.where, 40)
        told = NEW_WORK(number=tip.number, hazard=hazard_label(tip.report.hazard), place=place, by=by)
        await say_to(turn, await reaching.workers(turn.tx, tip), told, buttons, but=entry.who)
        await group_cards.post(turn, tip, anew=entry.move is Move.ASSIGN)
    elif entry.move in TO_STAFF:
        front = await sight.front(turn.tx, tip)  # whoever works on that one hears of what belongs to it
        whom = await reaching.workers(turn.tx, front) if _is_worked_on(front, entry.move) else []
        admins = await _deciders(turn, tip, entry)
        told = TO_STAFF[entry.move](number=tip.number, by=by)
        await say_to(turn, whom or admins, told, buttons, but=entry.who)


async def _deciders(turn: Turn, tip: Tip, entry: Entry) -> list[people.Person]:
    """Return the admins; of a tip whose end is doubted those who may decide, for whoever ended it may not."""
    admins = await reaching.admins(turn.tx, tip)
    asked = await approvals.about(turn.tx, approving.REOPEN, tip.number) if entry.move is Move.DOUBTED else []
    return [each for each in admins if not asked or await approving.may_answer(turn.tx, asked[0], each)]


def _is_worked_on(tip: Tip, move: Move) -> bool:
    return move not in (Move.DOUBTED, Move.REOPEN) and tip.state not in (TipState.RECEIVED, TipState.ACKNOWLEDGED)
