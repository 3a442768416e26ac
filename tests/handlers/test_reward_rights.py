"""Every right about rewards, tried by forged presses: what the tables permit happens, and nothing else does.

One transaction for a role: the whole table of a reward's life, each state with each move, and every request.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import select

import handlers
from bot.rules import rights
from bot.rules.people import INVITED, STAFF, Role
from bot.rules.rewards import life
from bot.rules.rewards.approval import Part
from bot.rules.rewards.asking import Point, Told
from bot.rules.rewards.eligibility import Basis
from bot.rules.rewards.life import RewardMove, RewardState, may_move
from bot.rules.rewards.matters import Matter
from bot.speech import Incoming
from handlers.deeds import reward_requests
from storage import Transaction, approvals, matters, parts, people, rewards
from storage.people import Person
from storage.rewards import Award
from storage.tables import approvals as requests
from storage.tables import ledger, reward_hands
from storage.tables import matters as all_matters
from storage.tables import rewards as all_rewards
from tests.chat import Chat, Town
from tests.handlers.test_invites import code

TIP = ("/report", "2", "翠竹园3栋", "楼梯口堆满纸箱", "跳过", "匿名", "发送")
POSTS = {Role.GRID_WORKER: "grid_worker 第一网格", Role.OFFICER: "officer safety"}
SOMEBODY = b"somebody else..."

ASKED = {"reward.decide": "reward", "payout.decide": "payout", "longer.decide": "longer", "contest.decide": "contest"}
STANDS = {"reward": RewardState.PROPOSED, "payout": RewardState.PRESENTED, "longer": RewardState.CLAIMABLE}
NOBODY_INVOLVED = ("longer",)
TRIED_APART = {*life.rights(), *ASKED, "matter.decide", "rewards.read", "payout.read"}
"""The actions that this file tries, cell by cell."""

PRESSED = {
    RewardMove.AMEND,
    RewardMove.REFUSE,
    RewardMove.EXTEND,
    RewardMove.REVOKE,
    RewardMove.RECLAIM,
    RewardMove.RECOVER,
    RewardMove.CORRECT,
    RewardMove.HAND_OVER,
    RewardMove.STEP_BACK,
}
"""Moves that a press makes or begins; the others are answers to a request, the house's, or the tipster's."""


@dataclass
class Stage:
    """One transaction with a tip, the person whose role is tried, and a reward that is put into each state."""

    tx: Transaction
    person: Person
    number: int
    tip: bytes
    name: str

    async def hears(self, what: str) -> tuple[str, bool]:
        """Let the person press or type; return what is said, and whether a conversation began."""
        press = Incoming(kind="press", chat=self.number, person=self.number, press=what, press_id="1", message=1)
        typed = Incoming(kind="text", chat=self.number, person=self.number, text=what)
        said = press if what.startswith("m.") else typed
        if what.startswith("/"):
            command, _space, rest = what[1:].partition(" ")
            said = replace(typed, kind="command", command=command, text=rest)
        says, draft = await handlers.answer(self.tx, said, None, self.person)
        return "\n".join(each.text for each in says), draft is not None

    async def reward(self, state: RewardState, *done: tuple[Part, bytes]) -> bytes:
        """Put the one reward there is into a state, with those who did parts of it."""
        for table in (requests, all_matters, all_rewards, reward_hands, ledger):
            await self.tx.execute(table.delete())
        id = await rewards.propose(self.tx, Award(self.tip, "p|F01|0", Basis.FIRST, "violation", 5_000, 10_000))
        day = rewards.today(self.tx).toordinal() + 30
        await self.tx.execute(all_rewards.update().values(state=state, last_day=day))
        for part, who in done:
            await parts.sign(self.tx, id, part, who)
        return id


async def stage_of(tx: Transaction, actor: Chat, tip: bytes, name: str) -> Stage:
    person = (await people.load(tx, [actor.number]))[actor.number]
    return Stage(tx, person, actor.number, tip, name)


async def enter(town: Town, admin: Chat, role: Role) -> tuple[Chat, bytes, str]:
    """Let a tip be filed, and give somebody the role."""
    await (await town.person(1001, "反映的人")).after(*TIP)
    actor = await town.person(3001, "试的人")
    if role in INVITED:
        await actor.after(f"/start {await code(admin, POSTS.get(role, role))}")
    else:
        await actor.after("/language", "[中文]")
    (tip,) = await town.tips()
    return actor, tip.id, tip.number


@pytest.mark.parametrize("role", [*STAFF, Role.LANDLORD, Role.RESIDENT])
async def test_the_table_of_a_rewards_life_permits_what_happens(town: Town, admin: Chat, role: Role) -> None:
    actor, tip, name = await enter(town, admin, role)
    wrong = []
    async with town.app.store.begin() as tx:
        stage = await stage_of(tx, actor, tip, name)
        for state in RewardState:
            for move in RewardMove:
                id = await stage.reward(state)
                _said, began = await stage.hears(f"m.award.{id.hex()} {move}")
                made = (await tx.execute(select(ledger.c.move))).scalars().all()
                happened = began or move in made
                if happened != (may_move(role, move, state) and move in PRESSED):
                    wrong.append(f"{role} {move} {state}: {'happened' if happened else 'was refused'}")
    assert wrong == []


@pytest.mark.parametrize("role", Role)
async def test_a_second_person_answers_what_the_table_of_rights_says(town: Town, admin: Chat, role: Role) -> None:
    actor, tip, name = await enter(town, admin, role)
    wrong = []
    async with town.app.store.begin() as tx:
        stage = await stage_of(tx, actor, tip, name)
        for action, kind in ASKED.items():
            for stands in rights.matrix()[action]:
                if stands == "involved" and kind in NOBODY_INVOLVED:
                    continue
                granted = await _is_granted(stage, kind, stands)
                if granted != rights.allows(role, action, stands).allowed:
                    wrong.append(f"{role} {action} {stands}: {'granted' if granted else 'refused'}")
        for action, happened in (await _pages(stage)).items():
            if happened != rights.allows(role, action).allowed:
                wrong.append(f"{role} {action}: {'happened' if happened else 'was refused'}")
    assert wrong == []


async def _is_granted(stage: Stage, kind: str, stands: str) -> bool:
    """Let the person answer a request of that kind that they made (own), or whose tip they verified (involved)."""
    me = stage.person.id
    verifier = me if stands == "involved" else SOMEBODY
    id = await stage.reward(STANDS.get(kind, RewardState.REFUSED), (Part.VERIFY, verifier), (Part.TICKET, verifier))
    found = await matters.enter(stage.tx, stage.tip, Matter("p", "F01", 0), verifier, verifier, Told())
    facts = {"reward": id.hex(), "matter": found.id.hex(), "tip": stage.tip.hex()}
    reward = await rewards.get(stage.tx, id)
    assert reward is not None
    asker = me if stands == "own" else None
    ends = stage.tx.now + timedelta(days=1)
    object = reward_requests.named(reward)
    asked = await approvals.ask(stage.tx, kind, object, "因为住院", ends, asker, facts)
    await stage.hears(f"m.approvals.{asked.name} yes")
    after = await approvals.get(stage.tx, asked.name)
    return after is not None and after.state == "granted"


async def _pages(stage: Stage) -> dict[str, bool]:
    await stage.reward(RewardState.PROPOSED)
    overview, _began = await stage.hears("/rewards")
    counter, _began = await stage.hears("/payout")
    told = Told(frozenset({Point.GRAVE}), frozenset(), unsure=True)
    found = await matters.enter(stage.tx, stage.tip, Matter("q", "F01", 0), SOMEBODY, SOMEBODY, told)
    _said, began = await stage.hears(f"m.settle.{found.id.hex()}")
    return {
        "rewards.read": "预算" in overview or "已付" in overview,
        "payout.read": "窗口" in counter,
        "matter.decide": began,
    }


async def test_a_move_that_began_in_time_ends_in_nothing_when_the_reward_moved_on(town: Town, admin: Chat) -> None:
    actor, tip, name = await enter(town, admin, Role.ADMIN)
    async with town.app.store.begin() as tx:
        id = await (await stage_of(tx, actor, tip, name)).reward(RewardState.PROPOSED)
    await actor.after("/start")
    message = actor.messages()[-1]["message_id"]
    await actor.press(message, f"m.award.{id.hex()} refuse")
    await actor.after("查下来是本单位的人")
    async with town.app.store.begin() as tx:
        await tx.execute(all_rewards.update().values(state="approved"))
    await actor.after("[确定]")
    assert actor.last().startswith("它的状态已经变了，不能这样做。")
    assert [row["state"] for row in await town.rows(all_rewards)] == ["approved"]


async def test_a_forged_name_of_a_reward_is_no_reward(town: Town, admin: Chat) -> None:
    await admin.after("/start")
    message = admin.messages()[-1]["message_id"]
    for forged in ("", "zz", "00" * 16, "../../x", "0" * 400):
        await admin.press(message, f"m.award.{forged} revoke")
        assert admin.last().startswith("没有这份奖励。"), forged
        await admin.press(message, f"m.settle.{forged}")
        assert "这已经定过了" in admin.last(), forged
