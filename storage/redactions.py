"""Drawn-over copies of photos: proposed, then in the place of the photo, which is sealed away as it was."""

from __future__ import annotations

from dataclasses import replace

from storage import files, media
from storage.engine import Transaction
from storage.media import Item


async def propose(tx: Transaction, item: Item, copy: files.Sealed) -> None:
    """Keep a copy that somebody has still to look at, in place of what was proposed before."""
    await files.keep(tx, [copy])
    await _drop(tx, item.draft)
    await media.save(tx, replace(item, draft=copy))


async def take(tx: Transaction, item: Item) -> None:
    """Let everybody see the copy from now on; the photo as it was first is kept apart, copies in between are not."""
    if item.draft is None or item.sealed is None:
        return
    if item.under is not None:
        await _drop(tx, item.sealed)
    await media.save(tx, replace(item, sealed=item.draft, under=item.under or item.sealed, draft=None))


async def withdraw(tx: Transaction, item: Item) -> None:
    """Let go of a copy that was only proposed."""
    await _drop(tx, item.draft)
    await media.save(tx, replace(item, draft=None))


async def _drop(tx: Transaction, kept: files.Sealed | None) -> None:
    if kept is not None:
        await files.drop(tx, [kept])


async def covered(tx: Transaction, number: str) -> list[files.Sealed]:
    """Return where the photos of a tip lie that were drawn over, as they were before."""
    return [item.under for item in await media.of_tip(tx, number) if item.under is not None]
