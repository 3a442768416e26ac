"""Ticking any of a few: a press ticks, the next one unticks, and one button leaves the rest open."""

from __future__ import annotations

from bot.dialogue import Dialogue, Draft, Outcome, Talk, Ticks, dialogue, play
from bot.speech import Incoming, Text
from tests.dialogue.test_play import worded

FIELD = Ticks({"a": Text("Wet"), "b": Text("Cold"), "u": Text("Not sure")}, ends=frozenset({"u"}))


@dialogue("weather", {"how": Text("How")})
async def weather(talk: Talk) -> None:
    presses = await talk.collect("how", Text("How is it?"), FIELD, most=20)
    if not await talk.review(Text("Right?"), Text("Send")):
        return
    await talk.say(Text("{ticked}"), ticked=" ".join(FIELD.ticked(presses)))


def turn(page: Dialogue, draft: Draft, press: str = "", text: str = "") -> Outcome:
    said = Incoming("press" if press else "text", 1, 1, text=text, press=press and f"t.how.{press}", press_id=press)
    steps = play(page, draft, said if press or text else None, worded)
    try:
        next(steps)
    except StopIteration as end:
        outcome: Outcome = end.value
        return outcome
    raise AssertionError("the page calls into the house")


def buttons(outcome: Outcome) -> list[str]:
    return [worded(button.text) for row in outcome.screen.buttons for button in row]


def test_a_press_ticks_and_the_next_one_unticks() -> None:
    draft = Draft("weather", "t")
    assert buttons(turn(weather, draft)) == ["Wet", "Cold", "Not sure", "None of these", "Cancel"]
    assert buttons(turn(weather, draft, "c:a"))[:4] == ["✓ Wet", "Cold", "Not sure", "Done"]
    assert buttons(turn(weather, draft, text="2"))[:4] == ["✓ Wet", "✓ Cold", "Not sure", "Done"]
    assert buttons(turn(weather, draft, text="wet"))[:4] == ["Wet", "✓ Cold", "Not sure", "Done"]
    ended = turn(weather, draft, "done")
    assert [worded(line) for line in ended.screen.lines] == ["Right?", "<b>How</b>: Cold"]


def test_one_button_ends_it_and_is_ticked() -> None:
    draft = Draft("weather", "t")
    turn(weather, draft, "c:a")
    ended = turn(weather, draft, "c:u")
    assert [worded(line) for line in ended.screen.lines] == ["Right?", "<b>How</b>: Wet, Not sure"]


def test_nothing_ticked_is_an_answer() -> None:
    draft = Draft("weather", "t")
    turn(weather, draft, "c:a")
    turn(weather, draft, "c:a")
    ended = turn(weather, draft, "done")
    assert [worded(line) for line in ended.screen.lines] == ["Right?", "<b>How</b>: None of these"]
    assert "Remove all" not in buttons(ended)
