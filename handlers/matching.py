"""How a page of the table is found, and run beside a conversation that is open."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeAlias

from bot.dialogue import Declined
from handlers import conversation, protection
from handlers.deeds.bans import admit
from handlers.turn import Turn

Match: TypeAlias = Callable[[Turn], bool]
Page: TypeAlias = Callable[[Turn], Awaitable[None]]


def command(name: str) -> Match:
    """Match a command, typed or as a menu button."""
    return lambda turn: turn.incoming.kind == "command" and turn.incoming.command == name


def kind(*kinds: str) -> Match:
    """Match kinds of messages."""
    return lambda turn: turn.incoming.kind in kinds


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
