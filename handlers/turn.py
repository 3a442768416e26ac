"""One turn: who speaks, what is remembered of them, and what will be said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot import texts
from bot.dialogue import Draft, Screen
from bot.rules import rights
from bot.speech import Buttons, Enclosed, Incoming, Outgoing, Text
from storage import Transaction, audit
from storage.drafts import Kept
from storage.people import Person

MENU = "m"
"""First part of the data of every button that acts like a command: `m.command.argument`."""


@dataclass
class Turn:
    """What a page works with; `says` is sent after the commit, `draft` is what stays open (None: nothing)."""

    tx: Transaction
    incoming: Incoming
    kept: Kept | None
    person: Person | None
    says: list[Outgoing] = field(default_factory=list)
    draft: Draft | None = None

    def __post_init__(self) -> None:
        self.draft = self.kept.draft if self.kept else None

    @property
    def role(self) -> str:
        """The role of the person who speaks."""
        return self.person.role if self.person else "resident"

    def may(self, action: str, state: str = rights.ANY) -> bool:
        """Tell whether the person may do something to an object in that state: the one guard of every page."""
        return rights.allows(self.role, action, state).allowed

    async def record(self, action: str, object: str = "", whom: bytes | None = None) -> None:
        """Write into the log of who did what, in the turn's transaction; never about an anonymous tip being filed."""
        await audit.record(self.tx, self.role, action, object, self.person.id if self.person else None, whom)

    @property
    def language(self) -> str:
        """The language to speak: the person's choice, else what their messenger says."""
        chosen = self.person.language if self.person else ""
        return chosen or texts.language_for(self.incoming.language)

    @property
    def pause(self) -> int:
        """Seconds since the open conversation was last touched."""
        return int(self.tx.now.timestamp()) - self.kept.touched if self.kept else 0

    def words(self, text: Text) -> str:
        """Put a sentence into the person's language."""
        return texts.words(text, self.language)

    def say(
        self,
        *lines: Text,
        buttons: Buttons = (),
        in_place: bool = False,
        enclosed: Sequence[Enclosed] = (),
        start: str = "",
        notice: bool = False,
        minutes: int = 0,
    ) -> None:
        """Say some lines as one message, in place of the pressed one if asked; a notice is silent and in no hurry.

        With files, the lines are their caption. After so many minutes it is taken out of the chat again.
        """
        edit = self.incoming.message if in_place and self.incoming.press_id else 0
        labels = tuple(tuple((texts.label(b.text, self.language), b.data) for b in row) for row in buttons)
        text = "\n".join(self.words(line) for line in lines)
        said = Outgoing(
            self.incoming.chat, text, labels, edit, 0, tuple(enclosed), start, notice=notice, minutes=minutes
        )
        self.says.append(said)

    def tell(
        self, chat: int, language: str, *lines: Text, buttons: Buttons = (), enclosed: Sequence[Enclosed] = ()
    ) -> None:
        """Say some lines to somebody else, in their language; a photo comes before them."""
        labels = tuple(tuple((texts.label(b.text, language), b.data) for b in row) for row in buttons)
        if enclosed:
            self.says.append(Outgoing(chat, "", enclosed=tuple(enclosed)))
        self.says.append(Outgoing(chat, "\n".join(texts.words(line, language) for line in lines), labels))

    def offer(self, chat: int, language: str, commands: Mapping[str, Text]) -> None:
        """Replace the menu of commands of a chat."""
        menu = tuple((name, texts.label(meaning, language)) for name, meaning in commands.items())
        self.says.append(Outgoing(chat, commands=menu))

    def show(self, screen: Screen, in_place: bool = False) -> None:
        """Say a screen of the conversation engine; an empty one says nothing."""
        if screen.lines:
            self.say(*screen.lines, buttons=screen.buttons, in_place=in_place)

    def remove(self) -> None:
        """Take the person's own message out of the chat."""
        self.says.append(Outgoing(self.incoming.chat, delete=self.incoming.message))
