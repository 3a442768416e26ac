"""Words of the packs, and how they are looked for in what people write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

_CANNOT = re.compile(r"\bcan ?['`]?t\b|\bcan not\b")
_NEVER = r"(?!)"
_REACH = 20  # characters before a sign in which a word that touches it is looked for
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
    "淺浅測测溫温準准漲涨潔洁濕湿灑洒歡欢瑪玛畫画異异瘡疮盡尽員员訪访獄狱慣惯礙碍鬱郁"
    "咯了喽了啦了嘞了囉了啰了咧了喇了咗了佢他喺在冇没畀被俾被唔不嘅的睇看嚟来啲点汽气"
)
_LETTERS = str.maketrans(_PAIRS[::2], _PAIRS[1::2])


class Touch:
    """The words that undo a sign which they touch."""

    def __init__(self, before: Iterable[str], behind: Iterable[str]) -> None:
        self._last_letters = frozenset(plain(word)[-1] for word in before) | {" "}
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


Words = tuple[tuple[int, tuple[int, ...]], ...]


class Lexicon:
    """Numbered sets of words, all of which are looked for in one pass over a text."""

    def __init__(self) -> None:
        self._sets: dict[str, set[int]] = {}
        self._size = 0
        self._by_letter: dict[str, re.Pattern[str]] = {}
        self._by_length: dict[str, Words] = {}

    def add(self, words: Iterable[str]) -> int:
        """Take in a set of words and return its number."""
        self._size += 1
        for word in words:
            self._sets.setdefault(plain(word), set()).add(self._size)
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
        self._by_letter = {letter: pattern_of(words) for letter, words in by_letter.items()}

    def _beginnings(self, word: str) -> Iterator[tuple[int, int]]:
        """Yield the sets that hold a beginning of the word, with its length; the longest comes last."""
        stem = word.removesuffix("*")
        for length in range(1, len(stem) + 1):
            begun, rest = stem[:length], stem[length:]
            whole = self._sets.get(begun, set()) if not rest or not (rest[0].isascii() and rest[0].isalpha()) else set()
            yield from ((number, length) for number in whole | self._sets.get(begun + "*", set()))

    def found(self, text: str) -> Iterator[tuple[int, Words]]:
        """Yield the places where words start, with the lengths of words there and the sets whose longest word it is."""
        before = ""
        for start, letter in enumerate(text):
            pattern = None if "a" <= before <= "z" and letter.isascii() else self._by_letter.get(letter)
            before = letter
            if pattern and (match := pattern.match(text, start)):
                yield start, self._by_length[match[0]]


def plain(text: str) -> str:
    """Return a text as it is compared: no invisible letters, small letters, simplified characters."""
    if not text.isprintable():  # as a text with invisible letters is
        text = "".join(letter for letter in text if unicodedata.category(letter) != "Cf")
    folded = unicodedata.normalize("NFKC", text).casefold().replace("’", "'").translate(_LETTERS)
    return _CANNOT.sub("cannot", folded)


def pattern_of(words: Iterable[str]) -> re.Pattern[str]:
    """Return a pattern that finds any of the words."""
    return re.compile(_any(words))


def _any(words: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    return "|".join(_one(word) for word in sorted({plain(word) for word in words}, key=_longest_first)) or _NEVER


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
