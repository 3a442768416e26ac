"""Kills while photos are fetched, made clean and kept: in the end each is there once, and nothing else on the disk."""

from __future__ import annotations

import asyncio
import io
import random
import time
from collections import Counter
from contextlib import suppress
from pathlib import Path

from PIL import Image
from sqlalchemy import select

from bot.rules import policy
from storage import Store, files, jobs, media, tables
from tests.crash.evidence import open_vault
from tests.crash.stage import Ended, Nursery, Stage
from tests.crash.test_kills import SEED

POINTS = (
    "job counting",
    "file fetched",
    "child starting",
    "child ended",
    "file renamed",
    "file written",
    "job ending",
    "file keeping",
    "job ended",
    "committing",
    "",
)
PEOPLE = range(3001, 3009)
PHOTOS = 3
PATIENCE = 5.0


def photo(person: int, place: int) -> bytes:
    """Return a photo in a colour of its own."""
    made = io.BytesIO()
    Image.new("RGB", (64, 64), (255, person % 16 * 16, place * 64)).save(made, "PNG")
    return made.getvalue()


def colour(clean: bytes) -> tuple[int, int]:
    """Return whose photo it is, and which."""
    _, green, blue = Image.open(io.BytesIO(clean)).convert("RGB").getpixel((9, 9))  # type: ignore[misc]
    return round(green / 16), round(blue / 64)


def report(stage: Stage, person: int) -> None:
    stage.meet(person)
    for line in ("/report", "2", f"翠竹园{person}栋", "楼道里有纸箱"):
        stage.say(person, line)
    for place in range(PHOTOS):
        stage.show(person, photo(person, place))
    for line in ("/done", str(1 + person % 2), "发送"):
        stage.say(person, line)


def test_after_any_kills_each_photo_is_kept_once_and_nothing_is_orphaned(tmp_path: Path, nursery: Nursery) -> None:
    rng = random.Random(SEED)
    plan = rng.sample(POINTS, len(POINTS))
    people = list(PEOPLE)
    reached = set()
    with Stage(tmp_path, lent=nursery) as stage:
        for point in plan:
            if people:
                report(stage, people.pop())
            stage.start(point, rng.randint(1, 2) if point else 0)
            with suppress(Ended):
                nursery.hear("started", 30)
            if nursery.wait(PATIENCE if point else rng.uniform(0.1, 1.5)) is not None:
                reached.add(point)
            nursery.kill()
        stage.start()
        nursery.hear("started", 30)
        limit = time.monotonic() + 60
        while not stage.is_quiet():
            assert time.monotonic() < limit, "the bot did not come to rest"
            time.sleep(0.1)
        assert nursery.stop() == 0
        found, set_aside = asyncio.run(_kept(stage.settings.data_dir))
    everything = Counter({(person % 16, place): 1 for person in PEOPLE for place in range(PHOTOS)})
    missing = everything - found
    assert found + missing == everything, SEED
    # A turn that the kills hit three times is set aside and shown; on a busy machine that may be the one that sends.
    assert len({person for person, _place in missing}) <= set_aside, SEED
    assert len(reached) > len(POINTS) // 2, f"seed {SEED}: {reached}"


async def _kept(folder: Path) -> tuple[Counter[tuple[int, int]], int]:
    """Return how often each photo is kept, and how many turns were set aside.

    Nothing else may be on the disk, and no work may be left.
    """
    store = Store(f"sqlite:///{folder / 'anju.db'}", open_vault(folder), policy.load(None), folder)
    try:
        async with store.begin() as tx:
            ids = (await tx.execute(select(tables.media.c.id))).scalars().all()
            items = [item for each in ids if (item := await media.get(tx, each))]
            assert await jobs.count(tx) == 0
            assert await files.sweep(tx) == 0, "the last start swept what the kills left"
            names = {name.hex() for name in (await tx.execute(select(tables.files.c.name))).scalars()}
            dead = (await tx.execute(select(tables.inbox.c.seq).where(tables.inbox.c.state == "dead"))).scalars().all()
    finally:
        await store.close()
    assert {path.name for path in (folder / files.FOLDER).iterdir()} == names
    assert {item.state for item in items} == {"kept"}
    clean = [files.read(folder, store.vault, item.sealed) for item in items if item.sealed]
    originals = len(PEOPLE) // 2 * PHOTOS
    assert len(items) + originals - len(dead) * PHOTOS <= len(names) <= len(items) + originals
    return Counter(map(colour, clean)), len(dead)
