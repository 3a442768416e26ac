"""Every state, role and move, tried in the chat by forged presses: what the table permits happens, and nothing else."""

from __future__ import annotations

import pytest
from sqlalchemy import select

import handlers
from bot.rules import rights
from bot.rules.people import STAFF, Role
from bot.rules.tips import Move, TipState, step_of
from bot.speech import Incoming
from storage import Transaction, people
from storage.people import Person
from storage.tables import history, tips
from tests.chat import Chat, Town
from tests.handlers.test_invites import code
from tests.handlers.test_people import handle

PHONE = "13812345678"
TIP = ("/report", "2", "翠竹园3栋", f"楼梯口堆满纸箱，房东电话{PHONE}", "跳过", "匿名", "发送")
NOBODYS = {"main": None, "handler": None, "parent": None, "claim": None}
PLACE = {"desk": "safety", "grid": "第一网格", "hazard": "F01", **NOBODYS}
POSTS = {Role.GRID_WORKER: "grid_worker 第一网格", Role.OFFICER: "officer safety"}
WITH = {Move.ASSIGN: "economy", Move.SPLIT: "urban", Move.HAND_OVER: "desk urban", Move.RECLASSIFY: "G02"}
"""What a press brings besides the move."""
TRIED = [move for move in Move if move is not Move.UNDO]
"""What is taken back depends on who did it when: tests/handlers/test_triage.py."""


async def with_role(town: Town, admin: Chat, role: Role) -> Chat:
    """Return the chat of somebody of a role; two tips were filed."""
    sender, actor = await town.person(1001, "反映的人"), await town.person(3001, "试的人")
    await sender.after(*TIP)
    await sender.after(*TIP)
    invited = role is not Role.RESIDENT
    await actor.after(*([f"/start {await code(admin, POSTS.get(role, role))}"] if invited else ["/language", "[中文]"]))
    return actor


def press_of(actor: Chat, data: str) -> Incoming:
    """Return what a client claims was pressed."""
    return Incoming(kind="press", chat=actor.number, person=actor.number, press=data, press_id="1", message=1)


@pytest.mark.parametrize("role", Role)
async def test_a_tip_is_read_by_those_who_may(town: Town, admin: Chat, role: Role) -> None:
    actor = await with_role(town, admin, role)
    (first, _second), wrong = await town.tips(), []
    async with town.app.store.begin() as tx:
        person = (await people.load(tx, [actor.number]))[actor.number]
        for state in TipState:
            for action, data in (("tip.read", f"m.tip.{first.number}"), ("tip.full", f"m.tip.{first.number} full")):
                await tx.execute(tips.update().where(tips.c.id == first.id).values(state=state, **PLACE))
                says, _draft = await handlers.answer(tx, press_of(actor, data), None, person)
                told = "\n".join(each.text for each in says)
                happened = f"线索 {first.number} 号" in told if action == "tip.read" else PHONE in told
                if happened != rights.allows(role, action, state).allowed:
                    wrong.append(f"{role} {action} {state}: {'happened' if happened else 'was refused'}")
    assert wrong == []


@pytest.mark.parametrize("role", [*STAFF, Role.LANDLORD, Role.RESIDENT])
async def test_the_table_permits_what_happens(town: Town, admin: Chat, role: Role) -> None:
    actor = await with_role(town, admin, role)
    (first, second), wrong = await town.tips(), []
    async with town.app.store.begin() as tx:
        person = (await people.load(tx, [actor.number]))[actor.number]
        for state in TipState:
            for move in TRIED:
                what = second.number if move is Move.MERGE else WITH.get(move, "")
                press = press_of(actor, f"m.do.{first.number} {move} {what}".rstrip())
                happened = await _happens(tx, person, press, first.id, state, move)
                if happened != (step_of(move, state, role) is not None and move in PRESSED):
                    wrong.append(f"{role} {move} {state}: {'happened' if happened else 'was refused'}")
    assert wrong == []


PRESSED = set(Move) - {Move.REOPEN, Move.KEEP, Move.HEARD}
"""Moves that a press can begin; the others are answers to a request or to a voice message, which other tests try."""


async def _happens(tx: Transaction, actor: Person, press: Incoming, tip: bytes, state: TipState, move: Move) -> bool:
    """Put a tip into a state and press; tell whether the move was made, or its conversation began."""
    await tx.execute(history.delete())
    await tx.execute(tips.delete().where(tips.c.parent.is_not(None)))
    await tx.execute(tips.update().where(tips.c.id == tip).values(state=state, **PLACE))
    await tx.execute(tips.update().where(tips.c.id != tip).values(state="received", main=None))
    if move is Move.SEPARATE:  # only what stands behind another can be taken apart
        other = select(tips.c.id).where(tips.c.id != tip).scalar_subquery()
        await tx.execute(tips.update().where(tips.c.id == tip).values(main=other))
    _says, draft = await handlers.answer(tx, press, None, actor)
    made = (await tx.execute(select(history.c.move))).scalars().all()
    return move in made or draft is not None


async def test_a_conversation_that_began_in_time_ends_in_nothing_when_the_tip_moved_on(
    town: Town, admin: Chat, chat: Chat
) -> None:
    await chat.after(*TIP)
    (tip,) = await town.tips()
    await admin.after(f"/do {tip.number} refute", "现场没有发现纸箱。")
    async with town.app.store.begin() as tx:
        await tx.execute(tips.update().values(state="closed"))
    await admin.after("[确定]")
    assert f"{tip.number} 号现在的状态变了" in admin.last()
    assert [row["state"] for row in await town.rows(tips)] == ["closed"]


async def test_a_press_counts_for_the_role_that_one_has_now(town: Town, admin: Chat, chat: Chat) -> None:
    await chat.after(*TIP)
    other = await town.person(3001, "第二个管理员")
    await other.after(f"/start {await code(admin, 'admin')}", "/triage")
    press = other.button("受理")
    await admin.after(f"/people {await handle(other)} revoke yes")
    await other.press(*press)
    assert [row["state"] for row in await town.rows(tips)] == ["received"]
