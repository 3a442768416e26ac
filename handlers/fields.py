"""Domain answers: the matters of the policy pack and their words, what is asked of them, and who may know who told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from bot.dialogue import Choice, Json, Refused, Stale, Words
from bot.rules import codes
from bot.rules.hazards import UNSURE, at_least, how_many_about
from bot.rules.tips import Openness
from bot.speech import Incoming, Text
from bot.texts import _
from handlers.catalogue import GROUPS, hazard_label

HAPPENING = "now"
"""The choice that is no hazard to report but an emergency to call about."""

NOT_SURE = _("Not sure")
DAYS = {
    "mon": _("Monday"),
    "tue": _("Tuesday"),
    "wed": _("Wednesday"),
    "thu": _("Thursday"),
    "fri": _("Friday"),
    "sat": _("Saturday"),
    "sun": _("Sunday"),
}
HOURS = {"morning": _("Morning"), "afternoon": _("Afternoon"), "evening": _("Evening")}
ANY_TIME = _("Any / not sure")

FACTS: Mapping[str, Mapping[str, Text]] = {
    "group": GROUPS,
    "now": {"yes": _("Yes, right now"), "no": _("Not at this moment"), UNSURE: NOT_SURE},
    "day": {**DAYS, UNSURE: ANY_TIME},
    "hour": {**HOURS, UNSURE: ANY_TIME},
    "also": {"yes": _("Tell the office as well"), "no": _("No, thank you"), UNSURE: NOT_SURE},
}
"""What can be answered about a matter, besides the number of people."""

FACT_LABELS: Mapping[str, Text] = {
    "group": _("Kind not known"),
    "now": _("Right now"),
    "sleepers": _("People who sleep there"),
    "day": _("Day"),
    "hour": _("Time of day"),
    "also": _("For the office"),
}

OPENNESS: Mapping[str, Text] = {
    Openness.ANONYMOUS: _("Anonymous"),
    Openness.KNOWN: _("Known to the office"),
    Openness.NAMED: _("Named, for a reward"),
}


def fact_label(name: str, value: str) -> Text:
    """Return the words for an answer to a question about a matter."""
    if name == "sleepers":
        return _people(value)
    return FACTS.get(name, {}).get(value) or Text("{code}")(code=value)


def _people(value: str) -> Text:
    low, dash, high = value.partition("-")
    if dash:
        return _("{low} to {high}")(low=low, high=high)
    if value.endswith("+"):
        return _("{low} or more")(low=value[:-1])
    return NOT_SURE if value == UNSURE else Text("{number}")(number=value)


@dataclass(frozen=True)
class Menu(Choice):
    """A choice that shows a few and takes more: `beyond` are codes which count though they have no button here."""

    beyond: frozenset[str] = frozenset()

    def load(self, stored: Json) -> str:
        """Return the code if it is in the catalogue."""
        return str(stored) if stored in self.beyond else super().load(stored)

    def show(self, value: str) -> Text:
        """Return the words of the code."""
        return hazard_label(value)


@dataclass(frozen=True)
class Count(Choice):
    """How many people: pressed as "3-5" or typed as a number, which is then meant as it stands."""

    numbered: bool = False

    def read(self, incoming: Incoming) -> str:
        """Return the number in a message, or what stands for about so many."""
        number = how_many_about(incoming.text)
        if number is None:
            raise Refused(Text("Please tap one of the buttons, or type a number."))
        return number

    def load(self, stored: Json) -> str:
        """Return the answer if it is a number or still on offer."""
        return super().load(stored) if at_least(str(stored)) is None else str(stored)

    def show(self, value: str) -> Text:
        """Return the words of the answer."""
        return _people(value)


def HazardField(
    menu: Sequence[str], known: Iterable[str], groups: Iterable[str] = (), likely: Sequence[str] = ()
) -> Choice:
    """Return the choice of what is wrong: what is happening right now, then what the words sound like, then the menu.

    Single kinds make room for those that are likely; groups and "not sure" stay.
    """
    return _hazards(tuple(menu), frozenset(known), frozenset(groups), tuple(likely))


@lru_cache(maxsize=64)  # each replay asks for it anew
def _hazards(menu: Sequence[str], known: frozenset[str], groups: frozenset[str], likely: Sequence[str]) -> Choice:
    stays = {*groups, "other"}
    codes = [*likely, *(code for code in menu if code not in likely and (code in stays or not likely))]
    options = {HAPPENING: _("Fire, gas smell or violence right now")} | {code: hazard_label(code) for code in codes}
    unsure, yes = "other" if "other" in codes else "", likely[0] if len(likely) == 1 else ""
    return Menu(options, frozenset({HAPPENING}), unsure, yes, beyond=known | groups)


def kinds_field(first: str, codes: Sequence[str]) -> Choice:
    """Return the choice of what was found: what was reported stands first."""
    listed = [code for code in (first, *codes) if code in codes]
    return Choice({code: hazard_label(code) for code in dict.fromkeys(listed)})


def KindField(codes: Sequence[str]) -> Choice:
    """Return the choice between the kinds of a group; not knowing which is an answer."""
    return Choice({**{code: hazard_label(code) for code in codes}, UNSURE: NOT_SURE}, unsure=UNSURE)


def FactField(name: str, bands: Sequence[str]) -> Choice:
    """Return the answers to a question about a matter."""
    if name == "sleepers":
        return Count({**{band: _people(band) for band in bands}, UNSURE: NOT_SURE}, unsure=UNSURE)
    yes, no = ("yes", "no") if "yes" in FACTS[name] else ("", "")
    return Choice(FACTS[name], unsure=UNSURE, yes=yes, no=no)


def OpennessField() -> Choice:
    """Return the choice of who may know who reported."""
    return Choice(OPENNESS)


@dataclass(frozen=True)
class TipField(Choice):
    """One of one's own tips by its number, or any tip by its receipt code."""

    def read(self, incoming: Incoming) -> str:
        """Return the code in the message."""
        code = codes.find_receipt(incoming.text)
        if code is None:
            raise Refused(_("Please tap one of your tips, or send a receipt code of 16 digits."))
        return code

    def load(self, stored: Json) -> str:
        """Return the number or the code: whose tip it is, is asked at the deed."""
        if not (codes.find_receipt(str(stored)) or codes.read_tip_number(str(stored))):
            raise Stale
        return str(stored)

    def show(self, value: str) -> Text:
        """Return the number's label, or the end of the code."""
        return self.options.get(value) or (Text("··· {end}") if len(value) > 8 else Text("{end}"))(end=value[-4:])


def own_tips(numbers: Sequence[Sequence[str]]) -> TipField:
    """Return the choice among one's own tips: number and hazard of each."""
    label = Text("{number} · {hazard}")
    return TipField({number: label(number=number, hazard=hazard_label(hazard)) for number, hazard in numbers})


@dataclass(frozen=True)
class EstateField(Choice):
    """An estate, or words that name a building; the value is the name or the words."""

    def read(self, incoming: Incoming) -> str:
        """Return the words."""
        return Words(2, 200).read(incoming)

    def load(self, stored: Json) -> str:
        """Return what was said."""
        return str(stored)

    def show(self, value: str) -> Text:
        """Return what was said."""
        return Text("{words}")(words=value)


def estate_field(names: Sequence[str], most: int = 24) -> EstateField:
    """Return the choice among the first estates of a town; all others are typed."""
    return EstateField({name: Text("{name}")(name=name) for name in names[:most]})
