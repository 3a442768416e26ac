"""Whether a tip is rewarded, and how much: a finding with its reasons and with what is not known yet.

Nothing is decided here: the finding is proposed, and named persons approve it. Amounts are whole fen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from bot.rules.money import FEN
from bot.rules.rewards.amounts import fitting, open_features, sum_of
from bot.rules.rewards.figures import Act, Feature, RewardPolicy


class Identity(StrEnum):
    """How far it is known who asks for the reward."""

    CODE = "code"
    CONTACT = "contact"
    NAME = "name"
    VERIFIED = "verified"
    REFUTED = "refuted"


class Tie(StrEnum):
    """What a reporter may be to a matter that is not rewarded then."""

    STAFF = "staff"
    PROPERTY_ON_DUTY = "property_on_duty"
    RELATIVE = "relative"
    RESPONSIBLE = "responsible"


class Basis(StrEnum):
    """For what a matter's reward is given: the first valid tip, or a later one that brought the decisive evidence."""

    FIRST = "first"
    LATER = "later"


class Reason(StrEnum):
    """Why there is no reward."""

    KIND = "kind"
    NO_AMOUNT = "no_amount"
    UNFOUNDED = "unfounded"
    MISMATCH = "mismatch"
    NOT_FIRST = "not_first"
    REWARDED = "rewarded"
    KNOWN = "known"
    PUBLISHED = "published"
    STAFF = "staff"
    PROPERTY_ON_DUTY = "property_on_duty"
    RELATIVE = "relative"
    RESPONSIBLE = "responsible"
    ANONYMOUS = "anonymous"
    NO_CONTACT = "no_contact"
    UNVERIFIABLE = "unverifiable"
    REPORT_CAP = "report_cap"


class Unknown(StrEnum):
    """What is not known yet; besides these, features by which the amount would be another."""

    VERIFIED = "verified"
    MATCH = "match"
    FIRST = "first"
    KNOWN = "known"
    PUBLISHED = "published"
    FINE = "fine"
    TIES = "ties"
    IDENTITY = "identity"


class Way(StrEnum):
    """What somebody can do about a reason: object with what they know, or make up for it."""

    OBJECT = "object"
    OPEN_UP = "open_up"
    NONE = "none"


_ACTS: Mapping[str, Act] = {"hazard": "violation", "information": "information"}
_BY_THE_PACK = (Reason.KIND, Reason.NO_AMOUNT, Reason.REPORT_CAP)
_TO_OPEN_UP = (Reason.ANONYMOUS, Reason.NO_CONTACT)

AT_THE_CLAIM = frozenset({Unknown.TIES, Unknown.IDENTITY})
"""What need not be known before the reward is collected, since an anonymous tip tells nothing of its sender."""


def way_of(reason: Reason) -> Way:
    """Return what somebody can do about a reason; the pack's own figures are no matter of facts."""
    if reason in _TO_OPEN_UP:
        return Way.OPEN_UP
    return Way.NONE if reason in _BY_THE_PACK else Way.OBJECT


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a tip; None is not known.

    `act` is None for a kind of matter that is never rewarded; `place` is that of `matters.place_of`; `rewarded` tells
    that the matter has had its reward, `decisive` that a person recognised the evidence of a later tip; `features` are
    found, `pending` are to be found out; `fine` and `report` are fen: the fine, and what the same report has brought.
    """

    act: Act | None
    hazard: str
    verified: bool | None = None
    matches: bool | None = None
    place: int | None = None
    known: bool | None = None
    published: bool | None = None
    rewarded: bool = False
    decisive: bool = False
    ties: frozenset[Tie] | None = None
    identity: Identity = Identity.CODE
    features: frozenset[Feature] = frozenset()
    pending: frozenset[Feature] = frozenset()
    fine: int | None = None
    report: int = 0


@dataclass(frozen=True, slots=True)
class Eligible:
    """A reward of `amount` fen by the pack's amount `rule`, which a person may raise up to `most` fen."""

    amount: int
    rule: str
    most: int
    basis: Basis
    bonuses: tuple[str, ...]
    unknown: tuple[str, ...]

    @property
    def is_ripe(self) -> bool:
        """Whether all is known that must be known before it is proposed."""
        return AT_THE_CLAIM.issuperset(self.unknown)


