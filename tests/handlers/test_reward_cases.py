"""Rewards where something is in the way: ties, objections, several who report, an empty budget, what looks odd."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile

import pytest_asyncio

from storage.tables import drafts, ledger, people, routes, tips
from storage.tables import rewards as table
from tests.chat import Chat, together
from tests.handlers.conftest import Office
from tests.handlers.reward_stage import DAY, EVIDENCE, NAMED, Desk, opened, pin_of, receipt_of
from tests.handlers.test_invites import code
from tests.handlers.test_media import sends, shown, stripes
from tests.handlers.test_reportfor import receipt_in
from tests.pdf import pages

TOLD = ("电动车进楼停放、充电", "翠竹园3栋2单元501", "说不准", "门口停了三辆", "(photo)", "好了", "录入")
SMALL = "[rewards]\nmost_yuan = 100\n[rewards.budget]\nmonth_yuan = 150\n"


@pytest_asyncio.fixture
async def desk(office: Office) -> Desk:
    return await opened(office)


# -- whoever told it elsewhere ---------------------------------------------------------------------------------------


async def told_at_the_counter(office: Office) -> tuple[str, str]:
    """Let an admin write down what somebody tells; returns number and receipt code."""
    before = {tip.number for tip in await office.town.tips()}
    await office.admin.after("/reportfor", "当面反映", *TOLD)
    (number,) = {tip.number for tip in await office.town.tips()} - before
    return number, receipt_in(office.admin)


async def test_whoever_told_it_at_the_counter_collects_without_ever_being_in_the_chat(
    desk: Desk, office: Office
) -> None:
    number, receipt = await told_at_the_counter(office)
    await desk.verified(number, *EVIDENCE)
    await office.officer.after("/approvals", "[同意]")
    await desk.chief.after("/approvals", "[同意]")
    await desk.waits()
    await desk.waits()
    await office.admin.after(f"/tip {number}", "[给反映人开领取码]")
    pin = re.findall(r"领取码：(\d{6})", "\n".join(office.admin.told()))[-1]
    await office.admin.after("/payout", "[输入受理码和领取码]", receipt, pin, "[已当面交付]")
    assert office.admin.last() == "领取码是您开的，要由另外两人发放。"
    await desk.cashier.after(f"/payout {number}", "[已当面交付]")
    await desk.waits(1)
    assert "[已交付]" not in "\n".join(office.admin.told())
    await office.officer.after("[已交付]")
    assert await desk.states() == ["collected"]


async def test_whoever_entered_it_for_somebody_approves_nothing_of_it(desk: Desk, office: Office) -> None:
    number, _receipt = await told_at_the_counter(office)
    await desk.verified(number, *EVIDENCE)
    await office.officer.after("/approvals", "[同意]")
    await office.admin.after("/approvals")
    assert office.admin.last() == "没有等您决定的事。", "they know the code, and could make the PIN"
    for chat, can in ((office.admin, False), (desk.chief, True)):
        await chat.after(f"/rewards {number}")
        card = "\n".join(chat.told()).rpartition("奖励 · ")[2]
        assert ("[同意]" in card) is can
        assert "[改金额]" not in card, "one has approved this amount"
    await desk.chief.after("[同意]")
    assert await desk.states() == ["approved"]


async def test_a_tip_that_is_found_untrue_later_is_shown_to_whoever_decides(desk: Desk, office: Office) -> None:
    number = await desk.filed()
    await desk.verified(number, *EVIDENCE)
    async with office.town.app.store.begin() as tx:
        await tx.execute(tips.update().values(state="closed", outcome="unfounded"))
    await office.officer.after("/approvals")
    assert "决定前请看一眼：线索重新办理后，认定不属实" in "\n".join(office.officer.told())


async def test_one_matter_told_of_a_flat_and_of_its_building_is_shown_to_whoever_decides(
    desk: Desk, office: Office
) -> None:
    wide = ("/report", "[电动车进楼停放、充电]", "翠竹园3栋2单元", "说不准", "楼道里有车", "跳过", "匿名", "发送")
    flat, whole = await desk.filed(), await office.filed(*wide)
    assert len({flat, whole}) == 2
    await desk.verified(flat, *EVIDENCE)
    await desk.verified(whole, "[都不是]")
    told = "\n".join(office.officer.told())
    assert f"这栋楼同类隐患也有奖励，可能是同一件事：{flat}" in told


async def test_a_printed_code_is_made_ones_own_and_the_pin_comes_with_it(desk: Desk, office: Office) -> None:
    number, receipt = await told_at_the_counter(office)
    await desk.verified(number, *EVIDENCE)
    await office.resident.reads(f"""
        > /reward {receipt}
        < 线索 {number} 号 · 电动车进楼停放、充电
        | 100 元（附有证据）：已提出，等两人审批
        < 这条是工作人员替您录入的，受理码街道也知道。请先换成只有您知道的码：领取码会发到这里，别人领不走。
        | [换成只有我知道的码]
        > [换成只有我知道的码]
        < (photo) 线索 {number} 号：这个码只有您知道。
        ...
        < 您的领取码：...
        | 只显示这一次，请收好，别和受理码放在一起。到窗口之前不要告诉任何人。
    """)
    await office.admin.after(f"/tip {number}")
    assert "给反映人开领取码" not in "\n".join(office.admin.told()), "nobody else can make one now"


# -- several who report ----------------------------------------------------------------------------------------------


async def test_those_who_sign_a_report_together_share_its_reward_and_collect_apart(desk: Desk, office: Office) -> None:
    number = await desk.filed()
    await office.resident.after(f"/mytips {receipt_of(office.resident)}", "[请别人联名]")
    link = re.findall(r"start=(sign-\S+)", "\n".join(office.resident.told()))[-1]
    other = await office.town.person(1030, "王婶")
    await desk.hear()
    await other.reads(f"""
        > /start {link}
        < 一起联名：电动车进楼停放、充电 · ...
        | 您自己已经反映过这件事吗？反映过就点那一条，或发受理码；没有就点“跳过”。
        | [跳过] [取消]
        > [跳过]
        < 可以让街道知道是您联名吗？
        ...
        > 匿名
        < 联名反映：电动车进楼停放、充电 · ...
        ...
        > [联名]
        < 已联名，您的是 ... 号。
        ...
        | 进展会告诉您；有奖励时，凭这个受理码和之后发来的领取码领您的那份。
        ...
    """)
    await desk.verified(number, *EVIDENCE)
    for chat in (office.resident, other):
        assert "拟奖励 50 元（附有证据）。" in "\n".join(chat.told())
    assert pin_of(office.resident) != pin_of(other)
    await other.after("/reward " + receipt_of(other))
    assert "50 元（附有证据）：已提出，等两人审批" in other.last()
    await office.officer.after("/approvals")
    assert "联名举报的第 2 份" in "\n".join(office.officer.told())
    assert "王婶" not in "\n".join(office.officer.told() + office.admin.told() + office.worker.told())


async def test_nobody_signs_a_report_twice_or_their_own_and_so_takes_from_the_others(
    desk: Desk, office: Office
) -> None:
    await desk.filed()
    await office.resident.after(f"/mytips {receipt_of(office.resident)}", "[请别人联名]")
    link = re.findall(r"start=(sign-\S+)", "\n".join(office.resident.told()))[-1]
    other = await office.town.person(1030, "王婶")
    await other.after(f"/start {link}", "[跳过]", "匿名", "[联名]")
    for chat in (office.resident, other):
        await chat.after(f"/start {link}")
    for chat in (office.resident, other):
        assert chat.last().startswith("不能联名：这就是您自己的，或您已联名")
    assert "\n".join(other.told()).count("已联名，您的是") == 1


async def test_a_report_is_signed_with_an_own_one_of_the_same_place_alone(desk: Desk, office: Office) -> None:
    await desk.filed()
    await office.resident.after(f"/mytips {receipt_of(office.resident)}", "[请别人联名]")
    link = re.findall(r"start=(sign-\S+)", "\n".join(office.resident.told()))[-1]
    other = await office.town.person(1030, "王婶")
    story = ("/report", "[电动车进楼停放、充电]", "翠竹园5栋1单元301", "说不准", "门口停了三辆", "跳过")
    elsewhere = await office.filed(*story, NAMED, "发送", by=other)
    await other.after(f"/start {link}")
    assert elsewhere not in other.last()
    await other.after(receipt_of(other), "[联名]")
    assert other.last().startswith("不能联名：")


async def test_whoever_guesses_pins_is_seen_by_the_auditors_and_stopped_for_the_day(desk: Desk, office: Office) -> None:
    number = await desk.filed(NAMED)
    await desk.verified(number, *EVIDENCE)
    await desk.approved()
    ticket = ("/payout", "[输入受理码和领取码]", receipt_of(office.resident))
    for wrong in range(5):
        await desk.cashier.after(*ticket, f"00000{wrong}")
        assert desk.cashier.last().startswith("现在领不了。")
    await office.officer.after(*ticket, pin_of(office.resident))
    assert (
        office.officer.last().splitlines()[0] == "这个受理码今天输错的领取码太多，11月24日 星期二起再试，换人也一样。"
    )
    await office.admin.after("/audit")
    assert f"输入了受理码，但领取码不对或现在领不了：{number} 号" in "\n".join(office.admin.told())
    await office.resident.after("/reward", "[我到窗口了]")
    assert await desk.states() == ["presented"], "who is known by name needs no PIN"


# -- objections and ties ---------------------------------------------------------------------------------------------


async def test_whoever_objects_is_heard_by_somebody_who_did_not_decide_it(desk: Desk, office: Office) -> None:
    number = await desk.filed(NAMED)
    await desk.verified(number, "[事先已掌握或已见报]", "[好了]")
    assert office.resident.last() == "\n".join(
        (
            f"{number} 号：您反映的属实，谢谢您，大家住得更安全了。",
            "这次没有奖励：反映之前街道已掌握或正在办理。",
            "如果不对，点下面告诉我们，由没有经手的人再看一次。",
        )
    )
    await desk.hear()
    await together(
        f"""
        居民 > [不对，我有异议]
        居民 < 第 1/1 步
        居民 | 哪里不对？
        ...
        居民 > 群里没人说过，是我第一个拍到的
        ...
        居民 > [发送]
        居民 < 谢谢您。{number} 号由没有经手的人三天内决定，结果在这里告诉您。
        (1 minutes later)
        主任 < {number} 号：奖励要重新认定吗？
        主任 | 反映人说：群里没人说过，是我第一个拍到的
        主任 | 目前：奖励：无，反映之前街道已掌握或正在办理
        主任 | 同意就重新认定。请在11月26日 星期四前答复
        主任 | [同意] [不同意]
        主任 > [同意]
        主任 < 已同意。会告诉申请人。
        (2 minutes later)
        居民 < {number} 号：另一个人看了您的异议，决定重新认定。结果在这里告诉您。
        主任 > /rewards
        ...
        主任 | [先要认定] [2026-11 财务清单] [2026-10 财务清单]
        主任 > [先要认定]
        ...
        主任 | [认定 {number}]
        主任 > [认定 {number}]
        ...
        主任 > [照片或记录能证明]
        ...
        主任 > [好了]
        ...
        主任 > [就这样定]
        主任 < {number} 号：已定。有奖励的话，现在等另外两人审批：/approvals
        (2 minutes later)
        居民 < {number} 号：拟奖励 100 元（附有证据）。
        ...
        """,
        居民=office.resident,
        主任=desk.chief,
    )
    await desk.chief.after("/approvals")
    assert desk.chief.last() == "没有等您决定的事。", "who decided it does not approve it"


async def test_after_an_objection_against_a_refusal_the_new_reward_is_what_its_sender_sees(
    desk: Desk, office: Office
) -> None:
    number = await desk.filed(NAMED)
    await desk.verified(number, *EVIDENCE)
    await office.officer.after("/approvals", "[不奖，说明理由]", "照片是别处的", "[确定]")
    await desk.waits()
    await office.resident.after("[不对，我有异议]", "拍的就是那里", "[发送]")
    await desk.chief.after("/approvals", "[同意]", "/rewards open 0")
    await office.resident.after("/reward")
    assert "不予奖励\n您的异议已受理，正在重新认定。" in office.resident.last()
    await desk.chief.after(f"[认定 {number}]", "[都不是]", "[就这样定]")
    await office.resident.after("/reward")
    assert "100 元（附有证据）：已提出，等两人审批" in office.resident.last()
    assert await desk.states() == ["proposed", "refused"]


async def test_people_who_work_for_the_street_get_no_reward_and_are_told_why(desk: Desk, office: Office) -> None:
    number = await desk.filed(NAMED, by=office.worker)
    await desk.verified(number, *EVIDENCE)
    assert await desk.states() == []
    await office.worker.after("/reward")
    assert "没有奖励：街道工作人员不能领奖励。" in office.worker.last()
    await office.admin.after(f"/tip {number}")
    assert "奖励：无，反映人属于规定不奖的人员" in "\n".join(office.admin.told())


async def test_who_is_tied_to_the_home_neither_sees_its_reward_nor_approves_nor_hands_it_over(
    desk: Desk, office: Office
) -> None:
    await desk.chief.after("/ties new", "[自己有房]", "翠竹园3栋2单元501", "登记")
    number = await desk.filed(NAMED)
    await desk.verified(number, *EVIDENCE)
    await desk.chief.after(f"/rewards {number}")
    assert desk.chief.last().startswith("这条线索没有提出奖励")
    await desk.chief.after("/rewards", "[待审批]")
    assert number not in desk.chief.last()
    await desk.approved()
    await office.resident.after("/reward", "[我到窗口了]")
    await desk.chief.after("/payout", f"/payout {number}")
    assert "它不在窗口" in desk.chief.last()
    assert "100 元" not in "\n".join(desk.chief.told())


async def test_who_turns_out_at_the_counter_to_be_responsible_gets_nothing_and_can_object(
    desk: Desk, office: Office
) -> None:
    number = await desk.filed()
    receipt = receipt_of(office.resident)
    await desk.verified(number, *EVIDENCE)
    await desk.approved()
    pin = pin_of(office.resident)
    await desk.cashier.after("/payout", "[输入受理码和领取码]", receipt, pin)
    assert "请来人看一遍声明：不是工作人员及其近亲属，也不是责任人。" in "\n".join(desk.cashier.told())
    await desk.cashier.after("[没有交付]")
    await desk.hear()
    await together(
        f"""
        主任 > /rewards {number}
        ...
        主任 | ... [撤销奖励] ...
        主任 > [撤销奖励]
        主任 < 为什么撤销？
        ...
        主任 > 来人说自己就是车主
        ...
        主任 > [确定]
        主任 < {number} 号奖励：撤销奖励。
        (25 minutes later)
        居民 < {number} 号：撤销奖励 100 元。
        居民 | 来人说自己就是车主
        居民 | 如果不对，30 天内点下面告诉我们，由没有经手的人再看一次。
        居民 | [不对，我有异议]
        """,
        主任=desk.chief,
        居民=office.resident,
    )
    assert sum(row["reserved"] + row["paid"] for row in await office.town.rows(ledger)) == 0, "the budget is free again"


# -- what looks odd --------------------------------------------------------------------------------------------------


async def test_a_landlord_who_reports_is_shown_to_a_person_who_judges(desk: Desk, office: Office) -> None:
    await office.resident.after(f"/start {await code(office.admin, 'landlord')}")
    number = await desk.filed(NAMED)
    await desk.hear()
    await desk.verified(number, *EVIDENCE)
    await desk.hear()
    await together(
        f"""
        科室 > /approvals
        科室 < 等另一个人决定：1 件
        科室 < {number} 号：奖励 100 元，同意吗？
        ...
        科室 | 决定前请看一眼：反映人可能与此有关：房东
        科室 | [同意] [不奖，说明理由] [改金额]
        科室 > [不奖，说明理由]
        科室 < 为什么不奖？
        ...
        科室 > 核对过，房子是反映人自己出租的
        ...
        科室 > [确定]
        科室 < {number} 号奖励：不予奖励。
        (25 minutes later)
        居民 < {number} 号：这次没有奖励。
        居民 | 核对过，房子是反映人自己出租的
        居民 | 如果不对，30 天内点下面告诉我们，由没有经手的人再看一次。
        居民 | [不对，我有异议]
        """,
        科室=office.officer,
        居民=office.resident,
    )


async def test_of_an_anonymous_tip_the_same_picture_is_seen_when_it_is_claimed_and_not_before(
    desk: Desk, office: Office
) -> None:
    other = await office.town.person(1030, "王婶")
    earlier = await reported_with(stripes(95), "翠竹园4栋", other)
    number = await reported_with(stripes(30), "翠竹园3栋2单元501", office.resident)
    receipt = receipt_of(office.resident)
    await desk.verified(number, *EVIDENCE)
    await desk.approved()
    assert "决定前请看一眼" not in "\n".join(office.officer.told() + office.admin.told())
    await desk.cashier.after("/payout", "[输入受理码和领取码]", receipt, pin_of(office.resident))
    assert f"决定前请看一眼：{earlier} 号有看起来一样的图片" in "\n".join(desk.cashier.told())
    await desk.cashier.after("[已当面交付]")
    await desk.waits(1)
    assert f"决定前请看一眼：{earlier} 号有看起来一样的图片" in office.officer.last()
    await office.officer.after("[已交付]")
    assert await desk.states() == ["collected"], "it is for them to judge, and nothing is refused"


async def reported_with(picture: bytes, where: str, by: Chat) -> str:
    """Let somebody report without a name and with a picture; returns the tip's number."""
    before = {tip.number for tip in await by.town.tips()}
    await by.after(*PHOTO_AT, where, *REST[:2])
    await sends(by, "photo", picture)
    await by.after(*REST[3:])
    (number,) = {tip.number for tip in await by.town.tips()} - before
    return number


