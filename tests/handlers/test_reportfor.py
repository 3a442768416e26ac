"""Staff report for somebody who came or called: a receipt that is printed, made one's own, and leads back to a chat."""

from __future__ import annotations

import re

from bot import texts
from bot.rules.people import Role
from bot.rules.sources import Source
from bot.rules.tips import Openness
from handlers.sources import source_label
from storage.tables import people, quotas, routes, tips
from storage.tip_rows import Tip
from tests.chat import Chat, Town
from tests.handlers.test_invites import code

TOLD = ("2", "翠竹园3栋", "说不准", "楼梯口堆满纸箱", "跳过", "录入")


async def worker_of(town: Town, admin: Chat, number: int = 3005, name: str = "赵立") -> Chat:
    chat = await town.person(number, name)
    await chat.after(f"/start {await code(admin, 'grid_worker 顾家桥社区 第二网格')}")
    return chat


def receipt_in(chat: Chat) -> str:
    """Return the newest receipt code in a chat."""
    found = re.findall(r"受理码：(7\d{3} \d{4} \d{4} \d{4})", "\n".join(chat.told()))
    return str(found[-1]).replace(" ", "")


async def reported(chat: Chat, source: str = "当面反映", answers: tuple[str, ...] = TOLD) -> Tip:
    """Report for somebody and return the tip."""
    before = {tip.number for tip in await chat.town.tips()}
    await chat.after("/reportfor", source, *answers)
    return next(tip for tip in await chat.town.tips() if tip.number not in before)


async def test_a_grid_worker_writes_down_what_somebody_tells_at_the_door(admin: Chat, town: Town) -> None:
    worker = await worker_of(town, admin)
    await worker.reads("""
        > /reportfor
        < 是谁反映的？
        | 反映人不留名：姓名、电话都请不要写。
        | [当面反映] [电话反映] [物业公司] [水电气抄表员] [取消]
        > 当面反映
        < 是什么危险？
        ...
        > 2
        < 在哪里？
        ...
        > 翠竹园3栋
        < 现在还是这样吗？
        ...
        > [说不准]
        < 对方看到了什么？
        ...
        > 楼梯口堆满纸箱
        < 对方的照片，或您拍的照片。不要拍人脸和证件。
        ...
        > (photo)
        ...
        > [好了]
        < 请核对一下。现在还没有录入。反映人是谁、电话多少，都不保存。
        | 反映人：当面反映
        | 隐患：安全出口堵塞或上锁
        | 地点：翠竹园3栋
        | 现在还这样吗：说不准
        | 看到的情况：楼梯口堆满纸箱
        | 照片：1 张照片
        ...
        > [录入]
        < 已录入，线索 ... 号。
        ...
        | 给反映人的受理码：7...
        ...
        | [打印受理单]
        > [打印受理单]
        < (photo) 线索 ... 号
        | 受理码：7...
        ...
    """)
    (tip,) = await town.tips()
    assert (tip.work.source, tip.report.openness, tip.reporter) == (Source.WALK_IN, Openness.ANONYMOUS, None)
    assert await town.rows(routes) == []
    assert len(await town.media()) == 1
    await admin.after(f"/tip {tip.number}")
    told = "".join(admin.told())
    assert "来源：当面反映" in told
    assert "聊天里联系不到反映人：对方会凭受理码来查，在这里或在窗口都行。" in told


async def test_the_code_is_made_ones_own_the_first_time_it_is_used(admin: Chat, chat: Chat, town: Town) -> None:
    worker = await worker_of(town, admin)
    tip = await reported(worker)
    printed = receipt_in(worker)
    await chat.reads(f"""
        > /start {printed}
        < {tip.number} 号 · 安全出口堵塞或上锁
        | 已收到，待答复
        ...
        | 这条是工作人员替您录的，对方也知道这个码。点下面换一个只有您知道的码；换好以后，进展也会在这里告诉您。
        | [换成只有我知道的码] [补充内容] ...
        > [换成只有我知道的码]
        < (photo) 线索 {tip.number} 号：这个码只有您知道。
        | 受理码：7...
        | 原来的码已作废。以后的进展会在这个聊天里告诉您，街道看不到您是谁。请保存这张图片，或记下这 16 位数字。
        | https://t.me/anju_sandbox_bot?start=7...
    """)
    own = receipt_in(chat)
    assert own != printed
    await chat.after(printed)
    assert "没有" in chat.last(), "the printed code opens nothing any more"
    await chat.after(own)
    assert "换成只有我知道的码" not in "".join(chat.told()[-3:])
    await admin.after(f"/tip {tip.number}", f"/hotline receipt {tip.number}")
    assert f"{tip.number} 号的反映人已换成只有自己知道的码，别人不能再开。" in admin.last()
    card = next(line for line in admin.told() if f"线索 {tip.number} 号" in line)
    assert "聊天里联系不到反映人" not in card
    await admin.after(f"/do {tip.number} reply", "我们会尽快处理。", "确定")
    await town.later(3600)
    await town.settle()
    assert f"{tip.number} 号，街道回复：" in chat.last() or "我们会尽快处理。" in chat.last()


