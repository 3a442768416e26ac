"""The forms of a reward: the money twice, the two who approve and the two at the counter, and nobody who reported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date

import pytest

from bot.papers import Paper
from bot.rules.packs import reward_packs
from bot.rules.policy import load
from bot.speech import Text
from bot.texts import LANGUAGES, label
from handlers import forms
from handlers.catalogue import HAZARDS

DAY = date(2026, 11, 22)
FACTS = forms.RewardFacts(
    office="某某街道办事处",
    number="7F3K",
    matter=HAZARDS["E01"],
    is_anonymous=True,
    rule="ebike",
    source="街道奖励标准",
    fen=20_000,
    registered=DAY,
    found="现场有两辆电动自行车充电",
    checked=frozenset({"verified", "first"}),
    last_day=date(2027, 1, 21),
)
FORMS = [forms.application, forms.approval, forms.collection]
Form = Callable[[forms.RewardFacts, str, date], Paper]


def said(paper: Paper) -> list[str]:
    cells = [cell for part in paper.parts for row in part.rows for cell in row.cells]
    titles = [line for part in paper.parts for line in (part.title, part.aside, *part.notes)]
    return [
        paper.office,
        paper.foot,
        *titles,
        *(line for cell in cells for line in (cell.label, *cell.text.split("\n"))),
    ]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_a_form_says_the_sum_twice_and_its_number(form: Form) -> None:
    words = said(form(FACTS, "zh_CN", DAY))
    assert {"¥ 200.00", "人民币贰佰元整", "7F3K", "某某街道办事处"} <= set(words)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.__name__)
def test_a_form_is_in_one_language(form: Form, language: str) -> None:
    for line in said(form(replace(FACTS, office="x", source="y", found="z"), language, DAY)):
        hanzi = sum("\u4e00" <= letter <= "\u9fff" for letter in line)
        assert language != "en" or hanzi == 0 or "Renminbi" in line, line
        assert language == "en" or hanzi or line.replace(" ", "").isascii() or line.startswith("¥"), line


def test_two_approve_and_two_hand_over() -> None:
    approval, collection = (said(form(FACTS, "zh_CN", DAY)) for form in (forms.approval, forms.collection))
    assert [line for line in approval if line.startswith("签名")] == ["签名：　　　　　年　　月　　日"] * 2
    assert {"第一级审批", "第二级审批"} <= set(approval)
    assert {"领取人", "经办人一", "经办人二"} <= set(collection)


def test_what_was_checked_is_ticked_and_the_rest_is_left_open() -> None:
    words = said(forms.application(FACTS, "zh_CN", DAY))
    assert {"+现场核查属实", "+本事项最先的有效线索", "此前未掌握，也不在办理中"} <= set(words)


def test_shares_and_later_tips_are_told() -> None:
    joint = said(forms.application(replace(FACTS, share=2, shares=3), "zh_CN", DAY))
    assert "联名举报，第 2 份，共 3 份" in joint
    assert "7F3K-2 号" in joint
    assert "后到线索，提供关键证据" in said(forms.application(replace(FACTS, is_later=True), "zh_CN", DAY))


def test_the_slip_that_is_taken_home_does_not_tell_what_was_reported() -> None:
    slip = forms.collection(FACTS, "zh_CN", DAY).parts[1]
    words = [text for row in slip.rows for cell in row.cells for text in (cell.label, cell.text)]
    assert label(FACTS.matter, "zh_CN") not in words
    assert "电动自行车室内停放、充电" not in words


def test_no_form_and_no_list_has_a_place_for_whoever_reported() -> None:
    for kind in (forms.RewardFacts, forms.Payout):
        names = {field.name for field in fields(kind)}
        assert not names & {"name", "person", "reporter", "contact", "chat", "code", "pin", "account", "phone"}


def test_the_list_for_finance_is_numbers_and_sums() -> None:
    lines = [
        forms.Payout("7F3K", HAZARDS["E01"], "ebike", 20_000, True, Text("collected"), DAY, DAY),
        forms.Payout("7F3X", HAZARDS["F01"], "x9", 5_000, False, Text("claimable"), DAY),
    ]
    sheet = forms.payouts(lines, "2026-11", "管理员", "zh_CN", DAY)
    assert [row[-1] for row in sheet.rows] == [20_000, 5_000]
    assert sheet.rows[0][3] == "匿名（凭受理码和领取码）"
    assert (sheet.rows[1][2], sheet.rows[1][6]) == ("x9", "")
    assert sheet.notes[1] == "管理员 于 2026-11-22 导出"
    assert {len(row) for row in sheet.rows} == {len(sheet.columns)}


@pytest.mark.parametrize("pack", ["default", *reward_packs()])
def test_every_amount_of_every_pack_has_words(pack: str) -> None:
    for code in load(f'[rewards]\npack = "{pack}"').rewards.amounts:
        assert code in forms.RULES
