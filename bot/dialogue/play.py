"""One turn of a conversation: replay to where the person stands, understand what was said, replay again."""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.dialogue import journal
from bot.dialogue.draft import Draft, Json
from bot.dialogue.fields import MEDIA, Refused
from bot.dialogue.meaning import CHANGE, DROP, ENOUGH, NO, SEND, UNSURE, YES, Meaning
from bot.dialogue.replay import Reached, Replay, Runaway, once
from bot.dialogue.screens import (
    ASIDES,
    EDIT,
    SKIP,
    Screen,
    aside_screen,
    controls,
    question_screen,
    review_screen,
)
from bot.dialogue.talk import Ask, Call, Collect, Dialogue, Review
from bot.speech import Incoming, Medium, Text, Wording

__all__ = ["Outcome", "Runaway", "play"]

DROPPED = Text("All right, deleted. Nothing of it was sent.")
NOT_PASSED_ON = Text("All right, I do not pass that on.")
NEEDED = Text("This question cannot be skipped: the rest depends on it.")
STALE_BUTTON = Text("That button belongs to an earlier question. This is where we are:")
NOTED = Text("I note that down as well.")
MOVED_ON = Text("This form has changed a little since you were last here. Please answer this first:")
TOO_LONG = Text("That is {length} characters, too many to keep. Please send a shorter one.")
CORRECTED = Text("Corrected.")
FILE_KEPT: Mapping[Medium, Text] = {
    "photo": Text("The photo is kept with it."),
    "voice": Text("Your voice message is kept with it; somebody will listen to it."),
    "video": Text("The video is kept with it."),
}
WORDS_KEPT = Text("I keep that as what you saw. Now please tap what fits best.")
WORDS_NOTED = Text("I keep that as what you saw.")
MEANT = 4
"""Characters from which on words typed instead of a choice are taken for a description, not for a slip."""
_MEANT_IN_CHINESE = re.compile(r"[\u3400-\u9fff].*[\u3400-\u9fff].*[\u3400-\u9fff]")


@dataclass
class Outcome:
    """What a turn leads to: the screen to show, and the draft to keep (None: the conversation has ended).

    `in_place` is true when the screen answers a button of the screen before it, and so may take its place; `then` is
    the conversation that begins now instead, with what is known.
    """

    screen: Screen
    draft: Draft | None
    in_place: bool = False
    then: Sequence[Json] | None = None


def play(
    dialogue: Dialogue,
    draft: Draft,
    incoming: Incoming | None,
    words: Wording,
    *,
    paused: bool = False,
    alarm: Text | None = None,
) -> Generator[Call, Json, Outcome]:
    """Play one turn; yields each call into the house and is sent its result.

    `incoming` None shows where the person stands; `paused` says that much time went by since the last message;
    `alarm` is what must be said before anything else: the message waits until the person goes on.
    """
    turn = _Turn(dialogue, draft, Meaning(words))
    if incoming is not None and incoming.kind == "edit":
        return (yield from _edited(turn, incoming))
    if draft.aside and incoming is None:
        return Outcome(aside_screen(draft), draft)
    if incoming is not None:
        between, incoming = turn.between(incoming, paused, alarm)
        if between is not None:
            return between
    replay = Replay(dialogue, draft)
    try:
        return (yield from _answered(turn, replay, incoming))
    finally:
        replay.close()


def _answered(turn: _Turn, replay: Replay, incoming: Incoming | None) -> Generator[Call, Json, Outcome]:
    reached = yield from replay.reach()
    said = list(reached.said)
    if incoming is not None and reached.step is not None:
        turn.respond(incoming, reached.step, reached)
        if turn.ended:
            return Outcome(Screen([DROPPED]), None, turn.in_place)
        if turn.draft.aside:
            return Outcome(aside_screen(turn.draft), turn.draft, turn.in_place)
        reached = yield from replay.reach() if replay.goes_on() else once(turn.dialogue, turn.draft)
        said += reached.said
        if turn.gathered and turn.dialogue.words not in turn.draft.journal:
            turn.kept.append(TOO_LONG(length=len(incoming.text)))
    return turn.outcome(said, reached)


