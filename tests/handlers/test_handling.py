"""A tip's whole life, from three sides at once: whoever sent it, whoever goes there, whoever decides."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.speech import Incoming
from handlers.deeds import acting
from storage.tables import tips
from tests.chat import Town, together
from tests.handlers.conftest import Office
from tests.handlers.test_invites import code
from tests.handlers.test_people import invited

DAY = 60 * 24
KNOWN = ("[事先已掌握或已见报]", "[好了]")
"""What there is no reward for, so that these stories tell of the tip alone."""


async def test_from_the_report_to_the_question_whether_it_is_really_put_right(office: Office) -> None:
    number = await office.filed()
    await together(
        f"""
        管理员 > /triage
        管理员 < 线索 {number} 号 · 已收到，待答复
        ...
        管理员 | 应交：安监站（按类别）
        管理员 | [受理] [交科室] [标为紧急] [改类别] [与另一条重复] [问反映人] [不属实] [不归我们，转出] ...
        管理员 > [交科室]
        管理员 < {number} 号交给哪个科室？
        管理员 | 按类别和片区应交：安监站。
        管理员 | [安监站] ...
        管理员 > [安监站]
        管理员 < {number} 号：交科室。60 秒内可以撤回。
        管理员 | [撤回] [下一条] [打开线索]
        (12 minutes later)
        居民 < {number} 号已交给安监站。11月26日 星期四 18:00 前会有人去看。
        网格员 < 交给您：{number} 号 · 电动车进楼停放、充电
        网格员 | 顾家桥社区翠竹园3栋2单元501室
        网格员 | 请在 11月26日 星期四 18:00 前去看。
        网格员 | [打开线索]
        科室 < 交给您：{number} 号 · 电动车进楼停放、充电
        ...
        网格员 > [打开线索]
        网格员 < 线索 {number} 号 · 已交科室
        ...
        网格员 | 反映人：匿名
        ...
        网格员 | 科室：安监站 · 还没有人接
        网格员 | 保护反映人：不紧急的话，11月24日 星期二 10:00 以后再去；多走几户；不要提有人反映。
        ...
        网格员 > [我去现场]
        网格员 < {number} 号：去了现场。
        网格员 | 线索 {number} 号 · 现场核查中
        ...
        网格员 > [属实，登记]
        网格员 < 第 1/7 步
        网格员 | 看到的是哪种隐患？
        ...
        网格员 > [电动车进楼停放、充电]
        ...
        网格员 > 门口三辆电动车，从窗户拉线充电
        网格员 < 第 3/7 步
        网格员 | 要怎么整改？
        ...
        网格员 > [拆除飞线，到充电点充电]
        网格员 < 第 4/7 步
        网格员 | 由谁整改？
        ...
        网格员 > [车主]
        网格员 < 第 5/7 步
        网格员 | 整改期限到哪天？
        ...
        网格员 > [11月26日 星期四 18:00]
        ...
        网格员 > 跳过
        网格员 < 第 6/7 步
        网格员 | 关系到奖励：哪些是真的？
        ...
        网格员 > [事先已掌握或已见报]
        ...
        网格员 > [好了]
        网格员 < 第 7/7 步
        网格员 | 给责任人看的通知：
        网格员 | 安全隐患整改通知：...请在 11月26日 星期四 18:00 前完成：拆除飞线，到充电点充电。...
        ...
        网格员 > [就用这份通知]
        网格员 < 这样对吗？会告诉反映人：情况属实，以及整改期限。
        ...
        网格员 > [登记]
        网格员 < {number} 号已登记：电动车进楼停放、充电，由车主在 11月26日 星期四 18:00 前整改。
        ...
        (25 minutes later)
        居民 < {number} 号核查属实。已要求在 11月26日 星期四 18:00 前整改。谢谢您告诉我们。
        居民 < {number} 号：您反映的属实，谢谢您，大家住得更安全了。
        居民 | 这次没有奖励：反映之前街道已掌握或正在办理。
        居民 | 如果不对，点下面告诉我们，由没有经手的人再看一次。
        居民 | [不对，我有异议]
        网格员 > /tip {number}
        ...
        网格员 > [通知已送达]
        网格员 < {number} 号：送达整改通知。
        网格员 | 线索 {number} 号 · 整改中
        ...
        网格员 > [复查：已改好]
        网格员 < 改了什么？
        ...
        网格员 > 飞线拆了，车推到楼下充电点
        网格员 < 现在是什么样，请拍照。
        ...
        网格员 > (photo)
        ...
        网格员 > 好了
        ...
        网格员 > [确定]
        网格员 < {number} 号：复查：已改好。
        网格员 | [打开线索]
        (12 minutes later)
        居民 < {number} 号：已整改好。飞线拆了，车推到楼下充电点
        管理员 > /tip {number}
        ...
        管理员 > [办结]
        管理员 < {number} 号：已办结。
        管理员 | 线索 {number} 号 · 已办结
        ...
        管理员 | 结果：已整改
        ...
        (12 minutes later)
        居民 < {number} 号已办结：已整改。过几天我会问您一次，是不是真的解决了。
        ({3 * DAY + 60} minutes later)
        居民 < (photo)
        居民 < {number} 号已按“整改好了”办结。真的好了吗？
        居民 | 点一下就行，经办人不会知道是谁回答的。
        居民 | [解决了] [还没有]
        居民 > [解决了]
        居民 < 谢谢，听到这个真好。{number} 号维持办结。
        ({3 * DAY} minutes later)
        """,
        居民=office.resident,
        网格员=office.worker,
        科室=office.officer,
        管理员=office.admin,
    )


async def test_a_tip_that_is_not_really_put_right_is_taken_up_again_by_somebody_else(office: Office) -> None:
    number = await office.filed()
    await office.admin.after(f"/do {number} assign safety")
    await office.worker.after(f"/do {number} go", f"/do {number} verify", "电动车进楼停放、充电", "三辆车")
    await office.worker.after("1", "车主", "[当场改好]", "跳过", *KNOWN, "登记")
    await office.admin.after(f"/do {number} close", f"({3 * DAY + 60} minutes later)")
    second = await office.town.person(1020, "第二个管理员")
    await second.after(f"/start {await code(office.admin, 'admin')}")
    await office.hear()
    await together(
        f"""
        居民 > [还没有]
        居民 < 第 1/1 步
        居民 | 哪里没有解决？
        ...
        居民 > 昨晚又在楼道充电
        居民 < 这样对吗？由没有经手结案的人来看，三天内决定。
        ...
        居民 > [发送]
        居民 < 谢谢您。由没有经手 {number} 号结案的人决定，结果在这里告诉您。
        (12 minutes later)
        第二个 < {number} 号：反映人说没有解决。请发 /approvals，由没有经手结案的人决定。
        第二个 | [打开线索]
        管理员 > /approvals
        管理员 < 没有等您决定的事。
        第二个 > /approvals
        第二个 < 等另一个人决定：1 件
        第二个 < {number} 号：要重新办理吗？
        第二个 | 反映人说：昨晚又在楼道充电
        第二个 | 请在 ...前答复
        第二个 | [同意] [不同意] [打开线索]
        第二个 > [同意]
        第二个 < 已同意。会告诉申请人。
        (12 minutes later)
        居民 < {number} 号重新办理。... 前答复您。
        管理员 < {number} 号重新办理。/triage
        管理员 | [打开线索]
        """,
        居民=office.resident,
        管理员=office.admin,
        第二个=second,
    )


async def test_a_question_goes_to_the_anonymous_sender_and_the_answer_comes_back(office: Office) -> None:
    number = await office.filed()
    await office.admin.after(f"/do {number} assign safety", "(12 minutes later)")
    await office.hear()
    await together(
        f"""
        网格员 > /do {number} ask
        网格员 < 想问反映人什么？
        网格员 | 对方会看到原话，可以直接在这里回答。
        网格员 | [请问是几楼、哪一户？] [现在还这样吗？一般什么时候？] [如果安全的话，能拍张照片吗？] [取消]
        网格员 > [请问是几楼、哪一户？]
        网格员 < 这样对吗？反映人会看到您的原话。
        ...
        网格员 > [确定]
        网格员 < {number} 号：问了反映人。
        网格员 | [打开线索]
        (12 minutes later)
        居民 < {number} 号：想请您补充一点。
        居民 | 请问是几楼、哪一户？
        居民 | 请在 11月30日 星期一前点下面的按钮回答。说不清也可以照实说。我们等您到那天。
        居民 | [回答]
        居民 > [回答]
        居民 < 第 2/3 步
        ...
        居民 > 五楼靠左手那户门口
        ...
        居民 > 跳过
        居民 < 谢谢，您的回答收到了。{number} 号接着办。
        (12 minutes later)
        网格员 < {number} 号：反映人回答了。期限继续计算，到 11月26日 星期四 18:00。
        网格员 | [打开线索]
        网格员 > [打开线索]
        ...
        网格员 < 11月23日 星期一 补充：五楼靠左手那户门口
        """,
        居民=office.resident,
        网格员=office.worker,
    )


async def test_a_question_that_nobody_answers_comes_back_after_five_working_days(office: Office) -> None:
    number = await office.filed()
    await office.admin.after(f"/do {number} ask", "1", "[确定]", f"({5 * DAY} minutes later)")
    assert (await office.tip(number)).state == "needs_information"
    await office.hear()
    await together(
        f"""
        ({3 * DAY} minutes later)
        (12 minutes later)
        居民 < {number} 号：我们先按已知的情况办。您随时还可以补充。
        管理员 < {number} 号：反映人没有在期限内回答。请按现有情况继续办，期限 ...。
        管理员 | [打开线索]
        """,
        居民=office.resident,
        管理员=office.admin,
    )


async def test_what_belongs_to_another_office_is_handed_on_with_a_day_to_ask(office: Office) -> None:
    number = await office.filed()
    await together(
        f"""
        管理员 > /do {number} refer
        管理员 < 转给哪个单位？
        ...
        管理员 > [燃气公司]
        管理员 < 哪天去问办得怎么样？
        管理员 | 点一下，或输入日期，例如：12-31
        管理员 | [12月3日 星期四 18:00] [12月13日 星期日 18:00] [返回] [取消]
        管理员 > [12月3日 星期四 18:00]
        管理员 < 为什么归他们管？
        ...
        管理员 > 管道归燃气公司维护
        ...
        管理员 > [确定]
        管理员 < {number} 号：已转其他单位。
        管理员 | [打开线索]
        (12 minutes later)
        居民 < {number} 号不归街道管，我们已经转给：燃气公司。
        居民 | 管道归燃气公司维护
        居民 | 12月3日 星期四我们会去问办得怎么样，并在这里告诉您。没有告诉对方是谁反映的。
        居民 | [没有解决]
        ({10 * DAY + 120} minutes later)
        管理员 < 快到期：{number} 号 · 电动车进楼停放、充电 · 已转其他单位
        管理员 | 12月3日 星期四 18:00 去问结果。
        管理员 | [打开线索]
        """,
        居民=office.resident,
        管理员=office.admin,
    )


async def test_we_could_not_is_said_plainly_and_counted_apart(office: Office) -> None:
    number = await office.filed()
    await office.admin.after(f"/do {number} assign safety")
    await office.worker.after(
        f"/do {number} verify", "电动车进楼停放、充电", "三辆车", "1", "车主", "[11月26日 星期四 18:00]"
    )
    await office.worker.after("跳过", *KNOWN, "1", "登记", "(25 minutes later)")
    await office.hear()
    await together(
        f"""
        管理员 > /do {number} give_up
        管理员 < 为什么解决不了？群众现在还能怎么办？
        ...
        管理员 > 车主不在本地，已报派出所；可拨 12345 跟进。
        ...
        管理员 > [确定]
        ...
        (12 minutes later)
        居民 < {number} 号：我们没能解决，很抱歉，照实告诉您。
        居民 | 车主不在本地，已报派出所；可拨 12345 跟进。
        居民 | 如果您不同意，30 天内点下面告诉我们，换一个人决定要不要重新办。
        居民 | [没有解决]
        """,
        居民=office.resident,
        管理员=office.admin,
    )
    tip = await office.tip(number)
    assert (tip.state, tip.work.outcome) == ("closed", "not_fixed")


async def test_a_tip_in_parts_is_closed_when_all_of_them_are(office: Office) -> None:
    number = await office.filed()
    await office.admin.after(f"/do {number} assign safety", f"/do {number} split economy")
    part = next(row["number"] for row in await office.town.rows(tips) if row["parent"] is not None)
    await office.worker.after(f"/do {number} refute", "现场没有电动车。", "[确定]")
    await office.admin.does(f"/do {number} close")
    assert office.admin.last() == f"{number} 号还有部分在别的科室没办完：都办结了它才能办结。"
    await office.admin.after(f"/do {part} assign economy")
    await office.worker.after(f"/do {part} refute", "线路正常。", "[确定]")
    await office.admin.after(f"/do {part} close", "(12 minutes later)")
    assert [(await office.tip(each)).state for each in (number, part)] == ["closed", "closed"]
    said = "\n".join(office.resident.told())
    assert f"{part} 号" not in said, "its sender knows one number"
    assert "这里说的是交给经济中心的那一部分。" in said


async def test_planning_determines_and_city_management_acts(office: Office) -> None:
    await office.town.person(1030, "钱立")
    number = await office.filed("/report", "其他、说不准", "翠竹园3栋", "楼顶加盖了一层", "跳过", "匿名", "发送")
    async with office.town.app.store.begin() as tx:
        await tx.execute(tips.update().values(hazard="S01"))
    await office.admin.after(f"/do {number} assign economy")
    assert (await office.tip(number)).work.desk == "economy"
    await office.worker.after(
        f"/do {number} verify", "砸承重墙、违建加层", "加盖一层", "1", "房东", "[12月8日 星期二 18:00]"
    )
    await office.worker.after("跳过", *KNOWN, "1", "登记")
    assert (await office.tip(number)).work.desk == "urban"
    assert (await office.past(number))[-2:] == ["verify", "hand_over"]


async def test_a_hazard_without_measure_responsible_or_deadline_is_refused(office: Office) -> None:
    number = await office.filed()
    await office.admin.after(f"/do {number} assign safety")
    await office.worker.after(f"/do {number} verify", "电动车进楼停放、充电", "三辆车")
    for empty in ("跳过", "?"):
        await office.worker.does(empty)
        assert "要怎么整改？" in office.worker.last(), "the question is asked again"
    assert (await office.tip(number)).state == "assigned"
    until = "2026-12-01T18:00:00+08:00"
    found = acting.Found(hazard="E01", found="三辆", measure=" ", who="vehicle_owner", until=until, notice="请整改。")
    async with office.town.app.store.begin() as tx:
        tx = replace(tx, speaker=Incoming(kind="command", chat=1012, person=1012))
        with pytest.raises(ValueError, match="measure"):
            await acting.verify(tx, number, found, ())


async def test_more_time_is_another_persons_to_give(office: Office) -> None:
    number = await office.filed()
    await office.admin.after(f"/do {number} assign safety", "(12 minutes later)")
    await office.hear()
    await together(
        f"""
        网格员 > /do {number} extend
        网格员 < 需要延到哪天？
        ...
        网格员 > 12-4
        网格员 < 为什么需要延期？
        ...
        网格员 > 住户出差，周五才回来
        网格员 < 这样对吗？由另一位管理员决定。
        ...
        网格员 > [确定]
        网格员 < 已提交申请。由另一位管理员决定，结果在这里告诉您。这期间期限照常计算。
        网格员 | [打开线索]
        管理员 > /approvals
        管理员 < 等另一个人决定：1 件
        管理员 < {number} 号：申请延期到 12月4日 星期五 23:59
        管理员 | 理由：住户出差，周五才回来
        管理员 | 申请人：网格员 · 请在 ...前答复
        管理员 | [同意] [不同意] [打开线索]
        管理员 > [同意]
        管理员 < 已同意。会告诉申请人。
        (12 minutes later)
        居民 < {number} 号需要多一点时间，到 12月4日 星期五 23:59。
        居民 | 住户出差，周五才回来
        居民 | 这是另一位负责人同意的。谢谢您再等等。
        网格员 < {number} 号：同意延期。期限改为 12月4日 星期五 23:59。
        网格员 | [打开线索]
        """,
        居民=office.resident,
        网格员=office.worker,
        管理员=office.admin,
    )


async def test_a_limit_is_said_before_at_and_behind_it_to_ever_more_people(office: Office) -> None:
    leader = await invited(office.town, office.admin, 1040, "陆主任", "officer leaders")
    number = await office.filed()
    await office.admin.after(f"/do {number} assign safety", "(12 minutes later)")
    await office.worker.after(f"/do {number} take")
    await office.hear()
    leader.news()
    await together(
        f"""
        ({2 * DAY + 60 * 23} minutes later)
        (360 minutes later)
        网格员 < 快到期：{number} 号 · 电动车进楼停放、充电 · 已交科室
        网格员 | 核查期限：11月26日 星期四 18:00。
        网格员 | [打开线索]
        (300 minutes later)
        网格员 < 已超期：{number} 号 · 电动车进楼停放、充电 · 已交科室
        网格员 | 核查期限：11月26日 星期四 18:00。请马上办，或者说明理由申请延期。
        网格员 | [打开线索]
        ({DAY} minutes later)
        管理员 < 超期一个工作日，报管理员：{number} 号 · 电动车进楼停放、充电 · 已交科室
        ...
        ({3 * DAY} minutes later)
        管理员 < 超期两个工作日，报领导小组：{number} 号 · 电动车进楼停放、充电 · 已交科室
        ...
        领导 < 超期两个工作日，报领导小组：{number} 号 · 电动车进楼停放、充电 · 已交科室
        ...
        ({3 * DAY} minutes later)
        """,
        网格员=office.worker,
        管理员=office.admin,
        领导=leader,
    )
    await office.worker.does("/work late")
    assert number in office.worker.last()
    assert "按时率 0%（已办结 0 条，超期未办 1 条）" in office.worker.last()


async def test_while_one_is_away_another_sees_and_does_what_is_theirs(office: Office) -> None:
    other = await invited(office.town, office.admin, 1041, "周工", "officer urban")
    number = await office.filed()
    await office.admin.after(f"/do {number} assign safety")
    await other.does(f"/tip {number}")
    assert other.last().startswith("没有这个编号的线索")
    await office.officer.after("/deputy", "[周工]")
    await office.officer.does("[3 天]")
    assert office.officer.last().startswith("好了。周工 替您代班到11月26日")
    await other.after(f"/do {number} take")
    assert "经办 周工" in other.last()
    await other.after(f"({3 * DAY + 1} minutes later)")
    await other.does(f"/tip {number}")
    assert other.last().startswith("没有这个编号的线索")


async def test_a_tip_of_a_rental_nobody_registered_needs_no_measure(office: Office) -> None:
    number = await office.filed("/report", "[租房、治安、约上门]", "[没登记的出租房]", "翠竹园3栋2单元501", *TO_THE_END)
    await office.admin.after(f"/do {number} assign community")
    await office.worker.after(f"/do {number} verify", "确实在出租，住了六个人", "跳过", *KNOWN)
    tip = await office.tip(number)
    assert tip.state == "rectified"
    assert await office.past(number) == ["assign", "verify", "rectify"]


TO_THE_END = ("说不准", "住了很多人", "跳过", "匿名", "发送")


async def test_whoever_reported_the_same_sees_it_through_and_may_say_that_it_is_not_right(office: Office) -> None:
    other = await office.town.person(1022, "另一个居民")
    first, later = await office.filed(), await office.filed(by=other)
    await office.admin.after(f"/do {later} merge {first}", f"/do {first} assign safety")
    await office.worker.does(f"/tip {first}")
    await office.worker.does(f"[打开 {later} 号]")
    assert office.worker.last().startswith(f"线索 {later} 号"), "what others saw of the same is seen with it"
    await office.worker.does(f"/do {later} take")
    assert (await office.past(later))[-1] == "merge"
    await office.worker.after(f"/do {first} verify", "电动车进楼停放、充电", "三辆车")
    await office.worker.after("1", "车主", "[当场改好]", "跳过", *KNOWN, "登记")
    await office.admin.after(f"/do {first} close", f"({3 * DAY + 60} minutes later)")
    second = await office.town.person(1020, "第二个管理员")
    await second.after(f"/start {await code(office.admin, 'admin')}")
    await other.after("[还没有]", "昨晚又在楼道充电", "[发送]")
    assert other.last() == f"谢谢您。由没有经手 {later} 号结案的人决定，结果在这里告诉您。"
    await office.resident.after("[还没有]", "今早也在充", "[发送]")
    assert office.resident.last().startswith("谢谢您。"), "who asks second is not refused"
    await second.after("/approvals", "[同意]", "(12 minutes later)")
    assert (await office.tip(first)).state == "reopened"
    assert other.last().startswith(f"{later} 号重新办理。")


async def test_what_cannot_be_taken_up_again_is_said_before_anything_is_written(office: Office) -> None:
    number = await office.filed()
    await office.admin.after(f"/do {number} refute", "现场没有电动车。", "[确定]", f"/do {number} close")
    await office.resident.after(f"({60 * DAY} minutes later)", f"/doubt {number}")
    assert office.resident.last() == "这条不能再重新办理了。隐患还在的话，请重新反映：/report"


async def test_a_tip_of_which_a_part_could_not_be_solved_is_not_closed_as_put_right(office: Office) -> None:
    number = await office.filed()
    await office.admin.after(f"/do {number} assign safety", f"/do {number} split economy")
    part = next(row["number"] for row in await office.town.rows(tips) if row["parent"] is not None)
    await office.worker.after(f"/do {number} verify", "电动车进楼停放、充电", "三辆车")
    await office.worker.after("1", "车主", "[当场改好]", "跳过", *KNOWN, "登记")
    await office.admin.after(f"/do {part} give_up", "线路在别人名下，请找供电公司。", "[确定]", "(60 minutes later)")
    await office.resident.does("(12 minutes later)")
    assert ((await office.tip(number)).state, (await office.tip(number)).work.outcome) == ("closed", "partly")
    assert f"{number} 号已办结：部分已整改，其余没能解决。" in "\n".join(office.resident.told())


async def test_a_part_that_was_put_with_another_report_holds_nothing_up(office: Office) -> None:
    other = await office.town.person(1022, "另一个居民")
    before = await office.filed(by=other)
    number = await office.filed()
    await office.admin.after(f"/do {number} assign safety", f"/do {number} split economy")
    part = next(row["number"] for row in await office.town.rows(tips) if row["parent"] is not None)
    await office.admin.does(f"/do {part} merge {number}")
    assert office.admin.last() == f"{part} 号和 {number} 号本来就在一起办。"
    await office.admin.after(f"/do {part} merge {before}", f"/do {before} refute", "没有。", "[确定]")
    await office.worker.after(f"/do {number} refute", "现场没有电动车。", "[确定]")
    await office.admin.does(f"/do {number} close")
    assert (await office.tip(number)).state == "unfounded"
    await office.admin.after(f"/do {before} close", f"/do {number} close")
    assert (await office.tip(number)).state == "closed"


async def test_a_button_under_a_tip_counts_also_when_words_of_before_wait_to_become_a_report(office: Office) -> None:
    number = await office.filed()
    await office.admin.does(f"/do {number} assign safety")
    await office.worker.after("楼道还堆着一半", f"/do {number} comment")
    assert office.worker.last().startswith("同事需要知道什么？")


async def test_the_notice_comes_alone_so_that_it_can_be_forwarded(office: Office) -> None:
    number = await office.filed()
    await office.admin.does(f"/do {number} assign safety")
    await office.worker.after(f"/do {number} verify", "电动车进楼停放、充电", "三辆车")
    await office.worker.after("1", "车主", "[11月26日 星期四 18:00]", "跳过", *KNOWN, "1", "登记")
    await office.worker.does("[整改通知]")
    assert office.worker.last().startswith("安全隐患整改通知：")
    assert number not in office.worker.last()
    await office.worker.after(f"/tip {number}", "[整改通知]", "[通知已送达]")
    assert (await office.tip(number)).state == "rectifying"


async def test_what_happened_first_is_told_first(office: Office) -> None:
    number = await office.filed()
    await office.admin.after(f"/do {number} accept", f"/do {number} assign safety")
    await office.worker.after(f"/do {number} refute", "现场没有电动车。", "[确定]")
    await office.hear()
    await office.admin.after(f"/do {number} close", "(60 minutes later)")
    heard = [line for line in office.resident.news() if f"{number} 号" in line]
    assert ["已受理" in heard[0], "已交给安监站" in heard[1], "没有发现" in heard[2], "已办结" in heard[3]] == [
        True
    ] * 4


async def test_the_backlog_leads_to_what_only_an_admin_can_do(office: Office) -> None:
    other = await office.town.person(1022, "另一个居民")
    accepted, refuted = await office.filed(), await office.filed(by=other)
    await office.admin.after(f"/do {accepted} accept", f"/do {refuted} refute", "没有。", "[确定]", "/backlog")
    await office.admin.does("[待办结：1]")
    assert f"{refuted} · " in office.admin.last()
    await office.admin.after("/backlog", "[待交科室：1]")
    assert f"{accepted} · " in "\n".join(office.admin.told())
    await office.worker.does("/work")
    assert "待交科室" not in "\n".join(office.worker.told()[-12:])


async def test_a_search_finds_the_flat_its_building_its_estate_and_all_pages(office: Office) -> None:
    for at in range(8):
        number = await office.filed(by=await office.town.person(1060 + at, "人"))
    await office.admin.after("/work 翠竹园3栋2单元501")
    assert office.admin.last().startswith("找到 8 条")
    await office.admin.does("[下一页]")
    assert len([line for line in office.admin.last().splitlines() if "电动车" in line]) == 2
    await office.admin.does("/work 翠竹园3栋1单元101")
    assert office.admin.last().startswith("这个房号没有线索，下面是同一栋楼的。\n找到 8 条")
    await office.admin.does("/work 竹园小区")
    assert office.admin.last().startswith("找到 8 条"), "an estate is known by its other names too"
    await office.admin.does("/work 和平新村")
    assert office.admin.last().startswith("找到 0 条")
    await office.admin.does(f"/work {number}")
    assert office.admin.last().startswith(f"线索 {number} 号")


async def test_more_time_ends_later_than_the_limit_that_runs(office: Office) -> None:
    number = await office.filed()
    await office.admin.does(f"/do {number} assign safety")
    due = (await office.tip(number)).work.due
    assert due is not None
    await office.worker.does(f"/do {number} extend")
    offered = [line for line in office.worker.told()[-1].split("] [") if "18:00" in line]
    assert offered
    assert not any(f"{due.month}月{due.day}日" in each for each in offered)
    await office.worker.does(f"{due.month}-{due.day - 1}")
    assert office.worker.last().startswith("这个时间")


async def test_whoever_reported_the_same_answers_for_the_matter(office: Office) -> None:
    other = await office.town.person(1022, "另一个居民")
    first, later = await office.filed(), await office.filed(by=other)
    await office.admin.after(f"/do {later} merge {first}", f"/do {first} assign safety")
    await office.worker.after(f"/do {first} ask", "是几楼？", "[确定]", "(12 minutes later)")
    await other.does("[回答]")
    assert "我们问您：请问是几楼、哪一户？" in other.last()
    await other.after("五楼", "[跳过]")
    assert other.last() == f"谢谢，您的回答收到了。{later} 号接着办。"
    assert (await office.tip(first)).state == "assigned", "the limit runs again"
    await office.worker.does(f"/tip {first}")
    assert "五楼" in "\n".join(office.worker.told())
    await other.after("(12 minutes later)")
    assert f"< {first} 号：反映人回答了。" in "\n".join(office.worker.told())


async def test_the_notice_names_the_building_and_no_flat_and_whoever_went_there_has_it(
    office: Office, known: Town
) -> None:
    number = await office.filed()
    await office.admin.does(f"/do {number} assign safety")
    await office.worker.after(f"/do {number} verify", "电动车进楼停放、充电", "三辆车")
    await office.worker.after("1", "车主", "[11月26日 星期四 18:00]", "跳过", *KNOWN, "1", "登记", f"/tip {number}")
    assert " · 经办 赵立" in office.worker.last()
    await office.worker.does("[整改通知]")
    assert "在 翠竹园3栋 安全检查中发现：" in office.worker.last()
    assert "501" not in office.worker.last()


async def test_what_was_pressed_is_not_lost_behind_a_form_that_was_left_open(office: Office) -> None:
    other = await office.town.person(1022, "另一个居民")
    first, second = await office.filed(), await office.filed(by=other)
    await office.admin.after(f"/do {first} assign safety", f"/do {second} assign safety")
    await office.worker.after(f"/do {first} verify", "电动车进楼停放、充电", f"/do {second} comment")
    assert office.worker.last() == "您有另一份写到一半的，还留着。现在办哪一份？"
    await office.worker.after("[继续原来那份]")
    assert "看到了什么？" in office.worker.last()
    await office.worker.after(f"/do {second} comment", "[删掉，办新的]", "门口有狗")
    assert (await office.past(second))[-1] == "comment"
    await office.worker.after(f"/do {first} verify", "电动车进楼停放、充电", f"/do {first} verify", "[重来]")
    await office.worker.after("电动车进楼停放、充电", "三辆车", "1", "车主", "[当场改好]", "跳过", *KNOWN, "登记")
    assert (await office.tip(first)).state == "rectified"
