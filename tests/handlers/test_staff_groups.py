"""Group chats of the staff as pages: linked by an admin's code, a topic a grid, cards with buttons, nothing else."""

from __future__ import annotations

import pytest

from bot.speech import Group, Incoming
from handlers import sorry
from storage.tables import audit, group_cards, group_topics, outbox, staff_groups, tips
from tests.chat import Chat
from tests.group import GroupChat, gather, link_code, linked
from tests.handlers.conftest import GRID, Office
from tests.handlers.test_people import handle, invited

OTHER_GRID = "顾家桥社区 第一网格"
REFUTED = ("现场没有发现纸箱。", "[确定]")
GONE = "< 我已经不在“网格工作群”群里了。绑定已解除，卡片不再发到那里。重新绑定：/group"


@pytest.fixture
def people(office: Office) -> dict[str, Chat]:
    """Those of the office who are in the group."""
    return {"admin": office.admin, "worker": office.worker, "officer": office.officer}


@pytest.fixture
async def group(office: Office, people: dict[str, Chat]) -> GroupChat:
    """A linked group with topics."""
    return await linked(office.town, people, forum=True)


async def assigned(office: Office, *said: str) -> str:
    """Let somebody send a tip and the admin send it to a desk; returns its number once everybody was told."""
    number = await office.filed(*said)
    await office.admin.after(f"/do {number} assign safety", "(12 minutes later)")
    await office.town.settle()
    return number


async def test_an_admin_links_a_group_by_a_code_that_works_once(office: Office, people: dict[str, Chat]) -> None:
    group = await gather(office.town, people, forum=True)
    assert office.admin.news() == ["< 我进了“网格工作群”群。绑定之前，我在群里不说话：/group"]
    await office.admin.reads("""
        > /group
        < 还没有绑定工作群。绑定以后，每个网格在群里有自己的话题，线索卡片发到那里。
        | [绑定一个群]
        > [绑定一个群]
        < 请先把我拉进群，再在 15 分钟内把下面这行发到群里（用您本人的身份发，不要匿名）：
        | /link ...
        | 只能用一次。要一个网格一个话题：请先在群设置里打开“话题”，再让我当能管理话题的管理员。
        | 群里的人都能看到卡片：线索号、隐患、楼栋、期限、谁在办；反映人的情况一点也没有。
    """)
    code = office.admin.last().partition("/link ")[2].split()[0]
    await group.reads(f"""
        > worker: /link {code}
        > admin: /link {code}
        < 这个群已绑定。线索卡片发在这里；其他事都在我们的私聊里办，群里不答复。
    """)
    await office.admin.reads("""
        > /group
        < “网格工作群”已绑定。每个网格来第一张卡片时，我在群里给它建话题。查看和解绑：/group
        < 工作群：1 个
        | 网格工作群 · 一个网格一个话题
        | [解绑：网格工作群] [绑定一个群]
    """)
    again = await gather(office.town, people)
    await again.reads(f"""
        > admin: /link {code}
    """)
    assert office.admin.last() == "这个绑定码无效：用过了、过期了，或没有复制完整。重新生成：/group"
    await office.admin.after("/audit")
    assert "周敏（管理员）绑定了一个工作群" in office.admin.last()


async def test_a_code_dies_after_a_quarter_of_an_hour(office: Office, people: dict[str, Chat]) -> None:
    group = await gather(office.town, people)
    code = await link_code(office.admin)
    await group.settle(minutes=15)
    await group.does("admin", f"/link {code}")
    assert await office.town.rows(staff_groups) == []


