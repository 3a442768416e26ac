"""Rewards from the report to the counter, from several sides at once; nobody of the office ever sees who it was."""

from __future__ import annotations

import pytest_asyncio

from storage.tables import rewards as table
from tests.chat import together
from tests.handlers.conftest import Office
from tests.handlers.reward_stage import DAY, EVIDENCE, NAMED, Desk, opened, pin_of, receipt_of


@pytest_asyncio.fixture
async def desk(office: Office) -> Desk:
    return await opened(office)


async def test_an_anonymous_tipster_collects_100_yuan_with_code_and_pin_alone(desk: Desk, office: Office) -> None:
    number = await desk.filed()
    code = receipt_of(office.resident)
    await office.admin.after(f"/do {number} assign safety")
    await desk.waits()
    await office.worker.after(f"/do {number} verify", "电动车进楼停放、充电", "三辆车", "1", "车主")
    await office.worker.after("[11月26日 星期四 18:00]")
    await desk.hear()
    await together(
        f"""
        网格员 > 跳过
        网格员 < 第 6/7 步
        网格员 | 关系到奖励：哪些是真的？
        网格员 | 符合的都点上，再点一下取消。没点的算不是；拿不准就点“其余说不准”。
        网格员 | [消防判定为重大隐患] [确是群租房] [在楼内、室内] [照片或记录能证明] ... [其余说不准] [都不是] ...
        网格员 > [照片或记录能证明]
        网格员 < 第 6/7 步
        ...
        网格员 | ... [✓ 照片或记录能证明] ... [其余说不准] [好了] [返回] [取消]
        网格员 > [好了]
        ...
        网格员 > [就用这份通知]
        ...
        网格员 | 奖励核对：照片或记录能证明
        ...
        网格员 > [登记]
        网格员 < {number} 号已登记：...
        ...
        (25 minutes later)
        居民 < {number} 号核查属实。...
        居民 < {number} 号：拟奖励 100 元（附有证据）。
        居民 | 由两位没有参与核查的人审批，结果在这里告诉您。
        居民 | 您的领取码：...
        居民 | 只显示这一次，请收好，别和受理码放在一起。到窗口之前不要告诉任何人。
        科室 < {number} 号：奖励 100 元，同意吗？
        科室 | 第 1 级审批（共 2 级），请在11月26日 星期四前答复
        科室 | 事由：电动车进楼停放、充电 · 附有证据
        科室 | 现场看到：三辆车
        科室 | [同意] [不奖，说明理由] [改金额]
        管理员 < {number} 号：奖励 100 元，同意吗？
        ...
        科室 > [同意]
        科室 < 奖励 · {number} 号 · 100 元
        科室 | 已提出，等两人审批
        ...
        (1 minutes later)
        管理员 < {number} 号：奖励 100 元，同意吗？
        管理员 | 第 2 级审批（共 2 级），请在11月26日 星期四前答复
        ...
        管理员 > [同意]
        管理员 < 奖励 · {number} 号 · 100 元
        管理员 | 已审批
        ...
        (25 minutes later)
        (25 minutes later)
        居民 < {number} 号：奖励 100 元可以领了。
        居民 | 1月22日 星期五前到街道办事处窗口。报受理码和领取码就行，不用说姓名，不用带证件。
        居民 | [来不及领]
        """,
        居民=office.resident,
        网格员=office.worker,
        科室=office.officer,
        管理员=office.admin,
    )
    pin = pin_of(office.resident)
    await desk.hear()
    await together(
        f"""
        科室 > /payout
        科室 < 领奖窗口。来人只报受理码和领取码，别的都不问。...
        科室 | [输入受理码和领取码]
        科室 > [输入受理码和领取码]
        科室 < 第 1/2 步
        科室 | 受理码是多少？
        ...
        科室 > {code}
        科室 < 第 2/2 步
        科室 | 领取码是多少？
        科室 | 6 位数字。不问姓名，不看证件。
        ...
        科室 > {pin}
        科室 < 受理码和领取码都对。金额在下面。
        科室 < {number} 号：100 元（壹佰元整）
        科室 | 1. 打印我发来的领取单，请来人看一遍声明：...
        科室 | 2. 点清钱；3. 请来人签收，画押、按手印都行；4. 点下面确认，再由一位同事在自己的聊天里确认。
        科室 | [已当面交付] [没有交付] [打印领取单]
        科室 < (document {number}-collection.pdf) 用 A4 纸打印。上面没有任何人的名字，也没有受理码和领取码。
        科室 > [已当面交付]
        科室 < 奖励 · {number} 号 · 100 元
        科室 | 正在窗口，还没交付
        ...
        科室 | 一人已确认，已请同事在自己的聊天里确认（或 /approvals）。
        ...
        科室 | [没有交付]
        (1 minutes later)
        会计 < 窗口领奖：{number} 号，100 元。
        会计 | 孙宁 已核对。钱点清交付、领取单签好了吗？您确认后才算领走。
        ...
        会计 | [已交付] [没有交付]
        会计 > [已交付]
        会计 < 奖励 · {number} 号 · 100 元
        会计 | 已领取
        ...
        (25 minutes later)
        居民 < {number} 号：100 元已经领走。谢谢您，大家住得更安全了。
        居民 | 如果不是您领的，请马上联系街道。想看您的反映带来了什么：/impact
        """,
        居民=office.resident,
        科室=office.officer,
        会计=desk.cashier,
    )
    assert await desk.states() == ["collected"]
    assert code not in office.officer.said()
    assert pin not in office.officer.said(), "what was typed at the counter is taken out of the chat"
    for chat in (office.officer, office.admin, office.worker, desk.cashier, desk.chief):
        seen = "\n".join(chat.told())
        assert not [secret for secret in ("李小安", "1001", code, code.replace(" ", ""), pin) if secret in seen]


