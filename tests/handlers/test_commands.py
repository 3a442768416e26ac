"""Commands, menus and what the bot does not understand, as pages."""

from __future__ import annotations

from bot import app
from bot.sandbox.people import Person
from storage.tables import drafts
from tests.chat import Chat, Town


async def test_start_says_what_the_bot_does_and_keeps_and_shows_the_menu(chat: Chat) -> None:
    await chat.reads("""
        > /start
        < 您好，我是安居，街道的居住安全小助手。
        | 看到出租房里有危险，告诉我：街道会去核实，结果您在这里看得到。
        | 您可以匿名：街道没有人看得到您是谁，系统只加密留一条给您回话的路。
        | 请不要在这里发身份证号：Telegram 公司看得到这个聊天，服务器在境外。
        | 遇到紧急情况先打电话：火警 119 · 报警 110 · 急救 120。
        | [反映隐患] [查询我的线索] [我能做什么] [语言 / Language]
    """)


async def test_every_button_of_the_menu_does_what_it_says(chat: Chat) -> None:
    await chat.reads("""
        > /start
        ...
        > [查询我的线索]
        < 没有以您的名义保存的线索（匿名线索不会显示在这里）。
        ...
        > [我能做什么]
        < 我能做这些
        ...
        > [语言 / Language]
        < 请选择语言
        ...
        > [反映隐患]
        < 第 1/5 步
        ...
    """)


async def test_help_lists_what_a_resident_can_do(chat: Chat) -> None:
    await chat.reads("""
        > /help
        < 我能做这些
        | /report 反映隐患
        | /visit 请人上门看看
        | /mytips 查询我的线索
        | /reward 奖励：能不能领、办到哪一步
        | /impact 我的反映带来了什么
        | /follow 关注我的楼
        | /mydata 查看、删除我的资料
        | /help 我能做什么
        | /language 语言 / Language
        | /cancel 停下正在填的
        | 也可以直接写您看到的，或发张照片。每个按钮都可以打字代替。
        | 遇到紧急情况先打电话：火警 119 · 报警 110 · 急救 120。
    """)


async def test_an_admin_finds_more_in_menu_and_help(admin: Chat) -> None:
    await admin.reads("""
        > /start
        ...
        | [新线索，一条条看] [待办与异常] [反映隐患] [查询我的线索] [我能做什么] [语言 / Language]
        > /help
        ...
        | /backlog 待办与异常
        | /approvals 等我决定的
        | /rewards 全部奖励和预算
        | /payout 窗口：发放奖励
        | /listen 听语音，一条条记
        | /ties 我要回避的房屋
        | /tip 看一条线索：/tip 加编号
        ...
    """)


async def test_a_command_that_does_not_exist_says_so(chat: Chat) -> None:
    await chat.reads("""
        > /nothing
        < 没有这个命令。我能做这些：
        | [反映隐患] [查询我的线索] [我能做什么] [语言 / Language]
    """)


async def test_cancel_with_nothing_open_says_so(chat: Chat) -> None:
    await chat.reads("""
        > /cancel
        < 现在没有进行中的事。
        | [反映隐患] [查询我的线索] [我能做什么] [语言 / Language]
    """)


async def test_commands_are_read_with_capitals_the_bots_name_and_line_breaks(chat: Chat) -> None:
    await chat.reads("""
        > /Mytips
        < 没有以您的名义保存的线索（匿名线索不会显示在这里）。
        ...
        > /mytips@anju_sandbox_bot
        < 没有以您的名义保存的线索（匿名线索不会显示在这里）。
        ...
        > /report@anju_sandbox_bot
        < 第 1/5 步
        ...
    """)
    await chat.after("/cancel", "/report\n楼梯口堆满纸箱")
    assert chat.last().startswith("第 1/5 步")


async def test_the_language_is_remembered(chat: Chat) -> None:
    await chat.reads("""
        > /language
        < 请选择语言
        | [中文] [English]
        > [English]
        < I will speak English with you.
        | [Report a danger] [My tips] [What I can do] [语言 / Language]
        > (restart)
        > /mytips
        < No tip is kept under your name; anonymous ones are not shown here.
        | For an anonymous tip, send its receipt code of 16 digits.
        > /language
        < Which language shall I speak?
        | [中文] [English]
        > [中文]
        < 好的，以后用中文。
        | [反映隐患] ...
    """)


