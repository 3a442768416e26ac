"""Names, telephone numbers and accounts in a tip are hidden from staff at first; everything else stays readable."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.masking import Kind, brief, hide

HIDDEN = [
    ("房东姓王,电话13812345678", "房东姓•,电话138••••5678"),
    ("房东姓欧阳", "房东姓••"),
    ("房东叫王建国,不让我们进", "房东叫•••,不让我们进"),
    ("房东王建国把门锁了", "房东•••把门锁了"),
    ("业主陈强已经堆了很久", "业主••已经堆了很久"),
    ("房东:张三", "房东:••"),
    ("二房东是李小明", "二房东是•••"),
    ("他自称欧阳锋", "他自称•••"),
    ("名字是赵敏", "名字是••"),
    ("找王先生要钥匙", "找•先生要钥匙"),
    ("王老板不管", "•老板不管"),
    ("和李阿姨说过", "和•阿姨说过"),
    ("电话 +86 138-1234-5678", "电话 +86 138-••••-5678"),
    ("固话025-84567890", "固话025-••••••••"),
    ("微信 wxid_abc123", "微信 •••••••••••"),
    ("加他QQ:123456789", "加他QQ:•••••••••"),
    ("身份证11010519491231002X", "身份证••••••••••••••••••"),
    ("The landlord Zhang Wei locked it", "The landlord ••••••••• locked it"),
    ("Call Mr. Smith", "Call Mr. •••••"),
    ("the owner is called Li Lei", "the owner is called ••••••"),
]


@pytest.mark.parametrize(("text", "shown"), HIDDEN)
def test_a_person_is_hidden(text: str, shown: str) -> None:
    hidden = hide(text)
    assert hidden.text == shown
    assert hidden.found


@pytest.mark.parametrize(
    "text",
    [
        "房东不让修",
        "房东叫我们搬走",
        "房东马上要涨价",
        "房东常常不在",
        "房东黄色的门",
        "房东周末来",
        "叫电工来",
        "老师傅说没事",
        "周边没有出口",
        "物业经理不在",
        "翠竹园3栋2单元501,一楼",
        "有个人叫高价收",
        "保安大叔说",
        "租客们都走了",
        "每天晚上有三四辆电动车从窗户拉线充电",
        "楼梯口堆满纸箱,门只能开一半",
        "the landlord is never here",
        "owner does not care",
        "2026-11-22 14:30",
        "打12345没人接",
        "房东把客厅隔成三间",
        "房东说下个月",
        "叫安保过来",
        "10户人家",
        "受理码 7311 2222 3333 4444",
        "小区名称叫什么",
        "",
    ],
)
def test_what_names_nobody_stays(text: str) -> None:
    assert hide(text).text == text
    assert not hide(text).found


@pytest.mark.parametrize(
    ("where", "told"),
    [
        ("顾家桥社区翠竹园3栋2单元1层 (翠竹园3栋2单元,一楼到二楼)", "顾家桥社区翠竹园3栋2单元1层"),
        ("翠竹园5栋楼道", "翠竹园5栋楼道"),
        ("房东王建国家,电话13812345678", "房东•••家,电话138••••5678"),
        ("长" * 60, "长" * 30),
    ],
)
def test_a_place_in_short_is_as_it_was_understood(where: str, told: str) -> None:
    assert brief(where) == told


def test_what_was_hidden_is_named() -> None:
    assert hide("房东姓王,电话13812345678,微信abc12345,证号11010519491231002X").found == set(Kind)


@given(st.text(st.sampled_from("房东叫姓王李先生老板电话13812345678微信abc:, 是的不landlord Zhang\n"), max_size=80))
def test_hiding_keeps_the_length_and_hides_once(text: str) -> None:
    hidden = hide(text)
    assert len(hidden.text) == len(text)
    assert "13812345678" not in hidden.text.replace(" ", "")


@pytest.mark.parametrize(
    "text", ["房东叫" * 3000, "王" * 10_000, "138" * 3000, "landlord Zhang " * 600, "微信a" * 3000]
)
def test_ten_thousand_characters_are_quick(text: str) -> None:
    def seconds() -> float:
        start = time.process_time()
        hide(text)
        return time.process_time() - start

    assert min(seconds() for _ in range(3)) < 0.5
