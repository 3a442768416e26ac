"""Where the sandbox's state outlives the process: one SQLite file, or nowhere."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

_TABLES = """
PRAGMA journal_mode = WAL;
PRAGMA synchronous = NORMAL;
CREATE TABLE IF NOT EXISTS document (kind TEXT, name TEXT, body TEXT, PRIMARY KEY (kind, name));
CREATE TABLE IF NOT EXISTS content (name TEXT PRIMARY KEY, body BLOB);
"""


class Shelf:
    """Named JSON documents and contents of files, each written at once; without a folder they live in memory."""

    def __init__(self, folder: Path | None) -> None:
        self._contents: dict[str, bytes] = {}
        self._db: sqlite3.Connection | None = None
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            # One event loop owns the shelf, but it may run in another thread than the one that built it.
            self._db = sqlite3.connect(folder / "sandbox.sqlite3", isolation_level=None, check_same_thread=False)
            self._db.executescript(_TABLES)

    def put(self, kind: str, name: object, body: Any) -> None:
        """Keep a document, replacing the one of the same name."""
        if self._db is not None:
            text = json.dumps(body, ensure_ascii=False)
            self._db.execute("INSERT OR REPLACE INTO document VALUES (?, ?, ?)", (kind, str(name), text))

    def drop(self, kind: str, name: object) -> None:
        """Forget a document."""
        if self._db is not None:
            self._db.execute("DELETE FROM document WHERE kind = ? AND name = ?", (kind, str(name)))

    def read(self, kind: str) -> dict[str, Any]:
        """Return all documents of a kind, by name."""
        if self._db is None:
            return {}
        rows = self._db.execute("SELECT name, body FROM document WHERE kind = ?", (kind,))
        return {name: json.loads(body) for name, body in rows}

    def put_content(self, name: str, body: bytes) -> None:
        """Keep the bytes of a file."""
        if self._db is None:
            self._contents[name] = body
        else:
            self._db.execute("INSERT OR REPLACE INTO content VALUES (?, ?)", (name, body))

    def content(self, name: str) -> bytes:
        """Return the bytes of a file; `KeyError` when there are none."""
        if self._db is None:
            return self._contents[name]
        row = self._db.execute("SELECT body FROM content WHERE name = ?", (name,)).fetchone()
        if row is None:
            raise KeyError(name)
        return bytes(row[0])

    def close(self) -> None:
        """Let go of the file."""
        if self._db is not None:
            self._db.close()


class Counters:
    """Numbers that only grow, across restarts too."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._last: dict[str, int] = shelf.read("counter")

    def last(self, name: str, start: int = 0) -> int:
        """Return the number given out last, at least `start`."""
        return max(self._last.get(name, start), start)

    def next(self, name: str, start: int = 0) -> int:
        """Give out the next number above `start`."""
        return self.raise_to(name, self.last(name, start) + 1)

    def raise_to(self, name: str, number: int) -> int:
        """Make sure that no number up to this one is given out any more."""
        if number > self._last.get(name, -1):
            self._last[name] = number
            self._shelf.put("counter", name, number)
        return number
