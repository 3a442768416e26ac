"""Files of work orders: what is read, what is named as wrong, and that no file is too hostile."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import orders, policy
from bot.rules.callers import Personal
from bot.rules.orders import Sheet
from bot.rules.spreadsheets import Problem, decode

POLICY = policy.load()
ZONE = POLICY.town.timezone
NOW = datetime(2026, 11, 23, 10, tzinfo=ZONE)
HEADER = "工单编号,受理时间,来电人,联系电话,事发地址,诉求内容,办理时限"
GOOD = "2026112000001,2026-11-20 09:12,张伟,13812345678,翠竹园3栋,楼道堆满纸箱,5个工作日"


def sheet(*lines: str, **changed: int) -> Sheet:
    figures = policy.load(f"[orders]\nmost_rows = {changed['most_rows']}").orders if changed else POLICY.orders
    return orders.read_csv("\n".join(lines), figures, ZONE, NOW)


def test_a_row_becomes_an_order_without_its_caller() -> None:
    found = sheet(HEADER, GOOD)
    (order,) = found.orders
    assert (order.number, order.where, order.wish) == ("2026112000001", "翠竹园3栋", "楼道堆满纸箱")
    assert order.received == datetime(2026, 11, 20, 9, 12, tzinfo=ZONE)
    assert (order.due, order.term) == (None, "5 working days")
    assert found.problems == ()
    assert found.unread == ("来电人", "联系电话")


def test_the_callers_name_is_covered_in_the_words_too() -> None:
    (order,) = sheet(HEADER, GOOD.replace("楼道堆满纸箱", "张伟反映楼道堆满纸箱，回电13812345678")).orders
    assert order.wish == "••反映楼道堆满纸箱，回电•••••••••••"
    assert order.left_out == {Personal.NAME, Personal.PHONE}


@pytest.mark.parametrize(
    ("row", "code", "detail"),
    [
        (GOOD.replace("2026112000001", ""), "missing", "工单编号"),
        (GOOD.replace("2026112000001", "待补"), "order_number", "工单编号"),
        (GOOD.replace("2026112000001", "2.02611E+12"), "shortened", "工单编号"),
        (GOOD.replace("2026112000001", "=1+1"), "formula", "工单编号"),
        (GOOD.replace("翠竹园3栋", ""), "missing", "事发地址"),
        (GOOD.replace("翠竹园3栋", "@SUM(A1)"), "formula", "事发地址"),
        (GOOD.replace("翠竹园3栋", "翠" * 201), "too_long", "事发地址"),
        (GOOD.replace("翠竹园3栋", "翠\x07竹园"), "strange", "事发地址"),
        (GOOD.replace("楼道堆满纸箱", ""), "missing", "诉求内容"),
        (GOOD.replace("楼道堆满纸箱", "=cmd|' /C calc'!A0"), "formula", "诉求内容"),
        (GOOD.replace("楼道堆满纸箱", "+SUM(A1:A9)"), "formula", "诉求内容"),
        (GOOD.replace("楼道堆满纸箱", "箱" * 3001), "too_long", "诉求内容"),
        (GOOD.replace("2026-11-20 09:12", "上周五"), "order_time", "受理时间"),
        (GOOD.replace("2026-11-20 09:12", "2026-12-20"), "order_future", "受理时间"),
        ("2026112000001,2026-11-20", "cells", ""),
        ('2026112000001,2026-11-20,,,翠竹园3栋,"楼道堆满纸箱,', "quotes", ""),
    ],
)
def test_a_bad_row_is_named_and_the_others_are_read(row: str, code: str, detail: str) -> None:
    found = sheet(HEADER, row, GOOD.replace("2026112000001", "2026112000002"))
    assert [each.number for each in found.orders] == ["2026112000002"]
    assert [(each.line, each.code, each.detail) for each in found.problems] == [(2, code, detail)]


@pytest.mark.parametrize(
    ("wish", "read"),
    [
        ("-1楼车库住人", "-1楼车库住人"),
        ('"一、楼道堆物\n二、飞线充电,请处理"', "一、楼道堆物\n二、飞线充电,请处理"),
        ('"他说""没事"""', '他说"没事"'),
        ("楼道\u200b堆物", "楼道堆物"),
    ],
)
def test_a_wish_may_have_lines_commas_and_quotation_marks(wish: str, read: str) -> None:
    (order,) = sheet(HEADER, GOOD.replace("楼道堆满纸箱", wish)).orders
    assert order.wish == read


