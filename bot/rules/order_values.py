"""The values of a work order: its number, the moment it came in, and by when it is to be dealt with."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime, tzinfo

FEWEST_DIGITS = 3
_NUMBER = re.compile(r"[〔(\[]?[0-9A-Za-z\u4e00-\u9fff][0-9A-Za-z\u4e00-\u9fff〔〕()\[\]_./#-]{3,39}")
_REMARK = re.compile(r"\([\u4e00-\u9fff]+\)$")
SHORTENED = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)
"""What a spreadsheet makes of a long number: its last digits are gone."""
_TIME = re.compile(
    r"(?P<y>20\d\d)\s?[-/.年]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})(?!\d)\s?日?"
    r"(?:[\sT]*(?P<half>上午|下午|晚上|早上)?\s?(?P<h>\d{1,2})\s?[:时点]\s?(?P<min>\d{1,2})?)?"
    r"|(?<!\d)(?P<y2>20\d\d)(?P<m2>[01]\d)(?P<d2>[0-3]\d)(?:\s?(?P<h2>[0-2]\d):?(?P<min2>[0-5]\d)(?::?[0-5]\d)?)?(?!\d)"
)
_TERM = re.compile(r"(?<![月\d])(\d{1,3}|十五|[一二两三四五六七八九十])\s?个?\s?(工作日|自然日|小时|天|日)")
_UNITS = {"工作日": "working days", "小时": "hours"}
_COUNTS = {
    "一": 1,
    "二": 2,
    "两": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "十五": 15,
}


def read_number(said: str) -> str:
    """Return the number of an order as it is shown; empty when a text begins with none."""
    text = unicodedata.normalize("NFKC", said).strip(" '\"=")
    match = None if SHORTENED.fullmatch(text) else _NUMBER.match(text)
    number = _REMARK.sub("", match[0]).rstrip("./-_") if match else ""
    return number if sum(map(str.isdigit, number)) >= FEWEST_DIGITS else ""


def number_key(number: str) -> str:
    """Return what is equal for the same number, however it is written."""
    return "".join(each for each in unicodedata.normalize("NFKC", number).upper() if each.isalnum())


def read_time(said: str, zone: tzinfo, ends: bool = False) -> datetime | None:
    """Return the moment that a text names; of a day alone its beginning, or where something `ends` then, its end."""
    match = _TIME.search(unicodedata.normalize("NFKC", said))
    if match is None:
        return None
    year, month, day = (int(match[name] or match[f"{name}2"]) for name in "ymd")
    hour, minute = int(match["h"] or match["h2"] or 0), int(match["min"] or match["min2"] or 0)
    if ends and match["h"] is None and match["h2"] is None:
        hour, minute = 23, 59
    late = 12 if match["half"] in ("下午", "晚上") and hour < 12 else 0
    try:
        return datetime(year, month, day, hour + late, minute, tzinfo=zone)
    except ValueError:
        return None


def read_term(said: str) -> str:
    """Return a limit that a text names, such as "5 working days"; empty when it names none, or a moment."""
    text = unicodedata.normalize("NFKC", said)
    match = _TERM.search(text) if _TIME.search(text) is None else None
    if match is None:
        return ""
    count = int(match[1]) if match[1].isdecimal() else _COUNTS[match[1]]
    return f"{count} {_UNITS.get(match[2], 'days')}"
