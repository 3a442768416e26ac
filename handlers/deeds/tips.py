"""Deeds about tips."""

from __future__ import annotations

import random
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NotRequired, TypedDict

from bot.rules import codes, deadlines, hazards
from bot.rules.addresses import Address
from bot.rules.quotas import Sort
from bot.rules.rewards.eligibility import act_of
from bot.rules.tips import OPEN, Openness
from bot.speech import Attached
from bot.texts import day_of
from handlers.deeds import bans, quotas
from handlers.deeds.places import Place, address_of
from storage import Transaction, dwellings, media, people, timers, tips, town

FRESH, FRESH_SECONDS = "fresh", (120, 900)
"""A timer of the house: the admins hear of an urgent tip, within so many seconds."""


class ReportRules(TypedDict):
    """What the report page must know of the policy.

    `hazards` are all codes, `menu` those of the first screen, `groups` what stands behind its groups, `stops` the
    codes that end the form with a number, `asks` the questions of a code, `bands` the buttons of "how many people",
    `in_flats` the codes whose room is asked for, `harmless` those by which nobody is accused, such as a wish for a
    visit; `town` tells that there is a list of estates.
    Drafts of 0.1 know only the codes, limits and numbers.
    """

    hazards: list[str]
    menu: NotRequired[list[str]]
    groups: NotRequired[dict[str, list[str]]]
    stops: NotRequired[dict[str, str]]
    asks: NotRequired[dict[str, list[str]]]
    bands: NotRequired[list[str]]
    where: list[int]
    what: list[int]
    photos: int
    files: NotRequired[int]
    town: NotRequired[bool]
    in_flats: NotRequired[list[str]]
    numbers: dict[str, str]
    notice: NotRequired[int]
    by_code: NotRequired[bool]
    harmless: NotRequired[list[str]]


@dataclass(frozen=True)
class TipDraft:
    """A tip as its sender put it: captions belong to the files, which are the messenger's; facts are by question.

    `place` is what was understood of `where`; `joins` the number of a tip that is the same matter.
    """

    hazard: str
    where: str
    what: str
    openness: str
    files: Sequence[Attached] = field(default_factory=tuple)
    captions: Sequence[str] = field(default_factory=tuple)
    facts: Mapping[str, str] = field(default_factory=dict)
    place: Place | None = None
    joins: str = ""


class Similar(TypedDict):
    """An open tip of the same building and kind: nothing of it that could tell who reported it."""

    number: str
    day: str


class Receipt(TypedDict):
    """What the sender gets: the tip's number, its secret code, and by when they are answered (ISO 8601).

    `certain` is false where a year of holidays is not known yet; `joined` tells that it was put with another tip.
    """

    number: str
    code: str
    by: str
    certain: bool
    joined: bool


async def report_rules(tx: Transaction) -> ReportRules:
    """Return what the policy says of a report."""
    report, numbers, kinds = tx.policy.report, tx.policy.emergency.numbers, tx.policy.hazards
    called = {"fire": numbers.fire, "police": numbers.police, "ambulance": numbers.ambulance}
    return ReportRules(
        hazards=[hazard.code for hazard in tx.policy.hazards_in_order()],
        menu=hazards.first_screen(kinds, tx.policy.groups),
        groups={group: hazards.in_group(kinds, group) for group in tx.policy.groups},
        stops={code: hazard.stops for code, hazard in kinds.items() if hazard.stops},
        asks={code: list(hazard.asks) for code, hazard in kinds.items() if hazard.asks},
        bands=hazards.band_of(tx.policy.group_rental.bands),
        where=[report.where.least, report.where.most],
        what=[report.what.least, report.what.most],
        photos=report.most_photos,
        files=await files_left(tx),
        town=bool((await town.load(tx)).estates),
        in_flats=[code for code, hazard in kinds.items() if hazard.in_flat],
        numbers={**called, "market": tx.policy.hotlines.market},
        notice=tx.policy.consent.version,
        by_code=tx.policy.rewards.identity == "code",
        harmless=[code for code, hazard in kinds.items() if act_of(hazard.kind) is None],
    )


