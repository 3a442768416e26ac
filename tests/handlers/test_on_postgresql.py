"""The same conversations on PostgreSQL, one bot alone, and a server that crashes in the middle of one."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot import app, clock
from bot.gateway import EXIT_CONFLICT, Stopped
from bot.rules.tips import Openness
from storage.tables import inbox
from storage.vault import VaultError
from tests.chat import Chat, Town
from tests.postgresql import Server


@pytest.fixture
async def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: Server) -> AsyncIterator[Town]:
    """A bot with a PostgreSQL database that is as new."""
    await server.empty()
    town = Town(tmp_path, database=server.url)
    monkeypatch.setattr(clock, "_seconds", town.seconds)
    async with town.running():
        yield town


async def test_a_known_neighbour_reports_and_finds_the_tip_again(chat: Chat, town: Town) -> None:
    await chat.reads("""
        > /report
        < 第 1/5 步
        ...
        > [安全出口堵塞或上锁]
        < 第 2/5 步
        ...
        > 翠竹园3栋
        < 第 3/5 步
        ...
        > (restart)
        > 楼梯口堆满纸箱
        < 第 4/5 步
        ...
        > (photo)
        < 第 4/5 步
        ...
        > [好了]
        < 第 5/5 步
        ...
        > [只让街道知道]
        < 请核对一下。现在还没有发出去。
        ...
        | 照片：1 张照片
        ...
        > (two taps) [发送]
        < 谢谢您。您的线索是 ... 号。
        ...
    """)
    (tip,) = await town.tips()
    assert (tip.report.where, tip.report.openness) == ("翠竹园3栋", Openness.KNOWN)
    await chat.does("/mytips")
    assert f"{tip.number}" in "".join(chat.told()[-4:])


async def test_an_admin_is_made_and_sees_the_tip(chat: Chat, admin: Chat, town: Town) -> None:
    await chat.after("/report", "2", "翠竹园3栋", "楼梯口堆满纸箱", "跳过", "1", "发送")
    (tip,) = await town.tips()
    await admin.does(f"/tip {tip.number}")
    assert "楼梯口堆满纸箱" in admin.last()


async def test_a_server_that_crashes_in_the_middle_loses_nothing(chat: Chat, town: Town, server: Server) -> None:
    await chat.after("/report", "2", "翠竹园3栋")
    server.restart()
    await chat.after("楼梯口堆满纸箱")
    server.crash()
    await chat.acts("跳过")
    await chat.acts("匿名")
    await asyncio.sleep(0.5)
    server.start()
    await town.settle()
    await chat.reads("""
        > [发送]
        ...
        < 谢谢您。您的线索是 ... 号。
        ...
    """)
    (tip,) = await town.tips()
    assert (tip.report.where, tip.report.what) == ("翠竹园3栋", "楼梯口堆满纸箱")
    assert {row["state"] for row in await town.rows(inbox)} == {"done"}


async def test_turns_that_a_crash_interrupts_happen_once(town: Town, server: Server) -> None:
    people = [await town.person(number, f"住户{number}") for number in range(2001, 2009)]
    for said in ("/report", "2", "翠竹园3栋", "楼梯口堆满纸箱", "跳过", "1", "发送"):
        await asyncio.gather(*[person.acts(said) for person in people])
        await asyncio.sleep(0.03)  # somewhere in the middle of these turns
        if said in ("2", "跳过", "发送"):
            server.restart()
        await town.settle()
    assert len(await town.tips()) == len(people)
    assert {row["state"] for row in await town.rows(inbox)} == {"done"}
    for person in people:
        assert [line for line in person.told() if line.startswith("< 谢谢您。您的线索是")] != []


async def test_a_second_bot_on_the_database_ends_with_75_and_words(town: Town, tmp_path: Path) -> None:
    other = Town(tmp_path / "elsewhere", database=town.database)
    with pytest.raises(Stopped, match="Another Anju is running on the database") as stopped:
        await other.start()
    assert stopped.value.code == EXIT_CONFLICT == 75
    assert not other.settings.keyring_file.exists()
    await other.client.aclose()


async def test_without_its_server_a_bot_ends_with_75_and_words(server: Server, tmp_path: Path) -> None:
    other = Town(tmp_path, database=f"{server.url}/nowhere")
    with pytest.raises(Stopped, match=r"cannot be used now.*server running") as stopped:
        await other.start()
    assert stopped.value.code == EXIT_CONFLICT
    await other.client.aclose()


async def test_a_database_without_its_keyring_is_not_opened_with_a_new_one(town: Town) -> None:
    await town.stop()
    town.settings.keyring_file.unlink()
    with pytest.raises(VaultError, match="is missing: put the copy you kept back there"):
        await town.start()
    with pytest.raises(VaultError, match="is missing"):
        app.admin_code(town.settings)
    assert not town.settings.keyring_file.exists()
