"""Where a tip goes: the desk in charge of its kind and area, the desk after it, and the grid that looks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.rules.policy import Policy


class Reason(StrEnum):
    """Why a tip goes where it goes."""

    KIND = "kind"
    AREA = "area"
    TWO_STEPS = "two_steps"


@dataclass(frozen=True, slots=True)
class Route:
    """Where a tip goes, why, and what is not known: `then` is the desk that acts once the first has determined."""

    desk: str
    then: str
    grid: str
    reasons: tuple[Reason, ...]
    unknown: tuple[str, ...]


def route(policy: Policy, hazard: str, grid: str | None) -> Route:
    """Return where a tip of a kind goes that lies in a grid ("community grid"); KeyError for a kind there is none of.

    Source: section 5 of the work plan, which names the desk of each matter, divides police matters between two stations
    by area, and lets planning determine illegal building before city management acts.
    """
    kind = policy.hazards[hazard]
    community = (grid or "").partition(" ")[0]
    desk, reasons = kind.desk, [Reason.KIND]
    here = [each.code for each in policy.desks_in_order() if each.of == desk and community in each.communities]
    if here:
        desk = here[0]
        reasons.append(Reason.AREA)
    if kind.then:
        reasons.append(Reason.TWO_STEPS)
    return Route(desk, kind.then, grid or "", tuple(reasons), () if grid else ("grid",))


def after(policy: Policy, hazard: str, desk: str) -> str:
    """Return the desk that acts once this one has determined; empty when this one acts itself."""
    kind = policy.hazards[hazard]
    first = policy.desks[desk].of or desk
    return kind.then if kind.then and first == kind.desk else ""
