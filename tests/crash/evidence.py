"""What a bot's database holds, read with the bot's own storage while no bot has it open."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine, func, inspect, select, text

from bot.dialogue import Draft
from bot.rules import policy
from bot.rules.tips import TipState
from storage import Store, StoreTaken, Transaction, drafts, people, postgresql, sqlite, tables, tips
from storage.vault import Keyring, Vault

NOTICED_SECONDS = 10.0


@dataclass(frozen=True)
class Kept:
    """How an update is kept in the inbox."""

    state: str
    fault: str
    tries: int


@dataclass
class Evidence:
    """What the database holds; `inbox` by key, `tips` by number, `senders` the chats of tips with a name."""

    inbox: dict[bytes, Kept] = field(default_factory=dict)
    tips: dict[str, tips.Tip] = field(default_factory=dict)
    senders: dict[str, int] = field(default_factory=dict)
    drafts: dict[int, Draft] = field(default_factory=dict)
    due: int = 0
    damage: str = ""


def open_vault(folder: Path) -> Vault:
    """Open the keyring of a data folder."""
    return Vault(Keyring.open(folder / "keyring.json", create=False))


def read(folder: Path, persons: Iterable[int] = (), url: str = "") -> Evidence:
    """Read the database of a data folder, or of a server; an empty one, or none, holds nothing."""
    database = folder / "anju.db"
    if not (url or database.exists()) or not (folder / "keyring.json").exists():
        return Evidence()
    return asyncio.run(_read(url or f"sqlite:///{database}", open_vault(folder), list(persons)))


async def _read(url: str, vault: Vault, persons: list[int]) -> Evidence:
    store = Store(url, vault, policy.load(None))
    try:
        await _claim(store)
        async with store.begin() as tx:
            if not await tx.connection.run_sync(lambda sync: inspect(sync).has_table("inbox")):
                return Evidence()
            return await _all(tx, persons)
    finally:
        await store.close()


async def _claim(store: Store) -> None:
    """Wait until the server has noticed that a bot died: until then it may still commit what the bot last asked for."""
    limit = time.monotonic() + NOTICED_SECONDS
    while True:
        try:
            return await store.claim()
        except StoreTaken:
            if time.monotonic() > limit:
                raise
            await asyncio.sleep(0.01)


def waiting(url: str) -> int | None:
    """Count what a running bot has not dealt with or not said, on a connection of our own; None without tables."""
    return asyncio.run(_waiting(url))


async def _waiting(url: str) -> int | None:
    file = sqlite.file_of(url)
    if file is not None and not file.exists():
        return None
    if file is not None:
        opened = create_engine(f"sqlite:///file:{file}?mode=ro&uri=true", poolclass=NullPool)
        with opened.connect() as look:
            return _count(look)
    engine = postgresql.engine(url)
    try:
        async with engine.connect() as other:
            return await other.run_sync(_count)
    finally:
        await engine.dispose()


def _count(look: Connection) -> int | None:
    return int(look.execute(_WAITING).scalar_one()) if inspect(look).has_table("jobs") else None


_WAITING = text(
    "SELECT (SELECT count(*) FROM inbox WHERE state = 'new') + (SELECT count(*) FROM outbox WHERE state = 'due')"
    " + (SELECT count(*) FROM jobs)"
)


async def _all(tx: Transaction, persons: list[int]) -> Evidence:
    found = Evidence()
    rows = await tx.execute(
        select(tables.inbox.c.key, tables.inbox.c.state, tables.inbox.c.fault, tables.inbox.c.tries)
    )
    found.inbox = {key: Kept(state, fault or "", tries) for key, state, fault, tries in rows}
    found.tips = {tip.number: tip for tip in await tips.oldest(tx, TipState.RECEIVED, 1_000_000)}
    for tip in found.tips.values():
        contact = await people.contact(tx, tip.reporter) if tip.reporter else None
        if contact is not None:
            found.senders[tip.number] = contact.chat
    found.drafts = {person: kept.draft for person, kept in (await drafts.load(tx, persons)).items()}
    found.due = int((await tx.execute(select(func.count()).select_from(tables.outbox))).scalar_one())
    if tx.dialect == "sqlite":
        verdict = str((await tx.execute(text("PRAGMA integrity_check"))).scalar_one())
        found.damage = "" if verdict == "ok" else verdict
    return found