async def test_a_language_that_does_not_exist_is_not_taken(chat: Chat) -> None:
    await chat.after("/language")
    message, _ = chat.button("English")
    await chat.press(message, "m.language.xx")
    chat.news()
    await chat.reads("""
        > /language zh
        < 请选择语言
        | [中文] [English]
        > /mytips
        < 没有以您的名义保存的线索（匿名线索不会显示在这里）。
        ...
    """)


async def test_a_sticker_is_answered_kindly(chat: Chat) -> None:
    await chat.reads("""
        > (sticker)
        < 我能收文字、照片、语音和短视频。请用其中一种方式告诉我。
        | [反映隐患] [查询我的线索] [我能做什么] [语言 / Language]
        > /report
        < 第 1/5 步
        ...
        > (sticker)
        < 我能收文字、照片、语音和短视频。请用其中一种方式告诉我。
        ...
        < 第 1/5 步
        ...
    """)


async def test_a_forwarded_command_is_not_obeyed(chat: Chat, town: Town) -> None:
    await chat.after("/report", "2", "翠竹园3栋")
    await chat.reads("""
        > (forwards: /cancel)
        < 第 4/5 步
        ...
    """)
    assert len(await town.rows(drafts)) == 1


async def test_a_forwarded_admin_code_makes_nobody_an_admin(chat: Chat, town: Town) -> None:
    await chat.after(f"(forwards: /start {app.admin_code(town.settings)})")
    await chat.reads("""
        > /cancel
        ...
        > /backlog
        < 没有这个命令。我能做这些：
        ...
    """)


async def test_groups_are_not_answered(chat: Chat, town: Town) -> None:
    group = {"id": -1007, "type": "group", "title": "楼栋群"}
    command = {"type": "bot_command", "offset": 0, "length": 7}
    before = town.world.journal.since(0)["next"]
    await chat.sends({"text": "/report", "entities": [command]}, chat=group)
    await chat.sends({"text": "着火了"}, chat=group)
    person = Person(1001, "李小安").user()
    message = {"message_id": 5, "date": 1, "chat": group, "text": "x"}
    query = {"id": "77", "from": person, "message": message, "chat_instance": "1", "data": "m.report."}
    await town.inject({"callback_query": query})
    calls = {call["method"] for call in town.world.journal.since(before)["calls"]}
    assert calls <= {"getUpdates", "answerCallbackQuery", "setMyCommands"}
    assert await town.rows(drafts) == []


async def test_a_button_from_before_a_new_release_does_no_harm(chat: Chat) -> None:
    await chat.after("/start")
    message, _ = chat.button("反映隐患")
    await chat.press(message, "m.gone.")
    assert chat.last().startswith("没有这个命令")
    await chat.press(message, "old_style_data")
    assert chat.last().startswith("这件事已经办过了")


async def test_someone_who_stops_the_bot_and_comes_back_goes_on(chat: Chat) -> None:
    await chat.after("/report", "2", "(blocks)", "(unblocks)")
    await chat.reads("""
        > 翠竹园3栋
        < 第 3/5 步
        ...
    """)


async def test_thanks_are_answered_shortly_and_become_no_report(chat: Chat) -> None:
    await chat.reads("""
        > 谢谢！
        < 不客气。看到什么，随时发给我。
        > 楼梯口堆满纸箱
        < 要把这个反映给街道吗？再问几个小问题，由您确认发出。
        | [反映给街道] [不用了]
        > 谢谢您
        < 不客气。看到什么，随时发给我。
        < 要把这个反映给街道吗？再问几个小问题，由您确认发出。
        | [反映给街道] [不用了]
    """)


async def test_a_question_about_a_danger_is_no_question_about_oneself(chat: Chat) -> None:
    await chat.reads("""
        > 房东把安全出口锁了，可以这样吗？
        < 要把这个反映给街道吗？再问几个小问题，由您确认发出。
        | [反映给街道] [不用了]
        > 会被房东发现吗
        < 谁会知道是您？
        ...
    """)
