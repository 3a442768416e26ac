"""Law 9 as pages: in an emergency the numbers come first, and a form goes on only when told to."""

from __future__ import annotations

from bot.rules.tips import Openness
from storage.tables import drafts
from tests.chat import Chat, Town


async def test_the_numbers_come_before_any_question(chat: Chat) -> None:
    await chat.reads("""
        > 着火了!翠竹园3栋2单元
        < 如果正在发生，请马上打电话：起火或燃气泄漏 119 · 暴力 110 · 有人受伤 120。
        | ...
        | 这里不是 24 小时值守，也不能派人到现场。
        ...
        | [我安全，继续] [删掉]
    """)
    assert chat.told()[0].startswith("< 如果正在发生，请马上打电话")


async def test_what_was_cried_out_need_not_be_written_again(chat: Chat, town: Town) -> None:
    await chat.after("着火了!翠竹园3栋2单元")
    await chat.reads("""
        > [我安全，继续]
        < 第 1/5 步
        ...
        > 其他、说不准
        < 第 2/5 步
        ...
        > 翠竹园3栋2单元
        < 第 4/5 步
        ...
    """)
    await chat.after("跳过", "匿名", "发送")
    (tip,) = await town.tips()
    assert tip.report.what == "着火了!翠竹园3栋2单元"


async def test_an_emergency_in_the_middle_stops_the_form(chat: Chat) -> None:
    await chat.after("/report", "2", "翠竹园3栋")
    await chat.reads("""
        > 楼道着火了
        < 如果正在发生，请马上打电话：起火或燃气泄漏 119 · 暴力 110 · 有人受伤 120。
        | ...
        | 这里不是 24 小时值守，也不能派人到现场。
        | [我安全，继续] [删掉]
        > 怎么办
        < 先到安全的地方，马上打电话求助。大家都安全了再点按钮，我们接着来。
        | [我安全，继续] [删掉]
        < 如果正在发生，请马上打电话：...
        | ...
        | ...
        > (restart)
        > 有人被困,着火了
        < 如果正在发生，请马上打电话：...
        ...
        > 我安全，继续
        < 第 4/5 步
        ...
    """)


async def test_a_form_stopped_by_an_emergency_can_be_dropped(chat: Chat, town: Town) -> None:
    await chat.after("/report", "2", "煤气泄漏了")
    await chat.reads("""
        > [删掉]
        < 好的，删掉了，没有发给街道。
    """)
    assert await town.rows(drafts) == []


async def test_words_under_a_photo_raise_the_alarm_too(chat: Chat) -> None:
    await chat.reads("""
        > (photo: 家里着火了)
        < 如果正在发生，请马上打电话：起火或燃气泄漏 119 · 暴力 110 · 有人受伤 120。
        ...
    """)


async def test_choosing_the_emergency_stops_the_form_and_loses_nothing(chat: Chat, town: Town) -> None:
    await chat.after("/report", "楼梯口堆满纸箱")
    await chat.reads("""
        > [正在着火、漏气或有人打人]
        < 先到安全的地方，马上打电话求助。大家都安全了再点按钮，我们接着来。
        | [我安全，继续] [删掉]
        < 如果正在发生，请马上打电话：起火或燃气泄漏 119 · 暴力 110 · 有人受伤 120。
        ...
        > 好的
        < 先到安全的地方，...
        | ...
        < 如果正在发生，请马上打电话：...
        ...
        > [我安全，继续]
        < 第 1/5 步
        ...
    """)
    await chat.after("2", "翠竹园3栋", "说不准", "跳过", "1", "发送")
    [tip] = await town.tips()
    assert tip.report.what == "楼梯口堆满纸箱"


async def test_a_fear_or_a_rule_is_no_emergency(chat: Chat, town: Town) -> None:
    await chat.after("/report", "3", "翠竹园5栋")
    await chat.reads("""
        > 电动车拉线充电,怕着火
        < 第 4/5 步
        ...
    """)
    await chat.after("跳过", "只让街道知道", "发送")
    (tip,) = await town.tips()
    assert tip.report.openness == Openness.KNOWN


async def test_an_alarm_at_the_review_keeps_every_answer(chat: Chat) -> None:
    await chat.after("/report", "2", "翠竹园3栋", "楼梯口堆满纸箱", "跳过", "匿名")
    await chat.reads("""
        > 着火了快来
        < 如果正在发生，请马上打电话：...
        ...
        > [我安全，继续]
        ...
        | 情况：楼梯口堆满纸箱
        ...
    """)
