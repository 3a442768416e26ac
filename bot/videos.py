"""Child process: a short video whose hidden data are overwritten; pictures and sound stay as they are.

In an MP4 file what a phone notes (place, model, times, names) lies in boxes of its own. They are overwritten where they
are, so that nothing else moves; a track that is neither picture nor sound may hold a path on the map, and is refused.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.child import Unfit, work

MOST_BYTES = 20 * 1024 * 1024
HOLDS_BOXES = {b"moov", b"trak", b"mdia", b"minf", b"stbl", b"edts", b"dinf"}
KEPT = HOLDS_BOXES | {b"ftyp", b"mdat", b"free", b"mvhd", b"tkhd", b"mdhd", b"hdlr", b"vmhd", b"smhd", b"elst", b"dref"}
KEPT |= {b"stsd", b"stts", b"ctts", b"cslg", b"stsc", b"stsz", b"stz2", b"stco", b"co64", b"stss", b"sdtp", b"sbgp"}
KEPT |= {b"sgpd", b"tapt"}
TIMED = {b"mvhd", b"tkhd", b"mdhd"}
PLAYED = {b"vide", b"soun"}
MOST_BOXES = 2000


def cleaned(content: bytes) -> bytes:
    """Return the video with its hidden data overwritten; `Unfit` for anything that is no plain MP4 file."""
    if len(content) > MOST_BYTES:
        raise Unfit("too_big")
    if content[4:8] != b"ftyp":
        raise Unfit("no_video")
    video = bytearray(content)
    seen: list[bytes] = []
    for kind, head, at, end in _boxes(video, 0, len(video)):
        seen.append(kind)
        if len(seen) > MOST_BOXES:
            raise Unfit("broken")
        _clean(video, kind, head, at, end)
    if b"moov" not in seen or b"moof" in seen:
        raise Unfit("no_video")
    return bytes(video)


def _boxes(video: bytearray, at: int, end: int) -> Iterator[tuple[bytes, int, int, int]]:
    """Yield every box, outer ones first: its kind, where its head and its content begin, and where it ends."""
    while at < end:
        if end - at < 8:
            raise Unfit("broken")
        size, head = int.from_bytes(video[at : at + 4], "big"), 8
        if size == 1:
            size, head = int.from_bytes(video[at + 8 : at + 16], "big"), 16
        elif size == 0:
            size = end - at
        if size < head or at + size > end:
            raise Unfit("broken")
        kind = bytes(video[at + 4 : at + 8])
        yield kind, at, at + head, at + size
        if kind in HOLDS_BOXES:
            yield from _boxes(video, at + head, at + size)
        at += size


def _clean(video: bytearray, kind: bytes, head: int, at: int, end: int) -> None:
    if kind not in KEPT:
        video[head + 4 : head + 8] = b"free"
        video[at:end] = bytes(end - at)
    elif kind == b"free":
        video[at:end] = bytes(end - at)
    elif kind in TIMED:
        times = 16 if video[at] == 1 else 8
        video[at + 4 : at + 4 + times] = bytes(times)
    elif kind == b"hdlr":
        if bytes(video[at + 8 : at + 12]) not in PLAYED and bytes(video[at + 4 : at + 8]) != b"dhlr":
            raise Unfit("other_tracks")
        video[at + 24 : end] = bytes(max(0, end - at - 24))  # the name that the camera gave it


if __name__ == "__main__":
    work(cleaned)
