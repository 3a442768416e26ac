"""The only place that asks what time it is."""

from __future__ import annotations

import time
from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.fromtimestamp(_seconds(), UTC)


def stamp() -> int:
    """Return the present moment in whole seconds since 1970 (UTC)."""
    return int(_seconds())


def monotonic() -> float:
    """Return seconds that only ever grow, to measure how long something took."""
    return time.monotonic()


def _seconds() -> float:
    # The one reading of the wall clock: whatever shifts the time for everybody is added here.
    return time.time()
