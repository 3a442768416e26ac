"""Numbers as people write them: 501, 五〇一, 一千零一, 廿一, 伍零壹, 3甲, 9-1, A."""

from __future__ import annotations

import re

# "一直", "一起" and their like are words, not ones: 五零一一直很吵 is room 501.
NUMERAL = "[零〇一二两三四五六七八九十百千廿卅壹贰叁肆伍陆柒捌玖拾佰仟]"
CHINESE = rf"(?:(?!一[直定样起些般旦致]){NUMERAL})+"
NUMBER = rf"(?:[0-9]+|{CHINESE})"
STEMS = "甲乙丙丁戊"
SIDES = "东西南北中"

_DIGITS = dict(zip("零〇一二两三四五六七八九壹贰叁肆伍陆柒捌玖", "001223456789123456789", strict=True))
_WEIGHTS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_TWENTIES = str.maketrans({"廿": "二十", "卅": "三十"})
_LABEL = re.compile(rf"第?([A-Z]{{1,2}}-?|[{STEMS}{SIDES}])?({NUMBER})?(?:-({NUMBER}))?([A-Z{STEMS}])?$")


def number(text: str) -> str | None:
    """Return a number in plain digits without leading zeros, or None when it cannot be read in one way only."""
    if text.isascii():
        return text.lstrip("0") or "0" if text.isdigit() else None
    spelled = text.translate(_TWENTIES)
    if not any(letter in _WEIGHTS for letter in spelled):
        digits = "".join(_DIGITS.get(letter, "?") for letter in spelled)
        return None if "?" in digits else digits.lstrip("0") or "0"
    return _weighed(spelled)


def _weighed(text: str) -> str | None:
    """Return 一千零一 as 1001; None for what nobody counts like that, and for 一百二, which may be 102 or 120."""
    total, digit, last, zero = 0, "", 10_000, False
    for letter in text:
        if letter in _WEIGHTS:
            weight = _WEIGHTS[letter]
            if weight >= last or (digit == "" and weight != 10):
                return None
            total, digit, last, zero = total + int(digit or "1") * weight, "", weight, False
        elif letter not in _DIGITS or digit:
            return None
        elif _DIGITS[letter] == "0":
            zero = True
        else:
            digit = _DIGITS[letter]
    if digit and last > 10 and not zero:
        return None
    return str(total + int(digit or "0"))


def label(text: str) -> str | None:
    """Return the name of a building, unit or phase as it is compared: `3`, `A`, `3甲`, `9-1`, `东`, `A3`; or None."""
    found = _LABEL.match(text)
    if not found or not any(found.groups()):
        return None
    front, first, second, behind = found.groups()
    numbers = [number(each) for each in (first, second) if each]
    if None in numbers or (second and not first):
        return None
    return (front or "").rstrip("-") + "-".join(each for each in numbers if each) + (behind or "")


def floor_of(room: str) -> str | None:
    """Return the floor that a room's number tells: 501 is on floor 5, 1001 on floor 10; None for shorter ones."""
    digits = re.match("[0-9]*", room)
    return digits[0][:-2] if digits and len(digits[0]) in (3, 4) else None


_BELOW = re.compile(r"(?:地下|负|B|-)(.*?)[楼层室]")


def basement(written: str) -> str:
    """Return the floor of 负一层, B1层 or -1层 as `-1`, of 地下室 as itself; empty for floors above the ground."""
    found = _BELOW.match(written)
    if not found:
        return ""
    return f"-{number(found[1]) or found[1]}" if found[1] else "地下室"
