"""One tip as staff see it: what was said and shown, where it stands, what is known around it, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.rules import codes, masking
from bot.rules.hazards import HazardState
from bot.rules.silence import UNHEARD
from bot.rules.tips import BEHIND, Move, TipState, age_band, moves_from
from bot.speech import Button, Text
from bot.texts import _, day_of
from handlers import enclosures, hotline, identities, listening, redacting, silences
from handlers.catalogue import hazard_label
from handlers.commands import refuse
from handlers.deeds import handling, reaching, sight
from handlers.gradings import graded
from handlers.handle_fields import notice_of
from handlers.roles import role_label
from handlers.states import BANDS, BUTTONS, DONE, LIMITS, OUTCOMES, STATES
from handlers.surroundings import around, others
from handlers.turn import MENU, Turn
from storage import cases, hazards, history
from storage.history import Entry
from storage.tip_rows import Tip

FULL, PAST, AGAIN, NOTICE = " full", " past", " again", " notice"
"""Behind a tip's number: with what is hidden at first; all that happened; the card in place of what was pressed; the
notice for whoever must put it right."""
PIECE = 3000
"""Characters of what was seen that one message takes, beside the other lines (Telegram takes 4,096 in all)."""
SHOWN_PAST = 20

CARD = _("<b>Tip No. {number}</b> · {state}\nDanger: {hazard}\nPlace: {where}\nSeen: {what}\nFrom: {sender}")
LIMIT = Text("{limit} ({band})")
RESTS = _("The limit rests until the sender answers.")
URGENT = _("<b>Marked urgent.</b>")
ENDED = _("Outcome: {outcome}")
ADDED = _("<b>Added on {day}:</b> {words}")
SAID_LATER: Mapping[Move, Text] = {
    Move.ADDED: ADDED,
    Move.ANSWERED: ADDED,
    Move.HEARD: _("<b>Voice message, as a listener heard it on {day}:</b> {words}"),
}
SPOKEN = _("(told in the voice message)")
NOTHING_SAID = _("(no words)")
PAST_LINE = _("{day} · {what} · {role}")
PAST_WHY = _("{day} · {what} · {role}: {words}")
NONE = _("There is no tip with that number. Send /tip and the four characters, for example /tip 7F3K.")


def is_number(turn: Turn) -> bool:
    """Tell whether somebody who may read tips typed the number of one."""
    typed = turn.incoming.kind == "text" and codes.read_tip_number(turn.incoming.text) is not None
    return typed and any(turn.may("tip.read", state) for state in TipState)


async def tip(turn: Turn) -> None:
    """Show one tip with its files; names, telephone numbers and accounts are hidden unless asked for."""
    if not any(turn.may("tip.read", state) for state in TipState):
        return await refuse(turn)
    typed = turn.incoming.text
    for behind in (FULL, PAST, AGAIN, NOTICE):
        typed = typed.removesuffix(behind)
    number = codes.read_tip_number(typed)
    found = await sight.seen(turn.tx, turn.person, number) if number else None
    if found is None:
        return turn.say(NONE)
    state = (await sight.front(turn.tx, found)).state  # what others reported of the same is read with it
    if not turn.may("tip.read", found.state) and not turn.may("tip.read", state):
        return await refuse(turn)
    if turn.incoming.text.endswith(PAST):
        return await _past(turn, found)
    if turn.incoming.text.endswith(NOTICE):
        return await _notices(turn, found)
    if turn.incoming.text.endswith(AGAIN):
        return await show(turn, found, again=True)
    in_full = turn.incoming.text.endswith(FULL) and turn.may("tip.full", found.state)
    await turn.record("tip.full" if in_full else "tip.read", found.number)
    await show(turn, found, in_full)
    if not in_full:
        await files(turn, found)
    return None


async def files(turn: Turn, found: Tip) -> None:
    """Send what came with a tip; a part has what came with its whole."""
    whole = await cases.get(turn.tx, found.work.parent) if found.work.parent else None
    for each in filter(None, (whole, found)):
        await enclosures.show(turn, each.number)


async def show(
    turn: Turn,
    found: Tip,
    in_full: bool = False,
    done: Text | None = None,
    more: Sequence[Sequence[Button]] = (),
    again: bool = False,
) -> None:
    """Show the card of a tip, with a button for each thing that whoever looks can do now.

    After something was done, or `again`, the card stands where it was pressed, with what was done at its head.
    """
    made = await history.of(turn.tx, found.id)
    later = await _said_later(turn, found, made)
    said = [found.report.where, found.report.what, *(each.words for each in later)]
    masked = [masking.hide(words) for words in said]
    where, whole, *added = said if in_full else [each.text for each in masked]
    what, *rest = _pieces(whole)
    card = CARD(
        number=found.number,
        state=STATES[found.state],
        hazard=hazard_label(found.report.hazard),
        where=where,
        what=what or (SPOKEN if await enclosures.spoken(turn, found.number) else NOTHING_SAID),
        sender=identities.sender(found),
    )
    hidden = not in_full and any(each.found for each in masked) and turn.may("tip.full", found.state)
    head = [done] if done else []
    opens = await _opens(turn, found, hidden)
    rows = [*more, *opens, *await choices(turn, found, made), *await hotline.buttons(turn, found)]
    rows += [*await identities.buttons(turn, found), *await redacting.buttons(turn, found)]  # seldom wanted: last
    in_place = again or done is not None
    turn.say(*head, card, *await _lines(turn, found), buttons=rows, in_place=in_place)
    if in_place:
        return
    for piece in rest:
        turn.say(Text("{words}")(words=piece))
    for each, words in zip(later, added, strict=True):
        for piece in _pieces(words):
            turn.say(SAID_LATER[each.move](day=day_of(each.at), words=piece))


async def _said_later(turn: Turn, found: Tip, made: list[Entry]) -> list[Entry]:
    """Return what was said after a tip was filed; what is said of a whole counts for its parts."""
    of_whole = await history.of(turn.tx, found.work.parent) if found.work.parent else []
    return [each for each in (*of_whole, *made) if each.words and each.move in SAID_LATER]


async def _opens(turn: Turn, found: Tip, hidden: bool) -> list[list[Button]]:
    """Return the buttons that show more of a tip."""
    buttons = [[Button(_("Show names and numbers"), f"{MENU}.tip.{found.number}{FULL}")]] if hidden else []
    buttons += [*await others(turn, found), *await listening.buttons(turn, found)]
    stands = found.state in (TipState.VERIFIED, TipState.RECTIFYING) and await hazards.of_tip(turn.tx, found.id)
    return [*buttons, [notice_of(found.number)]] if stands else buttons


async def _lines(turn: Turn, found: Tip) -> list[Text]:
    """Return what the card says besides the report itself."""
    return [
        *_standing(turn, found),
        *graded(turn.tx.policy, found.report),
        *await around(turn, found),
        *await identities.notes(turn, found),
        *await silences.notes(turn, found),
        *await enclosures.notes(turn, found.number),
    ]


def _standing(turn: Turn, found: Tip) -> list[Text]:
    """Return which limit runs, and how it ended."""
    told = [URGENT] if found.work.urgent else []
    if found.work.rested is not None:
        told.append(RESTS)
    elif found.work.due is not None and found.work.phase in LIMITS:
        limit = LIMITS[found.work.phase](by=found.work.due)
        told.append(LIMIT(limit=limit, band=BANDS[age_band(found.work.due, turn.tx.now)]))
    return told + ([ENDED(outcome=OUTCOMES[found.work.outcome])] if found.work.outcome else [])


async def choices(turn: Turn, found: Tip, made: list[Entry]) -> list[list[Button]]:
    """Return a button for each move that whoever looks may make now, two a line, and what else they may do."""
    moves = [move for move in BUTTONS if move in moves_from(found.state, turn.role)]
    silence = await reaching.out_of_reach(turn.tx, found)
    if turn.person is not None and found.work.handler == turn.person.id:
        moves = [move for move in moves if move is not Move.TAKE]
    last = made[-1] if made else None
    if last is None or turn.person is None or not handling.may_undo(turn.tx, last, turn.person.id):
        moves = [move for move in moves if move is not Move.UNDO]
    moves = [move for move in moves if silence not in UNHEARD.get(Move(move), frozenset())]
    moves = [move for move in moves if (move in BEHIND if found.main else move is not Move.SEPARATE)]
    buttons = [Button(BUTTONS[move], f"{MENU}.do.{found.number} {move}") for move in moves]
    rows = [buttons[at : at + 2] for at in range(0, len(buttons), 2)]
    more = [Button(_("What happened so far"), f"{MENU}.tip.{found.number}{PAST}")] if made else []
    # Also where the way is gone: whether a sender can still be reached is nobody's business.
    if turn.may("sender.block", "reachable"):
        more.append(Button(_("Keep the sender from filing"), f"{MENU}.block.{found.number}"))
    return [*rows, more] if more else rows


async def _notices(turn: Turn, found: Tip) -> None:
    """Say the notice for whoever must put a danger right, and nothing else: it is shown and forwarded as it stands."""
    for each in await hazards.of_tip(turn.tx, found.id):
        if each.state == HazardState.OPEN:
            turn.say(Text("{words}")(words=each.finding.notice))


async def _past(turn: Turn, found: Tip) -> None:
    """Show what happened to a tip: when, what, by which role, and why."""
    made = await history.of(turn.tx, found.id)
    lines = [_past_line(each) for each in made[-SHOWN_PAST:]]
    turn.say(_("<b>What happened to No. {number}</b>")(number=found.number), *lines)


def _past_line(each: Entry) -> Text:
    told = {"day": day_of(each.at), "what": DONE[each.move], "role": role_label(each.role) if each.role else Text("–")}
    words = masking.hide(each.words).text[: PIECE // SHOWN_PAST]
    return PAST_WHY(words=words, **told) if words else PAST_LINE(**told)


def _pieces(words: str) -> list[str]:
    """Return what was seen in pieces that fit into a message: captions of nine photos come to 10,000 characters."""
    return [words[at : at + PIECE] for at in range(0, len(words), PIECE)] or [""]