PHOTO_AT = ("/report", "[电动车进楼停放、充电]")
REST = ("说不准", "门口停了三辆", "(photo)", "好了", "匿名", "发送")


# -- an empty budget -------------------------------------------------------------------------------------------------


async def test_what_finds_no_budget_keeps_its_place_and_comes_with_the_next(office: Office) -> None:
    await office.town.stop()
    (office.town.folder / "policy.toml").write_text(SMALL, "utf-8")
    office.town.settings = dataclasses.replace(office.town.settings, policy_file=office.town.folder / "policy.toml")
    await office.town.start()
    desk = await opened(office)
    first = await desk.filed()
    await desk.verified(first, *EVIDENCE)
    await desk.approved()
    second = await office.filed(*(*PHOTO_AT, "翠竹园4栋", *REST[:-2], NAMED, "发送"))
    await desk.verified(second, *EVIDENCE)
    await desk.approved()
    assert await desk.states() == ["claimable", "waiting"]
    assert f"{second} 号：奖励 100 元已同意，但本月预算已用完。" in "\n".join(office.resident.told())
    await office.admin.reads("""
        > /rewards
        < 奖励
        | 等预算：1
        | 待领取：1
        | 2026-11：已付 0 元，已定未领 100 元，剩 50 元（共 150 元）
        ...
    """)
    await desk.waits(8 * DAY)
    await desk.waits()
    assert await desk.states() == ["claimable", "claimable"]
    assert f"{second} 号：奖励 100 元可以领了。" in "\n".join(office.resident.told())


