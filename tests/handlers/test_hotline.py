"""The bridge to the 12345 hotline: an order is pasted, confirmed, handled like any tip, and answered in its form."""

from __future__ import annotations

import pytest

from bot.rules.sources import Source
from bot.rules.tips import Openness
from storage import origins
from storage.tables import drafts, routes, tips
from storage.tables import origins as entered
from storage.tip_rows import Tip
from tests.chat import Chat, Town
from tests.handlers.test_invites import code
from tests.handlers.test_town import says

ORDER = """【12345热线转办单】
工单编号：20261120001234
受理时间：2026-11-20 09:12
来电人：张伟
联系电话：13812345678
事发地址：翠竹园3栋楼道
诉求内容：张伟反映翠竹园3栋的消防通道被纸箱堵死，联系电话13812345678，请核查。
办理时限：2026-11-25 18:00"""


async def pastes(chat: Chat, text: str, **changes: object) -> None:
    """Send a message of several lines."""
    await chat.sends({"text": text}, **changes)


async def the_tip(town: Town, number: str = "") -> Tip:
    return next(tip for tip in await town.tips() if number in ("", tip.number))


async def enters(chat: Chat, text: str = ORDER, *answers: str) -> Tip:
    """Enter an order, whose kind is blocked exits unless told, and return its tip."""
    before = {tip.number for tip in await chat.town.tips()}
    await pastes(chat, text)
    await chat.after(*(answers or ("安全出口堵塞或上锁",)), "录入")
    return next(tip for tip in await chat.town.tips() if tip.number not in before)


async def test_an_order_is_pasted_confirmed_and_entered_without_who_called(admin: Chat, town: Town) -> None:
    await pastes(admin, ORDER)
    says(
        admin,
        """
        < 刚才那条消息里有来电人的信息（姓名、电话），我已把它从聊天里删掉。这些不在这里保存，热线系统里查得到。
        < 是什么危险？
        | 听您说的，像是：安全出口堵塞或上锁。请点一个最合适的。
        ...
        """,
    )
    assert admin.said()[-1].startswith("/start"), "the message that named the caller is gone from the chat"
    await admin.reads("""
        > 安全出口堵塞或上锁
        < 请核对一下。现在还没有录入。反映人是谁、电话多少，都不保存。
        | 工单编号：20261120001234
        | 热线受理时间：11月20日 星期五 09:12
        | 要求办结时间：11月25日 星期三 18:00
        | 隐患：安全出口堵塞或上锁
        | 地点：翠竹园3栋（您写的是：翠竹园3栋楼道）
        | 诉求内容：••反映翠竹园3栋的消防通道被纸箱堵死，联系电话•••••••••••，请核查。
        | [录入] [修改：工单编号] [修改：热线受理时间] [修改：要求办结时间] ... [返回] [取消]
        > [修改：地点]
        < 在哪里？
        ...
        > 翠竹园3栋2单元一楼
        ...
        | 工单编号：20261120001234
        ...
        | 地点：...翠竹园3栋2单元一楼...
        ...
        > [录入]
        < 已录入，线索 ... 号。
        | 安全出口堵塞或上锁 · 翠竹园3栋2单元1层 (翠竹园3栋2单元一楼)
        | 最迟 11月24日 星期二 10:00 首次答复。
        | 给反映人的受理码：7...
        | 请告诉对方，或者把图片打印给对方：查进度、领奖励只凭这个码。它只在这里显示一次。
        | [打印受理单] [打开线索]
        > [打印受理单]
        < (photo) 线索 ... 号
        ...
    """)
    tip = await the_tip(town)
    assert (tip.work.source, tip.report.openness, tip.reporter) == (Source.HOTLINE, Openness.ANONYMOUS, None)
    assert tip.work.deadline is not None
    assert (tip.filed.isoformat(), tip.work.deadline.isoformat()) == (
        "2026-11-20T01:00:00+00:00",
        "2026-11-25T10:00:00+00:00",
    )
    assert await town.rows(routes) == [], "no way leads back"
    assert await town.rows(drafts) == []
    assert "张伟" not in tip.report.what + tip.report.where
    assert "13812345678" not in tip.report.what + tip.report.where


