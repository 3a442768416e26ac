"""What people can report as pages: by group, by their own words, with the questions that matter, and other matters."""

from __future__ import annotations

import pytest

from storage.tables import drafts
from tests.chat import Chat, Town


async def test_a_kind_is_found_by_its_group(chat: Chat, town: Town) -> None:
    await chat.reads("""
        > /report
        < 第 1/5 步
        | 是什么危险？
        | [正在着火、漏气或有人打人] [安全出口堵塞或上锁] [电动车进楼停放、充电] [隔断、人太多] [用电、燃气] [消防设施、房屋、环境] [租房、治安、约上门] [其他、说不准] [取消]
        > [用电、燃气]
        < 第 1/5 步
        | 是下面哪一种？
        | 都不像就点“说不准”。
        | ... [住人房间里放液化气瓶] ... [说不准] [返回] [取消]
        > [住人房间里放液化气瓶]
        < 第 2/5 步
        ...
        > 翠竹园3栋501
        < 第 3/5 步
        | 现在还是这样吗？
        ...
        > [是，现在就这样]
        < 第 4/5 步
        ...
        > [跳过]
        < 第 5/5 步
        ...
        > [匿名]
        < 请核对一下。现在还没有发出去。
        ...
        | 隐患：用电、燃气
        | 哪一种：住人房间里放液化气瓶
        | 地点：翠竹园3栋501室
        | 现在还这样吗：是，现在就这样
        | 情况：没有
        | 照片：没有
        | 是否匿名：匿名（Telegram 公司看得到您的账号）
        ...
        > [发送]
        < 谢谢您。您的线索是 ... 号。
        | 住人房间里放液化气瓶 · 翠竹园3栋501室
        ...
    """)  # noqa: E501
    (tip,) = await town.tips()
    assert (tip.report.hazard, tip.report.what, dict(tip.report.facts)) == ("G01", "", {"now": "yes"})


async def test_a_plain_report_takes_six_presses_and_one_typed_line(chat: Chat, town: Town) -> None:
    pressed = (
        "[反映隐患]",
        "[电动车进楼停放、充电]",
        "翠竹园5栋楼道",
        "[是，现在就这样]",
        "[跳过]",
        "[匿名]",
        "[发送]",
    )
    await chat.after("/start", *pressed)
    (tip,) = await town.tips()
    assert (tip.report.hazard, tip.report.where) == ("E01", "翠竹园5栋楼道")
    assert sum(said.startswith("[") for said in pressed) == 6


@pytest.mark.parametrize(("now", "hours"), [("[是，现在就这样]", 24), ("[现在没有]", 48)])
async def test_what_happens_right_now_is_promised_sooner(chat: Chat, town: Town, now: str, hours: int) -> None:
    await chat.after("/report", "3", "翠竹园5栋", now, "跳过", "匿名", "发送")
    (tip,) = await town.tips()
    waits = (tip.answer_by - tip.filed).total_seconds() / 3600
    assert (waits <= 24) is (hours == 24)


async def test_typed_words_offer_a_kind_and_choose_none(chat: Chat, town: Town) -> None:
    await chat.after("/report")
    await chat.reads("""
        > 他家卧室里放着两个煤气罐
        < 这些我记在“情况”里了。再请点一个最接近的。
        | 第 1/5 步
        | 是什么危险？
        | 听您说的，像是：住人房间里放液化气瓶。请点一个最合适的。
        | [正在着火、漏气或有人打人] [住人房间里放液化气瓶] [隔断、人太多] [用电、燃气] [消防设施、房屋、环境] [租房、治安、约上门] [其他、说不准] [取消]
        > [住人房间里放液化气瓶]
        < 第 2/5 步
        ...
    """)  # noqa: E501
    await chat.after("翠竹园3栋501", "说不准", "跳过", "匿名", "发送")
    (tip,) = await town.tips()
    assert (tip.report.hazard, tip.report.what) == ("G01", "他家卧室里放着两个煤气罐")
    assert dict(tip.report.facts) == {"now": "unsure"}


