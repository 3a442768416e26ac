"""Telling that somebody writes from the middle of an emergency, and not about a fear, a rule or a memory (law 9)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.rules.policy import EmergencyPolicy, Policy, Signs


class Kind(StrEnum):
    """The kinds of emergency."""

    FIRE = "fire"
    GAS = "gas"
    VIOLENCE = "violence"
    MEDICAL = "medical"


@dataclass(frozen=True, slots=True)
class Emergency:
    """The kinds that were found and the telephone numbers to call, the most pressing first."""

    kinds: tuple[Kind, ...]
    numbers: tuple[str, ...]


def find(text: str, policy: Policy) -> Emergency | None:
    """Return the emergency that `text` tells of, or None. In doubt it is one: a number too many costs nothing."""
    words = policy.emergency
    kinds = _reader(words).kinds(text)
    if not kinds:
        return None
    calls = [call for kind in kinds for call in _signs(words, kind).call]
    return Emergency(kinds, tuple(dict.fromkeys(str(getattr(words.numbers, call)) for call in calls)))


def _signs(words: EmergencyPolicy, kind: Kind) -> Signs:
    signs: Signs = getattr(words, kind.value)
    return signs


@lru_cache(maxsize=8)
def _reader(words: EmergencyPolicy) -> _Reader:
    return _Reader(words)


_SENTENCE = re.compile(r"[。!?;\n…]+|\.(?=\s|$)")
_CLAUSE = re.compile(r"[,、:()\"“”]+|(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
_NOT_LETTERS = re.compile(r"[\W_]+")
_ASIDE = "□"
_NEVER = r"(?!)"
_REACH = 20  # characters before a sign in which a word that touches it is looked for


@dataclass(frozen=True, slots=True)
class _Clause:
    """A piece of a sentence; from `doubted` on only sure signs count, from `unreal` on none do."""

    text: str
    doubted: int
    unreal: int


class _Reader:
    """The word lists of a policy as patterns, each of which goes through a text once."""

    def __init__(self, words: EmergencyPolicy) -> None:
        context = words.context
        self._aside = _pattern(context.aside)
        self._now = _pattern(context.now)
        self._conditional = _pattern(context.conditional)
        self._past = _pattern(context.past)
        self._worry = _pattern(context.worry)
        self._soft = _pattern(context.soft)
        self._after = _pattern(context.after)
        self._before = re.compile(rf"(?:{_any(context.touching_before)}) ?$")
        self._behind = re.compile(rf" ?(?:{_any(context.touching_after)})")
        signs = {kind: _signs(words, kind) for kind in Kind}
        self._signs = {kind: _pattern((*sign.sure, *sign.likely)) for kind, sign in signs.items()}
        self._sure = {kind: frozenset(sign.sure) for kind, sign in signs.items()}
        self._unless = {kind: _pattern(sign.unless) for kind, sign in signs.items()}
        self._alone = {kind: frozenset(sign.alone) for kind, sign in signs.items()}

    def kinds(self, text: str) -> tuple[Kind, ...]:
        """Return the kinds of emergency that `text` tells of, in the order of `Kind`."""
        plain = _plain(text)
        read = self._aside.sub(lambda match: _ASIDE * len(match[0]), plain)
        clauses = [clause for sentence in _SENTENCE.split(read) for clause in self._clauses(sentence)]
        whole = _NOT_LETTERS.sub("", plain)
        return tuple(
            kind for kind in Kind if whole in self._alone[kind] or any(self._tells(kind, clause) for clause in clauses)
        )

    def _clauses(self, sentence: str) -> Iterator[_Clause]:
        """Split a sentence; an `if` or a worry reaches over commas, until a word such as `now` ends it."""
        conditional = worried = False
        for text in _CLAUSE.split(sentence):
            if self._now.search(text):
                conditional = worried = False
            if_at, worry_at = _first(self._conditional, text, conditional), _first(self._worry, text, worried)
            unreal = len(text) if self._now.search(text) else _first(self._past, text)
            if self._after.search(text):
                unreal = 0
            yield _Clause(text, min(worry_at, _first(self._soft, text)), min(if_at, unreal))
            conditional, worried = conditional or if_at < len(text), worried or worry_at < len(text)

    def _tells(self, kind: Kind, clause: _Clause) -> bool:
        likely_until = 0 if self._unless[kind].search(clause.text) else clause.doubted
        for sign in self._signs[kind].finditer(clause.text, 0, clause.unreal):
            counts = sign[0] in self._sure[kind] or sign.start() < likely_until
            if counts and not self._undone(clause.text, sign.start(), sign.end()):
                return True
        return False

    def _undone(self, text: str, start: int, end: int) -> bool:
        return bool(self._before.search(text, max(0, start - _REACH), start) or self._behind.match(text, end))


def _plain(text: str) -> str:
    visible = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    return unicodedata.normalize("NFKC", visible).casefold().replace("’", "'")


def _first(pattern: re.Pattern[str], text: str, already: bool = False) -> int:
    """Return where a pattern is first found, 0 when it held already, or the length of the text when it is not there."""
    if already:
        return 0
    match = pattern.search(text)
    return match.start() if match else len(text)


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(_any(words))


def _any(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    return "|".join(_one(word) for word in sorted(words, key=len, reverse=True)) or _NEVER


def _one(word: str) -> str:
    """Return a pattern for a word; an English one stands between word borders.

    The border is looked at after the first letter, so that every branch begins with a literal: `re` then skips over
    all places where no word can begin, ten times as fast.
    """
    if not word.isascii():
        return re.escape(word)
    first, rest = re.escape(word[0]), re.escape(word[1:])
    return rf"{first}(?<![a-z']{first}){rest}(?![a-z])"