def _edited(turn: _Turn, incoming: Incoming) -> Generator[Call, Json, Outcome]:
    """Change the answer that an edited message gave; an edit of anything else changes nothing and is not answered."""
    draft = turn.draft
    name = next((name for name, message in draft.sources.items() if message == incoming.message), None)
    if name is None or name not in draft.journal or draft.aside:
        return Outcome(Screen(), draft)
    old = draft.journal.pop(name)
    reached = yield from once(turn.dialogue, draft)
    if isinstance(reached.step, Ask) and reached.step.name == name:
        turn.take(incoming, reached.step)
    turn.note = turn.note or CORRECTED
    draft.journal.setdefault(name, old)
    reached = yield from once(turn.dialogue, draft)
    return turn.outcome(reached.said, reached)


@dataclass
class _Turn:
    """The understanding of one message."""

    dialogue: Dialogue
    draft: Draft
    meaning: Meaning
    note: Text | None = None
    in_place: bool = False
    ended: bool = False
    kept: list[Text] = field(default_factory=list)
    gathered: bool = False

    def outcome(self, said: list[Text], reached: Reached) -> Outcome:
        before = [*self.kept, *([self.note] if self.note else []), *said]
        if reached.step is None:
            return Outcome(Screen(before, [[button] for button in reached.buttons]), None, self.in_place)
        step, back = reached.step, bool(reached.visited) or self.draft.edited is not None
        self.draft.open = step.name
        if isinstance(step, Review):
            screen = review_screen(self.dialogue, self.draft, step, reached.answers, back)
        else:
            screen = question_screen(self.dialogue, self.draft, step, back)
        screen.lines[:0] = before
        return Outcome(screen, self.draft, self.in_place)

    # -- screens in between ------------------------------------------------------------------------------------------

    def between(self, incoming: Incoming, paused: bool, alarm: Text | None) -> tuple[Outcome | None, Incoming | None]:
        """Return the screen that comes in between, if any, and else the message that counts in this turn."""
        draft = self.draft
        if alarm is not None:
            self._hold("alarm", incoming)
            return Outcome(aside_screen(draft, alarm), draft), None
        if draft.aside:
            return self._answer_aside(incoming)
        if paused and not self._presses_current(incoming):
            self._hold("pause", incoming)
            return Outcome(aside_screen(draft), draft), None
        return None, incoming

    def _hold(self, aside: str, incoming: Incoming) -> None:
        """Put a screen in between: a file goes where files belong, words wait until the person goes on."""
        if incoming.attached is not None:
            journal.gather(self.dialogue, self.draft, replace(incoming, text=""))
        self.draft.hold(aside, incoming)

    def _answer_aside(self, incoming: Incoming) -> tuple[Outcome | None, Incoming | None]:
        draft = self.draft
        code = self._aside_code(incoming, ASIDES[draft.aside][1])
        if code is None:
            if draft.aside == "offer" and (incoming.text or incoming.attached):
                journal.gather(self.dialogue, draft, incoming)
                self.kept.append(NOTED)
            elif incoming.kind in ("text", *MEDIA) and not (
                self.meaning.means(incoming, YES) or self.meaning.means(incoming, NO)
            ):
                self._hold(draft.aside, incoming)
            screen = aside_screen(draft)
            screen.lines[:0] = self.kept
            return Outcome(screen, draft), None
        self.in_place = incoming.kind == "press"
        if code == "drop":
            told = NOT_PASSED_ON if draft.aside == "offer" else DROPPED
            return Outcome(Screen([told]), None, self.in_place), None
        if code == "next":
            return Outcome(Screen(), None, self.in_place, draft.wanted), None
        told_in_alarm = draft.aside == "alarm" and self.dialogue.words not in ("", self.dialogue.step_of(draft.open))
        held = draft.release(incoming)
        if held is not None and told_in_alarm:
            journal.gather(self.dialogue, draft, held)
            held = None
        if code == "over":
            draft.journal, draft.edited, held = dict(draft.known), None, None
        return None, held

    def _aside_code(self, incoming: Incoming, choices: Mapping[str, Text]) -> str | None:
        if incoming.kind == "press":
            token, _, rest = incoming.press.partition(".")
            name, _, code = rest.partition(".")
            return code if (token, name) == (self.draft.token, "aside") and code in choices else None
        if incoming.kind == "command" and incoming.command == "cancel":
            return "drop"
        return self.meaning.picked(incoming, choices, list(choices)) or self._yes_or_no(incoming, list(choices))

    def _yes_or_no(self, incoming: Incoming, choices: list[str]) -> str | None:
        """Return the first choice for a yes and the last for a no; in an alarm only a clear word counts."""
        if self.draft.aside == "alarm":
            return None
        if self.meaning.means(incoming, DROP):
            return "drop"
        if self.meaning.means(incoming, YES):
            return choices[0]
        return choices[-1] if self.meaning.means(incoming, NO) else None

    def _presses_current(self, incoming: Incoming) -> bool:
        open_question = f"{self.draft.token}.{self.draft.open}."
        return incoming.kind == "press" and incoming.press.startswith(open_question)

    # -- answers -----------------------------------------------------------------------------------------------------

    def respond(self, incoming: Incoming, step: Ask | Collect | Review, reached: Reached) -> None:
        """Change the draft as the message asks, or note why it does not fit."""
        incoming = self._keep_file(incoming, step)
        code = self._code(incoming, step, reached)
        if code is None and self.note is None:
            if self.draft.open != step.name:
                self.note = MOVED_ON if self.draft.open else None
            elif isinstance(step, Review):
                self.note = Text("Please tap a button, or type its words.")
            elif incoming.text or incoming.attached or not self.kept:
                self._answer(incoming, step)
        elif code is not None:
            self._act(code, step, reached)

    def _keep_file(self, incoming: Incoming, step: Ask | Collect | Review) -> Incoming:
        """Put a file that comes while another question is open where it belongs; its caption still counts here."""
        file = incoming.attached
        if file is None or file.kind not in MEDIA or not self.dialogue.photos or step.name == self.dialogue.photos:
            return incoming
        journal.gather(self.dialogue, self.draft, replace(incoming, text=""))
        self.kept.append(FILE_KEPT[file.kind])
        if file.kind == "voice" and step.name == self.dialogue.words:
            self.draft.edited = None
        if file.kind == "voice" and isinstance(step, Ask) and self._is_told_by(step):
            journal.store(self.draft, step, getattr(step.field, "unsure", None))
        return replace(incoming, kind="text", attached=None)

    def _is_told_by(self, step: Ask | Collect) -> bool:
        """Tell whether a question is a part of the words' step, which words or a voice message answer as a whole."""
        return step.name in self.dialogue.parts and self.dialogue.step_of(step.name) == self.dialogue.words

    def _code(self, incoming: Incoming, step: Ask | Collect | Review, reached: Reached) -> str | None:
        """Return what was pressed or typed as a code; a button that is not of this question is noted."""
        offered = self._offered(step, reached)
        if incoming.kind == "press":
            token, _, rest = incoming.press.partition(".")
            name, _, code = rest.partition(".")
            if (token, name) != (self.draft.token, step.name) or code not in offered:
                self.note = STALE_BUTTON
                return None
            self.in_place = True
            return code
        if incoming.kind == "command":
            code = "done" if incoming.command == "skip" and "done" in offered else incoming.command
            if code not in offered:
                self.note = Text("That does not fit here.")
            return code if code in offered else None
        numbered = getattr(getattr(step, "field", None), "numbered", True)
        choices = [code for code in offered if code.startswith("c:") and numbered]
        return self.meaning.picked(incoming, offered, choices) or self._meant(incoming, step, reached)

    def _meant(self, incoming: Incoming, step: Ask | Collect | Review, reached: Reached) -> str | None:
        """Return what a yes, a no, an "I do not know" or a bare label stands for at this question."""
        if isinstance(step, Review):
            labels = {name: self.dialogue.label(name) for name in reached.answers}
            sends = self.meaning.means(incoming, YES, SEND)
            named = self.meaning.named(incoming, labels, CHANGE)
            return "send" if sends else f"edit:{named}" if named else None
        if isinstance(step, Collect):
            return "done" if self.meaning.means(incoming, NO, ENOUGH) else None
        if self.meaning.means(incoming, SKIP):  # it is not on offer here, and no answer
            self.note = NEEDED
            return None
        meanings = (("unsure", UNSURE), ("yes", YES), ("no", NO))
        meant = [getattr(step.field, name, "") for name, words in meanings if self.meaning.means(incoming, words)]
        left_out = "skip" if step.optional and self.meaning.means(incoming, UNSURE) else None
        return next((f"c:{code}" for code in meant if code), left_out)

    def _offered(self, step: Ask | Collect | Review, reached: Reached) -> dict[str, Text]:
        back = bool(reached.visited) or self.draft.edited is not None
        offered: dict[str, Text] = {}
        if isinstance(step, Review):
            offered |= step.ways
            offered |= {f"edit:{name}": EDIT(label=self.dialogue.label(name)) for name in reached.answers}
        else:
            offered |= {f"c:{code}": label for code, label in step.field.choices.items()}
        return offered | controls(self.dialogue, self.draft, step, back)

    def _answer(self, incoming: Incoming, step: Ask | Collect) -> None:
        """Take an answer; words that are none are kept as what was seen, where a choice or a photo was asked for."""
        meant = self.take(incoming, step)
        asked = step.field.choices or step.name == self.dialogue.photos
        said = incoming.text.strip()
        short = isinstance(step, Ask) and _MEANT_IN_CHINESE.search(said)
        described = (len(said) >= MEANT or short) and incoming.attached is None
        if self.note is None or meant or not (asked and described and self.dialogue.words):
            return None
        self.note, self.gathered = None, True
        journal.gather(self.dialogue, self.draft, incoming)
        if self._is_told_by(step):
            return journal.store(self.draft, step, getattr(step.field, "unsure", None))
        return self.kept.append(WORDS_NOTED if isinstance(step, Collect) else WORDS_KEPT)

    def take(self, incoming: Incoming, step: Ask | Collect) -> bool:
        """Store what the field reads in a message, or note why it cannot; tells whether it was meant as an answer."""
        try:
            journal.store(self.draft, step, step.field.dump(step.field.read(incoming)))
        except Refused as refused:
            self.note = refused.why
            return refused.meant
        self.draft.sources[step.name] = incoming.message
        return True

    def _act(self, code: str, step: Ask | Collect | Review, reached: Reached) -> None:
        draft = self.draft
        if code[2:] in getattr(getattr(step, "field", None), "alarms", ()) and code.startswith("c:"):
            draft.aside, draft.held = "alarm", None
        elif code.startswith("c:") and not isinstance(step, Review):
            journal.store(self.draft, step, step.field.dump(step.field.pick(code[2:])))
        elif code.startswith("edit:"):
            name = code[5:]
            draft.edited = (name, draft.journal[name])
            journal.reopen(draft, name)
        elif isinstance(step, Review) and code in step.ways:
            draft.journal[step.name] = code
        elif code == "skip":
            draft.journal[step.name], draft.edited = None, None
        elif code == "done":
            journal.finish(draft, step.name)
        elif code == "clear":
            journal.empty(self.dialogue, draft, step.name)
        elif code == "back":
            journal.back(draft, reached.visited)
        elif reached.visited or draft.edited:
            draft.aside = "cancel"
        else:
            self.ended = True