async def test_what_an_order_does_not_say_is_asked(admin: Chat, town: Town) -> None:
    await pastes(admin, "工单编号\tDH-2026-77\n诉求内容\t有人反映情况不好，请处理\n联系地址\t别处小区1栋")
    admin.news()
    await admin.reads("""
        > 安全出口堵塞或上锁
        < 在哪里？
        | 写隐患的地点，不是来电人的住址。例如：翠竹园3栋2单元501
        ...
        > 桂香苑A座
        < 请核对一下。...
        | 工单编号：DH-2026-77
        | 热线受理时间：没有
        | 要求办结时间：没有
        | 隐患：安全出口堵塞或上锁
        | 地点：...
        | 诉求内容：有人反映情况不好，请处理
        ...
        > [修改：热线受理时间]
        < 热线什么时候受理的？
        | 请输入日期和时间，例如：11-20 09:30
        | [跳过] [返回] [取消]
        > 2027-12-24 09:00
        < 这个时间不对：可能已经过了、还没到，或者太远。请重新输入。
        ...
        > 上周
        < 请输入日期和时间，例如：11-20 09:30
        ...
        > 11-20 09:30
        ...
        | 热线受理时间：11月20日 星期五 09:30
        ...
        > [录入]
        < 已录入，线索 ... 号。
        ...
    """)
    assert (await the_tip(town)).report.where == "桂香苑A座"


async def test_without_an_order_everything_is_asked(admin: Chat, town: Town) -> None:
    await admin.reads("""
        > /hotline
        < 12345 工单
        ...
        < 工单编号是多少？
        ...
        | [跳过] [取消]
        > 还没有给
        < 这不像工单编号。请把整份工单粘贴过来；没有编号就点“跳过”。
        ...
        > [跳过]
        < 是什么危险？
        ...
        > 2
        < 在哪里？
        ...
        > 翠竹园3栋
        < 来电人说了什么？
        ...
        > 隔壁李先生13912345678说楼道堆满纸箱
        < 刚才那条消息里有人名或电话，我已把它从聊天里删掉。其余的话我留下了。
        < 请核对一下。...
        | 工单编号：没有
        ...
        | 诉求内容：隔壁•先生•••••••••••说楼道堆满纸箱
        ...
        > [录入]
        < 已录入，线索 ... 号。
        ...
    """)
    tip = await the_tip(town)
    async with town.app.store.begin() as tx:
        found = await origins.of(tx, tip.id)
    assert found is not None
    assert (found.order, found.told) == ("", None)


async def test_the_whole_order_can_be_pasted_where_its_number_is_asked(admin: Chat) -> None:
    await admin.after("/hotline")
    await pastes(admin, ORDER)
    admin.news()
    await admin.reads("""
        > 2
        < 请核对一下。...
        | 工单编号：20261120001234
        ...
    """)


async def test_an_order_that_was_entered_is_known_however_it_is_written(admin: Chat, town: Town) -> None:
    tip = await enters(admin)
    other = await town.person(3001, "第二个管理员")
    await other.after(f"/start {await code(admin, 'admin')}")
    await pastes(other, ORDER.replace("20261120001234", "２０２６１１２０－００１２３４"))
    assert other.last() == f"工单 20261120-001234 录过了，就是线索 {tip.number} 号。没有重复录入。"
    assert len(await town.rows(tips)) == 1


async def test_two_admins_who_enter_the_same_order_at_once_enter_one(admin: Chat, town: Town) -> None:
    other = await town.person(3001, "第二个管理员")
    await other.after(f"/start {await code(admin, 'admin')}")
    for chat in (admin, other):
        await pastes(chat, ORDER)
        await chat.after("2")
    await admin.after("录入")
    await other.after("录入")
    tip = await the_tip(town)
    assert other.last() == f"这份工单录过了，是线索 {tip.number} 号，没有重复录入。/tip {tip.number}"
    assert (len(await town.rows(tips)), len(await town.rows(entered))) == (1, 1)


async def test_what_is_open_comes_first(admin: Chat, town: Town) -> None:
    await admin.after("/report", "2")
    await pastes(admin, ORDER)
    assert "请先完成或取消手头的事（/cancel），再把工单粘贴一次。" in "".join(admin.told())
    await admin.after("翠竹园3栋", "楼梯口堆满纸箱", "跳过", "匿名", "发送")
    assert (await the_tip(town)).work.source == Source.CHAT


