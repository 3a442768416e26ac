"""Ties of staff to homes: whoever owns, lets or lives in one neither sees nor handles what is reported of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tie(StrEnum):
    """How somebody of the staff is tied to a home; names are stored, and are for ever."""

    OWN = "own"
    LET = "let"
    LIVE = "live"
    FAMILY = "family"


class Whose(StrEnum):
    """Whose tie it is to whoever declares it or takes it back, as the table of rights names it."""

    OWN = "own"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Homes:
    """The homes that somebody is tied to, by their keys: flats, whole buildings, and what lies `around` those flats."""

    flats: frozenset[str] = frozenset()
    buildings: frozenset[str] = frozenset()
    around: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.flats or self.buildings)


NO_HOMES = Homes()


def touches(homes: Homes, flat: str | None, building: str | None, about_a_flat: bool) -> bool:
    """Tell whether a matter is, or may be, of one of these homes: keys are None while a place is not certain.

    A matter of some flat of the building, which nobody is certain of, may be of that very flat.
    """
    if flat in homes.flats or building in homes.buildings:
        return True
    return flat is None and about_a_flat and building in homes.around