# -- papers -----------------------------------------------------------------------------------------------------------


async def test_papers_and_lists_are_drawn_for_whoever_asks_and_name_nobody(desk: Desk, office: Office) -> None:
    number = await desk.filed()
    receipt = receipt_of(office.resident).replace(" ", "")
    await desk.verified(number, *EVIDENCE)
    await desk.approved()
    await office.admin.after(f"/rewards {number}", "[打印登记表]", "[打印审批表]", "[打印领取单]")
    await office.admin.after("/rewards", "[2026-11 财务清单]")
    drawn = [each for each in await shown(office.admin) if each[:4] in (b"%PDF", b"PK\x03\x04")]
    assert [each[:4] for each in drawn] == [b"%PDF"] * 3 + [b"PK\x03\x04"]
    with zipfile.ZipFile(io.BytesIO(drawn[3])) as box:
        listed = box.read("xl/sharedStrings.xml").decode()
    for printed in ("\n".join("\n".join(pages(each)) for each in drawn[:3]), listed):
        assert number in printed
        assert not [each for each in (receipt, pin_of(office.resident), "李小安", "1001") if each in printed]
    await office.officer.after(f"/rewards {number}")
    assert office.officer.last().startswith("这是别的身份才能做的"), "the overview is for admins"


# -- what is kept, and what is not -----------------------------------------------------------------------------------


