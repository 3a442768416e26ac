"""Draws over parts of a photo of a tip, in a process of its own; whoever asked for it looks at the copy first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot import child
from bot.child import Unfit
from bot.jobs import Desk
from handlers.deeds.redacting import JOB
from storage import Transaction, files, jobs, media, redactions
from storage.media import Item


@dataclass(frozen=True, slots=True)
class Needs:
    """Which photo, and what of it is drawn over."""

    item: Item
    style: str
    cells: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A copy, and the photo of which it was made."""

    of: files.Sealed
    copy: files.Sealed


class DrawOver:
    """The work on one photo; the copy comes back as a turn to whoever asked for it."""

    async def begin(self, tx: Transaction, about: Any) -> Needs | None:
        """Return what is to be drawn; None when the photo is gone."""
        item = await media.get(tx, bytes.fromhex(about["item"]))
        if item is None or item.sealed is None:
            return None
        return Needs(item, about["style"], about["cells"])

    async def work(self, desk: Desk, needs: Needs) -> Drawn | None:
        """Draw the copy; None when that cannot be done."""
        desk.require_room()
        of = needs.item.sealed
        try:
            content = await desk.open(of) if of else b""
            made = await child.run("bot.pictures", content, "over", needs.style, str(needs.cells))
        except (Unfit, files.FileLost):
            return None
        return Drawn(of, await desk.seal(made)) if of else None

    async def end(self, tx: Transaction, about: Any, result: Drawn | None) -> None:
        """Keep the copy as a proposal, and let whoever asked for it see it."""
        item = await media.get(tx, bytes.fromhex(about["item"]))
        fits = item is not None and result is not None and item.sealed == result.of
        if item is not None and result is not None and fits:
            await redactions.propose(tx, item, result.copy)
        await _tell(tx, about, result.copy.name if result and fits else "")

    async def lose(self, tx: Transaction, about: Any) -> None:
        """Tell whoever asked for it that there is no copy."""
        await _tell(tx, about, "")


async def _tell(tx: Transaction, about: Any, copy: str) -> None:
    told = {name: about[name] for name in ("number", "item", "style", "cells")}
    await jobs.ring(tx, JOB, about["for"], {**told, "copy": copy})
