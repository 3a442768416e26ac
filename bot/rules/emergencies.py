"""Telling that somebody writes from the middle of an emergency, and not about a fear, a rule or a memory (law 9)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

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
_CANNOT = re.compile(r"\bcan ?['`]?t\b|\bcan not\b")
_EVERY_KIND: frozenset[Kind] = frozenset(Kind)
_NO_KIND: frozenset[Kind] = frozenset()
_BOTH, _OR = " + ", "|"  # as they stand in the pack
_ASIDE = "□"
_NEVER = r"(?!)"
_REACH = 20  # characters before a sign in which a word that touches it is looked for
_NEAR, _NEAR_IN_ENGLISH = 14, 40  # characters that may lie between the two halves of a sign
# Traditional characters, each followed by its simplified one; then particles and words of dialects, and a common typo.
_PAIRS = (
    "著着煙烟菸烟燒烧氣气濃浓樓楼門门電电來来報报殺杀搶抢衝冲開开關关閥阀鎖锁讓让動动沒没應应頭头暈晕噁恶傷伤"
    "們们個个媽妈爺爷從从進进過过還还現现剛刚擔担會会險险災灾滅灭嗎吗麼么時时聽听聞闻見见裡里裏里邊边鄰邻東东"
    "帶带毆殴體体線线機机車车棟栋單单層层陽阳臺台廚厨廳厅臥卧嚇吓覺觉點点幾几隊队趕赶緊紧護护滿满睜睁嗆呛噴喷"
    "斷断壞坏洩泄聲声響响撲扑竄窜躥窜蹿窜給给對对說说這这壓压舊旧經经總总發发處处藥药醫医當当無无習习練练縫缝"
    "間间戶户網网鐵铁牆墙雜杂圍围亂乱孫孙婦妇喚唤樣样後后問问題题廢废檢检遲迟號号誰谁負负責责導导歲岁彈弹辦办"
    "難难熱热爐炉錢钱師师學学長长風风燈灯爛烂獨独療疗瘋疯盤盘競竞終终結结絕绝續续罵骂義义聯联腦脑膽胆臉脸臟脏"
    "蓋盖補补裝装視视親亲觀观觸触訊讯訴诉試试話话該该請请謝谢證证識识議议變变賊贼質质輕轻輪轮輛辆轉转連连運运"
    "達达遠远鄉乡針针鋼钢錄录錯错鍋锅鈴铃閃闪閉闭離离靈灵靜静預预頂顶順顺領领類类顧顾顯显飯饭飲饮館馆驗验騎骑"
    "騙骗驚惊髮发鬆松鬧闹雞鸡貨货買买賣卖腳脚紙纸繩绳櫃柜纜缆換换擴扩倉仓庫库櫥橱膠胶紗纱簾帘癲癫癇痫撐撑傾倾"
    "屍尸強强搖摇凍冻潑泼澆浇滾滚爾尔兇凶棄弃軟软緩缓敗败農农條条極极術术構构標标樹树橋桥檔档歐欧殘残決决況况"
    "淺浅測测溫温準准漲涨潔洁濕湿灑洒歡欢瑪玛畫画異异瘡疮盡尽"
    "咯了喽了啦了嘞了囉了啰了咧了喇了咗了佢他喺在冇没畀被俾被唔不嘅的睇看嚟来啲点汽气"
)
_LETTERS = str.maketrans(_PAIRS[::2], _PAIRS[1::2])


@dataclass(frozen=True, slots=True)
class _Clause:
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
        self._aside = _pattern(context.aside)
        self._now = _pattern(context.now)
        self._conditional = _pattern(context.conditional)
        self._past = _pattern(context.past)
        self._worry = _pattern(context.worry)
        self._soft = _pattern(context.soft)
        self._after = _pattern(context.after)
        self._touch = _Touch(context.touching_before, context.touching_after)
        self._words = _Lexicon()
        self._signs = {kind: tuple(_numbered(_signs(words, kind), self._words)) for kind in Kind}
        self._words.close()
        signs = {kind: _signs(words, kind) for kind in Kind}
        self._any_unless = _pattern(word for sign in signs.values() for word in sign.unless)
        self._unless = {kind: _pattern(sign.unless) for kind, sign in signs.items()}
        self._alone = {kind: frozenset(sign.alone) for kind, sign in signs.items()}

    def kinds(self, text: str) -> tuple[Kind, ...]:
        """Return the kinds of emergency that `text` tells of, in the order of `Kind`."""
        plain = _plain(text)
        read = self._aside.sub(lambda match: _ASIDE * len(match[0]), plain)
        sentences = [list(self._clauses(sentence)) for sentence in _SENTENCE.split(read)]
        found = [(self._spans(clauses), _reach(clauses)) for clauses in sentences]
        whole = _NOT_LETTERS.sub("", plain)
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
        return any(self._is_told(kind, sign, spans, near) for sign in self._signs[kind])

    def _is_told(self, kind: Kind, sign: _Sign, spans: dict[int, list[_Span]], near: int) -> bool:
        halves = [spans.get(number, []) for number in sign.halves]
        if all(halves) and not sign.sure:
            halves = [[span for span in half if kind in span.certain] for half in halves]
        return all(halves) and (len(halves) == 1 or _are_near(halves[0], halves[1], near))


class _Touch:
    """The words that undo a sign which they touch."""

    def __init__(self, before: Iterable[str], behind: Iterable[str]) -> None:
        self._last_letters = frozenset(word[-1] for word in before) | {" "}
        self._before = re.compile(rf"(?:{_any(before)}) ?$")
        self._behind = re.compile(rf" ?(?:{_any(behind)})")

    def before(self, text: str, start: int) -> bool:
        """Tell whether such a word ends where a sign starts."""
        if not start or text[start - 1] not in self._last_letters:
            return False
        return bool(self._before.search(text, max(0, start - _REACH), start))

    def behind(self, text: str, end: int) -> bool:
        """Tell whether such a word starts where a sign ends."""
        return bool(self._behind.match(text, end))


_Words = tuple[tuple[int, tuple[int, ...]], ...]


class _Lexicon:
    """Numbered sets of words, all of which are looked for in one pass over a text."""

    def __init__(self) -> None:
        self._sets: dict[str, set[int]] = {}
        self._size = 0
        self._by_letter: dict[str, re.Pattern[str]] = {}
        self._by_length: dict[str, _Words] = {}

    def add(self, words: Iterable[str]) -> int:
        """Take in a set of words and return its number."""
        self._size += 1
        for word in words:
            self._sets.setdefault(_plain(word), set()).add(self._size)
        return self._size

    def close(self) -> None:
        """Make ready to look: patterns by first letter, and for each word the words of every set that begin it."""
        by_letter: dict[str, list[str]] = {}
        for word in self._sets:
            by_letter.setdefault(word[0], []).append(word)
            lengths: dict[int, list[int]] = {}
            for number, length in dict(self._beginnings(word)).items():
                lengths.setdefault(length, []).append(number)
            self._by_length[word.removesuffix("*")] = tuple((size, tuple(sets)) for size, sets in lengths.items())
        self._by_letter = {letter: _pattern(words) for letter, words in by_letter.items()}

    def _beginnings(self, word: str) -> Iterator[tuple[int, int]]:
        """Yield the sets that hold a beginning of the word, with its length; the longest comes last."""
        stem = word.removesuffix("*")
        for length in range(1, len(stem) + 1):
            begun, rest = stem[:length], stem[length:]
            whole = self._sets.get(begun, set()) if not rest or not (rest[0].isascii() and rest[0].isalpha()) else set()
            yield from ((number, length) for number in whole | self._sets.get(begun + "*", set()))

    def found(self, text: str) -> Iterator[tuple[int, _Words]]:
        """Yield the places where words start, with the lengths of words there and the sets whose longest word it is."""
        before = ""
        for start, letter in enumerate(text):
            pattern = None if "a" <= before <= "z" and letter.isascii() else self._by_letter.get(letter)
            before = letter
            if pattern and (match := pattern.match(text, start)):
                yield start, self._by_length[match[0]]


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


def _plain(text: str) -> str:
    visible = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    folded = unicodedata.normalize("NFKC", visible).casefold().replace("’", "'").translate(_LETTERS)
    return _CANNOT.sub("cannot", folded)


def _first(pattern: re.Pattern[str], text: str, already: bool = False) -> int:
    """Return where a pattern is first found, 0 when it held already, or the length of the text when it is not there."""
    if already:
        return 0
    match = pattern.search(text)
    return match.start() if match else len(text)


def _numbered(signs: Signs, lexicon: _Lexicon) -> Iterator[_Sign]:
    """Yield the signs of a kind; a word that is sure is also a likely one, so that the longer word is the one read."""
    words = [sign for sign in signs.sure if _BOTH not in sign]
    yield _Sign((lexicon.add(words),), sure=True)
    yield _Sign((lexicon.add([*words, *(sign for sign in signs.likely if _BOTH not in sign)]),), sure=False)
    for sure, several in ((True, signs.sure), (False, signs.likely)):
        for sign in several:
            if _BOTH in sign:
                yield _Sign(tuple(lexicon.add(half) for half in _halves(sign)), sure)


def _halves(sign: str) -> list[list[str]]:
    return [[" ".join(word.split()) for word in half.split(_OR)] for half in sign.split(_BOTH, 1)]


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile(_any(words))


def _any(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    return "|".join(_one(word) for word in sorted({_plain(word) for word in words}, key=_longest_first)) or _NEVER


def _longest_first(word: str) -> tuple[int, str]:
    return -len(word), word


def _one(word: str) -> str:
    """Return a pattern for a word; an English one stands between word borders, the last of which a `*` lifts.

    The border is looked at after the first letter, so that every branch begins with a literal: `re` then skips over
    all places where no word can begin, ten times as fast.
    """
    if not word.isascii():
        return re.escape(word)
    stem = word.removesuffix("*")
    border = "" if stem != word else "(?![a-z])"
    first, rest = re.escape(stem[0]), re.escape(stem[1:])
    return rf"{first}(?<![a-z']{first}){rest}{border}"