async def test_whoever_gave_their_name_says_in_the_chat_that_they_came(desk: Desk, office: Office) -> None:
    number = await desk.filed(NAMED)
    assert "看错了没关系。编造的不奖、已领的要退，诬告还要依法处理。" in "\n".join(office.resident.told())
    await desk.verified(number, *EVIDENCE)
    await desk.approved()
    await desk.hear()
    await together(
        f"""
        居民 > /reward
        居民 < 举报奖励。一件事奖一次，奖给最先反映、核查属实的人：有人去看，另外两人审批。
        ...
        居民 | [我能领奖励吗？]
        居民 < 线索 {number} 号 · 电动车进楼停放、充电
        居民 | 100 元（附有证据）：可以领取
        居民 | 1月22日 星期五前到街道办事处窗口。报受理码和领取码就行，不用说姓名，不用带证件。
        居民 | [我到窗口了] [来不及领]
        居民 > [我到窗口了]
        居民 < 好，请告诉窗口：{number} 号。两位工作人员当面交给您 100 元，签个字就行。
        会计 > /payout
        会计 < 领奖窗口。...
        会计 | [输入受理码和领取码] [{number} 号 · 100 元]
        会计 > [{number} 号 · 100 元]
        会计 < {number} 号：100 元（壹佰元整）
        ...
        会计 > [已当面交付]
        ...
        (1 minutes later)
        科室 < 窗口领奖：{number} 号，100 元。
        ...
        科室 > [没有交付]
        科室 < 奖励 · {number} 号 · 100 元
        科室 | 可以领取
        ...
        居民 > /reward
        ...
        居民 | [我到窗口了] [来不及领]
        """,
        居民=office.resident,
        会计=desk.cashier,
        科室=office.officer,
    )
    assert "李小安" not in "\n".join(office.officer.told() + desk.cashier.told()), "nobody asked for the name"


async def test_the_first_at_the_counter_is_not_the_second(desk: Desk, office: Office) -> None:
    number = await desk.filed(NAMED)
    await desk.verified(number, *EVIDENCE)
    await desk.approved()
    await office.resident.after("/reward", "[我到窗口了]")
    await office.officer.after(f"/payout {number}", "[已当面交付]", "/approvals")
    assert office.officer.last() == "没有等您决定的事。"
    await office.officer.after(f"/payout {number}", "[已当面交付]")
    assert office.officer.last() == "您那一份已经做了，第二个要换一个人。"
    assert await desk.states() == ["presented"]


async def test_who_cannot_come_in_time_asks_once_for_longer(desk: Desk, office: Office) -> None:
    number = await desk.filed()
    await desk.verified(number, *EVIDENCE)
    await desk.approved()
    await desk.hear()
    await together(
        f"""
        ({52 * DAY} minutes later)
        ({DAY} minutes later)
        居民 < {number} 号：还有 100 元等您领，到1月22日 星期五为止。
        居民 | 报受理码和领取码就行，不用说姓名，不用带证件。
        居民 | [来不及领]
        居民 > [来不及领]
        居民 < 第 1/1 步
        居民 | 为什么来不及领？
        居民 | 一句话就行。请不要写姓名。
        ...
        居民 > 住院了，下月才出院
        居民 < 这样对吗？由没有经手的人来看，看不到您是谁。
        ...
        居民 > [发送]
        居民 < 谢谢您。{number} 号由没有经手的人三天内决定，结果在这里告诉您。
        (1 minutes later)
        会计 < {number} 号：100 元可以晚些领吗？
        会计 | 反映人说：住院了，下月才出院
        会计 | 现在到1月22日 星期五。请在1月18日 星期一前答复
        会计 | [同意] [不同意]
        会计 > [同意]
        会计 < 已同意。会告诉申请人。
        (25 minutes later)
        居民 < {number} 号：100 元的领取期限延到2月21日 星期日。
        """,
        居民=office.resident,
        会计=desk.cashier,
    )
    (row,) = await office.town.rows(table)
    assert (row["extended"], row["reminded"]) == (1, 0)
    await desk.waits(29 * DAY)
    assert office.resident.news() == []
    await desk.waits(DAY)
    assert office.resident.news()[0] == f"< {number} 号：还有 100 元等您领，到2月21日 星期日为止。"
    await desk.waits(10 * DAY)
    await desk.waits()
    assert office.resident.last().startswith(f"{number} 号：100 元逾期没有领取。")
    assert await desk.states() == ["lapsed"]
