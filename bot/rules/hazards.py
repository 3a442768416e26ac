"""What people can report: the catalogue's shape, how a kind is offered by its words, and how a report is graded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import Annotated, Literal, TypeAlias

from bot.rules.lexicon import pattern_of, plain
from bot.rules.typed_toml import Between

Colour: TypeAlias = Literal["red", "orange", "yellow", "blue", "none"]
Who: TypeAlias = Literal["doer", "landlord", "tenant", "property_manager", "vehicle_owner", "operator", "agent"]

UNSURE = "unsure"
"""The answer "not sure" to any question about a matter."""

TERM = re.compile(r"(\d{1,3}) (hours?|days?|working days?)")
"""How a limit is written in a pack: hours that pass, days of the calendar, or working days of the office."""

_DEADLINE = re.compile(r"(\d{1,3}) (hours?|days?)")
_DIGITS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_NUMBER = re.compile(r"\d+|[一两二三四五六七八九十]+")
_BAND = re.compile(r"(\d+)(?:-\d+|\+)?")
_MORE_BEHIND = re.compile(r"[几多余+]|\W*(?:个|名|位|口|张)?(?:人|床位|床|people)?(?:多|以上|\W*or more)")
_MORE_BEFORE = re.compile(r"(?:至少|起码|不少于|不止|超过|多于|at least|more than|over)\W*$")
_SEVERAL = re.compile(r"[几数]$")
_OR = re.compile(r"(十?)([一两二三四五六七八九])([二三四五六七八九])(十?)")
_TO = re.compile(r"\W*(?:到|至|or|to|[-~—])\W*")


@dataclass(frozen=True, slots=True)
class Hotlines:
    """Telephone numbers of offices outside the street to which people are sent."""

    market: str


@dataclass(frozen=True, slots=True)
class Group:
    """A button of the first screen, with the kinds that stand behind it."""

    code: str
    order: Annotated[int, Between(1, 999)]
    source: str


@dataclass(frozen=True, slots=True)
class GroupRental:
    """From how many beds on a home is a group rental, and the first number of each button that asks for it."""

    beds: Annotated[int, Between(2, 999)]
    bands: tuple[Annotated[int, Between(1, 999)], ...]

    def __post_init__(self) -> None:
        if not self.bands or list(self.bands) != sorted(set(self.bands)):
            raise ValueError("`bands` rising")


@dataclass(frozen=True, slots=True)
class Hazard:
    """A matter that people can report; what each entry means is told at the head of data/hazards.toml."""

    code: str
    colour: Colour
    urgent: bool
    order: Annotated[int, Between(1, 999)]
    source: str
    group: str = ""
    kind: Literal["hazard", "information", "usage", "price", "visit"] = "hazard"
    deadline: str = "none"
    who: tuple[Who, ...] = ()
    desk: str = "coordination"
    then: str = ""
    check: str = "3 working days"
    stops: Literal["", "fire", "police", "ambulance"] = ""
    asks: tuple[Literal["now", "sleepers", "day", "hour", "also"], ...] = ()
    in_flat: bool = False
    crowded_from: Annotated[int, Between(0, 999)] = 0
    crowded_colour: Colour = "red"
    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.deadline not in ("none", "at once") and not _DEADLINE.fullmatch(self.deadline):
            raise ValueError('a `deadline` such as "at once", "24 hours", "7 days" or "none"')
        if not TERM.fullmatch(self.check):
            raise ValueError('a `check` such as "24 hours", "3 working days" or "7 days"')


class HazardState(StrEnum):
    """Where a hazard stands that was seen on the spot."""

    OPEN = "open"
    RECTIFIED = "rectified"
    GIVEN_UP = "given_up"


class Reason(StrEnum):
    """Why a report is graded otherwise than its kind, or a home suspected to be a group rental."""

    HAPPENING = "happening"
    NOT_NOW = "not_now"
    CROWDED = "crowded"
    MANY_BEDS = "many_beds"


@dataclass(frozen=True, slots=True)
class Grading:
    """Colour and urgency of one report, why they differ from its kind's, and what was asked and is not known."""

    colour: Colour
    urgent: bool
    reasons: tuple[Reason, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Suspicion:
    """Whether a home looks like a group rental; a named person decides, and `unknown` is what they must find out."""

    suspected: bool
    reasons: tuple[Reason, ...]
    unknown: tuple[str, ...]


def first_screen(hazards: Mapping[str, Hazard], groups: Mapping[str, Group]) -> list[str]:
    """Return the codes of the first screen in order: kinds without a group, and groups that are not empty."""
    behind = {hazard.group for hazard in hazards.values()}
    shown: list[Hazard | Group] = [hazard for hazard in hazards.values() if hazard.group not in groups]
    shown_groups = [group for group in groups.values() if group.code in behind]
    return [each.code for each in sorted([*shown, *shown_groups], key=lambda each: (each.order, each.code))]


def in_group(hazards: Mapping[str, Hazard], group: str) -> list[str]:
    """Return the codes of the kinds behind a group's button, in order."""
    kinds = (hazard for hazard in hazards.values() if hazard.group == group)
    return [hazard.code for hazard in sorted(kinds, key=lambda hazard: (hazard.order, hazard.code))]


def sounds_like(text: str, hazards: Iterable[Hazard], most: int = 2) -> list[str]:
    """Return the codes that a text's words speak for, the likeliest first; to be offered, never to be chosen."""
    said = plain(text)
    scored = [(sum(_length(entry, said) for entry in hazard.words), -hazard.order, hazard.code) for hazard in hazards]
    return [code for score, _, code in sorted(scored, reverse=True) if score][:most]


def _length(entry: str, said: str) -> int:
    """Return how many letters of a text an entry's words cover; 0 unless every half of it is there."""
    found = [max((len(match[0]) for match in half.finditer(said)), default=0) for half in _halves(entry)]
    return sum(found) if all(found) else 0


@lru_cache(maxsize=2048)
def _halves(entry: str) -> tuple[re.Pattern[str], ...]:
    return tuple(pattern_of(word.strip() for word in half.split("|")) for half in entry.split(" + "))


def at_least(answer: str) -> int | None:
    """Return the smallest number that an answer such as "7", "3-5" or "10+" stands for; None when it is not known."""
    match = _BAND.fullmatch(answer)
    return int(match[1]) if match else None


def how_many(said: str) -> int | None:
    """Return the one number in a text, in digits or Chinese numerals up to 99; None when there is not just one."""
    found = _NUMBER.findall(unicodedata.normalize("NFKC", said))
    if len(found) != 1:
        return None
    number = int(found[0]) if found[0].isdecimal() else _chinese(found[0])
    return number if number is not None and 0 < number < 1000 else None


def how_many_about(said: str) -> str | None:
    """Return the answer that a number in a text stands for: "12", "10+" for 十几个人, "7-8" for 七八个, or None."""
    plainly = unicodedata.normalize("NFKC", said).casefold()
    found = list(_NUMBER.finditer(plainly))
    if len(found) == 2 and _TO.fullmatch(plainly, found[0].end(), found[1].start()):
        return _between(how_many(found[0][0]), how_many(found[1][0]))
    if len(found) != 1:
        return None
    before, numeral, behind = plainly[: found[0].start()], found[0][0], plainly[found[0].end() :]
    if either := _OR.fullmatch(numeral):
        tens, low, high, times = either.groups()
        return _between(how_many(tens + low + times), how_many(tens + high + times))
    if numeral == "十" and _SEVERAL.search(before):
        return "20+"
    number = how_many(numeral)
    more = _MORE_BEHIND.match(behind) or _MORE_BEFORE.search(before)
    return None if number is None else f"{number}+" if more else str(number)


def _between(low: int | None, high: int | None) -> str | None:
    return f"{low}-{high}" if low and high and low < high else None


def _chinese(numeral: str) -> int | None:
    tens, ten, ones = numeral.rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return None
    return (_DIGITS.get(tens, 1) * 10 if ten else 0) + _DIGITS.get(ones, 0)


def band_of(bands: Sequence[int]) -> list[str]:
    """Return the answers that buttons offer: "1-2", "3-5", "6-9", "10+" for the first numbers 1, 3, 6, 10."""
    ends = pairwise(bands)
    return [*(str(low) if high - low == 1 else f"{low}-{high - 1}" for low, high in ends), f"{bands[-1]}+"]


def grade(hazard: Hazard, facts: Mapping[str, str]) -> Grading:
    """Grade one report by its kind and what was answered; what is not known changes nothing."""
    colour, urgent, reasons = hazard.colour, hazard.urgent, []
    now = facts.get("now") if "now" in hazard.asks else None
    if now == "yes":
        urgent, reasons = True, [Reason.HAPPENING]
    elif now == "no":
        urgent, reasons = False, [Reason.NOT_NOW]
    sleepers = at_least(facts.get("sleepers", ""))
    if hazard.crowded_from and sleepers is not None and sleepers >= hazard.crowded_from:
        colour = hazard.crowded_colour
        reasons.append(Reason.CROWDED)
    unknown = tuple(name for name in hazard.asks if facts.get(name, UNSURE) == UNSURE)
    return Grading(colour, urgent, tuple(reasons), unknown)


def group_rental(facts: Mapping[str, str], policy: GroupRental) -> Suspicion:
    """Tell whether a report lets suspect a group rental, by the number of people who sleep there.

    Source: the work plan's section 3 (ten rooms or beds or more; or, among people who are no family, less than 15 m²
    each). A report seldom tells of beds, kinship and area, which are therefore named as unknown.
    """
    sleepers = at_least(facts.get("sleepers", ""))
    many = sleepers is not None and sleepers >= policy.beds
    unknown = ("beds", "kinship", "area") if sleepers is not None else ("sleepers", "beds", "kinship", "area")
    return Suspicion(many, (Reason.MANY_BEDS,) if many else (), unknown)