async def test_an_order_from_somebody_else_is_no_order(chat: Chat, town: Town) -> None:
    await pastes(chat, ORDER)
    assert "要把这个反映给街道吗？" in chat.last()
    await chat.after("不用了", "/hotline")
    assert "12345 工单" not in "".join(chat.told())
    assert await town.rows(entered) == []


async def test_an_emergency_in_an_order_is_told_first(admin: Chat) -> None:
    await pastes(admin, ORDER.replace("消防通道被纸箱堵死", "楼道正在着火，浓烟滚滚"))
    assert any("119" in line for line in admin.told())
    assert "是什么危险" in admin.last()


async def test_crime_is_sent_back(admin: Chat, town: Town) -> None:
    await pastes(admin, ORDER)
    await admin.after("租房、治安、约上门", "违法犯罪（打 110）")
    assert admin.last() == "涉嫌违法犯罪的归公安办。请按这个理由把工单退回热线。这里什么都没有保存。"
    assert await town.rows(tips) == []


async def test_an_orders_number_that_looks_like_an_id_stays_and_an_id_does_not(admin: Chat, town: Town) -> None:
    like_an_id = "320506201911200012"
    await pastes(admin, f"工单编号：{like_an_id}\n诉求内容：身份证320506199001011237的人堵了楼道\n事发地址：翠竹园3栋")
    await admin.after("2")
    assert f"工单编号：{like_an_id}" in admin.last()
    assert "320506199001011237" not in "".join(admin.told())
    await admin.after("/cancel", "[删掉]", "/hotline", like_an_id)
    assert "是什么危险" in admin.last()


async def test_labels_about_persons_are_not_kept(admin: Chat, town: Town) -> None:
    tip = await enters(admin, ORDER.replace("请核查", "楼上是精神病人，请核查"))
    assert "精神病" not in tip.report.what


async def test_tips_that_may_be_the_same_are_shown_and_put_together(admin: Chat, chat: Chat, town: Town) -> None:
    await chat.after("/report", "2", "翠竹园3栋", "楼梯口堆满纸箱", "跳过", "匿名", "发送")
    first = await the_tip(town)
    await pastes(admin, ORDER.replace("翠竹园3栋楼道", "翠竹园3栋"))
    await admin.after("2")
    assert f"可能是同一件事：{first.number}（已收到，待答复）" in admin.last()
    await admin.after("录入", f"[与 {first.number} 号合并]")
    kept = {row["number"]: row for row in await town.rows(tips)}
    order = next(row for number, row in kept.items() if number != first.number)
    assert kept[first.number]["main"] == order["id"], "the hotline had heard of it three days before"


HANDLED = """
    工单编号：20261120001234
    一、首接情况：11月23日接到，已受理。11月23日转安监站办理。
    二、核查情况：11月23日工作人员到现场。11月23日经核查，情况属实。核查发现：一楼通道堆了二十多个纸箱。
    三、处理情况：已要求房东在11月30日前：清理通道。11月23日整改通知已送达。11月23日复查，已整改到位。通道已经清空。
    四、回访情况：11月26日电话回访，反映人表示已整改好。
"""


async def test_the_reply_tells_what_really_happened_and_names_nobody(admin: Chat, town: Town) -> None:
    tip = await enters(admin)
    officer = await town.person(3002, "孙宁")
    await officer.after(f"/start {await code(admin, 'officer safety')}")
    admin.news()
    await admin.reads(f"""
        > /hotline reply {tip.number}
        < {tip.number} 号的回复，可复制，也可在电话里念：
        | 工单编号：20261120001234
        | 一、首接情况：11月23日接到，已受理。
        | 二、核查情况：尚未核查。
        | 三、处理情况：正在办理。
        | 四、回访情况：尚未回访。
    """)
    await admin.after(f"/do {tip.number} accept", f"/do {tip.number} assign safety -")
    await officer.after(f"/do {tip.number} go", f"/do {tip.number} verify")
    await officer.after(
        "安全出口堵塞或上锁", "一楼通道堆了二十多个纸箱。", "清理通道", "房东", "11-30", "跳过", "都不是"
    )
    await officer.after("就用这份通知", "登记")
    await officer.after(f"/do {tip.number} serve", f"/do {tip.number} rectify", "通道已经清空。", "跳过", "确定")
    await admin.after(f"/do {tip.number} close")
    await town.later(3 * 86400)
    await town.settle()
    assert f"{tip.number} 号已按整改好办结，请回访（12345 热线）" in "\n".join(admin.told())
    await admin.after("[回访结果]", "[已经整改好]", f"/hotline reply {tip.number}")
    lines = [line.strip() for line in HANDLED.strip().splitlines()]
    assert admin.last().split("\n")[1:] == lines
    for name in ("张伟", "孙宁", "周敏", "138"):
        assert name not in admin.last()


