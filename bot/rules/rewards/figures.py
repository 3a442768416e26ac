"""What a pack says of rewards: amounts and what they hang on, caps, budget, approval and the claim; in whole yuan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

from bot.rules.typed_toml import Between, PolicyError

Act: TypeAlias = Literal["violation", "information"]
"""The two acts that are rewarded: reporting a breach, and telling of a rental home that is not registered."""

Feature: TypeAlias = Literal["grave", "group_rental", "inside", "located", "evidence", "chain", "stopped"]
"""What an amount may hang on; what each means is told at the head of data/rewards.toml."""

Exclusion: TypeAlias = Literal["staff", "property_on_duty", "relative", "responsible", "known", "published", "mismatch"]
"""Why a pack may give nothing; what each means is told at the head of data/rewards.toml."""

Yuan: TypeAlias = Annotated[int, Between(0, 10_000_000)]


@dataclass(frozen=True, slots=True)
class Amount:
    """What is paid for which matter: the first in order that fits counts.

    Paid are `yuan`, or `percent` of the fine if that is more; up to `most_yuan` a person may raise it, 0: not at all.
    """

    order: Annotated[int, Between(1, 999)]
    acts: tuple[Act, ...]
    yuan: Yuan
    source: str
    hazards: tuple[str, ...] = ()
    when: tuple[Feature, ...] = ()
    percent: Annotated[int, Between(0, 100)] = 0
    most_yuan: Yuan = 0

    def __post_init__(self) -> None:
        if self.most_yuan and self.most_yuan < self.yuan:
            raise ValueError("`most_yuan` not below `yuan`")
        if self.percent and not self.most_yuan:
            raise ValueError("`most_yuan` beside `percent`")

    @property
    def highest(self) -> int:
        """The most that it can come to, in yuan."""
        return self.most_yuan or self.yuan


@dataclass(frozen=True, slots=True)
class Bonus:
    """What is added when something more is true."""

    yuan: Yuan
    when: tuple[Feature, ...]
    source: str


@dataclass(frozen=True, slots=True)
class JointPolicy:
    """How those who reported together share, and the smallest coin that is paid out, in fen."""

    split: Literal["equal", "first"]
    coin_fen: Annotated[int, Between(1, 10_000)]


@dataclass(frozen=True, slots=True)
class CapPolicy:
    """The most that one report and one person in a month can come to; 0: no such cap."""

    report_yuan: Yuan
    month_yuan: Yuan
    month_count: Annotated[int, Between(0, 1_000)]


@dataclass(frozen=True, slots=True)
class BudgetPolicy:
    """What may be spent, and what becomes of a reward that does not fit any more."""

    month_yuan: Yuan
    year_yuan: Yuan
    used_up: Literal["next_month", "thanks"]


@dataclass(frozen=True, slots=True)
class Level:
    """An approval that every reward from so many yuan on needs, and the roles that may give it."""

    from_yuan: Yuan
    roles: tuple[Literal["officer", "admin"], ...]
    source: str


@dataclass(frozen=True, slots=True)
class ClaimPolicy:
    """How long a reward can be collected, when that is said again, and how much longer with a reason, once.

    Nothing is said again before `remind_hour` of the town's day.
    """

    term: Annotated[int, Between(1, 1_100)]
    unit: Literal["days", "working_days"]
    reminders: tuple[Annotated[int, Between(1, 365)], ...]
    remind_hour: Annotated[int, Between(0, 23)]
    extension_days: Annotated[int, Between(0, 365)]


@dataclass(frozen=True, slots=True)
class RewardPolicy:
    """All figures of rewards, of the pack that is named; `title` is what the forms say by which rules is paid."""

    pack: str
    title: str
    source: str
    identity: Literal["code", "contact", "name"]
    excluded: tuple[Exclusion, ...]
    not_rewarded: tuple[str, ...]
    later_percent: Annotated[int, Between(0, 100)]
    most_yuan: Yuan
    amounts: Mapping[str, Amount]
    bonuses: Mapping[str, Bonus]
    joint: JointPolicy
    caps: CapPolicy
    budget: BudgetPolicy
    levels: Mapping[str, Level]
    claim: ClaimPolicy

    def __post_init__(self) -> None:
        if not self.amounts or not self.levels:
            raise ValueError("at least one table in `amounts` and in `levels`")
        if min(level.from_yuan for level in self.levels.values()):
            raise ValueError("a level of approval with `from_yuan = 0`")
        more = sum(bonus.yuan for bonus in self.bonuses.values())
        highest = min(self.most_yuan, max(amount.highest for amount in self.amounts.values()) + more)
        for name, limit in (("caps.month_yuan", self.caps.month_yuan), ("budget.month_yuan", self.budget.month_yuan)):
            if highest > limit > 0:  # it would never fit, in no month
                raise ValueError(f"`{name}` not below the highest reward ({highest})")
        if not 0 < self.budget.month_yuan <= self.budget.year_yuan:
            raise ValueError("`budget.month_yuan` above 0 and not above `budget.year_yuan`")

    def check(self, hazards: Mapping[str, object]) -> None:
        """Raise `PolicyError` for a code that the catalogue of hazards does not have."""
        named = {f"amounts.{code}.hazards": amount.hazards for code, amount in self.amounts.items()}
        for path, codes in {"not_rewarded": self.not_rewarded, **named}.items():
            for code in codes:
                if code not in hazards:
                    raise PolicyError(f"rewards.{path}", f"one of {', '.join(hazards)}", code)

    def amounts_in_order(self) -> tuple[tuple[str, Amount], ...]:
        """Return codes and amounts as they are tried."""
        return tuple(sorted(self.amounts.items(), key=lambda item: (item[1].order, item[0])))