async def test_a_card_hangs_in_the_topic_of_its_grid_and_tells_who_has_it(office: Office, group: GroupChat) -> None:
    number = await assigned(office)
    assert group.topics() == [GRID]
    assert group.news() == [
        f"# {GRID}",
        f"< 线索 {number} 号 · 电动车进楼停放、充电",
        "| 地点：翠竹园3栋",
        "| 进度：已交科室",
        "| 还没有人接办。",
        "| 核查期限：11月26日 星期四下午",
        "| [我来办] [我去现场] [在私聊里打开]",
    ]
    office.worker.news()
    await group.reads(f"""
        > worker: [我来办]
        ~ 由您接办了。
        # {GRID}
        < 线索 {number} 号 · 电动车进楼停放、充电
        | 地点：翠竹园3栋
        | 进度：已交科室
        | 接办：网格员 赵立
        | 核查期限：11月26日 星期四下午
        | [我去现场] [在私聊里打开]
        > worker: [在私聊里打开]
        ~ 已发到我们的私聊。
        > worker: [我去现场]
        ~ 记下了：您去现场。看到的情况请在私聊里登记。
        # {GRID}
        < 线索 {number} 号 · 电动车进楼停放、充电
        | 地点：翠竹园3栋
        | 进度：现场核查中
        | 接办：网格员 赵立
        | 核查期限：11月26日 星期四下午
        | [在私聊里打开]
    """)
    assert office.worker.news()[0] == f"< 线索 {number} 号 · 已交科室"
    assert len(group.messages()) == 2, "the card was changed in place"


async def test_a_second_card_goes_into_the_same_topic_and_another_grid_gets_its_own(
    office: Office, group: GroupChat
) -> None:
    await assigned(office)
    await assigned(office)
    await assigned(office, "/report", "3", "和平新村3栋", "说不准", "跳过", "跳过", "匿名", "发送")
    assert group.topics() == [GRID, OTHER_GRID]
    assert [line for line in group.news() if line.startswith("#")] == [f"# {GRID}", f"# {GRID}", f"# {OTHER_GRID}"]


async def test_cards_that_come_together_wait_for_one_topic(office: Office, group: GroupChat) -> None:
    for number in [await office.filed(), await office.filed()]:
        await office.admin.after(f"/do {number} assign safety")
    await group.settle(minutes=12)
    assert group.topics() == [GRID]
    assert [line for line in group.news() if line.startswith("#")] == [f"# {GRID}"] * 2


async def test_what_is_done_in_private_shows_on_the_card_until_the_end(office: Office, group: GroupChat) -> None:
    number = await assigned(office)
    await office.officer.after(f"/do {number} take")
    await group.settle()
    assert "| 接办：科室工作人员 孙宁" in group.told()
    await office.officer.after(f"/do {number} refute", *REFUTED)
    await group.settle()
    assert group.told()[1:] == [
        f"# {GRID}",
        f"< 线索 {number} 号 · 电动车进楼停放、充电",
        "| 地点：翠竹园3栋",
        "| 进度：现场未发现",
        "| 接办：科室工作人员 孙宁",
    ]


async def test_who_may_not_is_told_so_alone_and_nothing_changes(office: Office, group: GroupChat) -> None:
    """The owner of a group is nobody here: what counts is the role at the press, and the grid."""
    people = group.members
    people["resident"] = await office.town.person(1009, "系统管理员")
    people["other"] = await invited(office.town, office.admin, 1014, "钱多", f"grid_worker {OTHER_GRID}")
    for person in (1009, 1014):
        await group.turns(person, "member")
    number = await assigned(office)
    group.news()
    refused = "这属于别的角色，什么都没有改动。"
    for name in ("resident", "other", "admin"):
        for button in ("[我来办]", "[我去现场]"):
            assert await group.does(name, button) == refused, name
    for name in ("resident", "other"):
        people[name].news()
        assert await group.does(name, "[在私聊里打开]") == refused
        assert people[name].news() == []
    assert group.news() == []
    assert [row["handler"] for row in await office.town.rows(tips)] == [None]
    await office.admin.after(f"/people {await handle(office.worker)} revoke yes")
    assert await group.does("worker", "[我来办]") == refused, "a role counts no longer than it lasts"
    message, _data = group.button("我来办")
    for data in (f"m.do.{number} give_up", f"m.do.{number} eat", "m.backlog.", "m.export.", "", f"m.tip.{number} full"):
        assert await group.press("admin", message, data) == refused, data
    log = [row["action"] for row in await office.town.rows(audit)]
    assert log.count("refused") == 2 + 2 + 1 + 6, "presses of the other grid's worker and of admins stand in the log"


