"""What several pages do with words that staff typed."""

from __future__ import annotations

from zlib import crc32

from bot.dialogue import Talk
from handlers.deeds.notices import Unlabelled, without_labels


async def unlabelled(talk: Talk, words: str) -> Unlabelled:
    """Return words without labels about persons, which are not kept whoever writes them."""
    return await talk.look(f"labels:{crc32(words.encode()):08x}", without_labels, words)