async def test_who_wants_to_be_forgotten_before_the_pin_came_is_told_to_wait(desk: Desk, office: Office) -> None:
    number = await desk.filed(NAMED)
    await desk.verified(number, *EVIDENCE)
    async with office.town.app.store.begin() as tx:
        await tx.execute(table.update().values(pin=None))
    await office.resident.after("/forget")
    assert f"{number} 号的领取码还没发给您，删除之后就发不到了" in office.resident.last()
    assert "仍然能领" not in office.resident.last()


async def test_who_is_forgotten_can_still_collect_with_code_and_pin(desk: Desk, office: Office) -> None:
    number = await desk.filed(NAMED)
    receipt = receipt_of(office.resident)
    await desk.verified(number, *EVIDENCE)
    await desk.approved()
    await desk.hear()
    await office.resident.reads(f"""
        > /forget
        < 要把您的资料全部删掉吗？
        | ...
        | 还没领的奖励：{number} 号。删除之后凭受理码和领取码仍然能领，请都收好，谁也查不回来。
        | 留下的只有台账里的金额，没有您的名字：公家的钱要有账可查。
        | [是，删掉] [不，留着]
        > [是，删掉]
        < 删好了，这里不再有您的资料。您随时可以再来。
        ...
    """)
    assert len(await office.town.rows(people)) == 5, "the office alone"
    await desk.cashier.after("/payout", "[输入受理码和领取码]", receipt, pin_of(office.resident))
    assert await desk.states() == ["presented"]


