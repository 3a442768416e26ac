"""What fails without a sound stands on the card and in the backlog, with what to do instead."""

from __future__ import annotations

from storage import tables
from tests.chat import Chat, Town
from tests.handlers.test_people import invited

KNOWN = ("/report", "3", "翠竹园3栋", "每晚拉线充电", "跳过", "只让街道知道", "发送")
ANONYMOUS = (*KNOWN[:-2], "匿名", "发送")
STOPPED = (
    "反映人停用了机器人。写给对方的话会留着，等对方回来才送到：不要等答复。非联系不可的，请申请看名字，用别的办法联系。"
)
UNREACHABLE = "在这里联系不上反映人；对方仍可凭受理码来查。不要等答复，按已知情况接着办。"
DAY = 24 * 60


async def blocks_and_is_written_to(chat: Chat, admin: Chat, town: Town) -> str:
    """Let a sender stop the bot before they are asked something; returns the tip's number."""
    (tip,) = await town.tips()
    await chat.after("(blocks)")
    await admin.after(f"/do {tip.number} ask", "1", "确定")
    await town.later(700)
    await town.settle()
    return tip.number


async def card(admin: Chat, number: str) -> str:
    await admin.does(f"/tip {number}")
    return "\n".join(admin.news())


async def test_a_known_sender_who_stopped_the_bot(chat: Chat, admin: Chat, town: Town) -> None:
    await chat.after(*KNOWN)
    number = await blocks_and_is_written_to(chat, admin, town)
    assert STOPPED in await card(admin, number)
    await admin.does("/backlog")
    assert f"在这里联系不上反映人的未办结线索：1（{number}）" in admin.last()
    await chat.after("(unblocks)", "/help")
    assert STOPPED not in await card(admin, number)
    await admin.does("/backlog")
    assert "联系不上" not in admin.last()


async def test_of_an_anonymous_sender_no_more_is_told_than_that_they_are_out_of_reach(
    chat: Chat, admin: Chat, town: Town
) -> None:
    await chat.after(*ANONYMOUS)
    number = await blocks_and_is_written_to(chat, admin, town)
    stopped = await card(admin, number)
    await chat.after("(unblocks)", "/help")
    assert UNREACHABLE not in await card(admin, number)
    async with town.app.store.begin() as tx:
        await tx.execute(tables.routes.delete())
    gone = await card(admin, number)
    assert UNREACHABLE in stopped
    assert stopped == gone, "whether they stopped the bot or the way is gone is the same"


async def test_a_question_that_nobody_would_read_is_not_asked(chat: Chat, admin: Chat, town: Town) -> None:
    await chat.after(*ANONYMOUS)
    (tip,) = await town.tips()
    async with town.app.store.begin() as tx:
        await tx.execute(tables.routes.delete())
    await admin.does(f"/tip {tip.number}")
    assert "[问反映人]" not in "\n".join(admin.told()), "the limit would rest for nothing"
    await admin.does(f"/do {tip.number} ask")
    assert admin.last().startswith("在这里问，没有人看得到")
    assert [row["state"] for row in await town.rows(tables.tips)] == ["received"]


async def test_what_came_in_by_another_way_is_answered_there(chat: Chat, admin: Chat, town: Town) -> None:
    await chat.after(*ANONYMOUS)
    (tip,) = await town.tips()
    async with town.app.store.begin() as tx:
        await tx.execute(tables.tips.update().values(source="hotline"))
        await tx.execute(tables.routes.delete())
    assert "不是从这个聊天来的" in await card(admin, tip.number)
    await admin.does("/backlog")
    assert "联系不上" not in admin.last()


async def test_a_tip_that_its_desk_never_opened_is_shown_to_the_admins(chat: Chat, admin: Chat, town: Town) -> None:
    officer = await invited(town, admin, 1010, "孙宁", "officer safety")
    await chat.after(*ANONYMOUS)
    (tip,) = await town.tips()
    unopened = f"科室 2 天以上没人打开的线索：1（{tip.number}）"
    await admin.after(f"/do {tip.number} assign safety", "/backlog")
    assert "没人打开" not in admin.last()
    await admin.after(f"({2 * DAY + 61} minutes later)", "/backlog")
    assert unopened in admin.last()
    assert "科室 2 天以上没人打开过这条线索。请打电话问科室，或者转给别人。" in await card(admin, tip.number)
    await admin.does("/backlog")
    assert unopened in admin.last(), "that an admin looked is not that the desk did"
    await officer.does(f"/tip {tip.number}")
    assert "没人打开过" not in officer.last()
    await admin.does("/backlog")
    assert "没人打开" not in admin.last()


async def test_after_a_hand_over_the_next_desk_must_open_it(chat: Chat, admin: Chat, town: Town) -> None:
    officer = await invited(town, admin, 1010, "孙宁", "officer safety")
    await chat.after(*ANONYMOUS)
    (tip,) = await town.tips()
    await admin.after(f"/do {tip.number} assign safety")
    await officer.after(f"/tip {tip.number}", "(61 minutes later)", f"/do {tip.number} hand_over desk urban")
    await admin.after(f"({2 * DAY + 61} minutes later)", "/backlog")
    assert "没人打开的线索：1" in admin.last()


async def test_a_closed_tip_has_no_such_lines(chat: Chat, admin: Chat, town: Town) -> None:
    await chat.after(*ANONYMOUS)
    (tip,) = await town.tips()
    async with town.app.store.begin() as tx:
        await tx.execute(tables.tips.update().values(state="closed"))
        await tx.execute(tables.routes.delete())
    assert UNREACHABLE not in await card(admin, tip.number)
    await admin.does("/backlog")
    assert "联系不上" not in admin.last()
