"""Deeds of staff that need words: what was found, why a tip ends; each is one move with all that it brings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TypedDict

from bot import texts
from bot.rules import addresses
from bot.rules.hazards import UNSURE, HazardState, grade
from bot.rules.routing import after
from bot.rules.tips import Move, step_of
from bot.speech import Attached, Text
from bot.texts import _
from handlers.catalogue import hazard_label
from handlers.deeds import approving, handling, proposing, sight
from handlers.deeds.choosing import in_terms
from handlers.deeds.phrases import also_said, spoken
from storage import Transaction, hazards, media, town
from storage.hazards import Finding
from storage.tip_rows import Tip


async def act(
    tx: Transaction, number: str, move: str, words: str, office: str, until: str, files: Sequence[Attached]
) -> str:
    """Make a move that needed words, or ask a second person for it; returns the tip's number."""
    said = await also_said(tx, number, move, words)
    if move == Move.EXTEND:
        await approving.ask_for_time(tx, number, words, until, said)
        return number
    facts = {**({"office": office, "until": until} if office else {}), **said}
    tip = await handling.make(tx, number, Move(move), words, facts)
    await media.attach(tx, tip.id, files, by=move)
    if move == Move.RECTIFY:
        await hazards.set_state(tx, tip.id, HazardState.RECTIFIED)
    elif move == Move.GIVE_UP:
        await hazards.set_state(tx, tip.id, HazardState.GIVEN_UP)
    return tip.number


class VerifyRules(TypedDict):
    """What the page of a finding must know: the kinds, who answers for each, and the moments on offer.

    `plain` tells that the tip is about no danger: there is nothing to put right.
    """

    possible: bool
    hazard: str
    codes: list[str]
    plain: bool
    who: dict[str, list[str]]
    now: str
    latest: str
    offers: list[str]


async def verify_rules(tx: Transaction, number: str) -> VerifyRules:
    """Return what the page of a finding must know."""
    who = await sight.speaker(tx)
    tip = await sight.seen(tx, who, number)
    possible = tip is not None and who is not None and step_of(Move.VERIFY, tip.state, who.role) is not None
    kinds = tx.policy.hazards
    code = tip.report.hazard if tip else "other"
    now = tx.now.astimezone(tx.policy.town.timezone)
    return VerifyRules(
        possible=possible,
        hazard=code,
        codes=[each.code for each in tx.policy.hazards_in_order() if each.kind == "hazard" and each.code != "other"],
        plain=kinds[code].kind != "hazard",
        who={each.code: list(each.who) for each in kinds.values()},
        now=now.isoformat(),
        latest=in_terms(tx, ["365 days"])[0],
        offers=[now.isoformat(), *in_terms(tx, ["0 days", "3 days", "7 days", "15 days", "30 days"])],
    )


class Found(TypedDict):
    """A finding as the page hands it over; `until` is an ISO moment, `now` among the offers means: on the spot."""

    hazard: str
    found: str
    measure: str
    who: str
    until: str
    notice: str


MEASURES: Mapping[str, tuple[Text, ...]] = {
    "F": (
        _("Clear the way and keep it clear"),
        _("Open it and keep it open"),
        _("Take it down"),
        _("Install or replace it"),
    ),
    "E": (
        _("Take vehicles and batteries out of the building"),
        _("Remove the cable and charge at a charging place"),
        _("Have the wiring put right by an electrician"),
    ),
    "G": (_("Take the bottle out"), _("Switch it off until it is put right"), _("Have it replaced by the gas company")),
    "S": (
        _("Stop building and wait for the expert"),
        _("Put it back as it was"),
        _("Leave the house until it is examined"),
    ),
    "C": (_("Register within the time set by law"), _("File the lease")),
    "H": (_("Clear it away"), _("Keep quiet at night")),
}
"""Measures that stand ready, by the first letter of a kind's code."""

NOTICE = _(
    "Notice: at a safety check the street's staff found: {hazard}. Please do the following until {by}: {measure}. "
    "We will come and look again. If you cannot do it in time, tell us before then. Street office, {day}."
)
NOTICE_AT = _(
    "Notice: at a safety check in {place} the street's staff found: {hazard}. Please do the following until {by}: "
    "{measure}. We will come and look again. If you cannot do it in time, tell us before then. Street office, {day}."
)


async def measures(tx: Transaction, code: str) -> list[str]:
    """Return the measures that stand ready for a kind, in the language of whoever speaks."""
    return [texts.label(each, await spoken(tx)) for each in MEASURES.get(code[:1], ())]


async def draft_notice(tx: Transaction, number: str, code: str, measure: str, until: str) -> str:
    """Return the notice for whoever must put a danger right: the office's own words, and nothing of the report.

    The building is named as the town's list has it; a flat would tell where somebody lives who reported of the stairs.
    """
    tip = await sight.seen(tx, await sight.speaker(tx), number)
    building = tip.report.spot.building if tip else None
    place = addresses.building_at(building, await town.load(tx)) if building else None
    by = datetime.fromisoformat(until)
    values = {"hazard": hazard_label(code), "by": by, "measure": measure, "day": texts.day_of(tx.now)}
    return texts.label(NOTICE_AT(place=place, **values) if place else NOTICE(**values), await spoken(tx))


async def verify(
    tx: Transaction,
    number: str,
    found: Found | None,
    files: Sequence[Attached],
    words: str = "",
    points: Sequence[str] = (),
) -> str:
    """Find a tip true: the danger with its measure, who must do it and by when, in one transaction; returns its state.

    A matter that is no danger is found true without one, and there is nothing to put right. What was put right on the
    spot is so at once. `points` are what was told for the reward, which is proposed then.
    """
    tip = await handling.make(tx, number, Move.VERIFY, words, {"until": found["until"]} if found else {})
    await media.attach(tx, tip.id, files, by=Move.VERIFY)
    on_the_spot = found is None or datetime.fromisoformat(found["until"]) <= tx.now
    await _reward(tx, tip, found["hazard"] if found else tip.report.hazard, points)
    if found is not None:
        await _record(tx, tip, found)
    if on_the_spot:
        tip = await handling.make(tx, number, Move.RECTIFY)
        await hazards.set_state(tx, tip.id, HazardState.RECTIFIED)
    elif then := after(tx.policy, tip.report.hazard, tip.work.desk):
        tip = await handling.make(tx, number, Move.HAND_OVER, facts={"desk": then})
    return tip.state


async def _reward(tx: Transaction, tip: Tip, code: str, points: Sequence[str]) -> None:
    who = await sight.speaker(tx)
    if who is not None:  # before the danger is recorded: it must not count as known, nor as one of before
        told = [point for point in points if point != UNSURE]
        await proposing.verified(tx, tip, code, told, UNSURE in points, who)


async def _record(tx: Transaction, tip: Tip, found: Found) -> None:
    who = await sight.speaker(tx)
    colour = grade(tx.policy.hazards[found["hazard"]], tip.report.facts).colour
    finding = Finding(found["found"], found["measure"], found["who"], found["notice"])
    deadline = datetime.fromisoformat(found["until"])
    assert who is not None  # noqa: S101 - the move before was made by them
    await hazards.record(tx, tip.id, found["hazard"], colour, tip.report.spot, deadline, finding, who.id)
