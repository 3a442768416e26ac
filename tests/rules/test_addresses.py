"""Addresses: the same flat has one key, other flats have others, and what can be meant in two ways is asked.

The pairs and the ambiguous ones were collected from the ways in which addresses are written in China (the annotation
standard for Chinese addresses, court reports, everyday chats); estates and streets are made up.
"""

from __future__ import annotations

import json
import random
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.__main__ import main
from bot.rules.addresses import DOUBTS, Address, in_chinese, same_flat, understand

SAME = [
    ("翠竹园3栋一〇〇一", "翠竹园3栋1001室"),
    ("某某街道顾家桥社区翠竹园3栋2单元501", "翠竹园3栋2单元501室"),
    ("翠竹园3-2-501", "翠竹园3栋2单元501室"),
    ("3栋2单元501室，翠竹园", "翠竹园3栋2单元501室"),
    ("翠竹园 3 栋 2 单元 501 室", "翠竹园3栋2单元501室"),
    ("翠竹园C区5栋302", "翠竹园Ｃ区5幢302室"),
    ("翠竹园3栋二零一室", "翠竹园3幢201"),
    ("柳营路669弄14号楼1102室", "柳营路669弄14号1102室"),
    ("翠竹园3号楼二门501号", "翠竹园3号楼2单元501室"),
    ("春风里12-3-1001", "春风里12幢3单元1001室"),
    ("翠竹园小区3栋2单元501", "翠竹园3栋2单元501室"),
    ("翠竹园三幢贰单元伍零壹室", "翠竹园3幢2单元501室"),
    ("柳营路669弄14号1102", "柳营路669弄14号1102室"),
    ("翠竹园（东区）3栋501", "翠竹园东区3栋501室"),
    ("翠竹园廿一栋301", "翠竹园21栋301室"),
    ("翠竹园3栋2单元501", "翠竹园3幢2单元501室"),
    ("和平街9号2单元301", "顾家桥社区和平街9号2单元301室"),
    ("翠竹园3栋2门501", "翠竹园3栋2单元501室"),
    ("翠竹园3栋两单元501", "翠竹园3栋2单元501室"),
    ("和平新村8号102", "和平新村8号102室"),
    ("翠竹园3栋2-501", "翠竹园3栋2单元501室"),
    ("翠竹园3栋2单501", "翠竹园3栋2单元501室"),
    ("翠竹园3座2单元501", "翠竹园3栋2单元501室"),
    ("翠竹园3栋2单元5楼501", "翠竹园3栋2单元501室"),
    ("翠竹园3栋一千零一室", "翠竹园3栋1001室"),
    ("翠竹园3-2-501室", "翠竹园3栋2单元501"),
    ("翠竹园3栋2单元5层501室", "翠竹园3-2-501"),
    ("翠竹园3栋2单元501号", "翠竹园3栋2单元501室"),
    ("翠竹园3栋2单元501房间", "翠竹园3栋2单元501室"),
    ("和平街9号翠竹园3栋2单元501", "翠竹园3栋2单元501室"),
    ("翠竹园3栋2单元501室A间", "翠竹园3栋2单元501室"),
    ("翠竹园3栋5O1", "翠竹园3栋501"),
    ("小区：翠竹园 楼栋：3 单元：2 室：501", "翠竹园3栋2单元501室"),
    ("和平一村12号302", "和平1村12号302室"),
    ("翠竹园3栋五零一一直很吵", "翠竹园3栋501"),
    ("三室一厅，翠竹园3栋2单元501，住了6个人，电话13800000000", "翠竹园3栋2单元501"),
]