async def test_whether_there_would_be_a_reward_is_asked_without_leaving_anything(chat: Chat) -> None:
    await chat.reads("""
        > /reward
        < 举报奖励。一件事奖一次，奖给最先反映、核查属实的人：有人去看，另外两人审批。
        | 看错了没关系。编造的不奖、已领的要退，诬告还要依法处理。
        | 匿名或更早的反映，请发 /reward 加 16 位受理码或线索号。
        | [我能领奖励吗？]
        > [我能领奖励吗？]
        < 第 1/4 步
        ...
        > [出租房里的隐患]
        ...
        > [电动车进楼停放、充电]
        ...
        > [有照片或视频]
        ...
        > [我的近亲属在街道工作]
        < 没有奖励：工作人员的近亲属不能领奖励。
        | 还是请您告诉我们，家家都更安全。
        | [现在反映]
    """)
    assert await chat.town.rows(drafts) == []
    assert await chat.town.rows(people) == []


async def test_whoever_approved_it_is_told_before_writing_that_another_takes_it_back(
    desk: Desk, office: Office
) -> None:
    number = await desk.filed()
    await desk.verified(number, *EVIDENCE)
    await desk.approved()
    await office.admin.does(f"/rewards {number}")
    assert "撤销奖励" not in office.admin.told()[-1]
    (reward,) = await office.town.rows(table)
    message = office.admin.messages()[-1]["message_id"]
    await office.admin.press(message, f"m.award.{reward['id'].hex()} revoke")
    await office.town.settle()
    assert office.admin.last().startswith("您审批过它")


