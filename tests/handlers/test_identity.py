"""Who sent a tip is sealed: seen once, for a reason, if a custodian agrees, and whoever sent it can see that."""

from __future__ import annotations

import pytest

from storage import tables
from tests.chat import Chat, Town
from tests.handlers.test_audit import actions
from tests.handlers.test_media import SECRET, photo, sends, shown
from tests.handlers.test_people import handle, invited

KNOWN = ("/report", "3", "翠竹园3栋", "每晚拉线充电", "跳过", "只让街道知道", "发送")
ASK = ("1", "处理需要书面证言", "提出申请")
DAY = 24 * 60


@pytest.fixture
async def custodian(town: Town, admin: Chat) -> Chat:
    """The private chat of the one custodian."""
    return await invited(town, admin, 1020, "褚平", "custodian")


async def filed(chat: Chat, town: Town) -> str:
    await chat.after(*KNOWN)
    (tip,) = await town.tips()
    return tip.number


async def heard(chat: Chat, town: Town) -> list[str]:
    """Return what somebody hears once the house's timers rang."""
    await town.later(1)
    await town.settle()
    return chat.news()


async def test_a_name_is_asked_for_agreed_to_seen_once_and_taken_away_again(
    chat: Chat, admin: Chat, custodian: Chat, town: Town
) -> None:
    number = await filed(chat, town)
    await admin.reads(f"""
        > /tip {number}
        < 线索 {number} 号 · 已收到，待答复
        ...
        | 反映人：街道知道，名字已封存
        ...
        > [申请看反映人]
        < 第 1/2 步
        | 为什么要知道 {number} 号是谁反映的？
        | 反映人以后能在 /mydata 里看到这个原因。
        | [处理需要证言] [有人有危险] [必须联系上，这里联系不上] [发奖励] [法院或主管机关要求] [取消]
        > [处理需要证言]
        < 第 2/2 步
        | 为什么非看不可？
        ...
        > 处理需要书面证言
        < 请核对一下。由保管人决定。同意后您只能看一次，只显示几分钟；会留记录，反映人查得到。
        | 用途：处理需要证言
        | 理由：处理需要书面证言
        | [提出申请] ...
        > [提出申请]
        < {number} 号：已提出申请。会告诉保管人，结果在这里告诉您。在那之前什么都不显示。
        | [打开线索]
        > [打开线索]
        < 线索 {number} 号 · 已收到，待答复
        ...
        | 已有人申请看名字，保管人在...前决定。
        | ...
    """)
    assert (await heard(custodian, town))[:2] == [
        f"< {number} 号：让周敏（管理员）看反映人是谁吗？",
        "| 用途：处理需要证言",
    ]
    await custodian.reads("""
        > [同意]
        < 已同意。会告诉申请人。
    """)
    assert admin.news()[0].startswith(f"< {number} 号：保管人同意了。")
    await admin.reads(f"""
        > [查看（只能看一次）]
        < {number} 号的反映人：李小安
        | 只供您本人查看。10 分钟后，这条消息会从聊天里删掉。
        > (11 minutes later)
        > /name {number} show
        < {number} 号：封存的内容您可以看一次，显示 10 分钟。
        ...
        > [查看（只能看一次）]
        < 没有有效的同意：可能已经用过、过期，或者没有同意。请打开线索重新申请。
    """)
    assert "李小安" not in "".join(admin.told())
    assert [action for _role, action, _object in await actions(town)][-4:] == [
        "approval.identity",
        "tip.read",
        "identity.granted",
        "identity.shown",
    ]
    await chat.reads("""
        > /mydata
        ...
        | 谁看过或申请看您的名字：
        | ... · 管理员看过（处理需要证言）
        | [删除我的资料]
    """)


async def test_a_refusal_is_told_and_leaves_a_trace(chat: Chat, admin: Chat, custodian: Chat, town: Town) -> None:
    number = await filed(chat, town)
    await admin.after(f"/name {number}", *ASK)
    await heard(custodian, town)
    await custodian.after("[不同意]")
    assert admin.news()[0].startswith(f"< {number} 号：保管人没有同意。")
    await chat.does("/mydata")
    assert "管理员申请看（处理需要证言），保管人没有同意" in chat.last()


async def test_what_nobody_answers_lapses_and_leaves_a_trace(
    chat: Chat, admin: Chat, custodian: Chat, town: Town
) -> None:
    number = await filed(chat, town)
    await admin.after(f"/name {number}", *ASK, f"({4 * DAY} minutes later)")
    assert any(line.startswith(f"< {number} 号：保管人没有在期限内答复。") for line in admin.told())
    await custodian.does("/approvals")
    assert custodian.last() == "没有等您决定的事。"
    await chat.does("/mydata")
    assert "管理员申请看（处理需要证言），期限内没人同意" in chat.last()


