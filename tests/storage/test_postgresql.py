"""PostgreSQL: what is set whatever the server says, one bot a database, lanes for one, and a server that goes away."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DBAPIError

from storage import Store, StoreBusy, StoreTaken, Transaction, inbox, postgresql
from storage.inbox import Arrival
from storage.tables import used_codes
from tests.postgresql import Server
from tests.storage.conftest import POSTGRESQL_ALONE, open_store

pytestmark = POSTGRESQL_ALONE

WANTED = {
    "synchronous_commit": "on",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "30s",
    "application_name": "anju",
}


async def shown(store: Store, name: str) -> str:
    async with store.begin() as tx:
        return str((await tx.execute(text(f"SHOW {name}"))).scalar_one())


@pytest.mark.parametrize("name", WANTED)
async def test_a_setting_is_really_set(store: Store, name: str) -> None:
    assert await shown(store, name) == WANTED[name]


async def test_a_database_that_was_set_to_lose_commits_does_not_lose_ours(store: Store, server: Server) -> None:
    await store.close()
    await server.run("ALTER DATABASE postgres SET synchronous_commit = off")
    try:
        assert await shown(store, "synchronous_commit") == "on"
    finally:
        await server.run("ALTER DATABASE postgres RESET synchronous_commit")


# -- one bot a database ----------------------------------------------------------------------------------------------


async def test_a_second_bot_on_the_database_is_refused_until_the_first_ends(store: Store, tmp_path: Path) -> None:
    await store.claim()
    second = open_store(tmp_path, store.engine.url.render_as_string(hide_password=False))
    with pytest.raises(StoreTaken):
        await second.claim()
    with pytest.raises(StoreTaken):
        async with second.begin():
            raise AssertionError("never reached")
    await store.close()
    await second.claim()
    with pytest.raises(StoreTaken):
        await store.claim()
    await second.close()


# -- lanes -----------------------------------------------------------------------------------------------------------


async def keep(store: Store, *lanes: int) -> None:
    async with store.begin() as tx:
        await inbox.store(tx, [Arrival(f"{place} {lane}", lane, b"%d" % lane) for place, lane in enumerate(lanes)])


def raws(waiting: list[inbox.Waiting]) -> list[bytes]:
    return [each.raw for each in waiting]


async def test_a_lane_is_taken_by_one_process_at_a_time_as_a_whole(store: Store) -> None:
    await keep(store, 1, 1, 2, 3)
    async with store.engine.connect() as connection:
        async with connection.begin(), store.begin() as tx:
            other = Transaction(connection, tx.vault, tx.policy, tx.now)
            assert raws(await inbox.ready(tx, 2)) == [b"1", b"2"]
            assert raws(await inbox.ready(other, 64)) == [b"3"], "and not the second of the first lane"
            assert raws(await inbox.ready(tx, 64)) == [b"1", b"2"]
        async with connection.begin():
            assert raws(await inbox.ready(other, 64)) == [b"1", b"2", b"3"], "let go of at the end"


async def test_one_that_waits_for_a_lane_sees_what_was_finished_meanwhile(store: Store) -> None:
    await keep(store, 1)
    async with store.engine.connect() as connection:
        async with store.begin() as tx:
            (first,) = await inbox.ready(tx, 64)
            other = Transaction(connection, tx.vault, tx.policy, tx.now)
            late = asyncio.create_task(inbox.get(other, first.seq))
            await asyncio.sleep(0.1)
            assert not late.done()
            await inbox.done(tx, [first.seq])
        assert await late is None


async def test_a_lane_is_locked_by_its_first_eight_bytes_with_their_sign(store: Store) -> None:
    async with store.begin() as tx:
        for lane in (bytes(16), bytes(range(16)), b"\xff" * 16, b"\x80" + bytes(15), b"\x7f" + b"\xff" * 15):
            await tx.execute(insert(used_codes).values(code=lane))
            row = (await tx.execute(select(postgresql.lane_lock(used_codes.c.code)))).scalar_one()
            await tx.execute(used_codes.delete())
            assert row == int.from_bytes(lane[:8], "big", signed=True)


# -- a server that goes away -----------------------------------------------------------------------------------------


async def test_a_server_that_was_restarted_while_nobody_asked_is_not_noticed(store: Store, server: Server) -> None:
    await keep(store, 1)
    server.restart()
    await asyncio.sleep(0.01)
    async with store.begin() as tx:
        assert raws(await inbox.ready(tx, 64)) == [b"1"]


async def test_a_server_that_crashes_in_a_transaction_is_busy_and_nothing_of_it_stays(
    store: Store, server: Server
) -> None:
    async def turns() -> None:
        async with store.begin() as tx:
            (first,) = await inbox.ready(tx, 64)
            await inbox.done(tx, [first.seq])
            server.crash()
            await inbox.ready(tx, 64)

    await keep(store, 1)
    with pytest.raises(StoreBusy):
        await turns()
    with pytest.raises(StoreBusy):
        async with store.begin():
            raise AssertionError("never reached")
    server.start()
    async with store.begin() as tx:
        assert raws(await inbox.ready(tx, 64)) == [b"1"]


async def test_a_server_that_crashes_before_the_commit_is_busy(store: Store, server: Server) -> None:
    async def turns() -> None:
        async with store.begin() as tx:
            await tx.execute(insert(used_codes).values(code=b"1"))
            server.restart()

    with pytest.raises(StoreBusy):
        await turns()
    async with store.begin() as tx:
        assert (await tx.execute(select(used_codes))).all() == []


async def test_a_connection_that_is_ended_by_the_server_is_busy(store: Store, server: Server) -> None:
    async def turns() -> None:
        async with store.begin() as tx:
            await tx.execute(select(used_codes))
            await server.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'anju'")
            await tx.execute(select(used_codes))

    with pytest.raises(StoreBusy):
        await turns()
    async with store.begin() as tx:
        await tx.execute(select(used_codes))


@pytest.mark.parametrize("state", ["53100", "53300", "57P01", "57014", "40001", "58030", "25006"])
async def test_a_server_that_cannot_work_is_busy(store: Store, state: str) -> None:
    with pytest.raises(StoreBusy):
        async with store.begin() as tx:
            await tx.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$"))
    async with store.begin() as tx:
        await tx.execute(select(used_codes))


@pytest.mark.parametrize("state", ["22P02", "23505", "42P01", "P0001", "XX001"])
async def test_what_is_wrong_with_a_question_is_not_the_servers_trouble(store: Store, state: str) -> None:
    with pytest.raises(DBAPIError):
        async with store.begin() as tx:
            await tx.execute(text(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$"))


async def test_a_file_that_a_turn_misses_is_not_the_servers_trouble(store: Store) -> None:
    with pytest.raises(FileNotFoundError):
        async with store.begin():
            raise FileNotFoundError


async def test_a_server_that_does_not_answer_is_given_up(
    store: Store, monkeypatch: pytest.MonkeyPatch, server: Server, tmp_path: Path
) -> None:
    await store.close()
    monkeypatch.setattr(postgresql, "ANSWER_SECONDS", 0.2)
    impatient = open_store(tmp_path, server.url)
    began = time.monotonic()
    with pytest.raises(StoreBusy):
        async with impatient.begin() as tx:
            await tx.execute(text("SELECT pg_sleep(20)"))
    assert time.monotonic() - began < 10
    async with impatient.begin() as tx:
        await tx.execute(select(used_codes))
    await impatient.close()
