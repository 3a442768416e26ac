"""Who told: names, telephones and accounts in the words of somebody else's report, which are covered and not kept."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.rules import masking
from bot.rules.identity import MASK


class Personal(StrEnum):
    """What a text told of whoever called."""

    NAME = "name"
    PHONE = "phone"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Uncalled:
    """A text in which nobody is named any more, and what it had told."""

    text: str
    found: frozenset[Personal]


_KINDS = {
    masking.Kind.NAME: Personal.NAME,
    masking.Kind.PHONE: Personal.PHONE,
    masking.Kind.ACCOUNT: Personal.PHONE,
    masking.Kind.NUMBER: Personal.ABOUT,
}
_HAN = r"[\u4e00-\u9fff]"
_WHO = (
    "市民|来电人|来电者|诉求人|反映人|投诉人|举报人|群众|居民|业主|住户|租户|租客|网友|当事人|楼上|楼下|隔壁|对门|邻居"
)
_TITLES = "先生|女士|小姐|同志|阿姨|大爷|大妈|老师|师傅"
_SPEAKS = "来电|致电|反映|称|表示|投诉|咨询|拨打|举报|说"
_NO_NAME = f"{_SPEAKS}|们|于|在|向|多次|再次|再|通过|今|家|楼|房"
_HALF_HIDDEN = re.compile(rf"\d{{3}}[ -]?{MASK}{{4}}[ -]?\d{{4}}")
"""A mobile number of which enough is shown to tell two apart; here none of it is kept."""
_CALLERS = (
    re.compile(rf"(?:{_WHO})[ ::]?({_HAN}{{1,3}})(?=(?:{_TITLES}))"),
    re.compile(rf"(?:{_WHO})[ ::]?((?!{_NO_NAME}){_HAN}{{2,3}})(?=(?:{_SPEAKS}))"),
    re.compile(rf"(?:姓名|名叫)[ ::]?({_HAN}{{2,4}})(?!{_HAN})"),
)


_LIVES = re.compile(
    r"(?:来电人|来电者|诉求人|投诉人|举报人|反映人|联系人|本人|我)[^。;；\n]{0,40}?住(?:址|在|于)?[是为::]?"
    r"((?!户|宅|人|客|房|建|了|着)[^,，。;；\n]{0,20}\d[^,，。;；\n]{0,12})"
)
"""Where a caller lives: beside the place of the matter, it tells who among the neighbours called."""


def without_caller(text: str, names: Iterable[str] = ()) -> Uncalled:
    """Return a text with names, telephones, accounts and identity numbers covered; `names` are the caller's own.

    Others are covered as well: whose name stands in the order can be read in the hotline's own system, by its number.
    """
    unnamed = text
    for name in names:
        unnamed = unnamed.replace(name, MASK * len(name))
    for pattern in _CALLERS:
        unnamed = pattern.sub(_covered, unnamed)
    homeless = _LIVES.sub(_covered, unnamed)
    hidden = masking.hide(homeless)
    found = {_KINDS[kind] for kind in hidden.found} | ({Personal.NAME} if unnamed != text else set())
    found |= {Personal.ABOUT} if homeless != unnamed else set()
    return Uncalled(_HALF_HIDDEN.sub(lambda match: MASK * len(match[0]), hidden.text), frozenset(found))


def _covered(match: re.Match[str]) -> str:
    start, end = match.start(1) - match.start(), match.end(1) - match.start()
    return match[0][:start] + MASK * (end - start) + match[0][end:]
