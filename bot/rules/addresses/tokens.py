"""Cutting a folded text into marked numbers, bare numbers and words, from left to right, each letter once."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.rules.addresses.numerals import CHINESE, NUMBER, NUMERAL, SIDES, STEMS, label, number


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of an address: its kind, what it says in plain letters, and how it was written."""

    kind: str
    value: str
    written: str
    start: int
    end: int


_FRONT = rf"第?(?:[A-Z]{{1,2}}-?|[{STEMS}])?"
_LABEL = rf"(?:{_FRONT}{NUMBER}(?:-{NUMBER})?[A-Z{STEMS}]?|第?[A-Z]{{1,2}}|[{STEMS}])"
_PLAIN = rf"(?:{_FRONT}{NUMBER}[A-Z{STEMS}]?|第?[A-Z]{{1,2}}|[{STEMS}])"
_END = rf"(?=[^\u3400-\u9fff]|$|{NUMBER})"
_ROOM = rf"(?:[A-Z]?(?:{NUMBER})(?:[A-Z{STEMS}]|-[0-9A-Z]{{1,2}}|附{NUMBER}|之{NUMBER})?)"
_PART = rf"(?:[A-Z]|(?<![0-9])[0-9]{{1,2}}(?![0-9])|{CHINESE}|[{STEMS}]|[主次大小{SIDES}])"

# The order is the meaning: what stands earlier is tried first at every place.
_KINDS: tuple[tuple[str, str], ...] = (
    ("noise", r"1[3-9][0-9]{9}(?![0-9])|0[0-9]{2,3}-[0-9]{7,8}(?![0-9])"),
    ("noise", rf"{NUMBER}(?:室{NUMBER}[厅卫]|房{NUMBER}厅)(?:{NUMBER}[厨卫])?"),
    (
        "noise",
        rf"{NUMBER}(?:多|几)?(?:个|人|位|口人|名|点半?(?![0-9])|点钟|时|分钟|天|日|月|年|米|平|元|块|张|台|次|岁|辆|条|户人|家人|套|隔间|把|号线)",
    ),
    (
        "word",
        rf"{NUMBER}(?:号(?:桥|井|码头|公馆|公寓|路|街|大院|仓库)|新?村|里(?![面边])|路|街|巷|坊|大队|医院|小学|中学|厂|号?小区|花园|家园|公寓|新城|大厦|广场|街区|社区)",
    ),
    ("lane", rf"({NUMBER})弄(?:堂)?(?!里)"),
    ("sublane", rf"({NUMBER})支弄"),
    ("phase", rf"(?:({_PLAIN})(?:期|区|组团|组(?!织)|号院|片区|号地块)|([{SIDES}]{NUMBER}?|西南|西北|东南|东北)区)"),
    (
        "building",
        rf"({_LABEL})(?:号楼|号栋|号幢|栋楼?|幢楼?|座|号?#(?:楼|栋|幢)?)(?!上|下)|([{SIDES}主副前后A-Z])(?:栋|幢|座|楼{_END})",
    ),
    ("unit", rf"({_PLAIN}|[{SIDES}])(?:号?单元|单(?!间|人|位|身|独|车))"),
    ("unit", rf"({_PLAIN})(?:号?门(?![路街峡口诊面前卫牌市厅禁锁外内里边大新栋])(?:洞)?|号?梯(?!{NUMBER}户|间|口))"),
    ("floor", rf"(?:地下|负|B|(?<![0-9])-){NUMBER}(?:楼|层)|地下室|底层|底楼|顶层|顶楼"),
    ("floor", rf"({NUMBER})(?:楼(?!上|下|梯|道)|层|F(?![0-9A-Z]))"),
    ("sub", rf"第?({_PART})号?(隔断间?|隔间|间|卧室?|床位?|铺位?)(?!半|接)|(隔断间?|隔间)([0-9]{{1,2}}|[A-Z])"),
    ("side", rf"([{SIDES}左右])户"),
    ("room", rf"({_ROOM})(?:号?(?:室|房间|房(?![东子产屋租主客管门间]))|户(?!型|主|籍|口))"),
    ("hao", rf"(第?{NUMBER}(?:-[0-9]+|附{NUMBER}|之{NUMBER}|[A-Z{STEMS}])?)号(?:[附之]({NUMBER})号?)?"),
    ("whole", r"整栋|整幢|独栋|独幢"),
    ("beside", r"(?:的)?(?:对门|对面|楼上|楼下|隔壁)"),
    ("break", r"(?<![0-9]),|,(?![0-9])|[，。;；!！?？()（）\[\]【】《》<>\"'\n|+&*]"),
    ("join", r"[-./\\:、#, ]+"),
    ("number", r"[0-9]{3,}(?=[A-Z]号?(?:间|卧|床|铺|隔))"),
    (
        "number",
        rf"[A-Z]?[0-9]+(?:[附之]{NUMBER})?[A-Z{STEMS}]?(?![A-Z])|[A-Z]{{1,2}}(?=[-0-9])|[A-Z](?![A-Z\u3400-\u9fff])|[{STEMS}](?=-?[0-9]{{2,}})",
    ),
)
_MASTER = re.compile("|".join(f"(?P<k{place}>{pattern})" for place, (_, pattern) in enumerate(_KINDS)))
_CHINESE = re.compile(CHINESE)
_BESIDES = re.compile(rf"[附之]({NUMBER})")
_MISREAD = re.compile(r"(?<![0-9A-Z])[0-9][0-9OIL]{2,3}(?![0-9A-Z])")
_NUMBERED = {"phase", "building", "unit", "floor", "number", "lane", "sublane", "hao", "room"}


