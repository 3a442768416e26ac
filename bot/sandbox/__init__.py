"""A local Telegram Bot API server for demos and tests; it imports nothing of the bot."""

from __future__ import annotations

from bot.sandbox.tokens import SANDBOX_TOKEN, looks_real

__all__ = ["SANDBOX_TOKEN", "looks_real"]
