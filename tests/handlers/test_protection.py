"""Law 6 and cleaning as pages: numbers that nobody should send, and texts that would play tricks."""

from __future__ import annotations

import pytest

from tests.chat import Chat, Town
from tests.handlers.test_people import invited

IDENTITY = "11010119900307001X"
TOO_MUCH = (IDENTITY, "110101 19900307 001x", "１１０１０１１９９００３０７００１Ｘ")


def luhn(digits: str) -> str:
    """Return the digits with the check digit that makes a bank card's number of them."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits))]
    return digits + str(-sum(value - 9 * (value > 9) for value in doubled) % 10)


@pytest.mark.parametrize("number", [*TOO_MUCH, luhn("622202123456789012")])
async def test_a_number_out_of_the_blue_is_taken_out_of_the_chat(chat: Chat, number: str) -> None:
    await chat.reads(f"""
        > 楼梯口堆满纸箱,我的号码 {number}
        < 刚才那条消息里像是有证件号或银行卡号，我已经把它从聊天里删掉了。
        | 请不要在这里发这类号码，我们也不会在聊天里向您要。确实需要时，请本人带到服务窗口办理。...
        < 要把这个反映给街道吗？...
        | [反映给街道] [不用了]
    """)
    assert chat.said() == []


async def test_a_number_in_an_answer_is_masked_and_the_form_goes_on(chat: Chat, town: Town) -> None:
    await chat.after("/report", "2", "翠竹园3栋")
    await chat.reads(f"""
        > 堆满纸箱,房东是{IDENTITY}
        < 刚才那条消息里像是有证件号或银行卡号，我已经把它从聊天里删掉了。
        ...
        < 第 4/5 步
        ...
    """)
    await chat.after("跳过", "匿名", "发送")
    (tip,) = await town.tips()
    assert tip.report.what == "堆满纸箱,房东是" + "•" * 18
    assert IDENTITY not in "".join(chat.said())


async def test_a_number_under_a_photo_takes_the_photo_out_of_the_chat(chat: Chat) -> None:
    await chat.after(f"(photo: 证件 {IDENTITY})")
    assert chat.said() == []
    assert any("我已经把它从聊天里删掉了" in line for line in chat.told())


async def test_a_number_behind_a_command_is_taken_out_too(chat: Chat) -> None:
    await chat.reads(f"""
        > /mytips {IDENTITY}
        < 刚才那条消息里像是有证件号或银行卡号，我已经把它从聊天里删掉了。
        ...
    """)
    assert chat.said() == []


async def test_html_in_names_and_texts_shows_as_it_was_typed(town: Town) -> None:
    chat = await town.person(1005, "<b>王</b> & </i>")
    await chat.after("/report", "2", "翠竹园3栋 <b>门口</b> &amp;", "<a href='tg://user?id=1'>堵</a>", "跳过")
    await chat.reads("""
        > 只让街道知道
        < 请核对一下。现在还没有发出去。
        ...
        | 地点：翠竹园3栋（您写的是：翠竹园3栋 <b>门口</b> &amp;）
        | 现在还这样吗：说不准
        | 情况：<a href='tg://user?id=1'>堵</a>
        ...
    """)
    await chat.after("发送")
    (tip,) = await town.tips()
    admin = await town.admin()
    await admin.after(f"/tip {tip.number}")
    assert "| 情况：<a href='tg://user?id=1'>堵</a>" in admin.told()
    custodian = await invited(town, admin, 1020, "褚平", "custodian")
    await admin.after(f"/name {tip.number}", "1", "处理需要书面证言", "提出申请")
    await town.later(1)
    await town.settle()
    await custodian.after("[同意]")
    await admin.after("[查看（只能看一次）]")
    assert f"< {tip.number} 号的反映人：<b>王</b> & </i>" in admin.told()


async def test_what_cannot_be_seen_is_taken_out(chat: Chat, town: Town) -> None:
    await chat.after(
        "/report", "2", "翠竹\u202e园3栋\u200b", "堆\u2066满\x00纸\x07箱\n\n\n\n很\ufeff多", "跳过", "匿名", "发送"
    )
    (tip,) = await town.tips()
    assert (tip.report.where, tip.report.what) == ("翠竹园3栋", "堆满纸箱\n\n很多")


async def test_nothing_but_what_cannot_be_seen_is_no_answer(chat: Chat) -> None:
    await chat.after("/report", "2")
    await chat.reads("""
        > \u202e\u200b
        < 请打字告诉我。
        | 第 2/5 步
        ...
    """)


async def test_the_longest_text_is_refused_with_its_length_and_asked_again(chat: Chat) -> None:
    await chat.after("/report", "2", "翠竹园3栋")
    await chat.reads(f"""
        > {"长" * 4096}
        < 您写了 4096 个字，太长了留不下。请写短一点再发。
        | 第 3/5 步
        ...
    """)


async def test_the_longest_answers_fit_into_every_message(chat: Chat, town: Town) -> None:
    """Each `&` of an answer is five characters of HTML."""
    await chat.after("/report", "2", "&" * 200, "&" * 1000, "跳过", "匿名")
    assert chat.last().startswith("请核对一下")
    await chat.after("发送")
    (tip,) = await town.tips()
    admin = await town.admin()
    await admin.after(f"/tip {tip.number}")
    assert "&" * 1000 in admin.last()


async def test_the_longest_text_out_of_the_blue_comes_to_an_answer(chat: Chat) -> None:
    await chat.after("长" * 4096, "反映给街道", "2", "翠竹园3栋")
    assert "第 3/5 步" in chat.last() or "第 4/5 步" in chat.last()


async def test_the_captions_of_nine_photos_reach_the_office(chat: Chat, town: Town) -> None:
    await chat.after("/report", "2", "翠竹园3栋", "楼梯口堆满纸箱")
    await chat.after(*[f"(photo: {number} {'长' * 1000})" for number in range(9)])
    await chat.after("好了", "匿名", "发送")
    (tip,) = await town.tips()
    admin = await town.admin()
    await admin.after(f"/tip {tip.number}")
    assert any(f"线索 {tip.number} 号" in line for line in admin.told())


async def test_labels_that_staff_type_are_not_kept_and_they_are_told_why(admin: Chat, town: Town) -> None:
    await admin.reads("""
        > /report
        ...
        > [其他、说不准]
        ...
        > 翠竹园3栋501
        ...
        > 里面住着精神病人,电线拖了一地
        < 给人贴标签的字眼（病情、信访、前科）我没有记。
        | 不管谁写的，这里都不保存。请只写房子里有什么危险。
        < 第 4/5 步
        ...
        > (photo: 上访户门口)
        < 给人贴标签的字眼...
        ...
        < 第 4/5 步
        ...
    """)
    await admin.after("好了", "匿名", "发送")
    (tip,) = await town.tips()
    assert tip.report.what == "里面住着…人,电线拖了一地\n…户门口"


async def test_residents_write_as_they_speak(chat: Chat, town: Town) -> None:
    await chat.after(
        "/report", "[其他、说不准]", "翠竹园3栋501", "房东说我是精神病,电线拖了一地", "跳过", "匿名", "发送"
    )
    (tip,) = await town.tips()
    assert "精神病" in tip.report.what
