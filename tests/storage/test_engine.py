"""The engine: settings that lose nothing, one transaction at a time."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import IntegrityError

from bot.rules.policy import load
from storage import Store, StoreBusy, sqlite, town
from storage.sqlite import file_of
from storage.tables import people as people_table
from storage.tables import town_parts, used_codes
from tests.storage.conftest import SQLITE_ALONE

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": 0,
    "secure_delete": 1,
    "trusted_schema": 0,
    "temp_store": 2,
    "mmap_size": 0,
    "cell_size_check": 1,
}


@SQLITE_ALONE
@pytest.mark.parametrize("pragma", PRAGMAS)
async def test_a_pragma_is_really_set(store: Store, pragma: str) -> None:
    async with store.begin() as tx:
        found = (await tx.execute(text(f"PRAGMA {pragma}"))).scalar_one()
    assert found == PRAGMAS[pragma]


@SQLITE_ALONE
async def test_the_pragmas_hold_on_every_connection(store: Store) -> None:
    async with store.engine.connect() as first, store.engine.connect() as second:
        for connection in (first, second):
            assert await connection.run_sync(lambda sync: sync.scalar(text("PRAGMA synchronous"))) == 2
            await connection.rollback()


@SQLITE_ALONE
async def test_a_transaction_locks_out_other_writers_from_its_first_moment(store: Store, tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "anju.db", timeout=0, isolation_level=None)
    async with store.begin():
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("BEGIN IMMEDIATE")
    other.execute("BEGIN IMMEDIATE")
    other.rollback()
    other.close()


async def test_32_tasks_that_read_and_write_lose_nothing(store: Store) -> None:
    async with store.begin() as tx:
        values = {"id": b"1", "finder": b"1", "key": b"", "contact": b"", "role": "0", "language": ""}
        await tx.execute(insert(people_table).values(values))

    async def add() -> None:
        for _ in range(10):
            async with store.begin() as tx:
                count = int((await tx.execute(select(people_table.c.role))).scalar_one())
                await asyncio.sleep(0)
                await tx.execute(update(people_table).values(role=str(count + 1)))

    await asyncio.gather(*[add() for _ in range(32)])
    async with store.begin() as tx:
        assert (await tx.execute(select(people_table.c.role))).scalar_one() == "320"


async def test_a_block_that_raises_leaves_nothing(store: Store) -> None:
    async def writes() -> None:
        async with store.begin() as tx:
            await tx.execute(insert(used_codes).values(code=b"1"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await writes()
    async with store.begin() as tx:
        assert (await tx.execute(select(used_codes))).all() == []


async def test_a_block_that_is_cancelled_leaves_nothing_and_locks_nobody_out(store: Store) -> None:
    async def writes() -> None:
        async with store.begin() as tx:
            await tx.execute(insert(used_codes).values(code=b"1"))
            await asyncio.sleep(60)

    task = asyncio.create_task(writes())
    await asyncio.sleep(0.05)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with store.begin() as tx:
        assert (await tx.execute(select(used_codes))).all() == []
        await tx.execute(insert(used_codes).values(code=b"2"))


@SQLITE_ALONE
async def test_a_commit_that_fails_leaves_nothing_open(store: Store) -> None:
    async with store.begin() as tx:
        await tx.execute(text("CREATE TABLE child (parent REFERENCES people (id) DEFERRABLE INITIALLY DEFERRED)"))
    with pytest.raises(IntegrityError):
        async with store.begin() as tx:
            await tx.execute(text("INSERT INTO child VALUES (x'00')"))
    async with store.begin() as tx:
        assert (await tx.execute(text("SELECT * FROM child"))).all() == []


@SQLITE_ALONE
async def test_whoever_waits_for_the_lock_holds_up_nobody_and_may_be_cancelled(store: Store, tmp_path: Path) -> None:
    async def writes() -> str:
        async with store.begin():
            return "written"

    other = sqlite3.connect(tmp_path / "anju.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    began = asyncio.get_running_loop().time()
    cancelled = asyncio.create_task(writes())
    await asyncio.sleep(0.05)
    cancelled.cancel()
    with pytest.raises(asyncio.CancelledError):
        await cancelled
    assert asyncio.get_running_loop().time() - began < 1
    waiting = asyncio.create_task(writes())
    await asyncio.sleep(0.05)
    other.rollback()
    other.close()
    assert await waiting == "written"


@SQLITE_ALONE
async def test_a_database_that_is_locked_is_busy_and_not_broken(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "LOCK_SECONDS", 0.05)
    other = sqlite3.connect(tmp_path / "anju.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreBusy):
        async with store.begin():
            raise AssertionError("never reached")
    other.rollback()
    other.close()
    async with store.begin() as tx:
        await tx.execute(insert(used_codes).values(code=b"1"))


async def test_an_error_of_the_database_tells_no_values(store: Store) -> None:
    async with store.begin() as tx:
        await tx.execute(insert(used_codes).values(code=b"canary"))
    with pytest.raises(IntegrityError) as raised:
        async with store.begin() as tx:
            await tx.execute(insert(used_codes).values(code=b"canary"))
    assert "canary" not in str(raised.value)


@SQLITE_ALONE
async def test_what_was_deleted_leaves_the_files(store: Store, tmp_path: Path) -> None:
    canary = b"a canary of some length"
    async with store.begin() as tx:
        await tx.execute(insert(used_codes).values(code=canary))
    await store.tidy()
    async with store.begin() as tx:
        await tx.execute(used_codes.delete())
    await store.tidy()
    assert (tmp_path / "anju.db-wal").stat().st_size == 0
    assert canary not in (tmp_path / "anju.db").read_bytes()


async def test_closing_twice_and_using_again_works(store: Store) -> None:
    await store.close()
    await store.close()
    async with store.begin() as tx:
        assert tx.dialect == store.engine.dialect.name
        assert tx.policy == load()


def test_only_a_file_is_a_file() -> None:
    assert file_of("sqlite:////var/anju.db") == file_of("sqlite+aiosqlite:////var/anju.db") == Path("/var/anju.db")
    assert file_of("sqlite://") is None
    assert file_of("sqlite:///:memory:") is None
    assert file_of("postgresql+asyncpg://a:b@c/d") is None


async def test_rows_are_remembered_for_the_turns_of_a_batch_until_their_table_changes(store: Store) -> None:
    async with store.begin() as tx:
        assert await town.version(tx, "grids") == ""
        behind_its_back = insert(town_parts).values(part="grids", version="1")
        await tx.connection.execute(behind_its_back)
        assert await town.version(replace(tx, changes=[]), "grids") == "", "read once"
        await tx.execute(update(town_parts).values(version="2"))
        assert await town.version(replace(tx, changes=[]), "grids") == "2"
    async with store.begin() as tx:
        assert await town.version(tx, "grids") == "2"
