"""Which bot tokens the sandbox takes."""

from __future__ import annotations

import re

SANDBOX_BOT = 424242
SANDBOX_TOKEN = f"{SANDBOX_BOT}:SANDBOX"
_REAL = re.compile(r"\d{8,10}:[A-Za-z0-9_-]{35}")


def looks_real(token: str) -> bool:
    """Say whether a token has the form of those that Telegram gives out."""
    return _REAL.fullmatch(token.strip()) is not None
