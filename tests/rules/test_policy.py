"""The policy pack, a deployer's changes over it, and what is refused."""

from __future__ import annotations

import contextlib
from datetime import date, time
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rules.policy import PolicyError, load


def test_the_pack_holds_what_the_town_promises() -> None:
    policy = load()
    assert (policy.promise.urgent_hours, policy.promise.ordinary_working_days) == (24, 3)
    assert (policy.drafts.pause_minutes, policy.drafts.expire_days) == (60, 7)
    assert (policy.report.where.least, policy.report.where.most) == (3, 200)
    assert (policy.report.what.least, policy.report.what.most) == (2, 1000)
    assert policy.report.most_photos == 9
    assert policy.identity.in_chat == "off"
    assert (policy.town.timezone.key, policy.town.office_closes) == ("Asia/Shanghai", time(18))
    assert (policy.emergency.numbers.fire, policy.emergency.numbers.police) == ("119", "110")


def test_hazards_stand_in_order_and_other_comes_last() -> None:
    hazards = load().hazards_in_order()
    assert [hazard.code for hazard in hazards] == [
        "F01", "E01", "F03", "F05", "F04", "F02", "F06", "E02", "E03", "G01", "G02", "G03",
        "F08", "F07", "F09", "F10", "S01", "S02", "H01", "R01", "C01", "C03", "C02", "P01", "M01", "V01", "other",
    ]  # fmt: skip
    assert [hazard.code for hazard in hazards if hazard.urgent] == ["F01", "F08", "C02"]


def test_every_hazard_and_year_names_its_source() -> None:
    policy = load()
    assert all(hazard.source for hazard in policy.hazards.values())
    assert all(year.source for year in policy.holidays.values())


def test_every_line_with_a_figure_says_where_it_comes_from() -> None:
    text = files("bot.rules").joinpath("data/policy.toml").read_text(encoding="utf-8")
    for table in ("town", "identity", "drafts", "report", "promise", "emergency.numbers"):
        section = text.split(f"[{table}]")[1].split("\n[")[0]
        assert "# [" in section, table
    assert "忆" not in text


def test_the_year_2026_has_the_days_of_the_notice() -> None:
    year = load().holidays[2026]
    assert len(year.off) == len(set(year.off)) == 33
    assert date(2026, 2, 15) in year.off
    assert date(2026, 10, 10) in year.work


def test_a_deployers_change_lies_over_the_pack_and_the_rest_stays() -> None:
    policy = load('[drafts]\npause_minutes = 30\n[hazards.F01]\ncolour = "orange"\n[emergency.fire]\nsure = ["x"]')
    assert (policy.drafts.pause_minutes, policy.drafts.expire_days) == (30, 7)
    assert (policy.hazards["F01"].colour, policy.hazards["F01"].urgent) == ("orange", True)
    assert policy.emergency.fire.sure == ("x",)


def test_a_deployer_may_add_a_hazard_and_a_year() -> None:
    policy = load(
        '[hazards.X1]\norder = 15\ncolour = "red"\nurgent = true\nsource = "street order 3"\n'
        '[holidays.2027]\nsource = "notice"\noff = [2026-12-31, 2027-01-01]\nwork = []'
    )
    assert policy.hazards_in_order()[1].code == "X1"
    assert policy.holidays[2027].off == (date(2026, 12, 31), date(2027, 1, 1))


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("[drafts]\npause_minutes = 0", "drafts.pause_minutes", "from 1 to 10080"),
        ("[drafts]\npause_minutes = '60'", "drafts.pause_minutes", "whole number"),
        ("[drafts]\npause_minutes = true", "drafts.pause_minutes", "whole number"),
        ("[drafts]\npause_minutes = 60.0", "drafts.pause_minutes", "whole number"),
        ("[drafts]\npause_minuets = 60", "drafts.pause_minuets", "pause_minutes"),
        ("draft = 1", "draft", "one of the keys"),
        ("drafts = 1", "drafts", "a table"),
        ("hazards = []", "hazards", "a table"),
        ("[report.where]\nleast = 300", "report.where", "not above"),
        ("[identity]\nin_chat = 'on'", "identity.in_chat", "'off'"),
        ("[hazards.F01]\ncolour = 'pink'", "hazards.F01.colour", "'red'"),
        ("[hazards.F01]\ndeadline = 'soon'", "hazards.F01", "a `deadline` such as"),
        ("[hazards.F01]\ngroup = 'attic'", "hazards.F01.group", "rooms"),
        ("[hazards.F01]\nwho = ['nobody']", "hazards.F01.who[0]", "'landlord'"),
        ("[hazards.F01]\nasks = ['age']", "hazards.F01.asks[0]", "'now'"),
        ("[hazards.C02]\nstops = 'mayor'", "hazards.C02.stops", "'police'"),
        ("[group_rental]\nbands = [3, 1]", "group_rental", "rising"),
        ("[group_rental]\nbands = ['x']", "group_rental.bands[0]", "whole number"),
        ("[hazards.F01]\nurgent = 1", "hazards.F01.urgent", "true or false"),
        ("[hazards.F99]\norder = 1", "hazards.F99.colour", "one of"),
        ("hazards.F99 = 1", "hazards.F99", "a table"),
        ("[holidays.26]\nsource = 'x'\noff = []\nwork = []", "holidays.26", "a year"),
        ("[holidays.2027]\nsource = 'x'\noff = [2026-05-01]\nwork = []", "holidays.2027", "days of 2027"),
        ("[holidays.2027]\nsource = 'x'\noff = ['x']\nwork = []", "holidays.2027.off[0]", "a date"),
        ("[holidays.2027]\nsource = 'x'\noff = [2027-05-01T00:00:00]\nwork = []", "holidays.2027.off[0]", "a date"),
        ("[holidays.2026]\nwork = [2026-01-01]", "holidays.2026", "no day that is both"),
        ("[holidays.2027]\nsource = ' '\noff = []\nwork = []", "holidays.2027.source", "not empty"),
        ("[town]\ntimezone = 'Asia/Nowhere'", "town.timezone", "time zone"),
        ("[town]\ntimezone = '../etc'", "town.timezone", "time zone"),
        ("[town]\noffice_closes = 18", "town.office_closes", "a time"),
        ("[emergency.fire]\nsure = 'x'", "emergency.fire.sure", "a list"),
        ("[emergency.fire]\nsure = ['']", "emergency.fire.sure[0]", "not empty"),
        ("[emergency.gas]\ncall = ['gas']", "emergency.gas.call[0]", "'police'"),
        ("[emergency.numbers]\nfire = 119", "emergency.numbers.fire", "a text"),
        ("[drafts", "the policy file", "TOML"),
    ],
)
def test_a_wrong_value_is_named_with_what_is_expected(text: str, path: str, expected: str) -> None:
    with pytest.raises(PolicyError) as caught:
        load(text)
    assert caught.value.path == path
    assert expected in caught.value.expected
    assert path in str(caught.value)


def test_a_file_saved_by_a_windows_editor_is_read() -> None:
    assert load("\ufeff[drafts]\r\nexpire_days = 3\r\n").drafts.expire_days == 3


@given(st.text(max_size=60))
def test_any_text_is_either_a_policy_or_a_policy_error(text: str) -> None:
    with contextlib.suppress(PolicyError):
        assert load(text).hazards
