"""What whoever was there is asked about a reward: only what changes it, and "not sure" is never taken for a no."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.packs import reward_packs
from bot.rules.policy import load
from bot.rules.rewards.asking import Point, Seen, Told, points, with_told
from bot.rules.rewards.eligibility import Eligible, Facts, Ineligible, Reason, act_of, assess
from bot.rules.rewards.figures import Feature

POLICY = load()
PACKS = {name: load(f'[rewards]\npack = "{name}"').rewards for name in ("default", *reward_packs())}
EVIDENCE = Seen(absent=frozenset({"evidence"}))

ASKED = [
    # pack, kind, what the house knows, what is asked
    ("default", "F01", Seen(), "grave group_rental evidence stopped known"),
    ("default", "F01", EVIDENCE, "grave group_rental stopped known"),
    ("default", "E01", EVIDENCE, "grave group_rental inside stopped known"),
    ("default", "E01", Seen(same_kind=False), "grave group_rental inside evidence stopped known mismatch"),
    ("default", "R01", EVIDENCE, "group_rental stopped known"),
    ("default", "H01", Seen(), ""),
    ("default", "V01", Seen(), ""),
    ("chongqing", "R01", Seen(), "located evidence chain known"),
    ("chongqing", "R01", Seen(found=frozenset({"located"})), "evidence chain known"),
    ("chongqing", "F01", Seen(), "known"),
    ("guangzhou_haizhu", "E01", Seen(), "inside known"),
    ("qingdao_chengyang", "F01", Seen(), "known"),
    ("zhejiang", "F01", Seen(), "known"),
]


@pytest.mark.parametrize(("pack", "kind", "seen", "asked"), ASKED)
def test_only_what_changes_the_reward_is_asked(pack: str, kind: str, seen: Seen, asked: str) -> None:
    act = act_of(POLICY.hazards[kind].kind)
    assert " ".join(points(act, kind, seen, PACKS[pack])) == asked


def facts(kind: str = "F01") -> Facts:
    return Facts(act="violation", hazard=kind, verified=True, place=1)


def told(so: set[Point], unsure: bool = False, kind: str = "F01", seen: Seen = EVIDENCE) -> Facts:
    asked = frozenset(points("violation", kind, seen, PACKS["default"]))
    return with_told(facts(kind), seen, Told(asked, frozenset(so), unsure))


def test_what_was_not_tapped_is_not_so() -> None:
    found = assess(told(set()), PACKS["default"])
    assert isinstance(found, Eligible)
    assert (found.amount, found.rule, found.is_ripe) == (5_000, "violation", True)


def test_what_was_tapped_counts() -> None:
    found = assess(told({Point.GRAVE, Point.STOPPED}), PACKS["default"])
    assert isinstance(found, Eligible)
    assert (found.amount, found.rule, found.bonuses) == (50_000, "grave", ("stopped",))


def test_not_sure_leaves_open_what_would_change_it() -> None:
    found = assess(told(set(), unsure=True), PACKS["default"])
    assert isinstance(found, Eligible)
    assert set(found.unknown) == {"ties", "known", "published", "grave", "group_rental", "stopped"}
    assert not found.is_ripe
    answered = Told(frozenset(Point), frozenset({Point.GROUP_RENTAL}), unsure=True).and_then(Told())
    assert assess(with_told(facts(), EVIDENCE, answered), PACKS["default"]).unknown == ("ties",)


@pytest.mark.parametrize(
    ("so", "seen", "reason"),
    [
        ({Point.KNOWN}, Seen(), Reason.KNOWN),
        ({Point.MISMATCH}, Seen(same_kind=False), Reason.MISMATCH),
    ],
)
def test_two_points_leave_nothing_of_it(so: set[Point], seen: Seen, reason: Reason) -> None:
    found = assess(told(so, seen=seen), PACKS["default"])
    assert isinstance(found, Ineligible)
    assert found.reasons == (reason,)


def test_what_the_house_knows_is_not_overruled() -> None:
    assert told({Point.EVIDENCE}, seen=EVIDENCE).features == frozenset()
    assert told({Point.MISMATCH}, seen=Seen(same_kind=True)).matches is True


FEATURES: list[Feature] = ["grave", "group_rental", "inside", "located", "evidence", "chain", "stopped"]
SEEN = st.builds(
    lambda found, absent, same: Seen(found - absent, absent, same),
    st.frozensets(st.sampled_from(FEATURES)),
    st.frozensets(st.sampled_from(FEATURES)),
    st.booleans(),
)


@given(
    st.sampled_from(sorted(PACKS)), st.sampled_from(sorted(POLICY.hazards)), SEEN, st.frozensets(st.sampled_from(Point))
)
def test_whoever_answers_everything_leaves_nothing_to_be_asked_of_them(
    pack: str, kind: str, seen: Seen, so: frozenset[Point]
) -> None:
    act = act_of(POLICY.hazards[kind].kind)
    asked = frozenset(points(act, kind, seen, PACKS[pack]))
    given_facts = Facts(act=act, hazard=kind, verified=True, place=1)
    found = assess(with_told(given_facts, seen, Told(asked, so & asked)), PACKS[pack])
    assert set(found.unknown) <= {"ties", "identity", "fine"}
