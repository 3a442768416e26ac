"""Deeds that lead to a proposed reward: at the verification, when what was open is decided, when a tip is named."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import TypedDict

from bot.dialogue import Declined
from bot.rules import rights
from bot.rules.rewards.asking import Point, Told
from bot.rules.rewards.eligibility import Eligible, Unknown
from bot.texts import _
from handlers.deeds import approving, assessing, reward_requests, sight
from handlers.deeds.assessing import Standing
from handlers.deeds.reward_requests import REWARD
from storage import Transaction, audit, cases, matters, rewards
from storage.matters import Found, MatterState
from storage.people import Person
from storage.tip_rows import Tip

SETTLED = _("That was decided before. /rewards shows what is still open.")


async def verified(tx: Transaction, tip: Tip, code: str, so: Collection[str], unsure: bool, verifier: Person) -> None:
    """Take a tip that was just found true: propose its reward, or keep what has to become known first."""
    await ask_for_levels(tx, await assessing.begin(tx, tip, code, so, unsure, verifier))


async def ask_for_levels(tx: Transaction, entered: Iterable[bytes]) -> None:
    """Ask for the first level of approval of rewards that were just proposed."""
    for each in entered:
        reward = await rewards.get(tx, each)
        if reward is not None:
            await approving.wish(tx, reward_requests.about(REWARD, reward))


async def look_again(tx: Transaction) -> None:
    """Go on with matters that waited for something which may have become known by itself."""
    for found in await matters.in_state(tx, MatterState.OPEN):
        if not found.judged.contested:
            await ask_for_levels(tx, await assessing.settle(tx, found))


async def named(tx: Transaction, tip: Tip) -> None:
    """Look again at the matters of a tip whose sender is known from now on: some rules ask for a name."""
    front = await assessing.front_of(tx, tip)
    for found in await matters.of_tips(tx, [front.id]):
        await ask_for_levels(tx, await assessing.settle(tx, found))


class OpenMatter(TypedDict):
    """What the page of a decision must know: the tips between which to choose, what is not known, what can be told."""

    possible: bool
    number: str
    hazard: str
    tips: list[str]
    points: list[str]
    fine: bool


async def open_matter(tx: Transaction, matter: str) -> OpenMatter:
    """Return what has to be decided of a matter."""
    found = await _open(tx, matter)
    if found is None or not await is_shown(tx, found):
        return OpenMatter(possible=False, number="", hazard="other", tips=[], points=[], fine=False)
    standings = await assessing.standings(tx, found)
    unknown = {each for one in standings if isinstance(one.finding, Eligible) for each in one.finding.unknown}
    told = found.told
    return OpenMatter(
        possible=True,
        number=standings[0].tip.number,
        hazard=found.matter.hazard,
        tips=[each.tip.number for each in standings] if _needs_first(standings, unknown) else [],
        points=[point for point in Point if point in told.asked - told.so] if told.unsure else [],
        fine=Unknown.FINE in unknown,
    )


def _needs_first(standings: list[Standing], unknown: Collection[str]) -> bool:
    return len(standings) > 1 and Unknown.FIRST in unknown and not standings[0].before


async def decide(tx: Transaction, matter: str, first: str, so: list[str], unsure: bool, fine: int) -> bool:
    """Decide as whoever speaks what was open of a matter; tells whether something still is.

    `first` is the number of the tip that came first (empty: not asked), `fine` is in fen, below 0 where nobody knows.
    """
    who, found = await _admin(tx), await _open(tx, matter)
    if found is None or not await is_shown(tx, found):
        raise Declined(SETTLED)
    tips = {each.tip.number: each.tip.id for each in await assessing.standings(tx, found)}
    judged = replace(found.judged, first=tips.get(first, found.judged.first))
    judged = replace(judged, fine=fine) if fine >= 0 else judged
    told = found.told.and_then(Told(so=frozenset(map(Point, so)), unsure=unsure)) if found.told.unsure else found.told
    decided = replace(found, told=told, judged=judged)
    await audit.record(tx, who.role, "matter.decide", next(iter(tips)), who.id)
    await ask_for_levels(tx, await assessing.settle(tx, decided, who))
    after = await matters.get(tx, found.id)
    return after is not None and after.state is MatterState.OPEN


async def recognise(tx: Transaction, matter: str, number: str) -> bool:
    """Recognise as whoever speaks that a later tip brought the decisive evidence; False when nothing comes of it."""
    who, found = await _admin(tx), await matters.get(tx, _id(matter))
    found = found if found is not None and await is_shown(tx, found) else None
    standings = await assessing.standings(tx, found) if found else []
    later = next((each.tip.id for each in standings if each.tip.number == number and not each.rewards), None)
    if found is None or later is None:
        return False
    judged = replace(found.judged, later=(*found.judged.later, later))
    entered = await assessing.settle(tx, replace(found, judged=judged), who)
    await audit.record(tx, who.role, "matter.recognise", number, who.id)
    await ask_for_levels(tx, entered)
    return bool(entered)


async def _admin(tx: Transaction) -> Person:
    who = await sight.speaker(tx)
    if who is None or not rights.allows(who.role, "matter.decide").allowed:
        raise Declined(SETTLED)
    return who


async def is_shown(tx: Transaction, found: Found) -> bool:
    """Tell whether a matter may be shown to whoever speaks: nobody sees what is told of a home of theirs."""
    who, tip = await sight.speaker(tx), await cases.get(tx, found.tip)
    return who is not None and tip is not None and not await sight.is_tied(tx, who, tip)


async def _open(tx: Transaction, matter: str) -> Found | None:
    found = await matters.get(tx, _id(matter))
    return found if found is not None and found.state is MatterState.OPEN else None


def _id(name: str) -> bytes:
    return bytes.fromhex(name) if len(name) == 32 and not set(name) - set("0123456789abcdef") else b""
