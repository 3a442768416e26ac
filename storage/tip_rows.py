"""What a tip is as it is kept: its report, how it is handled, and how a row becomes one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import Row

from bot.rules.sources import Source
from bot.rules.tips import Openness, TipState
from storage.dwellings import NOWHERE, Spot
from storage.engine import Transaction


@dataclass(frozen=True, slots=True)
class Report:
    """What a tipster says: the hazard's code, where, what (perhaps empty), and answers by their questions' names."""

    hazard: str
    where: str
    what: str
    openness: Openness
    facts: Mapping[str, str] = field(default_factory=dict)
    spot: Spot = NOWHERE


@dataclass(frozen=True, slots=True)
class Work:
    """How a tip is being handled: whose it is, which limit runs until when, how it ended.

    `handler` is a person's id, `due` None while no limit runs, `rested` the moment since which it rests, `alerted`
    counts the alerts of this limit that were said, `missed` the limits that were missed, `parent` is the tip of which
    this is a part, `ordinal` its place among those of its kind and place, `deadline` one that was set outside.
    """

    desk: str = ""
    handler: bytes | None = None
    urgent: bool = False
    phase: str = ""
    due: datetime | None = None
    rested: datetime | None = None
    alerted: int = 0
    missed: int = 0
    outcome: str = ""
    ended: datetime | None = None
    parent: bytes | None = None
    ordinal: int = 1
    source: str = Source.CHAT
    deadline: datetime | None = None


@dataclass(frozen=True, slots=True)
class Origin:
    """How a tip came in: `at` is when it was told elsewhere (None: now), `parent` the tip of which it is a part.

    `deadline` is the moment by which whoever sent it on wants it dealt with.
    """

    source: str = Source.CHAT
    at: datetime | None = None
    deadline: datetime | None = None
    parent: bytes | None = None


@dataclass(frozen=True, slots=True)
class Tip:
    """A tip as it is kept; `filed` is exact to the hour, `reporter` is a person's id and None when anonymous."""

    id: bytes
    number: str
    report: Report
    state: TipState
    filed: datetime
    answer_by: datetime
    reporter: bytes | None
    main: bytes | None = None
    work: Work = field(default_factory=Work)


def opened(tx: Transaction, row: Row[tuple[object, ...]]) -> Tip:
    """Return the tip of a row of its table."""
    body = tx.vault.open_json("tips.body", row.id, row.body)
    sealed, openness = row.reporter_sealed, Openness(row.openness)
    spot = Spot(row.dwelling, row.building, row.grid)
    handler = tx.vault.open("tips.handler_sealed", row.id, row.handler_sealed) if row.handler_sealed else None
    work = Work(
        desk=row.desk or "",
        handler=handler,
        urgent=bool(row.urgent),
        phase=row.phase or "",
        due=_moment(row.due),
        rested=_moment(row.rested),
        alerted=row.alerted,
        missed=row.missed,
        outcome=row.outcome or "",
        ended=_moment(row.ended),
        parent=row.parent,
        ordinal=row.ordinal,
        source=row.source,
        deadline=_moment(row.deadline),
    )
    return Tip(
        id=row.id,
        number=row.number,
        report=Report(row.hazard, body["where"], body["what"], openness, body.get("facts", {}), spot),
        state=TipState(row.state),
        filed=datetime.fromtimestamp(row.filed, UTC),
        answer_by=datetime.fromtimestamp(row.answer_by, UTC),
        reporter=tx.vault.open("tips.reporter_sealed", row.id, sealed) if sealed else None,
        main=row.main,
        work=work,
    )


def _moment(seconds: int | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds is not None else None
