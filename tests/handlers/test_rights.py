"""Every cell of the matrix of rights, tried in the chat: what the table grants happens, what it does not is refused."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.rules import rights
from bot.rules import tips as life
from bot.rules.people import INVITED, Role
from bot.rules.rewards.eligibility import Basis
from bot.rules.ties import Tie
from bot.rules.tips import Move, Openness
from bot.rules.town import read_csv
from bot.rules.town_rows import rows_of
from bot.speech import Attached, Incoming
from handlers.deeds.tips import TipDraft, open_tip
from storage import Transaction, cases, history, media, order_files, origins, rewards, ties
from storage import approvals as asking
from storage import people as persons
from storage import tips as known
from storage import town as estates
from storage.files import Sealed
from storage.origins import Entered
from storage.rewards import Award
from storage.tables import approvals as requests
from storage.tables import bans, jobs, notices, people, phrases, routes, staff_groups, tips
from storage.tables import media as enclosed
from storage.tables import ties as tied
from storage.tip_rows import Tip
from tests.chat import Chat, Town
from tests.group import gather, link_code
from tests.handlers.test_invites import code, row_of
from tests.handlers.test_people import handle
from tests.handlers.test_reward_rights import TRIED_APART

TIP = ("/report", "2", "翠竹园3栋", "楼梯口堆满纸箱", "跳过", "匿名", "发送")
POSTS = {Role.GRID_WORKER: "grid_worker 第一网格", Role.OFFICER: "officer safety"}


@dataclass
class Stage:
    """A town with an admin, and the person whose role is tried."""

    town: Town
    admin: Chat
    actor: Chat
    role: Role
    others: int = 2000

    async def other(self, post: str) -> Chat:
        """Return the chat of somebody new with a role."""
        self.others += 1
        return await _appointed(self.town, self.others, "别人", post)

    async def roles(self) -> dict[bytes, str]:
        return {bytes(row["id"]): row["role"] for row in await self.town.rows(people)}

    async def answers(self, *said: str) -> str:
        """Return what the actor hears after saying something."""
        self.actor.news()
        for each in said:
            await self.actor.does(each)
        return "\n".join(self.actor.news())


Try = Callable[[Stage, str], Awaitable[bool]]
"""Does something to an object in a state, and tells whether it happened."""


async def backlog(stage: Stage, _state: str) -> bool:
    return "< 待办总览" in await stage.answers("/backlog")


async def triage(stage: Stage, _state: str) -> bool:
    return "应交：" in await stage.answers("/triage")


async def work(stage: Stage, _state: str) -> bool:
    return "< 我的工作" in await stage.answers("/work")


async def listen(stage: Stage, _state: str) -> bool:
    heard = await stage.answers("/listen")
    return "等着听的语音" in heard


async def approvals(stage: Stage, _state: str) -> bool:
    return "决定" in await stage.answers("/approvals")


async def deputy(stage: Stage, _state: str) -> bool:
    return "代班" in await stage.answers("/deputy")


async def answer(stage: Stage, kind: str, state: str) -> bool:
    """A request of that kind: the actor asked for it (own), or ended its matter or is tied to its home (involved)."""
    (found,) = await stage.town.tips()
    async with stage.town.app.store.begin() as tx:
        await tx.execute(requests.delete())
        me = (await persons.load(tx, [stage.actor.number])).get(stage.actor.number)
        asker = me.id if me and state == "own" else None
        facts = {"until": (tx.now + timedelta(days=3)).isoformat(), "need": "law", "role": "admin"}
        asked = await asking.ask(tx, kind, found.number, "因为", tx.now + timedelta(days=1), asker, facts)
        if state == "involved" and kind != "reopen":
            await tx.execute(tips.update().values(building="3"))
            await ties.add(tx, me.id if me else b"", Tie.LET, None, "3", "")
        elif state == "involved":
            await tx.execute(tips.update().values(state="closed"))
            await history.append(tx, found.id, Move.CLOSE, was="rectified", role=stage.role, who=me.id if me else None)
    await stage.actor.does(f"/approvals {asked.name} yes")
    return bool((await stage.town.rows(requests))[0]["state"] == "granted")


async def extension(stage: Stage, state: str) -> bool:
    return await answer(stage, "time", state)


async def ask_name(stage: Stage, state: str) -> bool:
    (found,) = await stage.town.tips()
    await stage.other("custodian")
    async with stage.town.app.store.begin() as tx:
        await tx.execute(requests.delete())
        await tx.execute(enclosed.delete())
        sender = await persons.enter(tx, Incoming("text", 1999, 1999))
        await persons.introduce(tx, Incoming("text", 1999, 1999, name="反映的人"))
        if state == "name":
            await known.open_up(tx, found, Openness.KNOWN, sender.id)
        elif state == "photos":
            await _with_photo(tx, found, under=Sealed("0" * 32, "0" * 64))
        await tx.execute(tips.update().values(state="assigned", desk="safety", grid="第一网格"))
    await stage.actor.does(f"/name {found.number}")
    if "为什么要" in stage.actor.last():
        await stage.actor.after("1", "需要书面证言", "提出申请")
    return bool(await stage.town.rows(requests))


async def _with_photo(tx: Transaction, tip: Tip, under: Sealed | None = None) -> None:
    """Let a photo have come with a tip, which was drawn over if it has another under it."""
    await tx.execute(enclosed.delete())
    await media.attach(tx, tip.id, [Attached("photo", "f", "u")])
    await tx.execute(jobs.delete())
    (item,) = await media.of_tip(tx, tip.number)
    await media.save(tx, replace(item, state="kept", file="", sealed=Sealed("1" * 32, "1" * 64), under=under))


async def redact(stage: Stage, _state: str) -> bool:
    (found,) = await stage.town.tips()
    async with stage.town.app.store.begin() as tx:
        await _with_photo(tx, found)
        await tx.execute(tips.update().values(state="assigned", desk="safety", grid="第一网格", building=None))
    await stage.actor.does(f"/redact {found.number}")
    happened = "遮住哪几块" in stage.actor.last()
    async with stage.town.app.store.begin() as tx:
        await tx.execute(enclosed.delete())
    return happened


async def decide_name(stage: Stage, state: str) -> bool:
    return await answer(stage, "identity", state)


async def reopening(stage: Stage, state: str) -> bool:
    return await answer(stage, "reopen", state)


async def audit(stage: Stage, _state: str) -> bool:
    return "< 操作记录" in await stage.answers("/audit")


async def invite(stage: Stage, _state: str) -> bool:
    return "?start=" in await stage.answers("/invite auditor")


async def redeem(stage: Stage, state: str) -> bool:
    if state == "own":
        return await _redeem_own(stage)
    maker = await stage.other("admin") if state == "withdrawn" else stage.admin
    made = await code(maker, "auditor")
    if state == "used":
        await (await stage.town.person(1999, "先来的人")).after(f"/start {made}")
    elif state == "expired":
        await stage.town.later(25 * 3600)
    elif state == "withdrawn":
        await stage.admin.after(f"/people {await handle(maker)} revoke yes")
    before = await stage.roles()
    await stage.actor.does(f"/start {made}")
    return before != await stage.roles()


async def _redeem_own(stage: Stage) -> bool:
    # Only who may invite has an own one; for all others the admin's stands for it, tried by the admin.
    chat = stage.actor if stage.role == Role.ADMIN else stage.admin
    made = await code(chat, "auditor")
    before = await stage.roles()
    await chat.does(f"/start {made}")
    return before != await stage.roles()


async def see_people(stage: Stage, _state: str) -> bool:
    return "< 人员和身份" in await stage.answers("/people")


async def change(stage: Stage, state: str) -> bool:
    return await _to_somebody(stage, state, "role auditor")


async def revoke(stage: Stage, state: str) -> bool:
    return await _to_somebody(stage, state, "revoke yes")


async def _to_somebody(stage: Stage, state: str, what: str) -> bool:
    if state == "other":
        whom = await stage.other("officer safety")
    elif state == "self":
        whom = stage.actor
    else:
        whom = stage.actor if stage.role == Role.ADMIN else stage.admin
        if stage.role == Role.ADMIN and whom is not stage.admin:
            await stage.admin.after(f"/people {await handle(stage.admin)} revoke yes")
    name = (await handle(whom)) if stage.role != Role.RESIDENT or whom is not stage.actor else "00000000"
    before = await stage.roles()
    await stage.actor.does(f"/people {name} {what}")
    return before != await stage.roles()


async def give(stage: Stage, _state: str) -> bool:
    one, other = await stage.other("officer safety"), await stage.other("officer safety")
    (found,) = await stage.town.tips()
    async with stage.town.app.store.begin() as tx:
        people_by_account = await persons.load(tx, [one.number])
        await tx.execute(tips.update().values(state="assigned", desk="safety", building=None))
        await cases.give(tx, found, people_by_account[one.number].id)
    before = await stage.town.rows(tips)
    await stage.actor.does(f"/people {await handle(one)} give {await handle(other)}")
    return bool(before[0]["handler"] != (await stage.town.rows(tips))[0]["handler"])


async def declare_tie(stage: Stage, state: str) -> bool:
    return await _with_ties(stage, state, "new")


async def remove_tie(stage: Stage, state: str) -> bool:
    return await _with_ties(stage, state, "off")


async def _with_ties(stage: Stage, state: str, what: str) -> bool:
    """Declare a tie of one's own or of somebody else, or take one back."""
    whom = await stage.other("officer safety") if state == "other" else stage.actor
    async with stage.town.app.store.begin() as tx:
        await tx.execute(tied.delete())
        found = (await persons.load(tx, [whom.number])).get(whom.number)
        if what == "off":
            await ties.add(tx, found.id if found else b"", Tie.LET, None, "3", "")
            (link,) = await ties.of(tx, found.id if found else b"")
            what = f"off {link.name}"
    before = await stage.town.rows(tied)
    await stage.actor.does(f"/ties {f'@{found.handle} ' if found and state == 'other' else ''}{what}")
    if "什么关系" in stage.actor.last():
        await stage.actor.after("1", "翠竹园3栋", "跳过", "登记", "登记")
    return before != await stage.town.rows(tied)


