"""Addresses that are told in English: the numbers of building, staircase, floor and room, as Chinese writes them."""

from __future__ import annotations

import re

_HANZI = re.compile(r"[\u3400-\u9fff]+")
_NUMBER = r"\s*(?:no\.?|number|nr\.?|#)?\s*(\d{1,4}[a-z]?|(?-i:[A-Z]))(?![a-z0-9])"
_PARTS = (
    (re.compile(rf"\b(?:building|bldg\.?|block|tower){_NUMBER}", re.I), "栋"),
    (re.compile(rf"\b(?:unit|entrance|stair(?:case)?|stairwell){_NUMBER}", re.I), "单元"),
    (re.compile(rf"\b(?:floor|level){_NUMBER}|\b(\d{{1,2}})(?:st|nd|rd|th)\s+floor\b", re.I), "层"),
    (re.compile(rf"\b(?:room|rm\.?|flat|apartment|apt\.?){_NUMBER}", re.I), "室"),
)


def in_chinese(text: str) -> str:
    """Return an address with English words as one with Chinese ones, or nothing when no building is told so.

    Names in Latin letters are left out: no list of a town has them, so the estate is asked.
    """
    found = {mark: pattern.search(text) for pattern, mark in _PARTS}
    if not found["栋"]:
        return ""
    told = [f"{next(filter(None, match.groups()))}{mark}" for mark, match in found.items() if match]
    return "".join([*_HANZI.findall(text), *told]).upper()
