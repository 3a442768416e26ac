"""Where it is: free words, a point on the map, a list; what is open is asked, and nothing is guessed."""

from __future__ import annotations

import re

from storage.tables import dwellings, routes
from storage.tables import tips as table
from tests.chat import Chat, Town

AT_BUILDING_3 = {"latitude": 30.00121, "longitude": 124.00214}
BIKES = ("/report", "[电动车进楼停放、充电]")
TO_THE_END = ("是，现在就这样", "跳过", "匿名", "发送")


async def spots(town: Town) -> list[tuple[str | None, str | None, str | None]]:
    """Where each tip lies."""
    return [(row["dwelling"], row["building"], row["grid"]) for row in await town.rows(table)]


async def test_a_whole_address_is_understood_and_nothing_more_is_asked(chat: Chat, known: Town) -> None:
    await chat.after(*BIKES, "翠竹园三栋二单元五〇一门口", "是，现在就这样", "跳过", "匿名")
    assert "地点：" in chat.last()
    assert "翠竹园3栋2单元501室" in chat.last()
    assert "翠竹园三栋二单元五〇一门口" in chat.last()
    await chat.after("发送")
    assert await spots(known) == [("/翠竹园//3/2/501", "/翠竹园//3", "顾家桥社区 第二网格")]
    assert [row["key"] for row in await known.rows(dwellings)] == ["/翠竹园//3/2/501"]


async def test_what_may_be_a_building_or_a_unit_is_asked_and_merges_with_nothing_while_open(
    chat: Chat, known: Town
) -> None:
    await chat.reads("""
        > /report
        ...
        > [电动车进楼停放、充电]
        ...
        > 翠竹园3-501
        < 我看懂的是：顾家桥社区翠竹园3栋501室
        | 是哪一栋？
        | 点一下，或者打字告诉我楼号。
        | [3栋] ... [跳过] [返回] [取消]
        > 楼下那个
        < 没看懂。请点一个按钮，换个写法，或者跳过。
        | 是哪一栋？
        ...
        > 3
        < 我看懂的是：顾家桥社区翠竹园3栋501室
        | 是哪个单元？
        | 点一下，或者打字告诉我。
        | [1单元] [2单元] [跳过] [返回] [取消]
        > [跳过]
        < 第 3/5 步
        ...
    """)
    await chat.after(*TO_THE_END)
    assert await spots(known) == [(None, "/翠竹园//3", "顾家桥社区 第二网格")]


async def test_a_point_on_the_map_leads_to_its_grid_and_its_estates(chat: Chat, known: Town) -> None:
    await chat.after(*BIKES)
    await chat.sends({"location": AT_BUILDING_3})
    await known.settle()
    assert "[翠竹园]" in "\n".join(chat.told())
    await chat.after("[翠竹园]", "[3栋]", "[跳过]", *TO_THE_END)
    assert await spots(known) == [(None, "/翠竹园//3", "顾家桥社区 第二网格")]


async def test_a_point_sent_out_of_the_blue_begins_a_report_with_its_place(chat: Chat, known: Town) -> None:
    await chat.sends({"location": AT_BUILDING_3})
    await known.settle()
    await chat.reads("""
        > 反映给街道
        < 要把这个反映给街道吗？再问几个小问题，由您确认发出。
        | [反映给街道] [不用了]
        < 第 1/5 步
        ...
        > [电动车进楼停放、充电]
        < 是哪个小区？
        ...
    """)


async def test_estate_building_and_staircase_are_chosen_from_lists(chat: Chat, known: Town) -> None:
    await chat.after(*BIKES, "[从列表里选]", "1", "1", "[3栋]")
    assert "是哪个单元？" in chat.last()
    await chat.after("[2单元]", "是，现在就这样", "跳过", "匿名")
    assert "翠竹园3栋2单元" in chat.last()
    await chat.after("发送")
    assert await spots(known) == [(None, "/翠竹园//3", "顾家桥社区 第二网格")]


async def test_a_matter_of_a_flat_asks_for_its_room(chat: Chat, known: Town) -> None:
    await chat.after("/report", "[隔断、人太多]", "[房子隔成很多小间]", "翠竹花园3栋", "[2单元]")
    assert "是哪一室？" in chat.last()
    await chat.after("501")
    assert "是哪一室？" not in chat.last()


