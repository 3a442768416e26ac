"""The things a page may do, and the page itself."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Concatenate, Generic, Literal, ParamSpec, TypeAlias, TypeVar, overload

from bot.dialogue.fields import Field
from bot.speech import Button, Text

T = TypeVar("T")
R = TypeVar("R")
P = ParamSpec("P")


class ForeignAwait(RuntimeError):
    """A page awaited something that is not one of its talk's verbs; pages do no I/O."""


class Declined(Exception):
    """A deed does not do what was asked, and has changed nothing: `told` is said, and the conversation ends."""

    def __init__(self, told: Text) -> None:
        super().__init__(told.msgid)
        self.told = told


@dataclass(slots=True)
class _Step(Generic[R]):
    """What a verb hands to the replay, under its journal key; awaiting it gives what the replay sends back."""

    name: str

    def __await__(self) -> Generator[_Step[R], R, R]:
        return (yield self)


@dataclass(slots=True)
class Ask(_Step[Any]):
    """One question, one answer; an optional one may be skipped, which answers None.

    A quiet one is not asked: it takes what was said elsewhere, and can be given at the review.
    """

    question: Text
    field: Field[Any]
    optional: bool = False
    was: str = ""
    quiet: bool = False


@dataclass(slots=True)
class Heard(_Step[str]):
    """What was said in words before a question was answered."""


@dataclass(slots=True)
class Collect(_Step[Any]):
    """One question, up to `most` answers, ended by the person."""

    question: Text
    field: Field[Any]
    most: int


@dataclass(slots=True)
class Review(_Step[str]):
    """All answers on one screen: send them, in one of several ways perhaps, change one, or drop."""

    question: Text
    ways: Mapping[str, Text]


@dataclass(slots=True)
class Say(_Step[None]):
    """Words of the page, said once; buttons stand under them where the page ends."""

    text: Text
    buttons: tuple[Button, ...] = ()


@dataclass(slots=True)
class Show(_Step[None]):
    """Words for an answer that was given, as the review shows it."""

    text: Text


@dataclass(slots=True)
class Call(_Step[Any]):
    """A call into the house, made in the turn's transaction: its result is journaled."""

    kind: Literal["look", "do"]
    function: Callable[..., Awaitable[Any]]
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(default_factory=dict)


class Talk:
    """What a page holds: its verbs. Names must not change once released (`was` takes over an old name)."""

    @overload
    async def ask(self, name: str, question: Text, field: Field[T], *, was: str = "") -> T: ...

    @overload
    async def ask(
        self, name: str, question: Text, field: Field[T], *, optional: bool, was: str = "", quiet: bool = False
    ) -> T | None: ...

    async def ask(
        self, name: str, question: Text, field: Field[T], *, optional: bool = False, was: str = "", quiet: bool = False
    ) -> T | None:
        """Ask one question and return its answer, None when it was skipped."""
        answer: T | None = await Ask(name, question, field, optional, was, quiet)
        return answer

    async def heard(self, before: str) -> str:
        """Return what was said in words while that question is not answered yet, and nothing afterwards."""
        return await Heard(before)

    async def collect(self, name: str, question: Text, field: Field[T], *, most: int) -> Sequence[T]:
        """Ask for up to `most` answers and return those given, perhaps none."""
        answers: Sequence[T] = await Collect(name, question, field, most)
        return answers

    async def review(self, question: Text, send: Text, **others: Text) -> str:
        """Show all answers; return how they are sent: "send", or the name of another way. A change comes back here."""
        return await Review("review", question, {"send": send, **others})

    async def say(self, text: Text, *, buttons: Sequence[Button] = (), **values: object) -> None:
        """Say something once; `buttons` of the house's menu stand under the last words of a page."""
        await Say(f"say:{text.msgid}", text(**values), tuple(buttons))

    async def show(self, name: str, text: Text) -> None:
        """Let the review show an answer in these words."""
        await Show(name, text)

    async def look(
        self,
        name: str,
        function: Callable[Concatenate[Any, P], Awaitable[R]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Read once: call `function(tx, ...)`; its result (JSON values) is the same at every replay."""
        result: R = await Call(f"look:{name}", "look", function, args, kwargs)
        return result

    async def do(
        self,
        name: str,
        function: Callable[Concatenate[Any, P], Awaitable[R]],
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> R:
        """Do once: call the deed `function(tx, ...)` in the turn's transaction; nothing before it can be changed."""
        result: R = await Call(f"do:{name}", "do", function, args, kwargs)
        return result


Page: TypeAlias = Callable[[Talk], Coroutine[Any, Any, None]]


@dataclass(frozen=True)
class Dialogue:
    """A page with its name and, in their order, the names and labels of its questions.

    The steps give "step 3 of 7" and the lines of the review; a question that is not among them is asked in between.
    `photos` names the `collect` that takes a photo whenever it comes, also while another question is open; `words` the
    question that takes what was written before anything was asked, or instead of choosing. `parts` are questions that
    belong to a step: its name, and their own label at the review; words typed at a part of `words` answer it as well.
    Where a page asks only some of its steps, they are not `counted` for the person.
    """

    name: str
    page: Page
    steps: Mapping[str, Text]
    photos: str = ""
    words: str = ""
    parts: Mapping[str, tuple[str, Text]] = field(default_factory=dict)
    counted: bool = True

    def step_of(self, name: str) -> str:
        """Return the step that a question is, or belongs to; empty when it is asked in between."""
        return self.parts[name][0] if name in self.parts else name if name in self.steps else ""

    def label(self, name: str) -> Text:
        """Return how a question is called at the review."""
        return self.parts[name][1] if name in self.parts else self.steps[name]


def dialogue(
    name: str,
    steps: Mapping[str, Text],
    *,
    photos: str = "",
    words: str = "",
    parts: Mapping[str, tuple[str, Text]] | None = None,
    counted: bool = True,
) -> Callable[[Page], Dialogue]:
    """Make a page a dialogue."""
    return lambda page: Dialogue(name, page, steps, photos, words, parts or {}, counted)
