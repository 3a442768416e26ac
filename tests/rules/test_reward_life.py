"""The life of a reward: its moves, its approvals, its budget, its term, and which tip of a matter was the first."""

from __future__ import annotations

import dataclasses
import itertools
import math
import os
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules import codes
from bot.rules.deadlines import WorkingDays
from bot.rules.people import Role
from bot.rules.policy import load
from bot.rules.rewards import claims
from bot.rules.rewards.approval import May, Objection, Part, levels, may_approve, may_hand_over, next_level
from bot.rules.rewards.budget import Funding, Limit, Room, Spent, month_of, months_of_year, room
from bot.rules.rewards.life import FREE, REASONED, STEPS, RewardMove, RewardState, Same, is_possible, may_move
from bot.rules.rewards.matters import Filed, Matter, place_of
from bot.rules.tips import HOUSE, SENDER

POLICY = load()
FIGURES = POLICY.rewards
DAYS = WorkingDays(POLICY.holidays, POLICY.town.timezone)
A, B, C = b"a", b"b", b"c"

# -- states and moves ------------------------------------------------------------------------------------------------

PAGE = Path(__file__).parents[2] / "docs" / "rewards.md"
MARK = "<!-- drawn from the table; ANJU_DRAW=1 ./anju test tests/rules/test_reward_life.py draws it anew -->\n"


def diagram() -> str:
    """Draw the table of a reward's life: one arrow for each move that changes the state, and a line for each move."""
    lines = ["```mermaid", "stateDiagram-v2", "    [*] --> proposed: propose"]
    for step in STEPS:
        if isinstance(step.target, RewardState):
            lines += [f"    {source} --> {step.target}: {step.move}" for source in sorted(step.sources)]
    lines += [f"    {state} --> [*]" for state in sorted(ENDS)]
    lines += ["```", "", "| move | from | to | who | with a reason |", "|---|---|---|---|---|"]
    for step in STEPS:
        reasoned = "yes" if step.move in REASONED else ""
        who = ", ".join(sorted(step.by))
        lines.append(f"| `{step.move}` | {', '.join(sorted(step.sources))} | {step.target} | {who} | {reasoned} |")
    return "\n".join(lines) + "\n"


ENDS = set(RewardState) - {source for step in STEPS if step.target is not Same.SAME for source in step.sources}


def test_the_page_shows_the_table_as_it_is() -> None:
    head, _, drawn = PAGE.read_text("utf-8").partition(MARK)
    if os.environ.get("ANJU_DRAW"):
        PAGE.write_text(head + MARK + diagram(), "utf-8")
    else:
        assert drawn == diagram()


def test_every_state_is_reached_and_every_move_is_used() -> None:
    assert {step.target for step in STEPS} | {RewardState.PROPOSED} == {*RewardState, Same.SAME}
    assert {step.move for step in STEPS} | {RewardMove.PROPOSE} == set(RewardMove)
    assert len({step.move for step in STEPS}) == len(STEPS), "a move leads to one state"


def test_these_states_are_the_end() -> None:
    assert {"lapsed", "thanked", "refused", "revoked", "recovered"} == ENDS


def test_codes_that_are_stored_do_not_change() -> None:
    states = (
        "proposed waiting approved claimable presented collected lapsed thanked refused revoked reclaimed recovered"
    )
    moves = "propose amend sign approve wait thank fund refuse open present step_back hand_over collect extend lapse "
    assert " ".join(RewardState) == states
    assert " ".join(RewardMove) == moves + "revoke reclaim recover correct"


def test_only_money_that_was_paid_is_asked_back() -> None:
    (reclaim,) = (step for step in STEPS if step.move is RewardMove.RECLAIM)
    assert reclaim.sources == {RewardState.COLLECTED}
    assert RewardState.LAPSED not in FREE, "what was given up is not given to another"


@pytest.mark.parametrize("by", [*Role, SENDER, HOUSE])
def test_a_move_is_made_by_those_of_the_table_alone(by: str) -> None:
    admins = {"revoke", "reclaim", "recover", "correct"}
    office = {"amend", "sign", "approve", "wait", "thank", "refuse", "extend", "hand_over", "collect", "step_back"}
    house = {"fund", "open", "lapse", "step_back"}
    own = {Role.ADMIN: admins | office, Role.OFFICER: office, SENDER: {"present"}, HOUSE: house}
    made = {move for move, state in itertools.product(RewardMove, RewardState) if may_move(by, move, state)}
    assert made == own.get(by, set())
    for move in made:
        possible = {state for state in RewardState if is_possible(move, state)}
        assert {state for state in RewardState if may_move(by, move, state)} == possible


