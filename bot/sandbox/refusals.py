"""Why a call is refused, in Telegram's own words where they are known."""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """A call that ends with `ok: false`; `code` is also the HTTP status."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(reason: str) -> Refused:
    """Build the refusal of a wrong call."""
    return Refused(400, f"Bad Request: {reason}")


def not_played(what: str) -> Refused:
    """Build the refusal of something that Telegram can do and the sandbox cannot yet."""
    return Refused(501, f"Not Implemented: the sandbox does not play {what} yet")


def too_many(seconds: int) -> Refused:
    """Build Telegram's flood refusal."""
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def blocked() -> Refused:
    """Build the refusal of a chat whose person blocked the bot."""
    return Refused(403, "Forbidden: bot was blocked by the user")


def removed(kind: str, status: str) -> Refused:
    """Build the refusal of a group or supergroup that the bot is not in (any more)."""
    how = "was kicked from" if status == "kicked" else "is not a member of"
    return Refused(403, f"Forbidden: bot {how} the {kind} chat")


def migrated(chat_id: int) -> Refused:
    """Build the refusal of a basic group that became a supergroup."""
    return Refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat_id)


def conflict() -> Refused:
    """Build what the first poller hears when a second one comes."""
    return Refused(
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    )
