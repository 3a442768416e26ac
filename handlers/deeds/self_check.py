"""Whether somebody would get a reward, before they report: reckoned from what they tap, and nothing of it is kept."""

from __future__ import annotations

from typing import TypedDict

from bot.rules.hazards import UNSURE
from bot.rules.rewards.asking import Point, Seen, Told, points, with_told
from bot.rules.rewards.eligibility import Eligible, Facts, Identity, Tie, assess
from bot.rules.rewards.figures import Act, Feature
from storage import Transaction

USUAL = frozenset({Point.INSIDE, Point.GROUP_RENTAL, Point.LOCATED})
"""What is often found true: what is rare, such as a grave hazard, is no reason to promise more."""


class Check(TypedDict):
    """What somebody would get: from `low` to `high` fen, or the reasons for nothing; how long, and how to collect."""

    low: int
    high: int
    reasons: list[str]
    days: int
    identity: str


async def check(tx: Transaction, act: str, kind: str, sure: str, who: str) -> Check:
    """Return what somebody would get who reports first and rightly; a kind that they do not know may be any."""
    figures = tx.policy.rewards
    shown: frozenset[Feature] = frozenset({"evidence"}) if sure == "shown" else frozenset()
    told: Act = "information" if act == "information" else "violation"
    facts = Facts(
        act=told,
        hazard="" if kind in (UNSURE, "other") else kind,
        verified=True,
        matches=True,
        place=1,
        known=False,
        published=False,
        ties=frozenset({Tie(who)}) if who in set(Tie) else frozenset(),
        identity=Identity.VERIFIED,
        features=shown,
    )
    least = assess(facts, figures)
    asked = frozenset(points(told, facts.hazard, Seen(found=shown), figures))
    usual = with_told(facts, Seen(found=shown), Told(asked, asked & USUAL))
    most = assess(usual, figures)
    found = [each.amount for each in (least, most) if isinstance(each, Eligible)]
    return Check(
        low=min(found, default=0),
        high=max(found, default=0),
        reasons=[] if found or isinstance(least, Eligible) else [str(reason) for reason in least.reasons],
        days=figures.claim.term,
        identity=figures.identity,
    )