def mended(text: str) -> str:
    """Return a text where the letters O, I and L that stand among the digits of a room are digits: 5O1 is 501."""
    return _MISREAD.sub(lambda found: _digits(found[0]), text)


def _digits(written: str) -> str:
    if written[:-1].isdigit() and len(written) == 4 and written[-1] in "OIL":
        return written  # 501I may be room 501, part I
    return written.replace("O", "0").replace("I", "1").replace("L", "1")


_FORM = tuple(
    (
        re.compile(
            rf"(?<![0-9A-Z]|{NUMERAL})(?:{name})(?:号|号码)? ?: ?([0-9]+[A-Z]?|[A-Z]|{CHINESE})"
            rf"(?:{mark})?(?=[^0-9A-Z\u3400-\u9fff]|$)"
        ),
        rf"\1{mark}",
    )
    for name, mark in (("楼栋|栋|幢|楼|座", "栋"), ("单元", "单元"), ("房间|房|门牌|室", "室"), ("楼层|层", "层"))
)
_ENGLISH = tuple(
    (re.compile(rf"(?<![A-Z])(?:{name})[ .:#]*([0-9]+[A-Z]?|[A-Z])(?![0-9A-Z])"), rf"\1{mark}")
    for name, mark in (
        ("BUILDING|BLDG|BLOCK", "栋"),
        ("UNIT", "单元"),
        ("ROOM|RM|FLAT|APARTMENT|APT", "室"),
        ("FLOOR", "层"),
    )
)


_ENGLISH_WORD = re.compile(r"[A-Z]{2}")


def labelled(text: str) -> str:
    """Return a text where the labels of a form stand behind their values: 楼栋:3 is 3栋, Unit 2 is 2单元."""
    for pattern, value in _FORM if ":" in text else ():
        text = pattern.sub(value, text)
    for pattern, value in _ENGLISH if _ENGLISH_WORD.search(text) else ():
        text = pattern.sub(value, text)
    return text


