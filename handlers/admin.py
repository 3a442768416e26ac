"""What admins see: the backlog, and one tip."""

from __future__ import annotations

from collections import Counter

from bot.rules import codes, masking
from bot.rules.calendar import missing_year
from bot.rules.tips import AgeBand, Openness, TipState, age_band
from bot.speech import Button, Text
from bot.texts import _, day_of
from handlers import enclosures
from handlers.commands import refuse
from handlers.fields import OPENNESS, STATES, hazard_label
from handlers.gradings import graded
from handlers.turn import MENU, Turn
from storage import backlog as summaries
from storage import history, people, privacy, tips

PAGE = 5
FULL = " full"
"""Behind a tip's number: with the names, telephone numbers and accounts that are hidden at first."""
PIECE = 3000
"""Characters of what was seen that one message takes, beside the other lines (Telegram takes 4,096 in all)."""

BANDS = {
    AgeBand.OVERDUE: _("overdue"),
    AgeBand.DUE_SOON: _("due within 24 hours"),
    AgeBand.IN_TIME: _("in time"),
}
ENTRY = _("\n<b>{number}</b> · {hazard} · {place}\nAnswer by {by} ({band})")
CARD = _(
    "<b>Tip No. {number}</b> · {state}\n"
    "Danger: {hazard}\n"
    "Place: {where}\n"
    "Seen: {what}\n"
    "From: {sender}\n"
    "Answer by {by} ({band})"
)
ALSO = _("{count} more person reported the same.", "{count} more people reported the same.")
ADDED = _("<b>Added on {day}:</b> {words}")
FAILURE = _("{kind} {seq} · {fault} · {hour}")
GIVEN_UP = _("{kind} {seq} · {fault}")
KINDS = {
    "dead": _("Message set aside:"),
    "failed": _("Could not be sent:"),
    "unknown": _("May not have arrived:"),
    "job": _("Work given up:"),
}


MISSING_YEAR = _(
    "<b>The holidays of {year} are missing.</b> Until they are there, days are counted by weekdays alone, and people "
    "are told that their date is not certain. Add [holidays.{year}] with source, off and work to the file of "
    "POLICY_FILE, as README tells, and restart."
)
SPOKEN = _("(told in the voice message)")
NOTHING_SAID = _("(no words)")


