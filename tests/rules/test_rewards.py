"""Who gets a reward and how much: every rule with its source, the cities' packs, and shares that never lose a fen."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.packs import reward_packs
from bot.rules.policy import PolicyError, load
from bot.rules.rewards.amounts import shares
from bot.rules.rewards.eligibility import (
    Basis,
    Eligible,
    Facts,
    Identity,
    Ineligible,
    Reason,
    Tie,
    Unknown,
    Way,
    act_of,
    assess,
    way_of,
)
from bot.rules.rewards.figures import JointPolicy, RewardPolicy

POLICY = load()
CITIES = ("chongqing", "dongguan", "guangzhou_haizhu", "qingdao_chengyang", "zhejiang")
PACKS = {"default": POLICY.rewards, **{city: load(f'[rewards]\npack = "{city}"').rewards for city in CITIES}}

FIRST = Facts(
    act="violation",
    hazard="F01",
    verified=True,
    matches=True,
    place=1,
    known=False,
    published=False,
    ties=frozenset(),
    identity=Identity.VERIFIED,
)
"""A tip of which everything is known, and against which nothing speaks."""


def found(pack: str = "default", **changed: Any) -> Eligible | Ineligible:
    facts: dict[str, Any] = {
        name: frozenset(value) if isinstance(value, set) else value for name, value in changed.items()
    }
    return assess(dataclasses.replace(FIRST, **facts), PACKS[pack])


AMOUNTS = [
    # pack, what is different, yuan, by which amount, source
    ("default", {}, 50, "violation", "DOMAIN 2.2: 一般隐患 50 (P17)"),
    ("default", {"features": {"evidence"}}, 100, "evidence", "DOMAIN 2.2: 有照片/视频等证据 100 (P19d)"),
    ("default", {"features": {"group_rental"}}, 100, "group_rental", "DOMAIN 2.2: 群租房线索查实 100 (P13, P14)"),
    ("default", {"hazard": "E01", "features": {"inside"}}, 200, "ebike", "DOMAIN 2.2: 电动车楼内充电 200 (P15, P16)"),
    ("default", {"hazard": "E01"}, 50, "violation", "P15: outside a building it is an ordinary hazard"),
    ("default", {"features": {"grave", "evidence"}}, 500, "grave", "DOMAIN 2.2: 重大隐患 500 (P17)"),
    ("default", {"features": {"stopped"}}, 100, "violation", "DOMAIN 2.2: 自行劝阻整改到位另加 50 (P16)"),
    ("default", {"features": {"grave", "stopped"}}, 500, "grave", "DOMAIN 2.2: 封顶 500"),
    ("default", {"act": "information", "hazard": "R01"}, 50, "information", "work plan 8.3; P13: 每户 50"),
    (
        "default",
        {"act": "information", "hazard": "R01", "features": {"group_rental"}},
        100,
        "group_rental",
        "DOMAIN 2.2: 群租房线索查实 100",
    ),
    ("default", {"identity": Identity.CODE}, 50, "violation", "国安部令第2号, 5: 匿名可领奖"),
    ("default", {"identity": Identity.REFUTED}, 50, "violation", "the default asks for nobody's name"),
    ("default", {"place": 2, "decisive": True}, 25, "violation", "安监总财〔2012〕63号, 13: 后到者补充证据"),
    ("default", {"place": 3, "decisive": True, "rewarded": True}, 25, "violation", "the same, after the first got its"),
    ("chongqing", {"hazard": "C03", "features": {"located"}}, 200, "located", "P14: 楼栋门牌或承租人姓名 200"),
    (
        "chongqing",
        {"hazard": "C03", "features": {"located", "evidence"}, "identity": Identity.CONTACT},
        300,
        "evidence",
        "P14: 另附交易/聊天证据 300",
    ),
    ("chongqing", {"hazard": "C03", "features": {"chain", "located"}}, 1000, "chain", "P14: 破串案 1000"),
    (
        "chongqing",
        {"hazard": "C03", "features": {"located", "stopped"}, "report": 90_000},
        100,
        "located",
        "P14: 一次多起合并≤1000; it knows no bonus",
    ),
    (
        "chongqing",
        {"hazard": "C03", "features": {"chain", "located"}, "report": 1},
        999,
        "chain",
        "whole yuan are paid, of what a report has left too",
    ),
    ("guangzhou_haizhu", {"hazard": "E01", "features": {"inside"}}, 200, "ebike", "P15: 室内停放充电每宗 200"),
    ("guangzhou_haizhu", {"hazard": "E01", "features": {"inside"}, "published": None}, 200, "ebike", "P15: not asked"),
    ("qingdao_chengyang", {"features": {"grave", "evidence"}}, 20, "snapshot", "P19g: 每件 20 元"),
    ("zhejiang", {}, 50, "hazard", "P12: 每起 50–500"),
    ("dongguan", {"fine": 60_000}, 300, "fined", "P19b: 罚款额 50%"),
    ("dongguan", {"fine": 99_900}, 499, "fined", "whole yuan are paid"),
    ("dongguan", {"fine": 10_000_000}, 1000, "fined", "the pack's own upper end"),
]


@pytest.mark.parametrize(("pack", "changed", "yuan", "rule", "source"), AMOUNTS)
def test_a_tip_is_rewarded(pack: str, changed: dict[str, Any], yuan: int, rule: str, source: str) -> None:
    finding = found(pack, **changed)
    assert isinstance(finding, Eligible), source
    assert (finding.amount, finding.rule, finding.unknown) == (yuan * 100, rule, ()), source


REASONS = [
    # pack, what is different, all reasons, source
    ("default", {"act": None, "hazard": "V01"}, {"kind"}, "work plan 8.3: two acts are rewarded"),
    ("default", {"hazard": "H01"}, {"kind"}, "[design] a nuisance is not paid for"),
    ("default", {"verified": False}, {"unfounded"}, "work plan 8.3: 一旦核实,即予以奖励"),
    ("default", {"matches": False}, {"mismatch"}, "国安部令第2号, 9: 认定事实与举报不符"),
    ("default", {"place": 2}, {"not_first"}, "国安部令第2号, 10: 最先有效举报"),
    ("default", {"rewarded": True}, {"rewarded"}, "DOMAIN 2.2: 一事一奖"),
    ("default", {"place": 2, "rewarded": True}, {"not_first", "rewarded"}, "every reason is told"),
    ("default", {"known": True}, {"known"}, "P15: 线索须事先未被掌握"),
    ("default", {"published": True}, {"published"}, "[design] DOMAIN 2.2: 媒体已曝光的"),
    ("default", {"ties": {Tie.STAFF}}, {"staff"}, "国安部令第2号, 9: 工作人员"),
    ("default", {"ties": {Tie.PROPERTY_ON_DUTY}}, {"property_on_duty"}, "DOMAIN 2.2: 物业值班人员履职发现的"),
    ("default", {"ties": {Tie.RELATIVE}}, {"relative"}, "P19: 消防人员及直系亲属"),
    ("default", {"ties": {Tie.RESPONSIBLE}}, {"responsible"}, "[design] DOMAIN 2.2: 责任人自己"),
    ("zhejiang", {"identity": Identity.CODE}, {"anonymous"}, "the pack asks for a name"),
    ("zhejiang", {"identity": Identity.REFUTED}, {"unverifiable"}, "国安部令第2号, 9: 身份无法验证"),
    ("zhejiang", {"place": 2, "decisive": True}, {"not_first"}, "P12: 第一举报人"),
    ("dongguan", {"identity": Identity.CODE, "fine": 100}, {"anonymous"}, "P19b: 限实名"),
    ("dongguan", {"fine": 0}, {"no_amount"}, "P19b: half of no fine"),
    (
        "chongqing",
        {"hazard": "C03", "features": {"located"}, "identity": Identity.CODE},
        {"no_contact"},
        "P14: 不留不奖",
    ),
    ("chongqing", {"hazard": "C03"}, {"no_amount"}, "P14: 小区+楼栋门牌或承租人姓名"),
    ("chongqing", {"hazard": "F01", "features": {"located"}}, {"no_amount"}, "P14: public rental homes alone"),
    (
        "chongqing",
        {"hazard": "C03", "features": {"located"}, "report": 100_000},
        {"report_cap"},
        "P14: 一次多起合并≤1000",
    ),
    (
        "chongqing",
        {"hazard": "C03", "features": {"located"}, "report": 99_950},
        {"report_cap"},
        "what is left is less than the smallest coin",
    ),
    ("guangzhou_haizhu", {"hazard": "E01"}, {"no_amount"}, "P15: 楼道等公共区不在奖励范围"),
    ("guangzhou_haizhu", {"hazard": "F01", "features": {"inside"}}, {"no_amount"}, "P15: e-bikes alone"),
]


@pytest.mark.parametrize(("pack", "changed", "reasons", "source"), REASONS)
def test_a_tip_is_not_rewarded(pack: str, changed: dict[str, Any], reasons: set[str], source: str) -> None:
    finding = found(pack, **changed)
    assert isinstance(finding, Ineligible), source
    assert set(finding.reasons) == reasons, source


def test_a_relapse_is_a_new_matter() -> None:
    """DOMAIN 2.2: 整改后复发(“回潮”)算新案; the caller asks `rewarded` of the matter of the new cycle."""
    assert isinstance(found(rewarded=False), Eligible)


@pytest.mark.parametrize(
    ("pack", "changed", "unknown", "ripe"),
    [
        ("default", {}, (), True),
        ("default", {"verified": None}, ("verified",), False),
        ("default", {"matches": None}, ("match",), False),
        ("default", {"place": None}, ("first",), False),
        ("default", {"known": None, "published": None}, ("known", "published"), False),
        ("default", {"ties": None, "identity": Identity.CODE}, ("ties",), True),  # asked at the claim
        ("zhejiang", {"identity": Identity.NAME}, ("identity",), True),
        ("dongguan", {"fine": None}, ("fine",), False),
        ("default", {"pending": {"grave", "evidence", "stopped"}}, ("evidence", "grave", "stopped"), False),
        ("default", {"pending": {"evidence", "chain"}, "features": {"group_rental"}}, (), True),
        ("default", {"pending": {"inside"}}, (), True),  # only for e-bikes
        ("qingdao_chengyang", {"pending": {"grave"}}, (), True),  # it pays the same for all
    ],
)
def test_what_is_not_known_is_named_and_not_guessed(
    pack: str, changed: dict[str, Any], unknown: tuple[str, ...], ripe: bool
) -> None:
    finding = found(pack, **changed)
    assert isinstance(finding, Eligible)
    assert (finding.unknown, finding.is_ripe) == (unknown, ripe)


def test_nothing_known_is_no_refusal() -> None:
    finding = assess(Facts("violation", "F01"), POLICY.rewards)
    assert isinstance(finding, Eligible)
    assert finding.unknown == ("verified", "match", "first", "known", "published", "ties")


def test_a_person_may_raise_an_amount_only_within_the_pack() -> None:
    ordinary, open_ended, bonus = found(), found("zhejiang"), found("zhejiang", features={"stopped"})
    for finding, most in ((ordinary, 5_000), (open_ended, 50_000), (bonus, 50_000)):
        assert isinstance(finding, Eligible)
        assert finding.most == most


def test_a_later_tip_is_told_from_the_first() -> None:
    first, later = found(), found(place=2, decisive=True)
    assert isinstance(first, Eligible)
    assert isinstance(later, Eligible)
    assert (first.basis, later.basis) == (Basis.FIRST, Basis.LATER)


@pytest.mark.parametrize(
    ("kind", "act"),
    [("hazard", "violation"), ("information", "information"), ("visit", None), ("price", None), ("usage", None)],
)
def test_two_acts_are_rewarded(kind: str, act: str | None) -> None:
    assert act_of(kind) == act


def test_every_reason_says_what_one_can_do() -> None:
    ways = {reason.value: way_of(reason) for reason in Reason}
    assert {reason for reason, way in ways.items() if way is Way.NONE} == {"kind", "no_amount", "report_cap"}
    assert {reason for reason, way in ways.items() if way is Way.OPEN_UP} == {"anonymous", "no_contact"}


# -- the packs -------------------------------------------------------------------------------------------------------


def test_the_cities_of_the_house_are_these() -> None:
    assert tuple(reward_packs()) == CITIES


@pytest.mark.parametrize("name", PACKS)
def test_every_figure_of_a_pack_names_its_source(name: str) -> None:
    pack = PACKS[name]
    assert pack.pack == name
    tables = (pack.amounts, pack.bonuses, pack.levels)
    sources = [pack.source, *(each.source for table in tables for each in table.values())]
    assert all(source.startswith(("[law]", "[page]", "[seed]", "[design]")) for source in sources)


def test_a_city_keeps_none_of_the_defaults_amounts_and_the_deployer_has_the_last_word() -> None:
    changed = load('[rewards]\npack = "zhejiang"\n[rewards.claim]\nterm = 20\n[rewards.amounts.hazard]\nyuan = 60')
    assert (changed.rewards.claim.term, changed.rewards.claim.unit) == (20, "working_days")
    assert [(code, each.yuan) for code, each in changed.rewards.amounts.items()] == [("hazard", 60)]
    assert changed.rewards.bonuses == {}
    assert changed.rewards.levels == POLICY.rewards.levels


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("[rewards]\npack = 'atlantis'", "rewards.pack", "chongqing"),
        ("[rewards]\npack = 3", "rewards.pack", "chongqing"),
        ("rewards = 3", "rewards", "a table"),
        ("[rewards]\nidentity = 'face'", "rewards.identity", "'code'"),
        ("[rewards]\nexcluded = ['poor']", "rewards.excluded[0]", "'staff'"),
        ("[rewards]\nnot_rewarded = ['X9']", "rewards.not_rewarded", "F01"),
        ("[rewards.amounts.ebike]\nhazards = ['X9']", "rewards.amounts.ebike.hazards", "F01"),
        ("[rewards.amounts.ebike]\nyuan = 200.5", "rewards.amounts.ebike.yuan", "whole number"),
        ("[rewards.amounts.ebike]\nyuan = -1", "rewards.amounts.ebike.yuan", "whole number"),
        ("[rewards.amounts.ebike]\nmost_yuan = 100", "rewards.amounts.ebike", "not below"),
        ("[rewards.amounts.ebike]\npercent = 10", "rewards.amounts.ebike", "beside"),
        ("[rewards.caps]\nmonth_yuan = 400", "rewards", "caps.month_yuan"),
        ("[rewards.budget]\nmonth_yuan = 400", "rewards", "budget.month_yuan"),
        ("[rewards.budget]\nyear_yuan = 400", "rewards", "budget.month_yuan"),
        ("[rewards.levels.first]\nfrom_yuan = 1\n[rewards.levels.second]\nfrom_yuan = 1", "rewards", "from_yuan = 0"),
        ("[rewards.levels.first]\nroles = ['tenant']", "rewards.levels.first.roles[0]", "'officer'"),
        ("[rewards.claim]\nunit = 'moons'", "rewards.claim.unit", "'days'"),
    ],
)
def test_a_wrong_figure_is_named(text: str, path: str, expected: str) -> None:
    with pytest.raises(PolicyError) as caught:
        load(text)
    assert caught.value.path == path
    assert expected in caught.value.expected


# -- shares ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("split", "amount", "people", "expected"),
    [
        ("equal", 10_000, 1, (10_000,)),
        ("equal", 10_000, 4, (2_500, 2_500, 2_500, 2_500)),
        ("equal", 10_000, 3, (3_400, 3_300, 3_300)),
        ("equal", 10_050, 2, (5_050, 5_000)),
        ("equal", 200, 3, (100, 100, 0)),
        ("first", 10_000, 3, (10_000, 0, 0)),
    ],
)
def test_a_joint_report_is_shared_in_whole_yuan(split: str, amount: int, people: int, expected: tuple[int]) -> None:
    """P12: 联名平均分; 安监总财〔2012〕63号: 第一署名人领."""
    assert shares(amount, people, JointPolicy(split, 100)) == expected  # type: ignore[arg-type]


def test_nobody_shares_what_is_not_there() -> None:
    for amount, people in ((-1, 2), (100, 0)):
        with pytest.raises(ValueError, match="at least"):
            shares(amount, people, JointPolicy("equal", 100))


@given(st.integers(0, 10**9), st.integers(1, 60), st.sampled_from(["equal", "first"]), st.integers(1, 10_000))
def test_shares_are_the_amount_and_nobody_gets_less_than_who_signed_later(
    amount: int, people: int, split: str, coin: int
) -> None:
    parts = shares(amount, people, JointPolicy(split, coin))  # type: ignore[arg-type]
    assert sum(parts) == amount
    assert len(parts) == people
    assert list(parts) == sorted(parts, reverse=True)
    assert min(parts) >= 0
    assert all(part % coin == 0 for part in parts[1:])
    if split == "equal":
        assert parts[0] - parts[-1] < 2 * coin


BOOLS = st.sampled_from([None, True, False])
FEATURES = st.frozensets(
    st.sampled_from(["grave", "group_rental", "inside", "located", "evidence", "chain", "stopped"])
)
FACTS = st.builds(
    Facts,
    act=st.sampled_from(["violation", "information", None]),
    hazard=st.sampled_from(["F01", "E01", "C03", "R01", "H01", "V01"]),
    verified=BOOLS,
    matches=BOOLS,
    place=st.none() | st.integers(1, 4),
    known=BOOLS,
    published=BOOLS,
    rewarded=st.booleans(),
    decisive=st.booleans(),
    ties=st.none() | st.frozensets(st.sampled_from(Tie)),
    identity=st.sampled_from(Identity),
    features=FEATURES,
    pending=FEATURES,
    fine=st.none() | st.integers(0, 10**8),
    report=st.integers(0, 10**6),
)


@given(FACTS, st.sampled_from(sorted(PACKS)))
def test_any_facts_give_a_finding_that_can_be_explained(facts: Facts, pack: str) -> None:
    figures: RewardPolicy = PACKS[pack]
    finding = assess(facts, figures)
    if isinstance(finding, Ineligible):
        assert finding.reasons
        assert len(set(finding.reasons)) == len(finding.reasons)
        return
    assert 0 <= finding.amount <= finding.most <= figures.most_yuan * 100
    assert finding.amount % 100 == 0
    assert finding.amount > 0 or Unknown.FINE in finding.unknown
    assert finding.rule in figures.amounts
    assert facts.verified is not False
    assert finding.basis is Basis.LATER or (facts.place in (None, 1) and not facts.rewarded)


@given(FACTS, st.sampled_from(sorted(PACKS)))
def test_what_becomes_known_against_a_tip_never_makes_it_rewarded(facts: Facts, pack: str) -> None:
    before = assess(facts, PACKS[pack])
    after = assess(dataclasses.replace(facts, verified=False, known=True), PACKS[pack])
    assert isinstance(after, Ineligible)
    if isinstance(before, Ineligible):
        assert set(before.reasons) - {Reason.NO_AMOUNT} <= set(after.reasons)
