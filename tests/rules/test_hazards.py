"""The catalogue of what people can report: all of it, how words lead to a kind, and what answers change."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.hazards import (
    UNSURE,
    Reason,
    at_least,
    band_of,
    first_screen,
    grade,
    group_rental,
    how_many,
    how_many_about,
    in_group,
    sounds_like,
)
from bot.rules.policy import load

POLICY = load()
CATALOGUE = "F01 F02 F03 F04 F05 F06 F07 F08 F09 F10 E01 E02 E03 G01 G02 G03 S01 S02 C01 C02 C03 H01"


def test_the_whole_catalogue_is_there_and_every_kind_stands_on_one_screen() -> None:
    assert len(CATALOGUE.split()) == 22
    assert set(CATALOGUE.split()) | {"R01", "P01", "M01", "V01", "other"} == set(POLICY.hazards)
    assert sorted(hazard.code for hazard in POLICY.hazards_in_order()) == sorted(POLICY.hazards)


def test_no_screen_has_more_buttons_than_a_tired_person_reads() -> None:
    assert len(first_screen(POLICY.hazards, POLICY.groups)) + 1 <= 8, "with what is happening right now at its head"
    for group in POLICY.groups:
        assert 2 <= len(in_group(POLICY.hazards, group)) + 1 <= 8, "with `not sure` at its foot"


def test_every_kind_can_be_found_by_chinese_and_english_words() -> None:
    for hazard in POLICY.hazards.values():
        if hazard.code != "other":
            assert any(not word.isascii() for word in hazard.words), hazard.code
            assert any(word.isascii() for word in hazard.words), hazard.code


def test_only_crime_stops_the_form() -> None:
    assert {code: hazard.stops for code, hazard in POLICY.hazards.items() if hazard.stops} == {"C02": "police"}


def test_what_is_no_danger_is_a_kind_of_its_own() -> None:
    kinds = {hazard.kind: hazard.code for hazard in POLICY.hazards.values() if hazard.kind != "hazard"}
    assert kinds == {"information": "R01", "usage": "M01", "price": "P01", "visit": "V01"}


@pytest.mark.parametrize(
    ("code", "colour", "time"),
    [
        ("F01", "red", "at once"),
        ("E01", "red", "at once"),
        ("F03", "red", "15 days"),
        ("F05", "orange", "30 days"),
        ("C01", "orange", "24 hours"),
        ("F07", "yellow", "7 days"),
        ("H01", "blue", "3 days"),
        ("other", "none", "none"),
    ],
)
def test_each_kind_has_its_colour_and_time(code: str, colour: str, time: str) -> None:
    hazard = POLICY.hazards[code]
    assert (hazard.colour, hazard.deadline) == (colour, time)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("电动车在楼道充电", "E01"),
        ("電動車在樓道充電", "E01"),
        ("有人把电瓶拿回家充", "E01"),
        ("每天晚上从窗户拉线充电", "E01"),
        ("楼梯口堆满纸箱,门只能开一半", "F01"),
        ("安全门锁死了", "F01"),
        ("房东用三合板隔了八间", "F03"),
        ("他家在搞群租", "F03"),
        ("他家把客厅隔成好几间,住了十几个人", "F03"),
        ("一屋子上下铺,住了二十几个人", "F05"),
        ("地下室里住着人", "F04"),
        ("防盗窗都焊死了", "F02"),
        ("楼下小作坊楼上住人", "F06"),
        ("走廊的电线都裸露在外面", "E02"),
        ("宿舍里用热得快", "E03"),
        ("卧室里放着液化气罐", "G01"),
        ("燃气热水器装在浴室里,没有烟道", "G02"),
        ("煤气软管老化开裂了", "G03"),
        ("灭火器早过期了", "F08"),
        ("屋里没有烟感", "F07"),
        ("应急灯一个都不亮", "F09"),
        ("消防车道被私家车占了", "F10"),
        ("楼上在砸承重墙", "S01"),
        ("这是危房,墙裂了", "S02"),
        ("楼下垃圾堆了一个月", "H01"),
        ("有套没登记的出租房", "R01"),
        ("租客没登记", "C01"),
        ("黑中介不退押金", "C03"),
        ("有人聚众赌博", "C02"),
        ("中介哄抬房租", "P01"),
        ("抄表时发现他家用水量特别大", "M01"),
        ("能不能派人来看看", "V01"),
        ("Four e-bikes charging in the corridor", "E01"),
        ("The stairs are blocked with boxes", "F01"),
        ("too many people, bunk beds everywhere", "F05"),
        ("gas cylinders in the bedroom", "G01"),
        ("the smoke alarm does not work", "F07"),
        ("people sleep in the basement", "F04"),
    ],
)
def test_typed_words_lead_to_a_kind(said: str, code: str) -> None:
    assert sounds_like(said, POLICY.hazards.values())[:1] == [code]


@pytest.mark.parametrize(
    "said", ["", "你好", "翠竹园3栋2单元501", "99", "谢谢", "hello", "what is this", "I have a question"]
)
def test_other_words_lead_nowhere(said: str) -> None:
    assert sounds_like(said, POLICY.hazards.values()) == []


@given(st.text(max_size=200))
def test_at_most_two_kinds_are_offered(said: str) -> None:
    offered = sounds_like(said, POLICY.hazards.values())
    assert len(offered) == len(set(offered)) <= 2


def test_numbers_of_people_come_as_buttons_and_as_typed() -> None:
    assert band_of(POLICY.group_rental.bands) == ["1-2", "3-5", "6-9", "10+"]
    assert band_of([1, 2, 5]) == ["1", "2-4", "5+"]
    assert [at_least(answer) for answer in ("7", "3-5", "10+", UNSURE, "", "many")] == [7, 3, 10, None, None, None]


@pytest.mark.parametrize(
    ("code", "facts", "colour", "urgent", "reasons", "unknown"),
    [
        ("F01", {}, "red", True, (), ("now",)),
        ("F01", {"now": "yes"}, "red", True, (Reason.HAPPENING,), ()),
        ("F01", {"now": "no"}, "red", False, (Reason.NOT_NOW,), ()),
        ("E01", {"now": "yes"}, "red", True, (Reason.HAPPENING,), ()),
        ("E01", {"now": UNSURE}, "red", False, (), ("now",)),
        ("F05", {"sleepers": "6-9"}, "orange", False, (), ()),
        ("F05", {"sleepers": "10+"}, "red", False, (Reason.CROWDED,), ()),
        ("F05", {"sleepers": "23"}, "red", False, (Reason.CROWDED,), ()),
        ("F05", {"sleepers": UNSURE}, "orange", False, (), ("sleepers",)),
        ("F02", {"sleepers": "10"}, "red", False, (Reason.CROWDED,), ()),
        ("F03", {"sleepers": "10+"}, "red", False, (), ()),
        ("G03", {"now": "yes"}, "orange", False, (), ()),
    ],
)
def test_a_report_is_graded_with_reasons(
    code: str, facts: dict[str, str], colour: str, urgent: bool, reasons: tuple[Reason, ...], unknown: tuple[str, ...]
) -> None:
    graded = grade(POLICY.hazards[code], facts)
    assert (graded.colour, graded.urgent, graded.reasons, graded.unknown) == (colour, urgent, reasons, unknown)


@pytest.mark.parametrize(
    ("answer", "suspected"), [("9", False), ("10", True), ("10+", True), ("6-9", False), (UNSURE, False), ("", False)]
)
def test_ten_or_more_sleepers_let_suspect_a_group_rental(answer: str, suspected: bool) -> None:
    found = group_rental({"sleepers": answer}, POLICY.group_rental)
    assert found.suspected is suspected
    assert bool(found.reasons) is suspected
    assert {"beds", "kinship", "area"} <= set(found.unknown), "what a person must find out is always named"


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("12个人", 12),
        ("十二个", 12),
        ("二十", 20),
        ("二十三人", 23),
        ("两个", 2),
        ("好多", None),
        ("3栋5楼", None),
        ("0", None),
        ("1000", None),
    ],
)
def test_a_typed_number_is_read(said: str, number: int | None) -> None:
    assert how_many(said) == number


@pytest.mark.parametrize(
    ("said", "answer"),
    [
        ("12个人", "12"),
        ("十几个人", "10+"),
        ("住了十多个", "10+"),
        ("10几个", "10+"),
        ("二十余人", "20+"),
        ("几十个人", "20+"),
        ("10个以上", "10+"),
        ("十个人以上", "10+"),
        ("至少八个", "8+"),
        ("10 or more", "10+"),
        ("More than 10", "10+"),
        ("七八个人", "7-8"),
        ("十七八个", "17-18"),
        ("三四十人", "30-40"),
        ("３到５个", "3-5"),
        ("3-5", "3-5"),
        ("十个", "10"),
        ("好几个", None),
        ("3栋5楼", None),
        ("5到3", None),
        ("八七", None),
    ],
)
def test_about_so_many_is_read_as_people_say_it(said: str, answer: str | None) -> None:
    assert how_many_about(said) == answer


@pytest.mark.parametrize("text", ["电" * 4000, "电动车楼" * 1000, "e-bike" * 660, "charg" * 800, "出租 " * 1300])
def test_four_thousand_characters_take_less_than_50_ms(text: str) -> None:
    def seconds() -> float:
        start = time.process_time()
        sounds_like(text, POLICY.hazards.values())
        return time.process_time() - start

    assert min(seconds() for _ in range(3)) < 0.05