def cut(text: str) -> list[Token]:
    """Return the tokens of a folded text; what is no number is a word."""
    tokens: list[Token] = []
    place = begun = 0
    while place < len(text):
        token = _token(text, place, tokens, place > begun)
        if token is None:
            place += 1
            continue
        _word(text, begun, place, tokens)
        tokens.append(token)
        place = begun = token.end
    _word(text, begun, place, tokens)
    return tokens


def _word(text: str, start: int, end: int, tokens: list[Token]) -> None:
    if start < end:
        tokens.append(Token("word", text[start:end], text[start:end], start, end))


def _token(text: str, place: int, before: list[Token], in_word: bool) -> Token | None:
    """Return the token that starts here, if one does."""
    if in_word and _is_latin(text[place]) and _is_latin(text[place - 1]):
        return None
    found = _MASTER.match(text, place)
    if found is None or found.lastgroup is None:
        return _spelled(text, place, before, in_word)
    which = int(found.lastgroup[1:])  # the outer group is the last to be closed
    kind = _KINDS[which][0]
    return None if kind == "word" else Token(kind, _value(kind, which, found), found[0], place, found.end())


def _is_latin(letter: str) -> bool:
    return letter.isascii() and letter.isalpha()


def _value(kind: str, which: int, found: re.Match[str]) -> str:
    """Return what a token says: the label inside it, plain; `?` for a number that cannot be read in one way only."""
    inner = [each for each in found.groups()[_KINDS_START[which] :] if each is not None]
    if kind == "number":
        return _BESIDES.sub(lambda behind: f"-{number(behind[1])}", found[0])
    if kind in ("noise", "break", "join", "beside") or not inner:
        return found[0]
    if kind == "side":
        return inner[0]
    if kind == "sub":
        return _sub(*inner)
    if kind == "room":
        return room(inner[0])
    plain = label(inner[0].replace("附", "-").replace("之", "-")) or "?"
    return f"{plain}-{number(inner[1])}" if kind == "hao" and len(inner) > 1 else plain


def _sub(one: str, other: str) -> str:
    """Return a part of a flat: A间 is A, 次卧 and 2床 stay."""
    value, mark = (other, one) if one.startswith("隔") else (one, other)
    return (label(value) or value) + ("" if "间" in mark or "隔" in mark else mark[0])


def _starts() -> list[int]:
    """Return for each kind at which group its own groups begin."""
    starts, group = [], 0
    for _, pattern in _KINDS:
        starts.append(group + 1)
        group += 1 + re.compile(pattern).groups
    return starts


_KINDS_START = _starts()
_ROOM_PARTS = re.compile(rf"([A-Z]?)({NUMBER})(?:(?:-|附|之)?([0-9A-Z{STEMS}]+|{NUMBER}))?$")


def room(written: str) -> str:
    """Return a room plain: `501`, with what hangs on it after a dash: `501-1`, `501-A`; `?` when it cannot be read."""
    found = _ROOM_PARTS.match(written)
    plain = number(found[2]) if found else None
    if not found or plain is None:
        return "?"
    tail = (number(found[3]) or found[3]) if found[3] else ""
    return found[1] + plain + (f"-{tail}" if tail else "")


def _spelled(text: str, place: int, before: list[Token], in_word: bool) -> Token | None:
    """Return a bare number in Chinese numerals: 五〇一 behind a building or a dash, or a room behind a name."""
    found = _CHINESE.match(text, place)
    if not found or (in_word and _CHINESE.match(text, place - 1)):
        return None  # the rest of a run that was no number is none either
    after = text[found.end() : found.end() + 1]
    follows = bool(before) and not in_word and before[-1].kind in _NUMBERED | {"join", "break"}
    joined = follows and (len(found[0]) > 1 or after in ("", "-", ",", " "))
    alone = place == 0 and found.end() == len(text)
    long = len(found[0]) >= 3 and (in_word or alone) and not any(letter in "十百千" for letter in found[0])
    if not (joined or long or after == "-") or (before and before[-1].kind == "number" and not in_word):
        return None
    return Token("number", number(found[0]) or "?", found[0], place, found.end())
