"""Keeping somebody from filing: set without seeing whom, told calmly, ended by time or by another admin."""

from __future__ import annotations

from storage.tables import bans
from storage.tables import tips as tips_table
from tests.chat import Chat, Town
from tests.handlers.test_audit import actions
from tests.handlers.test_people import handle, invited

ANONYMOUS = ("/report", "2", "翠竹园3栋", "楼梯口堆满纸箱", "跳过", "匿名", "发送")
KNOWN = ("/report", "2", "翠竹园3栋", "楼梯口堆满纸箱", "跳过", "只让街道知道", "发送")


async def blocked(admin: Chat, chat: Chat, how: str = "mute flood") -> str:
    """File an anonymous tip, have its sender kept from filing, and return its number."""
    await chat.after(*ANONYMOUS)
    (tip,) = await admin.town.tips()
    await admin.after(f"/block {tip.number} {how}")
    return tip.number


async def test_an_admin_keeps_the_sender_of_an_anonymous_tip_from_filing(admin: Chat, chat: Chat) -> None:
    await chat.after(*ANONYMOUS)
    (tip,) = await admin.town.tips()
    await admin.reads(f"""
        > /tip {tip.number}
        ...
        | ... [暂停反映人提交]
        > [暂停反映人提交]
        < 暂停线索 {tip.number} 的反映人提交线索吗？
        | 对方仍可查看、查询、提出异议，并会收到原因。对方是谁，您看不到。
        | [7 天：短时间内重复发送太多] ... [180 天（屡次）：明知不实仍反映]
        > [7 天：辱骂或威胁]
        < 已办：... 前，线索 {tip.number} 的反映人不能提交线索；原因和申诉办法已告知本人。
    """)
    assert "李小安" not in "".join(admin.told())
    assert "1001" not in "".join(admin.told())
    said = chat.news()
    assert said[0].endswith("前，您暂时不能在这里提交线索。原因：辱骂或威胁。")
    assert said[-1] == "| 紧急情况请直接打电话：火警 119 · 报警 110 · 急救 120。"


async def test_who_is_blocked_reads_and_asks_and_gets_the_numbers_but_files_nothing(admin: Chat, chat: Chat) -> None:
    await blocked(admin, chat)
    for said in ("/report", "楼道堆满纸箱", "(photo: 楼道)"):
        await chat.does(said)
        assert "暂时不能在这里提交线索" in chat.last(), said
    chat.news()
    await chat.does("着火了，快来人")
    assert "119" in chat.news()[0], "the numbers come first"
    for said, answer in (("/mytips", "匿名线索"), ("/help", "我能做什么"), ("/mydata", "没有保存")):
        await chat.does(said)
        assert answer in chat.last()
    assert len(await chat.town.rows(tips_table)) == 1


async def test_a_report_that_was_open_is_not_filed_either(admin: Chat, chat: Chat) -> None:
    await chat.after(*ANONYMOUS, *ANONYMOUS[:-1])
    (tip,) = await admin.town.tips()
    await admin.after(f"/block {tip.number} ban false")
    await chat.does("发送")
    assert "暂时不能在这里提交线索" in chat.last()
    assert len(await chat.town.rows(tips_table)) == 1


async def test_it_ends_by_itself(admin: Chat, chat: Chat) -> None:
    await blocked(admin, chat)
    await chat.after(f"({60 * 24 * 7 + 60} minutes later)", *ANONYMOUS)
    assert len(await chat.town.tips()) == 2


async def test_another_admin_lifts_it_after_an_objection(admin: Chat, chat: Chat, town: Town) -> None:
    second = await town.admin(1003, "二号")
    await blocked(admin, chat)
    admin.news()
    chat.news()
    await chat.reads("""
        > /object 我家楼道真的每天都堵
        < 您的异议已转给另一位管理员，结果会在这里告诉您。
        > /object 再说一遍
        < 您已经提过异议，由管理员来定，结果会在这里告诉您。
        | ...
    """)
    assert admin.news() == [], "whoever set it does not decide"
    told = second.news()
    assert told[0].startswith("< 有人对暂停提交有异议（短时间内重复发送太多，到 ")
    assert told[1:] == ["| 对方说：我家楼道真的每天都堵", "| 对方是谁，这里不显示。", "| [恢复提交] [维持不变]"]
    message, data = second.button("恢复提交")
    await admin.press(message, data)
    assert admin.last() == "这是您自己设的限制，异议要由另一位管理员来定。"
    await second.does("[恢复提交]")
    assert chat.news() == ["< 您的异议已由另一位管理员复核：现在可以重新提交线索了。谢谢您的耐心。"]
    await second.press(message, data)
    assert second.last() == "这件事已经定过，或者到期自动结束了。"
    await chat.after(*ANONYMOUS)
    assert len(await town.tips()) == 2


