"""Child process: a photo without anything but what one sees on it, as a JPEG of at most 2048 pixels a side.

With `over STYLE CELLS` it draws over parts of a photo of ours instead.
"""

from __future__ import annotations

import io
import sys
from functools import partial
from typing import Any

from bot.child import Unfit, work

MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 40_000_000
SIDE = 2048
MOST_RATIO = 19
QUALITY = 85
NOISE = 2

KINDS = {b"\xff\xd8\xff": "JPEG", b"\x89PNG\r\n\x1a\n": "PNG", b"GIF87a": "GIF", b"GIF89a": "GIF"}
"""How files begin that may be decoded; nothing else reaches a decoder."""


def cleaned(content: bytes) -> bytes:
    """Return 8 bytes that tell what a photo looks like, and the photo drawn anew; `Unfit` says why not."""
    if len(content) > MOST_BYTES:
        raise Unfit("too_big")
    kind = _kind(content)
    if kind is None:
        raise Unfit("no_picture")
    from PIL import Image, ImageFile, ImageOps

    Image.MAX_IMAGE_PIXELS = MOST_PIXELS
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    # A WebP's plugin is not among those that are read first.
    if kind == "WEBP":
        from PIL import WebPImagePlugin  # noqa: F401
    with Image.open(io.BytesIO(content), formats=[kind]) as found:
        _check(found.width, found.height)
        found.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)  # first, so that no second large one is made
        turned = ImageOps.exif_transpose(found)
        drawn = Image.new("RGB", turned.size, "white")
        seen = turned.convert("RGBA") if _is_transparent(turned) else turned.convert("RGB")
        drawn.paste(seen, mask=seen if seen.mode == "RGBA" else None)
    made = io.BytesIO()
    drawn.save(made, "JPEG", quality=QUALITY, optimize=True)
    return _looks(drawn) + made.getvalue()


def _kind(content: bytes) -> str | None:
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    return next((kind for head, kind in KINDS.items() if content.startswith(head)), None)


def _check(width: int, height: int) -> None:
    if width * height > MOST_PIXELS:
        raise Unfit("too_many_pixels")
    if max(width, height) > MOST_RATIO * min(width, height):
        raise Unfit("too_narrow")


def _is_transparent(image: Any) -> bool:
    return image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info


def _looks(image: Any) -> bytes:
    """Return where the picture, made very small, gets darker from left to right: alike for pictures that look alike."""
    small = image.convert("L").resize((9, 8))
    grey = list(small.tobytes())
    darker = [grey[row * 9 + at] > grey[row * 9 + at + 1] + NOISE for row in range(8) for at in range(8)]
    return sum(1 << at for at, bit in enumerate(darker) if bit).to_bytes(8, "big")


GRID = 4
"""Parts to a side into which a photo is divided to be drawn over, counted by rows from 0."""
COARSE = 3
"""Blocks to a side that are left of a part that is blurred: nothing can be made out any more."""


def drawn_over(content: bytes, style: str, cells: int) -> bytes:
    """Return a photo of ours with parts of it, the bits of `cells`, blacked out or blurred."""
    if _kind(content) != "JPEG":
        raise Unfit("no_picture")
    from PIL import Image

    with Image.open(io.BytesIO(content), formats=["JPEG"]) as found:
        _check(found.width, found.height)
        drawn = Image.new("RGB", found.size)
        drawn.paste(found.convert("RGB"))
    for cell in (cell for cell in range(GRID * GRID) if cells >> cell & 1):
        (top, left), (width, height) = divmod(cell, GRID), drawn.size
        box = (width * left // GRID, height * top // GRID, width * (left + 1) // GRID, height * (top + 1) // GRID)
        part = drawn.crop(box)
        if style == "blur" and all(part.size):
            few = part.resize((COARSE, COARSE), Image.Resampling.BOX)
            drawn.paste(few.resize(part.size, Image.Resampling.NEAREST), box)
        else:
            drawn.paste(0, box)
    made = io.BytesIO()
    drawn.save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue()


if __name__ == "__main__":
    _module, *asked = sys.argv
    work(partial(drawn_over, style=asked[1], cells=int(asked[2])) if asked else cleaned)
