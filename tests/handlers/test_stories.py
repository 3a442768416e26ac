"""Whole stories, from the first word to the receipt, of the people for whom reporting was made."""

from __future__ import annotations

from bot.rules.tips import Openness
from tests.chat import Chat, Town

THREE_DAYS = 3 * 24 * 60


async def test_a_hurried_resident_sends_a_photo_and_taps(chat: Chat, known: Town) -> None:
    await chat.reads("""
        > (photo: 翠竹园三栋二单元，楼道里全是电瓶车)
        < 要把这个反映给街道吗？再问几个小问题，由您确认发出。
        | [反映给街道] [不用了]
        > [反映给街道]
        < 第 1/5 步
        | 是什么危险？
        | 听您说的，像是：电动车进楼停放、充电。请点一个最合适的。
        | [正在着火、漏气或有人打人] [电动车进楼停放、充电] ... [其他、说不准] [取消]
        > [电动车进楼停放、充电]
        < 第 2/5 步
        | 在哪里？
        | 听您说的，像是：顾家桥社区翠竹园3栋2单元。对就点一下；不对就写给我。
        | [顾家桥社区翠竹园3栋2单元] [从列表里选] [返回] [取消]
        > [顾家桥社区翠竹园3栋2单元]
        < 第 3/5 步
        | 现在还是这样吗？
        | 点一个就行，也可以写一两句您看到了什么。
        | [是，现在就这样] [现在没有] [说不准] [返回] [取消]
        > [是，现在就这样]
        < 第 4/5 步
        | 有照片或短视频吗？
        ...
        | 已收到 1 张照片。
        | [好了] [全部删掉] [返回] [取消]
        > [好了]
        < 第 5/5 步
        | 要让街道知道是您反映的吗？
        ...
        > [匿名]
        < 请核对一下。现在还没有发出去。
        ...
        | 地点：顾家桥社区翠竹园3栋2单元
        | 现在还这样吗：是，现在就这样
        | 情况：翠竹园三栋二单元，楼道里全是电瓶车
        | 照片：1 张照片
        | 是否匿名：匿名（Telegram 公司看得到您的账号）
        ...
        > [发送]
        < 谢谢您。您的线索是 ... 号。
        | 电动车进楼停放、充电 · 顾家桥社区翠竹园3栋2单元
        | 最晚 11月24日 星期二 10:00 前答复您。
        | 受理码：... ... ... ...
        | 请留好受理码：匿名线索只能凭它查询，丢了找不回来。
        | [查看进展] [把受理码存成图片]
    """)
    assert [item.state for item in await known.media()] == ["kept"]


async def test_an_anonymous_neighbour_asks_first_who_will_know(chat: Chat, admin: Chat, town: Town) -> None:
    await chat.reads("""
        > 房东会不会知道是我说的？
        < 谁会知道是您？
        | 匿名：街道和房东都看不到是您。系统只加密留一条给您回话的路，哪个页面都看不到它；查线索只认受理码。
        ...
        > 我们楼的安全出口天天锁着
        < 要把这个反映给街道吗？再问几个小问题，由您确认发出。
        | [反映给街道] [不用了]
        > [反映给街道]
        < 第 1/5 步
        | 是什么危险？
        | 听您说的，像是：安全出口堵塞或上锁。请点一个最合适的。
        ...
        > 对
        < 第 2/5 步
        ...
        > 翠竹园3栋
        < 第 3/5 步
        ...
        > [是，现在就这样]
        < 第 4/5 步
        ...
        > [跳过]
        < 第 5/5 步
        | 要让街道知道是您反映的吗？
        | 匿名：街道和房东都看不到是您，凭受理码查询、领奖励。
        | 只让街道知道：名字封存，要有理由、再经另一人同意才能看，看过您查得到（/mydata）；房东永远看不到。
        | 实名：同上，领奖励不用码，在这里点一下“我到窗口了”就行。
        | 不管选哪个，Telegram 公司都看得到您的账号和这个聊天。
        | [匿名] [只让街道知道] [实名] [返回] [取消]
        > [匿名]
        < 请核对一下。现在还没有发出去。
        ...
        > [发送]
        < 谢谢您。您的线索是 ... 号。
        ...
        | 请留好受理码：匿名线索只能凭它查询，丢了找不回来。
        | [查看进展] [把受理码存成图片]
        > /mytips
        < 没有以您的名义保存的线索（匿名线索不会显示在这里）。
        | 查匿名线索，请发 16 位受理码。
        > /mydata
        < 这里没有保存您的任何资料。
        | 匿名线索不存您的账号，只有受理码能查到。
    """)
    (tip,) = await town.tips()
    assert tip.reporter is None
    await admin.reads(f"""
        > /tip {tip.number}
        < 线索 {tip.number} 号 · 已收到，待答复
        | 隐患：安全出口堵塞或上锁
        | 地点：翠竹园3栋
        | 情况：我们楼的安全出口天天锁着
        | 反映人：匿名
        ...
    """)


