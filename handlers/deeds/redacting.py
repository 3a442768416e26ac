"""Deeds of drawing over a photo: asked for by those who may, and done once they looked at the copy."""

from __future__ import annotations

from bot.rules import rights
from handlers.deeds import sight
from storage import Transaction, jobs, media, redactions
from storage.media import Item
from storage.tip_rows import Tip

RIGHT = "photo.redact"
JOB = "redact"
STYLES = ("black", "blur")
SHORT = 8
"""Characters by which a button names a photo or a copy."""


async def photos(tx: Transaction, number: str) -> list[Item]:
    """Return the photos of a tip that can be drawn over."""
    return [each for each in await media.of_tip(tx, number) if each.kind == "photo" and each.sealed is not None]


async def tip_of(tx: Transaction, number: str) -> Tip | None:
    """Return a tip whose photos whoever speaks may draw over."""
    who = await sight.speaker(tx)
    may = who is not None and rights.allows(who.role, RIGHT).allowed
    return await sight.seen(tx, who, number) if may else None


async def draw(tx: Transaction, number: str, item: Item, style: str, cells: int) -> None:
    """Let a copy be drawn, which comes back to whoever speaks."""
    about = {"for": jobs.caller(tx), "item": item.id.hex(), "number": number, "style": style, "cells": cells}
    await jobs.put(tx, JOB, about)


async def take(tx: Transaction, item: Item, copy: str) -> bool:
    """Let everybody see a copy from now on; False when it is not the one that was looked at."""
    if item.draft is None or not item.draft.name.startswith(copy) or len(copy) < SHORT:
        return False
    await redactions.take(tx, item)
    return True
