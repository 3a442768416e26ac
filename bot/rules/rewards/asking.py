"""What only somebody who was there can tell, asked where it changes the reward, and how it enters the facts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import cast

from bot.rules.rewards.amounts import fitting, open_features
from bot.rules.rewards.eligibility import Facts
from bot.rules.rewards.figures import Act, Feature, RewardPolicy


class Point(StrEnum):
    """One thing to be told: a feature of the pack, or why there may be no reward."""

    GRAVE = "grave"
    GROUP_RENTAL = "group_rental"
    INSIDE = "inside"
    LOCATED = "located"
    EVIDENCE = "evidence"
    CHAIN = "chain"
    STOPPED = "stopped"
    KNOWN = "known"
    MISMATCH = "mismatch"


_EXCLUDING = (Point.KNOWN, Point.MISMATCH)
_FEATURES = frozenset(cast(Feature, point.value) for point in Point if point not in _EXCLUDING)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the house knows by itself: features that are so or cannot be, and whether the kind is the reported one."""

    found: frozenset[Feature] = frozenset()
    absent: frozenset[Feature] = frozenset()
    same_kind: bool = True


@dataclass(frozen=True, slots=True)
class Told:
    """What somebody told of the points that they were asked: those that are so; of the rest, that they are not sure."""

    asked: frozenset[Point] = frozenset()
    so: frozenset[Point] = frozenset()
    unsure: bool = False

    def and_then(self, later: Told) -> Told:
        """Return what is told when somebody else answered what was left open."""
        return Told(self.asked | later.asked, self.so | later.so, later.unsure)


def points(act: Act | None, hazard: str, seen: Seen, figures: RewardPolicy) -> tuple[Point, ...]:
    """Return what is worth asking: only what would change the amount, or leave nothing of it."""
    if act is None or hazard in figures.not_rewarded:
        return ()
    rule = fitting(act, hazard, seen.found, figures)
    pending = _FEATURES - seen.found - seen.absent
    asked = {Point(feature) for feature in open_features(act, hazard, pending, rule, figures)}
    if {"known", "published"} & set(figures.excluded):
        asked.add(Point.KNOWN)
    if "mismatch" in figures.excluded and not seen.same_kind:
        asked.add(Point.MISMATCH)
    return tuple(point for point in Point if point in asked)


def with_told(facts: Facts, seen: Seen, told: Told) -> Facts:
    """Return facts with what the house knows by itself and what somebody told."""
    left = told.asked - told.so if told.unsure else frozenset[Point]()
    is_known = Point.KNOWN in told.so
    is_open = Point.KNOWN in left
    return replace(
        facts,
        features=seen.found | (_features(told.so) - seen.absent),
        pending=_features(left) - seen.absent - seen.found,
        known=is_known or (None if is_open else False),
        published=None if is_open else False,
        matches=seen.same_kind or (None if Point.MISMATCH in left else Point.MISMATCH not in told.so),
    )


def _features(points: Collection[Point]) -> frozenset[Feature]:
    return frozenset(cast(Feature, point.value) for point in points if point not in _EXCLUDING)
