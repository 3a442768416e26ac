"""A kept voice message is listened to once, and what was said stands on the card."""

from __future__ import annotations

from storage import media, tables
from tests.chat import Chat, Town
from tests.handlers.test_audit import actions
from tests.handlers.test_people import invited

BEGUN = ("/report", "3", "翠竹园3栋")


async def spoken(chat: Chat, town: Town, count: int = 1) -> str:
    """File a tip with voice messages; returns its number."""
    before = {tip.number for tip in await town.tips()}
    await chat.after(*BEGUN, *["(voice)"] * count, "跳过", "好了", "匿名", "发送")
    (number,) = {tip.number for tip in await town.tips()} - before
    return number


async def voices(town: Town, number: str) -> list[media.Item]:
    async with town.app.store.begin() as tx:
        return await media.of_tip(tx, number)


async def test_what_a_listener_heard_stands_on_the_card(chat: Chat, admin: Chat, town: Town) -> None:
    number = await spoken(chat, town)
    code = next(line for line in chat.told() if "受理码：" in line).partition("：")[2]
    await admin.reads(f"""
        > /backlog
        < 待办总览
        ...
        | 等着听的语音：1
        ...
        | [{number}] [听语音并记下来]
        > [听语音并记下来]
        < (voice) {number} 号的语音
        < 里面说了什么？
        | 照着打出来，不写名字。有听不清的地方，打听得清的，其余用“…”。
        | [完全听不清] [先放着，听下一条] [取消]
        > 楼道里天天晚上拉线充电，房东张伟不管
        < 请核对一下。会写在线索上，注明是听语音记下的。
        | 语音内容：楼道里天天晚上拉线充电，房东张伟不管
        | [记下来] ...
        > [记下来]
        < 已记在 {number} 号。谢谢您听。
        | [打开线索]
        > [打开线索]
        < 线索 {number} 号 · 已收到，待答复
        ...
        | 情况：（见语音）
        ...
        < 语音（11月23日 星期一听记）：楼道里天天晚上拉线充电，房东••不管
        < (voice) {number} 号
        > /listen
        < 没有等着听的语音。辛苦了。
    """)
    assert "需要有人听" not in "".join(admin.told()[-20:])
    assert [action for _role, action, _object in await actions(town)][2:5] == ["voice.listen", "tip.heard", "tip.read"]
    await chat.does(code)
    assert "您的语音已经有人听了" in chat.last()


async def test_nothing_to_understand_is_an_answer(chat: Chat, admin: Chat, town: Town) -> None:
    number = await spoken(chat, town)
    await admin.reads(f"""
        > /listen
        ...
        > [完全听不清]
        < {number} 号已注明：听不清。请反映人打几个字说明吧。
        | [问反映人] [打开线索]
        > [打开线索]
        ...
        | 有一条语音听过了：听不清内容。
        ...
    """)


async def test_the_oldest_comes_first_and_two_never_hear_the_same(chat: Chat, admin: Chat, town: Town) -> None:
    first = await spoken(chat, town)
    await town.later(3600)
    second = await spoken(chat, town)
    other, third = [await invited(town, admin, number, "同事", "admin") for number in (1010, 1011)]
    await admin.does("/listen")
    assert f"{first} 号的语音" in "".join(admin.news())
    await other.does("/listen")
    assert f"{second} 号的语音" in "".join(other.news())
    await third.does("/listen")
    assert third.last() == "剩下的正有人在听。请过几分钟再看。"
    await town.later(11 * 60)
    await third.does("/listen")
    assert f"{first} 号的语音" in "".join(third.news())
    await third.after("楼道拉线充电", "记下来")
    await admin.after("楼道里有人拉线", "记下来")
    assert admin.last().startswith("这条已经有人听过")
    assert [item.heard for item in await voices(town, first)] == ["words"]


async def test_one_that_is_left_for_later_comes_after_the_others(chat: Chat, admin: Chat, town: Town) -> None:
    first, second = await spoken(chat, town), await spoken(chat, town)
    order = sorted((first, second))
    await admin.after("/listen", "[先放着，听下一条]", "[下一条语音]")
    assert f"{order[1]} 号的语音" in "".join(admin.told())
    await admin.after("[先放着，听下一条]", "/listen")
    assert [line for line in admin.told() if line.startswith("< (voice)")][-1] == f"< (voice) {order[0]} 号的语音"


async def test_an_emergency_in_it_raises_the_numbers(chat: Chat, admin: Chat, town: Town) -> None:
    number = await spoken(chat, town)
    await admin.after("/listen")
    await admin.reads(f"""
        > 着火了，三楼有人出不来
        < 如果正在发生，请马上打电话：起火或燃气泄漏 119 · 暴力 110 · 有人受伤 120。
        ...
        > [我安全，继续]
        < 请核对一下。...
        ...
        > [记下来]
        < 已记在 {number} 号。听起来很紧急：如果可能正在发生，请马上替他们打电话：119 · 110 · 120。
        | 然后标为紧急，立刻交办。
        | [标为紧急] [打开线索]
        > [标为紧急]
        ...
    """)
    assert [row["urgent"] for row in await town.rows(tables.tips)] == [1]


async def test_who_knows_the_neighbours_by_their_voices_reads_the_words_alone(
    chat: Chat, admin: Chat, town: Town
) -> None:
    number = await spoken(chat, town)
    walker = await invited(town, admin, 1010, "赵立", "grid_worker 第一网格")
    officer = await invited(town, admin, 1011, "孙宁", "officer safety")
    async with town.app.store.begin() as tx:
        await tx.execute(tables.tips.update().values(state="assigned", desk="safety", grid="第一网格"))
    await walker.does(f"/tip {number}")
    assert "有语音：需要有人听一下。" in "".join(walker.news())
    await walker.does("/listen")
    assert walker.last().startswith("这是别的身份才能做的")
    await officer.after(f"/listen {number}", "楼道拉线充电", "记下来")
    await walker.does(f"/tip {number}")
    told = walker.news()
    assert any("楼道拉线充电" in line for line in told)
    assert not [line for line in walker.told() if "(voice)" in line]


async def test_only_what_one_may_see_is_played(chat: Chat, admin: Chat, town: Town) -> None:
    number = await spoken(chat, town)
    officer = await invited(town, admin, 1010, "孙宁", "officer urban")
    for said in ("/listen", f"/listen {number}"):
        await officer.does(said)
        assert officer.last() == "没有等着听的语音。辛苦了。"


async def test_a_tip_that_is_taken_back_meanwhile_is_not_written_to(chat: Chat, admin: Chat, town: Town) -> None:
    await spoken(chat, town)
    await admin.after("/listen", "楼道拉线充电")
    code = next(line for line in chat.told() if "受理码：" in line).partition("：")[2]
    await chat.after(code, "[撤回]", "[是，撤回]")
    await admin.after("[记下来]")
    assert admin.last().startswith("这条已经有人听过，或者线索已撤回")


async def test_nothing_tells_a_heard_voice_message_from_another_file(chat: Chat, admin: Chat, town: Town) -> None:
    await chat.after(*BEGUN, "(photo)", "(voice)", "(voice)", "跳过", "好了", "匿名", "发送")
    await admin.after("/listen", "楼道拉线充电", "记下来", "/listen")
    rows = await town.rows(tables.media)
    assert len({len(row["body"]) for row in rows}) == 1
    assert {row["state"] for row in rows} == {"kept"}
