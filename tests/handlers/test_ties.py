"""Whoever is tied to a home neither sees nor handles what is reported of it, on any screen and by any press."""

from __future__ import annotations

from bot.rules.town import read_csv
from bot.rules.town_rows import rows_of
from storage import tables
from storage import town as estates
from tests.chat import Chat, Town
from tests.group import linked
from tests.handlers.conftest import BIKES, Office
from tests.handlers.test_people import handle, invited

TIP = ("/report", "3", "翠竹园3栋", "每晚拉线充电", "跳过", "匿名", "发送")
ROWS = "community,grid,estate,building,unit\n翠竹社区,第一网格,翠竹园,3,\n翠竹社区,第一网格,翠竹园,5,\n"
GRID = "翠竹社区 第一网格"


async def built(town: Town) -> None:
    """Give the town two buildings."""
    async with town.app.store.begin() as tx:
        await estates.replace(tx, "buildings", rows_of(read_csv(ROWS)[0]))


async def filed(chat: Chat, town: Town) -> str:
    await chat.after(*TIP)
    return (await town.tips())[-1].number


async def rings(town: Town) -> None:
    """Let the house say what is due."""
    await town.later(1)
    await town.settle()


async def test_a_tie_is_declared_in_a_few_taps(admin: Chat, town: Town) -> None:
    await built(town)
    officer = await invited(town, admin, 1010, "孙宁", "officer safety")
    await officer.reads("""
        > /ties
        < 您还没有登记要回避的房屋。
        | 您或家人在本街道有房、出租房屋或者住在这里吗？登记一下，那里的线索由同事办。要撤掉，请找管理员：/people
        | [登记一处房屋]
        > [登记一处房屋]
        < 第 1/2 步
        | 您和这套房是什么关系？
        | 登记后，那里的线索只由别人办。
        | [自己有房] [出租] [自己住] [家人有房或住在那里] [取消]
        > [出租]
        < 第 2/2 步
        | 出租的是哪一套？
        ...
        > 翠竹园3栋501
        < 请核对一下。会加密保存。以后要撤，只能由另一位管理员来撤。
        | 关系：出租
        | 地点：...
        | [登记] ...
        > [登记]
        < 已登记：翠竹社区翠竹园3栋501室。从现在起不再显示那里的线索；已经接手的退回科室。
        > /ties
        < 您要回避的房屋
        | 这些地方的线索您看不到，也不办。
        | 1. 翠竹社区翠竹园3栋501室 · 出租
        ...
        | [登记一处房屋]
        > /mydata
        ...
        | 您要回避的房屋：翠竹社区翠竹园3栋501室
        ...
    """)


async def test_without_a_building_nothing_is_kept(admin: Chat, town: Town) -> None:
    await admin.after("/ties", "[登记一处房屋]", "[自己住]", "我家旁边", "登记")
    assert admin.last().startswith("至少要知道小区和楼栋")
    assert await town.rows(tables.ties) == []


async def test_for_whoever_is_tied_there_is_no_such_tip(admin: Chat, chat: Chat, town: Town) -> None:
    await built(town)
    officer = await invited(town, admin, 1010, "孙宁", "officer safety")
    colleague = await invited(town, admin, 1011, "钱进", "officer safety")
    number = await filed(chat, town)
    await admin.after(f"/do {number} assign safety")
    await officer.after(f"/do {number} take", "/ties new", "[自己有房]", "翠竹园3栋", "跳过", "登记")
    await rings(town)
    assert any(f"这些线索现在没有人办：{number}" in line for line in colleague.news())
    assert officer.news() == []
    for said in (
        f"/tip {number}",
        f"/do {number} take",
        f"/do {number} verify",
        "/work",
        "/work 翠竹园3栋",
        "/approvals",
    ):
        await officer.does(said)
        assert not [line for line in officer.news() if number in line and not line.startswith(">")], said
    await colleague.does("/work")
    assert number in colleague.last()
    await colleague.after(
        f"/do {number} extend", "[三个工作日]" if "[三个工作日]" in colleague.last() else "12-20", "等房东回来", "确定"
    )
    await colleague.does(f"/do {number} hand_over")
    assert "孙宁" not in colleague.last()
    await colleague.after(f"/do {number} hand_over {await handle(officer)}")
    assert [row["handler"] for row in await town.rows(tables.tips)] == [None]


async def test_news_of_a_home_goes_past_whoever_is_tied_to_it(admin: Chat, chat: Chat, town: Town) -> None:
    await built(town)
    officer = await invited(town, admin, 1010, "孙宁", "officer safety")
    walker = await invited(town, admin, 1011, "赵立", f"grid_worker {GRID}")
    await officer.after("/ties new", "[自己有房]", "翠竹园3栋", "跳过", "登记")
    number = await filed(chat, town)
    await admin.after(f"/do {number} assign safety")
    await town.later(700)
    await town.settle()
    assert any(number in line for line in walker.news())
    assert officer.news() == []


