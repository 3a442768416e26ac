"""The engine by hand: no loop, no database, one page and a journal."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from bot.dialogue import (
    Choice,
    Dialogue,
    Draft,
    ForeignAwait,
    Media,
    Outcome,
    Runaway,
    Stale,
    Talk,
    Words,
    dialogue,
    play,
)
from bot.speech import Attached, Incoming, Text

COLOURS = {"r": Text("Red"), "g": Text("Green")}
STEPS = {"colour": Text("Colour"), "name": Text("Name"), "note": Text("Note"), "photos": Text("Photos")}


async def file(tx: list[str], colour: str, name: str) -> str:
    tx.append(f"{colour} {name}")
    return "7F3K"


@dialogue("fruit", STEPS, photos="photos")
async def fruit(talk: Talk) -> None:
    colour = await talk.ask("colour", Text("Which colour?"), Choice(COLOURS))
    if colour == "g":
        await talk.say(Text("Green is good."))
    name = await talk.ask("name", Text("Which name?"), Words(2, 10))
    note = await talk.ask("note", Text("A note?"), Words(), optional=True)
    photos = await talk.collect("photos", Text("Photos?"), Media(), most=3)
    if not await talk.review(Text("Is this right?"), Text("Send")):
        return
    number = await talk.do("file", file, colour, name)
    await talk.say(Text("Thank you: {number}, {note}, {photos}."), number=number, note=note, photos=len(photos))


def worded(text: Text) -> str:
    values = {k: worded(v) if isinstance(v, Text) else str(v) for k, v in text.values.items()}
    said = text.plural if text.count not in (None, 1) else text.msgid
    values.setdefault("count", str(text.count))
    for key, value in values.items():
        said = said.replace("{" + key + "}", value)
    return said


class Person:
    """Plays a dialogue turn by turn; the draft is stored as JSON between turns, as it is in life."""

    def __init__(self, script: Dialogue = fruit) -> None:
        self.script, self.stored, self.tx = script, json.dumps(Draft(script.name, "tok").dump()), list[str]()
        self.screen: Outcome
        self.turn(None)

    @property
    def draft(self) -> Draft:
        return Draft.load(json.loads(self.stored))

    @property
    def lines(self) -> str:
        return " | ".join(worded(line) for line in self.screen.screen.lines)

    @property
    def buttons(self) -> dict[str, str]:
        return {worded(b.text): b.data for row in self.screen.screen.buttons for b in row}

    def turn(self, incoming: Incoming | None, **how: Any) -> str:
        steps = play(self.script, self.draft, incoming, worded, **how)
        try:
            call = next(steps)
            while True:
                call = steps.send(run(call.function, self.tx, *call.args))
        except StopIteration as end:
            self.screen = end.value
        if self.screen.draft is not None:
            self.stored = json.dumps(self.screen.draft.dump())
        return self.lines

    def says(self, text: str, **how: Any) -> str:
        return self.turn(Incoming("text", 1, 1, text=text), **how)

    def shows(self, name: str, caption: str = "", **how: Any) -> str:
        return self.turn(Incoming("photo", 1, 1, text=caption, attached=Attached("photo", name, name)), **how)

    def presses(self, label: str, **how: Any) -> str:
        return self.turn(Incoming("press", 1, 1, press=self.buttons.get(label, label)), **how)


def run(function: Callable[..., Awaitable[Any]], *args: Any) -> Any:
    async def call() -> Any:
        return await function(*args)

    return asyncio.run(call())


def to_review() -> Person:
    person = Person()
    person.presses("Red")
    person.says("Apple")
    person.presses("Skip")
    person.presses("Skip")
    return person


def test_a_page_is_played_to_its_end_and_the_deed_is_done_once() -> None:
    person = Person()
    assert person.lines == "<i>Step 1 of 4</i> | Which colour?"
    assert person.presses("Red") == "<i>Step 2 of 4</i> | Which name?"
    assert person.says("Apple") == "<i>Step 3 of 4</i> | A note?"
    assert person.presses("Skip") == "<i>Step 4 of 4</i> | Photos?"
    assert "1 photo." in person.shows("p1")
    assert person.presses("Done").startswith("Is this right?")
    assert "<b>Colour</b>: Red" in person.lines
    assert "<b>Photos</b>: 1 photo" in person.lines
    assert person.presses("Send") == "Thank you: 7F3K, None, 1."
    assert person.screen.draft is None
    assert person.tx == ["r Apple"]


def test_words_and_numbers_do_what_buttons_do() -> None:
    person = Person()
    assert "Which name?" in person.says(" green ")
    assert "Green is good." in person.lines
    person.says("back")
    assert "Which name?" in person.says("1")
    person.says("Apple")
    person.says("SKIP。")
    person.says("Skip")
    person.says("Send")
    assert person.tx == ["r Apple"]


def test_something_said_by_the_page_is_said_once() -> None:
    person = Person()
    person.presses("Green")
    assert "Green is good." not in person.says("Apple")


def test_a_wrong_answer_is_explained_and_the_draft_stays() -> None:
    person = Person()
    assert person.says("blue").startswith("Please tap one of the buttons")
    person.presses("Red")
    assert person.says("a").startswith("That is very short.")
    assert "11 characters; 10 fit" in person.says("a" * 11)
    assert person.shows("p1").startswith("The photo is kept with it.")
    assert person.draft.journal["colour"] == "r"
    assert person.draft.open == "name"


def test_back_asks_the_last_question_again_and_keeps_the_rest() -> None:
    person = to_review()
    assert "Photos?" in person.presses("Back")
    person.presses("Back")
    person.presses("Back")
    assert "Which name?" in person.lines
    person.says("Pear")
    assert "A note?" in person.lines


def test_one_answer_is_changed_at_the_review_and_the_others_stay() -> None:
    person = to_review()
    assert "Which name?" in person.presses("Change: Name")
    assert "<b>Name</b>: Pear" in person.says("Pear")
    assert "<b>Colour</b>: Red" in person.lines


def test_a_change_taken_back_keeps_the_old_answer() -> None:
    person = to_review()
    person.presses("Change: Name")
    assert "<b>Name</b>: Apple" in person.presses("Back")


def test_photos_sent_early_are_kept_with_their_words_for_the_question() -> None:
    person = Person()
    person.presses("Red")
    assert "A note?" in person.shows("p1", "Apple")
    assert person.lines.startswith("The photo is kept with it.")
    person.presses("Skip")
    assert "1 photo" in person.lines
    person.presses("Done")
    assert "<b>Name</b>: Apple" in person.lines


def test_the_collection_ends_at_its_most_and_can_be_cleared() -> None:
    person = to_review()
    person.presses("Change: Photos")
    person.shows("p1")
    person.presses("Remove all")
    for name in ("p2", "p3", "p4"):
        person.shows(name)
    assert "<b>Photos</b>: 3 photos" in person.lines


def test_stale_and_foreign_buttons_are_answered_with_what_is_current() -> None:
    person = Person()
    old = person.buttons["Red"]
    person.presses("Red")
    for data in (old, "other.name.back", "tok.name.skip", "tok.name.c:r", "tok", "", "tok.name.edit:colour"):
        assert person.presses(data).startswith("That button belongs to an earlier question."), data
        assert "Which name?" in person.lines
        assert not person.screen.in_place
    person.says("Apple")
    assert person.draft.journal["name"] == "Apple"


def test_cancel_asks_first_when_there_is_something_to_lose() -> None:
    person = Person()
    person.presses("Red")
    assert person.presses("Cancel").startswith("Shall I delete")
    assert "Which name?" in person.presses("Keep it and go on")
    person.turn(Incoming("command", 1, 1, command="cancel"))
    assert person.turn(Incoming("command", 1, 1, command="cancel")).startswith("All right, deleted.")
    assert person.screen.draft is None


def test_cancel_ends_at_once_when_nothing_was_answered() -> None:
    person = Person()
    assert person.presses("Cancel").startswith("All right, deleted.")
    assert person.screen.draft is None


def test_after_a_pause_one_is_asked_and_what_was_said_counts_on_continue() -> None:
    person = Person()
    person.presses("Red")
    assert person.says("Apple", paused=True).startswith("You have begun something")
    assert "A note?" in person.presses("Continue", paused=True)
    assert person.draft.journal["name"] == "Apple"


def test_after_a_pause_one_can_start_over_or_drop() -> None:
    person = Person()
    person.presses("Red")
    person.says("hello", paused=True)
    assert "Which colour?" in person.presses("Start over")
    assert person.draft.journal == {}
    person.presses("Red")
    person.says("hello", paused=True)
    assert person.says("delete it").startswith("All right, deleted.")


def test_a_press_on_the_open_question_needs_no_welcome_back() -> None:
    person = Person()
    assert "Which name?" in person.presses("Red", paused=True)


def test_an_alarm_comes_before_everything_and_the_message_waits() -> None:
    person = Person()
    person.presses("Red")
    alarm = Text("Call 119!")
    assert person.says("fire here", alarm=alarm) == "Call 119!"
    assert "name" not in person.draft.journal
    person.presses("I am safe, go on")
    assert person.draft.journal["name"] == "fire here"


def test_a_branch_flipped_and_flipped_back_keeps_its_answers() -> None:
    @dialogue("branch", {"way": Text("Way"), "left": Text("Left"), "end": Text("End")})
    async def branch(talk: Talk) -> None:
        if await talk.ask("way", Text("Way?"), Choice(COLOURS)) == "r":
            await talk.ask("left", Text("Left?"), Words())
        await talk.ask("end", Text("End?"), Words())
        await talk.review(Text("Right?"), Text("Send"))

    person = Person(branch)
    person.presses("Red")
    person.says("l")
    person.says("e")
    person.presses("Change: Way")
    person.presses("Green")
    assert "Left" not in person.lines
    person.presses("Change: Way")
    assert "<b>Left</b>: l" in person.presses("Red")


def test_a_stale_answer_is_asked_again_and_the_later_ones_stay() -> None:
    person = to_review()
    draft = person.draft
    draft.journal["colour"] = "no longer on offer"
    person.stored = json.dumps(draft.dump())
    assert "Which colour?" in person.turn(None)
    assert "<b>Name</b>: Apple" in person.presses("Green")


def test_a_question_that_moved_since_is_asked_and_does_not_eat_the_answer() -> None:
    person = Person()
    person.presses("Red")
    draft = replace(person.draft, journal={}, open="name")
    person.stored = json.dumps(draft.dump())
    assert person.says("Apple").startswith("This form has changed")
    assert person.draft.journal == {}


def test_a_renamed_question_takes_over_its_old_answer() -> None:
    @dialogue("new", {"full": Text("Name")})
    async def new(talk: Talk) -> None:
        await talk.ask("full", Text("Name?"), Words(), was="name")
        await talk.review(Text("Right?"), Text("Send"))

    person = Person(new)
    person.stored = json.dumps(replace(person.draft, journal={"name": "Apple"}).dump())
    assert "<b>Name</b>: Apple" in person.turn(None)


def test_questions_in_a_loop_have_their_own_answers() -> None:
    @dialogue("loop", {})
    async def loop(talk: Talk) -> None:
        names = [await talk.ask("name", Text("Name?"), Words()) for _ in range(3)]
        await talk.say(Text("{all}"), all=" ".join(names))

    person = Person(loop)
    person.says("a")
    person.says("b")
    assert person.draft.journal == {"name": "a", "name#2": "b"}
    assert person.says("c") == "a b c"


def test_after_a_deed_nothing_before_it_can_be_changed() -> None:
    @dialogue("deed", {"a": Text("A"), "b": Text("B")})
    async def deed(talk: Talk) -> None:
        a = await talk.ask("a", Text("A?"), Words())
        await talk.do("file", file, a, "x")
        await talk.ask("b", Text("B?"), Words())

    person = Person(deed)
    person.says("1st")
    assert "B?" in person.lines
    assert "Back" not in person.buttons
    person.says("2nd")
    assert person.tx == ["1st x"]


def test_a_look_is_read_once() -> None:
    reads = []

    async def look(tx: list[str]) -> int:
        reads.append(1)
        return len(reads)

    @dialogue("look", {})
    async def page(talk: Talk) -> None:
        seen = await talk.look("count", look)
        await talk.ask("a", Text("{n}")(n=seen), Words())
        await talk.ask("b", Text("{n}")(n=seen), Words())

    person = Person(page)
    assert person.says("x") == "1"
    assert reads == [1]


def test_io_in_a_page_is_refused() -> None:
    @dialogue("io", {})
    async def page(talk: Talk) -> None:
        await asyncio.sleep(0)

    with pytest.raises(ForeignAwait):
        Person(page)


def test_an_endless_page_is_stopped() -> None:
    @dialogue("endless", {})
    async def page(talk: Talk) -> None:
        while True:
            await talk.say(Text("again"))

    with pytest.raises(Runaway):
        Person(page)


def test_a_page_that_swallows_everything_is_found_out() -> None:
    @dialogue("swallow", {})
    async def page(talk: Talk) -> None:
        try:
            await talk.ask("a", Text("A?"), Words())
        except BaseException:
            await talk.ask("b", Text("B?"), Words())

    with pytest.raises(RuntimeError):
        Person(page)


def test_fields_refuse_what_they_did_not_store() -> None:
    for field, stored in ((Choice(COLOURS), "x"), (Words(2), "a"), (Words(), 3), (Media(), "f"), (Media(), ["f"])):
        with pytest.raises(Stale):
            field.load(stored)


PARTED = {"colour": Text("Colour"), "note": Text("Note"), "photos": Text("Photos")}


@dialogue("parted", PARTED, photos="photos", words="note", parts={"ripe": ("note", Text("Ripe"))})
async def parted(talk: Talk) -> None:
    heard = await talk.heard(before="colour")
    await talk.ask("colour", Text("{heard}?")(heard=heard), Choice(COLOURS))
    await talk.ask("ripe", Text("Is it ripe?"), Choice({"y": Text("It is"), "u": Text("Unsure")}, unsure="u"))
    await talk.ask("note", Text("A note?"), Words(1, 20), optional=True, quiet=True)
    await talk.collect("photos", Text("Photos?"), Media(), most=3)
    await talk.review(Text("Is this right?"), Text("Send"))


def test_a_part_of_a_step_shows_the_steps_place_and_a_quiet_question_is_not_asked() -> None:
    person = Person(parted)
    person.says("red")
    assert "Step 2 of 3" in person.lines
    assert "Is it ripe?" in person.lines
    person.says("it is")
    assert "Photos?" in person.lines
    person.says("back")
    assert "Is it ripe?" in person.lines, "back goes to what was asked"


def test_words_at_a_part_answer_the_whole_step() -> None:
    person = Person(parted)
    for said in ("red", "soft and sweet"):
        person.says(said)
    assert "Photos?" in person.lines
    assert person.draft.journal["ripe"] == "u"
    assert person.draft.journal["note"] == "soft and sweet"


def test_a_quiet_question_is_asked_when_it_is_to_be_changed_and_back_leaves_it() -> None:
    person = Person(parted)
    for said in ("red", "it is", "skip", "Change: Note"):
        person.says(said)
    assert "A note?" in person.lines
    person.says("back")
    assert "Note: none" in person.lines.replace("<b>", "").replace("</b>", "")
    for said in ("Change: Note", "sweet"):
        person.says(said)
    assert person.draft.journal["note"] == "sweet"


def test_words_too_long_for_their_question_are_named_when_it_would_have_them() -> None:
    person = Person(parted)
    for said in ("red", "x" * 40):
        person.says(said)
    assert "40 characters, too many to keep" in person.lines


def test_what_was_said_is_heard_until_the_question_is_answered() -> None:
    person = Person(parted)
    person.says("small and sour")
    assert "small and sour?" in person.lines
