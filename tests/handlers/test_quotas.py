"""What one person may do in a day, what is said when it is used up, and that a flood harms nobody."""

from __future__ import annotations

import secrets

from bot.rules import codes
from tests.chat import PIXEL, Chat, Town
from tests.handlers.test_my_tips import receipt

DAY = 24 * 60


def tip(place: int, openness: str = "匿名") -> tuple[str, ...]:
    """Return the lines of a whole report."""
    return ("/report", "2", f"翠竹园{place}栋", "楼梯口堆满纸箱", "跳过", openness, "发送")


async def test_the_fourth_anonymous_tip_of_a_day_waits_and_its_draft_is_sent_the_next_day(
    chat: Chat, town: Town
) -> None:
    for place in range(1, 4):
        await chat.after(*tip(place))
    await chat.reads("""
        > /report
        < 今天的匿名反映已满：每人每天最多 3 条。
        | 11月24日 星期二起可以再匿名反映。您在这里写的先给您留着。
        | 有危险请拨打：火警 119，报警 110，急救 120。等不及的事，请打 12345。
        < 第 1/5 步
        ...
    """)
    await chat.after(*tip(4)[1:-1])
    await chat.reads(f"""
        > [发送]
        < 今天的匿名反映已满：每人每天最多 3 条。
        ...
        > ({DAY} minutes later)
        < ...
        ...
        > [发送]
        ...
    """)
    if len(await town.tips()) == 3:  # the reminder of the draft stands in between
        await chat.after("[继续]", "[发送]")
    assert len(await town.tips()) == 4


async def test_tips_under_a_name_have_a_quota_of_their_own(chat: Chat, town: Town) -> None:
    for place in range(1, 4):
        await chat.after(*tip(place))
    for place in range(4, 10):
        await chat.after(*tip(place, "只让街道知道"))
    assert len(await town.tips()) == 8
    assert "今天留名的反映已满：每人每天最多 5 条" in chat.last()


async def test_one_place_is_told_of_three_times_a_day_by_one_person_and_still_by_another(
    chat: Chat, town: Town
) -> None:
    for _ in range(4):
        await chat.after(*tip(7, "只让街道知道"))
    assert "这个地方您今天已经反映了 3 次" in chat.last()
    await (await town.person(1009, "邻居")).after(*tip(7, "只让街道知道"))
    assert len(await town.tips()) == 4


async def test_after_five_wrong_codes_a_right_one_is_not_tried_either_but_for_others_it_is(
    chat: Chat, town: Town
) -> None:
    await chat.after(*tip(1))
    _number, code = receipt(chat)
    guesser = await town.person(1009, "猜码人")
    for _ in range(5):
        await guesser.after(codes.receipt_code(secrets.randbelow))
        assert "没有查到" in guesser.last()
    await guesser.after(code)
    assert "今天先不再查了" in guesser.last()
    await chat.after(code)
    assert "安全出口堵塞或上锁" in chat.last()
    await town.later(DAY * 60)
    await guesser.after(code)
    assert "安全出口堵塞或上锁" in guesser.last()


async def test_additions_have_a_quota_too_and_its_end_is_told_before_anything_is_written(
    chat: Chat, town: Town
) -> None:
    await chat.after(*tip(1, "只让街道知道"))
    number, _code = receipt(chat)
    for each in range(20):
        await chat.after("/mytips", f"[{number} 号 · 安全出口堵塞或上锁]", "[补充内容]", f"又多了 {each} 箱", "跳过")
        assert "已补充到" in chat.last()
    await chat.reads("""
        > [补充内容]
        < 您今天已经补充了 20 次，都收到了。
        | 11月24日 星期二起可以再补充。
        | 有危险请拨打：...
    """)
    await chat.after("/report")
    assert "第 1/5 步" in chat.last()


async def test_files_have_a_quota_and_words_go_on_without_them(chat: Chat, town: Town) -> None:
    shots = [("photo", ("p.png", PIXEL))] * 9
    for place in range(1, 5):
        await chat.after("/report", "2", f"翠竹园{place}栋", "楼梯口堆满纸箱")
        await chat._post("send", files=shots, data={"caption": ""})
        await town.settle()
        await chat.after("(voice)", "好了", "只让街道知道", "发送")
    await chat.reads("""
        > /report
        < 今天的照片、语音和视频已满：每人每天最多 40 个。
        | 文字照样可以反映。11月24日 星期二起可以再发照片。
        | 有危险请拨打：...
        ...
        > 2
        ...
        > 翠竹园9栋
        ...
        > 楼梯口堆满纸箱
        < 第 5/5 步
        ...
    """)
    await chat.after("只让街道知道", "发送")
    assert len(await town.tips()) == 5