async def test_another_admin_leaves_it_and_the_only_one_decides_alone(admin: Chat, chat: Chat) -> None:
    await blocked(admin, chat)
    admin.news()
    await chat.after("/object")
    assert admin.news()[1] == "| 对方说：（没有写）"
    await admin.does("[维持不变]")
    assert chat.last().startswith("您的异议已由另一位管理员复核：维持不变，到 ")
    await chat.does("/object")
    assert chat.last().startswith("您已经提过异议")


async def test_blocking_the_senders_of_two_tips_never_tells_that_they_are_one(admin: Chat, chat: Chat) -> None:
    await chat.after(*ANONYMOUS, *ANONYMOUS, "(5 minutes later)")  # not at the stroke of an hour, up to which it counts
    other = await admin.town.person(1010, "别人")
    await other.after(*ANONYMOUS)
    answers = []
    for tip in await admin.town.tips():
        await admin.does(f"/block {tip.number} mute flood")
        answers.append(admin.last().replace(tip.number, "****"))
    assert len(set(answers)) == 1
    assert len(await admin.town.rows(bans)) == 2


async def test_the_database_does_not_tell_whose_block_belongs_to_which_tip(admin: Chat, chat: Chat) -> None:
    number = await blocked(admin, chat)
    (row,) = await admin.town.rows(bans)
    (tip,) = await admin.town.rows(tips_table)
    kept = b"".join(value for value in row.values() if isinstance(value, bytes))
    assert bytes(tip["id"]) not in kept
    assert number.encode() not in kept
    assert row["until"] % 3600 == 0
    assert ("admin", "sender.block", f"{number} mute flood") in await actions(admin.town)


async def test_a_longer_block_is_not_shortened(admin: Chat, chat: Chat) -> None:
    number = await blocked(admin, chat, "ban false")
    (before,) = await admin.town.rows(bans)
    await admin.after(f"/block {number} mute flood")
    assert await admin.town.rows(bans) == [before]


async def test_somebody_of_the_list_is_kept_from_filing_but_nobody_who_works_here(admin: Chat, town: Town) -> None:
    landlord = await invited(town, admin, 1010, "钱芳", "landlord")
    officer = await invited(town, admin, 1011, "孙宁", "officer safety")
    await admin.does(f"/people {await handle(landlord)}")
    assert "暂停提交线索" in str(admin.news())
    await admin.after("[暂停提交线索]", "[180 天（屡次）：明知不实仍反映]")
    await landlord.does("/report")
    assert "暂时不能在这里提交线索" in landlord.last()
    await admin.does(f"/people {await handle(officer)}")
    assert "暂停提交线索" not in str(admin.news())
    await admin.does(f"/block @{await handle(officer)} mute flood")
    assert admin.last() == "对方是工作人员，要先在 /people 收回身份。"
    await admin.does("/audit")
    assert "周敏（管理员）暂停了 钱芳 提交：明知不实仍反映" in admin.last()


async def test_nobody_but_an_admin_blocks(admin: Chat, chat: Chat, town: Town) -> None:
    officer = await invited(town, admin, 1011, "孙宁", "officer safety")
    await chat.after(*ANONYMOUS)
    (tip,) = await town.tips()
    for who in (chat, officer):
        await who.after(f"/block {tip.number} mute flood", f"/objection {'0' * 32} lift")
    assert await town.rows(bans) == []
    for said in ("/block", "/block ZZZZ mute flood", "/block @ffffffff mute flood", "/objection", "/objection x lift"):
        await admin.does(said)
        assert admin.last() in ("已经联系不到此人，什么都没有改动。", "这件事已经定过，或者到期自动结束了。"), said


async def test_who_is_not_blocked_has_nothing_to_object_to(chat: Chat) -> None:
    await chat.does("/object 为什么")
    assert chat.last() == "您现在可以正常提交线索，没有限制。"