async def test_no_screen_of_staff_tells_who_made_the_code_their_own(admin: Chat, chat: Chat, town: Town) -> None:
    worker = await worker_of(town, admin)
    tip = await reported(worker)
    await chat.after(receipt_in(worker), "[换成只有我知道的码]")
    await admin.after(f"/tip {tip.number}", f"/tip {tip.number} full", "/audit", "/people", "/work")
    assert "李小安" not in "".join(admin.told())
    assert "1001" not in "".join(admin.told())


async def test_a_code_is_changed_once_and_not_by_staff(admin: Chat, chat: Chat, town: Town) -> None:
    worker = await worker_of(town, admin)
    await reported(worker)
    printed = receipt_in(worker)
    await worker.after(printed)
    assert "换成只有我知道的码" not in "".join(worker.told())
    await worker.press(worker.messages()[-1]["message_id"], f"m.newcode.{printed}")
    assert worker.last() == "这个码本来就只有您知道，或者线索已撤回。没有改动。"
    await chat.after(printed, "(two taps) [换成只有我知道的码]")
    assert len(await town.rows(routes)) == 1
    await chat.after(receipt_in(chat))
    assert "安全出口堵塞或上锁" in chat.last()


async def test_a_lost_receipt_is_made_anew_by_an_admin_alone(admin: Chat, chat: Chat, town: Town) -> None:
    worker = await worker_of(town, admin)
    tip = await reported(worker)
    lost = receipt_in(worker)
    admin.news()
    await admin.reads(f"""
        > /hotline receipt {tip.number}
        < (photo) 线索 {tip.number} 号
        | 受理码：7...
        | 交给反映人：扫图片，或在窗口报这个码，可以查进度、领奖励。谁拿着它都能查，请收好。以前开的码已作废。
        | https://t.me/anju_sandbox_bot?start=7...
    """)
    again = receipt_in(admin)
    await chat.after(lost)
    assert "没有" in chat.last()
    await chat.after(again)
    assert "安全出口堵塞或上锁" in "".join(chat.told()[-6:])
    await admin.after("/audit")
    assert f"给 {tip.number} 号重开了受理码" in admin.last()


async def test_what_an_inspection_found_has_its_own_deadline_and_no_receipt(admin: Chat, town: Town) -> None:
    await admin.reads("""
        > /reportfor
        < 是谁反映的？
        ...
        | [当面反映] [电话反映] [派出所] [物业公司] [水电气抄表员] [市区督查] [自查] [取消]
        > 市区督查
        < 对方要求什么时候办好？
        | 请输入日期，例如：12-31；没有要求就跳过。
        | [跳过] [返回] [取消]
        > 11-22
        < 这个时间不对：可能已经过了、还没到，或者太远。请重新输入。
        ...
        > 11-24
        < 是什么危险？
        ...
    """)
    await admin.after(*TOLD)
    (tip,) = await town.tips()
    assert admin.last().startswith(f"已录入，线索 {tip.number} 号。")
    assert "受理码" not in admin.last()
    assert tip.work.source == Source.INSPECTION
    await admin.after(f"/do {tip.number} accept", f"/do {tip.number} assign safety -", f"/tip {tip.number}")
    assert "来源单位要求 11月24日 星期二 23:59 前办结（期限内）" in admin.last()
    assert "生成回复" not in "".join(admin.told()[-2:])


async def test_names_and_numbers_that_staff_type_are_covered_and_taken_out_of_the_chat(admin: Chat, town: Town) -> None:
    await admin.after("/reportfor", "电话反映", "2", "翠竹园3栋", "说不准", "楼下张女士13812345678说门被锁了")
    assert "刚才那条消息里有人名或电话，我已把它从聊天里删掉。" in "".join(admin.told())
    assert not any("13812345678" in said for said in admin.said())
    await admin.after("跳过", "录入")
    (tip,) = await town.tips()
    assert tip.report.what == "楼下•女士•••••••••••说门被锁了"


async def test_what_staff_enter_counts_for_no_quota_of_theirs(admin: Chat, town: Town) -> None:
    for _each in range(4):
        await reported(admin, "电话反映")
    assert len(await town.tips()) == 4
    assert await town.rows(quotas) == []


async def test_a_role_that_ended_enters_nothing_more(admin: Chat, town: Town) -> None:
    worker = await worker_of(town, admin)
    await worker.after("/reportfor", "当面反映", *TOLD[:-1])
    async with town.app.store.begin() as tx:
        await tx.execute(people.update().where(people.c.role == Role.GRID_WORKER).values(role=Role.TENANT))
    await worker.after("录入")
    assert worker.last() == "您现在的身份不能录入，没有录。能做什么请看 /help"
    assert await town.rows(tips) == []


async def test_a_source_that_a_role_may_not_enter_is_not_taken(admin: Chat, town: Town) -> None:
    worker = await worker_of(town, admin)
    await worker.after("/reportfor", "当面反映", *TOLD[:-1])
    await worker.after("[修改：反映人]")
    message, data = worker.button("当面反映")
    await worker.press(message, data.replace("walk_in", "inspection"))
    await worker.after("当面反映", "录入")
    (tip,) = await town.tips()
    assert tip.work.source == Source.WALK_IN


def test_every_source_has_words() -> None:
    for source in Source:
        assert texts.words(source_label(source), "zh_CN") != source
        assert texts.words(source_label(source), "en") != texts.words(source_label(source), "zh_CN")
