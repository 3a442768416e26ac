"""What became of a call to the Bot API: sent, later, blocked, moved, failed, or no use going on."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from typing import Any, Literal

# Read when an error is made: without it the library warns at every 429.
os.environ.setdefault("PTB_TIMEDELTA", "true")

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.transport import NotSent

EXIT_CONFLICT = 75
EXIT_TOKEN = 78
BAD_TOKEN = "Telegram does not know this BOT_TOKEN. Copy it again from @BotFather."  # noqa: S105


class Stopped(Exception):
    """The bot cannot go on with this token; `code` is what the process should end with."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of something that was said.

    `sent`; `later`: try again after `wait` seconds (0: when the sender thinks fit), `certain` that nothing arrived;
    `blocked`: the person stopped the bot; `moved` to `chat`; `failed` for good; `stopped`: the token is not valid.
    `number` is that of the new message or topic, where something is to come back of it.
    """

    verdict: Literal["sent", "later", "blocked", "moved", "failed", "stopped"]
    wait: float = 0
    certain: bool = True
    chat: int = 0
    fault: str = ""
    number: int = 0


def verdict_of(error: TelegramError) -> Delivery:
    """Return what a refusal means for what was said."""
    if isinstance(error, RetryAfter):
        return Delivery("later", wait=_seconds(error.retry_after))
    if isinstance(error, Forbidden):
        return Delivery("blocked")
    if isinstance(error, ChatMigrated):
        return Delivery("moved", chat=error.new_chat_id)
    if isinstance(error, InvalidToken):
        return Delivery("stopped")
    if isinstance(error, NetworkError) and not isinstance(error, BadRequest):
        return Delivery("later", certain=isinstance(error, NotSent))
    if type(error) is TelegramError:  # an answer that is no answer: cut short, or somebody else's page
        return Delivery("later", certain=False)
    return Delivery("failed", fault=_code_of(error))


def _seconds(wait: Any) -> float:
    return float(wait.total_seconds()) if hasattr(wait, "total_seconds") else float(wait)


def _code_of(error: TelegramError) -> str:
    # Telegram's words about our call, never ours or a person's; made a code so that a log and a screen may show it.
    return re.sub(r"[^a-z0-9]+", "_", error.message.lower())[:60].strip("_") or type(error).__name__