async def test_an_agreement_that_is_not_used_ends_after_a_day(
    chat: Chat, admin: Chat, custodian: Chat, town: Town
) -> None:
    number = await filed(chat, town)
    await admin.after(f"/name {number}", *ASK)
    await heard(custodian, town)
    await custodian.after("[同意]")
    await admin.after(f"({DAY + 1} minutes later)", "[查看（只能看一次）]")
    assert admin.last().startswith("没有有效的同意")
    assert await town.rows(tables.looks) == []


async def test_two_taps_show_it_once(chat: Chat, admin: Chat, custodian: Chat, town: Town) -> None:
    number = await filed(chat, town)
    await admin.after(f"/name {number}", *ASK)
    await heard(custodian, town)
    await custodian.after("[同意]")
    await admin.after("(two taps) [查看（只能看一次）]")
    assert len(await town.rows(tables.looks)) == 1


async def test_without_a_custodian_nothing_is_opened(chat: Chat, admin: Chat, town: Town) -> None:
    number = await filed(chat, town)
    await admin.after(f"/name {number}", *ASK)
    assert admin.last().startswith("除您之外还没有保管人")
    assert await town.rows(tables.approvals) == []


async def test_whoever_asked_does_not_agree_even_as_a_custodian(chat: Chat, admin: Chat, town: Town) -> None:
    number = await filed(chat, town)
    second = await invited(town, admin, 1010, "二号", "admin")
    await invited(town, admin, 1020, "褚平", "custodian")
    await second.after(f"/name {number}", *ASK)
    await admin.after(f"/people {await handle(second)} role custodian")
    await second.does("/approvals")
    assert second.last() == "没有等您决定的事。"


async def test_an_agreement_counts_for_whoever_asked_alone(
    chat: Chat, admin: Chat, custodian: Chat, town: Town
) -> None:
    number = await filed(chat, town)
    other = await invited(town, admin, 1010, "二号", "admin")
    await admin.after(f"/name {number}", *ASK)
    await heard(custodian, town)
    await custodian.after("[同意]")
    await other.does("/start")
    await other.press(other.messages()[-1]["message_id"], f"m.name.{number} show")
    assert other.last().startswith("没有有效的同意")
    assert await town.rows(tables.looks) == []


async def test_an_anonymous_tip_has_nothing_to_open(chat: Chat, admin: Chat, custodian: Chat, town: Town) -> None:
    await chat.after(*KNOWN[:-2], "匿名", "发送")
    (tip,) = await town.tips()
    await admin.does(f"/tip {tip.number}")
    assert "申请看反映人" not in "".join(admin.told())
    for said in (f"/name {tip.number}", f"/name {tip.number} show"):
        await admin.does(said)
        assert admin.last() == f"没有人知道 {tip.number} 号是谁反映的：来的时候就没有名字，什么办法都打不开。"


async def test_who_was_forgotten_meanwhile_stays_unknown(chat: Chat, admin: Chat, custodian: Chat, town: Town) -> None:
    number = await filed(chat, town)
    await admin.after(f"/name {number}", *ASK)
    await heard(custodian, town)
    await custodian.after("[同意]")
    await chat.after("/forget", "[是，删掉]")
    await admin.after("[查看（只能看一次）]")
    assert admin.last().startswith("没有人知道")


async def test_photos_as_they_came_are_behind_the_same_agreement(
    chat: Chat, admin: Chat, custodian: Chat, town: Town
) -> None:
    await chat.after("/report", "2", "翠竹园3栋", "楼梯口堆满纸箱")
    await sends(chat, "document", photo(), "IMG.jpg")
    await chat.after("好了", "只让街道知道", "发送")
    (tip,) = await town.tips()
    await admin.after(f"/tip {tip.number}")
    before = await shown(admin)
    assert SECRET not in b"".join(before)
    await admin.after(f"/name {tip.number}", *ASK)
    await heard(custodian, town)
    await custodian.after("[同意]")
    await admin.after("[查看（只能看一次）]")
    assert await shown(admin) == [*before, photo()]
    await admin.after("(11 minutes later)")
    assert await shown(admin) == before, "and then it is gone again"


async def test_labels_about_persons_are_left_out_of_the_reason(
    chat: Chat, admin: Chat, custodian: Chat, town: Town
) -> None:
    number = await filed(chat, town)
    await admin.reads(f"""
        > /name {number}
        ...
        > 1
        ...
        > 他是上访户，要当面问
        < 给人贴标签的字眼（病情、信访、前科）我没有记。
        | ...
        < 请核对一下。...
        | 用途：处理需要证言
        | 理由：他是…户，要当面问
        | ...
    """)


async def test_no_screen_of_staff_tells_the_name_otherwise(chat: Chat, admin: Chat, town: Town) -> None:
    number = await filed(chat, town)
    officer = await invited(town, admin, 1010, "孙宁", "officer safety")
    await admin.after(f"/tip {number}", f"/tip {number} full", f"/tip {number} past", "/triage", "/backlog", "/work")
    await admin.after(
        f"/do {number} assign safety", "[我不知道]" if "[我不知道]" in admin.last() else "/audit", "/people"
    )
    await officer.after(f"/tip {number}", "/work")
    for each in (admin, officer):
        assert "李小安" not in "".join(each.told())
