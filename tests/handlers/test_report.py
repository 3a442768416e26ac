"""A report as pages: by buttons, by typing, with corrections, photos in odd places, and every way out."""

from __future__ import annotations

import pytest

from bot.rules.tips import Openness
from storage.tables import drafts, outbox
from tests.chat import Chat, Town

TO_REVIEW = ("/report", "2", "翠竹园3栋2单元", "楼道里堆满纸箱", "跳过", "1")


async def test_a_neighbour_reports_a_blocked_exit_with_buttons(chat: Chat) -> None:
    await chat.reads("""
        > /report
        < 第 1/5 步
        | 是什么危险？
        | [正在着火、漏气或有人打人] [安全出口堵塞或上锁] ... [其他、说不准] [取消]
        > [安全出口堵塞或上锁]
        < 第 2/5 步
        | 在哪里？
        | 小区、楼栋、单元、房号，知道多少写多少。例如：翠竹园3栋2单元501
        | 也可以发个定位。
        | [返回] [取消]
        > 翠竹园3栋2单元,一楼到二楼的楼梯
        < 第 3/5 步
        | 现在还是这样吗？
        | 点一个就行，也可以写一两句您看到了什么。
        | [是，现在就这样] [现在没有] [说不准] [返回] [取消]
        > 楼梯口堆满纸箱
        < 第 4/5 步
        | 有照片或短视频吗？
        | ...先保证自己安全...
        | ...
        | [跳过] [返回] [取消]
        > (photo)
        < 第 4/5 步
        | 有照片或短视频吗？
        | ...
        | ...
        | 已收到 1 张照片。
        | [好了] [全部删掉] [返回] [取消]
        > [好了]
        < 第 5/5 步
        | 要让街道知道是您反映的吗？
        | 匿名：...
        | 只让街道知道：...
        | 实名：...
        | 不管选哪个，Telegram 公司都看得到您的账号和这个聊天。
        | [匿名] [只让街道知道] [实名] [返回] [取消]
        > [匿名]
        < 请核对一下。现在还没有发出去。
        | 看错了没关系。编造的不奖、已领的要退，诬告还要依法处理。
        | 点“发送”，即同意...（说明第 1 版：/privacy）。
        | 隐患：安全出口堵塞或上锁
        | 地点：翠竹园3栋2单元1层（您写的是：翠竹园3栋2单元,一楼到二楼的楼梯）
        | 现在还这样吗：说不准
        | 情况：楼梯口堆满纸箱
        | 照片：1 张照片
        | 是否匿名：匿名（Telegram 公司看得到您的账号）
        | [发送] [修改：隐患] [修改：地点] [修改：现在还这样吗] [修改：情况] [修改：照片] [修改：是否匿名] [返回] [取消]
        > [发送]
        < 谢谢您。您的线索是 ... 号。
        | 安全出口堵塞或上锁 · 翠竹园3栋2单元1层 (翠竹园3栋2单元,一楼到二楼的楼梯)
        | 最晚 ...月...日 ... 前答复您。
        | 受理码：7... ... ... ...
        | 请留好受理码：匿名线索只能凭它查询，丢了找不回来。
        | [查看进展] [把受理码存成图片]
    """)


async def test_the_same_report_is_made_by_typing_alone(chat: Chat, town: Town) -> None:
    await chat.reads("""
        > /report
        ...
        > 安全出口堵塞或上锁
        < 第 2/5 步
        ...
        > 翠竹园3栋
        < 第 3/5 步
        ...
        > 楼梯口堆满纸箱
        < 第 4/5 步
        ...
        > 跳过
        < 第 5/5 步
        ...
        > 2
        < 请核对一下。现在还没有发出去。
        ...
        > 发送。
        < 谢谢您。您的线索是 ... 号。
        ...
    """)
    (tip,) = await town.tips()
    assert (tip.report.hazard, tip.report.where, tip.report.what) == ("F01", "翠竹园3栋", "楼梯口堆满纸箱")
    assert tip.report.openness == Openness.KNOWN


