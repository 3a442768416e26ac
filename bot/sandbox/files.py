"""Files that were sent, by either side."""

from __future__ import annotations

import mimetypes
from dataclasses import asdict, dataclass, field

from bot.sandbox.images import dimensions
from bot.sandbox.refusals import bad_request
from bot.sandbox.shapes import Json
from bot.sandbox.shelf import Counters, Shelf

MOST_UPLOAD = 50 * 1024 * 1024
MOST_PHOTO = 10 * 1024 * 1024
MOST_DOWNLOAD = 20 * 1024 * 1024
MOST_SIDES = 10_000
MOST_RATIO = 20
THUMB_SIDE = 90
_ENDINGS = {"voice": ".oga", "video": ".mp4"}
_KINDS = {
    "document": ("BQACAgUAAxk", "documents"),
    "voice": ("AwACAgUAAxk", "voice"),
    "video": ("BAACAgUAAxk", "videos"),
}


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
    """A file that the server keeps: a photo with all its PhotoSize, or a voice or document with its object."""

    file_id: str
    file_unique_id: str
    file_size: int
    file_path: str
    sizes: list[Json]
    kind: str = "photo"
    shown: Json = field(default_factory=dict)

    def shape(self) -> Json:
        """Return the Bot API File."""
        fields = ("file_id", "file_unique_id", "file_size", "file_path")
        return {name: getattr(self, name) for name in fields}

    def content(self) -> Json:
        """Return the part of a message that carries the file."""
        return {self.kind: self.sizes or self.shown}

    def media_type(self) -> str:
        """Return what a browser should take the bytes for."""
        return str(self.shown.get("mime_type", "image/jpeg"))


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

    def new_album(self) -> str:
        """Return a number for the messages of one album."""
        return str(self._counters.next("album", 13_900_000_000_000_000))

    def add(self, kind: str, upload: Upload, **about: object) -> Stored:
        """Keep a voice or a document and return it."""
        if not upload.body:
            raise bad_request("file must be non-empty")
        number = self._counters.next("file")
        prefix, folder = _KINDS[kind]
        shown: Json = {
            "file_id": f"{prefix}{number:08d}Sandbox{kind.title()}",
            "file_unique_id": f"AgAD{number:08d}",
            "file_size": len(upload.body),
            **about,
        }
        path = f"{folder}/file_{number}{_ending(kind, upload.name)}"
        self._shelf.put_content(path, upload.body)
        stored = Stored(shown["file_id"], shown["file_unique_id"], len(upload.body), path, [], kind, shown)
        self._keep(stored)
        return stored

    def add_document(self, upload: Upload) -> Stored:
        """Keep a document under its own name."""
        mime = mimetypes.guess_type(upload.name)[0] or "application/octet-stream"
        return self.add("document", upload, file_name=upload.name, mime_type=mime)

    def add_voice(self, upload: Upload, duration: int) -> Stored:
        """Keep a voice message; how long it is must be told, for nothing here listens to it."""
        return self.add("voice", upload, duration=duration, mime_type="audio/ogg")

    def add_video(self, upload: Upload, duration: int) -> Stored:
        """Keep a video; its length and sides must be told, for nothing here watches it."""
        about = {"duration": duration, "width": 640, "height": 360, "mime_type": "video/mp4"}
        return self.add("video", upload, **about)

    def _keep(self, stored: Stored) -> None:
        self._by_id[stored.file_id] = stored
        self._paths.add(stored.file_path)
        self._shelf.put("file", stored.file_id, asdict(stored))


def _ending(kind: str, name: str) -> str:
    """Return the ending of a path on the server; only plain ones are taken over from a name."""
    ending = name.rpartition(".")[2] if "." in name else ""
    if kind in _ENDINGS:
        return _ENDINGS[kind]
    return f".{ending}" if ending.isascii() and ending.isalnum() else ""


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