async def leave(stage: Stage, state: str) -> bool:
    if state == "other":
        return False  # there is no way to have somebody else forgotten
    if state == "last_admin" and stage.role == Role.ADMIN:
        await stage.admin.after(f"/people {await handle(stage.admin)} revoke yes")
    leaver = stage.admin if state == "last_admin" and stage.role != Role.ADMIN else stage.actor
    if stage.role == Role.RESIDENT and leaver is stage.actor:
        await leaver.after("/language", "[中文]")
    row = await row_of(leaver)
    await leaver.does("/forget")
    message, _data = leaver.button("反映隐患") if leaver.last().startswith("您好") else (1, "")
    await leaver.press(message, "m.forget.yes")
    return row not in await stage.roles()


async def change_town(stage: Stage, _state: str) -> bool:
    rows = rows_of(read_csv(f"community,grid,estate,building,unit\n社区,网格,翠竹园,{stage.actor.number},\n")[0])
    async with stage.town.app.store.begin() as tx:
        before = await estates.version(tx, "buildings")
        token = await estates.offer(tx, "buildings", rows)
    await stage.actor.does(f"/town take buildings {token}")
    async with stage.town.app.store.begin() as tx:
        return before != await estates.version(tx, "buildings")


async def block_sender(stage: Stage, state: str) -> bool:
    number = (await stage.town.tips())[0].number
    async with stage.town.app.store.begin() as tx:
        await tx.execute(bans.delete())
        if state == "gone":
            await tx.execute(routes.delete())
    await stage.actor.does(f"/block {number} mute flood")
    return bool(await stage.town.rows(bans))


