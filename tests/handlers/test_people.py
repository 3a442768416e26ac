"""Who has which role: seen, changed and taken back by admins, at once, and never down to nobody."""

from __future__ import annotations

from storage.tables import people
from tests.chat import Chat, Town
from tests.handlers.test_invites import code, menu, row_of

TIP = ("/report", "2", "翠竹园3栋", "楼梯口堆满纸箱", "跳过", "匿名", "发送")


async def invited(town: Town, admin: Chat, number: int, name: str, post: str) -> Chat:
    """Return the chat of somebody who followed an invitation."""
    chat = await town.person(number, name)
    await chat.after(f"/start {await code(admin, post)}")
    admin.news()
    return chat


async def handle(chat: Chat) -> str:
    """Return the name that buttons have for somebody."""
    return (await row_of(chat))[:4].hex()


async def test_the_list_shows_roles_and_areas_staff_first(admin: Chat, town: Town) -> None:
    await invited(town, admin, 1010, "钱芳", "landlord")
    await invited(town, admin, 1011, "赵立", "grid_worker 第一网格")
    await invited(town, admin, 1012, "孙宁", "officer safety")
    await admin.reads("""
        > /people
        < 人员和身份：4
        | 1. 周敏 · 管理员
        | 2. 孙宁 · 科室工作人员 · 安监站
        | 3. 赵立 · 网格员 · 第一网格
        | 4. 钱芳 · 房东
        | [1] [2] [3] [4] [邀请人加入…]
        > [2]
        < 孙宁
        | 科室工作人员 · 安监站
        | [改身份或范围] [收回身份] [要回避的房屋] [回到名单]
    """)


async def test_ten_people_take_two_pages(admin: Chat, town: Town) -> None:
    for each in range(9):
        await invited(town, admin, 1010 + each, f"租客{each}", "tenant")
    await admin.reads("""
        > /people
        < 人员和身份：10
        ...
        | [1] [2] [3] [4] [5] [6] [7] [8] [下一页] [邀请人加入…]
        > [下一页]
        < 人员和身份：10
        | 9. ...
        | 10. ...
        | [9] [10] [上一页] [邀请人加入…]
    """)


async def test_an_officer_moves_to_another_desk_and_is_told(admin: Chat, town: Town) -> None:
    officer = await invited(town, admin, 1010, "孙宁", "officer safety")
    await admin.reads("""
        > /people
        ...
        > [2]
        ...
        > [改身份或范围]
        < 孙宁 改成什么身份？
        ...
        > [科室工作人员]
        < 哪个科室？
        ...
        > [城管中心]
        < 已改好：孙宁 现在是科室工作人员 · 城管中心，已通知本人。
        | [回到名单]
    """)
    assert officer.news() == [
        "< 您的身份改为：科室工作人员 · 城管中心。由管理员调整。",
        "| 您办理转到本科室的事。发现隐患，照样可以像大家一样反映。",
    ]


async def test_a_grid_worker_changes_the_grid_by_a_typed_line(admin: Chat, town: Town) -> None:
    worker = await invited(town, admin, 1010, "赵立", "grid_worker 第一网格")
    name = await handle(worker)
    await admin.reads(f"""
        > /people {name} role grid_worker
        < 哪个网格？
        | 点一个；或照下面这样发一行，网格名换成实际的：
        | /people {name} role 网格员 第一网格
        > /people {name} role 网格员 第九网格
        < 已改好：赵立 现在是网格员 · 第九网格，已通知本人。
        | [回到名单]
    """)


async def test_a_role_that_is_taken_back_is_gone_at_the_next_press(admin: Chat, town: Town) -> None:
    await (await town.person(1001, "李小安")).after(*TIP)
    second = await invited(town, admin, 1010, "二号", "admin")
    await second.after("/backlog")
    message, data = second.button((await town.tips())[0].number)
    assert {"backlog", "people"} <= await menu(second)
    await admin.reads("""
        > /people
        ...
        > [2]
        ...
        > [收回身份]
        < 收回 ...（管理员）的身份吗？
        | 马上生效。对方仍是居民，会收到通知。
        | [是，收回] [不，留着]
    """)
    await admin.after(f"/people {await handle(second)} revoke yes")
    assert second.news() == ["< 您的身份（管理员）已由管理员收回。您仍可像大家一样在这里反映和查询。"]
    await second.press(message, data)
    assert second.last() == "这是别的身份才能做的，您现在没有这个身份。什么都没有改动。您能做的，看 /help。"
    await second.does("/backlog")
    assert second.last() == "没有这个命令。我能做这些："
    assert not {"backlog", "people"} & await menu(second)


async def test_the_last_admin_can_neither_leave_nor_be_changed(admin: Chat, town: Town) -> None:
    own = await handle(admin)
    await invited(town, admin, 1010, "陈清", "auditor")
    await admin.does(f"/people {own}")
    assert "收回身份" not in str(admin.news())
    for said in (f"/people {own} revoke yes", f"/people {own} role auditor", "/forget", "m.forget.yes"):
        await (admin.press(1, said) if said.startswith("m.") else admin.does(said))
        assert admin.last().startswith("您是最后一位管理员"), said
    assert sorted(row["role"] for row in await town.rows(people)) == ["admin", "auditor"]


async def test_of_two_admins_one_may_leave(admin: Chat, town: Town) -> None:
    second = await invited(town, admin, 1010, "二号", "admin")
    await second.after(f"/people {await handle(second)} revoke yes")
    assert [row["role"] for row in await town.rows(people)].count("admin") == 1
    await admin.does(f"/people {await handle(admin)} revoke yes")
    assert admin.last().startswith("您是最后一位管理员")


async def test_two_admins_who_remove_each_other_at_once_leave_one(admin: Chat, town: Town) -> None:
    second = await invited(town, admin, 1010, "二号", "admin")
    first_name, second_name = await handle(admin), await handle(second)
    await town.app.lanes._store._lock.acquire()  # both wait for one commit
    try:
        await admin.acts(f"/people {second_name} revoke yes")
        await second.acts(f"/people {first_name} revoke yes")
    finally:
        town.app.lanes._store._lock.release()
    await town.settle()
    assert sorted(row["role"] for row in await town.rows(people)) == ["admin", "resident"]


async def test_who_has_no_role_is_not_found(admin: Chat, town: Town) -> None:
    resident = await town.person(1010, "居民")
    await resident.after("/language", "[English]")
    for name in (await handle(resident), "ffffffff", "zzzzzzzz", "'; DROP", "12345678"):
        await admin.does(f"/people {name} revoke yes")
        assert admin.last() == "这个人已经没有身份，或者资料已删除。名单看 /people。"


async def test_a_chat_that_stopped_the_bot_hears_of_it_when_it_comes_back(admin: Chat, town: Town) -> None:
    officer = await invited(town, admin, 1010, "孙宁", "officer safety")
    await officer.after("(blocks)")
    await admin.after(f"/people {await handle(officer)} revoke yes")
    assert officer.news() == []
    await officer.does("(unblocks)")
    await officer.does("/help")
    assert any("已由管理员收回" in line for line in officer.news())
    assert "backlog" not in await menu(officer)
