"""Finding identity numbers and bank cards in what people type, and hiding them (law 6).

Sources of the forms: GB 11643-1999 (18 digits, check digit by ISO/IEC 7064 MOD 11-2); 国办发〔2018〕81号 (residence
permits of Hong Kong 810000, Macau 820000, Taiwan 830000); the 2023 permanent resident card (18 digits, starts with 9);
ISO/IEC 7812-1 (cards: issuer prefix, Luhn). Nothing here knows whether a number was ever given to a person.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Literal

from bot.rules.codes import RECEIPT_LENGTH, is_receipt, luhn_valid
from bot.rules.typed_toml import Between


class Kind(StrEnum):
    """What a hidden number was, as far as its form tells."""

    ID_CARD = "id_card"
    OLD_ID_CARD = "old_id_card"
    RESIDENCE_PERMIT = "residence_permit"
    PERMANENT_RESIDENT_CARD = "permanent_resident_card"
    BANK_CARD = "bank_card"


@dataclass(frozen=True, slots=True)
class IdentityPolicy:
    """Whether identity numbers may be given in chat (the only answer today is no), and how a name may be seen.

    Once it is agreed to, a name can be seen within `open_hours`, once, for `shown_minutes`.
    """

    in_chat: Literal["off"]
    open_hours: Annotated[int, Between(1, 240)]
    shown_minutes: Annotated[int, Between(1, 60)]


@dataclass(frozen=True, slots=True)
class Masked:
    """A text in which every digit of an identity number became `•`, and the kinds of numbers it held."""

    text: str
    found: frozenset[Kind]


@dataclass(frozen=True, slots=True)
class _Group:
    """Digits written without a visible break: the characters, and where each stands in the text."""

    digits: str
    places: tuple[int, ...]


MASK = "•"
_ID_LENGTH = 18
_FEWEST_DIGITS = 15  # of an old identity card; every other number is longer
_LONGEST = 19
_OLD_ID_LAYOUTS = {(15,), (6, 6, 3), (6, 2, 2, 2, 3), (1,) * 15}
_PHONE_LAYOUTS = {(11,), (3, 4, 4), (3, 8), (7, 4)}
_MOST_BETWEEN = 3
_BREAKS = frozenset(" \t\n\r\u00a0\u3000-‐‑‒–—―−_.·/\\")
_CHECK_LETTERS = frozenset("xXｘＸХхΧχ×")  # Latin (also of full width), Cyrillic and Greek, the multiplication sign
_PROVINCES = frozenset(map(str, (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55))))
_PROVINCES |= frozenset(map(str, range(61, 66)))
_PERMITS = ("810000", "820000", "830000")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_MONTH_AND_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_BIRTH = re.compile(r"(?:19|20)\d\d" + _MONTH_AND_DAY)  # 30 February too: a slip of the pen is still an identity number
_OLD_BIRTH = re.compile(r"\d\d" + _MONTH_AND_DAY)
_PHONE = re.compile(r"1[3-9]\d{9}")
_CARD = re.compile(
    r"62\d{14,17}"  # UnionPay
    r"|(?:4\d|5[1-5]|35|60|65)\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|2720\d{12}"  # Visa, Mastercard, JCB, Discover
    r"|(?:9558|9559|4367)\d{15}"  # older debit cards of ICBC, ABC and CCB: 19 digits
)


def mask(text: str) -> Masked:
    """Return `text` with identity and card numbers hidden; phones, dates, receipt codes and other numbers stay."""
    found: set[Kind] = set()
    if sum(map(str.isdigit, text)) < _FEWEST_DIGITS:
        return Masked(text, frozenset())
    while hidden := [match for run in _runs(text) for match in _found(run)]:
        found.update(kind for kind, _ in hidden)
        gone = {place for _, places in hidden for place in places}
        text = "".join(MASK if place in gone else letter for place, letter in enumerate(text))
    return Masked(text, frozenset(found))


def _runs(text: str) -> Iterator[list[_Group]]:
    """Split the digits of a text into runs, which only breaks such as spaces and hyphens divide into groups."""
    run: list[_Group] = []
    digits, places, between = "", [], 0
    for place, letter in enumerate(text + "\0"):
        digit = _digit(letter) or _check_letter(text, place, run, digits)
        if digit:
            digits, between = digits + digit, 0
            places.append(place)
        elif unicodedata.category(letter) != "Cf":
            if digits:
                run.append(_Group(digits, tuple(places)))
                digits, places = "", []
            between += 1
            if letter not in _BREAKS or between > _MOST_BETWEEN:
                if run:
                    yield run
                run = []


def _digit(letter: str) -> str:
    value = unicodedata.digit(letter, None)
    return "" if value is None else str(value)


def _check_letter(text: str, place: int, run: Sequence[_Group], digits: str) -> str:
    """Read a letter X that ends 17 digits (or more that touch), unless it begins a word."""
    following = text[place + 1 : place + 2]
    if text[place : place + 1] not in _CHECK_LETTERS or (following.isascii() and following.isalpha()):
        return ""
    before = len(digits)
    for group in reversed(run):
        if before >= _ID_LENGTH - 1:
            break
        before += len(group.digits)
    return "X" if before == _ID_LENGTH - 1 or len(digits) >= _ID_LENGTH else ""


def _found(run: Sequence[_Group]) -> Iterator[tuple[Kind, tuple[int, ...]]]:
    """Go through a run from the left and yield each number to hide, with the places of its digits."""
    start = 0
    while start < len(run):
        windows = list(_windows(run, start))
        match = _identity(windows)
        if match is None and (other := _harmless(windows)):
            start += other
            continue
        match = match or _old_id(windows) or _card(windows)
        if match is None:
            yield from _inside(run[start])
            start += 1
            continue
        kind, count = match
        yield kind, tuple(place for group in run[start : start + count] for place in group.places)
        start += count


def _windows(run: Sequence[_Group], start: int) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Yield the numbers that begin with a group: their digits, and the lengths of their groups."""
    digits = ""
    layout: tuple[int, ...] = ()
    for group in run[start : start + _LONGEST]:
        digits, layout = digits + group.digits, (*layout, len(group.digits))
        if len(digits) > _LONGEST:
            return
        yield digits, layout