async def test_an_admin_who_is_tied_does_not_triage_it_nor_decide_about_it(admin: Chat, chat: Chat, town: Town) -> None:
    await built(town)
    second = await invited(town, admin, 1010, "二号", "admin")
    officer = await invited(town, admin, 1011, "孙宁", "officer safety")
    await second.after("/ties new", "[家人有房或住在那里]", "翠竹园3栋", "跳过", "登记")
    number = await filed(chat, town)
    await second.reads("""
        > /triage
        < 没有新的线索。辛苦了。
        > /backlog
        < 待办总览
        | 没有待办线索，辛苦了。
    """)
    await second.does(f"/block {number} mute flood")
    assert await town.rows(tables.bans) == []
    await admin.after(f"/do {number} assign safety")
    await officer.after(f"/do {number} extend", "12-20", "等房东回来", "确定")
    (asked,) = await town.rows(tables.approvals)
    await second.does("/approvals")
    assert second.last() == "没有等您决定的事。"
    await second.does(f"/approvals {asked['id'].hex()} yes")
    assert [row["state"] for row in await town.rows(tables.approvals)] == ["open"]
    await admin.does(f"/approvals {asked['id'].hex()} yes")
    assert [row["state"] for row in await town.rows(tables.approvals)] == ["granted"]


async def test_where_all_admins_are_tied_it_is_said_and_the_leading_group_hears(
    admin: Chat, chat: Chat, town: Town
) -> None:
    await built(town)
    leader = await invited(town, admin, 1010, "组长", "officer leaders")
    await admin.after("/ties new", "[自己住]", "翠竹园3栋", "跳过", "登记")
    assert "那里的线索现在没有管理员能看了。" in admin.last()
    await chat.after("/report", "2", "翠竹园3栋", "楼梯口堆满纸箱", "跳过", "匿名", "发送")
    await town.later(1000)
    await town.settle()
    assert any("有一条紧急线索待处理" in line for line in leader.news())
    assert not any("紧急" in line for line in admin.news())


async def test_only_another_admin_takes_a_tie_back(admin: Chat, chat: Chat, town: Town) -> None:
    await built(town)
    officer = await invited(town, admin, 1010, "孙宁", "officer safety")
    name = await handle(officer)
    await admin.reads(f"""
        > /people {name}
        ...
        | [改身份或范围] [收回身份] [要回避的房屋] ...
        > [要回避的房屋]
        < 孙宁：没有登记要回避的房屋。
        | [登记一处房屋]
        > [登记一处房屋]
        < 第 1/2 步
        | 对方和这套房是什么关系？
        ...
        > [自己有房]
        ...
        > 翠竹园3栋
        < 我看懂的是：翠竹社区翠竹园3栋
        | 是哪一室？
        ...
        > [跳过]
        ...
        > [登记]
        < 已登记：翠竹社区翠竹园3栋。...
        > /ties @{name}
        < 孙宁 要回避的房屋
        ...
        | 1. 翠竹社区翠竹园3栋 · 自己有房
        | [登记一处房屋] [撤掉第 1 处]
    """)
    (tied,) = await town.rows(tables.ties)
    for said in (f"/ties off {tied['id'].hex()}", f"/ties @{name} off {tied['id'].hex()}"):
        await officer.does(said)
        assert len(await town.rows(tables.ties)) == 1
    await admin.after("[撤掉第 1 处]")
    assert await town.rows(tables.ties) == []


async def test_ties_go_with_the_role(admin: Chat, town: Town) -> None:
    await built(town)
    officer = await invited(town, admin, 1010, "孙宁", "officer safety")
    await officer.after("/ties new", "[自己有房]", "翠竹园3栋", "跳过", "登记")
    await admin.after(f"/people {await handle(officer)} revoke yes")
    assert await town.rows(tables.ties) == []


async def test_in_a_group_nobody_reads_of_a_home_to_which_one_of_the_staff_is_tied(office: Office) -> None:
    group = await linked(office.town, {"admin": office.admin, "officer": office.officer})
    await office.officer.after("/ties new", "[自己有房]", "翠竹园3栋", "[跳过]", "[登记]")
    mine, other = await office.filed(), await office.filed(*BIKES[:2], "翠竹园5栋", *BIKES[3:])
    for number in (mine, other):
        await office.admin.after(f"/do {number} assign safety")
    await group.settle(minutes=12)
    told = "".join(group.news())
    assert other in told
    assert mine not in told
