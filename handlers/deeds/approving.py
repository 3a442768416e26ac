"""Deeds of approvals: somebody asks, another person answers within a term, and only then it is done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from bot.dialogue import Declined
from bot.rules import rights
from bot.rules.approvals import ApprovalState, second
from bot.rules.tips import Move, step_of
from bot.texts import _
from handlers.deeds import handling, sight
from storage import Transaction, approvals, audit, hazards, history
from storage import tips as store
from storage.approvals import Approval
from storage.people import Person

TIME, REOPEN = "time", "reopen"
"""What can be asked for: more time, and that a closed tip is taken up again."""

OVER = _("That was answered before, or its term is over. /approvals lists what waits.")
NOT_YOU = _("You asked for it, or did what it is about: somebody else has to decide.")
ASKED_BEFORE = _("That has been asked for already, and waits for somebody else. /approvals")

Answer: TypeAlias = Callable[[Transaction, Approval, bool, Person], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of request: the right to answer it, what is done then, and who may not answer beside who asked."""

    right: str
    answer: Answer
    involved: Callable[[Transaction, Approval], Awaitable[frozenset[bytes]]]


async def ask(
    tx: Transaction,
    kind: str,
    object: str,
    reason: str,
    asker: Person | None = None,
    facts: Mapping[str, object] | None = None,
) -> Approval:
    """Ask for something; `Declined` when the same is asked for already."""
    if any(each.state is ApprovalState.OPEN for each in await approvals.about(tx, kind, object)):
        raise Declined(ASKED_BEFORE)
    expires = tx.now + timedelta(days=tx.policy.handling.approval_days)
    if asker is not None:
        await audit.record(tx, asker.role, f"approval.{kind}", object, asker.id)
    return await approvals.ask(tx, kind, object, reason, expires, asker.id if asker else None, facts)


async def ask_for_time(tx: Transaction, number: str, reason: str, until: str) -> None:
    """Ask that a limit of a tip ends later."""
    who = await sight.speaker(tx)
    tip = await sight.seen(tx, who, number)
    if tip is None or who is None:
        raise Declined(sight.NO_TIP)
    if step_of(Move.EXTEND, tip.state, who.role) is None:
        raise Declined(handling.NOT_NOW(number=number))
    await ask(tx, TIME, number, reason, who, {"until": until})


async def may_answer(tx: Transaction, asked: Approval, person: Person) -> bool:
    """Tell whether somebody may answer a request."""
    kind = KINDS[asked.kind]
    stands = second(person.id, asked.asker, await kind.involved(tx, asked))
    return rights.allows(person.role, kind.right, stands).allowed


async def answer(tx: Transaction, name: str, granted: bool) -> Approval:
    """Answer a request as whoever speaks; `Declined` when it is not theirs to answer, or was answered before."""
    who, asked = await sight.speaker(tx), await approvals.get(tx, name)
    if who is None or asked is None or asked.state is not ApprovalState.OPEN or asked.expires <= tx.now:
        raise Declined(OVER)
    if not await may_answer(tx, asked, who):
        raise Declined(NOT_YOU)
    state = ApprovalState.GRANTED if granted else ApprovalState.REFUSED
    if not await approvals.settle(tx, asked, state, who.id):
        raise Declined(OVER)
    await audit.record(tx, who.role, f"{asked.kind}.{state}", asked.object, who.id)
    await KINDS[asked.kind].answer(tx, asked, granted, who)
    return asked


def moment(asked: Approval) -> datetime:
    """Return until when more time is asked for."""
    return datetime.fromisoformat(str(asked.facts["until"]))


async def _time(tx: Transaction, asked: Approval, granted: bool, by: Person) -> None:
    tip = await store.by_number(tx, asked.object)
    step = step_of(Move.EXTEND, tip.state, by.role) if tip else None
    if not granted or tip is None or step is None:
        return
    until = moment(asked)
    await handling.do(tx, tip, step, handling.Actor(by.role, by.id), asked.reason, {"until": until.isoformat()})
    await hazards.set_deadline(tx, tip.id, until)


async def _reopen(tx: Transaction, asked: Approval, granted: bool, by: Person) -> None:
    tip = await store.by_number(tx, asked.object)
    move = Move.REOPEN if granted else Move.KEEP
    step = step_of(move, tip.state, by.role) if tip else None
    if tip is not None and step is not None:
        await handling.do(tx, tip, step, handling.Actor(by.role, by.id))


async def _nobody(_tx: Transaction, _asked: Approval) -> frozenset[bytes]:
    return frozenset()


async def _who_ended_it(tx: Transaction, asked: Approval) -> frozenset[bytes]:
    """Return who closed a tip, or found it unfounded: whether that was right, others decide."""
    tip = await store.by_number(tx, asked.object)
    made = await history.of(tx, tip.id) if tip else []
    ended = [each for each in made if each.who and _ends(each.move)]
    return frozenset(each.who for each in ended[-1:] if each.who)


def _ends(move: Move) -> bool:
    return move in (Move.CLOSE, Move.GIVE_UP, Move.REFUTE, Move.REFER)


KINDS: Mapping[str, Kind] = {
    TIME: Kind("extension.decide", _time, _nobody),
    REOPEN: Kind("reopening.decide", _reopen, _who_ended_it),
}
