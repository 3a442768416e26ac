"""Sums of money as they are written: in figures, and in the capitals of Chinese forms that nobody can alter."""

from __future__ import annotations

import re
import unicodedata

FEN = 100
"""Fen in a yuan."""

_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = ("仟", "佰", "拾", "")
_GROUPS = ("", "万", "亿")


_WRITTEN = re.compile(r"[¥￥]?\s*(\d{1,8})(?:[.,](\d{1,2}))?\s*(?:元整?|块钱?|yuan|rmb)?", re.IGNORECASE)


def read(said: str) -> int | None:
    """Return the fen of a sum as people type it: "200", "¥99.5", "100元"; None for what is no sum."""
    match = _WRITTEN.fullmatch(unicodedata.normalize("NFKC", said).strip())
    return int(match[1]) * FEN + int((match[2] or "").ljust(2, "0")) if match else None


def yuan(fen: int) -> str:
    """Return whole fen as yuan: "100.00"."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // FEN}.{abs(fen) % FEN:02}"


def capitals(fen: int) -> str:
    """Return a sum from 0 to 999,999,999,999.99 yuan in capitals: 壹佰元整; ValueError for any other.

    Source: the rules for filling in bills (支付结算办法, annex 1): 零 where places in between are left out, 整 behind
    yuan and jiao, none behind fen.
    """
    whole, rest = divmod(fen, FEN)
    if not 0 <= whole < 10**12:
        raise ValueError("a sum that fits on a form")
    jiao, cents = divmod(rest, 10)
    said = f"{_whole(whole)}元" if whole or not rest else ""
    if not rest:
        return f"{said}整"
    if jiao:
        said += f"{_DIGITS[jiao]}角"
    elif whole:
        said += "零"
    return said + (f"{_DIGITS[cents]}分" if cents else "整")


def _whole(number: int) -> str:
    if not number:
        return _DIGITS[0]
    said, gap = "", False
    for place in (2, 1, 0):
        group = number // 10 ** (4 * place) % 10_000
        if not group:
            gap = gap or bool(said)
            continue
        if said and (gap or group < 1000):
            said += _DIGITS[0]
        said, gap = said + _thousand(group) + _GROUPS[place], False
    return said


def _thousand(number: int) -> str:
    said, gap = "", False
    for place, letter in zip(_PLACES, f"{number:04}", strict=True):
        if letter == "0":
            gap = bool(said)
            continue
        said, gap = said + (_DIGITS[0] if gap else "") + _DIGITS[int(letter)] + place, False
    return said
