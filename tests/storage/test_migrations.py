"""The schema's history leads to exactly the tables in the code, and nothing is lost on the way."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, insert, text

from bot import app, settings
from storage import Store, StoreTaken, migrations
from storage.migrations import is_new, migrate
from storage.tables import metadata, used_codes
from storage.vault import Keyring, Vault, VaultError
from tests import once
from tests.postgresql import Server
from tests.storage.conftest import SQLITE_ALONE, open_store


@pytest.fixture(autouse=True)
def migrated_step_by_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bring databases up as a bot does, where other tests take what came of it."""
    monkeypatch.setattr(migrations, "_upgrade", once.migrated)


def differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    return list(compare_metadata(context, metadata))


async def test_the_migrations_make_exactly_the_tables_of_the_code(store: Store) -> None:
    async with store.engine.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_the_comparison_would_see_a_difference(store: Store) -> None:
    async with store.engine.connect() as connection:  # and nothing of it stays
        await connection.execute(text("ALTER TABLE tips ADD COLUMN more TEXT"))
        assert await connection.run_sync(differences) != []


@SQLITE_ALONE
async def test_a_migrated_table_has_the_same_sql_as_one_made_from_the_code(store: Store) -> None:
    """What the comparison does not look at: WITHOUT ROWID, AUTOINCREMENT and partial indexes."""
    async with store.begin() as tx:
        rows = await tx.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
        made = {name: sql.upper() for name, sql in rows}
    for table in metadata.sorted_tables:
        options = table.dialect_options["sqlite"]
        assert ("WITHOUT ROWID" in made[table.name]) == (not options["with_rowid"]), table.name
        assert ("AUTOINCREMENT" in made[table.name]) == bool(options["autoincrement"]), table.name
    assert "WHERE STATE = 'NEW'" in made["ix_inbox_waiting"]


async def test_the_migrations_begin_with_an_empty_server(server: Server, tmp_path: Path) -> None:
    await server.empty()
    assert await is_new(server.url)
    store = open_store(tmp_path, server.url)
    assert await migrate(store) is None
    async with store.begin() as tx:
        assert len((await tx.execute(text("SELECT version_num FROM alembic_version"))).all()) == 1
    with pytest.raises(StoreTaken):
        await is_new(server.url)
    await store.close()
    assert not await is_new(server.url)


async def test_a_new_database_needs_no_backup_and_a_second_start_no_migration(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    assert await migrate(store) is None
    assert await migrate(store) is None
    await store.close()
    assert not (tmp_path / "backups").exists()


async def test_a_backup_is_made_before_an_older_database_is_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(tmp_path)
    await migrate(store)
    async with store.begin() as tx:
        await tx.execute(insert(used_codes).values(code=b"kept"))
        await tx.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    monkeypatch.setattr("storage.migrations._upgrade", lambda _connection: None)
    backup = await migrate(store)
    await store.close()
    assert backup is not None
    assert backup.parent == tmp_path / "backups"
    assert backup.stat().st_mode & 0o777 == 0o600
    assert backup.parent.stat().st_mode & 0o777 == 0o700
    copy = sqlite3.connect(backup)
    assert copy.execute("SELECT code FROM used_codes").fetchall() == [(b"kept",)]
    assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    copy.close()


# -- the keyring beside it -------------------------------------------------------------------------------------------


def read(folder: Path) -> settings.Settings:
    return settings.read({"BOT_TOKEN": "424242:SANDBOX", "DATA_DIR": str(folder / "data")})


async def test_the_first_start_makes_the_keyring(tmp_path: Path) -> None:
    chosen = read(tmp_path)
    async with app.opened(chosen):
        assert chosen.keyring_file.stat().st_mode & 0o777 == 0o600
    first = chosen.keyring_file.read_bytes()
    async with app.opened(chosen):
        assert chosen.keyring_file.read_bytes() == first


async def test_a_database_without_its_keyring_is_not_opened_with_a_new_one(tmp_path: Path) -> None:
    chosen = read(tmp_path)
    async with app.opened(chosen):
        pass
    chosen.keyring_file.unlink()
    with pytest.raises(VaultError, match="is missing: put the copy you kept back there"):
        async with app.opened(chosen):
            raise AssertionError("never reached")
    assert not chosen.keyring_file.exists()


async def test_an_admin_code_without_the_keyring_is_refused_too(tmp_path: Path) -> None:
    chosen = read(tmp_path)
    async with app.opened(chosen):
        pass
    chosen.keyring_file.unlink()
    with pytest.raises(VaultError, match="is missing"):
        app.admin_code(chosen)


def test_a_foreign_keyring_opens_nothing(tmp_path: Path) -> None:
    ours, theirs = (Vault(Keyring.open(tmp_path / name / "keyring.json")) for name in ("ours", "theirs"))
    with pytest.raises(VaultError, match="Tampered"):
        theirs.open("tips.body", b"row", ours.seal("tips.body", b"row", b"words"))
