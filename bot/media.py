"""Fetches what came with a tip, takes out what would tell of its sender, and keeps the copy sealed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot import child
from bot.child import Unfit
from bot.downloads import NoFile
from bot.jobs import Desk
from storage import Transaction, files, media
from storage.media import Item

CHILDREN = {"photo": "bot.pictures", "video": "bot.videos", "voice": "bot.voices"}


@dataclass(frozen=True, slots=True)
class Clean:
    """A file as it may be kept: the copy, what a picture looks like, and the original where it is kept."""

    item: Item
    copy: files.Sealed
    looks: int | None
    original: files.Sealed | None


@dataclass(frozen=True, slots=True)
class Lost:
    """A file that cannot be kept, and why."""

    item: Item
    why: str


class KeepMedia:
    """The work on one file of a tip."""

    async def begin(self, tx: Transaction, about: Any) -> tuple[Item, bool] | None:
        """Return the file, and whether its sender is known; None when it is kept already."""
        item = await media.get(tx, bytes.fromhex(about))
        if item is None or item.state != "waiting":
            return None
        return item, not item.by and await media.sender_key(tx, item) is not None

    async def work(self, desk: Desk, needs: tuple[Item, bool]) -> Clean | Lost:
        """Fetch and clean the file; of an anonymous tip nothing else is kept."""
        item, known = needs
        desk.require_room()
        try:
            content = await desk.downloads.fetch(item.file)
            made = await child.run(CHILDREN[item.kind], content)
        except NoFile as error:
            return Lost(item, error.code)
        except Unfit as error:
            return Lost(item, error.code)
        looks, copy = (int.from_bytes(made[:8], "big"), made[8:]) if item.kind == "photo" else (None, made)
        original = await desk.seal(content) if known and item.kind == "photo" else None
        return Clean(item, await desk.seal(copy), looks, original)

    async def end(self, tx: Transaction, about: Any, result: Clean | Lost) -> None:
        """Keep the copy, or why there is none."""
        if isinstance(result, Lost):
            await media.lose(tx, result.item, result.why)
            return
        if await media.get(tx, result.item.id) is None:  # its tip was taken back meanwhile; the file is swept away
            return
        await media.keep(tx, result.item, result.copy, result.looks)
        if result.original is not None:
            await media.keep_original(tx, result.item, result.original)

    async def lose(self, tx: Transaction, about: Any) -> None:
        """Note that the file never came."""
        item = await media.get(tx, bytes.fromhex(about))
        if item is not None and item.state == "waiting":
            await media.lose(tx, item, "never_came")
