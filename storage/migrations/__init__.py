"""The schema's history: brings a database of any earlier release up to this one, after a backup."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError

from bot import clock
from storage import postgresql, sqlite
from storage.engine import Store, StoreBusy, StoreTaken

HEAD = "0004"
"""The newest revision; a test holds it against the versions."""


async def is_new(url: str) -> bool:
    """Tell whether nothing of ours lies in a database yet; StoreBusy or StoreTaken when that cannot be told."""
    file = sqlite.file_of(url)
    if not url.startswith("postgresql"):
        return file is None or not file.exists()
    opened = postgresql.engine(url)
    try:
        async with opened.connect() as connection:
            if await postgresql.is_taken(connection):
                raise StoreTaken
            return await connection.run_sync(_revision) is None
    except (DBAPIError, OSError) as error:
        raise StoreBusy from error
    finally:
        await opened.dispose()


async def migrate(store: Store) -> Path | None:
    """Apply what is missing; returns the backup that was made before.

    None when there was nothing to lose, and for PostgreSQL, which is backed up by its own tools.
    """
    async with store.engine.connect() as connection:
        current = await connection.run_sync(_revision)
    if current == HEAD:
        return None
    backup = _backup(store.engine.sync_engine, current) if current else None
    async with store.engine.begin() as connection:
        await connection.run_sync(_upgrade)
    return backup


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found else None


def _upgrade(connection: Connection) -> None:
    # Loaded only when there is something to do: it is slow to import, and a bot should be back at once.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _backup(engine: Engine, revision: str) -> Path | None:
    source = sqlite.file_of(engine.url.render_as_string(hide_password=False))
    if source is None:
        return None
    target = source.parent / "backups" / f"{source.stem}-{revision}-{clock.now():%Y%m%dT%H%M%SZ}.db"
    sqlite.backup(source, target)
    return target
