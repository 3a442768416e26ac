"""Deeds of approvals: somebody asks, another person answers within a term, and only then it is done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from bot.dialogue import Declined
from bot.rules import rights
from bot.rules.approvals import ApprovalState, Second, Trace, second
from bot.rules.tips import Move, step_of
from bot.texts import _
from handlers.deeds import handling, reward_requests, sight
from handlers.deeds.reward_requests import CONTEST, LONGER, PAYOUT, REWARD, Wish
from storage import Transaction, approvals, audit, hazards, history, people, privacy, timers
from storage import tips as store
from storage.approvals import Approval
from storage.people import Person

TIME, REOPEN, IDENTITY = "time", "reopen", "identity"
"""What can be asked for: more time, that a closed tip is taken up again, and to see who sent a tip."""

ASKED = "asked"
"""A timer of the house: those who may answer a request hear of it, `asked NAME`."""

OVER = _("That was answered before, or its term is over. /approvals lists what waits.")
NOT_YOU = _("You asked for it, or did what it is about: somebody else has to decide.")
NOT_YOUR_LEVEL = _("That belongs to another role or level of approval. /approvals lists what waits for you.")
ASKED_BEFORE = _("That has been asked for already, and waits for somebody else. /approvals")

Answer: TypeAlias = Callable[[Transaction, Approval, bool, Person], Awaitable[Wish | None]]
Lapse: TypeAlias = Callable[[Transaction, Approval], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of request: the right to answer it, what is done then, and who may not answer beside who asked.

    What is done may return what has to be asked next. `lapse` is done when nobody answered in time; `hours` returns how
    long an agreement counts, None for as long as the request; `roles` narrows down who may answer.
    """

    right: str
    answer: Answer
    involved: Callable[[Transaction, Approval], Awaitable[frozenset[bytes]]]
    lapse: Lapse
    hours: Callable[[Transaction], int] | None = None
    roles: Callable[[Transaction, Approval], Awaitable[frozenset[str]]] | None = None


async def ask(
    tx: Transaction,
    kind: str,
    object: str,
    reason: str,
    asker: Person | None = None,
    facts: Mapping[str, object] | None = None,
) -> Approval:
    """Ask for something; `Declined` when the same is asked for already."""
    if await waits(tx, kind, object):
        raise Declined(ASKED_BEFORE)
    expires = tx.now + timedelta(days=tx.policy.handling.approval_days)
    if asker is not None:
        await audit.record(tx, asker.role, f"approval.{kind}", object, asker.id)
    return await approvals.ask(tx, kind, object, reason, expires, asker.id if asker else None, facts)


async def waits(tx: Transaction, kind: str, object: str) -> bool:
    """Tell whether something is asked for already, and not answered yet."""
    return any(each.state is ApprovalState.OPEN for each in await approvals.about(tx, kind, object))


async def let_hear(tx: Transaction, asked: Approval) -> None:
    """Let those who may answer a request hear of it at once."""
    await timers.begin(tx, timers.Timer(f"{ASKED} {asked.name}", 0, 0, ""), int(tx.now.timestamp()))


async def wish(tx: Transaction, wished: Wish) -> Approval:
    """Ask for something about a reward, and let those who may answer hear of it."""
    asked = await ask(tx, wished.kind, wished.object, wished.reason, wished.asker, wished.facts)
    await let_hear(tx, asked)
    return asked


async def ask_again(tx: Transaction, asked: Approval) -> None:
    """Ask anew what nobody answered in time, as long as there is something to answer."""
    if await reward_requests.is_alive(tx, asked):
        asker = await people.get(tx, asked.asker) if asked.asker else None
        await wish(tx, Wish(asked.kind, asked.object, asked.reason, asker, dict(asked.facts)))


async def ask_for_time(
    tx: Transaction, number: str, reason: str, until: str, said: Mapping[str, object] | None = None
) -> None:
    """Ask that a limit of a tip ends later; `said` goes with the reason once it is agreed to."""
    who = await sight.speaker(tx)
    tip = await sight.seen(tx, who, number)
    if tip is None or who is None:
        raise Declined(sight.NO_TIP)
    if step_of(Move.EXTEND, tip.state, who.role) is None:
        raise Declined(handling.NOT_NOW(number=number))
    await ask(tx, TIME, number, reason, who, {"until": until, "said": dict(said or {})})


