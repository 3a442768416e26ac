"""Sentences that must stop a form, and sentences that look like them and must not."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest

from bot.rules.emergencies import Kind, find
from bot.rules.policy import load

POLICY = load()

SENTENCES = tomllib.loads(Path(__file__).with_name("emergencies.toml").read_text(encoding="utf-8"))
EMERGENCIES = [(kind, text) for kind, texts in SENTENCES["emergencies"].items() for text in texts]
LOOK_ALIKES = SENTENCES["look_alikes"]["none"]


@pytest.mark.parametrize(("kind", "text"), EMERGENCIES)
def test_an_emergency_is_recognised(kind: str, text: str) -> None:
    found = find(text, POLICY)
    assert found is not None
    assert kind in (*found.kinds, "any")


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_a_worry_a_rule_or_a_memory_does_not_stop_the_form(text: str) -> None:
    assert find(text, POLICY) is None


@pytest.mark.parametrize("sentences", [[text for _, text in EMERGENCIES], LOOK_ALIKES])
def test_the_tables_are_as_long_as_was_asked(sentences: list[str]) -> None:
    english = sum(text.isascii() for text in sentences)
    assert english >= 15
    assert len(sentences) - english >= 40


def test_the_numbers_of_every_kind_are_given_once() -> None:
    found = find("着火了,还有人拿刀,有人晕倒了,闻到煤气味", POLICY)
    assert found is not None
    assert found.kinds == (Kind.FIRE, Kind.GAS, Kind.VIOLENCE, Kind.MEDICAL)
    assert found.numbers == ("119", "110", "120")


def test_a_deployer_can_add_signs_and_change_numbers() -> None:
    changed = load('[emergency.numbers]\nfire = "112"\n[emergency.fire]\nsure = ["走水了"]')
    found = find("走水了", changed)
    assert found is not None
    assert found.numbers == ("112",)
    assert find("走水了", POLICY) is None


def test_lists_may_be_empty() -> None:
    without = load("[emergency.context]\nworry = []\nsoft = []\ntouching_before = []\ntouching_after = []")
    assert find("楼道里我怕着火", without) is not None
    assert find("没有这回事", without) is None


HARD = [
    "怕着火" * 1333,
    "着火" * 2000,
    "没有" * 2000,
    "a" * 4000,
    "fire " * 800,
    "煤气 " * 1300,
    "if " * 1300,
    "(" * 4000,
    "着火," * 1300,
    "a " * 2000,
]


@pytest.mark.parametrize("text", HARD, ids=lambda text: text[:6])
def test_four_thousand_characters_take_less_than_50_ms(text: str) -> None:
    find("warm", POLICY)
    best = min(_seconds(text) for _ in range(3))
    assert best < 0.05


def _seconds(text: str) -> float:
    start = time.perf_counter()
    find(text, POLICY)
    return time.perf_counter() - start
