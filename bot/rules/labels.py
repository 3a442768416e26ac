"""Labels about persons (illness, petitions, records): found in what staff type, and not kept (law 8)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.rules.lexicon import plain

MASK = "…"
_APART = r"[\s·.*_\-—、,，/|+]{0,2}"
_COVER = "\0"


@dataclass(frozen=True, slots=True)
class Label:
    """The words of one kind of label, and the harmless words that hold one of them."""

    words: tuple[str, ...]
    unless: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unlabelled:
    """A text whose labels became `…`, and the kinds of labels that it held."""

    text: str
    found: frozenset[str]


def remove(text: str, labels: Mapping[str, Label]) -> Unlabelled:
    """Return what may be kept of a text that staff typed, and which kinds of labels were taken out.

    To be called on every free text of staff before it is stored; where something was found, the person is told why.
    """
    letters = list(_letters(text))
    said = "".join(letter for letter, _ in letters)
    found: set[str] = set()
    gone: set[int] = set()
    for kind, label in labels.items():
        covered = _pattern(label.unless).sub(lambda match: _COVER * len(match[0]), said)
        for match in _pattern(label.words).finditer(covered):
            found.add(kind)
            gone.update(range(letters[match.start()][1], letters[match.end() - 1][1] + 1))
    return Unlabelled("".join(_kept(text, gone)), frozenset(found))


def _letters(text: str) -> Iterator[tuple[str, int]]:
    """Yield the letters of a text as they are compared, each with its place in the text."""
    for place, letter in enumerate(text):
        yield from ((each, place) for each in plain(letter))


def _kept(text: str, gone: set[int]) -> Iterator[str]:
    for place, letter in enumerate(text):
        if place not in gone:
            yield letter
        elif place - 1 not in gone:
            yield MASK


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(_one(word) for word in _longest_first(words)) or r"(?!)")


def _longest_first(words: Iterable[str]) -> list[str]:
    return sorted(set(map(plain, words)), key=lambda word: (-len(word), word))


def _one(word: str) -> str:
    """Return a pattern for a word: a Chinese one may be spaced out, an English one stands between borders."""
    if not word.isascii():
        return _APART.join(map(re.escape, word))
    stem = word.removesuffix("*")
    spaced = re.escape(stem).replace(r"\ ", r"\s+")
    return rf"(?<![a-z]){spaced}" + ("[a-z]*" if stem != word else "(?![a-z])")
