"""Files that were sent, by either side."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from bot.sandbox.images import dimensions
from bot.sandbox.refusals import bad_request
from bot.sandbox.shapes import Json
from bot.sandbox.shelf import Counters, Shelf

MOST_PHOTO = 10 * 1024 * 1024
MOST_DOWNLOAD = 20 * 1024 * 1024
MOST_SIDES = 10_000
MOST_RATIO = 20
THUMB_SIDE = 90


@dataclass(frozen=True)
class Upload:
    """A file inside a call."""

    name: str
    body: bytes

    def noted(self) -> Json:
        """Return what the journal keeps of it."""
        return {"file_name": self.name, "size": len(self.body)}


@dataclass(frozen=True)
class Stored:
    """A file that the server keeps; `sizes` are all the PhotoSize of its photo."""

    file_id: str
    file_unique_id: str
    file_size: int
    file_path: str
    sizes: list[Json]

    def shape(self) -> Json:
        """Return the Bot API File."""
        return {key: value for key, value in asdict(self).items() if key != "sizes"}


class Files:
    """Every file, by id and by path."""

    def __init__(self, shelf: Shelf, counters: Counters) -> None:
        self._shelf = shelf
        self._counters = counters
        self._by_id = {key: Stored(**body) for key, body in shelf.read("file").items()}
        self._paths = {stored.file_path for stored in self._by_id.values()}

    def find(self, file_id: str) -> Stored | None:
        """Return a file, or None."""
        return self._by_id.get(file_id)

    def content(self, file_path: str) -> bytes | None:
        """Return the bytes at a path, or None."""
        return self._shelf.content(file_path) if file_path in self._paths else None

    def add_photo(self, body: bytes) -> list[Json]:
        """Keep a photo and return its sizes, smallest first; they share the bytes, for nothing here scales images."""
        width, height = _photo_sides(body)
        number = self._counters.next("file")
        path = f"photos/file_{number}.jpg"
        shrink = THUMB_SIDE / max(width, height)
        sides = {"y": (width, height)}
        if shrink < 1:
            sides = {"s": (max(1, round(width * shrink)), max(1, round(height * shrink))), **sides}
        sizes = [_size(number, letter, len(body), *side) for letter, side in sides.items()]
        self._shelf.put_content(path, body)
        for size in sizes:
            self._keep(Stored(size["file_id"], size["file_unique_id"], len(body), path, sizes))
        return sizes

    def _keep(self, stored: Stored) -> None:
        self._by_id[stored.file_id] = stored
        self._paths.add(stored.file_path)
        self._shelf.put("file", stored.file_id, asdict(stored))


def _size(number: int, letter: str, length: int, width: int, height: int) -> Json:
    return {
        "file_id": f"AgACAgUAAxk{letter}{number:08d}SandboxPhoto",
        "file_unique_id": f"AQAD{letter}{number:08d}",
        "file_size": length,
        "width": width,
        "height": height,
    }


def _photo_sides(body: bytes) -> tuple[int, int]:
    if not body:
        raise bad_request("file must be non-empty")
    if len(body) > MOST_PHOTO:
        raise bad_request(f"file of size {len(body)} bytes is too big for a photo; the most is {MOST_PHOTO} bytes")
    try:
        width, height = dimensions(body)
    except ValueError as wrong:
        raise bad_request("IMAGE_PROCESS_FAILED") from wrong
    if width + height > MOST_SIDES or max(width, height) > MOST_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height
