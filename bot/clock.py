"""The only place that asks what time it is."""

from __future__ import annotations

import time
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.fromtimestamp(_seconds(), UTC)


def stamp() -> int:
    """Return the present moment in whole seconds since 1970 (UTC)."""
    return int(_seconds())


def monotonic() -> float:
    """Return seconds that only ever grow, to measure how long something took."""
    return time.monotonic()


def follow(file: Path) -> None:
    """Let the clock run ahead by the seconds that a file holds: the demo's, which can play "three days later"."""
    _ahead.file = file


def _seconds() -> float:
    return time.time() + (_ahead.seconds() if _ahead.file else 0)


class _Ahead:
    """How far ahead of the wall's the demo's clock is, looked up a few times a second."""

    file: Path | None = None

    def __init__(self) -> None:
        self._read_at, self._seconds = 0.0, 0

    def seconds(self) -> int:
        if time.monotonic() - self._read_at > 0.2 and self.file is not None:
            self._read_at = time.monotonic()
            with suppress(OSError, ValueError):
                self._seconds = int(self.file.read_text("ascii"))
        return self._seconds


_ahead = _Ahead()
