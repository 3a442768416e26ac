"""Triage: one card at a time, on one screen only; a decision can be taken back for a minute, and is told to nobody."""

from __future__ import annotations

import asyncio

import pytest_asyncio

from storage.tables import history, outbox, tips
from tests.chat import Chat, together
from tests.handlers.conftest import Office
from tests.handlers.test_invites import code

EXIT = ("/report", "[安全出口堵塞或上锁]", "翠竹园5栋1单元", "说不准", "楼道堆满纸箱", "跳过", "匿名", "发送")


def labels(chat: Chat) -> list[str]:
    """Return the buttons under the last message of a chat."""
    rows = chat.messages()[-1].get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def code_of(chat: Chat) -> str:
    """Return the receipt code that somebody was told last."""
    lines = [line for line in chat.told() if line.startswith("| 受理码：")]
    return lines[-1].partition("：")[2].replace(" ", "")


@pytest_asyncio.fixture
async def second(office: Office) -> Chat:
    """Another admin."""
    chat = await office.town.person(1020, "第二个管理员")
    await chat.after(f"/start {await code(office.admin, 'admin')}")
    await office.hear()
    return chat


async def test_the_most_urgent_card_comes_first_and_the_next_one_after_it(office: Office) -> None:
    later, urgent = await office.filed(), await office.filed(*EXIT)
    await together(
        f"""
        管理员 > /triage
        管理员 < 线索 {urgent} 号 · 已收到，待答复
        ...
        管理员 | [先放着，看下一条（还有 1 条）] [受理] ...
        管理员 > [先放着，看下一条（还有 1 条）]
        管理员 < 线索 {later} 号 · 已收到，待答复
        ...
        管理员 > [受理]
        管理员 < {later} 号：已受理。60 秒内可以撤回。
        管理员 | [撤回] [下一条] [打开线索]
        管理员 > [下一条]
        管理员 < 线索 {urgent} 号 · 已收到，待答复
        ...
        管理员 > [受理]
        ...
        管理员 > [下一条]
        管理员 < 没有新的线索。辛苦了。
        """,
        管理员=office.admin,
    )


async def test_two_admins_never_get_the_same_card(office: Office, second: Chat) -> None:
    numbers = {await office.filed(), await office.filed(*EXIT)}
    await asyncio.gather(office.admin.acts("/triage"), second.acts("/triage"))
    await office.town.settle()
    cards = [chat.last().split()[1] for chat in (office.admin, second)]
    assert set(cards) == numbers
    third = await office.town.person(1021, "第三个管理员")
    await third.after(f"/start {await code(office.admin, 'admin')}")
    await third.does("/triage")
    assert third.last() == "剩下的正在别的管理员手上。"
    await third.after("(11 minutes later)", "/triage")
    assert third.last().split()[1] in numbers, "a card that was left is given to others after ten minutes"


async def test_two_admins_press_at_the_same_moment_and_one_of_them_counts(office: Office, second: Chat) -> None:
    number = await office.filed()
    await office.admin.after(f"/tip {number}")
    await second.after(f"/tip {number}")
    await asyncio.gather(office.admin.acts("[受理]"), second.acts("[受理]"))
    await office.town.settle()
    assert await office.past(number) == ["accept"]
    told = sorted(chat.last().split("：")[0].split("。")[0] for chat in (office.admin, second))
    assert told == [f"{number} 号", f"{number} 号现在的状态变了，不能这样处理"]


async def test_what_was_taken_back_within_a_minute_never_happened_to_the_sender(office: Office) -> None:
    number = await office.filed()
    before = await office.tip(number)
    await office.admin.after(f"/do {number} refute", "看错了", "[确定]")
    assert (await office.tip(number)).state == "unfounded"
    await together(
        f"""
        管理员 > /do {number} undo
        管理员 < {number} 号：撤回上一步。
        管理员 | 线索 {number} 号 · 已收到，待答复
        ...
        (12 minutes later)
        """,
        居民=office.resident,
        管理员=office.admin,
    )
    after = await office.tip(number)
    assert (after.state, after.work.due, after.work.phase) == (before.state, before.work.due, before.work.phase)
    assert await office.past(number) == ["refute", "undo"]


async def test_after_a_minute_or_by_another_nothing_is_taken_back(office: Office, second: Chat) -> None:
    number = await office.filed()
    await office.admin.after(f"/do {number} accept")
    await second.does(f"/do {number} undo")
    assert second.last().startswith("来不及撤回了")
    office.town.shift += 61
    await office.admin.does(f"/do {number} undo")
    assert office.admin.last().startswith("来不及撤回了")
    assert (await office.tip(number)).state == "acknowledged"


async def test_nobody_is_told_in_the_commit_that_shows_which_tip_it_was(office: Office) -> None:
    number = await office.filed()
    await office.admin.after(f"/do {number} accept")
    assert await office.town.rows(outbox) == []
    assert [row["move"] for row in await office.town.rows(history)] == ["accept"]
    await office.town.later(59)
    await office.town.settle()
    assert office.resident.news() == []


async def test_of_two_reports_the_one_that_was_first_stands_in_front_and_both_are_told(office: Office) -> None:
    other = await office.town.person(1022, "另一个居民")
    first = await office.filed()
    office.town.shift += 3600
    later = await office.filed(by=other)
    await office.hear()
    other.news()
    await together(
        f"""
        管理员 > /tip {later}
        管理员 < 线索 {later} 号 · 已收到，待答复
        ...
        管理员 | 可能是同一件事：{first}（已收到，待答复）
        ...
        管理员 > /do {first} merge {later}
        管理员 < {later} 号：与另一条合并。60 秒内可以撤回。
        ...
        (12 minutes later)
        居民 < {first} 号：还有人反映了同一件事。两条合在一起办，您是先反映的。
        另一个 < {later} 号：之前有人反映过同一件事。两条合在一起办，进展一样告诉您，您看到的也算数。
        管理员 > /do {first} assign safety
        ...
        (12 minutes later)
        居民 < {first} 号已交给安监站。...
        网格员 < ...
        ...
        另一个 < {later} 号已交给安监站。...
        管理员 > /do {later} separate
        管理员 < {later} 号：改为单独办理。
        ...
        (12 minutes later)
        另一个 < {later} 号改为单独办理。核对后发现是另一件事。
        """,
        居民=office.resident,
        网格员=office.worker,
        另一个=other,
        管理员=office.admin,
    )
    assert (await office.tip(later)).main is None


