"""The town's file: what is read, what is wrong with it, and what would change."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.spreadsheets import NotText, Problem, decode
from bot.rules.town import Building, Estate, Stairs, Town, read_csv
from bot.rules.town_changes import Changes, Difference, changes

HEADER = "community,grid,estate,aliases,building,unit,floors,rooms_per_floor"
ROW = "望海,望海一,海棠苑,棠苑|海棠,3,1,18,4"


def read(*rows: str) -> tuple[Town, tuple[Problem, ...]]:
    return read_csv("\n".join((HEADER, *rows)))


def town(*rows: str) -> Town:
    found, problems = read(*rows)
    assert problems == ()
    return found


def test_a_row_becomes_a_unit_of_a_building_of_an_estate() -> None:
    stairs = (Stairs("1", 18, 4), Stairs("2", 17, None))
    building = Building("3", "望海", "望海一", stairs)
    estate = Estate("海棠苑", "望海", ("棠苑", "海棠"), {"3": building})
    assert town(ROW, "望海,望海一,海棠苑,海棠|HT,3,2,17,") == Town(
        (Estate(estate.name, estate.community, ("棠苑", "海棠", "HT"), estate.buildings),)
    )


@pytest.mark.parametrize("written", ["3", "A", "3甲", "9-1", "东", "B12"])
def test_bare_names_of_buildings_stay_as_they_are(written: str) -> None:
    assert list(town(f"望海,一,海棠苑,,{written},,,").estates[0].buildings) == [written]


@pytest.mark.parametrize(
    ("building", "unit", "understood"),
    [
        ("３栋", "２单元", ("3", "2")),
        ("a座", "b", ("A", "B")),
        ("12号楼", "", ("12", "")),
        ("号", "单元", ("号", "单元")),
    ],
)
def test_what_an_office_says_around_a_name_is_dropped(building: str, unit: str, understood: tuple[str, str]) -> None:
    (found,) = town(f"望海,一,海棠苑,,{building},{unit},,").estates[0].buildings.values()
    assert (found.name, found.stairs[0].unit) == understood


@pytest.mark.parametrize("written", ["海棠苑", " 海棠苑 ", "棠 苑", "ｈｔ园", "HT园"])
def test_an_estate_is_found_by_any_of_its_names(written: str) -> None:
    (found,) = town("望海,一,海棠苑,棠苑|ht园,3,,,").find(written)
    assert found.name == "海棠苑"


def test_two_estates_may_share_a_name() -> None:
    two = town("望海,一,海棠苑,,3,,,", "听潮,一,海棠苑,,3,,,", "听潮,一,新苑,海棠苑,3,,,")
    assert [(each.community, each.name) for each in two.find("海棠苑")] == [
        ("望海", "海棠苑"),
        ("听潮", "海棠苑"),
        ("听潮", "新苑"),
    ]
    assert two.find("没有苑") == ()


@pytest.mark.parametrize(
    ("row", "code", "detail"),
    [
        ("望海,一,海棠苑", "cells", ""),
        (",一,海棠苑,,3,,,", "missing", "community"),
        ("望海,,海棠苑,,3,,,", "missing", "grid"),
        ("望海,一,　,,3,,,", "missing", "estate"),
        ("望海,一,海棠苑,,,1,,", "missing", "building"),
        ("望海,一,海棠苑,,3,1,十八,4", "number", "floors"),
        ("望海,一,海棠苑,,3,1,18,4.5", "number", "rooms_per_floor"),
        ("望海,一,海棠苑,,3,1,0,", "number", "floors"),
        ("望海,一,海棠苑,,3,1,9999,", "number", "floors"),
        ("望海,一,=HYPERLINK(1),,3,,,", "formula", "estate"),
        ("望海,一,＝1+1,,3,,,", "formula", "estate"),
        ("望海,一,海棠苑,棠苑|@SUM(A1),3,,,", "formula", "aliases"),
        ("望海,一,海棠苑,,-3,,,", "formula", "building"),
        ("望海,+1,海棠苑,,3,,,", "formula", "grid"),
        ("望海,一,海\u200b棠苑,,3,,,", "strange", "estate"),
        ("望海,一,海\u202e棠苑,,3,,,", "strange", "estate"),
        (f"望海,一,{'海' * 61},,3,,,", "too_long", "estate"),
        ("望海,一,海棠苑,,9月1日,,,", "date", "building"),
        ("望海,一,海棠苑,,1-Sep,,,", "date", "building"),
        ("望海,一,海棠苑,,2026/9/1,,,", "date", "building"),
        ("望海,一,海棠苑,,3,9/1,,", "date", "unit"),
        ('望海,一,"海棠苑,,4,,,', "quotes", ""),
        ('望海,一,"海"棠苑,,4,,,', "quotes", ""),
        (ROW, "duplicate", "2"),
        ("望海,望海一,海棠苑,,3栋,1单元,,", "duplicate", "2"),
        ("望海,望海二,海棠苑,,3,2,18,4", "other_grid", "2"),
    ],
)
def test_a_bad_row_is_named_and_the_others_are_read(row: str, code: str, detail: str) -> None:
    found, problems = read(ROW, "", row, "听潮,一,新苑,,1,,,")
    assert [(each.line, each.code, each.detail) for each in problems] == [(4, code, detail)]
    assert found == town(ROW, "听潮,一,新苑,,1,,,")


@pytest.mark.parametrize(
    "text",
    [
        f"\ufeff{HEADER}\r\n{ROW}\r\n",
        f"\n\n{HEADER}\n,,,,,,,\n{ROW}\n\n",
        f"{HEADER}\r{ROW}",
        f"{HEADER},备注\n{ROW},说明",
        f"{HEADER}\n{ROW}\n".replace(",", "\t"),
        f"{HEADER}\n{ROW}\n".replace(",", ";"),
        f"{HEADER}\n{ROW}\n".replace(",", "，"),
        f"{HEADER.upper()}\n{ROW}\n",
        '"' + HEADER.replace(",", '","') + '"\n"' + ROW.replace(",", '","') + '"\n',
        "社区,网格,小区,别名,楼栋,单元,层数,每层户数\n" + ROW,
        "unit,building,floors,rooms per floor,rooms_per_floor,aliases,estate,grid,community\n"
        "1,3,18.0,,4,棠苑|海棠,海棠苑,望海一,望海\n",
    ],
)
def test_however_a_spreadsheet_saved_it_it_is_the_same_town(text: str) -> None:
    assert read_csv(text) == (town(ROW), ())


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", Problem(0, "no_header", "community, grid, estate, building, unit")),
        (ROW, Problem(0, "no_header", "community, grid, estate, building, unit")),
        (HEADER.replace("grid,", ""), Problem(0, "no_header", "grid")),
        (HEADER, Problem(0, "no_rows")),
        (f"{HEADER}\n{ROW}\n{ROW}\n{ROW}", Problem(0, "too_many_rows", "2")),
    ],
)
def test_a_file_that_is_no_town_is_not_read_at_all(text: str, problem: Problem) -> None:
    assert read_csv(text, most_rows=2) == (Town(), (problem,))


def test_without_one_good_row_the_bad_ones_are_still_named() -> None:
    assert read("望海") == (Town(), (Problem(0, "no_rows"), Problem(2, "cells")))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_the_bytes_of_every_spreadsheet_are_read(encoding: str) -> None:
    assert read_csv(decode(f"{HEADER}\r\n{ROW}\r\n".encode(encoding))) == (town(ROW), ())


@pytest.mark.parametrize("content", [b"PK\x03\x04\x00\x00workbook", b"\xff\xfe\x00", b"\x89PNG\r\n\x1a\n\x00", b"\xff"])
def test_bytes_that_are_no_text_are_refused(content: bytes) -> None:
    with pytest.raises(NotText):
        decode(content)


@given(st.text(alphabet=',"|=;\t \n\r3A海\ufeff\u200b-9/月', max_size=60))
def test_no_text_makes_the_reader_fail(noise: str) -> None:
    found, problems = read_csv(f"{HEADER}\n{ROW}\n{noise}")
    assert found.find("海棠苑")
    assert all(problem.line > 2 for problem in problems)


# -- what would change -----------------------------------------------------------------------------------------------

NOTHING = Difference()


def test_the_same_town_changes_nothing() -> None:
    assert not changes(town(ROW), town(ROW.replace("棠苑|海棠", "海棠|棠苑")))


def test_a_first_town_is_all_new() -> None:
    assert changes(Town(), town(ROW)) == Changes(
        communities=Difference(added=(("望海",),)),
        grids=Difference(added=(("望海", "望海一"),)),
        estates=Difference(added=(("望海", "海棠苑"),)),
        buildings=Difference(added=(("望海", "海棠苑", "3"),)),
        units=Difference(added=(("望海", "海棠苑", "3", "1"),)),
    )


@pytest.mark.parametrize(
    ("after", "estates", "buildings", "units"),
    [
        (["望海,望海一,海棠苑,棠苑,3,1,18,4"], Difference(changed=(("望海", "海棠苑"),)), NOTHING, NOTHING),
        (
            ["望海,望海一,海棠苑,棠苑|海棠,3,1,19,4"],
            NOTHING,
            NOTHING,
            Difference(changed=(("望海", "海棠苑", "3", "1"),)),
        ),
        (
            [ROW, "望海,望海一,海棠苑,,4,,,"],
            NOTHING,
            Difference(added=(("望海", "海棠苑", "4"),)),
            Difference(added=(("望海", "海棠苑", "4", ""),)),
        ),
        (
            [ROW.replace(",3,1,", ",5,1,")],
            NOTHING,
            Difference(added=(("望海", "海棠苑", "5"),), removed=(("望海", "海棠苑", "3"),)),
            Difference(added=(("望海", "海棠苑", "5", "1"),), removed=(("望海", "海棠苑", "3", "1"),)),
        ),
    ],
)
def test_each_change_counts_once_where_it_is(
    after: list[str], estates: Difference, buildings: Difference, units: Difference
) -> None:
    assert changes(town(ROW), town(*after)) == Changes(NOTHING, NOTHING, estates, buildings, units)


def test_a_building_that_moves_to_another_grid_has_changed() -> None:
    found = changes(town(ROW), town(ROW.replace("望海一", "望海二")))
    assert found.buildings == Difference(changed=(("望海", "海棠苑", "3"),))
    assert found.grids == Difference(added=(("望海", "望海二"),), removed=(("望海", "望海一"),))
