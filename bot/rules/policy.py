"""The policy of a town: the packaged pack of figures, with what a deployer changed laid over it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from bot.rules.bans import BanPolicy
from bot.rules.calendar import CalendarPolicy
from bot.rules.fraud import FraudPolicy
from bot.rules.hazards import Group, GroupRental, Hazard, Hotlines, first_screen, in_group
from bot.rules.hotline import OrderPolicy
from bot.rules.identity import IdentityPolicy
from bot.rules.labels import Label
from bot.rules.limits import HandlingPolicy
from bot.rules.notices import FollowingPolicy, NoticePolicy
from bot.rules.packs import merged
from bot.rules.people import ConsentPolicy, Desk, InvitePolicy
from bot.rules.phrases import PhrasePolicy
from bot.rules.quotas import QuotaPolicy
from bot.rules.rewards.figures import RewardPolicy
from bot.rules.staff_groups import StaffGroupPolicy
from bot.rules.typed_toml import Between, PolicyError, read

__all__ = ["Policy", "PolicyError", "load"]


@dataclass(frozen=True, slots=True)
class Town:
    """Where the town's clocks stand, when its office closes, and what it calls itself on paper."""

    timezone: ZoneInfo
    office_closes: time
    office: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """The telephone numbers of the emergency services."""

    fire: str
    police: str
    ambulance: str


@dataclass(frozen=True, slots=True)
class Signs:
    """What people write in one kind of emergency; how each list is used is told in the pack."""

    call: tuple[Literal["fire", "police", "ambulance"], ...]
    alone: tuple[str, ...]
    sure: tuple[str, ...]
    likely: tuple[str, ...]
    unless: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Context:
    """The words around a sign that tell a fear, a rule or a memory from an emergency."""

    aside: tuple[str, ...]
    conditional: tuple[str, ...]
    past: tuple[str, ...]
    worry: tuple[str, ...]
    soft: tuple[str, ...]
    now: tuple[str, ...]
    touching_before: tuple[str, ...]
    touching_after: tuple[str, ...]
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class EmergencyPolicy:
    """Numbers to call and the words by which an emergency is known."""

    numbers: Numbers
    fire: Signs
    gas: Signs
    violence: Signs
    medical: Signs
    context: Context


@dataclass(frozen=True, slots=True)
class PromisePolicy:
    """How soon the first answer to a tip is promised."""

    urgent_hours: Annotated[int, Between(1, 240)]
    ordinary_working_days: Annotated[int, Between(1, 60)]


@dataclass(frozen=True, slots=True)
class DraftPolicy:
    """How long an unfinished conversation is simply continued, and how long it is kept."""

    pause_minutes: Annotated[int, Between(1, 10_080)]
    remind_hours: Annotated[int, Between(1, 720)]
    expire_days: Annotated[int, Between(1, 365)]


@dataclass(frozen=True, slots=True)
class TextLimits:
    """The fewest and the most characters of an answer."""

    least: Annotated[int, Between(0, 4_000)]
    most: Annotated[int, Between(1, 4_000)]

    def __post_init__(self) -> None:
        if self.least > self.most:
            raise ValueError("`least` not above `most`")


@dataclass(frozen=True, slots=True)
class ReportPolicy:
    """What a tip may hold."""

    most_photos: Annotated[int, Between(0, 10)]
    most_voices: Annotated[int, Between(0, 10)]
    most_videos: Annotated[int, Between(0, 3)]
    longest_video_seconds: Annotated[int, Between(1, 600)]
    largest_file_mb: Annotated[int, Between(1, 20)]
    where: TextLimits
    what: TextLimits


@dataclass(frozen=True, slots=True)
class TownFilePolicy:
    """How large the files of a town may be, and where on earth (degrees, WGS-84) its grids may lie."""

    most_bytes: Annotated[int, Between(1_000, 20_000_000)]
    most_rows: Annotated[int, Between(1, 200_000)]
    most_grids: Annotated[int, Between(1, 10_000)]
    most_points: Annotated[int, Between(4, 1_000_000)]
    overlap_percent: Annotated[int, Between(0, 100)]
    west: Annotated[int, Between(-180, 180)]
    east: Annotated[int, Between(-180, 180)]
    south: Annotated[int, Between(-90, 90)]
    north: Annotated[int, Between(-90, 90)]

    def __post_init__(self) -> None:
        if self.west >= self.east or self.south >= self.north:
            raise ValueError("`west` below `east` and `south` below `north`")


@dataclass(frozen=True, slots=True)
class HolidayYear:
    """The days off and the make-up working days of one year's notice."""

    source: str
    off: tuple[date, ...]
    work: tuple[date, ...]

    def __post_init__(self) -> None:
        if both := set(self.off) & set(self.work):
            raise ValueError(f"no day that is both off and worked ({min(both)})")


@dataclass(frozen=True, slots=True)
class Policy:
    """Every figure that the town may change, typed and checked."""

    town: Town
    emergency: EmergencyPolicy
    promise: PromisePolicy
    handling: HandlingPolicy
    drafts: DraftPolicy
    report: ReportPolicy
    identity: IdentityPolicy
    quotas: QuotaPolicy
    phrases: PhrasePolicy
    notices: NoticePolicy
    following: FollowingPolicy
    invites: InvitePolicy
    staff_groups: StaffGroupPolicy
    bans: BanPolicy
    consent: ConsentPolicy
    desks: Mapping[str, Desk]
    town_files: TownFilePolicy
    orders: OrderPolicy
    hotlines: Hotlines
    group_rental: GroupRental
    groups: Mapping[str, Group]
    hazards: Mapping[str, Hazard]
    labels: Mapping[str, Label]
    calendar: CalendarPolicy
    holidays: Mapping[int, HolidayYear]
    rewards: RewardPolicy
    fraud: FraudPolicy

    def __post_init__(self) -> None:
        for year, notice in self.holidays.items():
            _in_year(year, notice)
        for code, hazard in self.hazards.items():
            if hazard.group and hazard.group not in self.groups:
                raise PolicyError(f"hazards.{code}.group", f"one of {', '.join(self.groups)}", hazard.group)
            for key, desk in (("desk", hazard.desk), ("then", hazard.then or hazard.desk)):
                if desk not in self.desks:
                    raise PolicyError(f"hazards.{code}.{key}", f"one of {', '.join(self.desks)}", desk)
        for code, each in self.desks.items():
            if each.of and each.of not in self.desks:
                raise PolicyError(f"desks.{code}.of", f"one of {', '.join(self.desks)}", each.of)
        self.rewards.check(self.hazards)

    def hazards_in_order(self) -> tuple[Hazard, ...]:
        """Return the hazards as their screens follow each other."""
        shown = first_screen(self.hazards, self.groups)
        return tuple(self.hazards[code] for each in shown for code in in_group(self.hazards, each) or [each])

    def desks_in_order(self) -> tuple[Desk, ...]:
        """Return the desks as they are to be shown."""
        return tuple(sorted(self.desks.values(), key=lambda desk: (desk.order, desk.code)))


def load(overrides: str | None = None) -> Policy:
    """Return the packaged policy with a deployer's TOML text over it; raise `PolicyError` naming the key at fault."""
    return read(Policy, merged(overrides or ""))


def _in_year(year: int, notice: HolidayYear) -> None:
    """Refuse days of another year; only the last days of December may belong to the next year's notice."""
    for day in (*notice.off, *notice.work):
        if day.year != year and (day.year, day.month) != (year - 1, 12):
            raise PolicyError(f"holidays.{year}", f"days of {year} (or of the December before)", day.isoformat())
