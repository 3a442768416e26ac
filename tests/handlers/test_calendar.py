"""A year whose holidays are not known is said aloud: to admins in time, to tipsters with their promise."""

from __future__ import annotations

import dataclasses

from handlers.deeds import calendar
from tests.chat import MORNING, Chat, Town

HOUR, DAY = 3600, 86400
TIP = ("/report", "3", "翠竹园3栋", "拉线充电", "跳过", "匿名", "发送")
YEAR = '[holidays.2027]\nsource = "放假通知"\noff = [2027-01-01]\nwork = [2027-01-02]\n'


async def watch(town: Town) -> None:
    """Do what the hourly housekeeping does."""
    async with town.app.store.begin() as tx:
        await calendar.watch(tx)


async def rings(town: Town, seconds: int) -> None:
    await town.later(seconds)
    await town.settle()


async def test_admins_are_told_on_the_first_of_december_and_weekly_after_that(admin: Chat, chat: Chat) -> None:
    town = admin.town
    await watch(town)
    await watch(town)
    await rings(town, 7 * DAY)
    assert admin.news() == []
    await rings(town, DAY)
    assert admin.news()[0].startswith("< 还没有 2027 年的放假安排。")
    await rings(town, 6 * DAY)
    assert admin.news() == []
    await rings(town, DAY)
    assert "2027" in admin.news()[0]
    assert chat.news() == []


async def test_the_backlog_says_it_too(admin: Chat) -> None:
    await admin.after("/backlog")
    assert "2027" not in admin.last()
    await admin.town.later(8 * DAY)
    await admin.after("/backlog")
    assert "还没有 2027 年的放假安排" in admin.last()


async def test_a_promise_into_an_unknown_year_says_that_it_may_move(chat: Chat) -> None:
    await chat.after(*TIP)
    assert "放假安排还没公布" not in chat.last()
    await chat.town.later(37 * DAY)
    await chat.after(*TIP)
    assert "放假安排还没公布" in chat.last()


async def test_a_deployer_s_policy_file_supplies_the_year(town: Town) -> None:
    await town.stop()
    (town.folder / "policy.toml").write_text(YEAR, "utf-8")
    town.settings = dataclasses.replace(town.settings, policy_file=town.folder / "policy.toml")
    await town.start()
    admin = await town.admin()
    await watch(town)
    await rings(town, 37 * DAY)
    assert admin.news() == []
    await admin.after("/backlog")
    assert "放假安排" not in admin.last()
    await admin.after(*TIP)
    assert "放假安排还没公布" not in admin.last()


def test_a_story_begins_before_december() -> None:
    assert MORNING.month == 11