async def test_a_photo_in_the_middle_is_kept_and_its_caption_is_the_answer(chat: Chat, town: Town) -> None:
    await chat.after("/report", "2", "翠竹园3栋")
    await chat.reads("""
        > (photo: 楼梯口堆满纸箱)
        < 照片收到了，一起留着。
        | 第 4/5 步
        | ...
        | ...
        | ...
        | 已收到 1 张照片。
        | [好了] [全部删掉] [返回] [取消]
        > 好了
        < 第 5/5 步
        ...
        > 匿名
        < 请核对一下。...
        ...
        | 情况：楼梯口堆满纸箱
        | 照片：1 张照片
        ...
        > 发送
        < 谢谢您。...
        ...
    """)
    assert [item.state for item in await town.media()] == ["kept"]


@pytest.mark.parametrize("said", ["完成", "发完了", "没了", "就这些", "下一步"])
async def test_whoever_has_sent_their_photos_says_so_in_their_own_words(chat: Chat, town: Town, said: str) -> None:
    await chat.after("/report", "2", "翠竹园3栋", "楼梯口堆满纸箱", "(photo)", said)
    assert "第 5/5 步" in chat.last()
    await chat.after("匿名", "发送")
    (tip,) = await town.tips()
    assert tip.report.what == "楼梯口堆满纸箱"


async def test_a_photo_out_of_the_blue_is_offered_as_a_report(chat: Chat, town: Town) -> None:
    await chat.reads("""
        > (photo)
        < 要把这个反映给街道吗？再问几个小问题，由您确认发出。
        | [反映给街道] [不用了]
        > [反映给街道]
        < 第 1/5 步
        ...
        > 2
        < 第 2/5 步
        ...
        > 翠竹园3栋
        < 第 3/5 步
        ...
        > 楼梯口堆满纸箱
        < 第 4/5 步
        ...
        | 已收到 1 张照片。
        ...
    """)
    await chat.after("好了", "匿名", "发送")
    assert [item.state for item in await town.media()] == ["kept"]


async def test_every_photo_of_an_album_out_of_the_blue_is_kept(chat: Chat, town: Town) -> None:
    await chat.after("(3 photos: 楼梯口堆满纸箱)", "反映给街道", "2", "翠竹园3栋", "说不准")
    assert "已收到 3 张照片。" in chat.last()
    await chat.after("好了", "匿名", "发送")
    (tip,) = await town.tips()
    assert [item.state for item in await town.media()] == ["kept"] * 3
    assert tip.report.what == "楼梯口堆满纸箱"


async def test_words_out_of_the_blue_are_not_asked_for_again(chat: Chat, town: Town) -> None:
    await chat.reads("""
        > 3栋楼梯口堆满纸箱,门只能开一半
        < 要把这个反映给街道吗？再问几个小问题，由您确认发出。
        | [反映给街道] [不用了]
        > 反映给街道
        < 第 1/5 步
        ...
        > 2
        < 第 2/5 步
        ...
        > 翠竹园3栋
        < 第 3/5 步
        | 现在还是这样吗？
        ...
        > 1
        < 第 4/5 步
        ...
    """)
    await chat.after("跳过", "匿名", "发送")
    (tip,) = await town.tips()
    assert tip.report.what == "3栋楼梯口堆满纸箱,门只能开一半"


async def test_an_offer_that_is_declined_keeps_nothing(chat: Chat, town: Town) -> None:
    await chat.reads("""
        > 楼梯口堆满纸箱
        < 要把这个反映给街道吗？...
        | [反映给街道] [不用了]
        > [不用了]
        < 好的，这句话不转给街道。
    """)
    assert await town.rows(drafts) == []