async def files_left(tx: Transaction) -> int:
    """Return how many files may come with what somebody begins to write now."""
    report = tx.policy.report
    most = report.most_photos + report.most_voices + report.most_videos
    return min(most, await quotas.files_left(tx))


async def sounds_like(tx: Transaction, said: str) -> list[str]:
    """Return the codes that somebody's own words speak for, to be offered to them."""
    return hazards.sounds_like(said, tx.policy.hazards.values())


async def open_tip(tx: Transaction, draft: TipDraft) -> Receipt:
    """File a tip and return its receipt; an anonymous one keeps no trace of its sender but a sealed route."""
    await bans.admit(tx)
    address, spot = await spot_of(tx, draft.place)
    await quotas.count_tip(tx, draft.openness, spot.dwelling, draft.where, len(draft.files))
    promise = deadlines.first_answer_by(tx.policy, draft.hazard, tx.now, draft.facts)
    number, code = await free_number(tx), codes.receipt_code(secrets.randbelow)
    reporter = None
    if draft.openness != Openness.ANONYMOUS and tx.speaker is not None:
        reporter = (await people.introduce(tx, tx.speaker)).id
    what = "\n".join(filter(None, [draft.what, *draft.captions]))
    report = tips.Report(draft.hazard, draft.where, what, Openness(draft.openness), dict(draft.facts), spot)
    await dwellings.enter(tx, address, spot)
    tip = await tips.file(tx, report, number, code, promise.by, reporter)
    await media.attach(tx, tip, draft.files)
    if hazards.grade(tx.policy.hazards[draft.hazard], draft.facts).urgent:
        await announce(tx, number)
    joined = bool(draft.joins) and await _join(tx, number, draft.joins)
    return Receipt(number=number, code=code, by=promise.by.isoformat(), certain=promise.certain, joined=joined)


async def announce(tx: Transaction, number: str) -> None:
    """Let the admins hear of an urgent tip some minutes from now: not at the moment somebody was seen to write."""
    due = int(tx.now.timestamp()) + random.randint(*FRESH_SECONDS)  # noqa: S311 - it hides a moment, and guards nothing
    await timers.begin(tx, timers.Timer(f"{FRESH} {number}", 0, 0, ""), due)


async def spot_of(tx: Transaction, place: Place | None) -> tuple[Address, dwellings.Spot]:
    """Return the address that was understood and where it lies."""
    if place is None:
        return Address(), dwellings.NOWHERE
    address = address_of(place["address"])
    community, grid = place["grid"] or ("", "")
    return address, await dwellings.spot_of(tx, address, (community, grid) if grid else None)


async def similar(tx: Transaction, hazard: str, place: Place) -> Similar | None:
    """Return an open tip of the building, and the flat where the matter is one of a flat, that may be the same matter.

    Whoever asks this often in a day is told nothing more: what neighbours reported is not to be tried out.
    """
    _address, spot = await spot_of(tx, place)
    found = await _alike(tx, hazard, spot)
    if found is None or await quotas.reached(tx, Sort.ALIKE) is not None:
        return None
    await quotas.count(tx, Sort.ALIKE)
    return Similar(number=found.number, day=day_of(found.filed).isoformat())


async def _alike(tx: Transaction, hazard: str, spot: dwellings.Spot) -> tips.Tip | None:
    if spot.building is None or hazard == "other":
        return None
    in_flat = hazard in tx.policy.hazards and tx.policy.hazards[hazard].in_flat
    return await tips.similar(tx, spot.building, hazard, spot.dwelling if in_flat else None)


async def _join(tx: Transaction, number: str, other: str) -> bool:
    """Put a new tip with one that was there before, if that is still open and alike."""
    tip, main = await tips.by_number(tx, number), await tips.by_number(tx, other)
    if tip is None or main is None or main.state not in OPEN or main.main is not None:
        return False
    if (tip.report.hazard, tip.report.spot.building) != (main.report.hazard, main.report.spot.building):
        return False
    await tips.join(tx, tip, main)
    return True


async def free_number(tx: Transaction) -> str:
    """Return a number that no tip has."""
    while await tips.number_is_taken(tx, number := codes.tip_number(secrets.randbelow)):
        continue
    return number
