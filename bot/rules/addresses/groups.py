"""Bare numbers in a row: 3-2-501, 3-501, 501-1; where each belongs, or why it cannot be told."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.rules.addresses.numerals import floor_of, label
from bot.rules.addresses.tokens import room as plain_room

Placed = tuple[dict[str, str], list[str]]

_LETTER_FIRST = re.compile(r"([A-Z])([0-9]{3,}.*)$")
_ROOM = re.compile(r"[A-Z]?[0-9]{3,4}(?:-?[0-9A-Z甲乙丙丁戊]{1,2})?$")
_LONG = re.compile(r"[0-9]{5,}")


def placed(values: Sequence[str], known: Mapping[str, str], ahead: str) -> Placed:
    """Return the parts that bare numbers fill and the doubts; `ahead` is the kind of the token that follows."""
    numbers = _apart(values) if "building" not in known else list(values)
    if any(value == "?" or _LONG.match(value) for value in numbers):
        return {}, ["unit_or_room" if "building" in known else "run_together"]
    parts, noted = _by_position(numbers, known, ahead)
    return parts, [code for code in noted if code != "short_room" or ahead != "room"]


def _by_position(numbers: Sequence[str], known: Mapping[str, str], ahead: str) -> Placed:
    if known.get("room"):
        return _behind_room(numbers)
    if "unit" in known:
        return _behind_unit(numbers)
    return _behind_building(numbers, ahead) if "building" in known else _free(numbers, known, ahead)


def _apart(values: Sequence[str]) -> list[str]:
    """A1802 behind a name is A and 1802."""
    numbers: list[str] = []
    for value in values:
        found = _LETTER_FIRST.match(value)
        numbers += [found[1], found[2]] if found and not numbers and len(values) == 1 else [value]
    return numbers


def _is_room(value: str) -> bool:
    return bool(_ROOM.match(value))


def _shape(numbers: Sequence[str]) -> str:
    """Return `s` for each small number and `R` for each that looks like a room's."""
    return "".join("R" if _is_room(value) else "s" for value in numbers)


def _room(value: str) -> Placed:
    room, _, hanging = plain_room(value).partition("-")
    if room == "?":
        return {}, ["two_rooms"]
    short = ["short_room"] if len(room) < 3 else []
    return ({"room": room, "sub": hanging}, ["room_or_subroom"]) if hanging else ({"room": room}, short)


def _hung(value: str, behind: str) -> Placed:
    """501-1: a part of 501, or a flat beside it."""
    parts, _ = _room(value)
    return (
        ({**parts, "sub": label(behind) or behind}, ["room_or_subroom"]) if "room" in parts else (parts, ["two_rooms"])
    )


def _with(parts: Mapping[str, str], noted: Sequence[str], more: Placed) -> Placed:
    named = {part: label(value) or value for part, value in parts.items()}
    return {**named, **more[0]}, [*noted, *more[1]]


def _behind_room(numbers: Sequence[str]) -> Placed:
    shape = _shape(numbers)
    return (
        ({}, ["two_rooms"])
        if shape == "R"
        else ({"sub": numbers[0]}, ["room_or_subroom"])
        if shape == "s"
        else ({}, [])
    )


def _behind_unit(numbers: Sequence[str]) -> Placed:
    shape = _shape(numbers)
    if len(numbers) == 1:
        return _room(numbers[0])
    if shape == "sR" and floor_of(numbers[1]) == numbers[0]:
        return _room(numbers[1])
    return _hung(*numbers) if shape == "Rs" else ({}, ["two_rooms"])


def _behind_building(numbers: Sequence[str], ahead: str) -> Placed:
    shape = _shape(numbers)
    if ahead in ("floor", "unit") and shape == "s":
        return ({"unit": numbers[0]}, ["number_as_unit"]) if ahead == "floor" else ({}, ["stray_number"])
    if shape == "R" or (shape == "s" and ahead == "room"):
        return _room(numbers[0])
    if shape == "sR" or (shape == "ss" and ahead == "room"):
        return _with({"unit": numbers[0]}, [], _room(numbers[1]))
    if shape == "sRs":
        return _with({"unit": numbers[0]}, [], _hung(numbers[1], numbers[2]))
    if shape == "ssR" and floor_of(numbers[2]) == numbers[1]:
        return _with({"unit": numbers[0]}, [], _room(numbers[2]))
    return _hung(*numbers) if shape == "Rs" else ({}, ["two_rooms" if shape == "RR" else "unit_or_room"])


def _free(numbers: Sequence[str], known: Mapping[str, str], ahead: str) -> Placed:
    shape = _shape(numbers)
    first = {"building": numbers[0]}
    if ahead == "building":
        return {}, ["stray_number"]
    if len(numbers) == 1:
        return _single(numbers[0], ahead, "number" not in known)
    if len(numbers) == 3 and shape[1] == "s":
        return _with({**first, "unit": numbers[1]}, [], _room(numbers[2]))
    if shape in ("sR", "ss"):
        doubt = [] if "lane" in known else ["building_or_unit"]
        if shape == "ss" and ahead != "room":
            return _with(first, [*doubt, "unit_or_room"], ({}, []))
        return _with(first, doubt, _room(numbers[1]))
    if shape == "sRs":
        return _with(first, ["building_or_unit"], _hung(numbers[1], numbers[2]))
    if shape == "ssRs":
        return _with({**first, "unit": numbers[1]}, [], _hung(numbers[2], numbers[3]))
    return _hung(*numbers) if shape == "Rs" else ({}, ["two_rooms" if shape == "RR" else "stray_number"])


def _single(value: str, ahead: str, glueable: bool) -> Placed:
    if ahead == "unit":
        return {"building": label(value) or value}, []
    if not _is_room(value):
        return {"building": label(value) or value}, ["building_or_unit"]
    glued = len(value) == 4 and value.isdigit() and "0" not in value[:2] and ahead != "room"
    return ({}, ["run_together"]) if glued and glueable else _room(value)


def floor_doubt(parts: Mapping[str, str]) -> str:
    """Compare a written floor with the room: 5层501 says it twice, 5层601 contradicts, 5层2室 may be 502."""
    floor, room = parts.get("floor"), parts.get("room")
    if not floor or not room:
        return ""
    told = floor_of(room)
    if told is None:
        return "floor_and_room"
    return "" if told == floor else "floor_conflict" if parts.get("building") else "building_or_floor"
