"""The town in the database: what was put there comes back whole, and an offer holds only while nothing changed."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from bot import grids
from bot.grids import Grid
from bot.rules.town import Town, read_csv
from bot.rules.town_rows import rows_of, town_of
from storage import Store, tables, town

HEADER = "community,grid,estate,aliases,building,unit,floors,rooms_per_floor\n"
FIRST, _ = read_csv(
    HEADER
    + "望海,望海一,海棠苑,棠苑|海棠,3,1,18,4\n"
    + "望海,望海一,海棠苑,,3,2,,\n"
    + "望海,望海二,海棠苑,,东,,6,2\n"
    + "听潮,听潮一,海棠苑,,3,,,\n"
)
SECOND, _ = read_csv(HEADER + "听潮,听潮一,新苑,,1,,,\n")


def square(west: float, name: str) -> Grid:
    corners = ((west, 30.0), (west + 1, 30.0), (west + 1, 31.0), (west, 31.0), (west, 30.0))
    return Grid("望海", name, ((corners,),))


WEST, EAST = square(124.0, "望海一"), square(125.0, "望海二")


async def test_before_any_file_there_is_an_empty_town(store: Store) -> None:
    async with store.begin() as tx:
        assert await town.load(tx) == Town()
        assert await town.grids_at(tx, 30.5, 124.5) == ()
        assert await town.version(tx, "buildings") == town.EMPTY


async def test_a_town_comes_back_as_it_was_in_the_order_of_its_file(store: Store) -> None:
    async with store.begin() as tx:
        await town.replace(tx, "buildings", rows_of(FIRST))
    town._read.clear()
    async with store.begin() as tx:
        found = await town.load(tx)
    assert found == FIRST
    assert [each.community for each in found.estates] == ["望海", "听潮"]
    assert [each.unit for each in found.find("棠苑")[0].buildings["3"].stairs] == ["1", "2"]


async def test_a_new_town_takes_the_place_of_the_old_one_and_leaves_the_grids(store: Store) -> None:
    async with store.begin() as tx:
        await town.replace(tx, "grids", grids.rows_of([WEST]))
        await town.replace(tx, "buildings", rows_of(FIRST))
        assert await town.load(tx) == FIRST
        await town.replace(tx, "buildings", rows_of(SECOND))
        assert await town.load(tx) == SECOND
        assert await town.all_grids(tx) == (WEST,)


async def test_what_was_rolled_back_was_never_read(store: Store) -> None:
    async with store.begin() as tx:
        await town.replace(tx, "buildings", rows_of(FIRST))

    async def fails() -> None:
        async with store.begin() as tx:
            await town.replace(tx, "buildings", rows_of(SECOND))
            assert await town.load(tx) == SECOND
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fails()
    async with store.begin() as tx:
        assert await town.load(tx) == FIRST


async def test_the_same_content_has_the_same_version_and_is_read_once(store: Store) -> None:
    async with store.begin() as tx:
        await town.replace(tx, "buildings", rows_of(FIRST))
        first, version = await town.load(tx), await town.version(tx, "buildings")
        assert await town.load(tx) is first
        await town.replace(tx, "buildings", rows_of(SECOND))
        assert await town.version(tx, "buildings") != version
        await town.replace(tx, "buildings", rows_of(FIRST))
        assert await town.version(tx, "buildings") == version == town.version_of(rows_of(FIRST))


async def test_little_is_kept_in_memory_however_often_the_town_changes(store: Store) -> None:
    async with store.begin() as tx:
        for name in "甲乙丙丁戊己庚":
            found, _ = read_csv(HEADER + f"望海,一,{name}苑,,1,,,\n")
            await town.replace(tx, "buildings", rows_of(found))
            await town.load(tx)
    assert len(town._read) <= town._KEPT


async def test_a_place_is_found_in_the_grids_that_are_held(store: Store) -> None:
    async with store.begin() as tx:
        await town.replace(tx, "grids", grids.rows_of([WEST, EAST]))
        assert await town.grids_at(tx, 30.5, 124.5) == (WEST,)
        assert await town.grids_at(tx, 30.5, 125.0) == (WEST, EAST)
        assert await town.grids_at(tx, 40.0, 124.5) == ()
        await town.replace(tx, "grids", grids.rows_of([EAST]))
        assert await town.grids_at(tx, 30.5, 124.5) == ()


async def test_an_offer_is_taken_once_and_only_by_its_token(store: Store) -> None:
    rows = rows_of(FIRST)
    async with store.begin() as tx:
        token = await town.offer(tx, "buildings", rows)
        assert await town.offered(tx, "buildings", "0" * 16) is None
        assert await town.offered(tx, "grids", token) is None
        found = await town.offered(tx, "buildings", token)
        assert found is not None
        assert town_of(found) == FIRST
        assert await town.load(tx) == Town(), "an offer changes nothing"
        await town.replace(tx, "buildings", found)
        assert await town.load(tx) == FIRST
        assert await town.offered(tx, "buildings", token) is None
        kept = (await tx.execute(select(tables.town_parts.c.offered))).scalars().all()
    assert kept == [None], "nothing of an offer stays"


async def test_a_newer_file_takes_the_place_of_an_offer(store: Store) -> None:
    async with store.begin() as tx:
        older = await town.offer(tx, "buildings", rows_of(FIRST))
        newer = await town.offer(tx, "buildings", rows_of(SECOND))
        assert await town.offered(tx, "buildings", older) is None
        assert await town.offered(tx, "buildings", newer) is not None


async def test_an_offer_does_not_outlive_a_change_of_the_town(store: Store) -> None:
    async with store.begin() as tx:
        token = await town.offer(tx, "buildings", rows_of(FIRST))
        await tx.execute(update(tables.town_parts).values(version="another"))
        assert await town.offered(tx, "buildings", token) is None


async def test_an_offer_can_be_withdrawn_once(store: Store) -> None:
    async with store.begin() as tx:
        token = await town.offer(tx, "grids", grids.rows_of([WEST]))
        assert await town.withdraw(tx, "grids", token)
        assert not await town.withdraw(tx, "grids", token)
        assert await town.all_grids(tx) == ()