async def test_a_few_signs_typed_instead_of_a_button_are_understood(chat: Chat) -> None:
    await chat.reads("""
        > /report
        ...
        > 电瓶车
        < 这些我记在“情况”里了。再请点一个最接近的。
        | 第 1/5 步
        | 是什么危险？
        | 听您说的，像是：电动车进楼停放、充电。请点一个最合适的。
        ...
        > 对的
        < 第 2/5 步
        ...
        > 翠竹园3栋
        < 第 3/5 步
        ...
        > 嗯
        < 第 4/5 步
        ...
        > 没拍
        < 第 5/5 步
        ...
        > 就匿名吧
        < 请核对一下。...
        ...
    """)


async def test_words_that_were_taken_wrong_can_still_go_elsewhere(chat: Chat, town: Town) -> None:
    await chat.after(
        "/report",
        "楼上的电动车位旁边漏水扰民",
        "[消防设施、房屋、环境]",
        "[垃圾、污水、扰民]",
        "翠竹园3栋",
        "跳过",
        "匿名",
        "发送",
    )
    (tip,) = await town.tips()
    assert tip.report.hazard == "H01"


async def test_not_sure_is_an_answer_everywhere(chat: Chat, town: Town) -> None:
    await chat.after("/report", "[隔断、人太多]", "[说不准]", "翠竹园3栋", "里面好像住了不少人", "跳过", "匿名", "发送")
    await chat.after("/report", "不知道", "翠竹园4栋", "说不上来哪里不对", "跳过", "匿名", "发送")
    one, other = sorted(await town.tips(), key=lambda tip: tip.report.where)
    assert (one.report.hazard, dict(one.report.facts)) == ("other", {"group": "rooms"})
    assert (other.report.hazard, dict(other.report.facts)) == ("other", {})


@pytest.mark.parametrize(
    ("said", "kept", "shown"),
    [("[10人以上]", "10+", "10人以上"), ("12", "12", "12"), ("十二个人", "12", "12"), ("3", "3", "3")],
)
async def test_people_are_counted_by_a_button_or_a_number(
    chat: Chat, town: Town, said: str, kept: str, shown: str
) -> None:
    await chat.after("/report", "[隔断、人太多]", "[一间屋住太多人]", "翠竹园3栋501")
    assert chat.last().startswith("第 3/5 步\n里面住多少人？")
    await chat.after(said, "跳过", "匿名")
    assert f"\n住多少人：{shown}\n" in chat.last()
    await chat.after("发送")
    (tip,) = await town.tips()
    assert dict(tip.report.facts) == {"sleepers": kept}


async def test_words_instead_of_a_number_are_kept_as_what_was_seen(chat: Chat, town: Town) -> None:
    await chat.after(
        "/report", "[隔断、人太多]", "[一间屋住太多人]", "翠竹园3栋501", "上下铺挤得满满的", "跳过", "匿名", "发送"
    )
    (tip,) = await town.tips()
    assert (tip.report.what, dict(tip.report.facts)) == ("上下铺挤得满满的", {"sleepers": "unsure"})


async def test_words_at_the_photos_are_kept_as_well(chat: Chat, town: Town) -> None:
    await chat.after("/report", "2", "翠竹园3栋", "[是，现在就这样]")
    await chat.reads("""
        > 从一楼一直堆到三楼
        < 这些我记在“情况”里了。
        | 第 4/5 步
        ...
        > 没有照片
        < 第 5/5 步
        ...
    """)
    await chat.after("匿名", "发送")
    (tip,) = await town.tips()
    assert (tip.report.what, dict(tip.report.facts)) == ("从一楼一直堆到三楼", {"now": "yes"})