@dataclass(frozen=True, slots=True)
class Ineligible:
    """No reward, and all reasons for that; `unknown` might add to them."""

    reasons: tuple[Reason, ...]
    unknown: tuple[str, ...]


Finding: TypeAlias = Eligible | Ineligible


def act_of(kind: str) -> Act | None:
    """Return which rewarded act a kind of matter is (work plan, section 8.3); None for a visit, a price, a reading."""
    return _ACTS.get(kind)


def assess(facts: Facts, figures: RewardPolicy) -> Finding:
    """Return the finding on a tip; every fact may be unknown, and then is named."""
    rule = fitting(facts.act, facts.hazard, facts.features, figures)
    reasons = tuple(_reasons(facts, figures))
    unknown = tuple(_unknown(facts, figures, rule))
    if rule is None or reasons:
        return Ineligible(reasons or (Reason.NO_AMOUNT,), unknown)
    found = _reward(rule, facts, figures, unknown)
    if found.amount == 0 and Unknown.FINE not in unknown:  # there was no fine to have a part of
        return Ineligible((Reason.NO_AMOUNT,), unknown)
    return found


def _reward(rule: str, facts: Facts, figures: RewardPolicy, unknown: tuple[str, ...]) -> Eligible:
    basis = Basis.LATER if _is_recognised(facts, figures) else Basis.FIRST
    percent = figures.later_percent if basis is Basis.LATER else 100
    found, coin = sum_of(rule, facts.features, facts.fine, figures), figures.joint.coin_fen
    left = _left_of_report(facts, figures) if figures.caps.report_yuan else found.most
    amount, most = (min(fen * percent // 100, left) // coin * coin for fen in (found.amount, found.most))
    return Eligible(amount, rule, most, basis, found.bonuses, unknown)


def _is_recognised(facts: Facts, figures: RewardPolicy) -> bool:
    return facts.decisive and figures.later_percent > 0 and (facts.place is None or facts.place > 1)


def _reasons(facts: Facts, figures: RewardPolicy) -> Iterator[Reason]:
    if facts.act is None or facts.hazard in figures.not_rewarded:
        yield Reason.KIND
    if facts.verified is False:
        yield Reason.UNFOUNDED
    recognised = _is_recognised(facts, figures)
    if facts.place is not None and facts.place > 1 and not recognised:
        yield Reason.NOT_FIRST
    if facts.rewarded and not recognised:
        yield Reason.REWARDED
    told = {"mismatch": facts.matches is False, "known": facts.known is True, "published": facts.published is True}
    ties = {tie.value for tie in facts.ties or ()}
    yield from (Reason(each) for each in figures.excluded if told.get(each, each in ties))
    yield from _of_identity(facts.identity, figures)
    if figures.caps.report_yuan and _left_of_report(facts, figures) < figures.joint.coin_fen:
        yield Reason.REPORT_CAP


def _left_of_report(facts: Facts, figures: RewardPolicy) -> int:
    return figures.caps.report_yuan * FEN - facts.report


def _of_identity(identity: Identity, figures: RewardPolicy) -> Iterator[Reason]:
    if identity is Identity.REFUTED and figures.identity == "name":
        yield Reason.UNVERIFIABLE
    elif identity is Identity.CODE and figures.identity == "name":
        yield Reason.ANONYMOUS
    elif identity is Identity.CODE and figures.identity == "contact":
        yield Reason.NO_CONTACT


def _unknown(facts: Facts, figures: RewardPolicy, rule: str | None) -> Iterator[str]:
    asked = {
        Unknown.VERIFIED: facts.verified is None,
        Unknown.MATCH: facts.matches is None and "mismatch" in figures.excluded,
        Unknown.FIRST: facts.place is None,
        Unknown.KNOWN: facts.known is None and "known" in figures.excluded,
        Unknown.PUBLISHED: facts.published is None and "published" in figures.excluded,
        Unknown.FINE: rule is not None and figures.amounts[rule].percent > 0 and facts.fine is None,
        Unknown.TIES: facts.ties is None and not {each.value for each in Tie}.isdisjoint(figures.excluded),
        Unknown.IDENTITY: figures.identity == "name" and facts.identity in (Identity.CONTACT, Identity.NAME),
    }
    yield from (each.value for each, is_open in asked.items() if is_open)
    yield from open_features(facts.act, facts.hazard, facts.pending, rule, figures)
