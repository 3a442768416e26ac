"""What is rewarded once, and which tip of it was the first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of hazard in one dwelling, or one place, until it is put right.

    `cycle` is how often it was put right there before: a relapse after rectification is a new matter (DOMAIN.md 2.2).
    """

    place: str
    hazard: str
    cycle: int

    @property
    def key(self) -> str:
        """The name under which it has its one reward."""
        return f"{self.place}|{self.hazard}|{self.cycle}"


@dataclass(frozen=True, slots=True)
class Filed:
    """A tip of a matter: its hour, its ordinal among the tips of one line, and whether it was valid; None: not known.

    Tips that were merged later come from several lines, whose ordinals cannot be compared.
    """

    tip: bytes
    hour: datetime
    line: bytes
    ordinal: int
    valid: bool | None


def place_of(tip: bytes, filed: Iterable[Filed]) -> int | None:
    """Return the place of a tip among the valid ones of its matter, from 1; None while somebody has to decide.

    Source: the first valid report counts, in the order in which reports were taken in (国安部令第2号, article 10).
    Within an hour only the ordinals of one line tell who was first. KeyError for a tip that is not among them.
    """
    by_tip = {each.tip: each for each in filed}
    own = by_tip.pop(tip)
    place = 1
    for other in by_tip.values():
        before = _is_before(other, own)
        if other.valid is False or before is False:
            continue
        if before is None or other.valid is None:
            return None
        place += 1
    return place


def _is_before(one: Filed, other: Filed) -> bool | None:
    if one.hour != other.hour:
        return one.hour < other.hour
    return one.ordinal < other.ordinal if one.line == other.line else None