async def test_what_was_seen_can_be_added_at_the_review(chat: Chat, town: Town) -> None:
    await chat.after("/report", "2", "翠竹园3栋", "[是，现在就这样]", "跳过", "匿名")
    await chat.reads("""
        > [修改：情况]
        < 第 3/5 步
        | 您看到了什么？
        | 一两句话就够，也可以发语音。请不要写姓名和证件号。
        | [跳过] [返回] [取消]
        > [返回]
        < 请核对一下。...
        ...
        | 情况：没有
        ...
        > [修改：情况]
        < 第 3/5 步
        ...
        > 一直堆到三楼
        < 请核对一下。...
        ...
        | 情况：一直堆到三楼
        ...
    """)
    await chat.after("发送")
    (tip,) = await town.tips()
    assert (tip.report.what, dict(tip.report.facts)) == ("一直堆到三楼", {"now": "yes"})


async def test_another_danger_at_the_review_asks_what_it_needs(chat: Chat, town: Town) -> None:
    await chat.after("/report", "2", "翠竹园3栋", "楼道里堆满纸箱", "跳过", "匿名", "[修改：隐患]", "[隔断、人太多]")
    await chat.reads("""
        > [一间屋住太多人]
        < 第 3/5 步
        | 里面住多少人？
        ...
        > [6到9人]
        < 请核对一下。...
        ...
        | 隐患：隔断、人太多
        | 哪一种：一间屋住太多人
        | 地点：翠竹园3栋
        | 住多少人：6到9人
        | 情况：楼道里堆满纸箱
        ...
    """)


async def test_back_goes_through_every_screen_of_a_kind(chat: Chat) -> None:
    await chat.after("/report", "[用电、燃气]", "[住人房间里放液化气瓶]", "翠竹园3栋", "[是，现在就这样]")
    await chat.reads("""
        > [返回]
        < 第 3/5 步
        | 现在还是这样吗？
        ...
        > [返回]
        < 第 2/5 步
        ...
        > [返回]
        < 第 1/5 步
        | 是下面哪一种？
        ...
        > [返回]
        < 第 1/5 步
        | 是什么危险？
        ...
    """)


async def test_crime_is_for_the_police_and_nothing_is_kept(chat: Chat, town: Town) -> None:
    await chat.after("/report", "楼上有人聚众赌博")
    await chat.reads("""
        > [违法犯罪：打110]
        < 请直接打报警电话：110。
        | 违法犯罪的线索不要写在聊天里：...
    """)
    assert await town.rows(drafts) == []
    assert await town.tips() == []


async def test_prices_belong_to_another_office_and_are_kept_only_if_wanted(chat: Chat, town: Town) -> None:
    await chat.after("/report", "[租房、治安、约上门]")
    await chat.reads("""
        > [哄抬租金、乱收费]
        < 租金、收费问题请打 12315。
        | ...
        | [也告诉街道] [不用了] [说不准] [返回] [取消]
        > [不用了]
        < 好的，请打 12315。...
    """)
    assert await town.rows(drafts) == []
    await chat.after(
        "/report",
        "[租房、治安、约上门]",
        "[哄抬租金、乱收费]",
        "[也告诉街道]",
        "翠竹园一带",
        "三家中介串通涨价",
        "跳过",
        "匿名",
        "发送",
    )
    (tip,) = await town.tips()
    assert (tip.report.hazard, dict(tip.report.facts)) == ("P01", {"also": "yes"})


async def test_a_home_nobody_registered_and_odd_meters_come_in_by_the_same_door(chat: Chat, town: Town) -> None:
    for kind in ("没登记的出租房", "水电用量异常"):
        await chat.after("/report", "[租房、治安、约上门]", f"[{kind}]", "翠竹园3栋501", "跳过", "跳过", "匿名", "发送")
    assert {tip.report.hazard for tip in await town.tips()} == {"R01", "M01"}


