"""From the tokens of a text to the parts of an address; what can be meant in two ways becomes a doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from bot.rules.addresses import names
from bot.rules.addresses.address import WHOLE, Address
from bot.rules.addresses.folding import MOST, fold
from bot.rules.addresses.groups import floor_doubt, placed
from bot.rules.addresses.numerals import STEMS, basement
from bot.rules.addresses.tokens import Token, cut, labelled, mended

_ITEMS = {"building", "unit", "floor", "room", "hao", "lane", "number"}
_COUNTED = re.compile(r"第|倒数")
_GATE = re.compile(r"[东南西北大正后侧前]门|门口|进门")
_DIRECTION = re.compile(r"左手|右手|左边|右边|左转|右转|往里|进去|往[东南西北左右前后]|数$|倒数|第$")
_VILLAGE = re.compile(r"[村里坊巷弄庄组]$")
_PHASE = re.compile(r"(?:号院|号地块|组团|片区|期|区|组)$")


def once(text: str) -> Address:
    """Return what one reading of a text understands, without any town."""
    folded = fold(text)
    fixed = labelled(mended(folded))
    tokens = cut(fixed)
    begun = next((each.start for each in tokens if each.kind in _ITEMS), len(fixed))
    area = names.peel(fixed, begun)
    reading = _Reading(tokens if area.rest == fixed else cut(area.rest), dict(area.parts))
    if mended(folded) != folded:
        reading.noted.append("letter_for_digit")
    if len(text) > MOST and len(text.strip()) > MOST:
        reading.noted.append("too_long")
    return reading.address()


@dataclass(slots=True)
class _Reading:
    """The state of one reading, token by token."""

    tokens: list[Token]
    parts: dict[str, str] = field(default_factory=dict)
    noted: list[str] = field(default_factory=list)
    before: list[tuple[str, bool]] = field(default_factory=list)  # names, and whether a number follows at once
    after: list[str] = field(default_factory=list)
    place: int = 0
    numbered: bool = False
    by_number: bool = False

    def address(self) -> Address:
        while self.place < len(self.tokens):
            token = self.tokens[self.place]
            self.place += 1
            getattr(self, f"_{token.kind}", self._pass)(token)
        self._name_the_site()
        if doubt := floor_doubt(self.parts):
            self.noted = [code for code in self.noted if code != "short_room"] + [doubt]
        known = {name: value for name, value in self.parts.items() if value}
        noted = tuple(dict.fromkeys(self.noted))
        return replace(Address(**known), noted=noted, by_number=self.by_number)  # type: ignore[arg-type]

    def _pass(self, token: Token) -> None:
        """Noise, breaks and joints say nothing alone."""

    def _next(self, skip: tuple[str, ...] = ("join",)) -> Token | None:
        return next((each for each in self.tokens[self.place :] if each.kind not in skip), None)

    def _last(self) -> Token | None:
        """Return the token before the present one, joints left out."""
        return next((each for each in reversed(self.tokens[: self.place - 1]) if each.kind != "join"), None)

    def _set(self, part: str, value: str) -> None:
        """Fill a part once; a second value is a doubt."""
        if value == "?":
            self.noted.append("stray_number" if part in ("building", "unit") else "unclear_room")
        elif self.parts.setdefault(part, value) != value:
            self.noted.append("two_buildings" if part == "building" else "two_values")
        self.numbered = True

    # -- words -------------------------------------------------------------------------------------------------------

    def _word(self, token: Token) -> None:
        area = names.peel(names.bare(token.value), 0)
        for part, value in area.parts.items():
            self.parts.setdefault(part, value)
        name = area.rest
        following = self._next()
        if self.numbered and not self._between(following):
            self.after.append(name)
        elif names.is_road(name) and following and following.kind in ("hao", "lane"):
            self.parts.setdefault("road", name)
        elif name:
            self.before.append((name, following is not None and following.kind in _ITEMS | {"phase"}))

    def _between(self, following: Token | None) -> bool:
        """Tell whether a word stands between the number of a road and that of a building."""
        only_road = not {"building", "unit", "room"} & self.parts.keys() and bool(
            {"number", "lane"} & self.parts.keys()
        )
        return only_road and following is not None and following.kind in _ITEMS | {"phase"}

    def _name_the_site(self) -> None:
        named = names.chosen(self.before, self.after, self.numbered)
        if named:
            self.parts.setdefault("estate", named)
        if not self.parts.get("estate") and self.parts.get("number") and "building" not in self.parts:
            self.parts["building"], self.by_number = self.parts.pop("number"), True
        if not self.parts.get("road"):
            self.parts.pop("number", None)

    # -- marked numbers ----------------------------------------------------------------------------------------------

    def _lane(self, token: Token) -> None:
        self._set("lane", token.value)

    def _sublane(self, token: Token) -> None:
        self.parts.setdefault("phase", f"{token.value}支弄")

    def _phase(self, token: Token) -> None:
        mark = _PHASE.search(token.written)
        value = token.value if token.value != "?" else _PHASE.sub("", token.written)
        self.parts["phase"] = self.parts.get("phase", "") + value + (mark[0] if mark else "").replace("片区", "区")

    def _building(self, token: Token) -> None:
        said = "".join(each.written for each in self.tokens[max(0, self.place - 3) : self.place - 1])
        ordinal = bool(_COUNTED.match(token.written))
        if _DIRECTION.search(said) or (ordinal and _GATE.search(said)):
            self.noted.append("counted_building")
            self.numbered = True
            return
        if "-" in token.value:
            self.noted.append("building_or_unit")
        if token.value in ("I", "L", "O"):
            self.noted.append("letter_or_digit")
        self._set("building", token.value)

    def _unit(self, token: Token) -> None:
        self._set("unit", token.value)
        if token.value[:1] in "甲乙丙丁戊东西南北中":
            self.noted.append("unit_name")

    def _floor(self, token: Token) -> None:
        floor = basement(token.written) or (token.value if token.value != token.written else token.written[0] + "层")
        if "room" not in self.parts:
            self._set("floor", floor)

    def _room(self, token: Token) -> None:
        if "room" in self.parts and self._touches():
            self.parts.setdefault("sub", token.value)
        else:
            self._take_room(token.value)

    def _take_room(self, value: str) -> None:
        room, _, hanging = value.partition("-")
        self._set("room", room)
        if hanging and self.parts.get("room") == room:
            self.parts["sub"] = hanging
            self.noted.append("room_or_subroom")

    def _sub(self, token: Token) -> None:
        if "room" in self.parts and self._touches():
            self.parts.setdefault("sub", token.value)

    def _touches(self) -> bool:
        last = self._last()
        return last is not None and last.kind in ("room", "number", "hao", "sub") and bool(self.parts.get("room"))

    def _side(self, token: Token) -> None:
        self.parts.setdefault("side", token.value)
        self.noted.append("side")

    def _beside(self, token: Token) -> None:
        word = token.value.removeprefix("的")
        last = self._last()
        if word == "隔壁":
            if self.numbered:
                self.noted.append("next_door")
        else:
            self.noted.append("beside")
            if self.parts.get("room") and last is not None and last.kind in ("room", "number", "hao", "sub", "side"):
                self.parts.setdefault("beside", word)

    def _whole(self, token: Token) -> None:
        self._set("room", WHOLE)

    def _hao(self, token: Token) -> None:
        last, following = self._last(), self._next()
        after = following.kind if following else ""
        if last is not None and last.kind == "word" and "number" not in self.parts and self._on_road():
            self.parts["number"], self.numbered = token.value, True
        elif "building" not in self.parts:
            self._hao_as_building(token, after)
        elif not {"unit", "room"} & self.parts.keys():
            self._hao_behind_building(token, after)
        elif "room" not in self.parts:
            self._take_room(token.value)

    def _on_road(self) -> bool:
        return bool(self.parts.get("road")) and "lane" not in self.parts

    def _hao_as_building(self, token: Token, after: str) -> None:
        rest = {each.kind for each in self.tokens[self.place :]}
        name = self.before[-1][0] if self.before else ""
        certain = "lane" in self.parts or bool(_VILLAGE.search(self.parts.get("phase", "") or name))
        if "building" in rest and not certain:
            self.parts["phase"] = self.parts.get("phase", "") + f"{token.value}号"
        elif not certain and len(token.value) >= 3 and not rest & {"number", "room", "unit"}:
            self._take_room(token.value)
        else:
            self._set("building", token.value)
            self.by_number = True
            if not certain:
                self.noted.append("building_or_number")

    def _hao_behind_building(self, token: Token, after: str) -> None:
        if after in ("number", "room"):
            self._set("unit", token.value)
            self.noted.append("number_as_unit")
        elif len(token.value.partition("-")[0]) >= 3:
            self._take_room(token.value)
        else:
            self.noted.append("unit_or_room")

    # -- bare numbers ------------------------------------------------------------------------------------------------

    def _number(self, token: Token) -> None:
        values = [token.value]
        while (behind := self._next()) and behind.kind == "number":
            values.append(behind.value)
            self.place = self.tokens.index(behind, self.place) + 1
        following = self._next()
        ahead = following.kind if following else ""
        if following and ahead == "room" and "room" not in self.parts:
            values.append(following.value)
            self.place = self.tokens.index(following, self.place) + 1
        self.numbered = True
        if self.parts.get("room") and not any(len(each) > 2 for each in values) and self._broken():
            return
        parts, noted = placed(values, self.parts, ahead)
        if parts.get("unit", "1") in STEMS:
            noted.append("unit_name")
        self.parts |= parts
        self.noted += noted

    def _broken(self) -> bool:
        """Tell whether a small number behind the room belongs to another clause: 501，6."""
        last = self._last()
        return last is None or (last.kind in ("break", "noise", "word") and last.written not in "([【")
