"""Labels about persons are found however they are typed, are not kept, and words that look like them stay."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.labels import remove
from bot.rules.policy import load

LABELS = load().labels


@pytest.mark.parametrize(
    ("typed", "kept", "kind"),
    [
        ("501住的是重点人员,下次两人去", "501住的是…,下次两人去", "concern"),
        ("重 点 人 员", "…", "concern"),
        ("重點人員", "…", "concern"),
        ("此人心态失衡", "此人…", "concern"),
        ("租客是精神病", "租客是…", "illness"),
        ("精-神-病", "…", "illness"),
        ("精神病院出来的精神病", "精神病院出来的…", "illness"),
        ("他有抑鬱症", "他有…", "illness"),
        ("老上访户", "…", "petition"),
        ("去年上访过两次", "去年…过两次", "petition"),
        ("闹访缠访", "…", "petition"),
        ("有盗窃前科", "有盗窃…", "record"),
        ("吸毒人员,前科", "…,…", "record"),
        ("刑满释放三年", "…释放三年", "record"),
        ("He is mentally ill", "He is …", "illness"),
        ("HIV positive", "… positive", "illness"),
        ("an ex-convict and drug addict", "an … and …", "record"),
        ("Petitioners live there", "… live there", "petition"),
        ("a person of  concern", "a …", "concern"),
    ],
)
def test_a_label_is_taken_out(typed: str, kept: str, kind: str) -> None:
    found = remove(typed, LABELS)
    assert found.text == kept
    assert kind in found.found


@pytest.mark.parametrize(
    "typed",
    [
        "网上访问平台登记",
        "楼上访客多,注意登记",
        "马上访谈房东",
        "早上访视两户",
        "以前科室值班表",
        "目前科普宣传",
        "重点人员密集场所",
        "消防重点对象单位",
        "精神病院旁边的出租房",
        "市精神卫生中心宿舍",
        "有人吸毒的线索已转110",
        "灭火器过期",
        "房东愿意整改,周三复查",
        "hearing aids on the table",
        "landlord agrees to repair",
        "the record of the visit is complete",
        "first aid kit",
        "",
    ],
)
def test_what_looks_like_a_label_stays(typed: str) -> None:
    assert remove(typed, LABELS).text == typed
    assert not remove(typed, LABELS).found


@given(st.text(st.sampled_from("重点人员精神病上访前科网以室 -x\u200b點"), max_size=60))
def test_nothing_of_a_label_is_left_after_one_look(typed: str) -> None:
    assert not remove(remove(typed, LABELS).text, LABELS).found


def test_a_deployer_may_add_words() -> None:
    more = load('[labels.local]\nwords = ["红名单"]\nunless = []').labels
    assert remove("他在红名单上", more).found == {"local"}


@pytest.mark.parametrize(
    "text", ["精 " * 2000, "精-神-" * 700, "上" * 4000, "men" * 1400, "mentally " * 450, "…" * 4000]
)
def test_four_thousand_characters_take_less_than_50_ms(text: str) -> None:
    def seconds() -> float:
        start = time.process_time()
        remove(text, LABELS)
        return time.process_time() - start

    assert min(seconds() for _ in range(3)) < 0.05
