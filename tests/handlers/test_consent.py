"""What people agree to: told before anything is stored, kept only of those who are known, taken back as easily."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from storage.tables import people
from tests.chat import Chat, Town

STORY = ("/report", "2", "翠竹园3栋", "楼梯口堆满纸箱", "跳过")


async def test_it_stands_on_the_screen_with_the_button_that_sends(chat: Chat, town: Town) -> None:
    await chat.after(*STORY, "匿名")
    assert "点“发送”，即同意街道保存这些内容、用来核实（说明第 1 版：/privacy）。" in chat.last()
    await chat.does("/privacy")
    assert any(line.startswith("< 点“发送”同意的是什么（说明第 1 版）") for line in chat.news())
    assert await town.rows(people) == []


async def test_of_an_anonymous_tipster_no_agreement_is_kept(chat: Chat, town: Town) -> None:
    await chat.after(*STORY, "匿名", "发送")
    assert await town.rows(people) == []
    assert len(await town.tips()) == 1


async def test_of_a_known_one_the_version_is_kept_shown_and_taken_back(chat: Chat, town: Town) -> None:
    await chat.after(*STORY, "只让街道知道", "发送")
    assert [row["consent"] for row in await town.rows(people)] == [1]
    await chat.does("/mydata")
    assert "您同意过说明第 1 版（/privacy）；删除资料即收回同意。" in chat.last()
    await chat.after("[删除我的资料]", "[是，删掉]")
    assert await town.rows(people) == []


async def test_a_new_version_asks_again(chat: Chat, town: Town, tmp_path: Path) -> None:
    await chat.after(*STORY, "只让街道知道", "发送")
    policy = tmp_path / "policy.toml"
    policy.write_text("[consent]\nversion = 2\n")
    town.settings = replace(town.settings, policy_file=policy)
    await chat.after("(restart)", *STORY, "只让街道知道")
    assert "（说明第 2 版：/privacy）" in chat.last()
    assert [row["consent"] for row in await town.rows(people)] == [1]
    await chat.after("发送")
    assert [row["consent"] for row in await town.rows(people)] == [2]


async def test_help_and_emergencies_come_without_any_agreement(chat: Chat, town: Town) -> None:
    await chat.after("/start", "/help", "着火了")
    assert await town.rows(people) == []
    assert "同意" not in "".join(chat.told())