async def may_answer(tx: Transaction, asked: Approval, person: Person) -> bool:
    """Tell whether somebody may answer a request."""
    kind, tip = KINDS[asked.kind], await store.by_number(tx, asked.object.partition(" ")[0])
    if kind.roles is not None and person.role not in await kind.roles(tx, asked):
        return False
    involved = await kind.involved(tx, asked)
    if tip is not None and await sight.is_tied(tx, person, tip):
        involved |= {person.id}
    stands = second(person.id, asked.asker, involved)
    return rights.allows(person.role, kind.right, stands).allowed


async def who_may_answer(tx: Transaction, asked: Approval) -> list[Person]:
    """Return everybody who may answer a request."""
    roles = rights.matrix()[KINDS[asked.kind].right][Second.OTHER]
    found = [each for role in sorted(roles) for each in await people.of_role(tx, role)]
    return [each for each in found if await may_answer(tx, asked, each)]


async def answer(tx: Transaction, name: str, granted: bool) -> Approval:
    """Answer a request as whoever speaks; `Declined` when it is not theirs to answer, or was answered before."""
    who, asked = await sight.speaker(tx), await approvals.get(tx, name)
    if who is None or asked is None or asked.state is not ApprovalState.OPEN or asked.expires <= tx.now:
        raise Declined(OVER)
    state, kind = ApprovalState.GRANTED if granted else ApprovalState.REFUSED, KINDS[asked.kind]
    if not await may_answer(tx, asked, who):
        is_elsewhere = kind.roles is not None and who.role not in await kind.roles(tx, asked)
        raise Declined(NOT_YOUR_LEVEL if is_elsewhere else NOT_YOU)
    counts = tx.now + timedelta(hours=kind.hours(tx)) if kind.hours else None
    if not await approvals.settle(tx, asked, state, who.id, counts):
        raise Declined(OVER)
    await audit.record(tx, who.role, f"{asked.kind}.{state}", asked.object, who.id)
    following = await kind.answer(tx, asked, granted, who)
    if following is not None:
        await wish(tx, following)
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
    facts = {"until": until.isoformat(), **asked.facts.get("said", {})}
    await handling.do(tx, tip, step, handling.Actor(by.role, by.id), asked.reason, facts)
    await hazards.set_deadline(tx, tip.id, until)


async def _reopen(tx: Transaction, asked: Approval, granted: bool, by: Person) -> None:
    tip = await store.by_number(tx, asked.object)
    move = Move.REOPEN if granted else Move.KEEP
    step = step_of(move, tip.state, by.role) if tip else None
    if tip is not None and step is not None:
        await handling.do(tx, tip, step, handling.Actor(by.role, by.id))


async def _identity(tx: Transaction, asked: Approval, granted: bool, _by: Person) -> None:
    if not granted:
        await leave_trace(tx, asked, Trace.REFUSED)


async def leave_trace(tx: Transaction, asked: Approval, what: Trace) -> None:
    """Let whoever sent a tip see what became of the wish to see their name."""
    tip = await store.by_number(tx, asked.object)
    if tip is not None and tip.reporter is not None:
        role, need = str(asked.facts["role"]), str(asked.facts["need"])
        await privacy.looked(tx, tip.reporter, role, what, need)


async def _not_in_time(tx: Transaction, asked: Approval) -> None:
    await leave_trace(tx, asked, Trace.EXPIRED)


async def _take_up(tx: Transaction, asked: Approval) -> None:
    """Take a tip up again whose sender doubts its end, since nobody decided."""
    tip = await store.by_number(tx, asked.object)
    if tip is not None:
        await handling.by_house(tx, tip, Move.REOPEN)


async def _nothing(_tx: Transaction, _asked: Approval) -> None:
    return None


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
    TIME: Kind("extension.decide", _time, _nobody, _nothing),
    REOPEN: Kind("reopening.decide", _reopen, _who_ended_it, _take_up),
    IDENTITY: Kind("identity.decide", _identity, _nobody, _not_in_time, lambda tx: tx.policy.identity.open_hours),
    REWARD: Kind(
        "reward.decide",
        reward_requests.sign,
        reward_requests.hands_before,
        ask_again,
        roles=reward_requests.roles_of_level,
    ),
    PAYOUT: Kind("payout.decide", reward_requests.collect, reward_requests.who_made_the_ticket, ask_again),
    LONGER: Kind("longer.decide", reward_requests.lengthen, _nobody, ask_again),
    CONTEST: Kind("contest.decide", reward_requests.look_again, reward_requests.hands_of_matter, ask_again),
}