async def test_two_who_press_at_the_same_moment_do_not_both_get_it(
    office: Office, people: dict[str, Chat], group: GroupChat
) -> None:
    await assigned(office)
    message, data = group.button("我来办")
    wish = {"chat": group.number, "message_id": message, "data": data}
    asked = [await group.posts(f"people/{people[name].number}/press", **wish) for name in ("worker", "officer")]
    await group.settle()
    told = [office.town.world.presses.find(each["callback_query_id"]).text for each in asked]  # type: ignore[union-attr]
    assert told == ["由您接办了。", "赵立已经接办了，什么都没有改动。"]
    assert await group.press("worker", message, data) == "由您接办了。"
    assert await group.press("officer", message, data.replace("take", "go")) == "赵立已经接办了，什么都没有改动。"


async def test_a_button_that_came_too_late_says_so(office: Office, group: GroupChat) -> None:
    number = await assigned(office)
    message, data = group.button("我去现场")
    await office.officer.after(f"/do {number} refute", *REFUTED)
    assert await group.press("worker", message, data) == "现在办不了这一步了。打开看看进度。"
    await group.press("worker", message, data, old=True)
    assert await office.town.rows(outbox) == [], "too old to answer is no failure"


async def test_commands_are_answered_once_with_where_to_give_them(office: Office, group: GroupChat) -> None:
    await group.reads("""
        > admin: /export
        < 请到我们的私聊里说，群里不办理。
        > worker: /work
    """)
    await group.settle(minutes=1)
    await assigned(office)
    group.news()
    topic = office.town.world.topics.of(group.number)[0].id
    await group.does("worker", "/tip@anju_sandbox_bot 7F3K", thread=topic)
    assert group.news() == [f"# {GRID}", "< 请到我们的私聊里说，群里不办理。"]
    await group.settle(minutes=1)
    await group.does("worker", "/work@other_bot")
    await group.does("worker", "有人去过3栋了吗？")
    assert group.news() == []


async def test_a_draft_is_not_touched_by_what_is_done_in_a_group(office: Office, group: GroupChat) -> None:
    await assigned(office)
    await office.worker.after("/report", "2")
    await group.does("worker", "/report")
    await group.does("worker", "[我来办]")
    await office.worker.reads("""
        > 翠竹园5栋
        < 第 3/5 步
        ...
    """)


async def test_nobody_whose_role_cannot_be_known_is_obeyed(office: Office, people: dict[str, Chat]) -> None:
    """Anonymous administrators, channels, forwarded words, and bots that speak through a person."""
    group = await gather(office.town, people)
    sender = office.town.world.people.find(1002)
    assert sender is not None
    said = f"/link {await link_code(office.admin)}"
    order = {"text": said, "entities": [{"type": "bot_command", "offset": 0, "length": 5}]}
    by_admin = {"from": sender.user(), **order}
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    await group.injects(**{**order, "from": anonymous}, sender_chat={"id": group.number, "type": "group"})
    await group.injects(**by_admin, sender_chat={"id": -1009, "type": "channel"})
    await group.injects(**by_admin, via_bot={"id": 9, "is_bot": True, "first_name": "b"})
    await group.injects(**by_admin, forward_origin={"type": "hidden_user", "sender_user_name": "周敏", "date": 1})
    await office.town.inject(
        {"edited_message": {"message_id": 1, "date": 1, "chat": {"id": group.number, "type": "group"}, **by_admin}}
    )
    assert await office.town.rows(staff_groups) == []
    assert group.news() == []
    await group.injects(**by_admin)
    assert len(await office.town.rows(staff_groups)) == 1


async def test_a_group_of_strangers_is_left_with_a_kind_word(office: Office) -> None:
    stranger = await office.town.person(1009, "生人")
    group = await gather(office.town, {"stranger": stranger, "admin": office.admin})
    assert group.news() == ["< 我是街道的工作助手，只在街道自己的工作群里，先退群了。要反映隐患，请单独找我聊。"]
    assert group.status == "left"
    assert stranger.messages() == []
    assert await office.town.rows(outbox) == []


async def test_a_group_that_is_not_linked_hears_nothing(office: Office, people: dict[str, Chat]) -> None:
    group = await gather(office.town, people, forum=True)
    office.admin.news()
    await assigned(office)
    for said in ("/start", "/tip 7F3K", "/report", "/link", "/link AAAA", "楼梯口堆满纸箱"):
        await group.does("worker", said)
    assert await group.press("worker", 1, "m.backlog.") == ""
    assert group.messages() == []
    assert group.menu("worker") == [], "and offers no commands"
    assert group.topics() == []


