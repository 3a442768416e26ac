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
TOLERATED = SENTENCES["look_alikes"]["tolerated"]


@pytest.mark.parametrize(("kind", "text"), EMERGENCIES)
def test_an_emergency_is_recognised(kind: str, text: str) -> None:
    found = find(text, POLICY)
    assert found is not None
    assert kind in (*found.kinds, "any")


@pytest.mark.parametrize("text", LOOK_ALIKES)
def test_a_worry_a_rule_or_a_memory_does_not_stop_the_form(text: str) -> None:
    assert find(text, POLICY) is None


def test_few_false_alarms_are_tolerated_and_each_still_is_one() -> None:
    assert [text for text in TOLERATED if find(text, POLICY) is None] == []
    assert len(TOLERATED) * 20 < len(LOOK_ALIKES)


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


PAIR = load('[emergency.fire]\nsure = ["锅 | 壶 + 糊了 | 干了", "kettle + smok*"]\nlikely = []')


NEAR = ["锅里的水早干了", "糊了糊了,那口锅", "壶干了,快来", "my kettle is smoking", "鍋糊了"]


@pytest.mark.parametrize("text", NEAR)
def test_a_sign_of_two_halves_is_found_in_any_order_when_they_are_near(text: str) -> None:
    assert find(text, PAIR) is not None


FAR = "锅在厨房里放着好几年也没有人去用它一次后来糊了"


@pytest.mark.parametrize(
    "text", ["锅", "糊了", "锅。糊了", "锅没糊了", "如果锅糊了", FAR, "kettle smocking", "kettles smoke"]
)
def test_a_sign_of_two_halves_needs_both_of_them_near_and_real(text: str) -> None:
    assert find(text, PAIR) is None


def test_an_empty_half_is_never_found() -> None:
    broken = load('[emergency.fire]\nsure = ["锅 + ", " | * + 锅", "壶 | + 干"]\nlikely = []')
    assert find("锅", broken) is None
    assert find("壶干", broken) is not None


@pytest.mark.parametrize("text", ["樓上著火了", "厨房起火咯", "有人畀佢斬,救命", "煤汽漏了"])
def test_traditional_characters_dialect_and_common_typos_are_read(text: str) -> None:
    assert find(text, POLICY) is not None


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
    "怕火怕烟怕血怕刀" * 500,
    "没火没烟没血" * 660,
    " ".join(LOOK_ALIKES)[:4000],
    "".join(LOOK_ALIKES)[-4000:],
]


@pytest.mark.parametrize("text", HARD, ids=lambda text: text[:6])
def test_four_thousand_characters_take_less_than_50_ms(text: str) -> None:
    find("warm", POLICY)
    best = min(_seconds(text) for _ in range(3))
    assert best < 0.05


def _seconds(text: str) -> float:
    start = time.thread_time()
    find(text, POLICY)
    return time.thread_time() - start
