"""Work orders as different cities lay them out, and what of them is read; everybody and everything is made up."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import hotline, policy
from bot.rules.callers import Personal, without_caller
from bot.rules.hotline import Order
from bot.rules.order_values import number_key, read_number, read_term, read_time

POLICY = policy.load()
LABELS, ZONE = POLICY.orders.labels, POLICY.town.timezone


def at(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


COLONS = """工单编号：20261120001234
受理时间：2026-11-20 09:12:33
来电人：张伟
联系电话：13812345678
诉求类型：投诉
事发地址：翠竹园3栋2单元501室
诉求内容：市民来电反映，翠竹园3栋2单元501被隔成八间出租，住了十几个人，希望部门核查。
承办单位：某某街道办事处
办理时限：2026-11-27 18:00"""
BRACKETS = """【12345热线转办单】
【工单编号】DH-20261120-0456
【受理日期】2026年11月20日9时5分
【诉求人】李女士（女）
【联系方式】0512-65123456
【诉求内容】李女士反映：
1、桂香苑A座楼道堆满杂物；
2、晚上有人在楼道给电动车充电。
请相关部门处理，联系电话：13987654321，谢谢。
【问题地点】桂香苑A座
【回复时限】5个工作日"""
ONE_LINE = (
    "工单号:SH2611200099 来电时间:2026/11/20 下午3:20 姓名:王芳 电话:13700001111 "
    "地址:青禾公寓2栋 内容:二楼安全出口上锁,出不去 状态:待签收"
)
RUN_TOGETHER = (
    "【工单编号】2026120400123【来电人】王某某 13912345678【受理时间】2026-12-04 09:12【诉求内容】市民反映"
    "翠竹园7栋3单元201室隔成六间出租，姓名王建国，电话13912345678。"
    "【事发地址】翠竹园7栋3单元201室【办理时限】2026-12-11 18:00"
)
TABS = """受理编号\t〔2026〕热线0123号
登记时间\t20261120 1430
来电号码\t13612340000
事发地点\t翠竹园5栋楼道
问题描述\t飞线充电"""
BELOW = """案件编号
C2026112000077
发生地址
翠竹园7栋1单元
反映内容
一楼杂物间住人，用煤气罐做饭
联系人
匿名"""
BARS = """| 热线编号 | 20261119000321 |
| 诉求标题 | 群租房扰民 |
| 诉求描述 | 六楼打了隔断，夜里吵闹 |
| 联系地址 | 别处小区1栋101 |"""
WIDE = """１．　工　单　编　号　：　２０２６１１２０００１２３４
２．　受理时间：２０２６－１１－２０　０９：１２
３．　诉求内容：三楼灭火器没有了"""
LOOSE = """关于消防通道的工单
工单编号：20261120005555
来电人：赵先生
来电号码：13512349999

