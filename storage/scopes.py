"""Whose tips somebody sees: the one condition that every list, count and look-up of staff goes through."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, false, func, not_, or_, true

from bot.rules.ties import NO_HOMES, Homes, touches
from storage.tables import tips
from storage.tip_rows import Tip


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose tips somebody sees: all of them, or those of desks and of grids once they were assigned.

    Never those of the `homes` that they are tied to; `in_flats` are the kinds that are about one flat.
    """

    everything: bool = False
    desks: frozenset[str] = frozenset()
    grids: frozenset[str] = frozenset()
    homes: Homes = NO_HOMES
    in_flats: frozenset[str] = frozenset()

    def holds(self, tip: Tip) -> bool:
        """Tell whether a tip lies within."""
        if self.bars(tip):
            return False
        if self.everything:
            return True
        return bool(tip.work.desk) and (tip.work.desk in self.desks or tip.report.spot.grid in self.grids)

    def bars(self, tip: Tip) -> bool:
        """Tell whether a tip is about a home that whoever looks is tied to."""
        spot = tip.report.spot
        return touches(self.homes, spot.dwelling, spot.building, tip.report.hazard in self.in_flats)


ALL = Scope(everything=True)
"""Every tip there is."""


def within(scope: Scope) -> ColumnElement[bool]:
    """Return the condition under which a tip lies within."""
    if scope.everything:
        return _untied(scope)
    mine = or_(tips.c.desk.in_(scope.desks), tips.c.grid.in_(scope.grids))
    return and_(tips.c.desk.is_not(None), mine, _untied(scope)) if scope.desks or scope.grids else false()


def _untied(scope: Scope) -> ColumnElement[bool]:
    if not scope.homes:
        return true()
    # What is NULL would make all of it neither true nor false, and the tip vanish.
    flat, building = func.coalesce(tips.c.dwelling, ""), func.coalesce(tips.c.building, "")
    uncertain = and_(tips.c.dwelling.is_(None), tips.c.hazard.in_(scope.in_flats), building.in_(scope.homes.around))
    return not_(or_(flat.in_(scope.homes.flats), building.in_(scope.homes.buildings), uncertain))