async def test_a_place_that_was_named_before_is_offered_and_needs_no_typing(chat: Chat, known: Town) -> None:
    await chat.reads("""
        > 翠竹园三栋二单元楼道里好多电瓶车在充电
        ...
        > [反映给街道]
        ...
        > 对
        < 第 2/5 步
        | 在哪里？
        | 听您说的，像是：顾家桥社区翠竹园3栋2单元。对就点一下；不对就写给我。
        | [顾家桥社区翠竹园3栋2单元] [从列表里选] [返回] [取消]
        > 嗯
        < 第 3/5 步
        ...
    """)
    await chat.after(*TO_THE_END)
    assert await spots(known) == [(None, "/翠竹园//3", "顾家桥社区 第二网格")]


async def test_the_number_of_a_place_that_is_offered_chooses_it(chat: Chat, known: Town) -> None:
    await chat.after("翠竹园3栋2单元楼梯口堵满纸箱，出不去", "反映给街道", "2")
    assert "听您说的，像是：顾家桥社区翠竹园3栋2单元" in chat.last()
    await chat.after("9")
    assert "太短了" in chat.last(), "nothing has that number"
    await chat.after("1")
    assert "第 3/5 步" in chat.last()


async def test_a_place_in_english_is_found_in_the_list(known: Town) -> None:
    chat = await known.person(1004, "Anna Keller", "en")
    await chat.after("/report", "[E-bike parked or charged indoors]", "Bamboo Garden building 3 unit 2 room 501")
    assert chat.last().startswith("I understood: 3栋2单元501室\nWhich estate is it?")
    await chat.after("[翠竹园]", "yes", "skip", "anonymous", "send it")
    assert await spots(known) == [("/翠竹园//3/2/501", "/翠竹园//3", "顾家桥社区 第二网格")]
    (tip,) = await known.tips()
    assert tip.report.where == "顾家桥社区翠竹园3栋2单元501室 (Bamboo Garden building 3 unit 2 room 501)"


async def test_a_point_outside_the_grids_is_taken_and_the_estate_asked_for(chat: Chat, known: Town) -> None:
    await chat.after(*BIKES)
    await chat.sends({"location": {"latitude": 31.2, "longitude": 121.4}})
    await known.settle()
    assert "光看这个我认不出来" in "\n".join(chat.told())
    await chat.after("不知道", *TO_THE_END)
    assert await spots(known) == [(None, None, None)]


async def test_a_forwarded_point_counts_as_ones_own(chat: Chat, known: Town) -> None:
    await chat.after(*BIKES)
    await chat.sends(
        {"location": AT_BUILDING_3, "forward_origin": {"type": "hidden_user", "sender_user_name": "x", "date": 1}}
    )
    await known.settle()
    assert "[翠竹园] [青禾公寓]" in "\n".join(chat.told())


async def test_an_estate_that_nobody_knows_is_accepted_and_flagged(chat: Chat, known: Town, admin: Chat) -> None:
    await chat.after(*BIKES, "夕照山庄5栋")
    if "是哪个小区？" in chat.last():
        await chat.after("[夕照山庄]")
    await chat.after(*TO_THE_END)
    assert await spots(known) == [(None, "/夕照山庄//5", None)]
    (tip,) = await known.tips()
    await admin.after(f"/tip {tip.number}")
    assert "小区不在辖区资料里，请核对名称" in admin.last()


async def test_before_sending_one_sees_that_it_was_reported_and_sends_it_with_that(
    chat: Chat, known: Town, admin: Chat
) -> None:
    await chat.after(*BIKES, "翠竹园3栋2单元501", *TO_THE_END)
    other = await known.person(1011, "邻居")
    await other.after(*BIKES, "翠竹花园三号楼一单元", "是，现在就这样", "(photo)", "好了")
    await other.reads("""
        > [匿名]
        < 请核对一下。现在还没有发出去。
        | 看错了没关系。...
        | 点“发送”，...
        | 11月23日 星期一 已有人反映过这栋楼的同类情况。是同一件事就一起发送：放在一起核实，结果照样告诉您。
        | 隐患：电动车进楼停放、充电
        ...
        | [不是同一件事，单独发送] [是同一件事，一起发送] [修改：隐患] ...
        > [是同一件事，一起发送]
        < 谢谢您。您的线索是 ... 号。
        | ...
        | ...
        | 受理码：...
        | 请留好受理码：匿名线索只能凭它查询，丢了找不回来。
        | 和之前那条放在一起核实。您也算反映人，您写的和拍的都会看。
        | [查看进展] [把受理码存成图片]
        > [查看进展]
        < ... 号 · 电动车进楼停放、充电
        | 已收到，待答复
        | 最晚 ... 前答复您。
        | 和别人反映的同一件事放在一起核实。
        ...
    """)
    assert "2单元501室" not in "\n".join(other.told())
    rows = {row["number"]: row for row in await known.rows(table)}
    (main,) = [number for number, row in rows.items() if row["main"] is None]
    (joined,) = rows.keys() - {main}
    assert rows[joined]["main"] == rows[main]["id"]
    assert len(await known.rows(routes)) == 2
    await admin.after("/backlog")
    assert (main in admin.last(), joined in admin.last()) == (True, False)
    await admin.after(f"/tip {main}")
    assert "其实不是同一件" not in admin.told()[-1]
    await admin.reads(f"""
        > [打开 {joined} 号]
        < 线索 {joined} 号 · 已收到，待答复
        | 隐患：电动车进楼停放、充电
        | 地点：顾家桥社区翠竹园3栋1单元 (翠竹花园三号楼一单元)
        ...
        | 网格：顾家桥社区 第二网格
        ...
        | 已并入 {main} 号。
        | [打开 {main} 号] ...
        < (photo) {joined} 号
    """)


