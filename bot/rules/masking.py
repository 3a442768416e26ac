"""Hiding persons in what people report: names, telephone numbers, accounts and identity numbers, for staff by default.

Nothing is lost: the words stay sealed as they were typed, and whoever may see them in full asks for it. In doubt a word
too many is hidden. Forms of telephone numbers: the national numbering plan (mobile 11 digits from 13 to 19, area codes
of 3 or 4 digits).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.rules import identity
from bot.rules.identity import MASK


class Kind(StrEnum):
    """What was hidden."""

    NAME = "name"
    PHONE = "phone"
    ACCOUNT = "account"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Hidden:
    """A text as staff see it first, of the same length, and what kinds of things it hides."""

    text: str
    found: frozenset[Kind]


_FREQUENT = (
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪"
    "田姜范姚谭廖邹熊陆郝孔崔康邱秦顾侯邵孟龙薄钱汤尹黎贺龚樊兰殷翟颜倪葛詹申柯俞庞聂阮"
)
_AMBIGUOUS = "马高方白安任于关成时常江石武毛万史洪段雷严牛温芦施陶季章鲁韦易向项祝左柳覃路耿焦丘辛管祁尤舒柴裴"
_COMPOUND = "欧阳|司马|上官|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|令狐|夏侯|端木|南宫"
_NO_NAME = (
    "马上|高价|高于|高出|方便|方面|白天|白住|安装|安排|安保|安全|任何|任由|任意|于是|关门|关了|关掉|成天|时常|时不|常常|常年|常住|江边|"
    "石膏|万一|严重|严禁|温度|易燃|向我|向租|项目|左右|路边|路过|管理|管道|管不|何时|何况|许多|许可|余下|连夜|申请|顾不|康复|"
    "龙头|叶子|夏天|孔洞|钱都|钱没|钱不|黄色|林立|曾经|曾说|程序|金额|汤锅|谢谢|周末|周一|周二|周三|周四|周五|周六|周日|周围|周边|"
    "田里|罗列|尤其|兰州|苏州|江苏|郑州|广州|杭州|申报|时候|易爆|钟点|段时|史上|牛奶"
)
_HAN = r"[\u4e00-\u9fff]"
_FUNCTION = "已不让的说在把是和他她它们给要住来去有就也都了被从对很还又没为这那个电收租家楼房门与跟及以着过得地人我你"
_GIVEN = rf"(?:(?![{_FUNCTION}]){_HAN}){{1,2}}"
_TITLES = "先生|女士|小姐|老板娘|老板|师傅|大爷|大妈|大姐|大哥|大叔|阿姨|叔叔|经理|主任|老师|总"
_SURE = rf"(?:{_COMPOUND}|[{_FREQUENT}{_AMBIGUOUS}])"
_PEOPLE = "房东|二房东|业主|屋主|房主|户主|租客|租户|房客|中介|邻居|老板|老板娘|物业|车主|负责人|承租人|出租人"
_NAMES = (
    # 姓王, 姓欧阳
    re.compile(rf"(?<=姓)(?!名)(?:{_COMPOUND}|{_HAN})(?!氏)"),
    # 叫王建国, 名字是王建国, 房东是王建国
    re.compile(
        rf"(?:名字?叫|名字是|名为|叫做|叫作|自称|(?:{_PEOPLE})是|叫)[ ::]?(?!{_NO_NAME})({_SURE}{_GIVEN})",
    ),
    # 房东王建国, 房东:王建国
    re.compile(rf"(?:{_PEOPLE})[ ::,，]?(?!{_NO_NAME})((?:{_COMPOUND}|[{_FREQUENT}]){_GIVEN})"),
    re.compile(rf"(?:{_PEOPLE})[ ]?[::][ ]?({_HAN}{{2,3}})(?!{_HAN})"),
    # 王先生, 王建国师傅
    re.compile(rf"(?<!{_HAN})({_SURE}{_HAN}{{0,2}}?)(?=(?:{_TITLES})(?!们))"),
    re.compile(rf"(?<=[的是叫找给和跟问被])(?!{_NO_NAME})({_SURE})(?=(?:{_TITLES})(?!们))"),
    # landlord Zhang Wei, Mr Smith, his name is Li Lei
    re.compile(
        r"(?:\b(?i:landlord|landlady|owner|agent|tenant|neighbou?r|named|called|name is|mr|mrs|ms|miss)\b\.?"
        r"(?:[ ,:](?i:is|was|mr|mrs|ms|miss|named|called)\b\.?)*[ :]+)([A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,2})"
    ),
)
_PHONES = (
    re.compile(r"(?<!\d)(?:(?:\+|00)?86[ -]?)?(1[3-9]\d)[ -]?(\d{4})[ -]?(\d{4})(?!\d)"),
    re.compile(r"(?<![\d-])(?:0\d{2,3}[ -]?)(\d{7,8})(?:-\d{1,6})?(?!\d)"),
)
_ACCOUNT = re.compile(
    r"(?i:微信号?|微信名|wechat(?: id)?|weixin|vx|v信|薇信|qq号?|支付宝|alipay)"
    r"[ ]?(?:是|为|is|[::])?[ ]?([A-Za-z0-9][\w.@-]{4,29})"
)


def hide(text: str) -> Hidden:
    """Return `text` with names, telephone numbers, accounts and identity numbers hidden."""
    masked = identity.mask(text)
    found = {Kind.NUMBER} if masked.found else set()
    shown = masked.text
    for kind, patterns in ((Kind.ACCOUNT, (_ACCOUNT,)), (Kind.PHONE, _PHONES), (Kind.NAME, _NAMES)):
        for pattern in patterns:
            shown, count = pattern.subn(_covered if kind is not Kind.PHONE else _covered_phone, shown)
            if count:
                found.add(kind)
    return Hidden(shown, frozenset(found))


def brief(where: str, most: int = 30) -> str:
    """Return a place in short: as it was understood, without the sender's own words in brackets behind it."""
    return hide(where).text.partition(" (")[0][:most]


def _covered(match: re.Match[str]) -> str:
    """Cover the group that is the name, or all of it."""
    whole, (start, end) = match[0], match.span(match.lastindex or 0)
    start, end = start - match.start(), end - match.start()
    return whole[:start] + MASK * (end - start) + whole[end:]


def _covered_phone(match: re.Match[str]) -> str:
    """Cover the digits but the first three and last four of a mobile number, so that two can be told apart."""
    if match.re is _PHONES[0]:
        start, end = match.start(2) - match.start(), match.end(2) - match.start()
    else:
        start, end = match.start(1) - match.start(), match.end() - match.start()
    covered = re.sub(r"\d", MASK, match[0][start:end])
    return match[0][:start] + covered + match[0][end:]
