"""Whether a reward still fits into the caps and the budget of its month and year, and what becomes of it if not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.rules.money import FEN
from bot.rules.rewards.figures import RewardPolicy


@dataclass(frozen=True, slots=True)
class Spent:
    """What is reserved or paid, in fen: of the month and the year, and of one person in the month.

    `person` and `count` are None where nobody knows whose reward it is.
    """

    month: int
    year: int
    person: int | None = None
    count: int | None = None


class Limit(StrEnum):
    """What is used up."""

    MONTH = "month"
    YEAR = "year"
    PERSON_YUAN = "person_yuan"
    PERSON_COUNT = "person_count"


class Funding(StrEnum):
    """What becomes of a reward that was approved."""

    FUNDED = "funded"
    NEXT_MONTH = "next_month"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class Room:
    """What becomes of a reward, and which limits are the reason."""

    funding: Funding
    limits: tuple[Limit, ...]


def room(amount: int, spent: Spent, figures: RewardPolicy) -> Room:
    """Tell whether `amount` fen still fit; a reward is never paid in part.

    Source: Qingdao Chengyang pays at most 1000 yuan a month to one account and 30000 in all, "发完即止" (P19g); what is
    beyond waits for the next month or is thanked for (DOMAIN.md 2.2).
    """
    caps, budget = figures.caps, figures.budget
    reached = {
        Limit.MONTH: spent.month + amount > budget.month_yuan * FEN,
        Limit.YEAR: spent.year + amount > budget.year_yuan * FEN,
        Limit.PERSON_YUAN: spent.person is not None and 0 < caps.month_yuan * FEN < spent.person + amount,
        Limit.PERSON_COUNT: spent.count is not None and 0 < caps.month_count <= spent.count,
    }
    limits = tuple(limit for limit, is_reached in reached.items() if is_reached)
    if not limits:
        return Room(Funding.FUNDED, ())
    return Room(Funding.THANKS if budget.used_up == "thanks" else Funding.NEXT_MONTH, limits)


def month_of(day: date) -> int:
    """Return the budget's month of a day, such as 202611."""
    return day.year * 100 + day.month


def months_of_year(month: int) -> tuple[int, int]:
    """Return the first and the last month of a month's year."""
    return month // 100 * 100 + 1, month // 100 * 100 + 12
