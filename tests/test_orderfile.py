"""A file of work orders as it goes from the process that reads it to the one that shows it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from bot import orderfile
from bot.orderfile import OrderFile
from bot.rules import policy
from bot.rules.spreadsheets import Problem

POLICY = policy.load()
NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
FILE = """工单编号,受理时间,来电人,事发地址,诉求内容,办理时限
2026112000001,2026-11-20 09:12,张伟,翠竹园3栋,楼道堆满纸箱,5个工作日
2026112000002,,,桂香苑A座,,
"""


def read(content: bytes) -> OrderFile:
    return orderfile.read("工单.csv", content, POLICY.orders, POLICY.town.timezone, NOW)


def test_what_was_read_comes_through_whole_and_without_its_caller() -> None:
    found = read(FILE.encode("gbk"))
    sent = json.dumps(found.dump(), ensure_ascii=False)
    assert OrderFile.load(json.loads(sent)) == found
    assert "张伟" not in sent
    assert [each.number for each in found.orders] == ["2026112000001"]
    assert found.problems == (Problem(3, "missing", "诉求内容"),)


async def test_a_process_of_its_own_reads_the_same() -> None:
    apart = await orderfile.read_apart("工单.csv", FILE.encode(), POLICY.orders, POLICY.town.timezone, NOW)
    assert apart == read(FILE.encode())


def test_a_file_that_is_too_large_or_no_text_is_not_read() -> None:
    assert read(b"x" * (POLICY.orders.most_bytes + 1)).problems == (Problem(0, "too_large", "2"),)
    assert read(FILE.encode() + b"\0").problems == (Problem(0, "not_text"),)
    assert not read(b"PK\x03\x04\xff\xff").is_fit


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_a_file_of_orders_is_known_by_its_first_row(encoding: str) -> None:
    long = FILE + "翠" * 9_000  # its head ends in the middle of a character
    assert orderfile.is_one(long.encode(encoding), POLICY.orders.labels)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", "社区,网格,小区,楼栋,单元\n".encode(), b"\xff\xfe\x00"])
def test_other_files_are_no_orders(content: bytes) -> None:
    assert not orderfile.is_one(content, POLICY.orders.labels)
