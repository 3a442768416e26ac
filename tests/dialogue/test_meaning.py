"""What typed words stand for."""

from __future__ import annotations

import pytest

from bot.dialogue.meaning import AROUND, CHANGE, NO, YES, Meaning
from bot.speech import Incoming, Text
from bot.texts import words

ZH = Meaning(lambda text: words(text, "zh_CN"))


def said(text: str) -> Incoming:
    return Incoming("text", 1, 1, text=text)


def each_way(meant: Text) -> list[str]:
    return words(meant, "zh_CN").split(" / ")


@pytest.mark.parametrize("around", each_way(AROUND))
def test_a_label_that_begins_or_ends_with_a_small_word_is_picked_by_its_own_words(around: str) -> None:
    offered = {"a": Text(f"{around}这样定"), "b": Text(f"办结{around}"), "c": Text("这样定")}
    for code, label in offered.items():
        assert ZH.picked(said(label.msgid), offered, list(offered)) == code
    assert ZH.picked(said(f"{around}这样定"), {"c": offered["c"]}, ["c"]) == "c"


def test_a_part_that_one_label_alone_has_is_enough_and_one_that_two_have_is_not() -> None:
    offered = {"a": Text("安全出口堵塞"), "b": Text("安全出口上锁")}
    assert ZH.picked(said("堵塞"), offered, ["a", "b"]) == "a"
    assert ZH.picked(said("安全出口"), offered, ["a", "b"]) is None
    assert ZH.picked(said("2"), offered, ["a", "b"]) == "b"


def test_what_is_to_be_changed_is_named_with_or_without_more_words() -> None:
    labels = {"where": Text("地点"), "what": Text("情况")}
    assert {ZH.named(said(f"{more}地点"), labels, CHANGE) for more in ("", "改")} == {"where"}
    assert ZH.named(said("照片"), labels, CHANGE) is None


def test_one_of_several_meanings_is_enough() -> None:
    assert ZH.means(said("对！"), NO, YES)
    assert not ZH.means(said("对"), NO)
    assert not ZH.means(said("……"), YES)
