"""Addresses in a town that is known, and the questions and answers of a chat; the town is made up."""

from __future__ import annotations

import pytest

from bot.rules.addresses import Address, answer, building_at, questions, same_flat, understand
from bot.rules.town import read_csv

TOWN, PROBLEMS = read_csv(
    """community,grid,estate,aliases,building,unit,floors,rooms_per_floor
顾家桥,1,翠竹园,翠竹花园|竹园,1,1,6,2
顾家桥,1,翠竹园,,1,2,6,2
顾家桥,1,翠竹园,,2,,18,4
顾家桥,1,翠竹园,,3,1,6,2
顾家桥,1,翠竹园,,3,2,6,2
顾家桥,1,翠竹园,,5,1,6,2
顾家桥,1,翠竹园,,9-1,,6,2
春晖,2,翠竹园东区,,3,,6,2
春晖,2,和平新村,,8,,6,
顾家桥,2,和平新村,,8,,6,
春晖,2,柳营路669弄,柳营小区,14,,11,2
春晖,2,春风里,,3,甲,6,2
"""
)

PLACED = [
    ("竹园3栋2单元501", "/翠竹园//3/2/501", "", ""),
    ("翠竹花园3-2-501", "/翠竹园//3/2/501", "", ""),
    ("翠竹园2栋501", "/翠竹园//2//501", "", ""),
    ("翠竹园2栋1单元501", "/翠竹园//2//501", "", ""),
    ("翠竹园5栋501", "/翠竹园//5/1/501", "", ""),
    ("翠竹园3栋501", "/翠竹园//3//501", "unit", ""),
    ("翠竹园3号501", "/翠竹园//3//501", "unit", ""),
    ("翠竹园9-501", "/翠竹园//9//501", "unit", "unknown_building building_or_unit"),
    ("翠竹园2-501", "/翠竹园//2//501", "", "building_or_unit"),
    ("翠竹园5-501", "/翠竹园//5/1/501", "", ""),
    ("翠竹园9-1栋501", "/翠竹园//9-1//501", "", ""),
    ("翠竹园5栋2单元501", "/翠竹园//5/2/501", "", "unknown_unit"),
    ("翠竹园7栋2单元501", "/翠竹园//7/2/501", "", "unknown_building"),
    ("翠竹园3栋2单元901", "/翠竹园//3/2/901", "", "room_range"),
    ("翠竹园3栋2单元505", "/翠竹园//3/2/505", "", "room_range"),
    ("翠竹园东区3栋501", "/翠竹园东区//3//501", "", ""),
    ("和平新村8号102", None, "estate unit", "which_estate"),
    ("顾家桥社区和平新村8号102", "/顾家桥和平新村//8//102", "", ""),
    ("柳营小区14号1102", "/柳营路669弄//14//1102", "", ""),
    ("柳营路669弄14号1102", "/柳营路669弄//14//1102", "", ""),
    ("春风里3栋甲单元501", "/春风里//3/甲/501", "", ""),
    ("翠竹源3栋2单元501", "/翠竹源//3/2/501", "", "unknown_estate"),
    ("和平街翠竹园3栋2单元501", "/翠竹园//3/2/501", "", ""),
]


def test_the_town_of_these_tests_is_sound() -> None:
    assert PROBLEMS == ()


@pytest.mark.parametrize(("text", "key", "missing", "doubts"), PLACED)
def test_a_town_says_what_can_be_meant(text: str, key: str | None, missing: str, doubts: str) -> None:
    address = understand(text, TOWN)
    assert (address.key, " ".join(address.missing), " ".join(address.doubts)) == (key, missing, doubts)


@pytest.mark.parametrize("text", [row[0] for row in PLACED])
def test_placing_twice_changes_nothing(text: str) -> None:
    once = understand(text, TOWN)
    twice = understand(once.shown, TOWN)
    assert (twice.key, twice.shown) == (once.key, once.shown)


def test_an_alias_is_the_same_flat_where_the_town_knows_it() -> None:
    assert same_flat("翠竹花园3-2-501", "翠竹园3栋2单元501", TOWN).verdict == "same"
    assert same_flat("翠竹花园3-2-501", "翠竹园3栋2单元501").verdict == "ask"


def test_a_building_with_one_unit_needs_none() -> None:
    assert same_flat("翠竹园5-501", "翠竹园5栋1单元501", TOWN).verdict == "same"
    assert same_flat("翠竹园3-501", "翠竹园3栋2单元501", TOWN).verdict == "ask"


