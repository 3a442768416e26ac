"""Making what people type safe to keep and to show: nothing invisible, nothing that turns the line, not too long."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_LINE_ENDS = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_REMOVED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f"  # controls but the line feed
    "\u00ad\u180e\u200b\u2060-\u2064\ufeff"  # invisible; U+200C and U+200D stay, scripts and emoji need them
    "\u202a-\u202e\u2066-\u2069"  # turning the direction of a line
    "\ud800-\udfff"  # halves of characters, which no database takes
    "\ufdd0-\ufdef\ufff9-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e007f]"  # tags
)
_LINE_SPACE = re.compile(r"(?<! ) +\n")
_MANY_LINES = re.compile(r"\n{3,}")
_JOINER = "\u200d"
_LONGEST_CLUSTER = 32  # someone who piles up more marks than any script has loses the rest of the pile


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A text that is safe to keep, and whether its end was cut off."""

    text: str
    cut: bool


def clean(text: str, most: int) -> Cleaned:
    """Return `text` in NFC without invisible characters, with at most one empty line in a row, of `most` characters."""
    lines = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    visible = unicodedata.normalize("NFC", _REMOVED.sub("", lines))
    tidy = _MANY_LINES.sub("\n\n", _LINE_SPACE.sub("\n", visible)).strip()
    if len(tidy) <= most:
        return Cleaned(tidy, cut=False)
    return Cleaned(tidy[: _border(tidy, most)].rstrip(), cut=True)


def _border(text: str, most: int) -> int:
    """Return the last place up to `most` that does not split a character with its marks, or an emoji."""
    for place in range(most, max(0, most - _LONGEST_CLUSTER), -1):
        if not _joined(text, place):
            return place
    return most


def _joined(text: str, place: int) -> bool:
    letter = text[place]
    if unicodedata.category(letter).startswith("M") or letter == _JOINER or "\U0001f3fb" <= letter <= "\U0001f3ff":
        return True
    return text[place - 1] == _JOINER or (_is_flag_half(letter) and _flag_halves_before(text, place) % 2 == 1)


def _flag_halves_before(text: str, place: int) -> int:
    start = place
    while start > 0 and _is_flag_half(text[start - 1]):
        start -= 1
    return place - start


def _is_flag_half(letter: str) -> bool:
    return "\U0001f1e6" <= letter <= "\U0001f1ff"
