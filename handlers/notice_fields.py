"""Answers about a notice: an area of the town, and a moment."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bot.dialogue import Choice, Json, Refused, Stale
from bot.rules.notices import read_moment
from bot.rules.town import sound
from bot.speech import Incoming, Text
from bot.texts import _

EVERYBODY = _("Everybody")
SHOWN = 24
"""Areas that are offered as buttons; every one can be typed."""
NOW, TOMORROW = _("Now"), _("Tomorrow, from midnight")
THAT_DAY, THREE_DAYS, A_WEEK = _("That day"), _("Three days"), _("A week")
LAST, LATEST = time(23, 59), datetime.max.replace(tzinfo=UTC)


def area_label(community: str, grid: str) -> Text:
    """Return the words for an area."""
    return Text("{community} {grid}")(community=community, grid=grid) if grid else _named(community)


def _named(community: str) -> Text:
    return Text("{community}")(community=community) if community else EVERYBODY


@dataclass(frozen=True)
class AreaField(Choice):
    """Everybody, a community or a grid; the value is its place in the list, `options` holds them all."""

    areas: Sequence[Sequence[str]] = ()

    @property
    def choices(self) -> Mapping[str, Text]:
        """The areas; of a large town its communities."""
        if len(self.options) <= SHOWN:
            return self.options
        return dict([(code, label) for code, label in self.options.items() if not self.areas[int(code)][1]][:SHOWN])

    def read(self, incoming: Incoming) -> str:
        """Return the area whose name was typed."""
        said = sound(incoming.text)
        found = [at for at, (one, two) in enumerate(self.areas) if said in (sound(one + two), sound(two or one))]
        if not said or len(found) != 1:
            raise Refused(_("I know no such area, or several. Please tap one, or type community and grid."))
        return str(found[0])


def areas_of(town: Sequence[Sequence[str]]) -> AreaField:
    """Return the choice among everybody and the areas of a town."""
    areas = [["", ""], *town]
    return AreaField({str(at): area_label(*area) for at, area in enumerate(areas)}, areas=areas)


class IsoMoment:
    """What answers that are moments share: the value is its ISO form."""

    def load(self, stored: Json) -> str:
        """Return the moment if it is one."""
        try:
            datetime.fromisoformat(str(stored))
        except ValueError:
            raise Stale from None
        return str(stored)

    def show(self, value: str) -> Text:
        """Return the moment as people read it."""
        return Text("{moment}")(moment=datetime.fromisoformat(value))


@dataclass(frozen=True)
class MomentField(IsoMoment, Choice):
    """A moment: one of a few on offer, or a day and perhaps an hour; the value is its ISO form."""

    first: datetime = LATEST
    latest: datetime = LATEST
    end_of_day: bool = False

    def read(self, incoming: Incoming) -> str:
        """Return the moment that was typed."""
        moment = read_moment(incoming.text, self.first, self.end_of_day)
        if moment is None:
            raise Refused(_("Please tap one, or type a day and an hour, for example: 12-31 18:00"))
        if not self.first <= moment <= self.latest:
            told = _("That moment is over, before the beginning, or too far away. Please type another one.")
            raise Refused(told, meant=True)
        return moment.isoformat()


def beginning(now: datetime, latest: datetime) -> MomentField:
    """Return the choice of when a notice begins."""
    tomorrow = _at(now + timedelta(days=1), time())
    return MomentField({now.isoformat(): NOW, tomorrow.isoformat(): TOMORROW}, first=now, latest=latest)


def ending(begins: datetime, latest: datetime) -> MomentField:
    """Return the choice of when a notice ends."""
    labels = {0: THAT_DAY, 2: THREE_DAYS, 6: A_WEEK}
    options = {_at(begins + timedelta(days=days), LAST).isoformat(): label for days, label in labels.items()}
    return MomentField(options, first=begins, latest=latest, end_of_day=True)


def _at(day: datetime, hour: time) -> datetime:
    return datetime.combine(day.date(), hour, tzinfo=day.tzinfo)