async def test_a_tenant_who_fears_eviction_stays_anonymous_and_opens_up_later(town: Town) -> None:
    chat = await town.person(1004, "Mary", "en")
    await chat.reads("""
        > I rent a bed, 12 of us share one flat and at night the exit is locked. I am afraid he throws me out
        < Shall I pass this on to the office as a report? A few short questions, then you send it.
        | [Report it] [No, thank you]
        > will my landlord know it was me?
        < Who will know?
        | Anonymous: neither the office nor the landlord sees that it was you. ...
        | Known to the office: your name is sealed. Nobody sees it on a screen: it is opened only for a reason, ...
        | Telegram itself can see your account and this chat. If you fear for your safety, go in person or call 12345.
        < Shall I pass this on to the office as a report? ...
        ...
        > [Report it]
        < Step 1 of 5
        | What is the danger?
        | Your words sound like: Blocked or locked exit. Please tap what fits.
        ...
        > yes
        < Step 2 of 5
        ...
        > building 3 unit 2, Bamboo Garden
        < Step 3 of 5
        ...
        > yes
        < Step 4 of 5
        ...
        > no photos
        < Step 5 of 5
        ...
        > anonymous
        < Is this right? Nothing has been sent yet.
        ...
        | Who knows it was you: Anonymous (Telegram itself sees your account)
        ...
        > ok
        < Thank you. Your tip is No. ....
        ...
        | [See what becomes of it] [Keep the code as a picture]
        > [See what becomes of it]
        < No. ... · Blocked or locked exit
        ...
        | [Add something] [Let the office know it was me] [Put my name to it] [Let others sign it] ...
        > [Let the office know it was me]
        < Known to the office: shall the office know that No. ... came from you?
        | The name that you show here is kept, sealed: it is opened only for a reason and if a second person agrees, ...
        | [Yes, tell the office] [No, leave it as it is]
        > [Yes, tell the office]
        < Done. Your name is kept, sealed, with No. .... It stands under /mytips.
    """)
    (tip,) = await town.tips()
    assert tip.report.openness == Openness.KNOWN


async def test_someone_corrects_one_answer_at_the_review(chat: Chat, town: Town) -> None:
    await chat.after("/report", "[电动车进楼停放、充电]", "翠竹园3栋", "[是，现在就这样]", "跳过", "匿名")
    await chat.reads("""
        > [修改：地点]
        < 第 2/5 步
        | 在哪里？
        ...
        > 翠竹园13栋
        < 请核对一下。现在还没有发出去。
        ...
        | 隐患：电动车进楼停放、充电
        | 地点：翠竹园13栋
        | 现在还这样吗：是，现在就这样
        | 情况：没有
        | 照片：没有
        | 是否匿名：匿名（Telegram 公司看得到您的账号）
        ...
        > [发送]
        < 谢谢您。...
        ...
    """)
    assert [tip.report.where for tip in await town.tips()] == ["翠竹园13栋"]


async def test_someone_is_interrupted_for_three_days_by_a_restart(chat: Chat, town: Town) -> None:
    await chat.after("/report", "[安全出口堵塞或上锁]", "翠竹园3栋")
    await chat.reads(f"""
        > (restart)
        > ({THREE_DAYS} minutes later)
        < 您昨天写到一半的还没有发出去，我给您留到 ...。
        | [继续] [重来] [删掉]
        > (restart)
        > 还堵着，门打不开
        < 您有一份写到一半的，还留着。接下来怎么办？
        | [继续] [重来] [删掉]
        > [继续]
        < 第 4/5 步
        ...
        > 没有
        < 第 5/5 步
        ...
        > 匿名
        < 请核对一下。现在还没有发出去。
        ...
        | 隐患：安全出口堵塞或上锁
        | 地点：翠竹园3栋
        | 现在还这样吗：说不准
        | 情况：还堵着，门打不开
        ...
        > 发送
        < 谢谢您。...
        ...
    """)
    assert len(await town.tips()) == 1