来电人赵先生反映翠竹园6栋的消防通道长期停车，消防车进不来，要求处理。"""
SPACES = """工单编号   20261120008888
受理时间   2026-11-20
诉求内容   烟感报警器坏了没人修
备注  来电人要求保密"""


@pytest.mark.parametrize(
    ("text", "order"),
    [
        pytest.param(
            COLONS,
            Order(
                "20261120001234",
                at(2026, 11, 20, 9, 12),
                at(2026, 11, 27, 18),
                "",
                "翠竹园3栋2单元501室",
                "市民来电反映，翠竹园3栋2单元501被隔成八间出租，住了十几个人，希望部门核查。",
                frozenset({Personal.NAME, Personal.PHONE}),
            ),
            id="a label, a colon, a line",
        ),
        pytest.param(
            BRACKETS,
            Order(
                "DH-20261120-0456",
                at(2026, 11, 20, 9, 5),
                None,
                "5 working days",
                "桂香苑A座",
                "•••反映：\n1、桂香苑A座楼道堆满杂物；\n2、晚上有人在楼道给电动车充电。\n请相关部门处理，\n谢谢。",
                frozenset({Personal.NAME, Personal.PHONE}),
            ),
            id="brackets, a list and a telephone in the wish",
        ),
        pytest.param(
            ONE_LINE,
            Order(
                "SH2611200099",
                at(2026, 11, 20, 15, 20),
                None,
                "",
                "青禾公寓2栋",
                "二楼安全出口上锁,出不去",
                frozenset({Personal.NAME, Personal.PHONE}),
            ),
            id="all in one line",
        ),
        pytest.param(
            RUN_TOGETHER,
            Order(
                "2026120400123",
                at(2026, 12, 4, 9, 12),
                at(2026, 12, 11, 18),
                "",
                "翠竹园7栋3单元201室",
                "市民反映翠竹园7栋3单元201室隔成六间出租，姓名•••，电话•••••••••••。",
                frozenset({Personal.NAME, Personal.PHONE}),
            ),
            id="brackets with nothing between them",
        ),
        pytest.param(
            TABS,
            Order(
                "〔2026〕热线0123号",
                at(2026, 11, 20, 14, 30),
                None,
                "",
                "翠竹园5栋楼道",
                "飞线充电",
                frozenset({Personal.PHONE}),
            ),
            id="copied from a table",
        ),
        pytest.param(
            BELOW,
            Order("C2026112000077", None, None, "", "翠竹园7栋1单元", "一楼杂物间住人，用煤气罐做饭", frozenset()),
            id="each value below its label, nobody named",
        ),
        pytest.param(
            BARS,
            Order(
                "20261119000321",
                None,
                None,
                "",
                "",
                "群租房扰民\n六楼打了隔断，夜里吵闹",
                frozenset({Personal.ABOUT}),
            ),
            id="bars, a title, and where the caller lives, which is not where it is",
        ),
        pytest.param(
            WIDE,
            Order("20261120001234", at(2026, 11, 20, 9, 12), None, "", "", "三楼灭火器没有了", frozenset()),
            id="full width, spaced out, counted",
        ),
        pytest.param(
            LOOSE,
            Order(
                "20261120005555",
                None,
                None,
                "",
                "",
                "来电人•••反映翠竹园6栋的消防通道长期停车，消防车进不来，要求处理。",
                frozenset({Personal.NAME, Personal.PHONE}),
            ),
            id="the wish stands under no label",
        ),
        pytest.param(
            SPACES,
            Order(
                "20261120008888", at(2026, 11, 20), None, "", "", "烟感报警器坏了没人修\n来电人要求保密", frozenset()
            ),
            id="spaces instead of colons",
        ),
    ],
)
def test_an_order_is_read_however_it_is_laid_out(text: str, order: Order) -> None:
    assert hotline.looks_like_one(text, LABELS)
    assert hotline.read(text, LABELS, ZONE) == order


@pytest.mark.parametrize(
    "text",
    [
        "翠竹园3栋楼梯口堆满纸箱，门打不开",
        "我想问一下工单编号怎么查？",
        "地址：翠竹园3栋",
        "房东电话：13812345678，地址：翠竹园3栋，楼道堆满杂物",
        "/report",
        "",
        "社区：顾家桥社区\n网格：第一网格",
    ],
)
def test_what_people_write_is_no_order(text: str) -> None:
    assert not hotline.looks_like_one(text, LABELS)


@given(
    st.text(alphabet="工单编号诉求内容来电人：:【】\n\t |,，。0123456789张先生翠竹园", max_size=200)
    | st.text(max_size=200)
)
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    order = hotline.read(text, LABELS, ZONE)
    assert not re.search(r"1[3-9]\d{9}", f"{order.where} {order.wish}")


def test_words_inside_the_wish_that_are_spelled_like_labels_stay_in_it() -> None:
    said = "诉求内容：楼道堵塞，具体位置：二楼平台，电动车状态：充电中。\n工单编号：20261120001"
    assert hotline.read(said, LABELS, ZONE).wish == "楼道堵塞，具体位置：二楼平台，电动车状态：充电中。"


def test_a_text_without_labels_is_the_wish() -> None:
    order = hotline.read(" 市民刘先生来电反映桂香苑A座楼道堆物，电话13812345678 ", LABELS, ZONE)
    assert order.wish == "市民•先生来电反映桂香苑A座楼道堆物，电话•••••••••••"
    assert order.left_out == {Personal.NAME, Personal.PHONE}


@pytest.mark.parametrize("text", [RUN_TOGETHER, COLONS, BRACKETS, ONE_LINE, TABS, BELOW, BARS, WIDE, LOOSE, SPACES])
def test_nothing_of_the_caller_is_left(text: str) -> None:
    order = hotline.read(text, LABELS, ZONE)
    kept = f"{order.number} {order.where} {order.wish}"
    for personal in ("张伟", "李女士", "王芳", "赵", "138", "139", "137", "136", "135", "65123456", "别处小区"):
        assert personal not in kept


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("20261120001234（重复）", "20261120001234"),
        ("ＤＨ－2026112000123", "DH-2026112000123"),
        ('="20261120001234"', "20261120001234"),
        ("'20261120001234", "20261120001234"),
        ("热线0123号 第二联", "热线0123号"),
        ("2.02611E+13", ""),
        ("无", ""),
        ("待定", ""),
        ("", ""),
    ],
)
def test_numbers(said: str, number: str) -> None:
    assert read_number(said) == number


def test_the_same_number_is_known_however_it_is_written() -> None:
    assert (
        len({number_key(each) for each in ("DH-20261120-0456", "dh20261120 0456", "ＤＨ２０２６１１２００４５６")}) == 1
    )


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2026-11-20 09:12:33", at(2026, 11, 20, 9, 12)),
        ("2026/1/2", at(2026, 1, 2)),
        ("2026.11.20 晚上 8点", at(2026, 11, 20, 20)),
        ("2026年11月20日 上午9时", at(2026, 11, 20, 9)),
        ("2026-11-20T09:12:33+08:00", at(2026, 11, 20, 9, 12)),
        ("20261120091233", at(2026, 11, 20, 9, 12)),
        ("2026-13-40", None),
        ("2026-11-20 25:00", None),
        ("昨天下午", None),
        ("46346.38", None),
    ],
)
def test_moments(said: str, moment: datetime | None) -> None:
    assert read_time(said, ZONE) == moment


@pytest.mark.parametrize(
    ("said", "term"),
    [
        ("5个工作日", "5 working days"),
        ("五个工作日内办结", "5 working days"),
        ("24小时", "24 hours"),
        ("７日内", "7 days"),
        ("十五天", "15 days"),
        ("11月30日前", ""),
        ("2026-11-30", ""),
        ("尽快", ""),
    ],
)
def test_limits(said: str, term: str) -> None:
    assert read_term(said) == term


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("市民张女士来电反映楼道堆物", "市民•女士来电反映楼道堆物"),
        ("业主陈大文反映楼上群租", "业主•••反映楼上群租"),
        ("居民多次反映无人处理", "居民多次反映无人处理"),
        ("群众称楼道堵塞", "群众称楼道堵塞"),
        ("租户在楼道充电", "租户在楼道充电"),
        ("微信号abc12345 请联系", "微信号•••••••• 请联系"),
        ("业主们反映电梯坏了", "业主们反映电梯坏了"),
        ("本人住在3栋501室，楼上601住了十几个人", "本人住在••••••，楼上601住了十几个人"),
        ("反映人称3栋301室住了十几个人", "反映人称3栋301室住了十几个人"),
        ("来电人反映楼上住户在3栋2单元501养鸡", "来电人反映楼上住户在3栋2单元501养鸡"),
    ],
)
def test_who_called_is_covered_in_the_words(said: str, shown: str) -> None:
    assert without_caller(said).text == shown
