"""Invitations to a role: one link, one person, one role, a day; and what those are told who come too late."""

from __future__ import annotations

import asyncio
import re

from bot.rules.town import read_csv
from bot.rules.town_rows import rows_of
from storage import town as estates
from storage.tables import invites, people
from tests.chat import Chat, Town


async def link(admin: Chat, post: str) -> str:
    """Make an invitation and return its link."""
    await admin.after(f"/invite {post}")
    return admin.last().split("\n")[-1]


async def code(admin: Chat, post: str) -> str:
    return (await link(admin, post)).rpartition("=")[2]


async def test_an_officer_is_invited_by_buttons_and_told_what_it_means(admin: Chat, town: Town) -> None:
    await admin.reads("""
        > /invite
        < 邀请什么身份？
        | 链接 24 小时内有效，只能用一次，只给这一个身份。
        | [管理员] [科室工作人员] [网格员] [保管人] [审计员] [租客] [房东] [中介] [物业]
        > [科室工作人员]
        < 哪个科室？
        | [领导小组] [综治中心] [经济中心] [安监站] [城管中心] [派出所] [第二派出所] [司法所] [社区]
        > [安监站]
        < (photo) 邀请：科室工作人员 · 安监站
        | 只给一个人，只能用一次，... 前有效。请只把链接发给本人，或让对方扫图。
        | https://t.me/anju_sandbox_bot?start=...
    """)
    officer = await town.person(1010, "孙宁")
    await officer.reads(f"""
        > /start {admin.last().rpartition("=")[2]}
        < 您现在的身份是：科室工作人员 · 安监站。
        | 您办理转到本科室的事。发现隐患，照样可以像大家一样反映。
        | 您在 Telegram 上显示的名字会加密保存，供同事辨认（说明见 /privacy）。不同意或弄错了，发 /forget。
        | [我要办的] [反映隐患] [查询我的线索] [我能做什么] [语言 / Language]
    """)
    assert admin.news() == ["< 孙宁 已接受您的邀请：科室工作人员 · 安监站。如果不是您要请的人，可在 /people 里收回。"]


async def test_a_grid_worker_is_invited_by_a_typed_line(admin: Chat, town: Town) -> None:
    await admin.reads("""
        > /invite
        < 邀请什么身份？
        | ...
        | [...]
        > [网格员]
        < 哪个网格？
        | 点一个；或照下面这样发一行，网格名换成实际的：
        | /invite 网格员 第一网格
        > /invite 网格员  翠竹第二网格
        < (photo) 邀请：网格员 · 翠竹第二网格
        ...
    """)
    worker = await town.person(1010, "赵立")
    pasted = admin.last().split("\n")[-1]
    await worker.does(f"安居邀请您 {pasted}")
    assert worker.last().startswith("您现在的身份是：网格员 · 翠竹第二网格。")


async def test_the_grids_of_a_town_are_buttons_and_no_others_are_taken(admin: Chat, town: Town) -> None:
    rows = ("甲社区,第一网格,翠竹园,1,", "乙社区,第一网格,海晏里,1,", "乙社区,东网格,海晏里,2,")
    table = "\n".join(("community,grid,estate,building,unit", *rows, ""))
    async with town.app.store.begin() as tx:
        await estates.replace(tx, "buildings", rows_of(read_csv(table)[0]))
    await admin.after("/invite", "[网格员]")
    assert admin.button("甲社区 第一网格")[1] == "m.invite.grid_worker 甲社区 第一网格"
    await admin.does("[乙社区 东网格]")
    assert admin.last().startswith("邀请：网格员 · 乙社区 东网格\n")
    await admin.does("/invite 网格员 东网格")
    assert admin.last().startswith("邀请：网格员 · 乙社区 东网格\n")
    for said in ("第一网格", "丙社区 第一网格", "南网格"):
        await admin.does(f"/invite 网格员 {said}")
        assert admin.last().startswith("哪个网格？"), said


async def test_a_scope_that_does_not_exist_is_asked_again(admin: Chat) -> None:
    for said in ("officer", "officer 不存在的科室", "科室工作人员 mars"):
        await admin.does(f"/invite {said}")
        assert admin.last().startswith("哪个科室？")
    for said in ("grid_worker", f"网格员 {'长' * 41}"):
        await admin.does(f"/invite {said}")
        assert admin.last().startswith("哪个网格？")
    for said in ("resident", "居民", "大王", "admin2"):
        await admin.does(f"/invite {said}")
        assert admin.last().startswith("邀请什么身份？")
    assert await admin.town.rows(invites) == []


async def test_a_link_is_good_for_one_person(admin: Chat, town: Town) -> None:
    made = await code(admin, "auditor")
    first, second = await town.person(1010, "陈清"), await town.person(1011, "别人")
    await first.after(f"/start {made}")
    await second.reads(f"""
        > /start {made}
        < 这个邀请已经有人用过了，每个只能用一次。请要一个新的。
        | [反映隐患] ...
    """)
    await first.does(f"/start {made}")
    assert first.last().startswith("这个邀请已经有人用过了")