async def backlog(turn: Turn) -> None:
    """Show what waits, by state and age, the most urgent first, and what failed."""
    if not turn.may("backlog.read"):
        return await refuse(turn)
    page = int(turn.incoming.text) if turn.incoming.text.isdecimal() and len(turn.incoming.text) < 6 else 0
    waiting = await tips.promises(turn.tx, TipState.RECEIVED)
    page = min(page, max(0, (len(waiting) - 1) // PAGE))
    bands = Counter(age_band(by, turn.tx.now) for by in waiting)
    listed = await tips.oldest(turn.tx, TipState.RECEIVED, PAGE, page * PAGE)
    told = [_("<b>Backlog</b>")]
    told += [
        Text("{state}: {count}")(state=STATES[state], count=count)
        for state, count in (await tips.count_by_state(turn.tx)).items()
    ]
    told += [Text("{band}: {count}")(band=BANDS[band], count=bands[band]) for band in BANDS if bands[band]]
    if (missing := missing_year(turn.tx.policy, turn.tx.now)) is not None:
        told.insert(1, MISSING_YEAR(year=missing))
    told += [_entry(turn, tip) for tip in listed] or [_("No tip waits. Well done.")]
    told += await _failures(turn)
    opens = [[Button(Text("{number}")(number=tip.number), f"{MENU}.tip.{tip.number}") for tip in listed]]
    turns = []
    if page:
        turns.append(Button(_("Earlier"), f"{MENU}.backlog.{page - 1}"))
    if (page + 1) * PAGE < len(waiting):
        turns.append(Button(_("More"), f"{MENU}.backlog.{page + 1}"))
    turn.say(*told, buttons=[row for row in (*opens, turns) if row], in_place=bool(turn.incoming.text))
    return None


def _entry(turn: Turn, tip: tips.Tip) -> Text:
    band = BANDS[age_band(tip.answer_by, turn.tx.now)]
    told = {"number": tip.number, "place": masking.hide(tip.report.where).text[:30], "by": tip.answer_by, "band": band}
    return ENTRY(hazard=hazard_label(tip.report.hazard), **told)


async def _failures(turn: Turn) -> list[Text]:
    failed = await summaries.failures(turn.tx)
    if not failed:
        return []
    told = [_("\n<b>Set aside after an error: {count}</b>")(count=len(failed))]
    for each in failed[:PAGE]:
        line = FAILURE(hour=each.hour) if each.hour else GIVEN_UP
        told.append(line(kind=KINDS[each.kind], seq=each.seq, fault=each.fault))
    return told


async def tip(turn: Turn) -> None:
    """Show one tip with its files; names, telephone numbers and accounts are hidden unless asked for."""
    if not turn.may("tip.read", TipState.RECEIVED):
        return await refuse(turn)
    typed = turn.incoming.text.removesuffix(FULL)
    number = codes.read_tip_number(typed)
    found = await tips.by_number(turn.tx, number) if number else None
    if found is None:
        turn.say(_("There is no tip with that number. Send /tip and the four characters, for example /tip 7F3K."))
        return None
    if not turn.may("tip.read", found.state):
        return await refuse(turn)
    in_full = typed != turn.incoming.text and turn.may("tip.full", found.state)
    await turn.record("tip.full" if in_full else "tip.read", found.number)
    await _show(turn, found, in_full)
    if not in_full:
        await enclosures.show(turn, found.number)
    return None


async def _show(turn: Turn, found: tips.Tip, in_full: bool) -> None:
    later = [(day_of(each.at), each.words) for each in await history.of(turn.tx, found.id) if each.words]
    said = [found.report.where, found.report.what, *(words for _day, words in later)]
    masked = [masking.hide(words) for words in said]
    where, whole, *added = said if in_full else [each.text for each in masked]
    what, *rest = _pieces(whole)
    card = CARD(
        number=found.number,
        state=STATES[found.state],
        hazard=hazard_label(found.report.hazard),
        where=where,
        what=what or (SPOKEN if await enclosures.spoken(turn, found.number) else NOTHING_SAID),
        sender=await _sender(turn, found),
        by=found.answer_by,
        band=BANDS[age_band(found.answer_by, turn.tx.now)],
    )
    hidden = not in_full and any(each.found for each in masked) and turn.may("tip.full", found.state)
    opens = [[Button(_("Show names and numbers"), f"{MENU}.tip.{found.number}{FULL}")]] if hidden else []
    buttons = [*opens, *await enclosures.buttons(turn, found.number), *_measures(turn, found)]
    notes = [*await _joined(turn, found), *await enclosures.notes(turn, found.number)]
    turn.say(card, *graded(turn.tx.policy, found.report), *notes, buttons=buttons)
    for piece in rest:
        turn.say(Text("{words}")(words=piece))
    for (day, _words), words in zip(later, added, strict=True):
        for piece in _pieces(words):
            turn.say(ADDED(day=day, words=piece))


async def _joined(turn: Turn, found: tips.Tip) -> list[Text]:
    more = await tips.count_joined(turn.tx, found.id)
    return [ALSO(count=more)] if more else []


def _measures(turn: Turn, found: tips.Tip) -> list[list[Button]]:
    # Also where the way is gone: whether a sender can still be reached is nobody's business.
    may = turn.may("sender.block", "reachable")
    return [[Button(_("Keep the sender from filing"), f"{MENU}.block.{found.number}")]] if may else []


async def originals(turn: Turn) -> None:
    """Send the photos of one named tip as they came."""
    number = codes.read_tip_number(turn.incoming.text)
    if number is None or not turn.may("tip.read", TipState.RECEIVED):
        return await refuse(turn)
    await turn.record("originals.read", number)
    return await enclosures.originals(turn, number)


def _pieces(words: str) -> list[str]:
    """Return what was seen in pieces that fit into a message: captions of nine photos come to 10,000 characters."""
    return [words[at : at + PIECE] for at in range(0, len(words), PIECE)] or [""]


async def _sender(turn: Turn, found: tips.Tip) -> Text:
    contact = await people.contact(turn.tx, found.reporter) if found.reporter else None
    if contact is None or found.reporter is None:
        return OPENNESS[Openness.ANONYMOUS]
    await privacy.looked(turn.tx, found.reporter, turn.role)
    await turn.record("sender.read", found.number, found.reporter)
    return Text("{name}")(name=contact.name)
