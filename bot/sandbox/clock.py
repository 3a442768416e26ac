"""The sandbox's clock, which can be moved forward so that "three days later" can be played."""

from __future__ import annotations

import os
import time
from pathlib import Path

from bot.sandbox.shapes import Json


class Clock:
    """The wall's time and an offset, which a file named `clock` in the data folder shows to others and keeps."""

    def __init__(self, folder: Path | None) -> None:
        self._file = folder / "clock" if folder is not None else None
        self.offset = _read(self._file) if self._file is not None else 0

    def now(self) -> int:
        """Return the time as the Bot API writes it: whole seconds."""
        return int(time.time()) + self.offset

    def forward(self, seconds: int) -> None:
        """Move on; `ValueError` for a way back."""
        if seconds < 0:
            raise ValueError("the clock only moves forward")
        self.offset += seconds
        if self._file is not None:
            # Whoever reads the file must never see half a number.
            fresh = self._file.with_name("clock.new")
            fresh.write_text(f"{self.offset}\n", "ascii")
            os.replace(fresh, self._file)

    def shape(self) -> Json:
        """Return what /sim tells of the clock."""
        return {"now": self.now(), "offset": self.offset}


def _read(file: Path) -> int:
    try:
        return int(file.read_text("ascii"))
    except FileNotFoundError:
        return 0
    except ValueError as wrong:
        raise ValueError(f"{file} must hold one whole number of seconds") from wrong