async def test_a_group_is_unlinked_and_left(office: Office, group: GroupChat) -> None:
    await assigned(office)
    message, data = group.button("我来办")
    group.news()
    await office.admin.reads("""
        > /group
        < 工作群：1 个
        ...
        > [解绑：网格工作群]
        < 要解绑“网格工作群”吗？我会退群，卡片不再发到那里。
        | [是，解绑] [不]
        > [是，解绑]
        < “网格工作群”已解绑。
    """)
    await group.settle()
    assert group.news() == ["< 这个群已解绑，我先退群了。"]
    assert group.status == "left"
    for table in (staff_groups, group_topics, group_cards):
        assert await office.town.rows(table) == [], table.name
    assert office.admin.news() == []
    assert await group.press("worker", message, data) == ""


async def test_being_thrown_out_is_noticed_and_admins_are_told_once(office: Office, group: GroupChat) -> None:
    await assigned(office)
    office.admin.news()
    await group.turns(group.bot, "kicked")
    assert office.admin.news() == [GONE]
    assert await office.town.rows(staff_groups) == []
    await assigned(office)
    assert office.admin.told().count(GONE) == 1
    await group.turns(group.bot, "administrator")
    assert group.told()[-1].startswith("| "), "whoever brings it back has to link it anew, and nothing was saved up"


async def test_being_thrown_out_unseen_is_noticed_at_the_next_card(office: Office, group: GroupChat) -> None:
    world = office.town.world.groups.find(group.number)
    assert world is not None
    world.members[group.bot] = "kicked"
    await assigned(office)
    assert office.admin.told().count(GONE) == 1
    assert await office.town.rows(outbox) == []


async def test_a_topic_that_was_deleted_is_made_anew(office: Office, group: GroupChat) -> None:
    await assigned(office)
    await assigned(office)
    await _delete(office, group)
    number = await assigned(office)
    assert group.topics() == [GRID]
    assert f"< 线索 {number} 号 · 电动车进楼停放、充电" in group.news()
    assert await office.town.rows(outbox) == []


async def test_cards_whose_topic_was_deleted_come_back_in_one_new_topic(office: Office, group: GroupChat) -> None:
    numbers = [await assigned(office), await assigned(office)]
    await _delete(office, group)
    group.news()
    for number in numbers:
        await office.officer.acts(f"/do {number} take")
    await group.settle()
    assert group.topics() == [GRID]
    assert sorted(line[5:9] for line in group.news() if line.startswith("<")) == sorted(numbers)


async def _delete(office: Office, group: GroupChat) -> None:
    (topic,) = office.town.world.topics.of(group.number)
    where = {"chat_id": group.number, "message_thread_id": topic.id}
    answer = await office.town.client.post(f"/bot{office.town.token}/deleteForumTopic", json=where)
    assert answer.json()["ok"], answer.text


async def test_without_the_right_to_make_topics_cards_go_to_the_group_and_the_admin_is_told(
    office: Office, people: dict[str, Chat]
) -> None:
    group = await linked(office.town, people, forum=True, bot="member")
    number = await assigned(office)
    assert group.topics() == []
    assert group.news()[0] == f"< 线索 {number} 号 · 电动车进楼停放、充电"
    told = (
        "< 我在“网格工作群”里建不了话题。卡片先发在群里。请看看群里是不是打开了“话题”，让我当能管理话题的管理员，"
        "再绑定一次：/group"
    )
    await assigned(office)
    assert office.admin.told().count(told) == 1, "once is enough"
    await group.turns(group.bot, "administrator")
    await assigned(office)
    assert group.topics() == [GRID]


async def test_a_plain_group_takes_all_cards_itself(office: Office, people: dict[str, Chat]) -> None:
    group = await gather(office.town, people)
    office.admin.news()
    await group.does("admin", f"/link {await link_code(office.admin)}")
    assert office.admin.last().startswith("“网格工作群”已绑定。这个群没有话题，卡片都发在群里。")
    number = await assigned(office)
    assert group.told()[1:3] == [f"< 线索 {number} 号 · 电动车进楼停放、充电", "| 地点：翠竹园3栋"]


