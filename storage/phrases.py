"""Phrases that an office added, or put in the place of delivered ones; their words are sealed, in each language."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Row, delete, func, insert, select, update

from storage.engine import Transaction
from storage.tables import phrases

_STEP = 512


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase for a move, of tips of a kind or group and in a state (empty: all), by language.

    One that stands for a delivered one names it in `replaces`; without words it only takes that one away.
    """

    id: bytes
    move: str
    words: Mapping[str, str]
    kind: str = ""
    state: str = ""
    replaces: str = ""

    @property
    def name(self) -> str:
        """How a button names it."""
        return self.id.hex()


async def add(
    tx: Transaction, move: str, words: Mapping[str, str], kind: str = "", state: str = "", replaces: str = ""
) -> None:
    """Keep a phrase; one that replaces a delivered one takes the place of what did before."""
    row = secrets.token_bytes(8)
    made = Phrase(row, move, words, kind, state, replaces)
    if replaces:
        await tx.execute(delete(phrases).where(phrases.c.move == move, phrases.c.replaces == replaces))
    values = {"id": row, "move": move, "kind": kind, "state": state, "replaces": replaces, "body": _closed(tx, made)}
    await tx.execute(insert(phrases).values(values))


async def get(tx: Transaction, name: str) -> Phrase | None:
    """Return the phrase of that name."""
    if len(name) != 16 or set(name) - set("0123456789abcdef"):
        return None
    row = (await tx.execute(select(phrases).where(phrases.c.id == bytes.fromhex(name)))).first()
    return _phrase(tx, row) if row else None


async def reword(tx: Transaction, phrase: Phrase, words: Mapping[str, str]) -> None:
    """Give a phrase other words."""
    body = _closed(tx, Phrase(phrase.id, phrase.move, words))
    await tx.execute(update(phrases).where(phrases.c.id == phrase.id).values(body=body))


async def remove(tx: Transaction, phrase: Phrase) -> None:
    """Forget a phrase."""
    await tx.execute(delete(phrases).where(phrases.c.id == phrase.id))


async def bring_back(tx: Transaction, move: str) -> None:
    """Let the delivered phrases of a move stand again as they were delivered."""
    await tx.execute(delete(phrases).where(phrases.c.move == move, phrases.c.replaces != ""))


async def of_move(tx: Transaction, move: str) -> list[Phrase]:
    """Return the phrases of a move, in a fixed order."""
    rows = await tx.execute(select(phrases).where(phrases.c.move == move).order_by(phrases.c.id))
    return [_phrase(tx, row) for row in rows]


async def count(tx: Transaction) -> int:
    """Return how many phrases an office keeps."""
    return int((await tx.execute(select(func.count()).select_from(phrases))).scalar_one())


def _closed(tx: Transaction, phrase: Phrase) -> bytes:
    return tx.vault.seal_json("phrases.body", phrase.id, dict(phrase.words), _STEP)


def _phrase(tx: Transaction, row: Row[tuple[object, ...]]) -> Phrase:
    words = tx.vault.open_json("phrases.body", row.id, row.body)
    return Phrase(row.id, row.move, words, row.kind, row.state, row.replaces)