async def block_person(stage: Stage, state: str) -> bool:
    whom = await stage.other("officer safety" if state == "staff" else "landlord")
    async with stage.town.app.store.begin() as tx:
        await tx.execute(bans.delete())
    await stage.actor.does(f"/block @{await handle(whom)} mute flood")
    return bool(await stage.town.rows(bans))


async def decide(stage: Stage, state: str) -> bool:
    """An objection to a block that the actor set (own, only), where an actor may, or else the admin."""
    whom, actor_may = await stage.other("landlord"), stage.role == Role.ADMIN
    async with stage.town.app.store.begin() as tx:
        await tx.execute(bans.delete())
    setter = stage.actor if actor_may and state != "other" else stage.admin
    await setter.after(f"/block @{await handle(whom)} mute flood")
    if state == "only" and actor_may:
        await stage.admin.after(f"/people {await handle(stage.admin)} revoke yes")
    await whom.after("/object")
    (row,) = await stage.town.rows(bans)
    await stage.actor.does(f"/objection {bytes(row['id']).hex()} lift")
    return not await stage.town.rows(bans)


async def set_notice(stage: Stage, _state: str) -> bool:
    before = len(await stage.town.rows(notices))
    await stage.actor.after("/start")
    message = stage.actor.messages()[-1]["message_id"]
    await stage.actor.press(message, "m.notice.new")
    if "要让居民看到什么" in stage.actor.last():
        await stage.actor.after("明天停水，请提前接水。", "1", "1", "1", "发布")
    return len(await stage.town.rows(notices)) > before