async def test_a_tenant_asks_for_a_visit(chat: Chat, admin: Chat, town: Town) -> None:
    await chat.reads("""
        > /visit
        < 街道会派人上门看看。先问几句：在哪里、什么时候方便、要不要让街道知道是您。
        < 第 2/5 步
        | 在哪里？
        ...
        > 翠竹园3栋501
        < 第 3/5 步
        | 哪天方便？
        | [周一] ... [周日] [都行、说不准] [返回] [取消]
        > [周六]
        < 第 3/5 步
        | 什么时段方便？
        | [上午] [下午] [晚上] [都行、说不准] [返回] [取消]
        > [上午]
        < 第 4/5 步
        ...
    """)
    await chat.after("跳过", "只让街道知道", "发送")
    (tip,) = await town.tips()
    assert (tip.report.hazard, dict(tip.report.facts)) == ("V01", {"day": "sat", "hour": "morning"})
    await admin.reads(f"""
        > /tip {tip.number}
        < 线索 {tip.number} 号 · ...
        ...
        | 哪天方便：周六
        | 什么时段：上午
        ...
    """)


async def test_visit_in_the_middle_of_a_report_asks_first(chat: Chat) -> None:
    await chat.after("/report", "2")
    await chat.reads("""
        > /visit
        < 您有一份写到一半的，还留着。接下来怎么办？
        ...
    """)


async def test_staff_see_the_grading_with_its_reasons_and_what_is_unknown(chat: Chat, admin: Chat, town: Town) -> None:
    await chat.after(
        "/report", "[隔断、人太多]", "[一间屋住太多人]", "翠竹园3栋501", "[10人以上]", "跳过", "匿名", "发送"
    )
    (tip,) = await town.tips()
    await admin.reads(f"""
        > /tip {tip.number}
        < 线索 {tip.number} 号 · ...
        ...
        | 住多少人：10人以上
        | 街道分级：红（立即），住的人多
        | 疑似群租：住的人多。还要核实：床位数、是否一家人、面积。由工作人员认定。
        ...
    """)


async def test_persons_in_a_tip_are_hidden_until_asked_for_and_the_look_is_recorded(
    chat: Chat, admin: Chat, town: Town
) -> None:
    await chat.after("/report", "2", "翠竹园3栋", "房东王建国堵的,电话13812345678", "跳过", "匿名", "发送")
    (tip,) = await town.tips()
    assert tip.report.what == "房东王建国堵的,电话13812345678", "nothing is lost"
    await admin.reads(f"""
        > /tip {tip.number}
        < 线索 {tip.number} 号 · ...
        ...
        | 情况：房东•••堵的,电话138••••5678
        ...
        | [显示姓名、电话] ...
    """)
    await admin.reads(f"""
        > [显示姓名、电话]
        < 线索 {tip.number} 号 · ...
        ...
        | 情况：房东王建国堵的,电话13812345678
        ...
    """)
    await admin.after("/audit")
    assert f"查看了线索 {tip.number} 里的姓名、电话" in admin.last()


async def test_a_tip_without_persons_has_no_such_button(chat: Chat, admin: Chat, town: Town) -> None:
    await chat.after("/report", "2", "翠竹园3栋", "楼道里堆满纸箱", "跳过", "匿名", "发送")
    (tip,) = await town.tips()
    await admin.after(f"/tip {tip.number}")
    assert "显示姓名、电话" not in "".join(admin.told())


async def test_who_is_not_sure_is_asked_what_they_saw(chat: Chat) -> None:
    await chat.after("/report", "2", "翠竹园3栋")
    await chat.reads("""
        > [说不准]
        < 第 3/5 步
        | 您看到了什么？
        | 一两句话就够，也可以发语音。请不要写姓名和证件号。
        | [跳过] [返回] [取消]
        > [跳过]
        < 第 4/5 步
        ...
    """)


async def test_what_is_added_later_hides_persons_too(chat: Chat, admin: Chat, town: Town) -> None:
    await chat.after("/report", "2", "翠竹园3栋", "楼道里堆满纸箱", "跳过", "只让街道知道", "发送")
    (tip,) = await town.tips()
    await chat.after("/add", f"{tip.number}", "房东姓王,电话13812345678", "跳过")
    await admin.after(f"/tip {tip.number}")
    assert "房东姓•,电话138••••5678" in "\n".join(admin.told())
    assert "13812345678" not in "\n".join(admin.told())
