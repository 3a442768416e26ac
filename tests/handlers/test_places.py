"""Where it is: free words, a point on the map, a list; what is open is asked, and nothing is guessed."""

from __future__ import annotations

import re

import pytest_asyncio

from bot import loading
from bot.demo import TOWN
from storage.tables import dwellings, routes
from storage.tables import tips as table
from tests.chat import Chat, Town

AT_BUILDING_3 = {"latitude": 30.00121, "longitude": 124.00214}
BIKES = ("/report", "[电动车进楼停放、充电]")
TO_THE_END = ("是，现在就这样", "跳过", "匿名", "发送")


@pytest_asyncio.fixture
async def known(town: Town) -> Town:
    """The demo's town, loaded as an admin loads one."""
    await loading.load(town.app.store, loading.contents(TOWN), lambda _preview, _new: True)
    return town


async def spots(town: Town) -> list[tuple[str | None, str | None, str | None]]:
    """Where each tip lies."""
    return [(row["dwelling"], row["building"], row["grid"]) for row in await town.rows(table)]


async def test_a_whole_address_is_understood_and_nothing_more_is_asked(chat: Chat, known: Town) -> None:
    await chat.after(*BIKES, "翠竹园三栋二单元五〇一门口", "是，现在就这样", "跳过", "匿名")
    assert "地点：" in chat.last()
    assert "翠竹园3栋2单元501室" in chat.last()
    assert "翠竹园三栋二单元五〇一门口" in chat.last()
    await chat.after("发送")
    assert await spots(known) == [("/翠竹园//3/2/501", "/翠竹园//3", "顾家桥社区 第二网格")]
    assert [row["key"] for row in await known.rows(dwellings)] == ["/翠竹园//3/2/501"]


async def test_what_may_be_a_building_or_a_unit_is_asked_and_merges_with_nothing_while_open(
    chat: Chat, known: Town
) -> None:
    await chat.reads("""
        > /report
        ...
        > [电动车进楼停放、充电]
        ...
        > 翠竹园3-501
        < 我看懂的是：顾家桥社区翠竹园3栋501室
        | 是哪一栋？
        | 点一下，或者打字告诉我楼号。
        | [3栋] ... [跳过] [返回] [取消]
        > 楼下那个
        < 没看懂。请点一个按钮，换个写法，或者跳过。
        | 是哪一栋？
        ...
        > 3
        < 我看懂的是：顾家桥社区翠竹园3栋501室
        | 是哪个单元？
        | 点一下，或者打字告诉我。
        | [1单元] [2单元] [跳过] [返回] [取消]
        > [跳过]
        < 第 3/5 步
        ...
    """)
    await chat.after(*TO_THE_END)
    assert await spots(known) == [(None, "/翠竹园//3", "顾家桥社区 第二网格")]


async def test_a_point_on_the_map_leads_to_its_grid_and_its_estates(chat: Chat, known: Town) -> None:
    await chat.after(*BIKES)
    await chat.sends({"location": AT_BUILDING_3})
    await known.settle()
    assert "[翠竹园]" in "\n".join(chat.told())
    await chat.after("[翠竹园]", "[3栋]", *TO_THE_END)
    assert await spots(known) == [(None, "/翠竹园//3", "顾家桥社区 第二网格")]


async def test_a_point_sent_out_of_the_blue_begins_a_report_with_its_place(chat: Chat, known: Town) -> None:
    await chat.sends({"location": AT_BUILDING_3})
    await known.settle()
    await chat.reads("""
        > 反映给街道
        < 要把这个反映给街道吗？再问几个小问题，由您确认发出。
        | [反映给街道] [不用了]
        < 第 1/5 步
        ...
        > [电动车进楼停放、充电]
        < 是哪个小区？
        ...
    """)


async def test_a_place_is_chosen_from_the_list_by_numbers_alone(chat: Chat, known: Town) -> None:
    await chat.after(*BIKES, "[从列表里选]", "1", "1", "[3栋]", "是，现在就这样", "跳过", "匿名", "发送")
    assert await spots(known) == [(None, "/翠竹园//3", "顾家桥社区 第二网格")]


async def test_a_matter_of_a_flat_asks_for_its_room(chat: Chat, known: Town) -> None:
    await chat.after("/report", "[隔断、人太多]", "[房子隔成很多小间]", "翠竹花园3栋", "[2单元]")
    assert "是哪一室？" in chat.last()
    await chat.after("501")
    assert "是哪一室？" not in chat.last()


async def test_an_estate_that_nobody_knows_is_accepted(chat: Chat, known: Town) -> None:
    await chat.after(*BIKES, "夕照山庄5栋")
    if "是哪个小区？" in chat.last():
        await chat.after("[夕照山庄]")
    await chat.after(*TO_THE_END)
    assert await spots(known) == [(None, "/夕照山庄//5", None)]


async def test_the_same_matter_in_the_same_building_is_put_together(chat: Chat, known: Town, admin: Chat) -> None:
    await chat.after(*BIKES, "翠竹园3栋2单元501", *TO_THE_END)
    other = await known.person(1011, "邻居")
    await other.after(*BIKES, "翠竹花园三号楼一单元", *TO_THE_END)
    assert re.search(r"11月\d\d日 星期. 有人反映过这栋楼的同类情况", other.last()), other.last()
    assert "501" not in other.last()
    await other.reads("""
        > [是同一件事]
        < 并在一起了。办得怎样照样告诉您，您也算反映人。
    """)
    assert sorted(row["main"] is None for row in await known.rows(table)) == [False, True]
    assert len(await known.rows(routes)) == 2
    await admin.after("/backlog")
    (number,) = set(re.findall(r"\b[346789ACDEFHJKMNPRTWXY]{4}\b", admin.last()))
    await admin.after(f"/tip {number}")
    assert any("还有 1 人反映了同一件事" in told for told in admin.told())


async def test_a_receipt_can_be_kept_as_a_picture_whose_link_shows_the_tip(chat: Chat, known: Town) -> None:
    await chat.after(*BIKES, "翠竹园3栋2单元501", *TO_THE_END)
    code = re.search(r"受理码：([\d ]{19})", chat.last())
    assert code, chat.last()
    await chat.after("[把受理码存成图片]")
    assert "扫一扫" in chat.last()
    assert any("photo" in message for message in chat.messages())
    friend = await known.person(1012, "家人")
    await friend.after("/start " + code[1].replace(" ", ""))
    assert "您反映了这件事" in friend.last()