DIFFERENT = [
    ("翠竹园3栋2单元501", "翠竹园13栋2单元501"),
    ("翠竹园三栋501", "翠竹园十三栋501"),
    ("翠竹园1栋1单元1101", "翠竹园11栋1单元101"),
    ("翠竹园A座1802", "翠竹园B座1802"),
    ("翠竹园3-2-501", "翠竹园32-501"),
    ("翠竹园3栋501", "翠竹园3甲栋501"),
    ("和平新村8号102", "和平村8号102"),
    ("翠竹园C区5栋302", "翠竹园G区5栋302"),
    ("翠竹园3-2-501", "翠竹园3-2-502"),
    ("翠竹园三十栋501", "翠竹园十三栋501"),
    ("翠竹园3栋2单元501对门", "翠竹园3栋2单元501"),
    ("翠竹园3栋501", "翠竹源3栋501"),
    ("翠竹园3栋五零一室", "翠竹园3栋五十一室"),
    ("翠竹园东区3栋501", "翠竹园西区3栋501"),
    ("阳光花园3-2-501", "阳光新城3-2-501"),
    ("翠竹园3栋101", "翠竹园3栋1001"),
    ("雨花台区翠竹园3栋501", "建邺区翠竹园3栋501"),
    ("翠竹园二十一栋501", "翠竹园十二栋501"),
    ("翠竹园1-11-101", "翠竹园11-1-101"),
    ("翠竹园一期3栋501", "翠竹园二期3栋501"),
    ("翠竹园3栋501", "翠竹苑3栋501"),
    ("柳营路669弄14号101", "柳营路669弄41号101"),
    ("和平街9号101", "和平街9号附1号101"),
    ("翠竹园3栋2单元501楼上", "翠竹园3栋2单元501"),
    ("江场三路9号101", "江场路9号101"),
    ("五一路9号101", "五十一路9号101"),
]