async def test_of_ten_who_follow_one_link_at_once_one_wins(admin: Chat, town: Town) -> None:
    made = await code(admin, "auditor")
    chats = [await town.person(1020 + each, "人") for each in range(10)]
    for each in chats:
        await each.acts(f"/start {made}")
    await town.settle()
    assert sorted(row["role"] for row in await town.rows(people)) == ["admin", "auditor"]


async def test_a_link_is_good_for_a_day(admin: Chat, town: Town) -> None:
    made = await code(admin, "tenant")
    late = await town.person(1010, "来晚的人")
    await late.reads(f"""
        > (1440 minutes later)
        > /start {made}
        < 这个邀请过期了。请要一个新的。
        | [反映隐患] ...
    """)


async def test_ones_own_link_stays_good_for_somebody_else(admin: Chat, town: Town) -> None:
    made = await code(admin, "custodian")
    await admin.does(f"/start {made}")
    assert admin.last() == "这是您自己发出的邀请，仍然有效：请转给要邀请的人。"
    other = await town.person(1010, "褚平")
    await other.does(f"/start {made}")
    assert other.last().startswith("您现在的身份是：保管人。")


async def test_who_works_here_already_keeps_their_role_and_the_link_stays_good(admin: Chat, town: Town) -> None:
    worker, other = await town.person(1010, "赵立"), await town.person(1011, "孙宁")
    await worker.after(f"/start {await code(admin, '网格员 第一网格')}")
    made = await code(admin, "officer urban")
    await worker.does(f"/start {made}")
    assert worker.last() == "您已经是：网格员 · 第一网格，一个人只有一个身份。要换，请管理员在 /people 里改。"
    await other.does(f"/start {made}")
    assert other.last().startswith("您现在的身份是：科室工作人员 · 城管中心。")


async def test_a_landlord_can_become_an_officer(admin: Chat, town: Town) -> None:
    person = await town.person(1010, "钱芳")
    await person.after(f"/start {await code(admin, 'landlord')}")
    await person.does(f"/start {await code(admin, 'officer police')}")
    assert person.last().startswith("您现在的身份是：科室工作人员 · 派出所。")


async def test_the_links_of_an_admin_who_was_removed_are_dead(admin: Chat, town: Town) -> None:
    second, guest = await town.admin(1003, "二号"), await town.person(1010, "客人")
    made = await code(second, "admin")
    own = await row_of(admin)
    (other,) = [row["id"] for row in await town.rows(people) if row["id"] != own]
    await admin.after(f"/people {other[:4].hex()} revoke yes")
    await guest.does(f"/start {made}")
    assert guest.last() == "这个邀请已经失效。请要一个新的。"


async def row_of(chat: Chat) -> bytes:
    """Return the id that the house has for somebody."""
    async with chat.town.app.store.begin() as tx:
        finder = tx.vault.blind("people.finder", chat.number)
    return next(bytes(row["id"]) for row in await chat.town.rows(people) if row["finder"] == finder)


async def test_codes_that_nobody_made_are_none(chat: Chat, town: Town) -> None:
    for wrong in ("A" * 22, "../x", "' OR 1=1 --", "字", "A" * 4000, "x?start=y"):
        await chat.does(f"/start {wrong}")
        assert chat.last().startswith("您好，我是安居")
    assert await town.rows(people) == []


async def test_nothing_in_the_database_opens_an_invitation(admin: Chat, town: Town) -> None:
    made = await code(admin, "admin")
    (row,) = await town.rows(invites)
    assert made.encode() not in b"".join(value for value in row.values() if isinstance(value, bytes))
    assert re.fullmatch(r"[A-Za-z0-9_-]{22}", made)


async def test_an_invitation_survives_a_restart_and_the_menu_follows_the_role(admin: Chat, town: Town) -> None:
    made = await code(admin, "admin")
    person = await town.person(1010, "新管理员")
    await person.after("(restart)", f"/start {made}")
    assert {"backlog", "invite", "people"} <= await menu(person)


async def menu(chat: Chat) -> set[str]:
    answer = await chat.town.client.get(f"/sim/people/{chat.number}/commands")
    return {each["command"] for each in answer.json()}


async def words(chat: Chat) -> str:
    answer = await chat.town.client.get(f"/sim/people/{chat.number}/commands")
    return str(next(each["description"] for each in answer.json() if each["command"] == "report"))


async def test_the_menu_follows_the_language(chat: Chat) -> None:
    assert await words(chat) == "反映隐患"
    await chat.after("/language", "[English]")
    assert await words(chat) == "Report a danger"
    await chat.after("/language", "[中文]")
    assert await words(chat) == "反映隐患"


async def test_the_inviter_hears_of_it_in_their_own_language(town: Town) -> None:
    admin = await town.admin(1002, "Zoe", "en")
    made = await code(admin, "tenant")
    await (await town.person(1010, "吴小北")).after(f"/start {made}")
    (said,) = admin.news()
    assert said.startswith("< 吴小北 has followed your invitation: tenant.")


async def test_two_invitations_at_once_are_two_links(admin: Chat) -> None:
    await asyncio.gather(admin.acts("/invite auditor"), admin.acts("/invite auditor"))
    await admin.town.settle()
    assert len(await admin.town.rows(invites)) == 2
