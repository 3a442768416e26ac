"""Which desk gets what: the division of work of the seed's section 5, kind by kind and area by area."""

from __future__ import annotations

import pytest

from bot.rules import policy
from bot.rules.routing import Reason, after, route

TWO_STATIONS = '[desks.police2]\ncommunities = ["望海社区"]\n'
POLICY = policy.load(TWO_STATIONS)


@pytest.mark.parametrize(
    ("code", "desk"),
    [
        ("F01", "safety"),  # 安监站 with the fire and rescue service
        ("E01", "safety"),
        ("E02", "economy"),  # 经济中心: power supply
        ("G01", "urban"),  # 城管中心: gas
        ("F05", "urban"),  # housing, lease
        ("C03", "urban"),
        ("C01", "police"),  # 派出所: who lives where
        ("F07", "community"),
        ("R01", "community"),
        ("other", "coordination"),
    ],
)
def test_a_kind_goes_to_the_desk_of_the_work_plan(code: str, desk: str) -> None:
    found = route(POLICY, code, "顾家桥社区 第二网格")
    assert (found.desk, found.reasons, found.unknown) == (desk, (Reason.KIND,), ())


def test_police_matters_go_to_the_station_of_the_area() -> None:
    here, there = route(POLICY, "C01", "顾家桥社区 第一网格"), route(POLICY, "C01", "望海社区 第三网格")
    assert (here.desk, there.desk) == ("police", "police2")
    assert there.reasons == (Reason.KIND, Reason.AREA)


def test_illegal_building_is_determined_by_planning_and_then_enforced_by_city_management() -> None:
    found = route(POLICY, "S01", "望海社区 第三网格")
    assert (found.desk, found.then) == ("economy", "urban")
    assert found.reasons == (Reason.KIND, Reason.TWO_STEPS)
    assert after(POLICY, "S01", "economy") == "urban"
    assert after(POLICY, "S01", "urban") == ""
    assert after(POLICY, "F01", "safety") == ""


def test_what_is_not_known_is_said() -> None:
    assert route(POLICY, "C01", None).unknown == ("grid",)
    with pytest.raises(KeyError):
        route(POLICY, "X99", None)


def test_every_kind_goes_somewhere_that_exists() -> None:
    assert {route(POLICY, code, None).desk for code in POLICY.hazards} <= set(POLICY.desks)


def test_a_desk_that_stands_for_none_is_refused_by_name() -> None:
    with pytest.raises(policy.PolicyError, match=r"desks\.police2\.of"):
        policy.load('[desks.police2]\nof = "nobody"\n')
    with pytest.raises(policy.PolicyError, match=r"hazards\.F01\.then"):
        policy.load('[hazards.F01]\nthen = "nobody"\n')
    with pytest.raises(policy.PolicyError, match=r"hazards\.F01"):
        policy.load('[hazards.F01]\ncheck = "soon"\n')
