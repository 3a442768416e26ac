"""What the bot can ask of the server: one function a method, found by its name in the specification."""

from __future__ import annotations

from bot.sandbox.methods import chats, commands, editing, files, polling, presses, sending
from bot.sandbox.methods.table import PLAYED, Method

__all__ = ["PLAYED", "Method", "chats", "commands", "editing", "files", "polling", "presses", "sending"]