AMBIGUOUS = [
    ("翠竹园3-501", "翠竹园3栋2单元501室"),
    ("翠竹园3-501", "翠竹园3单元501室"),
    ("3-2-501", "翠竹园3栋2单元501室"),
    ("翠竹园3栋2单元501-1", "翠竹园3栋2单元501室"),
    ("翠竹园3栋501A", "翠竹园3栋501B"),
    ("翠竹园3-1栋501", "翠竹园3栋1单元501"),
    ("翠竹园3栋甲单元501", "翠竹园3栋1单元501"),
    ("翠竹园3栋东单元501", "翠竹园3栋1单元501"),
    ("翠竹园3栋501东户", "翠竹园3栋501"),
    ("翠竹园3栋2单元5楼", "翠竹园3栋2单元501室"),
    ("翠竹园3栋", "翠竹园3栋2单元501室"),
    ("翠竹园北门第二栋501", "翠竹园2栋501"),
    ("翠竹花园3栋501", "翠竹园3栋501"),
    ("321501", "翠竹园3栋2单元1501"),
    ("翠竹园3号501", "翠竹园3栋501"),
    ("翠竹园3栋2单元5楼2室", "翠竹园3栋2单元502"),
    ("翠竹园3楼501", "翠竹园3栋501"),
    ("翠竹园3栋2单元501(A)", "翠竹园3栋2单元501"),
    ("翠竹园3栋2单元501、502", "翠竹园3栋2单元501"),
    ("雨花台区翠竹园3栋501", "翠竹园3栋501"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_flat_has_one_key(one: str, other: str) -> None:
    assert understand(one).key == understand(other).key is not None
    assert same_flat(one, other).verdict == "same"


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_another_flat_has_another_key(one: str, other: str) -> None:
    assert understand(one).key != understand(other).key
    assert same_flat(one, other).verdict == "different"
    assert same_flat(other, one).verdict == "different"


@pytest.mark.parametrize(("one", "other"), AMBIGUOUS)
def test_what_may_be_the_same_is_asked_and_never_merged(one: str, other: str) -> None:
    assert understand(one).key != understand(other).key
    assert same_flat(one, other).verdict == "ask"
    assert same_flat(other, one).verdict == "ask"
    assert same_flat(one, other).reasons


READ = [
    ("翠竹园3-501", "/翠竹园//3//501", "unit", "building_or_unit"),
    ("翠竹园3-1栋501", "/翠竹园//3-1//501", "unit", "building_or_unit"),
    ("翠竹园3栋2单元501-1", "/翠竹园//3/2/501-1", "", "room_or_subroom"),
    ("翠竹园3栋2单元501a", "/翠竹园//3/2/501-A", "", "room_or_subroom"),
    ("翠竹园3栋2单元501隔壁", "/翠竹园//3/2/501", "", "next_door"),
    ("翠竹园3栋16号501", "/翠竹园//3/16/501", "", "number_as_unit"),
    ("翠竹园3栋16号", None, "unit room", "unit_or_room"),
    ("翠竹园3栋2单元5层601", None, "room", "floor_conflict"),
    ("翠竹园3栋2单元5楼", None, "room", "floor_only"),
    ("翠竹园32501", None, "building unit room", "run_together"),
    ("翠竹园3栋一百二室", None, "unit room", "unclear_room"),
    ("翠竹园l栋501", "/翠竹园//L//501", "unit", "letter_or_digit"),
    ("3-2-501", None, "estate", "no_estate"),
    ("麻烦你们去看下和平新村 三十四号楼1603号房!!!", "/和平新村//34//1603", "unit", ""),
    ("翠竹园3栋402之2", "/翠竹园//3//402-2", "unit", "room_or_subroom"),
    ("解放路12号之一302", "/解放路//12-1//302", "unit", ""),
    ("翠竹园12栋B座1802", None, "building unit", "two_buildings"),
    ("翠竹园3栋和5栋", None, "building unit room", "two_buildings"),
    ("翠竹园3栋1-6层楼道", None, "room", "number_as_unit floor_only"),
    ("翠竹园3栋:501", "/翠竹园//3//501", "unit", ""),
    ("保利·香槟国际5栋501", "/保利香槟国际//5//501", "unit", ""),
    ("地铁口旁翠竹园8栋402", "/翠竹园//8//402", "unit", ""),
    ("柳营路669弄14号1102", "/柳营路669弄//14//1102", "", ""),
    ("北京市朝阳区和平街3号院2号楼1单元501", "朝阳区/和平街/3号院/2/1/501", "", ""),
    ("翠竹园12栋整栋", "/翠竹园//12//整栋", "unit", ""),
    ("听潮苑2栋1单元501", "/听潮苑//2/1/501", "", ""),
    ("听说听涛苑2栋1单元501有人群租", "/听涛苑//2/1/501", "", ""),
    ("听翠竹园3栋501的人讲过", "/翠竹园//3//501", "unit", ""),
    ("有人在楼道给电动车充电", None, "estate building unit room", "no_estate"),
]


@pytest.mark.parametrize(("text", "key", "missing", "doubts"), READ)
def test_what_is_open_and_what_is_doubted(text: str, key: str | None, missing: str, doubts: str) -> None:
    address = understand(text)
    assert (address.key, " ".join(address.missing), " ".join(address.doubts)) == (key, missing, doubts)


def test_a_let_room_belongs_to_the_key_of_persons_only() -> None:
    room = understand("翠竹园3栋2单元501室A间")
    assert room.key == "/翠竹园//3/2/501"
    assert room.dwelling_key == "/翠竹园//3/2/501/A"
    assert understand("翠竹园3栋2单元501主卧").dwelling_key == "/翠竹园//3/2/501/主卧"


def test_a_road_with_its_number_is_not_needed_beside_an_estate_but_kept() -> None:
    assert understand("和平街9号翠竹园3栋501").parts["road"] == "和平街"


ENGLISH = [
    ("Bamboo Garden building 3 unit 2 room 501", "3栋2单元501室"),
    ("room 501, Building No. 3, entrance 2", "3栋2单元501室"),
    ("翠竹园 bldg 3 apt 501", "翠竹园3栋501室"),
    ("Block A, 5th floor", "A栋5层"),
    ("they are building a fire in the yard", ""),
    ("in our building, unit 2", ""),
    ("翠竹园3栋2单元501", ""),
]


@pytest.mark.parametrize("text", ["building " * 450, "building 1" * 400, "no " * 1300, "1st " * 1000, "unit#" * 800])
def test_english_is_read_at_once(text: str) -> None:
    taken = []
    for _ in range(3):
        start = time.process_time()
        in_chinese(text)
        taken.append(time.process_time() - start)
    assert min(taken) < 0.05


@pytest.mark.parametrize(("text", "told"), ENGLISH)
def test_numbers_told_in_english_are_written_in_chinese(text: str, told: str) -> None:
    assert in_chinese(text) == told


# -- a generator of ways to write one flat ---------------------------------------------------------------------------

NAMES = [
    "翠竹园",
    "春风里",
    "和平新村",
    "龙凤佳苑",
    "阳光花园",
    "五一新村",
    "东湖家园",
    "城市之光公寓",
    "柳营山庄",
    "景德镇路小区",
]
PHASES = ["", "", "", "东区", "C区", "二期"]
DISTRICTS = ["", "", "", "雨花台区", "建邺区"]
TRADITIONAL = str.maketrans("园栋单号楼东区门龙凤阳锦层间", "園棟單號樓東區門龍鳳陽錦層間")
FULL_WIDTH = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
BEFORE = ["", "", "我住在", "你好，我住在", "请来看", "地址：", "我要举报", "位于", "麻烦看看", "  ", "【"]
BEHIND = ["", "", "。", "有人", "，有人在楼道充电", " 旁边", "，住了12个人", "!!", "的厨房", "，电话13800000000"]

Flat = tuple[str, str, str, str, str, str]


def flats(dice: random.Random) -> Flat:
    """Make a flat: district, estate, phase, building, unit, room."""
    building = dice.choice(
        [str(dice.randint(1, 40)), str(dice.randint(1, 40)), dice.choice("ABCD"), f"{dice.randint(1, 9)}甲"]
    )
    room = f"{dice.randint(1, 33)}{dice.randint(1, 8):02d}"
    unit = dice.choice(["", str(dice.randint(1, 12)), str(dice.randint(1, 4))])
    return dice.choice(DISTRICTS), dice.choice(NAMES), dice.choice(PHASES), building, unit, room


def plainly(flat: Flat) -> str:
    district, name, phase, building, unit, room = flat
    return f"{district}{name}{phase}{building}栋{f'{unit}单元' if unit else ''}{room}室"


def counted(number: str, dice: random.Random) -> str:
    """Write a number up to 99 in one of the Chinese ways."""
    value, ones = int(number), "零一二三四五六七八九"
    tens = ("" if value < 20 else ones[value // 10]) + "十" if value > 9 else ""
    spelled = tens + (ones[value % 10] if value % 10 else "")
    formal = spelled.translate(str.maketrans("一二三四五六七八九十", "壹贰叁肆伍陆柒捌玖拾"))
    return dice.choice([spelled, spelled, formal, spelled.replace("二十", "廿") if value > 20 else spelled])


def spelled(number: str, dice: random.Random) -> str:
    """Write the number of a room: as digits, or figure by figure."""
    if not number.isdigit() or dice.random() < 0.5:
        return number
    figures = dice.choice(["零一二三四五六七八九", "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"])
    return "".join(figures[int(each)] for each in number)


def short(number: str, dice: random.Random) -> str:
    if not number.isdigit():
        return number
    return dice.choice([number, number, counted(number, dice), f"第{number}"])


def variant(flat: Flat, dice: random.Random) -> str:
    """Write a flat in another way that leaves no doubt."""
    district, name, phase, building, unit, room = flat
    if unit and not phase and dice.random() < 0.25:
        numbers = dice.choice("-－—/. ").join((building, unit, room))
        text = f"{district}{name}{numbers}{dice.choice(['', '室'])}"
    else:
        gap = dice.choice(["", "", "", " ", "，"])
        marks = ["栋", "幢", "号楼", "座", "#", "#楼"] if building.isdigit() else ["栋", "座", "号楼"]
        house = short(building, dice) + dice.choice(marks)
        stairs = short(unit, dice) + dice.choice(["单元", "门", "号单元", "单"]) if unit else ""
        floor = f"{room[:-2]}{dice.choice('楼层')}" if dice.random() < 0.15 else ""
        flat_of = spelled(room, dice) + dice.choice(["室", "", "号", "房", "房间", "户"])
        area = f"{district}{dice.choice(['', '某某街道顾家桥社区'])}" if dice.random() < 0.5 else district
        whole = name if name.endswith("小区") else name + dice.choice(["", "", "小区"])
        zone = dice.choice([phase, f"（{phase}）"]) if phase else ""
        inside = gap.join(part for part in (house, stairs, floor + flat_of) if part)
        text = (
            f"{inside}，{area}{name}"
            if not zone and dice.random() < 0.1 and name[-1] != "里"
            else area + whole + zone + gap + inside
        )
    text = dice.choice([text, text, text.lower(), text.translate(TRADITIONAL), text.translate(FULL_WIDTH)])
    return dice.choice(BEFORE) + text + dice.choice(BEHIND)


def test_500_ways_to_write_a_flat_keep_its_key() -> None:
    dice = random.Random(20261122)
    astray = []
    for _ in range(500):
        flat = flats(dice)
        written = variant(flat, dice)
        if understand(written).key != understand(plainly(flat)).key:
            astray.append((written, understand(written).key, understand(plainly(flat)).key))
    assert astray == []


def test_two_flats_never_share_a_key() -> None:
    dice = random.Random(7)
    made = {flats(dice) for _ in range(4000)}
    keys: dict[str | None, Flat] = {}
    for flat in sorted(made):
        key = understand(plainly(flat)).key
        assert key is not None, flat
        assert key not in keys, (flat, keys.get(key))
        keys[key] = flat


def test_neighbouring_flats_are_never_merged_however_they_are_written() -> None:
    dice = random.Random(3)
    for _ in range(300):
        flat = flats(dice)
        place = dice.choice([3, 5])
        other = (*flat[:place], str(dice.randint(1, 9)) if place == 3 else f"{int(flat[5]) + 1}", *flat[place + 1 :])
        if other != flat:
            one, two = variant(flat, dice), variant(other, dice)  # type: ignore[arg-type]
            assert understand(one).key != understand(two).key, (one, two)
            assert same_flat(one, two).verdict != "same", (one, two)


# -- anything at all -------------------------------------------------------------------------------------------------

PIECES = [
    *(
        "翠竹园",
        "东区",
        "二期",
        "小区",
        "和平街",
        "路",
        "弄",
        "号",
        "栋",
        "座",
        "单元",
        "门",
        "室",
        "楼",
        "层",
        "间",
        "户",
        "对门",
        "附",
    ),
    *(
        "3",
        "2",
        "501",
        "1001",
        "A",
        "甲",
        "东",
        "第",
        "一",
        "十二",
        "五〇一",
        "零",
        "百",
        "-",
        "/",
        " ",
        "，",
        "#",
        "(",
        ")",
        "的",
        "在",
    ),
    *(
        "雨花台区",
        "街道",
        "社区",
        "我住在",
        "旁边",
        "O",
        "l",
        "B1",
        "地下室",
        "整栋",
        "号院",
        "隔壁",
        "楼上",
        "人",
        "\n",
        "🏠",
        "\ud800",
    ),
]
WRITTEN = st.lists(st.sampled_from(PIECES), max_size=14).map("".join) | st.text(max_size=60)


@given(WRITTEN)
@example("楼栋:3单元:2室:501")
def test_reading_what_is_shown_changes_nothing(text: str) -> None:
    once = understand(text)
    twice = understand(once.shown)
    assert (twice.key, twice.shown) == (once.key, once.shown)


@given(WRITTEN)
def test_a_key_is_there_exactly_when_nothing_needed_is_missing(text: str) -> None:
    address = understand(text)
    assert (address.key is None) == bool(set(address.missing) - {"unit"})
    assert set(address.doubts) <= DOUBTS.keys()
    assert same_flat(address, address).verdict in ("same", "ask")


@given(st.integers(1, 199), st.none() | st.integers(1, 19), st.integers(1, 39), st.integers(1, 19))
def test_showing_and_reading_come_round(building: int, unit: int | None, floor: int, door: int) -> None:
    address = Address(estate="翠竹园", building=str(building), unit=str(unit or ""), room=f"{floor}{door:02d}")
    assert understand(address.shown).parts == address.parts


TERRIBLE = [
    "",
    " ",
    "\x00\x1b[2J",
    "\ud800",
    "栋" * 10_000,
    "一" * 10_000,
    "3-" * 5_000,
    "翠竹园" * 3_333,
    "1" * 10_000,
]
TERRIBLE += [
    "的" * 10_000,
    "东门" * 5_000,
    "A" * 10_000,
    " " * 10_000,
    "🏠" * 10_000,
    "区" * 10_000,
    "(" * 10_000,
    "3栋 " * 3_000,
]


@pytest.mark.parametrize("text", TERRIBLE, ids=range(len(TERRIBLE)))
def test_anything_is_read_at_once(text: str) -> None:
    taken = []
    for _ in range(3):
        began = time.process_time()
        understand(text)
        taken.append(time.process_time() - began)
    assert min(taken) < 0.05


# -- the command -----------------------------------------------------------------------------------------------------


def test_the_command_prints_one_object_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["address", "翠竹园三栋501", "3-2-501\u2028\ud800"]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.split("\n") if line]
    assert [row["key"] for row in rows] == ["/翠竹园//3//501", None]
    assert rows[0]["parts"] == {"estate": "翠竹园", "building": "3", "room": "501"}
    assert rows[0]["missing"] == ["unit"]
    assert set(rows[0]) == {"text", "key", "parts", "missing", "doubts", "shown"}
    assert rows[0]["shown"] == "翠竹园3栋501室"


def test_the_command_takes_a_town_into_account(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    file = tmp_path / "town.csv"
    file.write_text("community,grid,estate,aliases,building,unit\n顾家桥,1,翠竹园,竹园,3,\n", "utf-8")
    assert main(["address", "--town", str(file), "竹园3栋501"]) == 0
    assert json.loads(capsys.readouterr().out)["key"] == "/翠竹园//3//501"
    assert main(["address", "--town", str(tmp_path / "none"), "竹园3栋501"]) == 78


def test_every_doubt_names_the_part_that_settles_it() -> None:
    assert set(DOUBTS.values()) <= {"estate", "building", "unit", "room", "sub", ""}