async def test_words_instead_of_a_choice_are_kept_as_what_was_seen(chat: Chat) -> None:
    await chat.after("/report")
    await chat.reads("""
        > 楼梯口堆满了纸箱
        < 这些我记在“情况”里了。再请点一个最接近的。
        | 第 1/5 步
        | 是什么危险？
        | 听您说的，像是：安全出口堵塞或上锁。请点一个最合适的。
        | [正在着火、漏气或有人打人] [安全出口堵塞或上锁] [隔断、人太多] ... [其他、说不准] [取消]
        > 2
        < 第 2/5 步
        ...
        > 翠竹园3栋
        < 第 3/5 步
        | 现在还是这样吗？
        ...
        > [是，现在就这样]
        < 第 4/5 步
        ...
    """)


async def test_back_goes_to_the_question_before(chat: Chat) -> None:
    await chat.after("/report", "2", "翠竹园3栋")
    await chat.reads("""
        > [返回]
        < 第 2/5 步
        ...
        > 返回
        < 第 1/5 步
        | 是什么危险？
        | ...[其他、说不准] [取消]
        > 3
        < 第 2/5 步
        ...
        > /back
        < 第 1/5 步
        ...
    """)


async def test_there_is_no_way_back_from_the_first_question(chat: Chat) -> None:
    await chat.after("/report")
    await chat.reads("""
        > /back
        < 这一步不能这样做。
        | 第 1/5 步
        ...
    """)


async def test_only_what_may_be_left_out_can_be_skipped(chat: Chat) -> None:
    await chat.after("/report", "2")
    await chat.reads("""
        > /skip
        < 这一步不能这样做。
        | 第 2/5 步
        ...
    """)
    await chat.after("翠竹园3栋", "楼梯口堆满纸箱")
    await chat.reads("""
        > [跳过]
        < 第 5/5 步
        ...
    """)


async def test_one_answer_is_changed_at_the_review_and_the_others_stay(chat: Chat) -> None:
    await chat.after(*TO_REVIEW)
    await chat.reads("""
        > [修改：地点]
        < 第 2/5 步
        | 在哪里？
        | ...
        | ...
        | [返回] [取消]
        > 翠竹园4栋
        < 请核对一下。现在还没有发出去。
        | 看错了没关系。编造的不奖、已领的要退，诬告还要依法处理。
        | 点“发送”，即同意...（说明第 1 版：/privacy）。
        | 隐患：安全出口堵塞或上锁
        | 地点：翠竹园4栋
        | 现在还这样吗：说不准
        | 情况：楼道里堆满纸箱
        | 照片：没有
        | 是否匿名：匿名（Telegram 公司看得到您的账号）
        | [发送] ...
    """)


@pytest.mark.parametrize("said", ["改地点", "地点", "地点写错了", "我要改地点", "修改：地点"])
async def test_what_to_change_at_the_review_is_said_in_ones_own_words(chat: Chat, said: str) -> None:
    await chat.after("/report", "2", "翠竹园3栋", "楼梯口堆满纸箱", "跳过", "匿名", said)
    assert "第 2/5 步" in chat.last()
    await chat.after("翠竹园4栋")
    assert "翠竹园4栋" in chat.last()


async def test_back_from_a_change_leaves_the_answer_as_it_was(chat: Chat) -> None:
    await chat.after(*TO_REVIEW)
    await chat.reads("""
        > 修改：地点
        < 第 2/5 步
        ...
        > [返回]
        < 请核对一下。现在还没有发出去。
        | 看错了没关系。编造的不奖、已领的要退，诬告还要依法处理。
        | 点“发送”，即同意...（说明第 1 版：/privacy）。
        | ...
        | 地点：翠竹园3栋2单元
        ...
    """)


async def test_photos_are_added_and_removed_at_the_review(chat: Chat) -> None:
    await chat.after(*TO_REVIEW)
    await chat.reads("""
        > [修改：照片]
        < 第 4/5 步
        ...
        > (photo)
        < 第 4/5 步
        ...
        > [全部删掉]
        < 第 4/5 步
        | 有照片或短视频吗？
        | ...
        | ...
        | [跳过] [返回] [取消]
        > (photo)
        < 第 4/5 步
        ...
        > 好了
        < 请核对一下。...
        ...
        | 照片：1 张照片
        ...
    """)