async def test_a_caller_who_is_not_content_is_heard_by_somebody_else(admin: Chat, town: Town) -> None:
    tip = await enters(admin)
    await admin.after(f"/do {tip.number} refute", "现场没有发现纸箱。", "确定")
    await admin.reads(f"""
        > /hotline called {tip.number}
        < {tip.number} 号：回访时反映人怎么说？
        | 通过热线回访，或打对方留下的电话。
        | [已经整改好] [没有整改好] [没有接通]
        > [没有整改好]
        < {tip.number} 号已记下：电话回访：没有整改好。
        | [打开线索]
    """)
    await admin.after(f"/hotline reply {tip.number}")
    assert "二、核查情况：11月23日现场核查，未发现所反映的情况。现场没有发现纸箱。" in admin.last()
    assert "四、回访情况：11月23日电话回访，反映人表示还没整改好，已安排其他人员重新核查。" in admin.last()
    other = await town.person(3001, "第二个管理员")
    await other.after(f"/start {await code(admin, 'admin')}", "/approvals")
    assert tip.number in "".join(other.told())


async def test_a_deadline_of_the_hotline_bounds_every_limit(admin: Chat, town: Town) -> None:
    tip = await enters(admin, ORDER.replace("2026-11-25 18:00", "2026-11-23 20:00"))
    assert tip.answer_by == tip.work.deadline
    await admin.after(f"/do {tip.number} accept", f"/do {tip.number} assign safety -")
    (row,) = await town.rows(tips)
    assert row["due"] == row["deadline"]


async def test_the_card_says_how_it_came_in_and_that_no_way_leads_back(admin: Chat) -> None:
    tip = await enters(admin)
    await admin.after(f"/tip {tip.number}")
    assert "来源：12345 热线，工单 20261120001234" in admin.last()
    assert "聊天里联系不到反映人：请用热线回复单答复，或通过热线回访。" in admin.last()
    assert "来源单位要求 11月25日 星期三 18:00 前办结（期限内）" in admin.last()


async def test_a_part_says_how_its_whole_came_in_and_the_reply_tells_where_it_stands(admin: Chat, town: Town) -> None:
    tip = await enters(admin)
    await admin.after(f"/do {tip.number} accept", f"/do {tip.number} assign safety -", f"/do {tip.number} split urban")
    part = next(row for row in await town.rows(tips) if row["parent"] is not None)
    assert part["deadline"] is not None
    admin.news()
    await admin.does(f"/tip {part['number']}")
    card = "".join(admin.news())
    assert "来源：12345 热线" in card
    assert "来源单位要求 11月25日" in card
    assert "生成回复" not in card
    await admin.after(f"/hotline reply {tip.number}")
    assert "三、处理情况：由城管中心办理的部分：已交科室。" in admin.last()


async def test_an_officer_sees_neither_the_number_of_the_order_nor_its_reply(admin: Chat, town: Town) -> None:
    tip = await enters(admin)
    officer = await town.person(3002, "孙宁")
    await officer.after(f"/start {await code(admin, 'officer safety')}")
    await admin.after(f"/do {tip.number} accept", f"/do {tip.number} assign safety -")
    await officer.after(f"/tip {tip.number}", f"/hotline reply {tip.number}", f"/hotline receipt {tip.number}")
    told = "".join(officer.told())
    assert "来源：12345 热线" in told
    assert "20261120001234" not in told
    assert "受理码" not in told


@pytest.mark.parametrize("what", ["reply", "called", "receipt"])
async def test_a_tip_of_the_chat_has_no_reply_and_no_receipt_of_that_kind(
    admin: Chat, chat: Chat, town: Town, what: str
) -> None:
    await chat.after("/report", "2", "翠竹园3栋", "楼梯口堆满纸箱", "跳过", "匿名", "发送")
    tip = await the_tip(town)
    admin.news()
    await admin.does(f"/hotline {what} {tip.number}")
    assert "受理码：" not in "".join(admin.news())
    assert len(await town.rows(routes)) == 1
