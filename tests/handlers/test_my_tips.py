"""What became of one's tips: under one's name, or with a receipt code."""

from __future__ import annotations

import re
import secrets

from bot.rules import codes
from storage import tips
from storage.tables import routes
from storage.tables import tips as table
from tests.chat import Chat, Town

KNOWN = ("/report", "2", "翠竹园3栋", "楼梯口堆满纸箱", "跳过", "只让街道知道", "发送")
ANONYMOUS = (*KNOWN[:5], "匿名", "发送")


def receipt(chat: Chat) -> tuple[str, str]:
    """Return the number and the code of the newest receipt in a chat."""
    found = re.search(r"您的线索是 (\w{4}) 号。\n.*\n.*\n受理码：([\d ]{19})", chat.last())
    assert found, chat.last()
    return found[1], found[2]


async def test_a_known_tip_stands_under_ones_name(chat: Chat) -> None:
    await chat.after(*KNOWN)
    number, _ = receipt(chat)
    await chat.reads(f"""
        > /mytips
        < {number} 号 · 安全出口堵塞或上锁：已收到，待答复
        | 查匿名线索，请发 16 位受理码。
        | [{number} 号 · 安全出口堵塞或上锁]
        > [{number} 号 · 安全出口堵塞或上锁]
        < {number} 号 · 安全出口堵塞或上锁
        | 已收到，待答复
        | 最晚 ... 前答复您。
        | · ... 您反映了这件事
        | [补充内容] [改为实名] [请别人联名] [撤回]
    """)


async def test_an_anonymous_tip_stands_under_nobodys_name(chat: Chat) -> None:
    await chat.after(*ANONYMOUS)
    await chat.after("/start")
    await chat.reads("""
        > [查询我的线索]
        < 没有以您的名义保存的线索（匿名线索不会显示在这里）。
        | 查匿名线索，请发 16 位受理码。
    """)


async def test_a_receipt_code_alone_is_understood(chat: Chat) -> None:
    await chat.after(*ANONYMOUS)
    number, code = receipt(chat)
    plain = code.replace(" ", "")
    for typed in (code, plain, code.replace(" ", "-"), f"/mytips {code}", f"/mytips {plain}"):
        await chat.reads(f"""
            > {typed}
            < {number} 号 · 安全出口堵塞或上锁
            | 已收到，待答复
            ...
            | [补充内容] [让街道知道是我] [改为实名] [请别人联名] [撤回]
        """)


async def test_whoever_has_the_code_can_ask_with_it(chat: Chat, town: Town) -> None:
    await chat.after(*ANONYMOUS)
    number, code = receipt(chat)
    friend = await town.person(1008, "朋友")
    await friend.reads(f"""
        > {code}
        < {number} 号 · 安全出口堵塞或上锁
        ...
    """)


async def test_a_code_that_was_never_given_finds_nothing(chat: Chat) -> None:
    await chat.after(*ANONYMOUS)
    _, code = receipt(chat)
    wrong = code[:5] + str((int(code[5]) + 1) % 10) + code[6:]
    await chat.reads(f"""
        > /mytips {wrong}
        < 没有查到这个受理码。请核对 16 位数字后再发一次。受理码丢了找不回来，可以重新反映。
        > /mytips 7000
        < 没有查到这个受理码。请核对 16 位数字后再发一次。受理码丢了找不回来，可以重新反映。
        > /mytips 什么
        < 没有查到这个受理码。请核对 16 位数字后再发一次。受理码丢了找不回来，可以重新反映。
    """)


async def test_a_code_in_the_middle_of_a_form_is_no_answer(chat: Chat) -> None:
    await chat.after(*ANONYMOUS)
    number, code = receipt(chat)
    await chat.after("/report", "3")
    await chat.reads(f"""
        > {code}
        < {number} 号 · 安全出口堵塞或上锁
        ...
        < 第 2/5 步
        | 在哪里？
        ...
    """)


async def test_every_tip_under_ones_name_is_shown_and_nobody_elses(chat: Chat, town: Town) -> None:
    other = await town.person(1009, "邻居")
    await other.after(*KNOWN)
    foreign, _ = receipt(other)
    mine = set()
    for _ in range(2):
        await chat.after(*KNOWN)
        mine.add(receipt(chat)[0])
    await chat.after("/mytips")
    shown = set(re.findall(r"(\w{4}) 号", chat.last()))
    assert shown == mine
    assert foreign not in shown


