"""What admins see first: the backlog."""

from __future__ import annotations

from collections import Counter

from bot.rules import masking
from bot.rules.calendar import missing_year
from bot.rules.tips import TipState, age_band
from bot.speech import Button, Text
from bot.texts import _
from handlers import listening, silences, work
from handlers.catalogue import hazard_label
from handlers.commands import refuse
from handlers.deeds import sight
from handlers.sources import numbered
from handlers.states import BANDS, STATES
from handlers.turn import MENU, Turn
from storage import backlog as summaries
from storage import tips

PAGE = 5
ENTRY = _("\n<b>{number}</b> · {hazard} · {place}\nAnswer by {by} ({band})")
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


async def backlog(turn: Turn) -> None:
    """Show what waits, by state and age, the most urgent first, and what failed."""
    if not turn.may("backlog.read"):
        return await refuse(turn)
    page = int(turn.incoming.text) if turn.incoming.text.isdecimal() and len(turn.incoming.text) < 6 else 0
    scope = await sight.scope_of(turn.tx, turn.person)
    waiting = await tips.promises(turn.tx, TipState.RECEIVED, scope)
    page = min(page, max(0, (len(waiting) - 1) // PAGE))
    bands = Counter(age_band(by, turn.tx.now) for by in waiting)
    listed = await tips.oldest(turn.tx, TipState.RECEIVED, PAGE, page * PAGE, scope)
    told = [_("<b>Backlog</b>")]
    told += [
        Text("{state}: {count}")(state=STATES[state], count=count)
        for state, count in (await tips.count_by_state(turn.tx, scope)).items()
    ]
    told += [Text("{band}: {count}")(band=BANDS[band], count=bands[band]) for band in BANDS if bands[band]]
    if (missing := missing_year(turn.tx.policy, turn.tx.now)) is not None:
        told.insert(1, MISSING_YEAR(year=missing))
    heard, listen = await listening.summary(turn, scope)
    told += [*await work.kept(turn), *await silences.summary(turn, scope), *heard]
    told += [_entry(turn, tip) for tip in listed] or [_("No tip waits. Well done.")]
    told += await _failures(turn)
    rows = [*_turns(listed, page, len(waiting)), *await work.waiting(turn), *listen]
    turn.say(*told, buttons=rows, in_place=bool(turn.incoming.text))
    return None


def _turns(listed: list[tips.Tip], page: int, count: int) -> list[list[Button]]:
    """Return the buttons that open what is listed, and those that turn the page."""
    opens = [Button(Text("{number}")(number=tip.number), f"{MENU}.tip.{tip.number}") for tip in listed]
    turns = [Button(_("Earlier"), f"{MENU}.backlog.{page - 1}")] if page else []
    if (page + 1) * PAGE < count:
        turns.append(Button(_("More"), f"{MENU}.backlog.{page + 1}"))
    return [row for row in (opens, turns) if row]


def _entry(turn: Turn, tip: tips.Tip) -> Text:
    band = BANDS[age_band(tip.answer_by, turn.tx.now)]
    place = masking.brief(tip.report.where)
    told = {"number": numbered(tip), "place": place, "by": tip.answer_by, "band": band}
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
