"""Open work never leaves with a person: it goes back to the desk, or to a colleague with one tap."""

from __future__ import annotations

import pytest

from storage import tables
from tests.chat import Chat, Town
from tests.handlers.test_people import handle, invited
from tests.handlers.test_ties import rings

WORDS = ("跳过", "匿名", "发送")


async def taken(town: Town, admin: Chat, officer: Chat, count: int) -> list[str]:
    """File tips that an officer then takes; returns their numbers."""
    for each in range(count):
        sender = await town.person(1100 + each, "居民")
        await sender.after("/report", "3", f"翠竹园{each + 1}栋", "每晚拉线充电", *WORDS)
    numbers = sorted(tip.number for tip in await town.tips())
    for number in numbers:
        await admin.after(f"/do {number} assign safety")
        await officer.after(f"/do {number} take")
    admin.news()
    return numbers


@pytest.mark.parametrize("said", ["revoke yes", "role officer urban", "role admin"])
async def test_whoever_leaves_the_desk_leaves_the_work_there(admin: Chat, town: Town, said: str) -> None:
    officer = await invited(town, admin, 1010, "孙宁", "officer safety")
    colleague = await invited(town, admin, 1011, "钱进", "officer safety")
    numbers = await taken(town, admin, officer, 2)
    colleague.news()
    await admin.after(f"/people {await handle(officer)} {said}")
    assert [row["handler"] for row in await town.rows(tables.tips)] == [None, None]
    await rings(town)
    told = colleague.news()
    assert told[0].startswith("< 这些线索现在没有人办：")
    assert all(number in told[0] for number in numbers)
    await colleague.after(f"[{numbers[0]}]", "[我来办]")
    assert [row["handler"] is None for row in await town.rows(tables.tips)].count(False) == 1
    await admin.does(f"/tip {numbers[0]} past")
    assert "转给别人" in admin.last()


async def test_another_area_of_the_same_desk_keeps_the_work(admin: Chat, town: Town) -> None:
    officer = await invited(town, admin, 1010, "孙宁", "officer safety")
    await taken(town, admin, officer, 1)
    await admin.after(f"/people {await handle(officer)} role officer safety")
    assert [row["handler"] is None for row in await town.rows(tables.tips)] == [False]


async def test_all_open_work_of_one_goes_to_another_with_one_tap(admin: Chat, town: Town) -> None:
    officer = await invited(town, admin, 1010, "孙宁", "officer safety")
    colleague = await invited(town, admin, 1011, "钱进", "officer safety")
    await invited(town, admin, 1012, "李城", "officer urban")
    numbers = await taken(town, admin, officer, 2)
    colleague.news()
    await admin.reads(f"""
        > /people {await handle(officer)}
        < 孙宁
        ...
        > [把手上的线索（2）都转给…]
        < 孙宁 手上的 2 条线索转给谁？
        | [钱进 · 科室工作人员 · 安监站（2）] [回到名单]
        > [钱进 · 科室工作人员 · 安监站（2）]
        < 好了。孙宁 手上的 2 条线索已转给 钱进，已通知对方。
        | [回到名单]
    """)
    told = colleague.news()
    assert told[0].startswith("< 从 孙宁 转给您：")
    assert all(number in told[0] for number in numbers)
    await colleague.does("/work mine")
    assert all(number in colleague.last() for number in numbers)
    await admin.does(f"/people {await handle(officer)} give {await handle(colleague)}")
    assert admin.last() == "孙宁 手上没有线索。"


async def test_what_a_colleague_may_not_see_stays(admin: Chat, town: Town) -> None:
    officer = await invited(town, admin, 1010, "孙宁", "officer safety")
    colleague = await invited(town, admin, 1011, "钱进", "officer safety")
    await colleague.after("/ties new", "[自己有房]", "翠竹园1栋", "登记")
    await taken(town, admin, officer, 2)
    await admin.does(f"/people {await handle(officer)} give {await handle(colleague)}")
    assert admin.last().split("\n") == [
        "好了。孙宁 手上的 1 条线索已转给 钱进，已通知对方。",
        "还有 1 条没有转：钱进 看不到那些线索。",
    ]


async def test_nobody_to_give_it_to_is_said(admin: Chat, town: Town) -> None:
    officer = await invited(town, admin, 1010, "孙宁", "officer safety")
    await taken(town, admin, officer, 1)
    await admin.does(f"/people {await handle(officer)} give")
    assert admin.last() == "没有别人能看这些线索。请邀请人加入那个科室或网格：/invite"
