"""The schema's history: brings a database of any earlier release up to this one, after a backup."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot import clock
from storage.engine import Store, sqlite_backup, sqlite_file


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    return config


async def migrate(store: Store) -> Path | None:
    """Apply what is missing; returns the backup that was made before, None when there was nothing to lose."""
    async with store.engine.connect() as connection:
        current = await connection.run_sync(_revision)
    head = ScriptDirectory.from_config(_config()).get_current_head()
    if current == head:
        return None
    backup = _backup(str(store.engine.url.render_as_string(hide_password=False)), current) if current else None
    async with store.engine.begin() as connection:
        await connection.run_sync(_upgrade)
    return backup


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection) -> None:
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _backup(url: str, revision: str) -> Path | None:
    source = sqlite_file(url)
    if source is None:
        return None
    target = source.parent / "backups" / f"{source.stem}-{revision}-{clock.now():%Y%m%dT%H%M%SZ}.db"
    sqlite_backup(source, target)
    return target
