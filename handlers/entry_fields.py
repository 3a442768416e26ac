"""Answers of staff who enter what was told elsewhere: by whom, the number of an order, when it was told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.dialogue import Choice, Refused, Words
from bot.rules.order_values import read_number, read_time
from bot.speech import Incoming
from bot.texts import _
from handlers.deeds.entering import EntryRules
from handlers.notice_fields import IsoMoment
from handlers.sources import source_label


def source_field(codes: Sequence[str]) -> Choice:
    """Return the choice of who told it."""
    return Choice({code: source_label(code) for code in codes})


@dataclass(frozen=True)
class OrderNumber(Words):
    """The number of a work order."""

    def read(self, incoming: Incoming) -> str:
        """Return the number in a message."""
        number = read_number(incoming.text)
        if not number:
            raise Refused(_("That is no number of an order. Paste the whole order, or tap “Skip” if it has none."))
        return number


@dataclass(frozen=True)
class TypedMoment(IsoMoment, Words):
    """A moment that is typed, between two others; the value is its ISO form. `ends`: of a day alone, its end."""

    earliest: str = ""
    latest: str = ""
    ends: bool = False

    def read(self, incoming: Incoming) -> str:
        """Return the moment that was typed; without a year, the one that lies between."""
        first, last = datetime.fromisoformat(self.earliest), datetime.fromisoformat(self.latest)
        said, zone = incoming.text.strip(), first.tzinfo or UTC
        written = [said, *(f"{year}-{said}" for year in range(last.year, first.year - 1, -1))]
        found = [moment for each in written if (moment := read_time(each, zone, self.ends))]
        if not found:
            raise Refused(_("Please type a day and an hour, for example: 11-20 09:30"))
        fitting = [moment for moment in found if first <= moment <= last]
        if not fitting:
            raise Refused(_("That moment does not fit: it is over already, has not come yet, or is too far away."))
        return fitting[0].isoformat()


def told_moment(rules: EntryRules) -> TypedMoment:
    """Return the answer to when something was told: it is over, and not long ago."""
    return TypedMoment(earliest=rules["earliest"], latest=rules["now"])


def due_moment(rules: EntryRules) -> TypedMoment:
    """Return the answer to by when something is to be dealt with: it is still to come."""
    return TypedMoment(earliest=rules["now"], latest=rules["latest"], ends=True)
