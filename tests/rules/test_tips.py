"""How a waiting tip stands to its promise."""

from __future__ import annotations

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.rules import rights
from bot.rules.tips import STEPS, AgeBand, Move, Openness, Target, TipState, age_band

BY = datetime(2026, 3, 5, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "band"),
    [
        (timedelta(days=3), AgeBand.IN_TIME),
        (timedelta(hours=24, seconds=1), AgeBand.IN_TIME),
        (timedelta(hours=24), AgeBand.DUE_SOON),
        (timedelta(0), AgeBand.DUE_SOON),
        (timedelta(seconds=-1), AgeBand.OVERDUE),
    ],
)
def test_the_band_follows_from_the_time_that_is_left(before: timedelta, band: AgeBand) -> None:
    assert age_band(BY, BY - before) is band


def test_codes_that_are_stored_do_not_change() -> None:
    states = "received acknowledged needs_information assigned on_site verified rectifying rectified unfounded "
    states += "duplicate outside closed reopened withdrawn"
    moves = "added opened withdrawn answered confirmed doubted accept urge reclassify assign split merge separate ask "
    moves += "return refute refer take hand_over go verify serve look rectify close give_up reopen keep extend comment "
    moves += "reply undo heard"
    assert " ".join(TipState) == states
    assert " ".join(Move) == moves
    assert " ".join(Openness) == "anonymous known named"


PAGE = Path(__file__).parents[2] / "docs" / "tips.md"
MARK = "<!-- drawn from the table; ANJU_DRAW=1 ./anju test tests/rules/test_tips.py draws it anew -->\n"


def diagram() -> str:
    """Draw the table of a tip's life: one arrow for each move that changes the state, and a line for each move."""
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> received"]
    for step in STEPS:
        if isinstance(step.target, TipState):
            lines += [f"    {source} --> {step.target}: {step.move}" for source in sorted(step.sources)]
    lines += [
        "    closed --> [*]",
        "    withdrawn --> [*]",
        "```",
        "",
        "| move | from | to | who |",
        "|---|---|---|---|",
    ]
    lines += [
        f"| `{step.move}` | {', '.join(sorted(step.sources))} | {step.target} | {', '.join(sorted(step.by))} |"
        for step in STEPS
    ]
    return "\n".join(lines) + "\n"


def test_the_page_shows_the_table_as_it_is() -> None:
    head, _, drawn = PAGE.read_text("utf-8").partition(MARK)
    if os.environ.get("ANJU_DRAW"):
        PAGE.write_text(head + MARK + diagram(), "utf-8")
    else:
        assert drawn == diagram()


def test_every_state_can_be_reached_and_left() -> None:
    reached = {step.target for step in STEPS} | {TipState.RECEIVED}
    assert set(TipState) <= reached
    left = {source for step in STEPS if step.target is not Target.SAME for source in step.sources}
    assert set(TipState) - left == {TipState.WITHDRAWN}


def test_what_staff_may_do_stands_in_the_matrix_of_rights() -> None:
    assert rights.allows("grid_worker", "tip.verify", "assigned").allowed
    assert rights.allows("admin", "tip.verify", "assigned").reason is rights.Reason.ROLE
    assert rights.allows("grid_worker", "tip.verify", "received").reason is rights.Reason.STATE
    assert not any("tip.added" in action for action in rights.matrix())
