"""The claim: the PIN beside the receipt code, until when a reward can be collected, and when that is said again."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta

from bot.rules.deadlines import WorkingDays
from bot.rules.rewards.figures import ClaimPolicy

PIN_LENGTH = 6
"""Digits of a claim PIN: with the receipt code's 15 free digits more than 65 bits."""

_APART = re.compile(r"[\s\-‐‑‒–—_.·]+")


def claim_pin(random: Callable[[int], int]) -> str:
    """Return a new claim PIN; `random(n)` must give an unpredictable number from 0 to n-1."""
    return "".join(str(random(10)) for _ in range(PIN_LENGTH))


def read_pin(text: str) -> str | None:
    """Return the PIN that a text is, in digits of any width and grouping, or None."""
    digits = _APART.sub("", unicodedata.normalize("NFKC", text))
    return digits if re.fullmatch(rf"[0-9]{{{PIN_LENGTH}}}", digits) else None


def last_day(claim: ClaimPolicy, opened: date, calendar: WorkingDays) -> date:
    """Return the last day on which a reward can be collected that may be collected from `opened` on.

    Source: what is not collected in time counts as given up (国安部令第2号; Zhejiang within 30 working days).
    """
    if claim.unit == "working_days":
        return calendar.day_after(opened, claim.term)
    return opened + timedelta(days=claim.term)


def extended(claim: ClaimPolicy, last: date) -> date:
    """Return the last day after the one extension that a good reason allows."""
    return last + timedelta(days=claim.extension_days)


def reminders(claim: ClaimPolicy, last: date, today: date) -> list[date]:
    """Return the days on which the term is said again, the next first; days that are over are left out."""
    days = sorted(last - timedelta(days=before) for before in claim.reminders)
    return [day for day in days if day > today]


def is_over(last: date, today: date) -> bool:
    """Tell whether it is too late to collect; on the last day it is not."""
    return today > last
