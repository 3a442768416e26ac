"""Neutral words between all floors: what came in, what goes out, and text that is not yet in a language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence of the catalogues: an English msgid (Telegram HTML) and the values of its `{fields}`.

    Values are escaped when the sentence is put into words; a value that is a `Text` is worded in the same language.
    `count` picks the plural form of a msgid that has one (`plural` is the English plural).
    """

    msgid: str
    values: Mapping[str, object] = field(default_factory=dict)
    plural: str = ""
    count: int | None = None

    def __call__(self, **values: object) -> Text:
        """Return the same sentence with more of its fields filled."""
        return type(self)(self.msgid, {**self.values, **values}, self.plural, self.count)


Wording: TypeAlias = Callable[[Text], str]
"""Puts a sentence into the words of one language, as Telegram HTML."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: what it says, and the data (at most 64 bytes) that its press brings back."""

    text: Text
    data: str


Buttons: TypeAlias = Sequence[Sequence[Button]]


Medium: TypeAlias = Literal["photo", "voice", "video", "document"]
"""What a file is; a picture that was sent as a file is a photo, `document` is everything that is none of the others."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a message, as the messenger knows it.

    `file` fetches it, `unique` recognises the same file again; `size` (bytes) and `seconds` are 0 when not told; `mime`
    and `name` are what the sender's app says, and prove nothing.
    """

    kind: Medium
    file: str
    unique: str
    size: int = 0
    seconds: int = 0
    mime: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A file of ours to send: its `content`, or the `kept` name and `key` of a sealed file; `name` is for documents."""

    kind: Medium
    content: bytes = b""
    kept: str = ""
    key: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The group chat in which something was done, and `thread`, its topic there (0: in none).

    `forum` tells that it has topics, `joined` that the bot just came into it, `named` which bot a command was addressed
    to (empty: none), `moved_to` under which number it goes on.
    """

    title: str = ""
    forum: bool = False
    thread: int = 0
    joined: bool = False
    named: str = ""
    moved_to: int = 0


@dataclass(frozen=True, slots=True)
class Incoming:
    """One thing a person did in a private chat, or in a group if `group` is not None.

    `kind` says which of the other fields are filled: `text` (a message), `photo`, `voice`, `video` and `document`
    (`attached`, with its caption in `text`), `location` (`at`: latitude and longitude in degrees of WGS-84), `press`
    (`press`, with `message` the one pressed), `command` (`command` without slash, and `text` the rest of the line),
    `blocked` / `unblocked` (the person stopped or restarted the bot), `other` (anything that people can send and that
    the bot does not understand yet), `edit` (the new `text` of an earlier `message`), `timer` (nobody spoke: `command`
    says what is due), `job` (nobody spoke: the work that `command` names is finished, with its `result`, JSON values).
    `behind` is how many more of the person's messages wait. Of a group only `command`, `press`, `blocked` and
    `unblocked` (the bot is not in it any more, or came in or became something else) and `moved` are heard.
    """

    kind: Literal[
        "text",
        "photo",
        "voice",
        "video",
        "document",
        "location",
        "press",
        "command",
        "blocked",
        "unblocked",
        "other",
        "edit",
        "timer",
        "job",
        "moved",
    ]
    chat: int
    person: int
    language: str = ""
    name: str = ""
    message: int = 0
    text: str = ""
    command: str = ""
    press: str = ""
    press_id: str = ""
    attached: Attached | None = None
    at: tuple[float, float] | None = None
    album: str = ""
    result: Any = None
    behind: int = 0
    group: Group | None = None

    @property
    def document(self) -> Attached | None:
        """The file that came as a document and is no picture, if any."""
        return self.attached if self.kind == "document" else None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One thing to say to a chat, already in words (Telegram HTML).

    `edit` names the message to change instead of sending a new one; `delete` names one to remove (nothing is said
    then); `enclosed` are files to send with `text` as the caption of the first, several (2 to 10 photos) as an album,
    which has no buttons. `start` is a code: the link that brings it back with /start stands under the text, and as a
    picture to scan. `commands` (name, meaning) replaces the chat's menu of commands; nothing is said then. `notice`
    marks what nobody just asked for: it is paced, and not repeated when it is unknown whether it arrived. After so many
    `minutes` it is taken out of the chat again, which no album is.

    For groups, whose numbers are below zero: `thread` is the topic to say it in; `topic` makes one of that name, and
    nothing is said then; `leave` leaves the chat after the words; `named` is the bot that a command was for: to another
    one's nothing is answered. `press` answers a pressed button, which that person alone sees; `chat` is theirs. `back`
    comes back as a job "said" with what became of it, once it is sent as a new message or cannot be sent.
    """

    chat: int
    text: str = ""
    buttons: tuple[tuple[tuple[str, str], ...], ...] = ()
    edit: int = 0
    delete: int = 0
    enclosed: tuple[Enclosed, ...] = ()
    start: str = ""
    commands: tuple[tuple[str, str], ...] = ()
    notice: bool = False
    thread: int = 0
    topic: str = ""
    leave: bool = False
    named: str = ""
    press: str = ""
    back: str = ""
    minutes: int = 0

    @property
    def in_group(self) -> bool:
        """Whether it is said where several people read it."""
        return self.chat < 0
