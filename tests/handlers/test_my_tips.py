"""What became of one's tips: under one's name, or with a receipt code."""

from __future__ import annotations

import re

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
        < {number} 号 · 安全出口堵塞或上锁
        | 已收到。最晚 ... 前答复您。
        | 查匿名线索，请发 16 位受理码。
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
            | 已收到。最晚 ... 前答复您。
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