async def test_two_people_report_the_same_flat(chat: Chat, known: Town, admin: Chat) -> None:
    await chat.after("/report", "[隔断、人太多]", "[房子隔成很多小间]", "翠竹园3栋2单元501", "[10人以上]")
    await chat.after("跳过", "匿名", "发送")
    neighbour = await known.person(1003, "王秀兰")
    await neighbour.after("/report", "[隔断、人太多]", "[房子隔成很多小间]", "翠竹花园三号楼二单元五〇一", "七八个人")
    await neighbour.after("跳过")
    await neighbour.reads("""
        > [只让街道知道]
        < 请核对一下。现在还没有发出去。
        ...
        | 11月23日 星期一 已有人反映过这栋楼的同类情况。是同一件事就一起发送：放在一起核实，结果照样告诉您。
        | 隐患：隔断、人太多
        | 哪一种：房子隔成很多小间
        | 地点：顾家桥社区翠竹园3栋2单元501室（您写的是：翠竹花园三号楼二单元五〇一）
        ...
        > [是同一件事，一起发送]
        < 谢谢您。您的线索是 ... 号。
        | 房子隔成很多小间 · 顾家桥社区翠竹园3栋2单元501室 (翠竹花园三号楼二单元五〇一)
        ...
        | 随时发 /mytips 看进展；也可以把受理码给信得过的人，凭它也能查。
        | 和之前那条放在一起核实。您也算反映人，您写的和拍的都会看。
        ...
    """)
    (main,) = [tip for tip in await known.tips() if tip.main is None]
    await admin.after("/backlog", f"/tip {main.number}")
    assert "还有 1 人反映了同一件事" in admin.last()


async def test_a_report_is_told_in_a_voice_message_alone(chat: Chat, admin: Chat, town: Town) -> None:
    await chat.reads("""
        > (voice)
        < 要把这个反映给街道吗？再问几个小问题，由您确认发出。
        | [反映给街道] [不用了]
        > [反映给街道]
        < 第 1/5 步
        ...
        > [其他、说不准]
        < 第 2/5 步
        ...
        > 翠竹园3栋
        < 第 4/5 步
        ...
        | 已收到 1 条语音。
        | [好了] [全部删掉] [返回] [取消]
        > [好了]
        < 第 5/5 步
        ...
        > [匿名]
        < 请核对一下。现在还没有发出去。
        ...
        | 情况：语音说明
        | 照片：1 条语音
        ...
        > [发送]
        < 谢谢您。...
        ...
    """)
    (tip,) = await town.tips()
    await admin.after(f"/tip {tip.number}")
    assert any("有语音" in told for told in admin.told())


async def test_a_report_turns_into_an_emergency(chat: Chat, town: Town) -> None:
    await chat.reads("""
        > /report
        < 第 1/5 步
        ...
        > [用电、燃气]
        < 第 1/5 步
        ...
        > [私改燃气管、软管老化]
        < 第 2/5 步
        ...
        > 翠竹园3栋
        < 第 3/5 步
        ...
        > 现在闻到很重的煤气味，头有点晕
        < 如果正在发生，请马上打电话：起火或燃气泄漏 119 · 暴力 110 · 有人受伤 120。
        | 别碰开关，别点火，开门出去，到外面再打电话。
        | 这里不是 24 小时值守，也不能派人到现场。
        | [我安全，继续] [删掉]
        > 好
        < 先到安全的地方，马上打电话求助。大家都安全了再点按钮，我们接着来。
        | [我安全，继续] [删掉]
        < 如果正在发生，请马上打电话：...
        | 别碰开关，别点火，开门出去，到外面再打电话。
        | 这里不是 24 小时值守，也不能派人到现场。
        > [我安全，继续]
        < 第 4/5 步
        ...
    """)
    await chat.after("跳过", "匿名", "发送")
    (tip,) = await town.tips()
    assert "煤气味" in tip.report.what
