"""Words ready at hand: what admins keep is offered where colleagues write, and read in the reader's own language."""

from __future__ import annotations

from storage import phrases as store
from storage import tables
from tests.chat import Chat, Town
from tests.handlers.test_people import invited

BIKE = ("/report", "3", "翠竹园3栋", "每晚拉线充电", "跳过", "匿名", "发送")
EXIT = ("/report", "2", "翠竹园3栋", "楼梯口堆满纸箱", "跳过", "匿名", "发送")
NEW = "[新加一条]"


async def filed(chat: Chat, town: Town, *said: str) -> str:
    before = {tip.number for tip in await town.tips()}
    await chat.after(*said)
    (number,) = {tip.number for tip in await town.tips()} - before
    return number


async def test_an_admin_keeps_a_phrase_for_one_kind_in_two_languages(admin: Chat, chat: Chat, town: Town) -> None:
    number, other = await filed(chat, town, *BIKE), await filed(chat, town, *EXIT)
    await admin.reads("""
        > /phrases
        < 常用语
        | 同事写字时可以直接选用。看哪一类？
        | [问反映人（3）] [不属实（2）] [不归我们，转出（1）] [回复反映人（1）] ...
        > [不属实（2）]
        < “不属实”的常用语
        | 专门用于某种隐患的排在前面，自带的排在最后。
        |
        | 1. ...
        | 自带
        |
        | 2. ...
        | 自带
        | [修改第 1 条] [去掉第 1 条] [修改第 2 条] [去掉第 2 条] [新加一条] [全部常用语]
        > [新加一条]
        < 哪类隐患用？
        | 点一个；跳过就是全部都能用。
        ...
        > [电动车进楼停放、充电]
        < “不属实”的常用语（中文）
        | 一两句话。对方看到的是自己语言的那一版。不写姓名、房号。
        | [返回] [取消]
        > 去看过三次，没有看到充电。
        < “不属实”的常用语（English）
        ...
        > We went there three times and saw nothing charging.
        < 请核对一下。保存后，同事写字时都能选用。
        | 隐患大类：电动车进楼停放、充电
        | 中文：去看过三次，没有看到充电。
        | English：We went there three times and saw nothing charging.
        | [记下来] ...
        > [记下来]
        < 已保存。
        | [回到常用语]
        > [回到常用语]
        < “不属实”的常用语
        | ...
        |
        | 1. 去看过三次，没有看到充电。
        | 电动车进楼停放、充电
        ...
    """)
    await admin.does(f"/do {number} refute")
    assert admin.news()[-1].startswith("| [去看过三次，没有看到充电。] [")
    await admin.after("/cancel")
    await admin.does(f"/do {other} refute")
    assert "去看过三次" not in "".join(admin.news()), "it is for another kind"


async def test_whoever_reads_a_phrase_reads_it_in_their_own_language(admin: Chat, town: Town) -> None:
    anna, chat = await town.person(1004, "Anna Keller", "en"), await town.person(1001, "李小安")
    await admin.after("/phrases reply new", "[跳过]", "[跳过]", "我们已约了电工，周五上门。")
    await admin.after("An electrician comes on Friday.", "[记下来]")
    english = await filed(anna, town, "/report", "3", "翠竹园3栋", "charging every night", "Skip", "Anonymous", "Send")
    chinese = await filed(chat, town, *BIKE)
    for number in (english, chinese):
        await admin.after(f"/do {number} reply", "[我们已约了电工，周五上门。]", "[确定]")
    await admin.after(f"/do {english} reply", "我们周四先来看看。", "[确定]")
    await town.later(700)
    await town.settle()
    assert any("An electrician comes on Friday." in line for line in anna.told())
    assert any("我们周四先来看看。" in line for line in anna.told()), "what was typed is sent as it was typed"
    assert any("我们已约了电工，周五上门。" in line for line in chat.told())
    await admin.does(f"/tip {english} past")
    assert "我们已约了电工，周五上门。" in admin.last()


async def test_a_delivered_phrase_is_changed_taken_away_and_brought_back(admin: Chat, chat: Chat, town: Town) -> None:
    number = await filed(chat, town, *BIKE)
    await admin.after(
        "/phrases rectify", "[修改第 1 条]", "复查过了，确实改好了。", "[跳过]", "[记下来]", "[回到常用语]"
    )
    assert admin.last().split("\n")[3:] == ["1. 复查过了，确实改好了。", "只有 中文"]
    async with town.app.store.begin() as tx:
        await tx.execute(tables.tips.update().values(state="rectifying", desk="safety"))
    officer = await invited(town, admin, 1010, "孙宁", "officer safety")
    await officer.does(f"/do {number} rectify")
    assert "[复查过了，确实改好了。]" in officer.news()[-1]
    await admin.after("/phrases rectify", "[去掉第 1 条]")
    assert admin.last().split("\n")[-1] == "还没有。"
    await admin.after("[恢复自带的]")
    assert "自带" in admin.last()
    assert await town.rows(tables.phrases) == []


async def test_what_is_typed_into_a_phrase_is_cleaned(admin: Chat, town: Town) -> None:
    await admin.after("/phrases ask new", "[跳过]", "他是上访户吗？身份证310101199001011237", "[跳过]", "[记下来]")
    await admin.does("/phrases ask")
    assert "上访户" not in admin.last()
    assert "19900101" not in admin.last()
    assert "他是…户吗" in admin.last()


async def test_no_more_are_kept_than_can_be_looked_after(admin: Chat, town: Town) -> None:
    async with town.app.store.begin() as tx:
        for each in range(tx.policy.phrases.most_kept):
            await store.add(tx, "ask", {"zh_CN": f"第{each}句话"})
    await admin.after("/phrases reply new", "[跳过]", "[跳过]", "谢谢。", "[跳过]", "[记下来]")
    assert admin.last().startswith("常用语已有 200 条")


async def test_old_buttons_and_others_change_nothing(admin: Chat, town: Town) -> None:
    officer = await invited(town, admin, 1010, "孙宁", "officer safety")
    for said in ("/phrases", "/phrases ask new", "/phrases ask off photo"):
        await officer.does(said)
        assert officer.last().startswith("这是别的身份才能做的")
    await admin.does("/phrases ask off 0123456789abcdef")
    assert admin.news()[0] == "< 这条常用语已经没有了，或者不归您改。看 /phrases"
    await admin.does("/phrases ask change nothing")
    assert admin.last() == "这条常用语已经没有了，或者不归您改。看 /phrases"
    assert await town.rows(tables.phrases) == []
