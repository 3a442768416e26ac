"""What lies with somebody: the list of a desk or of grids, filtered and paged by buttons, and found by words."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.rules import codes, masking
from bot.rules.limits import on_time
from bot.rules.people import Role
from bot.rules.tips import OPEN, TipState, age_band
from bot.speech import Button, Text
from bot.texts import _
from handlers import cards
from handlers.catalogue import hazard_label
from handlers.commands import refuse
from handlers.deeds import mine, places, sight
from handlers.sources import numbered
from handlers.states import BANDS, LIMITS, STATES
from handlers.turn import MENU, Turn
from storage import cases
from storage.cases import Wish
from storage.tip_rows import Tip

PAGE = 6

HEAD = _("<b>Your work: {filter}</b> · {count}")
FOUND = _("<b>Found: {count}</b>")
NOTHING = _("Nothing here.")
ENTRY = _("\n<b>{number}</b> · {hazard} · {place}\n{state} · {limit} ({band})")
ENTRY_AT_REST = _("\n<b>{number}</b> · {hazard} · {place}\n{state}")
KEPT = _("On time so far: {share} % ({closed} closed, {overdue} open and overdue)")
FILTERS: Mapping[str, Text] = {
    "open": _("open"),
    "sending": _("to be sent to a desk"),
    "closing": _("to be closed"),
    "mine": _("taken by me"),
    "new": _("nobody took it yet"),
    "late": _("overdue"),
    "waiting": _("waiting for the sender"),
    "ended": _("ended"),
}
OF_ADMINS = ("sending", "closing")
"""Filters of what only an admin can do."""
NOT_OF_FLAT = _("Nothing of that very flat; this is what I know of its building.")
TURNED = re.compile(r"@(\d{1,4}) (.+)", re.DOTALL)
BUTTON_BYTES = 64
"""What the data of one button of Telegram hold."""
HOW = _("To search: /work and a number, a receipt code, an estate, a building, or a flat.")


async def work(turn: Turn) -> None:
    """List what lies with whoever looks: `FILTER PAGE`, or words to search for."""
    if not turn.may("work.read") or turn.person is None:
        return await refuse(turn)
    name, _space, page = turn.incoming.text.partition(" ")
    if name and name not in FILTERS:
        return await _search(turn, turn.incoming.text)
    return await _list(turn, name or "open", int(page) if page.isdecimal() and len(page) < 5 else 0)


def _wish(turn: Turn, name: str) -> Wish:
    person = turn.person.id if turn.person else None
    return {
        "open": Wish(),
        "sending": Wish(states=(TipState.ACKNOWLEDGED,)),
        "closing": Wish(states=(TipState.RECTIFIED, TipState.UNFOUNDED, TipState.OUTSIDE)),
        "mine": Wish(handler=person),
        "new": Wish(states=(TipState.ASSIGNED,), unclaimed=True),
        "late": Wish(overdue=turn.tx.now),
        "waiting": Wish(states=(TipState.NEEDS_INFORMATION,)),
        "ended": Wish(states=set(TipState) - OPEN - {TipState.WITHDRAWN}),
    }[name]


async def _list(turn: Turn, name: str, page: int) -> None:
    scope, wish = await sight.scope_of(turn.tx, turn.person), _wish(turn, name)
    count = await cases.count(turn.tx, scope, wish)
    page = min(page, max(0, (count - 1) // PAGE))
    shown = await cases.listed(turn.tx, scope, wish, PAGE, page * PAGE)
    told = [HEAD(filter=FILTERS[name], count=count), *([_entry(turn, each) for each in shown] or [NOTHING])]
    turns = [Button(_("Earlier"), f"{MENU}.work.{name} {page - 1}")] if page else []
    if (page + 1) * PAGE < count:
        turns.append(Button(_("More"), f"{MENU}.work.{name} {page + 1}"))
    offered = [code for code in FILTERS if turn.role == Role.ADMIN or code not in OF_ADMINS]
    filters = [Button(FILTERS[code], f"{MENU}.work.{code} 0") for code in offered if code != name]
    rows = [*_opens(shown), turns, *(filters[at : at + 3] for at in range(0, len(filters), 3))]
    turn.say(*told, *await kept(turn), HOW, buttons=[row for row in rows if row], in_place=bool(turn.incoming.text))


def _opens(shown: list[Tip]) -> list[list[Button]]:
    buttons = [Button(Text("{number}")(number=each.number), f"{MENU}.tip.{each.number}") for each in shown]
    return [buttons[:3], buttons[3:]]


def _entry(turn: Turn, tip: Tip) -> Text:
    place, hazard = masking.brief(tip.report.where), hazard_label(tip.report.hazard)
    told = {"number": numbered(tip), "hazard": hazard, "place": place, "state": STATES[tip.state]}
    if tip.work.due is None or tip.work.rested is not None or tip.work.phase not in LIMITS:
        return ENTRY_AT_REST(**told)
    limit, band = LIMITS[tip.work.phase](by=tip.work.due), BANDS[age_band(tip.work.due, turn.tx.now)]
    return ENTRY(limit=limit, band=band, **told)


async def waiting(turn: Turn) -> list[list[Button]]:
    """Return buttons to what waits for an admin behind triage: to be sent to a desk, to be closed."""
    scope = await sight.scope_of(turn.tx, turn.person)
    counted = [(code, await cases.count(turn.tx, scope, _wish(turn, code))) for code in OF_ADMINS]
    label = Text("{what}: {count}")
    row = [Button(label(what=FILTERS[code], count=count), f"{MENU}.work.{code} 0") for code, count in counted if count]
    return [row] if row else []


async def kept(turn: Turn) -> list[Text]:
    """Return how many tips were dealt with on time."""
    in_time, late, overdue = await cases.kept(turn.tx, await sight.scope_of(turn.tx, turn.person), turn.tx.now)
    share = on_time(in_time, late, overdue)
    if share is None:
        return []
    return [KEPT(share=int(share * 100), closed=in_time + late, overdue=overdue)]


async def _named(turn: Turn, words: str) -> Tip | None:
    """Return the tip of a number, or of a receipt code that somebody shows at the counter; it opens nobody's name."""
    if codes.find_receipt(words):
        found = await mine.own_tip(turn.tx, words, turn.incoming)
        return found if found and (await sight.scope_of(turn.tx, turn.person)).holds(found) else None
    number = codes.read_tip_number(words)
    return await sight.seen(turn.tx, turn.person, number) if number else None