async def test_a_photo_at_the_review_joins_the_report(chat: Chat) -> None:
    await chat.after(*TO_REVIEW)
    await chat.reads("""
        > (photo)
        < 照片收到了，一起留着。
        ...
        | 照片：1 张照片
        ...
    """)


async def test_cancel_can_be_taken_back(chat: Chat) -> None:
    await chat.after("/report", "2", "翠竹园3栋")
    await chat.reads("""
        > [取消]
        < 前面写的要删掉吗？
        | [删掉] [留着，继续]
        > [留着，继续]
        < 第 3/5 步
        ...
    """)


async def test_cancel_drops_what_was_written(chat: Chat, town: Town) -> None:
    await chat.after("/report", "2", "翠竹园3栋")
    await chat.reads("""
        > /cancel
        < 前面写的要删掉吗？
        | [删掉] [留着，继续]
        > 不要了
        < 好的，删掉了，没有发给街道。
    """)
    assert await town.rows(drafts) == []
    assert await town.tips() == []


async def test_cancel_at_the_first_question_ends_at_once(chat: Chat) -> None:
    await chat.reads("""
        > /report
        ...
        > [取消]
        < 好的，删掉了，没有发给街道。
        > /cancel
        < 现在没有进行中的事。
        | [反映隐患] ...
    """)


async def test_two_taps_on_send_file_one_tip(chat: Chat, town: Town) -> None:
    await chat.after(*TO_REVIEW)
    await chat.reads("""
        > (two taps) [发送]
        < 谢谢您。您的线索是 ... 号。
        ...
        < 这件事已经办过了，这个按钮不再起作用。
        | [反映隐患] ...
    """)
    assert len(await town.tips()) == 1
    assert await town.rows(outbox) == []


async def test_an_old_button_after_the_end_says_so(chat: Chat, town: Town) -> None:
    await chat.after("/report", "2", "翠竹园3栋2单元", "楼道里堆满纸箱", "跳过", "1")
    message, data = chat.button("发送")
    await chat.after("发送")
    await chat.press(message, data)
    assert chat.last().startswith("这件事已经办过了")
    assert len(await town.tips()) == 1


async def test_a_button_of_an_earlier_question_changes_nothing(chat: Chat) -> None:
    await chat.after("/report")
    first = chat.button("电动车进楼停放、充电")
    await chat.after("2", "翠竹园3栋")
    await chat.press(*first)
    assert chat.news() == [
        "< 那个按钮是前面问题的。我们现在到这里：",
        "| 第 3/5 步",
        "| 现在还是这样吗？",
        "| 点一个就行，也可以写一两句您看到了什么。",
        "| [是，现在就这样] [现在没有] [说不准] [返回] [取消]",
    ]


async def test_the_button_of_another_person_does_nothing(chat: Chat, town: Town) -> None:
    stranger = await town.person(1077, "陌生人")
    await chat.after(*TO_REVIEW)
    message, data = chat.button("发送")
    await stranger.press(message, data)
    assert stranger.last().startswith("这件事已经办过了")
    await stranger.after("/report")
    await stranger.press(message, data)
    assert stranger.last().startswith("那个按钮是前面问题的")
    assert await town.tips() == []
    assert chat.last().startswith("请核对一下")


async def test_forged_presses_are_answered_and_change_nothing(chat: Chat, town: Town) -> None:
    await chat.after("/report", "2")
    message, data = chat.button("返回")
    token = data.partition(".")[0]
    for forged in (
        "",
        ".",
        "m",
        "m..",
        "m.nothing.",
        f"{token}.where.c:F01",
        f"{token}.review.send",
        f"{token}.where.skip",
        f"{token}.aside.drop",
        f"{token}.where.edit:hazard",
        "x" * 64,
        "\0\u202e",
        f"{token}.openness.c:known",
    ):
        await chat.press(message, forged)
    chat.news()
    await chat.reads("""
        > 翠竹园3栋
        < 第 3/5 步
        ...
    """)
    assert await town.tips() == []


