"""Whoever takes the database, its log and old copies of both, without the keyring, finds no anonymous tipster."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest
from sqlalchemy import event, select

from bot import clock
from storage import Store, tables, vault
from storage.migrations import migrate
from tests.privacy.crowd import Crowd
from tests.privacy.thief import Name, guesses
from tests.storage.conftest import open_store

MARGIN = 0.02
MANY = Path(__file__).parent.parent / "bench" / "policy.toml"  # one person files more than a day allows


async def found(crowd: Crowd, work: Path) -> tuple[float, float]:
    """Return the share of anonymous tips that the thief gives to the right person, and the share by chance."""
    truth = await crowd.truth()
    named = guesses(crowd.taken, work)
    async with crowd.store.begin() as tx:
        anonymous = set((await tx.execute(select(tables.tips.c.id).where(tables.tips.c.reporter.is_(None)))).scalars())
    owners = _owners(crowd)
    windows = defaultdict(set)
    for person, window in truth.values():
        windows[window].add(person)
    hits = chance = 0.0
    for tip in anonymous:
        person, window = truth[tip]
        names = named.get(tip, set())
        hits += sum(owners.get(name) == person for name in names) / max(1, len(names))
        chance += 1 / len(windows[window])
    return hits / len(anonymous), chance / len(anonymous)


def _owners(crowd: Crowd) -> dict[Name, int]:
    """Return whose each pseudonym is, which takes the keyring."""
    blind = crowd.store.vault.blind
    places = ("drafts.person", "inbox.lane", "outbox.lane", "people.finder")
    return {(place, blind(place, number)): number for place in places for number in crowd.people}


async def lived(folder: Path, monkeypatch: pytest.MonkeyPatch, store: Store, most: int, together: int) -> Crowd:
    """Return a crowd that has filed."""
    await migrate(store)
    crowd = Crowd(store, folder / "anju.db", 14, most, together)
    monkeypatch.setattr(clock, "_seconds", lambda: crowd.seconds)
    await crowd.live()
    return crowd


async def test_a_thief_without_the_keyring_finds_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = open_store(tmp_path, changed=MANY.read_text())
    try:
        crowd = await lived(tmp_path, monkeypatch, store, most=200, together=5)
        right, chance = await found(crowd, tmp_path / "work.db")
        print(f"found {right:.1%} of {len(crowd.filed)} tips, by chance {chance:.1%}")
        assert right <= chance + MARGIN
    finally:
        await store.close()


async def test_the_same_thief_finds_them_where_nothing_is_cleared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(tmp_path, changed=MANY.read_text())
    event.listen(store.engine.sync_engine, "connect", lambda driver, _: driver.execute("PRAGMA wal_autocheckpoint=0"))
    monkeypatch.setattr(Store, "tidy", _nothing)
    monkeypatch.setattr(vault, "padded", lambda plain, step: plain)
    try:
        crowd = await lived(tmp_path, monkeypatch, store, most=60, together=2)
        right, chance = await found(crowd, tmp_path / "work.db")
        print(f"found {right:.1%} of {len(crowd.filed)} tips, by chance {chance:.1%}")
        assert right >= 0.9
    finally:
        await store.close()


async def _nothing(self: Store) -> None:
    return None
