"""Fields: what a question takes as its answer, and how the answer is stored and shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Generic, Protocol, TypeVar

from bot.dialogue.draft import Json
from bot.speech import Attached, Incoming, Medium, Text

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


SPOKEN = ""
"""The stored answer of a question that a voice message answers."""


def _answers(values: Sequence[object]) -> Text:
    return Text("{count} answer", plural="{count} answers", count=len(values))


class Refused(Exception):
    """What was said is no answer; `why` tells the person what to do now.

    `meant` tells that it was clearly meant as one, and is not the description of anything.
    """

    def __init__(self, why: Text, meant: bool = False) -> None:
        super().__init__(why.msgid)
        self.why, self.meant = why, meant


class Stale(Exception):
    """A stored answer does not count any more: the question is asked again."""


class Field(Protocol[T]):
    """The kind of answer a question takes. `choices` are offered as buttons, and may be typed as words or numbers."""

    @property
    def choices(self) -> Mapping[str, Text]:
        """Codes and labels of the answers on offer; empty when the answer is free."""

    def read(self, incoming: Incoming) -> T:
        """Return the answer in a message that is none of the choices, or raise `Refused`."""

    def pick(self, code: str) -> T:
        """Return the answer of a choice; raise `Refused` for a code that is not on offer."""

    def dump(self, value: T) -> Json:
        """Return the answer as JSON values."""

    def load(self, stored: Json) -> T:
        """Return the answer that was stored, checked again; raise `Stale` when it does not count any more."""

    def show(self, value: T) -> Text | str:
        """Return the answer as a person should read it at the review."""

    def tally(self, values: Sequence[T]) -> Text:
        """Return words for how many answers these are."""


@dataclass(frozen=True)
class Choice:
    """One of a few answers: codes and their labels, in the order they are shown; the value is the code.

    `alarms` are codes that are no answer but a reason to stop and call for help; `unsure` is the one that stands for
    "I do not know", `yes` and `no` are those that a plain yes or no stands for.
    """

    options: Mapping[str, Text]
    alarms: frozenset[str] = frozenset()
    unsure: str = ""
    yes: str = ""
    no: str = ""

    @property
    def choices(self) -> Mapping[str, Text]:
        """The options."""
        return self.options

    def read(self, incoming: Incoming) -> str:
        """Refuse: what is none of the choices is no answer."""
        raise Refused(Text("Please tap one of the buttons, or type its words or its number."))

    def pick(self, code: str) -> str:
        """Return the code if it is on offer."""
        if code not in self.options:
            raise Refused(Text("Please tap one of the buttons, or type its words or its number."))
        return code

    def dump(self, value: str) -> Json:
        """Return the code."""
        return value

    def load(self, stored: Json) -> str:
        """Return the code if it is still on offer."""
        if stored not in self.options:
            raise Stale
        return str(stored)

    def show(self, value: str) -> Text:
        """Return the label."""
        return self.options[value]

    def tally(self, values: Sequence[str]) -> Text:
        """Return words for how many answers these are."""
        return _answers(values)


class _NoChoices(Generic[T]):
    """What fields without choices share."""

    @property
    def choices(self) -> Mapping[str, Text]:
        return {}

    def pick(self, code: str) -> T:
        raise Refused(Text("That button is not part of this question."))

    def tally(self, values: Sequence[T]) -> Text:
        return _answers(values)


@dataclass(frozen=True)
class Words(_NoChoices[str]):
    """Free text of `least` to `most` characters, without white space at its ends."""

    least: int = 1
    most: int = 1000

    def read(self, incoming: Incoming) -> str:
        """Return the text of the message."""
        words = incoming.text.strip()
        if not words:
            raise Refused(Text("Please type it as a message."))
        if len(words) < self.least:
            raise Refused(Text("That is very short. Please say a little more."))
        if len(words) > self.most:
            raise Refused(
                Text("That is {length} characters; {most} fit. Please send a shorter one.")(
                    length=len(words), most=self.most
                )
            )
        return words

    def dump(self, value: str) -> Json:
        """Return the text."""
        return value

    def load(self, stored: Json) -> str:
        """Return the text if it still fits."""
        if not isinstance(stored, str) or not self.least <= len(stored) <= self.most:
            raise Stale
        return stored

    def show(self, value: str) -> Text | str:
        """Return the text."""
        return value


@dataclass(frozen=True)
class Telling(Words):
    """Free text, or a voice message that stands instead of it: its value is then empty.

    The message itself belongs to the question that collects files.
    """

    def load(self, stored: Json) -> str:
        """Return the text if it still fits, or nothing when it was spoken."""
        return SPOKEN if stored == SPOKEN else super().load(stored)

    def show(self, value: str) -> Text | str:
        """Return the text, or what stands instead of it."""
        return value or Text("as a voice message")


@dataclass(frozen=True)
class Shot:
    """A photo, voice message or video that answers a question, with the words that came with it."""

    attached: Attached
    caption: str = ""


MEDIA: Mapping[Medium, Text] = {
    "photo": Text("{count} photo", plural="{count} photos"),
    "voice": Text("{count} voice message", plural="{count} voice messages"),
    "video": Text("{count} video", plural="{count} videos"),
}


@dataclass(frozen=True)
class Media(_NoChoices[Shot]):
    """A photo, a voice message or a video."""

    def read(self, incoming: Incoming) -> Shot:
        """Return the file of the message."""
        if incoming.attached is None or incoming.attached.kind not in MEDIA:
            raise Refused(Text("Please send a photo here, or tap the button to go on."))
        return Shot(incoming.attached, incoming.text.strip())

    def dump(self, value: Shot) -> Json:
        """Return the file, its unique name, its caption, what it is, its size and its seconds."""
        file = value.attached
        return [file.file, file.unique, value.caption, file.kind, file.size, file.seconds]

    def load(self, stored: Json) -> Shot:
        """Return the file; the first release kept photos only, by three values."""
        if not isinstance(stored, list) or len(stored) not in (3, 6):
            raise Stale
        file, unique, caption, *rest = stored
        return Shot(Attached(rest[0], file, unique, *rest[1:]) if rest else Attached("photo", file, unique), caption)

    def show(self, value: Shot) -> str:
        """Return its caption."""
        return value.caption

    def tally(self, values: Sequence[Shot]) -> Text:
        """Return words for how many of each kind these are."""
        kinds = [value.attached.kind for value in values]
        told = [replace(MEDIA[kind], count=kinds.count(kind)) for kind in MEDIA if kind in kinds]
        listed = told.pop(0) if told else replace(MEDIA["photo"], count=0)
        for more in told:
            listed = Text("{listed}, {more}")(listed=listed, more=more)
        return listed
