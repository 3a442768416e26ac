"""What strangers send, opened in a process of its own: drawn anew, overwritten, or refused, and nobody else notices."""

from __future__ import annotations

import asyncio
import io
import os
import struct
import time
import zlib
from pathlib import Path

import pytest
from PIL import Image

from bot import child
from bot.child import Unfit
from tests.chat import VIDEO, VOICE, box

GPS = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
"""EXIF that says: turned by a quarter."""


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40), **more: object) -> bytes:
    made = io.BytesIO()
    image = Image.new("RGB", size, "red")
    image.paste("blue", (0, 0, size[0] // 2, size[1]))
    image.save(made, kind, **more)
    return made.getvalue()


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png_of(width: int, height: int, rows: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def opened(made: bytes) -> Image.Image:
    """Return the picture that a child made, behind its eight bytes of looks."""
    return Image.open(io.BytesIO(made[8:]))


async def clean(content: bytes) -> bytes:
    return await child.run("bot.pictures", content)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
async def test_a_picture_of_each_kind_becomes_a_plain_jpeg(kind: str) -> None:
    made = opened(await clean(picture(kind)))
    assert (made.format, made.size, made.mode) == ("JPEG", (60, 40), "RGB")


async def test_nothing_hidden_is_left_in_a_picture() -> None:
    secret = b"31.7433N 119.5741E Canon 7F3K"
    made = await clean(picture(exif=GPS + secret, comment=secret, icc_profile=secret) + secret)
    assert secret not in made
    assert set(opened(made).info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


async def test_a_picture_is_turned_the_right_way_up_before_its_notes_go() -> None:
    made = opened(await clean(picture(exif=GPS)))
    assert made.size == (40, 60)
    red, _, blue = made.convert("RGB").getpixel((20, 5))  # type: ignore[misc]
    assert blue > red, "the left half is above now"


async def test_a_large_picture_is_made_smaller() -> None:
    assert max(opened(await clean(picture(size=(5000, 3000)))).size) == 2048


async def test_what_shone_through_becomes_white() -> None:
    clear = io.BytesIO()
    Image.new("RGBA", (9, 9), (0, 0, 0, 0)).save(clear, "PNG")
    assert opened(await clean(clear.getvalue())).convert("RGB").getpixel((4, 4)) == (255, 255, 255)


async def test_pictures_that_look_alike_are_told_so() -> None:
    kept = [picture(), picture("PNG", (300, 200)), picture(quality=20), opposite()]
    one, *others, another = [int.from_bytes((await clean(content))[:8], "big") for content in kept]
    assert max((one ^ other).bit_count() for other in others) <= 6
    assert (one ^ another).bit_count() > 6


def opposite() -> bytes:
    made = io.BytesIO()
    Image.linear_gradient("L").rotate(270).save(made, "PNG")
    return made.getvalue()


HOSTILE = {
    "nothing": (b"", "no_picture"),
    "zero bytes": (bytes(5000), "no_picture"),
    "a web page": (b"<html><script>alert(1)</script>", "no_picture"),
    "an archive": (b"PK\x03\x04" + bytes(100), "no_picture"),
    "a program": (b"MZ" + bytes(100), "no_picture"),
    "svg": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "no_picture"),
    "eps": (b"%!PS-Adobe-3.0 EPSF-3.0\n", "no_picture"),
    "fits": (b"SIMPLE  =                    T" + bytes(3000), "no_picture"),
    "tiff": (b"II*\0" + bytes(100), "no_picture"),
    "heic": (b"\0\0\0\x18ftypheic" + bytes(100), "no_picture"),
    "a bomb of a billion pixels": (png_of(30_000, 30_000), "broken:DecompressionBomb"),
    "a bomb in one line": (png_of(100_000_000, 1), "broken:DecompressionBomb"),
    "more pixels than fit": (png_of(7000, 6000), "too_many_pixels"),
    "a thread": (png_of(4000, 2), "too_narrow"),
    "a cut jpeg": (picture(size=(400, 400))[:900], "broken:"),
    "a cut png": (png_of(400, 400, bytes(50)), "broken:"),
    "only a head": (b"\xff\xd8\xff\xe0", "broken:"),
    "more than fits": (b"\xff\xd8\xff" + bytes(20 * 1024 * 1024), "too_big"),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_picture_is_refused(name: str) -> None:
    content, why = HOSTILE[name]
    with pytest.raises(Unfit) as unfit:
        await clean(content)
    assert unfit.value.code.startswith(why)


async def test_a_picture_that_is_something_else_as_well_is_only_a_picture_then() -> None:
    made = await clean(picture() + b"PK\x03\x04<script>alert(1)</script>")
    assert b"script" not in made
    assert b"PK\x03\x04" not in made


async def test_of_ten_thousand_moving_pictures_only_the_first_is_drawn() -> None:
    frames = [Image.new("L", (30, 20), shade % 256) for shade in range(500)]
    moving = io.BytesIO()
    frames[0].save(moving, "GIF", save_all=True, append_images=frames[1:])
    assert opened(await clean(moving.getvalue())).size == (30, 20)


# -- videos and voices -----------------------------------------------------------------------------------------------


def handler(kind: bytes) -> bytes:
    return box(b"hdlr", bytes(8) + kind + bytes(12) + b"Core Media Handler\0")


def track(kind: bytes) -> bytes:
    return box(b"trak", box(b"tkhd", b"\0\0\0\7" + b"TIME" * 2 + bytes(72)) + box(b"mdia", handler(kind)))


def video(*more: bytes) -> bytes:
    secret = box(b"udta", box(b"\xa9xyz", b"\0\x12+31.7433+119.5741/")) + box(b"meta", b"com.apple.model iPhone")
    moov = box(b"moov", box(b"mvhd", b"\0\0\0\0" + b"TIME" * 2 + bytes(88)) + track(b"vide") + secret + b"".join(more))
    return box(b"ftyp", b"isomiso2") + moov + box(b"uuid", b"XMPXMPXMP") + box(b"mdat", b"frames" * 50)


async def test_what_a_phone_notes_in_a_video_is_overwritten_and_nothing_moves() -> None:
    before = video(track(b"soun"))
    made = await child.run("bot.videos", before)
    assert len(made) == len(before)
    assert made.index(b"frames") == before.index(b"frames")
    for secret in (b"31.7433", b"iPhone", b"XMP", b"TIME", b"Core Media", b"udta"):
        assert secret in before
        assert secret not in made


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "no_video"),
        (picture(), "no_video"),
        (b"\x1aE\xdf\xa3" + bytes(100), "no_video"),
        (box(b"ftyp", b"isom"), "no_video"),
        (video()[:-7], "broken"),
        (box(b"ftyp", b"isom") + b"\0\0\0\4moov", "broken"),
        (box(b"ftyp", b"isom") + b"\0\0\0\1moov" + b"\xff" * 8, "broken"),
        (box(b"ftyp", b"isom") + box(b"moov", box(b"free", b"") * 3000), "broken"),
        (video(track(b"meta")), "other_tracks"),
    ],
)
async def test_a_video_that_is_none_or_holds_more_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(Unfit) as unfit:
        await child.run("bot.videos", content)
    assert unfit.value.code == why


async def test_a_voice_message_stays_as_it_is_and_anything_else_is_refused() -> None:
    assert await child.run("bot.voices", VOICE) == VOICE
    for content in (VIDEO, b"OggS" + bytes(200), b""):
        with pytest.raises(Unfit):
            await child.run("bot.voices", content)


# -- the child itself ------------------------------------------------------------------------------------------------

CHILDREN = {
    "secrets": "import os\ndef make(content): return repr(sorted(os.environ)).encode()",
    "limits": "import resource\ndef make(content): return repr(resource.getrlimit(resource.RLIMIT_CPU)).encode()",
    "memory": "def make(content): return bytes(1 << 31)",
    "a file": "def make(content):\n    open(content.decode(), 'wb').write(b'x' * 10_000); return b''",
    "abort": "import os\ndef make(content): os.abort()",
    "many files": "def make(content): return len([open('/dev/null') for _ in range(100)])",
    "stands back": "import os\ndef make(content): return b'%d' % os.getpriority(os.PRIO_PROCESS, 0)",
    "sleeps": "import os, time\ndef make(content):\n    os.fork(); time.sleep(60); return b''",
}


@pytest.fixture
def risky(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of children that do what ours must not."""
    (tmp_path / "bot").symlink_to(Path(child.__file__).parent)
    for name, source in CHILDREN.items():
        text = f"from bot.child import work\n{source}\nwork(make)\n"
        (tmp_path / f"{name.replace(' ', '_')}.py").write_text(text)
    monkeypatch.setattr(child, "_ROOT", tmp_path)
    return tmp_path


async def test_a_child_knows_no_secret_and_has_limits(risky: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "4242:secret")
    assert b"BOT_TOKEN" not in await child.run("secrets", b"")
    assert b"15" in await child.run("limits", b"")


async def test_a_child_steps_back_behind_whoever_waits_for_an_answer(risky: Path) -> None:
    assert int(await child.run("stands_back", b"")) == child.NICE


async def test_a_child_that_wants_too_much_gets_nothing(risky: Path) -> None:
    for name, why in (("memory", "too_big"), ("many_files", "broken:OSError"), ("abort", "died")):
        with pytest.raises(Unfit) as unfit:
            await child.run(name, b"")
        assert unfit.value.code == why


async def test_a_child_writes_no_files(risky: Path) -> None:
    with pytest.raises(Unfit):
        await child.run("a_file", str(risky / "left.txt").encode())
    left = risky / "left.txt"
    assert not left.exists() or left.stat().st_size == 0


async def test_a_child_that_takes_too_long_is_killed_with_its_own_children(risky: Path) -> None:
    began = time.monotonic()
    with pytest.raises(Unfit) as unfit:
        await child.run("sleeps", b"", seconds=1)
    assert (unfit.value.code, time.monotonic() - began < 10) == ("took_too_long", True)
    await asyncio.sleep(0.1)
    running = [Path(f"/proc/{number}/cmdline") for number in os.listdir("/proc") if number.isdigit()]
    assert not any(b"-m\0sleeps" in path.read_bytes() for path in running if path.exists())


# -- photos of ours that are drawn over ------------------------------------------------------------------------------


@pytest.mark.parametrize("style", ["black", "blur"])
async def test_parts_are_drawn_over_and_nothing_hidden_comes_along(style: str) -> None:
    secret = b"31.7433N 119.5741E"
    made = await child.run("bot.pictures", picture(size=(80, 80), comment=secret, exif=GPS), "over", style, str(0b1001))
    assert secret not in made
    image = Image.open(io.BytesIO(made))
    assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (80, 80), {})
    parts = [image.crop((left, 0, left + 20, 20)) for left in range(0, 80, 20)]
    changed = [sum(part.tobytes()) / len(part.tobytes()) < 40 for part in parts]
    assert changed == ([True, False, False, True] if style == "black" else [False] * 4)


async def test_a_photo_of_two_pixels_is_drawn_over_too() -> None:
    made = await child.run("bot.pictures", picture(size=(2, 2)), "over", "blur", "65535")
    assert Image.open(io.BytesIO(made)).size == (2, 2)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"no photo", "no_picture"),
        (png_of(9, 9), "no_picture"),
        (picture()[:300], "broken"),
        (b"\xff\xd8\xff", "broken"),
    ],
)
async def test_what_is_no_photo_of_ours_is_not_drawn_over(content: bytes, code: str) -> None:
    with pytest.raises(Unfit) as refused:
        await child.run("bot.pictures", content, "over", "black", "1")
    assert refused.value.code.startswith(code)