async def link_group(stage: Stage, _state: str) -> bool:
    group = await gather(stage.town, {"admin": stage.admin, "actor": stage.actor})
    code = await link_code(stage.admin)
    before = len(await stage.town.rows(staff_groups))
    await group.does("actor", f"/link {code}")
    happened = len(await stage.town.rows(staff_groups)) > before
    assert ("工作群：" in await stage.answers("/group")) is happened, "whoever may link sees what is linked"
    return happened


async def enter_order(stage: Stage, _state: str) -> bool:
    return "工单编号是多少？" in await stage.answers("/hotline")


async def import_orders(stage: Stage, _state: str) -> bool:
    before = len(await stage.town.rows(tips))
    order = [f"20261120{stage.actor.number}", "", "", "", "翠竹园3栋", "楼道堆物", "other"]
    async with stage.town.app.store.begin() as tx:
        token = await order_files.offer(tx, [order])
    await stage.actor.does(f"/orders take {token}")
    return len(await stage.town.rows(tips)) > before


async def report_for(stage: Stage, _state: str) -> bool:
    return "是谁反映的？" in await stage.answers("/reportfor")


async def _told_elsewhere(stage: Stage) -> Tip:
    """Let the tip be one that the hotline sent."""
    (found,) = await stage.town.tips()
    async with stage.town.app.store.begin() as tx:
        place = {"desk": "safety", "grid": POSTS[Role.GRID_WORKER].partition(" ")[2]}
        await tx.execute(tips.update().values(source="12345", **place))
        await origins.enter(tx, {found.id: Entered("", None, tx.now)})
    return found


async def answer_hotline(stage: Stage, _state: str) -> bool:
    found = await _told_elsewhere(stage)
    return "一、首接情况" in await stage.answers(f"/hotline reply {found.number}")


async def make_receipt(stage: Stage, _state: str) -> bool:
    found = await _told_elsewhere(stage)
    before = [row["code"] for row in await stage.town.rows(tips)]
    await stage.actor.does(f"/hotline receipt {found.number}")
    return before != [row["code"] for row in await stage.town.rows(tips)]


async def change_phrases(stage: Stage, _state: str) -> bool:
    before = len(await stage.town.rows(phrases))
    await stage.actor.does("/phrases look off not_yet")
    async with stage.town.app.store.begin() as tx:
        gone = len((await tx.execute(phrases.select())).all()) > before
        await tx.execute(phrases.delete())
    return gone


async def make_pin(stage: Stage, _state: str) -> bool:
    found = await _told_elsewhere(stage)
    async with stage.town.app.store.begin() as tx:
        await rewards.propose(tx, Award(found.id, "p|F01|0", Basis.FIRST, "violation", 5_000, 5_000))
    return "领取码" in await stage.answers(f"/hotline pin {found.number}")