async def test_words_and_a_photo_are_added_to_a_tip_and_the_admin_sees_them(chat: Chat, admin: Chat) -> None:
    await chat.after(*ANONYMOUS)
    number, code = receipt(chat)
    await chat.after(code)
    await chat.reads(f"""
        > [补充内容]
        < 第 2/3 步
        | 要补充什么？
        ...
        > 现在连二楼也堵上了
        < 第 3/3 步
        ...
        > (photo)
        ...
        > 好了
        < 已补充到 {number} 号。核实的人会一起看到，答复时间不变。
        > {code}
        < {number} 号 · ...
        ...
        | · ... 您反映了这件事
        | · ... 您补充了内容
        ...
    """)
    await admin.after(f"/tip {number}")
    assert any("补充：" in told and "现在连二楼也堵上了" in told for told in admin.told())


async def test_a_tip_is_withdrawn_and_nothing_of_its_words_stays(chat: Chat, town: Town, admin: Chat) -> None:
    await chat.after(*KNOWN)
    number, _ = receipt(chat)
    await chat.after("/mytips", f"[{number} 号 · 安全出口堵塞或上锁]")
    await chat.reads(f"""
        > [撤回]
        < 要撤回 {number} 号吗？
        | 您写的话和照片会删掉，也不会有人去核实。撤回后不能恢复。
        | [是，撤回] [不，留着]
        > [是，撤回]
        < {number} 号已撤回。您写的内容已经删掉。什么时候想反映，随时可以再来。
        ...
    """)
    assert [row["state"] for row in await town.rows(table)] == ["withdrawn"]
    async with town.app.store.begin() as tx:
        tip = await tips.by_number(tx, number)
    assert tip is not None
    assert (tip.report.what, tip.report.where) == ("", "")
    await admin.reads("""
        > /backlog
        < 待办总览
        | 反映人已撤回：1
        | 没有待办线索，辛苦了。
    """)


async def test_an_anonymous_tip_can_be_given_a_name_later_but_not_the_other_way(chat: Chat, town: Town) -> None:
    await chat.after(*ANONYMOUS)
    number, code = receipt(chat)
    await chat.after(code, "[改为实名]")
    assert [tip.reporter for tip in await town.tips()] == [None]
    await chat.reads(f"""
        > [是，告诉街道]
        < 好了。您的名字已随 {number} 号封存。在 /mytips 里可以查到这条线索。
        > /mytips
        < {number} 号 · ...
        ...
        > {code}
        < {number} 号 · 安全出口堵塞或上锁
        ...
        | · ... 您同意让街道知道是您
        | [补充内容] [请别人联名] [撤回]
    """)
    (tip,) = await town.tips()
    assert tip.report.openness == "named"
    assert tip.reporter is not None
    assert await town.rows(routes) == []


async def test_the_number_of_somebody_elses_tip_opens_nothing(chat: Chat, town: Town) -> None:
    await chat.after(*KNOWN)
    number, _ = receipt(chat)
    stranger = await town.person(1010, "别人")
    for tried in (f"/mytips {number}", f"/withdraw {number}.yes", f"/openup {number}.named.yes"):
        await stranger.after(tried)
        assert "没有查到这个受理码" in stranger.last()
    await stranger.after(f"/add {number}")
    (tip,) = await town.tips()
    assert tip.state == "received"


async def test_a_message_that_is_changed_after_sending_may_be_added_to_the_tip(chat: Chat) -> None:
    await chat.after(*KNOWN)
    number, _ = receipt(chat)
    await chat.reads(f"""
        > (edits: 楼梯口堆满纸箱，今天更多了)
        < 您改了一条发过的消息。我可以把新的内容补充到您的线索里。
        < 第 1/3 步
        | 补充到哪一条？
        ...
        > 1
        ...
        > 跳过
        < 已补充到 {number} 号。核实的人会一起看到，答复时间不变。
    """)


async def test_the_code_that_is_asked_for_is_an_answer_and_a_wrong_one_is_told_at_once(chat: Chat, town: Town) -> None:
    await chat.after(*ANONYMOUS)
    _number, code = receipt(chat)
    await chat.reads(f"""
        > /add
        < 第 1/3 步
        | 补充到哪一条？
        | 请发这条线索的 16 位受理码。
        | [取消]
        > {codes.receipt_code(lambda below: below // 2)}
        < 没有找到可以补充的线索：可能已经撤回，或者受理码不对。...
        > /add
        ...
        > {code}
        < 第 2/3 步
        | 要补充什么？
        ...
    """)
    await chat.after("今天更多了", "没有")
    assert "已补充到" in chat.last()


async def test_who_guesses_codes_to_add_to_is_stopped_and_not_stuck(chat: Chat) -> None:
    for _ in range(5):
        await chat.after("/add", codes.receipt_code(secrets.randbelow))
    await chat.after("/add", codes.receipt_code(secrets.randbelow))
    assert "今天先不再查了" in chat.last()
    await chat.after("/report")
    assert "第 1/5 步" in chat.last()
