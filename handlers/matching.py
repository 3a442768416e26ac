"""How a page of the table is found, and run beside a conversation that is open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from bot.dialogue import Declined
from handlers import conversation, protection
from handlers.deeds.bans import admit
from handlers.turn import Turn

Match: TypeAlias = Callable[[Turn], bool]
Page: TypeAlias = Callable[[Turn], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Kinds:
    """Match kinds of messages, and one command if it is named."""

    kinds: tuple[str, ...]
    command: str = ""

    def __call__(self, turn: Turn) -> bool:
        """Tell whether what came is of it."""
        incoming = turn.incoming
        return incoming.kind in self.kinds and (not self.command or incoming.command == self.command)


def command(name: str) -> Match:
    """Match a command, typed or as a menu button."""
    return Kinds(("command",), name)


def kind(*kinds: str) -> Match:
    """Match kinds of messages."""
    return Kinds(kinds)


def of_kind(table: Sequence[tuple[Match, Page]], kind: str) -> tuple[tuple[Match, Page], ...]:
    """Return the rows of a table that a message of that kind may be for."""
    return tuple(row for row in table if not isinstance(row[0], Kinds) or kind in row[0].kinds)


def then_back(page: Page) -> Page:
    """Run a page in the middle of a conversation, and then show again where that stands."""

    async def both(turn: Turn) -> None:
        await page(turn)
        await conversation.go_on(turn, None)

    return both


def unless_blocked(page: Page) -> Page:
    """Run a page unless the person may not file now; the numbers to call are said all the same."""

    async def either(turn: Turn) -> None:
        try:
            await admit(turn.tx)
        except Declined as declined:
            turn.say(*filter(None, [protection.alarm(turn)]), declined.told)
        else:
            await page(turn)

    return either
