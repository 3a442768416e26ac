"""Following a building: general words the day after at the earliest, and nothing plain of who follows what."""

from __future__ import annotations

import json

import pytest

from bot.rules.town import read_csv
from bot.rules.town_rows import rows_of
from storage import followers
from storage import town as estates
from storage.followers import Follower
from storage.tables import followers as table
from tests.chat import Chat, Town

CSV = "community,grid,estate,building,unit\n顾家桥社区,第一网格,翠竹园,3,\n顾家桥社区,第二网格,翠竹园,5,\n"
NOTICE = ("/notice", "[发布新通知]", "明天停水，请提前接水。")
DAY = 86400


@pytest.fixture
async def follower(chat: Chat, town: Town) -> Chat:
    async with town.app.store.begin() as tx:
        await estates.replace(tx, "buildings", rows_of(read_csv(CSV)[0]))
    await chat.after("/follow", "[翠竹园]", "[翠竹园3栋]")
    return chat


async def rings(town: Town, seconds: int) -> None:
    await town.later(seconds)
    await town.settle()


async def test_an_estate_and_a_building_are_chosen_and_ended_with_buttons(chat: Chat, follower: Chat) -> None:
    await follower.reads("""
        > /follow
        < 您关注的楼：翠竹园3栋
        | 最多一天一次，只告诉您有没有新情况。
        | [不再关注：翠竹园3栋] [再关注一栋]
        > [不再关注：翠竹园3栋]
        < 好了，不再保留，也不再提醒。
    """)
    assert await follower.town.rows(table) == []


async def test_a_typed_address_names_the_building(chat: Chat, follower: Chat) -> None:
    await follower.after("/follow", "[再关注一栋]", "翠竹园5栋二单元")
    assert "您关注了翠竹园5栋" in follower.last()


async def test_a_building_nobody_knows_is_told_so(chat: Chat) -> None:
    await chat.after("/follow", "什么地方都行")
    assert "没有找到这栋楼" in chat.last()
    assert await chat.town.rows(table) == []


async def test_something_that_happened_is_told_once_the_next_evening_in_general_words(
    follower: Chat, town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    async def happened(_tx: object, each: Follower) -> bool:
        asked.append(f"{each.place.key} {each.since}")
        return len(asked) == 1

    monkeypatch.setattr(followers, "happened", happened)
    await rings(town, 10 * 3600)
    assert follower.news() == []
    await rings(town, DAY)
    assert follower.news() == ["< 您关注的楼里有新的反映或进展：翠竹园3栋", "| 街道已经知道。"]
    await rings(town, DAY)
    assert follower.news() == []
    assert asked == ["/翠竹园//3 2026-11-23", "/翠竹园//3 2026-11-24"]


async def test_a_report_is_told_the_evening_after_and_nothing_of_it(follower: Chat, town: Town) -> None:
    neighbour = await town.person(1009, "邻居")
    await neighbour.after(
        "/report", "[电动车进楼停放、充电]", "翠竹园3栋二单元501", "楼梯口有人充电", "跳过", "匿名", "发送"
    )
    assert len(await town.tips()) == 1
    await rings(town, 10 * 3600)
    assert follower.news() == []
    await rings(town, DAY)
    assert follower.news() == ["< 您关注的楼里有新的反映或进展：翠竹园3栋", "| 街道已经知道。"]
    await rings(town, DAY)
    assert follower.news() == []


async def test_nothing_plain_links_a_person_and_a_building_and_forget_deletes_it(follower: Chat, town: Town) -> None:
    (row,) = await town.rows(table)
    assert "翠竹园" not in json.dumps([str(value) for value in row.values()], ensure_ascii=False)
    await follower.after("/mydata")
    assert "您关注的楼：翠竹园3栋" in follower.last()
    await follower.after("/forget", "[是，删掉]")
    assert await town.rows(table) == []
    assert await town.timers() == []


async def test_a_notice_reaches_those_who_follow_a_building_in_its_area_once(
    follower: Chat, admin: Chat, town: Town
) -> None:
    for grid, reached in (("顾家桥社区第二网格", False), ("顾家桥社区第一网格", True)):
        await admin.after(*NOTICE, grid, "[现在]", "[三天]", "[发布]")
        await rings(town, 1)
        assert any("📢" in line for line in follower.news()) is reached
    await rings(town, 3600)
    assert follower.news() == []
