"""Deeds about who is rewarded for a matter that was found true: what is known of each tip, and what follows from it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.rules.people import STAFF
from bot.rules.rewards.asking import Point, Seen, Told, points, with_told
from bot.rules.rewards.eligibility import Basis, Eligible, Facts, Finding, Identity, Tie, act_of, assess
from bot.rules.rewards.figures import Feature
from bot.rules.rewards.life import FREE, RewardState
from bot.rules.rewards.matters import Filed, Matter, place_of
from bot.rules.sources import Source
from bot.rules.tips import Move, Openness
from bot.rules.town import sound
from handlers.deeds import rewards as deeds
from handlers.deeds import sight, telling
from storage import Transaction, cases, hazards, history, matters, media, people, rewards, signatures
from storage.matters import Found, MatterState
from storage.people import Person
from storage.rewards import Reward
from storage.tip_rows import Tip

NONE = "no_reward"
"""A timer of the house: whoever reported a matter hears why there is no reward for them, `no_reward MATTER NUMBER`."""

EVIDENCE = ("photo", "video")
AT_WORK = {
    Source.POLICE: Tie.STAFF,
    Source.INSPECTION: Tie.STAFF,
    Source.SELF: Tie.STAFF,
    Source.PROPERTY: Tie.PROPERTY_ON_DUTY,
    Source.METER_READER: Tie.PROPERTY_ON_DUTY,
}
"""Those who report because it is their work, by how their tips come in."""
TAKEN_BACK = (RewardState.REFUSED, RewardState.REVOKED)
"""Where an objection that was right leads to a new proposal: nothing was paid."""


@dataclass(frozen=True, slots=True)
class Standing:
    """How one tip stands to the reward of its matter: the finding, and what was proposed for it.

    Of the rewards the one that counts stands last, behind those that were refused or taken back. `before` are the
    numbers of tips of the same place that have to be checked first.
    """

    tip: Tip
    found: Found
    finding: Finding
    rewards: tuple[Reward, ...]
    before: tuple[str, ...] = ()


async def asked(tx: Transaction, number: str, code: str) -> list[str]:
    """Return what whoever checks a tip is to tell of a kind of matter, since it changes the reward."""
    tip = await sight.seen(tx, await sight.speaker(tx), number)
    return list(await _points(tx, tip, code)) if tip is not None else []


async def _points(tx: Transaction, tip: Tip, code: str) -> tuple[Point, ...]:
    front = await front_of(tx, tip)
    seen = await _seen(tx, await _signers(tx, front), front, code)
    return points(act_of(tx.policy.hazards[code].kind), code, seen, tx.policy.rewards)


async def front_of(tx: Transaction, tip: Tip) -> Tip:
    """Return the tip whose senders reported a matter: of a part its whole, and of what stands behind another that."""
    whole = (await cases.get(tx, tip.work.parent) if tip.work.parent else None) or tip
    return (await cases.get(tx, whole.main) if whole.main else None) or whole


async def _signers(tx: Transaction, front: Tip) -> list[Tip]:
    """Return the tips that a matter may be rewarded by; of a joint report that of the first signatory alone."""
    told = [front, *await cases.joined(tx, front)]
    return [each for each in told if await signatures.first_of(tx, each.id) is None]


async def _seen(tx: Transaction, told: Iterable[Tip], front: Tip, code: str) -> Seen:
    found: set[Feature] = {"located"} if front.report.spot.dwelling else set()
    shown = [item for each in told for item in await media.of_tip(tx, each.number)]
    has_evidence = any(each.kind in EVIDENCE and not each.by and each.state != "lost" for each in shown)
    absent: frozenset[Feature] = frozenset() if has_evidence else frozenset({"evidence"})
    return Seen(frozenset(found), absent, front.report.hazard in (code, "other"))


async def begin(
    tx: Transaction, tip: Tip, code: str, so: Collection[str], unsure: bool, verifier: Person
) -> list[bytes]:
    """Take a matter that was just found true, with what whoever was there told; return the rewards proposed for it.

    Nothing is entered for a kind that is never rewarded. The same matter of the same tip keeps its one reward, however
    often it is checked.
    """
    act = act_of(tx.policy.hazards[code].kind)
    if act is None or code in tx.policy.rewards.not_rewarded:
        return []
    front = await front_of(tx, tip)
    told = Told(frozenset(await _points(tx, tip, code)), frozenset(map(Point, so)), unsure)
    place = _place(tx, front)
    kept = [each for each in await matters.of_tips(tx, [front.id]) if each.matter.place == place]
    before = next((each for each in kept if each.matter.hazard == code), None)
    if before is not None:
        return await settle(tx, replace(before, told=told) if before.state is MatterState.OPEN else before)
    cycle = await hazards.count_rectified(tx, code, front.report.spot)
    worker = tip.work.handler or verifier.id
    found = await matters.enter(tx, front.id, Matter(place, code, cycle), verifier.id, worker, told)
    return await settle(tx, found)


def _place(tx: Transaction, front: Tip) -> str:
    spot = front.report.spot
    return spot.dwelling or spot.building or matters.place_of_words(tx, sound(front.report.where))


async def settle(tx: Transaction, found: Found, by: Person | None = None) -> list[bytes]:
    """Propose what all is known of, and keep whether something is still open; `by` decided what was open before.

    Once nothing is open any more, whoever gets no reward is told why.
    """
    entered, is_open, left_out = [], False, list[Tip]()
    for each in await standings(tx, found):
        if each.rewards and not _is_refused_wrongly(each):
            continue
        if isinstance(each.finding, Eligible) and each.finding.is_ripe:
            signed = [each.tip.id]
            if each.finding.basis is Basis.FIRST:
                signed += await signatures.signed(tx, each.tip.id)
            hands = (found.verifier, found.worker)
            entered += await deeds.propose(tx, found.matter, each.finding, signed, *hands, by)
        elif isinstance(each.finding, Eligible):
            is_open = True
        else:
            left_out.append(each.tip)
    await matters.settle(tx, found, MatterState.OPEN if is_open else MatterState.SETTLED)
    if found.state is MatterState.OPEN and not is_open:
        for tip in left_out:
            await telling.later(tx, tip, f"{NONE} {found.id.hex()} {tip.number}", behind=True)
    return entered


def _is_refused_wrongly(standing: Standing) -> bool:
    return standing.found.judged.contested and all(each.state in TAKEN_BACK for each in standing.rewards)


async def standings(tx: Transaction, found: Found) -> list[Standing]:
    """Return how each tip by which a matter was reported stands to its reward, the first filed first."""
    front = await cases.get(tx, found.tip)
    if front is None:
        return []
    told = await _signers(tx, front)
    places, before = await _places(tx, found, front, told)
    live = await rewards.of_matter(tx, found.matter.key)
    owner = next((each.award.tip for each in live if each.award.basis is Basis.FIRST), None)
    made = []
    for each in told:
        place = places[each.id] if owner is None else 1 if each.id == owner else 2
        own = [reward for reward in await rewards.of_tip(tx, each.id) if reward.award.matter == found.matter.key]
        own.sort(key=lambda reward: (reward.state not in FREE, reward.day))
        facts = await _facts(tx, found, front, each, place)
        facts = replace(facts, rewarded=owner not in (None, each.id))
        made.append(Standing(each, found, assess(facts, tx.policy.rewards), tuple(own), before))
    return made


async def _places(
    tx: Transaction, found: Found, front: Tip, told: list[Tip]
) -> tuple[dict[bytes, int | None], tuple[str, ...]]:
    """Return the place of each tip among the valid ones, as a person decided or as they came, and what must wait."""
    if found.judged.first is not None:
        return {each.id: 1 if each.id == found.judged.first else 2 for each in told}, ()
    if found.judged.contested:
        return {each.id: None if len(told) > 1 else 1 for each in told}, ()
    since = front.filed - timedelta(days=tx.policy.handling.similar_days)
    kinds = {found.matter.hazard, front.report.hazard}
    rivals = await matters.rivals(tx, front, kinds, since, [each.id for each in told])
    filed = [_filed(each, True) for each in told] + [_filed(each, None) for each in rivals]
    return {each.id: place_of(each.id, filed) for each in told}, tuple(each.number for each in rivals)


def _filed(tip: Tip, valid: bool | None) -> Filed:
    # Ordinals are counted for tips of one kind in one building; a tip of no known building stands on a line of its own.
    building = tip.report.spot.building
    line = f"{building}|{tip.report.hazard}".encode() if building else tip.id
    return Filed(tip.id, tip.filed, line, tip.work.ordinal, valid)


async def _facts(tx: Transaction, found: Found, front: Tip, tip: Tip, place: int | None) -> Facts:
    code, spot = found.matter.hazard, front.report.spot
    seen = await _seen(tx, [tip], front, code)
    others = [each for each in await rewards.of_tip(tx, tip.id) if each.award.matter != found.matter.key]
    facts = Facts(
        act=act_of(tx.policy.hazards[code].kind),
        hazard=code,
        verified=True,
        place=place,
        decisive=tip.id in found.judged.later,
        identity=_identity(tip),
        fine=found.judged.fine,
        report=sum(each.award.fen for each in others if each.state not in FREE),
    )
    facts = with_told(facts, seen, found.told)
    group = [each.id for each in await _signers(tx, front)]
    if found.judged.contested:
        return facts
    was_known = await hazards.was_open(tx, code, spot, front.filed, group)
    return replace(facts, known=was_known or facts.known, ties=await _ties(tx, tip))


def _identity(tip: Tip) -> Identity:
    if tip.reporter is None:
        return Identity.CODE
    return Identity.NAME if tip.report.openness is Openness.NAMED else Identity.CONTACT


async def _ties(tx: Transaction, tip: Tip) -> frozenset[Tie] | None:
    """Return what is known of a reporter that stands against a reward; None where only they can tell, at the claim."""
    if tip.work.source in AT_WORK:
        return frozenset({AT_WORK[Source(tip.work.source)]})
    person = await people.get(tx, tip.reporter) if tip.reporter else None
    return frozenset({Tie.STAFF}) if person is not None and person.role in STAFF else None


async def found_words(tx: Transaction, reward: Reward) -> list[str]:
    """Return what whoever was there wrote down of the matter of a reward."""
    recorded = await hazards.of_matter(tx, reward.award.tip, reward.award.hazard)
    if recorded:
        return [each.finding.found for each in recorded]
    made = await history.of(tx, reward.award.tip)  # a home that nobody registered is no danger of the record
    return [each.words for each in made if each.move is Move.VERIFY and each.words]
