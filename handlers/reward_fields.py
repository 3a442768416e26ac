"""Answers about rewards: points to tick, sums of money, tickets of the counter, and who asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.dialogue import Choice, Json, Refused, Stale, Ticks, Words
from bot.rules import codes, money
from bot.rules.hazards import UNSURE
from bot.rules.rewards.asking import Point
from bot.rules.rewards.claims import read_pin
from bot.rules.rewards.eligibility import Tie
from bot.speech import Incoming, Text
from bot.texts import _
from handlers.fields import NOT_SURE
from handlers.reward_words import POINTS, sum_label

REST_UNSURE = _("Not sure of the rest")
HIDDEN = Text("······")

ACTS: Mapping[str, Text] = {
    "violation": _("A danger in a rented home"),
    "information": _("A rental home nobody registered"),
}
SURE: Mapping[str, Text] = {
    "shown": _("I have photos or a video"),
    "seen": _("I saw it myself"),
    "heard": _("I heard of it"),
}
WHO: Mapping[str, Text] = {
    "neighbour": _("Somebody who lives or was there"),
    Tie.STAFF: _("I work for the street"),
    Tie.RELATIVE: _("A close relative of somebody who does"),
    Tie.PROPERTY_ON_DUTY: _("Property staff on duty"),
    Tie.RESPONSIBLE: _("I have to put it right myself"),
    UNSURE: _("I would rather not say"),
}


def points_field(points: Sequence[str]) -> Ticks:
    """Return the points to tick, and the button that leaves the rest open."""
    labels = {point: POINTS[Point(point)] for point in points}
    return Ticks({**labels, UNSURE: REST_UNSURE}, ends=frozenset({UNSURE}))


@dataclass(frozen=True)
class SumField(Words):
    """A sum of money in fen, typed in yuan; `highest` is the most that it may be, in whole `coin`s."""

    highest: int = 10_000_000 * money.FEN
    coin: int = 1

    def read(self, incoming: Incoming) -> str:
        """Return the sum in a message, in fen."""
        fen = money.read(incoming.text)
        if fen is None:
            raise Refused(_("Please type a sum in yuan, for example: 200"))
        if fen > self.highest or fen % self.coin:
            most = sum_label(self.highest)
            raise Refused(_("That does not fit: at most {most}, and no smaller coin.")(most=most))
        return str(fen)

    def load(self, stored: Json) -> str:
        """Return the sum if it still fits."""
        if not str(stored).isdecimal() or int(stored) > self.highest:
            raise Stale
        return str(stored)

    def show(self, value: str) -> Text:
        """Return the sum in words."""
        return sum_label(int(value))


@dataclass(frozen=True)
class FineField(Choice):
    """A fine in fen, typed in yuan, or that nobody knows it yet."""

    def read(self, incoming: Incoming) -> str:
        """Return the sum in a message, in fen."""
        return SumField().read(incoming)

    def load(self, stored: Json) -> str:
        """Return the sum, or that it is not known."""
        return str(stored) if str(stored).isdecimal() else super().load(stored)

    def show(self, value: str) -> Text:
        """Return the sum in words."""
        return sum_label(int(value)) if value.isdecimal() else super().show(value)


def fine_field() -> FineField:
    """Return the question for a fine."""
    return FineField({UNSURE: NOT_SURE}, unsure=UNSURE)


@dataclass(frozen=True)
class CodeField(Words):
    """The receipt code of whoever stands at the counter; it is never shown again."""

    def read(self, incoming: Incoming) -> str:
        """Return the code in a message."""
        code = codes.find_receipt(incoming.text)
        if code is None:
            raise Refused(_("A receipt code has 16 digits and begins with 7. Please type it again."))
        return code

    def show(self, value: str) -> Text:
        """Return what stands for it."""
        return HIDDEN


@dataclass(frozen=True)
class PinField(Words):
    """The claim PIN of whoever stands at the counter; it is never shown again."""

    def read(self, incoming: Incoming) -> str:
        """Return the PIN in a message."""
        pin = read_pin(incoming.text)
        if pin is None:
            raise Refused(_("A claim PIN has 6 digits. Please type it again."))
        return pin

    def show(self, value: str) -> Text:
        """Return what stands for it."""
        return HIDDEN
