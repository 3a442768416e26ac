"""Deeds of the house's own clock: limits that come near or are over, questions nobody answered, ways back that end."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta

from bot.rules import limits
from bot.rules.approvals import ApprovalState
from bot.rules.deadlines import WorkingDays
from bot.rules.limits import Alert
from bot.rules.tips import Move, TipState
from handlers.deeds import approving, handling, reward_clock
from handlers.deeds.effects import are_over
from storage import Transaction, approvals, cases, rewards, timers, tips
from storage.approvals import Approval
from storage.rewards import Reward
from storage.tip_rows import Tip

KIND = "clock"
EVERY_SECONDS = 300
ALL = len(Alert)


@dataclass(slots=True)
class Ticked:
    """What a tick found: alerts to say, senders to ask whether it is put right, requests that nobody answered.

    `reminders` are rewards of which it is said again until when they can be collected.
    """

    alerts: list[tuple[Tip, Alert]] = field(default_factory=list)
    asks: list[Tip] = field(default_factory=list)
    expired: list[Approval] = field(default_factory=list)
    reminders: list[Reward] = field(default_factory=list)


async def watch(tx: Transaction) -> None:
    """See to it that the clock ticks."""
    await timers.begin_once(tx, timers.Timer(KIND, 0, 0, ""), int(tx.now.timestamp()) + EVERY_SECONDS)


async def tick(tx: Transaction) -> Ticked:
    """Do what is due by now, and set the next tick."""
    await timers.begin(tx, timers.Timer(KIND, 0, 0, ""), int(tx.now.timestamp()) + EVERY_SECONDS)
    await _return(tx)
    await _close_wholes(tx)
    await _forget_ways(tx)
    return Ticked(await _alerts(tx), await _asks(tx), await _expired(tx), await reward_clock.tick(tx))


async def _alerts(tx: Transaction) -> list[tuple[Tip, Alert]]:
    """Return the latest alert of each limit that was not said yet."""
    said = []
    for tip in await cases.near(tx, tx.now + timedelta(hours=tx.policy.handling.remind_hours), ALL):
        passed = limits.passed(tx.policy, tip.work.due or tx.now, tx.now)
        if passed > tip.work.alerted:
            said.append((await cases.change(tx, tip, alerted=passed), tuple(Alert)[passed - 1]))
    return said


async def _return(tx: Transaction) -> None:
    """Go on with tips whose sender did not answer in time."""
    calendar = WorkingDays(tx.policy.holidays, tx.policy.town.timezone)
    for tip in await cases.in_state(tx, TipState.NEEDS_INFORMATION):
        asked = tip.work.rested or tx.now
        last = calendar.day_after(calendar.local_day(asked), tx.policy.handling.answer_working_days)
        if calendar.local_day(tx.now) > last:
            await handling.by_house(tx, tip, Move.RETURN)


async def _close_wholes(tx: Transaction) -> None:
    """Close tips that were done while parts of them were open, now that none is."""
    for tip in await cases.split_and_done(tx):
        if await are_over(tx, await cases.parts(tx, tip)):
            await handling.by_house(tx, tip, Move.CLOSE)


async def _asks(tx: Transaction) -> list[Tip]:
    """Return the tips whose senders are asked now, once, whether it is really put right."""
    since = tx.now - timedelta(days=tx.policy.handling.feedback_days)
    return [await cases.change(tx, tip, asked=1) for tip in await cases.to_ask(tx, since)]


async def _expired(tx: Transaction) -> list[Approval]:
    """Settle requests that nobody answered: time is not given, a tip that its sender doubts is taken up again.

    What is about a reward is asked anew.
    """
    over = await approvals.over(tx)
    for asked in over:
        await approvals.settle(tx, asked, ApprovalState.EXPIRED, None)
        await approving.KINDS[asked.kind].lapse(tx, asked)
    return over


async def _forget_ways(tx: Transaction) -> None:
    """Destroy the sealed ways to anonymous senders some time after nothing can be doubted or collected any more."""
    days = tx.policy.handling.object_days + tx.policy.handling.route_days
    claimed = rewards.today(tx) - timedelta(days=tx.policy.handling.route_days)
    await tips.forget_ways(tx, tx.now - timedelta(days=days), claimed)
