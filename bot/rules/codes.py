"""The numbers that people are given: receipt codes of anonymous tips and the short numbers of tips.

A receipt code never looks like a bank card or an identity number: it starts with 7, which neither does, and its
last digit never satisfies the Luhn formula (ISO/IEC 7812-1) that every card number satisfies.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

RECEIPT_LENGTH = 16
RECEIPT_START = "7"
TIP_ALPHABET = "346789ACDEFHJKMNPRTWXY"
TIP_LENGTH = 4

_TIP_LABEL = re.compile(r"^(?:tip|编号|編號|号|號|number|no|[\s.:#])*", re.IGNORECASE)
_DIGITS = re.compile(r"\d(?:[\s\-‐‑‒–—_.·]{0,2}\d){12,24}")
_BETWEEN = re.compile(r"[\s\-‐‑‒–—_.·]+")


def luhn_valid(digits: str) -> bool:
    """Tell whether ASCII `digits` satisfy the Luhn formula."""
    return sum(_luhn_terms(digits)) % 10 == 0


def receipt_code(random: Callable[[int], int]) -> str:
    """Return a new receipt code of 16 digits; `random(n)` must give an unpredictable number from 0 to n-1."""
    start = RECEIPT_START + "".join(str(random(10)) for _ in range(RECEIPT_LENGTH - 2))
    right = -sum(_luhn_terms(start + "0")) % 10
    return start + str((right + 1 + random(9)) % 10)


def show_receipt(code: str) -> str:
    """Return a receipt code in groups of four."""
    return " ".join(code[place : place + 4] for place in range(0, len(code), 4))


def find_receipt(text: str) -> str | None:
    """Return the receipt code in a text that may say more than it; a slip of a digit or two is a code too, unread."""
    visible = _visible(text)
    for run in _DIGITS.findall(unicodedata.normalize("NFKC", visible)):
        digits = _BETWEEN.sub("", run)
        if digits.startswith(RECEIPT_START) and abs(len(digits) - RECEIPT_LENGTH) <= 2:
            return digits
    return None


def is_receipt(code: str) -> bool:
    """Tell whether plain ASCII `code` has the form of a receipt code."""
    digits = code.isascii() and code.isdigit() and len(code) == RECEIPT_LENGTH
    return digits and code.startswith(RECEIPT_START) and not luhn_valid(code)


def tip_number(random: Callable[[int], int]) -> str:
    """Return a new tip number of four characters that cannot be mistaken for one another; not necessarily unused."""
    return "".join(TIP_ALPHABET[random(len(TIP_ALPHABET))] for _ in range(TIP_LENGTH))


def read_tip_number(text: str) -> str | None:
    """Return the tip number that a person typed, with or without a `#` or `No.` before it, or None."""
    number = _plain(_TIP_LABEL.sub("", unicodedata.normalize("NFKC", text).strip())).upper()
    return number if len(number) == TIP_LENGTH and set(number) <= set(TIP_ALPHABET) else None


def _plain(text: str) -> str:
    return _BETWEEN.sub("", unicodedata.normalize("NFKC", _visible(text)))


def _visible(text: str) -> str:
    if text.isprintable():  # as no text with invisible letters is
        return text
    return "".join(letter for letter in text if unicodedata.category(letter) != "Cf")


def _luhn_terms(digits: str) -> Iterator[int]:
    for place, digit in enumerate(reversed(digits)):
        doubled = int(digit) * (1 + place % 2)
        yield doubled - 9 if doubled > 9 else doubled