TALKS = [
    ("", [("estate", "翠竹园"), ("building", "3栋"), ("unit", "2"), ("room", "五〇一")], "/翠竹园//3/2/501"),
    ("3-2-501", [("estate", "竹园")], "/翠竹园//3/2/501"),
    ("翠竹园3栋501", [("unit", "二单元")], "/翠竹园//3/2/501"),
    ("翠竹园2-501", [("building", "2")], "/翠竹园//2//501"),
    ("和平新村8号102", [("estate", "春晖社区和平新村")], "/春晖和平新村//8//102"),
    ("翠竹园3栋2单元501-1", [("sub", "1")], "/翠竹园//3/2/501"),
    ("翠竹园3栋2单元501A", [("sub", "")], "/翠竹园//3/2/501-A"),
    ("翠竹园3栋2单元5楼2室", [("room", "502")], "/翠竹园//3/2/502"),
    ("翠竹园3栋2单元501对门", [("room", "502")], "/翠竹园//3/2/502"),
    ("翠竹园321501", [("building", "3"), ("unit", "2"), ("room", "501")], "/翠竹园//3/2/501"),
    ("翠竹源3栋2单元501", [("estate", "翠竹源")], "/翠竹源//3/2/501"),
    ("翠竹源7栋501", [("estate", "翠竹园"), ("unit", "没有")], "/翠竹园//7//501"),
]


@pytest.mark.parametrize(("text", "answers", "key"), TALKS, ids=[talk[0] for talk in TALKS])
def test_what_is_open_is_asked_part_by_part(text: str, answers: list[tuple[str, str]], key: str) -> None:
    address = understand(text, TOWN)
    for part, value in answers:
        asked = questions(address, TOWN)
        assert asked is not None
        assert asked.part == part
        address = answer(address, part, value, TOWN)
    assert questions(address, TOWN) is None
    assert address.key == key


def test_the_options_are_those_of_the_town() -> None:
    first = questions(understand("3栋甲单元501", TOWN), TOWN)
    assert first is not None
    assert first.options == ("翠竹园", "翠竹园东区", "春风里")
    unit = questions(understand("翠竹园3栋501", TOWN), TOWN)
    assert unit is not None
    assert (unit.part, unit.options, unit.optional) == ("unit", ("1", "2"), True)
    which = questions(understand("和平新村8号102", TOWN), TOWN)
    assert which is not None
    assert which.options == ("春晖社区和平新村", "顾家桥社区和平新村")


def test_an_answer_that_cannot_be_read_changes_nothing() -> None:
    address = understand("翠竹园3栋501", TOWN)
    for part in ("building", "unit", "room"):
        assert answer(address, part, "不知道呀", TOWN) == address


@pytest.mark.parametrize("part", ["estate", "building", "unit", "room", "sub"])
@pytest.mark.parametrize("value", ["", "\x00", "🏠", "3" * 5_000, "栋" * 5_000, "\ud800"])
def test_any_answer_is_taken_without_an_error(part: str, value: str) -> None:
    for text in ("", "翠竹园3栋2单元501A", "翠竹园3栋"):
        assert isinstance(answer(understand(text, TOWN), part, value, TOWN), Address)


def test_an_estate_of_the_context_is_assumed_only_when_it_is_given() -> None:
    assert understand("3-2-501").key is None
    assert understand("3-2-501", TOWN, estate="翠竹园").key == "/翠竹园//3/2/501"
    assert understand("春风里3栋501", TOWN, estate="翠竹园").estate == "春风里"


TOLD = [
    ("竹园3栋2单元501", "翠竹园3栋"),
    ("江北区翠竹园9-1栋501", "翠竹园9-1栋"),
    ("柳营小区14号1102", "柳营路669弄14栋"),
    ("顾家桥社区和平新村8号102", "顾家桥社区和平新村8栋"),
    ("翠竹园9栋501", None),
    ("翠竹源3栋501", None),
    ("翠竹园二期3栋501", None),
    ("老王家隔壁3栋501", None),
]


@pytest.mark.parametrize(("said", "told"), TOLD)
def test_a_building_is_told_in_the_words_of_the_town_and_of_nobody_else(said: str, told: str | None) -> None:
    key = understand(said, TOWN).building_key
    assert (building_at(key, TOWN) if key else None) == told