def test_whatever_takes_something_away_needs_a_reason() -> None:
    assert {"amend", "refuse", "revoke", "reclaim", "recover", "extend", "correct"} == REASONED


# -- approvals -------------------------------------------------------------------------------------------------------


def test_two_persons_approve_and_a_pack_may_ask_for_more_from_an_amount_on() -> None:
    assert levels(5_000, FIGURES) == ["first", "second"]
    more = load('[rewards.levels.leader]\nfrom_yuan = 200\nroles = ["admin"]\nsource = "x"').rewards
    assert [levels(fen, more) for fen in (19_999, 20_000)] == [["first", "second"], ["first", "second", "leader"]]
    assert next_level(20_000, {Part.APPROVE: [A, B]}, more) == "leader"
    assert next_level(5_000, {Part.APPROVE: [A, B]}, more) is None


@pytest.mark.parametrize(
    ("role", "hands", "objections"),
    [
        ("officer", {}, ()),
        ("admin", {}, ()),
        ("grid_worker", {}, (Objection.ROLE,)),
        ("resident", {}, (Objection.ROLE,)),
        ("admin", {Part.VERIFY: [A]}, (Objection.VERIFIED,)),
        ("admin", {Part.WORK: [A]}, (Objection.WORKED,)),
        ("admin", {Part.ENTER: [A]}, (Objection.ENTERED,)),  # they know the receipt code
        ("admin", {Part.VERIFY: [B], Part.WORK: [C]}, ()),
        ("admin", {Part.APPROVE: [B]}, ()),
        ("officer", {Part.APPROVE: [B]}, (Objection.ROLE,)),  # the second level is an admin's
        ("admin", {Part.APPROVE: [A]}, (Objection.TWICE,)),
        ("officer", {Part.APPROVE: [A], Part.VERIFY: [A]}, (Objection.ROLE, Objection.VERIFIED, Objection.TWICE)),
        ("admin", {Part.APPROVE: [B, C]}, (Objection.DONE,)),
    ],
)
def test_who_may_approve(role: str, hands: dict[Part, list[bytes]], objections: tuple[Objection, ...]) -> None:
    assert may_approve(A, role, 5_000, hands, FIGURES) == May(objections)


def test_two_officers_stand_at_the_counter() -> None:
    assert may_hand_over(A, {}).allowed
    assert may_hand_over(A, {Part.APPROVE: [A]}).allowed, "small offices have no other"
    assert may_hand_over(A, {Part.HAND_OVER: [A]}).objections == (Objection.TWICE,)
    assert may_hand_over(C, {Part.HAND_OVER: [A, B]}).objections == (Objection.DONE,)
    assert may_hand_over(A, {Part.TICKET: [A]}).objections == (Objection.TICKET,), "they know code and PIN"


# -- caps and budget -------------------------------------------------------------------------------------------------

YUAN = 100


@pytest.mark.parametrize(
    ("spent", "limits"),
    [
        (Spent(0, 0), ()),
        (Spent(29_950 * YUAN, 0), ()),
        (Spent(29_950 * YUAN + 1, 0), (Limit.MONTH,)),
        (Spent(0, 199_951 * YUAN), (Limit.YEAR,)),
        (Spent(0, 0, 950 * YUAN, 4), ()),
        (Spent(0, 0, 951 * YUAN, 4), (Limit.PERSON_YUAN,)),
        (Spent(0, 0, 0, 5), (Limit.PERSON_COUNT,)),
        (Spent(0, 0, None, None), ()),  # nobody knows whose it is
        (Spent(30_000 * YUAN, 200_000 * YUAN, 1_000 * YUAN, 5), tuple(Limit)),
    ],
)
def test_fifty_yuan_fit_or_wait_for_the_next_month(spent: Spent, limits: tuple[Limit, ...]) -> None:
    """P19g: 同一账号每月≤1000 元, 全区每月≤3 万元; DOMAIN 2.2: 5 件或 1000 元, 超出转为次月."""
    assert room(50 * YUAN, spent, FIGURES) == Room(Funding.NEXT_MONTH if limits else Funding.FUNDED, limits)


def test_where_the_pack_says_so_what_is_beyond_is_thanked_for() -> None:
    """P19g: 发完即止."""
    chengyang = load('[rewards]\npack = "qingdao_chengyang"').rewards
    assert room(20 * YUAN, Spent(29_980 * YUAN, 0), chengyang).funding is Funding.FUNDED
    assert room(20 * YUAN, Spent(29_981 * YUAN, 0), chengyang).funding is Funding.THANKS


