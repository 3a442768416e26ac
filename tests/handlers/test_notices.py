"""Notices to the public: set in chat, shown where they count, gone by themselves or with a button."""

from __future__ import annotations

from storage.tables import audit, notices
from tests.chat import Chat, Town
from tests.handlers.test_people import handle

NOTICE = ("/notice", "[发布新通知]", "元旦放假，街道不上班；急事打 12345。", "所有人", "现在", "[三天]", "[发布]")


async def test_an_admin_tells_the_public_and_it_ends_by_itself(admin: Chat, chat: Chat, town: Town) -> None:
    await admin.after(*NOTICE[:-1])
    await admin.reads("""
        > [发布]
        < 发布了。/start 和反映隐患时都会显示。查看和撤回：/notice
    """)
    for said in ("/start", "/report"):
        await chat.after(said)
        assert "📢 所有人 · 11月25日 星期三 23:59 前\n元旦放假，街道不上班；急事打 12345。" in _all(chat)
        await chat.after("/cancel")
    await town.later(3 * 86400)
    other = await town.person(1009, "邻居")
    await other.after("/start")
    assert "📢" not in _all(other)


async def test_a_notice_is_shown_from_its_beginning_on(admin: Chat, chat: Chat, town: Town) -> None:
    await admin.after(*NOTICE[:4], "11-24 8:00", "11-24", "[发布]")
    await chat.after("/start")
    assert "📢" not in _all(chat)
    await town.later(86400)
    await chat.after("/start")
    assert "📢" in _all(chat)


async def test_a_notice_is_listed_and_withdrawn_with_a_button(admin: Chat, chat: Chat, town: Town) -> None:
    await admin.after(*NOTICE)
    await admin.reads("""
        > /notice
        < 给居民的通知
        | /start 和反映隐患时显示，到时自动结束。
        | 1. 元旦放假，街道不上班；急事打 12345。
        | 所有人，11月23日 星期一 10:00 至 11月25日 星期三 23:59
        | [撤回第 1 条] [发布新通知]
        > [撤回第 1 条]
        < 撤回了，没有人再看到它。
        < 给居民的通知
        | /start 和反映隐患时显示，到时自动结束。
        | 现在没有通知。
        | [发布新通知]
        > [撤回第 1 条]
        < 这条通知已经结束了。
        ...
    """)
    assert await town.rows(notices) == []
    await chat.after("/start")
    assert "📢" not in _all(chat)
    done = [row["action"] for row in await town.rows(audit)]
    assert done.count("notice.set") == 1
    assert done.count("notice.withdraw") == 1


async def test_a_moment_that_is_over_or_no_moment_is_asked_again(admin: Chat) -> None:
    await admin.after(*NOTICE[:4])
    await admin.reads("""
        > 2026-11-01
        < 这个时间已经过去、早于开始，或者太远。请换一个。
        ...
        > 过几天
        < 请点按钮，或输入日期和钟点，例如：12-31 18:00
        ...
    """)


async def test_whoever_lost_the_role_in_the_middle_sets_nothing(admin: Chat, town: Town) -> None:
    second = await town.admin(1003, "吴敏")
    await second.after(*NOTICE[:-1])
    await admin.after(f"/people {await handle(second)} revoke yes")
    await second.after("[发布]")
    assert "没有发布" in _all(second)
    assert await town.rows(notices) == []


def _all(chat: Chat) -> str:
    return "\n".join(line.removeprefix("< ").removeprefix("| ") for line in chat.told())