def test_a_quotation_mark_too_many_spoils_its_own_row_alone() -> None:
    rows = [GOOD.replace("2026112000001", f"20261120000{at:02}") for at in range(10, 40)]
    rows[3] = rows[3].replace("楼道堆满纸箱", '"楼道堆满纸箱')
    rows[7] = rows[7].replace("楼道堆满纸箱", '"楼道堆满纸箱，请处理"')
    found = sheet(HEADER, *rows)
    assert len(found.orders) == 29
    assert found.problems == (Problem(5, "quotes"),)


def test_rows_are_counted_as_a_spreadsheet_counts_them() -> None:
    tall = GOOD.replace("楼道堆满纸箱", '"一、堆物\n\n二、充电"')
    found = sheet(HEADER, tall, "", GOOD, GOOD.replace("2026112000001", ""))
    assert found.problems == (Problem(4, "order_twice", "2"), Problem(5, "missing", "工单编号"))


def test_the_same_order_twice_counts_once_however_it_is_written() -> None:
    found = sheet(HEADER, GOOD.replace("2026112000001", "DH-2026-001"), GOOD.replace("2026112000001", "ｄｈ2026001"))
    assert [each.number for each in found.orders] == ["DH-2026-001"]
    assert found.problems == (Problem(3, "order_twice", "2"),)


@pytest.mark.parametrize("kept", ['="2026112000001"', '"=""2026112000001"""', "'2026112000001", " 2026112000001 "])
def test_numbers_that_were_kept_as_text_are_read(kept: str) -> None:
    assert [each.number for each in sheet(HEADER, GOOD.replace("2026112000001", kept)).orders] == ["2026112000001"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_any_encoding_and_any_mark(encoding: str, mark: str) -> None:
    text = decode(f"{HEADER}\r\n{GOOD}\r\n".replace(",", mark).encode(encoding))
    assert [each.where for each in sheet(text).orders] == ["翠竹园3栋"]


def test_columns_may_be_called_otherwise_and_come_in_any_order() -> None:
    (order,) = sheet(
        "问题描述;标题;姓名;12345工单编号;诉求地址", "六楼打了隔断;群租扰民;王芳;R2026001;桂香苑A座"
    ).orders
    assert (order.number, order.where, order.wish) == ("R2026001", "桂香苑A座", "群租扰民\n六楼打了隔断")


def test_a_file_without_the_columns_or_with_too_many_rows_is_not_read() -> None:
    assert sheet("工单编号,诉求内容", "2026001,楼道堆物").problems == (Problem(0, "no_header", "事发地址"),)
    rows = [GOOD.replace("2026112000001", f"2026112000{at:03}") for at in range(4)]
    assert sheet(HEADER, *rows, most_rows=3).problems == (Problem(0, "too_many_rows", "3"),)
    assert len(sheet(HEADER, *rows, most_rows=4).orders) == 4
    assert sheet(HEADER, "").problems == (Problem(0, "no_rows"),)


@pytest.mark.parametrize(
    ("head", "is_one"),
    [
        (HEADER, True),
        ("order_number,address,wish", True),
        ("community,grid,estate,aliases,building,unit,floors,rooms_per_floor", False),
        ("社区,网格,小区,别名,楼栋,单元,层数,每层户数", False),
        ("工单编号,承办单位", False),
        ("", False),
    ],
)
def test_a_file_of_orders_is_known_by_its_columns(head: str, is_one: bool) -> None:
    assert orders.is_one(head, POLICY.orders.labels) is is_one


@given(st.text(max_size=300), st.text(alphabet='",\n=+@-\x00\u200b工单123', max_size=300))
def test_nothing_is_too_hostile_to_be_read(head: str, rest: str) -> None:
    found = sheet(HEADER, head + rest)
    assert all(each.number and each.where and each.wish for each in found.orders)
