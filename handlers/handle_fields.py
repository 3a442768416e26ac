"""Answers of staff about a tip: words with phrases at hand, offices outside, moments, who answers for a danger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.dialogue import Choice, Json, Refused, Words
from bot.speech import Button, Incoming, Text
from bot.texts import _
from handlers.notice_fields import MomentField
from handlers.states import BUTTONS
from handlers.turn import MENU

LABEL = 32
"""Characters of a phrase that fit on a button."""

WHO: Mapping[str, Text] = {
    "landlord": _("the landlord"),
    "tenant": _("the tenant"),
    "property_manager": _("the property manager"),
    "doer": _("whoever did it"),
    "vehicle_owner": _("the owner of the vehicle"),
    "operator": _("whoever runs the business"),
    "agent": _("the agent"),
}
"""Who may have to put a danger right."""

OFFICES: Mapping[str, Text] = {
    "fire": _("Fire and rescue service"),
    "police": _("Police of the district"),
    "planning": _("Planning and natural resources"),
    "housing": _("Housing and construction"),
    "market": _("Market supervision (12315)"),
    "urban": _("City management of the district"),
    "power": _("Power supply company"),
    "gas": _("Gas company"),
    "hotline": _("12345 hotline"),
}
"""Offices outside the street to which a matter may be handed."""


@dataclass(frozen=True)
class Phrased(Choice):
    """Words, typed or taken from phrases that stand `ready`: the value is the words."""

    ready: Mapping[str, str] = field(default_factory=dict)
    least: int = 2
    most: int = 800

    def read(self, incoming: Incoming) -> str:
        """Return the words that were typed."""
        return Words(self.least, self.most).read(incoming)

    def pick(self, code: str) -> str:
        """Return the phrase behind a button."""
        if code not in self.ready:
            raise Refused(_("Please tap one of the buttons, or type it in your own words."))
        return self.ready[code]

    def load(self, stored: Json) -> str:
        """Return the words."""
        return Words(1, self.most).load(stored)

    def show(self, value: str) -> Text:
        """Return the words."""
        return Text("{words}")(words=value)


def phrased(phrases: Sequence[str], least: int = 2, most: int = 800) -> Phrased:
    """Return the field of words with these phrases ready, of which a button shows the beginning."""
    ready = {f"p{place}": words for place, words in enumerate(phrases)}
    labels = {code: _beginning(words) for code, words in ready.items()}
    return Phrased(labels, ready=ready, least=least, most=most)


def ready_words(words: str, label: Text, most: int) -> Phrased:
    """Return the field of words that stand in the question already, and are taken so by one button."""
    return Phrased({"p0": label}, ready={"p0": words}, least=10, most=most)


def _beginning(words: str) -> Text:
    return Text("{words}")(words=words if len(words) <= LABEL else f"{words[: LABEL - 1]}…")


def opens(number: str) -> Button:
    """Return the button that opens a tip."""
    return Button(_("Open the tip"), f"{MENU}.tip.{number}")


def notice_of(number: str) -> Button:
    """Return the button that brings the notice for whoever must put a danger right."""
    return Button(_("The notice"), f"{MENU}.tip.{number} notice")


def does(number: str, move: str) -> Button:
    """Return the button that makes a move on a tip."""
    return Button(BUTTONS[move], f"{MENU}.do.{number} {move}")


@dataclass(frozen=True)
class NamedField(Choice):
    """One of those on offer by its code, or a name that was typed."""

    most: int = 60

    def read(self, incoming: Incoming) -> str:
        """Return the name that was typed."""
        return Words(2, self.most).read(incoming)

    def load(self, stored: Json) -> str:
        """Return the code or the name."""
        return str(stored)

    def show(self, value: str) -> Text:
        """Return the label, or the name."""
        return self.options.get(value) or Text("{name}")(name=value)


def office_field() -> NamedField:
    """Return the choice of an office outside."""
    return NamedField(OFFICES)


def who_field(likely: Sequence[str]) -> NamedField:
    """Return the choice of who answers for a danger: whom its kind names first."""
    return NamedField({code: WHO[code] for code in (*likely, *(code for code in WHO if code not in likely))})


def office_name(value: str) -> Text:
    """Return the words for an office outside."""
    return OFFICES.get(value) or Text("{name}")(name=value)


def who_name(value: str) -> Text:
    """Return the words for who answers for a danger."""
    return WHO.get(value) or Text("{name}")(name=value)


def moments(offers: Sequence[str], now: str, latest: str, at_once: Text | None = None) -> MomentField:
    """Return the choice of a moment: one of those on offer, or a day that is typed; `at_once` are words for now."""
    options = {moment: Text("{moment}")(moment=datetime.fromisoformat(moment)) for moment in offers}
    if at_once is not None:
        options[now] = at_once
    first, last = datetime.fromisoformat(now), datetime.fromisoformat(latest)
    return MomentField(options, first=first, latest=last, end_of_day=True)