async def test_where_the_bot_may_not_write_cards_wait_until_it_may(office: Office, people: dict[str, Chat]) -> None:
    group = await linked(office.town, people, id=-1_002_000_000_777)
    await group.turns(group.bot, "restricted")
    numbers = {await assigned(office), await assigned(office)}
    told = "< 我在“网格工作群”里发不了消息。卡片先留着。请允许我发言，或让我当管理员，再绑定一次：/group"
    assert office.admin.told().count(told) == 1
    assert group.news() == []
    await group.turns(group.bot, "member")
    assert {line[5:9] for line in group.news() if line.startswith("<")} == numbers


async def test_a_group_that_becomes_a_supergroup_stays_linked(office: Office, people: dict[str, Chat]) -> None:
    old = await linked(office.town, people)
    number = await assigned(office)
    answer = await office.town.client.post(f"/sim/groups/{old.number}/migrate")
    group = GroupChat(office.town, answer.json()["id"], people)
    await group.settle()
    assert len(await office.town.rows(staff_groups)) == 1
    await office.worker.after(f"/do {number} take")
    await group.settle()
    assert group.told()[0] == f"< 线索 {number} 号 · 电动车进楼停放、充电", "messages there count anew: said again"
    assert await group.does("worker", "[我去现场]") == "记下了：您去现场。看到的情况请在私聊里登记。"
    assert [row["state"] for row in await office.town.rows(outbox)] == []


async def test_a_move_that_nobody_told_of_is_learnt_from_the_refusal(office: Office, people: dict[str, Chat]) -> None:
    old = await linked(office.town, people)
    await office.town.stop()
    answer = await office.town.client.post(f"/sim/groups/{old.number}/migrate")
    await office.town.client.post(f"/bot{office.town.token}/getUpdates", json={"offset": -1})
    group = GroupChat(office.town, answer.json()["id"], people)
    await office.town.start()
    number = await assigned(office)
    assert [line for line in group.told() if line.startswith("<")] == [f"< 线索 {number} 号 · 电动车进楼停放、充电"]
    assert await office.town.rows(outbox) == []


async def test_a_change_on_its_way_into_a_group_that_moved_becomes_one_new_card(
    office: Office, people: dict[str, Chat]
) -> None:
    old = await linked(office.town, people)
    number = await assigned(office)
    await office.town.stop()
    answer = await office.town.client.post(f"/sim/groups/{old.number}/migrate")
    await office.town.client.post(f"/bot{office.town.token}/getUpdates", json={"offset": -1})
    group = GroupChat(office.town, answer.json()["id"], people)
    await office.town.start()
    await office.worker.after(f"/do {number} take")
    await group.settle()
    told = [line for line in group.told() if line.startswith(("<", "| 接办"))]
    assert told == [f"< 线索 {number} 号 · 电动车进楼停放、充电", "| 接办：网格员 赵立"]
    assert await group.does("worker", "[我去现场]") != ""
    assert "| 进度：现场核查中" in group.told(), "and is changed in place from then on"
    assert len(group.messages()) == 1


async def test_a_tip_that_is_taken_up_again_gets_a_new_card(office: Office, group: GroupChat) -> None:
    number = await assigned(office)
    async with office.town.app.store.begin() as tx:
        await tx.execute(tips.update().values(state="reopened"))
    await office.admin.after(f"/do {number} assign safety")
    await group.settle(minutes=12)
    assert len([line for line in group.told() if line.startswith(f"< 线索 {number}")]) == 2


async def test_a_decision_that_was_taken_back_in_time_hangs_no_card(office: Office, group: GroupChat) -> None:
    await office.admin.after(f"/do {await office.filed()} assign safety", "[撤回]")
    await group.settle(minutes=12)
    assert group.news() == []


def test_whoever_pressed_is_told_alone_that_it_failed() -> None:
    pressed = Incoming("press", -100, 7, "zh-hans", press="m.do.7F3K take", press_id="77", group=Group("网格群"))
    told = sorry(pressed)
    assert (told.chat, told.press) == (7, "77")
