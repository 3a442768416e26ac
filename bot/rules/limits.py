"""Which limit runs on a tip, until when, what happens as it comes near, and how many were kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

from bot.rules.deadlines import Promise, WorkingDays, at_closing, first_answer_by
from bot.rules.hazards import TERM, grade
from bot.rules.tips import TipState
from bot.rules.typed_toml import Between

if TYPE_CHECKING:
    from bot.rules.policy import Policy


@dataclass(frozen=True, slots=True)
class HandlingPolicy:
    """The times within which a tip is handled; what each means is told in the pack."""

    undo_seconds: Annotated[int, Between(10, 600)]
    tell_minutes: Annotated[int, Between(0, 120)]
    claim_minutes: Annotated[int, Between(1, 240)]
    answer_working_days: Annotated[int, Between(1, 60)]
    close_working_days: Annotated[int, Between(1, 60)]
    follow_up_days: Annotated[int, Between(1, 365)]
    remind_hours: Annotated[int, Between(1, 240)]
    escalate_working_days: Annotated[int, Between(1, 60)]
    feedback_days: Annotated[int, Between(1, 60)]
    object_days: Annotated[int, Between(1, 365)]
    route_days: Annotated[int, Between(1, 365)]
    quiet_hours: Annotated[int, Between(0, 240)]
    similar_days: Annotated[int, Between(1, 365)]
    approval_days: Annotated[int, Between(1, 60)]
    unopened_days: Annotated[int, Between(1, 60)]


class Phase(StrEnum):
    """What the office owes next: an answer, a check, a danger put right, to ask others, the word that it is over."""

    ANSWER = "answer"
    CHECK = "check"
    RECTIFY = "rectify"
    FOLLOW_UP = "follow_up"
    CLOSE = "close"


PHASES: Mapping[TipState, Phase] = {
    TipState.RECEIVED: Phase.ANSWER,
    TipState.REOPENED: Phase.ANSWER,
    TipState.ACKNOWLEDGED: Phase.CHECK,
    TipState.ASSIGNED: Phase.CHECK,
    TipState.ON_SITE: Phase.CHECK,
    TipState.VERIFIED: Phase.RECTIFY,
    TipState.RECTIFYING: Phase.RECTIFY,
    TipState.RECTIFIED: Phase.CLOSE,
    TipState.UNFOUNDED: Phase.CLOSE,
    TipState.OUTSIDE: Phase.FOLLOW_UP,
}
"""The limit that runs in a state; in the others none does, or it rests."""


def until(policy: Policy, term: str, start: datetime) -> Promise:
    """Return when a term such as "24 hours", "3 working days" or "7 days" that begins at `start` is over.

    Hours end at the full hour before, since a time to the second would tell when it began; days end as the office
    closes. Raise `ValueError` for what is no term.
    """
    match = TERM.fullmatch(term)
    if match is None:
        raise ValueError(f"no term: {term!r}")
    count, zone = int(match[1]), policy.town.timezone
    if match[2].startswith("hour"):
        end = start.astimezone(UTC) + timedelta(hours=count)
        return Promise(end.astimezone(zone).replace(minute=0, second=0, microsecond=0), certain=True)
    calendar = WorkingDays(policy.holidays, zone)
    first = calendar.local_day(start)
    if match[2].startswith("day"):
        return Promise(at_closing(policy, first + timedelta(days=count)), certain=True)
    last = calendar.day_after(first, count)
    return Promise(at_closing(policy, last), calendar.knows(first, last))


def limit(
    policy: Policy, phase: Phase, hazard: str, facts: Mapping[str, str], urgent: bool, now: datetime
) -> Promise | None:
    """Return until when a phase that begins now must be over; None where a person sets the end: RECTIFY, FOLLOW_UP.

    Sources: blocked exits are checked within 24 hours, other fire hazards within 3 working days, the result is told
    within 5 working days (fire brigades of Jintan and Zhejiang, see the pack).
    """
    kind = policy.hazards[hazard]
    urgent = urgent or grade(kind, facts).urgent
    if phase is Phase.ANSWER:
        return first_answer_by(policy, hazard, now, facts)
    if phase is Phase.CHECK:
        return until(policy, f"{policy.promise.urgent_hours} hours" if urgent else kind.check, now)
    if phase is Phase.CLOSE:
        return until(policy, f"{policy.handling.close_working_days} working days", now)
    return None


def resumed(policy: Policy, due: datetime, rested: datetime, now: datetime) -> datetime:
    """Return a limit that rested since `rested`, moved by the working days that passed until now."""
    calendar = WorkingDays(policy.holidays, policy.town.timezone)
    first, last = calendar.local_day(rested), calendar.local_day(now)
    passed = 0
    while first < last:
        first += timedelta(days=1)
        passed += calendar.is_working(first)
    return calendar.add(due, passed) if passed else due


def within(due: datetime, deadline: datetime | None, now: datetime) -> datetime:
    """Return a limit that ends no later than a deadline set outside (hotline, inspection), while that is to come.

    Source: section 9 of the work plan: what an inspection of city or district found is put right in its time.
    """
    return min(due, deadline) if deadline is not None and deadline > now else due


class Alert(StrEnum):
    """What is said as a limit comes near and passes: to whom it belongs, then to the admins, then to those above."""

    SOON = "soon"
    OVER = "over"
    ESCALATED = "escalated"
    RAISED = "raised"


def alerts(policy: Policy, due: datetime) -> tuple[tuple[Alert, datetime], ...]:
    """Return the alerts of a limit with their moments, in order."""
    calendar = WorkingDays(policy.holidays, policy.town.timezone)
    days = policy.handling.escalate_working_days
    return (
        (Alert.SOON, due - timedelta(hours=policy.handling.remind_hours)),
        (Alert.OVER, due),
        (Alert.ESCALATED, calendar.add(due, days)),
        (Alert.RAISED, calendar.add(due, 2 * days)),
    )


def passed(policy: Policy, due: datetime, now: datetime) -> int:
    """Return how many alerts of a limit are over at a moment; of one that begins so late, they are never said."""
    return sum(at <= now for _, at in alerts(policy, due))


def on_time(in_time: int, late: int, overdue_open: int) -> Fraction | None:
    """Return the share of tips on time; None where nothing is closed or overdue.

    Closed in time over all that are closed and all that are overdue and still open: who leaves the late ones open
    does not look better for it.
    """
    counted = in_time + late + overdue_open
    return Fraction(in_time, counted) if counted else None
