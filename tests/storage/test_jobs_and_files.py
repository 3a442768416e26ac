"""Jobs that are due once, and sealed files that are there whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from sqlalchemy import select

from storage import Store, files, jobs, tables
from storage.vault import Keyring, Vault

VAULT = Vault(Keyring(1, {1: bytes(32)}))


async def test_a_job_is_put_with_its_turn_or_not_at_all(store: Store) -> None:
    async def fails() -> None:
        async with store.begin() as tx:
            await jobs.put(tx, "media", "a")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fails()
    async with store.begin() as tx:
        assert await jobs.count(tx) == 0


async def test_a_job_ends_once(store: Store) -> None:
    async with store.begin() as tx:
        await jobs.put(tx, "media", {"a": ["一"]})
        (job,) = await jobs.due(tx, 9, set())
        assert (job.kind, job.about, job.tries) == ("media", {"a": ["一"]}, 0)
        assert await jobs.due(tx, 9, {job.id}) == [], "it is under way"
        assert [await jobs.finish(tx, job.id), await jobs.finish(tx, job.id)] == [True, False]
        assert await jobs.due(tx, 9, set()) == []


async def test_a_job_that_is_put_off_is_due_at_a_coarse_time(store: Store) -> None:
    async with store.begin() as tx:
        await jobs.put(tx, "media", 1)
        (job,) = await jobs.due(tx, 9, set())
        await jobs.put_off(tx, job.id, 60)
        assert await jobs.due(tx, 9, set()) == []
        (row,) = (await tx.execute(select(tables.jobs))).mappings()
    assert row["not_before"] % jobs.COARSE == 0


async def test_a_job_tells_nothing_of_what_it_is_about(store: Store) -> None:
    async with store.begin() as tx:
        await jobs.put(tx, "media", "7F3K")
        await jobs.put(tx, "media", "a much longer thing to do")
        rows = (await tx.execute(select(tables.jobs))).mappings().all()
    assert len({len(row["body"]) for row in rows}) == 1
    assert not any(b"7F3K" in row["body"] for row in rows)


def test_a_file_is_read_back_whole(tmp_path: Path) -> None:
    for plain in (b"", b"x", os.urandom(70_000)):
        kept = files.write(tmp_path, VAULT, plain, 7_300)
        assert files.read(tmp_path, VAULT, kept) == plain


def test_a_file_on_disk_tells_neither_its_size_nor_its_time_nor_its_content(tmp_path: Path) -> None:
    for plain in (b"secret" * 10, b"secret" * 1000, b"secret" * 10_000):
        files.write(tmp_path, VAULT, plain, 7_300)
    found = list((tmp_path / files.FOLDER).iterdir())
    assert len({path.stat().st_size for path in found}) == 1
    assert {path.stat().st_mtime for path in found} == {7_200}
    assert not any(b"secret" in path.read_bytes() for path in found)


def test_only_we_can_look_into_the_folder(tmp_path: Path) -> None:
    kept = files.write(tmp_path, VAULT, b"x", 0)
    assert (tmp_path / files.FOLDER).stat().st_mode & 0o777 == 0o700
    assert (tmp_path / files.FOLDER / kept.name).stat().st_mode & 0o777 == 0o600


def test_a_folder_that_is_a_link_to_another_is_not_written_to(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / files.FOLDER).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotADirectoryError):
        files.write(tmp_path, VAULT, b"x", 0)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_file_that_is_a_link_is_not_read(tmp_path: Path) -> None:
    kept = files.write(tmp_path, VAULT, b"x", 0)
    path = tmp_path / files.FOLDER / kept.name
    path.rename(tmp_path / "moved")
    path.symlink_to(tmp_path / "moved")
    with pytest.raises(files.FileLost):
        files.read(tmp_path, VAULT, kept)


@pytest.mark.parametrize("name", ["../anju.db", "a", "", "0" * 31 + "/", "0" * 33])
def test_a_name_that_is_not_ours_is_never_a_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(files.FileLost):
        files.read(tmp_path, VAULT, files.Sealed(name, "0" * 64))


def test_a_changed_file_or_a_wrong_key_opens_nothing(tmp_path: Path) -> None:
    kept, other = (files.write(tmp_path, VAULT, b"x", 0) for _ in range(2))
    with pytest.raises(files.FileLost):
        files.read(tmp_path, VAULT, files.Sealed(kept.name, other.key))
    path = tmp_path / files.FOLDER / kept.name
    path.write_bytes(path.read_bytes()[:-1] + b"!")
    with pytest.raises(files.FileLost):
        files.read(tmp_path, VAULT, kept)


async def test_what_nobody_keeps_is_swept(store: Store) -> None:
    assert store.folder is not None
    kept, orphan = (files.write(store.folder, store.vault, b"x", 0) for _ in range(2))
    half = store.folder / files.FOLDER / ".0123"
    half.write_bytes(b"half a file")
    async with store.begin() as tx:
        await files.keep(tx, [kept])
    async with store.begin() as tx:
        assert await files.sweep(tx) == 2
    assert files.read(store.folder, store.vault, kept) == b"x"
    assert not half.exists()
    with pytest.raises(files.FileLost):
        files.read(store.folder, store.vault, orphan)
    async with store.begin() as tx:
        await files.drop(tx, [kept])
        assert await files.sweep(tx) == 1
