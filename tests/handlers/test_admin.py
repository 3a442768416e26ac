"""What admins see, who becomes one, and that for anybody else there is no such thing."""

from __future__ import annotations

import asyncio
import re

from bot import app
from storage.tables import people, used_codes
from tests.chat import Chat, Town

TIP = ("/report", "2", "翠竹园3栋", "楼梯口堆满纸箱", "跳过", "匿名", "发送")


async def files(chat: Chat, count: int) -> list[str]:
    """File tips, no more of a person than a day allows, and return their numbers."""
    chats = [chat, *[await chat.town.person(1050 + each, "人") for each in range(count // 3)]]
    for each in range(count):
        await chats[each // 3].after(*TIP)
    return [tip.number for tip in await chat.town.tips()]


async def test_an_empty_backlog_says_so(admin: Chat) -> None:
    await admin.reads("""
        > /backlog
        < 待办总览
        | 没有待办线索，辛苦了。
    """)


async def test_the_backlog_lists_what_waits_the_most_urgent_first(admin: Chat, chat: Chat) -> None:
    await chat.after("/report", "3", "翠竹园5栋", "拉线充电", "跳过", "匿名", "发送")
    await chat.after(*TIP)
    urgent, later = [tip.number for tip in await admin.town.tips()]
    await admin.reads(f"""
        > /backlog
        < 待办总览
        | 已收到，待答复：2
        | 24 小时内到期：1
        | 期限内：1
        |
        | {urgent} · 安全出口堵塞或上锁 · ...
        | ... 前答复（24 小时内到期）
        |
        | {later} · 电动车进楼停放、充电 · ...
        | ... 前答复（期限内）
        | [{urgent}] [{later}]
        > [{later}]
        < 线索 {later} 号 · 已收到，待答复
        | 隐患：电动车进楼停放、充电
        | 地点：翠竹园5栋
        | 情况：拉线充电
        | 反映人：匿名
        | 答复期限：...（期限内）
        | 街道分级：红（立即）
        | 还不清楚：现在是否还这样
        | 小区不在辖区资料里，请核对名称
        | 应交：安监站（按类别）
        | 网格不清楚：交办时请选一个。
        | ... [暂停反映人提交]
    """)


async def test_what_was_promised_and_not_kept_is_overdue(admin: Chat, chat: Chat) -> None:
    await chat.after(*TIP, f"({60 * 25} minutes later)")
    await admin.reads("""
        > /backlog
        ...
        < 待办总览
        | 已收到，待答复：1
        | 已超期：1
        | 按时率 0%（已办结 0 条，超期未办 1 条）
        |
        | ... · 安全出口堵塞或上锁 · ...
        | ... 前答复（已超期）
        | [...]
    """)


async def test_seven_tips_take_two_pages(admin: Chat, chat: Chat) -> None:
    numbers = await files(chat, 7)
    first, second = (" ".join(f"[{number}]" for number in part) for part in (numbers[:5], numbers[5:]))
    await admin.reads(f"""
        > /backlog
        < 待办总览
        | 已收到，待答复：7
        ...
        | {first} [下一页]
        > [下一页]
        < 待办总览
        ...
        | {second} [上一页]
        > [上一页]
        < 待办总览
        ...
        | {first} [下一页]
    """)
    assert len([message for message in admin.messages() if message["outgoing"]]) == 2, "the pages turn in place"


async def test_a_tip_is_found_by_its_number_however_it_is_typed(admin: Chat, chat: Chat) -> None:
    (number,) = await files(chat, 1)
    for typed in (number, number.lower(), f"#{number}", f"No. {number.lower()}", f"编号{number}"):
        await admin.reads(f"""
            > /tip {typed}
            < 线索 {number} 号 · 已收到，待答复
            ...
        """)


async def test_a_number_that_no_tip_has_says_so(admin: Chat) -> None:
    for typed in ("/tip", "/tip ZZZZ", "/tip 什么", "/tip 7F3K7F3K"):
        await admin.reads(f"""
            > {typed}
            < 没有这个编号的线索。请发 /tip 加四位编号，例如 /tip 7F3K。
        """)


async def test_the_admin_sees_the_photos_and_not_the_name_that_was_given(admin: Chat, chat: Chat) -> None:
    await chat.after("/report", "2", "翠竹园3栋", "楼梯口堆满纸箱", "(2 photos)", "好了", "只让街道知道", "发送")
    (tip,) = await admin.town.tips()
    await admin.reads(f"""
        > /tip {tip.number}
        < 线索 {tip.number} 号 · 已收到，待答复
        | 隐患：安全出口堵塞或上锁
        | 地点：翠竹园3栋
        | 情况：楼梯口堆满纸箱
        | 反映人：街道知道，名字已封存
        ...
        | ... [暂停反映人提交] [申请看反映人] ...
        < (photo) {tip.number} 号
        < (photo)
    """)


async def test_for_a_resident_there_is_no_such_command(chat: Chat) -> None:
    (number,) = await files(chat, 1)
    pages = []
    for said in ("/backlog", f"/tip {number}", "/tip", "/backlog 1", "/nothing"):
        await chat.does(said)
        pages.append(chat.news())
    assert pages == [pages[-1]] * 5
    assert pages[0][0] == "< 没有这个命令。我能做这些："


async def test_a_residents_forged_button_opens_nothing(chat: Chat) -> None:
    (number,) = await files(chat, 1)
    await chat.after("/start")
    message, _ = chat.button("反映隐患")
    for data in (f"m.tip.{number}", "m.backlog.", "m.backlog.0", f"m.start.{'A' * 32}"):
        await chat.press(message, data)
        assert number not in "".join(chat.news())


async def test_an_update_that_was_given_up_stands_in_the_backlog(admin: Chat, chat: Chat) -> None:
    await admin.town.inject({"message": {"message_id": "x", "chat": 7}})
    await admin.reads("""
        > /backlog
        < 待办总览
        ...
        | 出错搁置：1
        | 搁置的消息：... · unreadable:... · ...
    """)


# -- becoming an admin -----------------------------------------------------------------------------------------------


async def is_admin(chat: Chat) -> bool:
    await chat.does("/backlog")
    return chat.last().startswith("待办总览")


async def test_being_the_first_to_speak_makes_nobody_an_admin(chat: Chat) -> None:
    await chat.after("/start")
    assert not await is_admin(chat)


async def test_a_code_from_the_console_makes_an_admin_once(chat: Chat, town: Town) -> None:
    code = app.admin_code(town.settings)
    await chat.reads(f"""
        > /start {code}
        < 您现在是管理员了。待办点按钮看；看一条线索，直接发它的四位编号。
        | [新线索，一条条看] [待办与异常] [反映隐患] [查询我的线索] [我能做什么] [语言 / Language]
    """)
    assert await is_admin(chat)
    other = await town.person(1010, "后来的人")
    await other.reads(f"""
        > /start {code}
        < 这个链接用不了：已经用过、过期了，或者没有复制完整。请要一个新的。
        < 您好，我是安居，街道的居住安全小助手。
        ...
    """)
    assert not await is_admin(other)


async def test_two_people_with_one_code_one_wins(chat: Chat, town: Town) -> None:
    code = app.admin_code(town.settings)
    chats = [chat, *[await town.person(1020 + each, "人") for each in range(4)]]
    await asyncio.gather(*[each.does(f"/start {code}") for each in chats])
    assert [await is_admin(each) for each in chats].count(True) == 1
    assert len(await town.rows(used_codes)) == 1
    assert [row["role"] for row in await town.rows(people)] == ["admin"]


async def test_a_code_ends_after_fifteen_minutes(chat: Chat, town: Town) -> None:
    early, late = app.admin_code(town.settings), app.admin_code(town.settings)
    await chat.after("(14 minutes later)", f"/start {early}")
    assert await is_admin(chat)
    other = await town.person(1010, "后来的人")
    await other.after("(1 minutes later)", f"/start {late}")
    assert not await is_admin(other)


async def test_a_code_that_was_changed_or_cut_is_none(chat: Chat, town: Town) -> None:
    code = app.admin_code(town.settings)
    swapped = code[:-1] + ("A" if code[-1] != "A" else "B")
    older = ("A" if code[0] != "A" else "B") + code[1:]
    for wrong in (swapped, older, code[:-4], code[:-1], code + "AAAA", "A" * 32, code.lower(), "十六" * 8, "="):
        await chat.after(f"/start {wrong}")
    assert not await is_admin(chat)
    assert await town.rows(used_codes) == []
    await chat.after(f"/start {code}")
    assert await is_admin(chat)


async def test_a_code_of_another_house_is_none(chat: Chat, town: Town) -> None:
    foreign = Town(town.settings.data_dir.parent / "elsewhere")
    async with foreign.running():
        code = app.admin_code(foreign.settings)
    await chat.after(f"/start {code}")
    assert re.match("您好", chat.last())
    assert not await is_admin(chat)
