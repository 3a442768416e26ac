"""Width and height of an image, read from its first bytes."""

from __future__ import annotations

import struct

_JPEG_WITHOUT_SIZE = {0xC4, 0xC8, 0xCC}


def dimensions(body: bytes) -> tuple[int, int]:
    """Return width and height of a PNG, GIF, JPEG or WebP; `ValueError` when it is none of them or cut short."""
    try:
        return _dimensions(body)
    except (struct.error, IndexError) as broken:
        raise ValueError("the image is cut short") from broken


def _dimensions(body: bytes) -> tuple[int, int]:
    if body.startswith(b"\x89PNG\r\n\x1a\n"):
        width, height = struct.unpack(">II", body[16:24])
    elif body[:6] in (b"GIF87a", b"GIF89a"):
        width, height = struct.unpack("<HH", body[6:10])
    elif body.startswith(b"\xff\xd8"):
        width, height = _jpeg(body)
    elif body[:4] == b"RIFF" and body[8:12] == b"WEBP":
        width, height = _webp(body)
    else:
        raise ValueError("not an image")
    if not (width and height):
        raise ValueError("the image is empty")
    return width, height


def _jpeg(body: bytes) -> tuple[int, int]:
    at = 2
    while True:
        while body[at + 1] == 0xFF:
            at += 1
        marker = body[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in _JPEG_WITHOUT_SIZE:
            height, width = struct.unpack(">HH", body[at + 5 : at + 9])
            return width, height
        (length,) = struct.unpack(">H", body[at + 2 : at + 4])
        at += 2 + length


def _webp(body: bytes) -> tuple[int, int]:
    kind = body[12:16]
    if kind == b"VP8X":
        return 1 + int.from_bytes(body[24:27], "little"), 1 + int.from_bytes(body[27:30], "little")
    if kind == b"VP8L":
        (bits,) = struct.unpack("<I", body[21:25])
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack("<HH", body[26:30])
    return width & 0x3FFF, height & 0x3FFF
