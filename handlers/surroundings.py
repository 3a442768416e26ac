"""What is known around a tip: whose it is, what it belongs to, what was found, how to protect whoever sent it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from bot.rules import masking
from bot.rules.hazards import grade
from bot.rules.people import Role
from bot.rules.routing import Reason, route
from bot.rules.sources import TOLD, Source
from bot.rules.tips import Move, TipState, age_band, moves_from
from bot.speech import Button, Text
from bot.texts import _, day_of
from handlers import reward_cards
from handlers.deeds import sight
from handlers.gradings import placed
from handlers.handle_fields import who_name
from handlers.roles import desk_label
from handlers.sources import source_label
from handlers.states import BANDS, listed
from handlers.turn import MENU, Turn
from storage import cases, hazards, origins, people
from storage.tip_rows import Tip

CAME = _("Came in: {source}")
CAME_AS = _("Came in: {source}, order {order}")
TOLD_ON = _("Told there on {day}")
DEADLINE = _("To be dealt with for them by {by} ({band})")
NO_WAY: Mapping[str, Text] = {
    Source.HOTLINE: _("<i>No way back in the chat: answer with the reply for the hotline, or call through it.</i>"),
    Source.WALK_IN: _("<i>No way back in the chat: they ask with their receipt code, here or at the counter.</i>"),
    Source.PHONE: _("<i>No way back in the chat: answer by phone; they can also ask with their receipt code.</i>"),
}
NO_WAY_AT_ALL = _("<i>No way back in the chat: tell the office that it came from.</i>")
DESK = _("Desk: {desk}")
DESK_AND_HANDLER = _("Desk: {desk} · with {name}")
NOBODY_YET = _("Desk: {desk} · nobody has taken it yet")
GOES_TO = _("Would go to: {desk} ({why})")
WHY = {
    Reason.KIND: _("by its kind"),
    Reason.AREA: _("by its area"),
    Reason.TWO_STEPS: _("determines first; the next desk acts then"),
}
NO_GRID = _("The grid is not known: choose one when you send it.")
ALSO = _("{count} more person reported the same.", "{count} more people reported the same.")
OPEN = _("Open {number}")
WIDE, MOST_OTHERS = 3, 9
"""Buttons that stand beside each other, and how many there are at most."""
BEHIND = _("Stands behind No. {number}.")
PART = _("A part of No. {number}.")
PARTS = _("Parts: {numbers}")
ALIKE = _("May be the same matter: {numbers}")
BEFORE = _("Earlier at this place: {numbers}")
FINDING = _("<b>Hazard:</b> {found}\nMeasure: {measure}\nTo be done by: {name} · until {deadline}")
QUIET = _(
    "<i>To protect whoever reported: not before {until}, unless it is urgent; visit several doors; say nothing of a "
    "report.</i>"
)
DISCREET = _("<i>To protect whoever reported: visit several doors, and say nothing of a report.</i>")


async def around(turn: Turn, found: Tip) -> list[Text]:
    """Return what is known around a tip: its grid, whose it is, its kin, what was found, how to protect its sender."""
    return [
        *placed(found.report),
        *await _came(turn, found),
        *await _whose(turn, found),
        *await _kin(turn, found),
        *await _findings(turn, found),
        *await reward_cards.of_tip(turn, found),
        *_quiet(turn, found),
    ]


async def _came(turn: Turn, found: Tip) -> list[Text]:
    """Return how a tip came in that its sender did not write here, and how its sender is told what becomes of it."""
    if found.work.source == Source.CHAT:
        return []
    entered = await origins.of(turn.tx, found.id)
    deadline = found.work.deadline
    ends = [DEADLINE(by=deadline, band=BANDS[age_band(deadline, turn.tx.now)])] if deadline else []
    told = [CAME(source=source_label(found.work.source))]
    if entered is None:  # a part, which has the sender of its whole
        return [*told, *ends]
    if entered.order and turn.role == Role.ADMIN:
        told = [CAME_AS(source=source_label(found.work.source), order=entered.order)]
    told += [TOLD_ON(day=day_of(entered.told))] if entered.told else []
    return [*told, *ends, *([] if entered.own else [NO_WAY.get(found.work.source, NO_WAY_AT_ALL)])]


async def _whose(turn: Turn, found: Tip) -> list[Text]:
    if not found.work.desk:
        going = route(turn.tx.policy, found.report.hazard, found.report.spot.grid)
        why = WHY[going.reasons[-1]]
        asked = [NO_GRID] if going.unknown and turn.role == Role.ADMIN else []
        open_states = (TipState.RECEIVED, TipState.ACKNOWLEDGED, TipState.REOPENED)
        return [GOES_TO(desk=desk_label(going.desk), why=why), *asked] if found.state in open_states else []
    desk = desk_label(found.work.desk)
    if found.work.handler is None:
        waits = found.state in (TipState.ASSIGNED, TipState.ON_SITE)
        return [(NOBODY_YET if waits else DESK)(desk=desk)]
    contact = await people.contact(turn.tx, found.work.handler)
    return [DESK_AND_HANDLER(desk=desk, name=contact.name if contact else "")]


async def _kin(turn: Turn, found: Tip) -> list[Text]:
    """Return the tips that stand behind this one, before it, beside it, or are parts of it."""
    own = {found.number}
    told = [ALSO(count=len(behind))] if (behind := await cases.joined(turn.tx, found)) else []
    for id, line in ((found.main, BEHIND), (found.work.parent, PART)):
        other = await cases.get(turn.tx, id) if id else None
        if other:
            told.append(line(number=other.number))
            own.add(other.number)
    if parts := await cases.parts(turn.tx, found):
        told.append(PARTS(numbers=_listed(parts)))
        own |= {each.number for each in parts}
    since = turn.tx.now - timedelta(days=turn.tx.policy.handling.similar_days)
    scope, spot, hazard = await sight.scope_of(turn.tx, turn.person), found.report.spot, found.report.hazard
    same = await cases.alike(turn.tx, spot.building, hazard, since, but=found.id) if found.main is None else []
    alike = [each for each in same if scope.holds(each)]
    told += [ALIKE(numbers=_listed(alike))] if alike else []
    others = [each for each in await cases.of_place(turn.tx, found) if scope.holds(each)]
    own |= {each.number for each in alike}
    before = [each for each in others if each.number not in own]
    return told + ([BEFORE(numbers=_listed(before))] if before else [])


async def others(turn: Turn, found: Tip) -> list[list[Button]]:
    """Return the buttons that open what others reported of the same."""
    main = await cases.get(turn.tx, found.main) if found.main else None
    scope = await sight.scope_of(turn.tx, turn.person)
    same = [main] if main else await cases.joined(turn.tx, found)
    numbers = [each.number for each in same if await sight.sees(turn.tx, scope, each)]
    buttons = [Button(OPEN(number=number), f"{MENU}.tip.{number}") for number in numbers[:MOST_OTHERS]]
    return [buttons[at : at + WIDE] for at in range(0, len(buttons), WIDE)]


def _listed(tips: list[Tip]) -> Text:
    return listed([(each.number, each.state) for each in tips])


async def _findings(turn: Turn, found: Tip) -> list[Text]:
    told = []
    for each in await hazards.of_tip(turn.tx, found.id):
        finding = each.finding
        found_there = masking.hide(finding.found).text  # whoever typed it was asked for no names, and may forget
        what = {"found": found_there, "measure": finding.measure, "deadline": each.deadline}
        what["name"] = who_name(finding.who)
        told.append(FINDING(**what))
    return told


def _quiet(turn: Turn, found: Tip) -> list[Text]:
    """Return the advice that protects whoever sent a tip, to those who will knock at doors."""
    goes = found.state in (TipState.ASSIGNED, TipState.ON_SITE) and Move.VERIFY in moves_from(found.state, turn.role)
    if not goes or found.work.source not in (Source.CHAT, *TOLD):
        return []
    urgent = found.work.urgent or grade(turn.tx.policy.hazards[found.report.hazard], found.report.facts).urgent
    until = found.filed + timedelta(hours=turn.tx.policy.handling.quiet_hours)
    waits = found.reporter is None and not urgent and turn.tx.now < until
    return [QUIET(until=until) if waits else DISCREET]