TRIES: dict[str, Try] = {
    "hotline.enter": enter_order,
    "hotline.answer": answer_hotline,
    "orders.import": import_orders,
    "report.proxy": report_for,
    "receipt.make": make_receipt,
    "pin.make": make_pin,
    "sender.block": block_sender,
    "people.block": block_person,
    "objection.decide": decide,
    "backlog.read": backlog,
    "triage.read": triage,
    "work.read": work,
    "voice.listen": listen,
    "approval.read": approvals,
    "deputy.set": deputy,
    "extension.decide": extension,
    "reopening.decide": reopening,
    "identity.ask": ask_name,
    "identity.decide": decide_name,
    "photo.redact": redact,
    "audit.read": audit,
    "invite.make": invite,
    "invite.redeem": redeem,
    "people.read": see_people,
    "people.change": change,
    "people.revoke": revoke,
    "people.leave": leave,
    "people.give": give,
    "ties.declare": declare_tie,
    "ties.remove": remove_tie,
    "town.change": change_town,
    "notice.set": set_notice,
    "phrases.change": change_phrases,
    "group.link": link_group,
}

MOVES = {*life.rights(), "tip.read", "tip.full", *TRIED_APART}
"""What is read of a tip and done to it, or to a reward: test_moves.py and test_reward_rights.py try every cell."""
CELLS = [(action, state) for action, states in rights.matrix().items() if action not in MOVES for state in states]


def test_every_action_is_tried() -> None:
    assert set(TRIES) == set(rights.matrix()) - MOVES


def test_the_matrix_names_roles_that_exist_and_grants_by_default_nothing() -> None:
    for action, states in rights.matrix().items():
        for state, granted in states.items():
            assert granted <= set(Role), (action, state)
        assert not any(rights.allows(role, action, "no such state").allowed for role in Role)
    assert rights.allows("admin", "people.revoke", "last_admin") == rights.Finding(False, rights.Reason.STATE)
    assert rights.allows("tenant", "people.revoke", "other") == rights.Finding(False, rights.Reason.ROLE)
    with pytest.raises(KeyError):
        rights.allows("admin", "tip.eat")


@pytest.mark.parametrize("role", Role)
async def test_what_the_table_grants_happens_and_nothing_else(town: Town, role: Role) -> None:
    wrong = []
    for place, (action, state) in enumerate(CELLS):
        stage = await _stage(town, role, 3000 + 10 * place)
        happened = await TRIES[action](stage, state)
        if happened != rights.allows(role, action, state).allowed:
            wrong.append(f"{role} {action} {state}: {'happened' if happened else 'was refused'}")
    assert wrong == []


async def _stage(town: Town, role: Role, number: int) -> Stage:
    """Set the stage anew: an admin who is the only one, a tip, and a person of the role."""
    sender = await town.person(number + 9, "反映的人")
    async with town.app.store.begin() as tx:
        await tx.execute(people.update().where(people.c.role == Role.ADMIN).values(role=Role.RESIDENT))
        await tx.execute(bans.delete())
        await tx.execute(tips.delete())
        spoken = Incoming("press", sender.number, sender.number, "zh-hans")
        filed = TipDraft("F01", "翠竹园3栋", "楼梯口堆满纸箱", Openness.ANONYMOUS)
        await open_tip(replace(tx, speaker=spoken), filed)
    admin = await _appointed(town, number, "周敏", Role.ADMIN)
    post = POSTS.get(role, role) if role in INVITED else ""
    actor = await _appointed(town, number + 1, "试的人", post) if post else await town.person(number + 1, "试的人")
    return Stage(town, admin, actor, role, others=number + 2)


async def _appointed(town: Town, number: int, name: str, post: str) -> Chat:
    """Return the chat of somebody who was given a role; that invitations give it is tried elsewhere."""
    chat = await town.person(number, name)
    role, _, scope = post.partition(" ")
    async with town.app.store.begin() as tx:
        person = await persons.introduce(tx, Incoming("command", number, number, "zh-hans", name))
        await persons.set_role(tx, person.id, role, scope)
    return chat
