"""Telling that somebody writes from the middle of an emergency, and not about a fear, a rule or a memory (law 9)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from bot.rules.lexicon import Lexicon, Touch, pattern_of, plain
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
_EVERY_KIND: frozenset[Kind] = frozenset(Kind)
_NO_KIND: frozenset[Kind] = frozenset()
_BOTH, _OR = " + ", "|"  # as they stand in the pack
_ASIDE = "□"
_NEAR, _NEAR_IN_ENGLISH = 14, 40  # characters that may lie between the two halves of a sign


class _Clause(NamedTuple):
    """A piece of a sentence: from `unreal` on no sign counts, from `doubted` on and of `quiet` kinds only sure ones."""

    at: int
    text: str
    doubted: int
    unreal: int
    quiet: frozenset[Kind]


@dataclass(frozen=True, slots=True)
class _Sign:
    """Any of a set of words, or of two sets whose words must stand near each other; each set has its number."""

    halves: tuple[int, ...]
    sure: bool


class _Span(NamedTuple):
    """Where a word stands in its sentence, and for which kinds nothing there puts it in doubt."""

    start: int
    end: int
    certain: frozenset[Kind]


class _Reader:
    """The word lists of a policy as patterns, each of which goes through a text once."""

    def __init__(self, words: EmergencyPolicy) -> None:
        context = words.context
        self._aside = pattern_of(context.aside)
        self._now = pattern_of(context.now)
        self._conditional = pattern_of(context.conditional)
        self._past = pattern_of(context.past)
        self._worry = pattern_of(context.worry)
        self._soft = pattern_of(context.soft)
        self._after = pattern_of(context.after)
        self._touch = Touch(context.touching_before, context.touching_after)
        self._words = Lexicon()
        self._signs = {kind: _by_half(_numbered(_signs(words, kind), self._words)) for kind in Kind}
        self._words.close()
        signs = {kind: _signs(words, kind) for kind in Kind}
        self._any_unless = pattern_of(word for sign in signs.values() for word in sign.unless)
        self._unless = {kind: pattern_of(sign.unless) for kind, sign in signs.items()}
        self._alone = {kind: frozenset(sign.alone) for kind, sign in signs.items()}

    def kinds(self, text: str) -> tuple[Kind, ...]:
        """Return the kinds of emergency that `text` tells of, in the order of `Kind`."""
        bare = plain(text)
        read = self._aside.sub(lambda match: _ASIDE * len(match[0]), bare)
        sentences = [list(self._clauses(sentence)) for sentence in _SENTENCE.split(read)]
        found = [(self._spans(clauses), _reach(clauses)) for clauses in sentences]
        whole = _NOT_LETTERS.sub("", bare)
        return tuple(
            kind
            for kind in Kind
            if whole in self._alone[kind] or any(self._tells(kind, spans, near) for spans, near in found)
        )

    def _clauses(self, sentence: str) -> Iterator[_Clause]:
        """Split a sentence; an `if` or a worry reaches over commas, until a word such as `now` ends it."""
        conditional = worried = False
        for at, text in _split(sentence):
            now = self._now.search(text)
            if now:
                conditional = worried = False
            if_at, worry_at = _first(self._conditional, text, conditional), _first(self._worry, text, worried)
            unreal = len(text) if now else _first(self._past, text)
            if self._after.search(text):
                unreal = 0
            yield _Clause(at, text, min(worry_at, _first(self._soft, text)), min(if_at, unreal), self._quiet(text))
            conditional, worried = conditional or if_at < len(text), worried or worry_at < len(text)

    def _quiet(self, text: str) -> frozenset[Kind]:
        if not self._any_unless.search(text):
            return _NO_KIND
        return frozenset(kind for kind in Kind if self._unless[kind].search(text))

    def _spans(self, clauses: list[_Clause]) -> dict[int, list[_Span]]:
        """Return where the words of each set stand, if they count there and no word that touches them undoes them."""
        by_word: dict[tuple[int, ...], list[_Span]] = {}
        for clause in clauses:
            for numbers, span in self._in_clause(clause):
                by_word.setdefault(numbers, []).append(span)
        spans: dict[int, list[_Span]] = {}
        for numbers, found in by_word.items():
            for number in numbers:
                spans.setdefault(number, []).extend(found)
        return spans

    def _in_clause(self, clause: _Clause) -> Iterator[tuple[tuple[int, ...], _Span]]:
        text, at, certain = clause.text, clause.at, _EVERY_KIND - clause.quiet
        for start, words in self._words.found(text[: clause.unreal]):
            if self._touch.before(text, start):
                continue
            for length, numbers in words:
                end = start + length
                if not self._touch.behind(text, end):
                    yield numbers, _Span(at + start, at + end, certain if start < clause.doubted else _NO_KIND)

    def _tells(self, kind: Kind, spans: dict[int, list[_Span]], near: int) -> bool:
        signs = self._signs[kind]
        return any(self._is_told(kind, sign, spans, near) for number in spans for sign in signs.get(number, ()))

    def _is_told(self, kind: Kind, sign: _Sign, spans: dict[int, list[_Span]], near: int) -> bool:
        halves = [spans.get(number, []) for number in sign.halves]
        if all(halves) and not sign.sure:
            halves = [[span for span in half if kind in span.certain] for half in halves]
        return all(halves) and (len(halves) == 1 or _are_near(halves[0], halves[1], near))


def _split(sentence: str) -> Iterator[tuple[int, str]]:
    at = 0
    for border in _CLAUSE.finditer(sentence):
        yield at, sentence[at : border.start()]
        at = border.end()
    yield at, sentence[at:]


def _reach(clauses: list[_Clause]) -> int:
    return _NEAR_IN_ENGLISH if all(clause.text.isascii() for clause in clauses) else _NEAR


def _are_near(left: list[_Span], right: list[_Span], near: int) -> bool:
    """Tell whether a span of each list lie near each other: the nearest two are neighbours in the order of the text."""
    spans = sorted([(span.start, span.end, 0) for span in left] + [(span.start, span.end, 1) for span in right])
    return any(one[2] != two[2] and 0 <= two[0] - one[1] <= near for one, two in pairwise(spans))


def _first(pattern: re.Pattern[str], text: str, already: bool = False) -> int:
    """Return where a pattern is first found, 0 when it held already, or the length of the text when it is not there."""
    if already:
        return 0
    match = pattern.search(text)
    return match.start() if match else len(text)


def _numbered(signs: Signs, lexicon: Lexicon) -> Iterator[_Sign]:
    """Yield the signs of a kind; a word that is sure is also a likely one, so that the longer word is the one read."""
    words = [sign for sign in signs.sure if _BOTH not in sign]
    yield _Sign((lexicon.add(words),), sure=True)
    yield _Sign((lexicon.add([*words, *(sign for sign in signs.likely if _BOTH not in sign)]),), sure=False)
    for sure, several in ((True, signs.sure), (False, signs.likely)):
        for sign in several:
            if _BOTH in sign:
                yield _Sign(tuple(lexicon.add(half) for half in _halves(sign)), sure)


def _by_half(signs: Iterable[_Sign]) -> dict[int, list[_Sign]]:
    """Return the signs under the number of their first half: most texts hold no word of most of them."""
    found: dict[int, list[_Sign]] = {}
    for sign in signs:
        found.setdefault(sign.halves[0], []).append(sign)
    return found


def _halves(sign: str) -> list[list[str]]:
    """Return the words of each half; one that was left empty in the pack is never found."""
    halves = [[" ".join(word.split()) for word in half.split(_OR)] for half in sign.split(_BOTH, 1)]
    return [[word for word in half if word.strip("*")] for half in halves]