async def test_help_in_the_middle_shows_the_question_again(chat: Chat) -> None:
    await chat.after("/report", "2")
    await chat.reads("""
        > /help
        < 我能做这些
        | /report 反映隐患
        ...
        < 第 2/5 步
        | 在哪里？
        ...
        > /start
        < 您好，我是安居，街道的居住安全小助手。
        ...
        < 第 2/5 步
        ...
        > /mytips
        < 没有以您的名义保存的线索（匿名线索不会显示在这里）。
        | 查匿名线索，请发 16 位受理码。
        < 第 2/5 步
        ...
    """)


async def test_the_language_can_be_switched_in_the_middle(chat: Chat) -> None:
    await chat.after("/report", "2")
    await chat.reads("""
        > /language
        < 请选择语言
        | [中文] [English]
        ...
        > [English]
        < I will speak English with you.
        | [Report a danger] ...
        < Step 2 of 5
        | Where is it?
        | ...
        | ...
        | [Back] [Cancel]
        > 翠竹园3栋
        < Step 3 of 5
        ...
    """)


async def test_a_restart_in_the_middle_is_not_noticed(chat: Chat) -> None:
    await chat.after("/report", "2", "翠竹园3栋")
    await chat.reads("""
        > (restart)
        > 楼梯口堆满纸箱
        < 第 4/5 步
        ...
        > (restart)
        > [跳过]
        < 第 5/5 步
        ...
    """)


async def test_after_a_pause_one_goes_on_with_what_was_said(chat: Chat) -> None:
    await chat.after("/report", "2", "(61 minutes later)")
    await chat.reads("""
        > 翠竹园3栋
        < 您有一份写到一半的，还留着。接下来怎么办？
        | [继续] [重来] [删掉]
        > [继续]
        < 第 3/5 步
        | 现在还是这样吗？
        ...
    """)


async def test_after_a_pause_one_starts_over(chat: Chat) -> None:
    await chat.after("/report", "2", "(61 minutes later)", "翠竹园3栋")
    await chat.reads("""
        > 重来
        < 第 1/5 步
        ...
        > 3
        < 第 2/5 步
        ...
    """)


async def test_after_a_pause_one_drops_it(chat: Chat, town: Town) -> None:
    await chat.after("/report", "2", "(61 minutes later)", "翠竹园3栋")
    await chat.reads("""
        > 3
        < 好的，删掉了，没有发给街道。
    """)
    assert await town.rows(drafts) == []


async def test_a_press_on_the_open_question_needs_no_welcome(chat: Chat) -> None:
    await chat.after("/report", "(61 minutes later)")
    await chat.reads("""
        > [安全出口堵塞或上锁]
        < 第 2/5 步
        ...
    """)


async def test_fifty_nine_minutes_are_no_pause(chat: Chat) -> None:
    await chat.after("/report", "2", "(59 minutes later)")
    await chat.reads("""
        > 翠竹园3栋
        < 第 3/5 步
        ...
    """)


async def test_a_second_report_asks_what_to_do_with_the_first(chat: Chat) -> None:
    await chat.after("/report", "2", "翠竹园3栋")
    await chat.reads("""
        > /report
        < 您有一份写到一半的，还留着。接下来怎么办？
        | [继续] [重来] [删掉]
        > 继续
        < 第 3/5 步
        ...
    """)


async def test_what_does_not_fit_is_said_and_the_question_stays(chat: Chat) -> None:
    await chat.after("/report")
    await chat.reads("""
        > 99
        < 请点一个按钮，或者打出按钮上的字、第几个。
        | 第 1/5 步
        ...
        > 2
        < 第 2/5 步
        ...
        > 3
        < 太短了，请再多写几个字。
        | 第 2/5 步
        ...
        > (photo)
        < 照片收到了，一起留着。
        | 第 2/5 步
        ...
    """)
    await chat.after("翠竹园3栋", "楼梯口堆满纸箱")
    await chat.reads("""
        > 哎呀
        < 这一步请发照片，没有就点按钮继续。
        | 第 4/5 步
        ...
    """)