@given(st.integers(1, 10**7), st.integers(0, 10**7), st.integers(0, 10**8))
def test_what_is_funded_is_never_beyond_the_budget(amount: int, month: int, year: int) -> None:
    if room(amount, Spent(month, year), FIGURES).funding is Funding.FUNDED:
        assert month + amount <= FIGURES.budget.month_yuan * YUAN
        assert year + amount <= FIGURES.budget.year_yuan * YUAN


def test_months_are_numbers_in_order() -> None:
    assert month_of(date(2026, 11, 30)) == 202611
    assert months_of_year(202611) == (202601, 202612)


# -- the claim -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pack", "opened", "last"),
    [
        ("default", "2026-03-02", "2026-05-01"),  # 60 days
        ("zhejiang", "2026-09-01", "2026-10-19"),  # P12: 30 working days, with the autumn holidays in between
    ],
)
def test_the_term_of_a_claim(pack: str, opened: str, last: str) -> None:
    claim = load(f'[rewards]\npack = "{pack}"').rewards.claim
    assert claims.last_day(claim, date.fromisoformat(opened), DAYS) == date.fromisoformat(last)


def test_the_term_is_said_again_seven_days_and_one_day_before() -> None:
    last = date(2026, 5, 1)
    days = claims.reminders(FIGURES.claim, last, last - timedelta(days=60))
    assert days == [date(2026, 4, 24), date(2026, 4, 30)]
    assert claims.reminders(FIGURES.claim, last, date(2026, 4, 24)) == [date(2026, 4, 30)]
    assert claims.reminders(FIGURES.claim, last, date(2026, 4, 30)) == []


def test_it_is_over_the_day_after_and_can_be_longer_once() -> None:
    last = date(2026, 5, 1)
    assert not claims.is_over(last, last)
    assert claims.is_over(last, last + timedelta(days=1))
    assert claims.extended(FIGURES.claim, last) == date(2026, 5, 31)


@pytest.mark.parametrize(
    ("said", "pin"),
    [
        ("042917", "042917"),
        ("042 917", "042917"),
        ("０４２－９１７", "042917"),
        ("42917", None),
        ("0429171", None),
        ("x", None),
    ],
)
def test_a_pin_is_read_as_people_write_it(said: str, pin: str | None) -> None:
    assert claims.read_pin(said) == pin


def test_code_and_pin_together_are_more_than_fifty_bits() -> None:
    """Reliability research, 85."""
    free_digits_of_a_code = codes.RECEIPT_LENGTH - len(codes.RECEIPT_START) - 1
    bits = math.log2(10 ** (free_digits_of_a_code + claims.PIN_LENGTH) * 9)
    assert bits > 65
    assert claims.read_pin(claims.claim_pin(lambda most: most - 1)) == "999999"


# -- matters ---------------------------------------------------------------------------------------------------------

HOUR = datetime(2026, 3, 2, 10, tzinfo=UTC)


def filed(tip: bytes, hours: int, line: bytes = b"x", ordinal: int = 0, valid: bool | None = True) -> Filed:
    return Filed(tip, HOUR + timedelta(hours=hours), line, ordinal, valid)


@pytest.mark.parametrize(
    ("others", "place"),
    [
        ([], 1),
        ([filed(B, 1)], 1),
        ([filed(B, -1)], 2),
        ([filed(B, -1, valid=False)], 1),  # 最先有效举报
        ([filed(B, -1, valid=None)], None),
        ([filed(B, 1, valid=None)], 1),
        ([filed(B, 0, ordinal=1)], 1),
        ([filed(B, 0, ordinal=-1)], 2),
        ([filed(B, 0, line=b"y")], None),  # merged later: within an hour a person decides
        ([filed(B, 0, line=b"y", valid=False)], 1),
        ([filed(B, -1), filed(C, -2, line=b"y")], 3),
    ],
)
def test_the_first_valid_tip_counts(others: list[Filed], place: int | None) -> None:
    assert place_of(A, [filed(A, 0), *others]) == place


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9), st.booleans()), min_size=1, max_size=8, unique=True))
def test_of_tips_of_one_line_exactly_one_valid_one_is_first(drawn: list[tuple[int, int, bool]]) -> None:
    tips = [
        Filed(bytes([at]), HOUR + timedelta(hours=hours), b"x", ordinal * 10 + at, valid)
        for at, (hours, ordinal, valid) in enumerate(drawn)
    ]
    places = [place_of(each.tip, tips) for each in tips if each.valid]
    assert sorted(place or 0 for place in places) == list(range(1, len(places) + 1))


def test_a_matter_has_a_name_for_each_cycle() -> None:
    first = Matter("翠竹园|3|2|501", "F03", 0)
    names = {
        each.key for each in (first, dataclasses.replace(first, cycle=1), dataclasses.replace(first, hazard="F01"))
    }
    assert len(names) == 3