async def _search(turn: Turn, words: str) -> None:
    """Find a tip by its number or receipt code, or those of a place that the words name: `WORDS` or `@PAGE WORDS`."""
    turned = TURNED.fullmatch(words)
    page, words = (int(turned[1]), turned[2]) if turned else (0, words)
    one = await _named(turn, words)
    if one is not None:
        await turn.record("tip.read", one.number)
        return await cards.show(turn, one)
    scope, wish, head = await sight.scope_of(turn.tx, turn.person), *await _of_place(turn, words)
    count = await cases.count(turn.tx, scope, wish) if wish else 0
    page = min(page, max(0, (count - 1) // PAGE))
    shown = await cases.listed(turn.tx, scope, wish, PAGE, page * PAGE) if wish else []
    told = [*head, FOUND(count=count), *([_entry(turn, each) for each in shown] or [NOTHING])]
    rows = [*_opens(shown), _found_turns(words, page, count)]
    return turn.say(*told, HOW, buttons=[row for row in rows if row], in_place=turned is not None)


async def _of_place(turn: Turn, words: str) -> tuple[Wish | None, list[Text]]:
    """Return what is looked for at a place that words name; of a flat of which nothing is known, its building."""
    place = await places.find(turn.tx, words)
    every, scope = set(TipState) - {TipState.WITHDRAWN}, await sight.scope_of(turn.tx, turn.person)
    if place == places.Named():
        return None, []
    if place.flat is not None:
        flat = Wish(states=every, flat=place.flat)
        if await cases.count(turn.tx, scope, flat):
            return flat, []
    found = Wish(states=every, building=place.building, estate=place.estate, grid=place.grid)
    is_wider = place.flat is not None and await cases.count(turn.tx, scope, found) > 0
    return found, [NOT_OF_FLAT] if is_wider else []


def _found_turns(words: str, page: int, count: int) -> list[Button]:
    """Return the buttons that turn the pages of a search, if its words fit into a button."""
    turns = [Button(_("Earlier"), f"{MENU}.work.@{page - 1} {words}")] if page else []
    if (page + 1) * PAGE < count:
        turns.append(Button(_("More"), f"{MENU}.work.@{page + 1} {words}"))
    return [each for each in turns if len(each.data.encode()) <= BUTTON_BYTES]
