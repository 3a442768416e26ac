"""What is recorded of what staff do, who may read it, and that nothing of it tells of an anonymous tipster."""

from __future__ import annotations

import re

from sqlalchemy import update

from storage import audit
from storage.tables import audit as table
from tests.chat import Chat, Town
from tests.handlers.conftest import Office
from tests.handlers.test_people import handle, invited

KNOWN = ("/report", "2", "翠竹园3栋", "楼梯口堆满纸箱", "跳过", "只让街道知道", "发送")
ANONYMOUS = ("/report", "2", "翠竹园3栋", "楼梯口堆满纸箱", "跳过", "匿名", "发送")


async def actions(town: Town) -> list[tuple[str, str, str]]:
    """Return what the log holds, oldest first."""
    async with town.app.store.begin() as tx:
        entries = await audit.newest(tx, 1000)
        assert await audit.verify(tx) is None
    return [(each.role, each.action, each.object) for each in reversed(entries)]


async def test_a_days_work_reads_as_a_story(admin: Chat, town: Town, chat: Chat) -> None:
    await chat.after(*KNOWN)
    (tip,) = await town.tips()
    officer = await invited(town, admin, 1010, "孙宁", "officer safety")
    await admin.after(f"/tip {tip.number}", f"/people {await handle(officer)} role officer urban")
    await officer.after("/backlog")
    await admin.after(f"/people {await handle(officer)} revoke yes")
    await admin.reads(f"""
        > /audit
        < 操作记录（最新的在前）· 8
        | 8. ... · 周敏（管理员）收回了 孙宁 的身份：科室工作人员 · 城管中心
        | 7. ... · 孙宁（科室工作人员）想用 /backlog，没有权限
        | 6. ... · 周敏（管理员）把 孙宁 改为：科室工作人员 · 城管中心
        | 5. ... · 周敏（管理员）查看了线索 {tip.number}
        | 4. ... · 孙宁（科室工作人员）接受了 周敏 的邀请：科室工作人员 · 安监站
        | 3. ... · 周敏（管理员）发出邀请：科室工作人员 · 安监站
        | 2. ... · 周敏（管理员）凭服务器上的一次性码成为管理员
        | 1. ... · 记录从这里开始
        | [核对全部记录]
        > [核对全部记录]
        < 全部 8 条记录完好，没有被改动或抽走。
    """)


async def test_the_log_turns_pages(admin: Chat) -> None:
    await admin.after(*["/invite auditor"] * 12)
    await admin.reads("""
        > /audit
        < 操作记录（最新的在前）· 14
        | 14. ...
        ...
        | 5. ...
        | [更早的] [核对全部记录]
        > [更早的]
        < 操作记录（最新的在前）· 14
        | 4. ...
        ...
        | 1. ...
        | [更新的] [核对全部记录]
    """)


async def test_an_auditor_reads_it_and_an_officer_does_not(admin: Chat, town: Town) -> None:
    auditor = await invited(town, admin, 1010, "陈清", "auditor")
    officer = await invited(town, admin, 1011, "孙宁", "officer safety")
    await auditor.does("/audit")
    assert auditor.last().startswith("操作记录")
    await officer.does("/audit")
    assert officer.last().startswith("这是别的身份才能做的")


async def test_filing_a_tip_writes_nothing(town: Town, chat: Chat) -> None:
    before = await actions(town)
    await chat.after(*ANONYMOUS, *KNOWN, "/mytips", "/mydata", "/forget", "[是，删掉]")
    assert await actions(town) == before == [("", "log.begin", "")]


async def test_who_is_forgotten_is_a_link_to_nobody_and_the_chain_holds(admin: Chat, town: Town) -> None:
    officer = await invited(town, admin, 1010, "孙宁", "officer safety")
    await officer.after("/forget", "[是，删掉]")
    await admin.does("/audit")
    assert "（资料已删除的人）（科室工作人员）接受了 周敏 的邀请" in admin.last()
    assert "孙宁" not in admin.last()
    await admin.does("m.audit.check")
    async with town.app.store.begin() as tx:
        assert await audit.verify(tx) is None


async def test_a_changed_entry_is_told_by_its_number(admin: Chat, town: Town) -> None:
    await admin.after("/invite auditor", "/invite auditor", "/audit")
    async with town.app.store.begin() as tx:
        await tx.execute(update(table).where(table.c.seq == 3).values(object="admin"))
    await admin.does("[核对全部记录]")
    assert admin.last().startswith("第 3 条记录被改动过，或者不见了。")


async def test_a_deed_and_its_entry_survive_together(admin: Chat, town: Town) -> None:
    await admin.after("/invite auditor", "(restart)")
    assert [action for _role, action, _object in await actions(town)] == ["log.begin", "role.claim", "invite.make"]


async def test_every_line_is_words_and_no_code(office: Office) -> None:
    number = await office.filed()
    second = await invited(office.town, office.admin, 1020, "第二个管理员", "admin")
    await invited(office.town, office.admin, 1021, "徐兰", "grid_worker 顾家桥社区 第一网格")
    await office.admin.after(f"/do {number} accept", f"/do {number} urge", f"/do {number} assign safety")
    await office.worker.after(f"/do {number} take", f"/do {number} extend", "12-20", "住户出差", "[确定]")
    await second.after("/approvals", "[不同意]")
    await office.worker.after(f"/do {number} extend", "12-21", "住户出差", "[确定]")
    await second.after("/approvals", "[同意]")
    await office.worker.after("/deputy", "[徐兰]", "[3 天]", "/deputy", "[我回来了，结束代班]")
    await office.worker.after(f"/do {number} refute", "没有。", "[确定]")
    await office.admin.after(f"/do {number} close", "/audit")
    told = office.admin.last()
    await office.admin.after("[更早的]")
    told += office.admin.last()
    assert "没有同意线索" in told
    assert re.findall(r"[a-z_]+\.[a-z_]+", told) == []
