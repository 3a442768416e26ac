"""Names inside free words: the area, the road and the estate, without what people say around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.rules.addresses.numerals import CHINESE, label
from bot.rules.addresses.tokens import cut

_SAID = re.compile(
    r"(?:住在|位于|地址[是:]?|地点|坐落|看到|发现|举报一?下?|反映一?下?|投诉一?下?|一下|[来去]?看(?:看|一下|一看|下)|来看|去看|检查|查一下|查查|去查|就在|在(?!水)|的|了"
    r"|是|旁边|旁|[东南西北大正后]门外|门外|附近|路口|交叉口|我们家|我们|我家|我|咱们|咱|你们|你好|您好|您|请问|请|到|(?<![公廉])租(?!赁)|家住|住(?!宅|友)|那个|这个|叫|从|去"
    r"|有人|名字|名称|大家好|麻烦|帮忙|求助|说|关于|听(?![潮涛雨海泉风松香荷江溪澜湖波浪])|俺|喂|哈喽|同志|领导|师傅|今天|昨天|晚上|经常|物业|小区名)"
)
_TAIL = re.compile(
    r"(?:从?(?:[东南西北大正后侧前]门(?:口|进去|进|旁|往|数|起|开始|左|右|里|内|这|那|第).*)|从?[东南西北大正后侧前]门|的|里面|里头|里边"
    r"|那边|这边|附近|旁边|旁|门口|(?<=区)里|(?<=[园苑村城])[里内]|内|楼下|最|大院里|有一?|那里|这里|那个|第)+$"
)
_STRONG = re.compile(
    r"(?:[园苑村庄城府庭院湾轩阁坊居邸郡墅寓舍厦馆筑堡港洲都街里弄]|小区|住宅区|生活区|园区|街区|广场|中心|国际|天下|半岛|新天地|公社|山水|家属楼"
    r"|宿舍楼|一号|壹号|之家|豪景|名门|[A-Z]{3,})$"
)
_ROAD = re.compile(r"(?:路|街|大道|大街|巷|胡同|道|里弄|弄堂|街坊|线|东路|西路)$")
_FUNCTION = re.compile(r"[很被把的了着吗呢吧啊还停堆租喊闻烧坏充]|有人|正在|经常|楼道|楼梯|电动车|电瓶车|消防|在(?!水)")
_NO_DISTRICT = re.compile(r"[小社园校厂景辖片宅活街库]$|[园苑庭府邸栋号楼弄路街单0-9]")
_GENERIC = re.compile(r"[路街巷]|(?:住宅)?小区|花园|新村|公寓|家园|广场|大厦|新城")
_LETTER = re.compile(r"(?<=[\u3400-\u9fff])[A-Z]$")
_NUMERAL = re.compile(CHINESE)
_NO_CITY = ("城", "都", "超", "门", "夜", "闹", "菜", "集", "花")
_FILLERS = " ,、.:-/"


@dataclass(slots=True)
class Area:
    """The area that stands before an estate, part by part, and what follows it."""

    rest: str
    parts: dict[str, str] = field(default_factory=dict)


_LEVELS = (
    (
        "province",
        re.compile(
            r"[\u4e00-\u9fff]{2,3}省|[\u4e00-\u9fff]{2,6}自治区|(?:北京|上海|天津|重庆)市?(?=[\u4e00-\u9fff]{2,3}区)"
        ),
    ),
    ("city", re.compile(r"[\u4e00-\u9fff]{2,5}?市(?!场|区|民|政)")),
    ("district", re.compile(r"[\u4e00-\u9fff]{1,8}?(?:区|县|旗)(?!长)")),
    ("subdistrict", re.compile(r"[\u4e00-\u9fff]{2,6}?(?:街道办事处|街道办|街道)|[\u4e00-\u9fff]{2,4}?(?:镇|乡)")),
    ("community", re.compile(r"([\u4e00-\u9fff]{1,8}?)(?:社区居委会|社区|居委会|居委|村委会|村委)")),
)


def peel(text: str, until: int) -> Area:
    """Take province, city, district, subdistrict and community off the front of a text, behind what people say.

    What people say is looked for up to the place `until`, where the numbers begin.
    """
    area = Area(text)
    said = [found.end() for found in _SAID.finditer(text, 0, until) if found.end() < until]
    rest = text[said[-1] :] if said else text
    for level, pattern in _LEVELS:
        rest = rest.lstrip(_FILLERS)
        found = pattern.match(rest)
        if found and _is_area(level, found[0], rest[found.end() :].lstrip(_FILLERS)):
            area.parts[level] = found[1] if level == "community" else found[0].removesuffix("办事处").removesuffix("办")
            rest = area.rest = rest[found.end() :].lstrip(_FILLERS)
    area.parts.pop("province", None)
    return area


def _is_area(level: str, name: str, rest: str) -> bool:
    """Tell whether a name is one of an area, which never stands directly before a number of a building."""
    stem = name[:-1]
    if level == "community":
        return not stem.endswith("小")
    if _GENERIC.match(rest):
        return False
    if not rest or cut(rest)[0].kind != "word":
        return level == "subdistrict" and name.endswith(("街道", "街道办", "办事处"))
    if level == "city":
        return not stem.endswith(_NO_CITY)
    if level == "district":
        return not _NO_DISTRICT.search(stem) and label(stem) is None
    return not name.endswith(("小镇", "古镇", "水乡", "家乡", "故乡", "老乡", "城镇", "乡镇"))


def bare(word: str) -> str:
    """Return the name inside a word, without what people say before and behind it."""
    name = _TAIL.sub("", re.sub(r"^(?:小区名?称?[:是]?)+(?=..)", "", word.strip(_FILLERS)))
    pieces = [piece for piece in (each.strip(_FILLERS) for each in _SAID.split(name)) if piece]
    strong = [piece for piece in pieces if is_strong(piece, 30)]
    best = (strong or pieces or [""])[-1]
    return "" if _NUMERAL.fullmatch(best) else _LETTER.sub("", best)


def is_road(name: str) -> bool:
    """Tell whether a name is that of a road, lane or street."""
    return bool(_ROAD.search(name)) and len(name) >= 2


def is_strong(name: str, most: int = 12) -> bool:
    """Tell whether a name ends as names of estates do and holds nothing that sentences are made of."""
    return 2 <= len(name) <= most and bool(_STRONG.search(name)) and not _FUNCTION.search(name[:-1])


def is_likely(name: str) -> bool:
    """Tell whether a name before a number may be an estate's."""
    return 2 <= len(name) <= 16 and not re.fullmatch(r"[\u4e00-\u9fff]{1,4}区", name.replace("小区", "园"))


def chosen(before: Sequence[tuple[str, bool]], after: Sequence[str], numbered: bool) -> str:
    """Return which of the names is the estate's: those before the numbers first, the nearest of them.

    Each name before says whether a number follows it at once; `numbered` whether the text has any number.
    """
    strong = [name for name, _ in before if is_strong(name)]
    near = [name for name, touches in before if touches and is_likely(name)]
    late = [name for name in after if is_strong(name)]
    alone = [name for name, _ in before if not numbered and 2 <= len(name) <= 6 and not _FUNCTION.search(name)]
    return (strong or near or late[:1] or alone or [""])[-1]