_Windows = Sequence[tuple[str, tuple[int, ...]]]


def _identity(windows: _Windows) -> tuple[Kind, int] | None:
    for digits, layout in windows:
        if len(digits) == _ID_LENGTH and (kind := _kind_of_18(digits, len(layout) == 1)):
            return kind, len(layout)
    return None


def _kind_of_18(number: str, in_one: bool) -> Kind | None:
    if not number[:17].isdigit():
        return None
    birth = bool(_BIRTH.match(number, 6))
    if number[0] == "9":
        return Kind.PERMANENT_RESIDENT_CARD if birth or (in_one and _check_digit(number) == number[17]) else None
    if not birth:
        return None
    if number.startswith(_PERMITS):
        return Kind.RESIDENCE_PERMIT
    return Kind.ID_CARD if number[:2] in _PROVINCES else None


def _check_digit(number: str) -> str:
    return _CHECKS[sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False)) % 11]


def _harmless(windows: _Windows) -> int:
    """Return how many groups a mobile phone number or a receipt code takes up here; 0 when there is none."""
    for digits, layout in windows:
        if layout in _PHONE_LAYOUTS and _PHONE.fullmatch(digits):
            return len(layout)
        if len(digits) == RECEIPT_LENGTH and is_receipt(digits):
            return len(layout)
    return 0


def _old_id(windows: _Windows) -> tuple[Kind, int] | None:
    for digits, layout in windows:
        if layout in _OLD_ID_LAYOUTS and digits.isdigit() and digits[:2] in _PROVINCES and _OLD_BIRTH.match(digits, 6):
            return Kind.OLD_ID_CARD, len(layout)
    return None


def _card(windows: _Windows) -> tuple[Kind, int] | None:
    for digits, layout in windows:
        if _CARD.fullmatch(digits) and luhn_valid(digits):
            return Kind.BANK_CARD, len(layout)
    return None


def _inside(group: _Group) -> Iterator[tuple[Kind, tuple[int, ...]]]:
    """Find identity numbers that other digits touch; here the check digit must be right."""
    place = 0
    while place + _ID_LENGTH <= len(group.digits):
        number = group.digits[place : place + _ID_LENGTH]
        kind = _kind_of_18(number, in_one=False)
        if kind and _check_digit(number) == number[17]:
            yield kind, group.places[place : place + _ID_LENGTH]
            place += _ID_LENGTH
        else:
            place += 1