async def test_an_admin_takes_apart_what_its_sender_took_for_the_same(chat: Chat, known: Town, admin: Chat) -> None:
    await chat.after(*BIKES, "翠竹园3栋2单元501", *TO_THE_END)
    other = await known.person(1011, "邻居")
    await other.after(*BIKES, "翠竹园3栋", *TO_THE_END[:-1], "[是同一件事，一起发送]")
    number = re.search(r"您的线索是 (\w{4}) 号", other.last())
    assert number, other.last()
    await admin.after(f"/tip {number[1]}", "[其实不是同一件]")
    assert [row["main"] for row in await known.rows(table)] == [None, None]
    await admin.does("/backlog")
    assert "已收到，待答复：2" in admin.last()


async def test_what_is_another_matter_is_sent_alone(chat: Chat, known: Town) -> None:
    await chat.after(*BIKES, "翠竹园3栋2单元501", *TO_THE_END)
    other = await known.person(1011, "邻居")
    await other.after(*BIKES, "翠竹园3栋", *TO_THE_END[:-1], "[不是同一件事，单独发送]")
    third = await known.person(1012, "另一位")
    await third.after(*BIKES, "翠竹园3栋", *TO_THE_END[:-1], "发吧")  # a plain yes never puts two matters together
    assert [row["main"] for row in await known.rows(table)] == [None] * 3


async def test_a_matter_of_one_flat_is_not_like_that_of_another_flat(chat: Chat, known: Town) -> None:
    rooms = ("/report", "[隔断、人太多]", "[房子隔成很多小间]")
    await chat.after(*rooms, "翠竹园3栋2单元501", "3", "跳过", "匿名", "发送")
    other = await known.person(1011, "邻居")
    await other.after(*rooms, "翠竹园3栋2单元601", "3", "跳过", "匿名")
    assert "已有人反映过" not in other.last()
    await other.after("修改：地点", "翠竹园3栋2单元五〇一")
    assert "已有人反映过" in other.last()


async def test_what_was_withdrawn_meanwhile_is_joined_by_nobody(chat: Chat, known: Town) -> None:
    await chat.after(*BIKES, "翠竹园3栋2单元501", *TO_THE_END)
    other = await known.person(1011, "邻居")
    await other.after(*BIKES, "翠竹园3栋", *TO_THE_END[:-1])
    await chat.after("[查看进展]", "[撤回]", "[是，撤回]")
    await other.after("[是同一件事，一起发送]")
    assert "放在一起核实" not in other.last()
    assert [row["main"] for row in await known.rows(table)] == [None, None]


async def test_a_house_is_not_tried_out_for_what_its_tenants_reported(chat: Chat, known: Town) -> None:
    await chat.after(*BIKES, "翠竹园3栋2单元501", *TO_THE_END)
    landlord = await known.person(1011, "房东")
    seen = []
    for _each in range(6):
        await landlord.after(*BIKES, "翠竹园3栋", *TO_THE_END[:-1])
        seen.append("已有人反映过" in landlord.last())
        await landlord.after("/cancel", "删掉")
    assert seen == [True] * 5 + [False]


async def test_a_receipt_can_be_kept_as_a_picture_whose_link_shows_the_tip(chat: Chat, known: Town) -> None:
    await chat.after(*BIKES, "翠竹园3栋2单元501", *TO_THE_END)
    code = re.search(r"受理码：([\d ]{19})", chat.last())
    assert code, chat.last()
    await chat.after("[把受理码存成图片]")
    assert "扫一扫" in chat.last()
    assert any("photo" in message for message in chat.messages())
    friend = await known.person(1012, "家人")
    await friend.after("/start " + code[1].replace(" ", ""))
    assert "您反映了这件事" in friend.last()