# -- the way back ----------------------------------------------------------------------------------------------------


async def test_the_way_back_is_destroyed_when_nothing_can_be_doubted_any_more(office: Office) -> None:
    number = await office.filed()
    await office.admin.after(f"/do {number} refute", "现场没有电动车。", "[确定]", f"/do {number} close")
    handling = office.town.app.store.policy.handling
    days = handling.object_days + handling.route_days
    await office.town.later((days - 1) * DAY * 60)
    await office.town.settle()
    assert len(await office.town.rows(routes)) == 1
    await office.town.later(2 * DAY * 60)
    await office.town.settle()
    assert await office.town.rows(routes) == []


async def test_the_way_back_stays_while_a_reward_can_be_collected_and_a_month_after(desk: Desk, office: Office) -> None:
    number = await desk.filed()
    await desk.verified(number, *EVIDENCE)
    await office.worker.after(f"/do {number} rectify", "车推走了", "跳过", "[确定]")
    await office.admin.after(f"/do {number} close")
    await desk.approved()
    assert await desk.states() == ["claimable"]
    await desk.waits(59 * DAY)
    assert len(await office.town.rows(routes)) == 1
    await desk.waits(2 * DAY)
    assert await desk.states() == ["lapsed"]
    await desk.waits(28 * DAY)
    assert len(await office.town.rows(routes)) == 1
    await desk.waits(4 * DAY)
    assert await office.town.rows(routes) == []
