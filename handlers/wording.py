"""What several pages do with words that staff typed."""

from __future__ import annotations

from zlib import crc32

from bot.dialogue import Talk
from bot.speech import Text
from bot.texts import _
from handlers.deeds.notices import Unlabelled, without_labels

LEFT_OUT = _(
    "I left out words that label people (illness, petitions, records): they are not kept here, whoever writes them."
)


async def unlabelled(talk: Talk, words: str) -> Unlabelled:
    """Return words without labels about persons, which are not kept whoever writes them."""
    return await talk.look(f"labels:{crc32(words.encode()):08x}", without_labels, words)


async def kept(talk: Talk, question: str, words: str) -> str:
    """Return what may be kept of the answer to a question, show it so at the review, and say what was left out."""
    left = await unlabelled(talk, words)
    await talk.show(question, Text("{words}")(words=left["words"]))
    if left["found"]:
        await talk.say(LEFT_OUT)
    return left["words"]
