"""What is kept of people, who looked, and being forgotten."""

from __future__ import annotations

from storage import privacy
from storage.tables import looks, people
from tests.chat import Chat, Town

KNOWN = ("/report", "2", "翠竹园3栋", "门只能开一半", "跳过", "2", "发送")
ANONYMOUS = ("/report", "2", "翠竹园3栋", "门只能开一半", "跳过", "1", "发送")


async def test_nothing_is_kept_of_a_stranger_nor_of_an_anonymous_tipster(chat: Chat) -> None:
    await chat.after(*ANONYMOUS)
    await chat.reads("""
        > /mydata
        < 这里没有保存您的任何资料。
        | 匿名线索不存您的账号，只有受理码能查到。
    """)


async def test_a_known_tipster_sees_what_is_kept_and_that_nobody_looked(chat: Chat, admin: Chat, town: Town) -> None:
    await chat.after(*KNOWN)
    [tip] = await town.tips()
    await admin.after(f"/tip {tip.number}")
    await chat.reads(f"""
        > /mydata
        < 保存的您的资料全在这里：
        | 身份：居民
        | 您同意过说明第 1 版（/privacy）；删除资料即收回同意。
        | 名字和联系您用的这个聊天：李小安
        | 您名下的线索：{tip.number}
        | [删除我的资料]
    """)


async def test_who_asks_to_be_forgotten_is_asked_once_and_then_forgotten(chat: Chat, admin: Chat, town: Town) -> None:
    await chat.after(*KNOWN)
    [tip] = await town.tips()
    await admin.after(f"/tip {tip.number}")
    await chat.reads("""
        > /forget
        < 要把您的资料全部删掉吗？
        | ...
        | [是，删掉] [不，留着]
        > [是，删掉]
        < 删好了，这里不再有您的资料。您随时可以再来。
        | ...
    """)
    await admin.reads(f"""
        > /tip {tip.number}
        < 线索 {tip.number} 号 · 已收到，待答复
        ...
        | 反映人：匿名
        ...
    """)
    assert await town.rows(looks) == []
    assert len(await town.rows(people)) == 1


async def test_a_draft_is_forgotten_too(chat: Chat) -> None:
    await chat.after("/report", "2", "/forget", "[是，删掉]")
    await chat.reads("""
        > /cancel
        < 现在没有进行中的事。
        | ...
    """)


async def test_a_restored_backup_does_not_bring_back_who_was_forgotten(chat: Chat, town: Town) -> None:
    await chat.after(*KNOWN)
    [before] = await town.rows(people)
    await chat.after("/forget", "[是，删掉]")
    async with town.app.store.begin() as tx:
        await tx.execute(people.insert().values(before))
        assert await privacy.forget_again(tx) == 1
    assert await town.rows(people) == []


async def test_who_comes_back_after_being_forgotten_stays(chat: Chat, town: Town) -> None:
    await chat.after(*KNOWN, "/forget", "[是，删掉]", *KNOWN, "(restart)")
    assert len(await town.rows(people)) == 1
