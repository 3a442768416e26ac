"""What the bot can ask of the server: one function a method, found by its name in the specification."""

from __future__ import annotations

from bot.sandbox.methods import (
    attachments,
    chats,
    commands,
    editing,
    files,
    members,
    pinning,
    polling,
    presses,
    sending,
    topics,
)
from bot.sandbox.methods.table import PLAYED, Method

__all__ = [
    "PLAYED",
    "Method",
    "attachments",
    "chats",
    "commands",
    "editing",
    "files",
    "members",
    "pinning",
    "polling",
    "presses",
    "sending",
    "topics",
]
