"""Sealed files beside the database: each under a random name and a key of its own, padded to a few sizes.

A file is written before the transaction that keeps it (`keep`): under another name, synced, renamed. What no row names
is swept when nothing is being written. Whoever drops a file's key has dropped the file.
"""

from __future__ import annotations

import os
import re
import secrets
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import delete, insert, select

from storage.engine import HOUR, Transaction
from storage.tables import files
from storage.vault import Vault, VaultError

FOLDER = "files"
SMALLEST = 1 << 16
_HEAD = 8
_PLACE = "files.content"
_NAME = re.compile(r"[0-9a-f]{32}")


class FileLost(Exception):
    """A kept file is not there, or is not what was kept."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """Where a file lies, and what opens it; both as hexadecimal digits."""

    name: str
    key: str


def write(folder: Path, vault: Vault, plain: bytes, now: int) -> Sealed:
    """Seal a file to disk for good; it is nobody's until `keep`. Its time on disk is that of the hour."""
    box = _box(folder)
    name, key = secrets.token_hex(16), vault.new_person_key()
    body = vault.seal_for(key, _PLACE, bytes.fromhex(name), _padded(plain))
    temporary, final = box / f".{name}", box / name
    handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(body)
        file.flush()
        os.utime(handle, (now // HOUR * HOUR,) * 2)
        os.fsync(handle)
    temporary.rename(final)
    _sync(box)
    return Sealed(name, key.hex())


def read(folder: Path, vault: Vault, sealed: Sealed) -> bytes:
    """Return what a file holds; `FileLost` when it is not there or was changed."""
    if not _NAME.fullmatch(sealed.name):
        raise FileLost("not a name")
    try:
        handle = os.open(folder / FOLDER / sealed.name, os.O_RDONLY | os.O_NOFOLLOW)
        with os.fdopen(handle, "rb") as file:
            body = file.read()
    except OSError as error:
        raise FileLost(type(error).__name__) from error
    try:
        plain = vault.open_for(bytes.fromhex(sealed.key), _PLACE, bytes.fromhex(sealed.name), body)
    except VaultError as error:
        raise FileLost(type(error).__name__) from error
    return plain[_HEAD : _HEAD + int.from_bytes(plain[:_HEAD], "big")]


def _padded(plain: bytes) -> bytes:
    size = SMALLEST
    while size < _HEAD + len(plain):
        size *= 2
    return (len(plain).to_bytes(_HEAD, "big") + plain).ljust(size, b"\0")


def _box(folder: Path) -> Path:
    box = folder / FOLDER
    box.mkdir(mode=0o700, exist_ok=True)
    if not stat.S_ISDIR(box.lstat().st_mode):
        raise NotADirectoryError(f"{FOLDER} is no folder of ours")
    box.chmod(0o700)
    return box


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


async def keep(tx: Transaction, kept: Iterable[Sealed]) -> None:
    """Make written files ours, in the transaction that says whose they are."""
    rows = [{"name": bytes.fromhex(each.name)} for each in kept]
    if rows:
        await tx.execute(insert(files), rows)


async def drop(tx: Transaction, kept: Iterable[Sealed]) -> None:
    """Let go of files; the next sweep takes them from the disk."""
    await tx.execute(delete(files).where(files.c.name.in_([bytes.fromhex(each.name) for each in kept])))


async def sweep(tx: Transaction) -> int:
    """Delete what no row names; only while no file is being written. Returns how many there were."""
    box = tx.folder / FOLDER if tx.folder is not None else None
    if box is None or not box.is_dir():
        return 0
    known = {name.hex() for name in (await tx.execute(select(files.c.name))).scalars()}
    orphans = [path for path in box.iterdir() if path.name not in known and path.is_file()]
    for path in orphans:
        path.unlink()
    return len(orphans)