async def test_those_that_stood_behind_a_merged_tip_come_back_with_it(office: Office) -> None:
    numbers = [await office.filed(by=await office.town.person(1050 + each, "人")) for each in range(3)]
    first, second, third = numbers
    await office.admin.after(f"/do {third} merge {second}", f"/do {second} merge {first}")
    mains = {row["number"]: row["main"] for row in await office.town.rows(tips)}
    front = (await office.tip(first)).id
    assert (mains[second], mains[third]) == (front, front)
    await office.admin.after(f"/do {second} undo")
    assert (await office.tip(third)).main == (await office.tip(second)).id
    assert (await office.tip(second)).main is None


async def test_urgent_shortens_the_limit_and_is_taken_back_whole(office: Office) -> None:
    number = await office.filed()
    before = (await office.tip(number)).work
    await office.admin.after(f"/do {number} urge")
    urgent = (await office.tip(number)).work
    assert urgent.urgent
    assert urgent.due is not None
    assert before.due is not None
    assert urgent.due < before.due
    await office.admin.after(f"/do {number} undo")
    assert (await office.tip(number)).work == before


async def test_another_kind_shortens_the_limit_and_changes_where_it_goes(office: Office) -> None:
    number = await office.filed("/report", "其他、说不准", "翠竹园3栋", "楼上有怪味", "跳过", "匿名", "发送")
    before = (await office.tip(number)).work.due
    await together(
        f"""
        管理员 > /do {number} reclassify
        管理员 < {number} 号到底是什么事？
        管理员 | 期限只会缩短，不会延后。
        ...
        管理员 > [安全出口堵塞或上锁]
        管理员 < {number} 号：改了类别。
        管理员 | 线索 {number} 号 · 已收到，待答复
        管理员 | 隐患：安全出口堵塞或上锁
        ...
        管理员 | 应交：安监站（按类别）
        ...
        """,
        管理员=office.admin,
    )
    after = (await office.tip(number)).work.due
    assert after is not None
    assert before is not None
    assert after < before
    await office.admin.after(f"/do {number} reclassify H01")
    assert (await office.tip(number)).work.due == after


async def test_next_leads_through_all_cards_and_then_to_the_first_again(office: Office) -> None:
    people = [await office.town.person(1060 + each, "人") for each in range(4)]
    numbers = {await office.filed(by=each) for each in people}
    await office.admin.does("/triage")
    shown = [office.admin.last().split()[1]]
    for _each in range(4):
        await office.admin.does("[先放着，看下一条（还有 3 条）]")
        shown.append(office.admin.last().split()[1])
    assert set(shown[:4]) == numbers
    assert shown[4] == shown[0]


async def test_what_stands_behind_another_is_handled_with_it_and_nowhere_else(office: Office) -> None:
    other = await office.town.person(1022, "另一个居民")
    first, later = await office.filed(), await office.filed(by=other)
    await office.admin.after(f"/do {later} merge {first}", "(2 minutes later)", f"/tip {later}")
    assert not {"受理", "交科室"} & set(labels(office.admin))
    assert "其实不是同一件" in labels(office.admin)
    await office.admin.does(f"/do {first} merge {later}")
    assert office.admin.last() == f"{first} 号和 {first} 号本来就在一起办。"


async def test_nothing_new_is_put_behind_what_has_ended(office: Office) -> None:
    other = await office.town.person(1022, "另一个居民")
    first = await office.filed()
    await office.admin.after(f"/do {first} refute", "现场没有电动车。", "[确定]", f"/do {first} close")
    later = await office.filed(by=other)
    await office.admin.does(f"/do {later} merge")
    assert labels(office.admin) == ["返回线索"]
    await office.admin.does(f"/do {later} merge {first}")
    assert office.admin.last().startswith(f"{first} 号已经结束，没有人在办了")
    await office.admin.after(f"/do {later} merge", "[返回线索]")
    assert office.admin.last().startswith(f"线索 {later} 号 · 已收到，待答复")


async def test_when_the_first_takes_theirs_back_the_next_valid_one_stands_in_front(office: Office) -> None:
    people = [await office.town.person(1060 + each, "人") for each in range(3)]
    sent = []
    for each in people:
        number = await office.filed(by=each)
        sent.append((number, each, code_of(each)))
    (first, one, key), (second, two, key2), (third, three, _key) = sent
    await office.admin.after(f"/do {second} merge {first}", f"/do {third} merge {first}", "(20 minutes later)")
    for each in people:
        each.news()
    await one.does(f"/withdraw {key}.yes")
    assert (await office.tip(second)).main is None
    assert (await office.tip(second)).state == "received"
    assert (await office.tip(third)).main == (await office.tip(second)).id
    await two.does("(20 minutes later)")
    assert two.last().startswith(f"{second} 号现在单独办理。")
    await two.does(f"/withdraw {key2}.yes")
    assert ((await office.tip(third)).main, (await office.tip(third)).state) == (None, "received")
    await three.does("(20 minutes later)")
    await office.admin.does("/triage")
    assert office.admin.last().startswith(f"线索 {third} 号")
