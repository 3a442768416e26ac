"""How tips came in: an order is known again by its number, many are kept at once, and nothing of it is readable."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select

from bot.rules.sources import Source
from bot.rules.tips import Openness
from storage import Store, Transaction, filing, order_files, origins, tips
from storage.dwellings import Spot
from storage.filing import Filing
from storage.origins import Entered
from storage.tables import order_files as waiting
from storage.tables import origins as rows
from storage.tables import routes
from storage.tip_rows import Origin, Report

CALLED = datetime(2026, 11, 20, 9, 12, tzinfo=UTC)
BY = datetime(2026, 11, 27, 10, tzinfo=UTC)
PLACE = Spot("翠竹园/3/501", "翠竹园/3", "顾家桥社区 第二网格")
REPORT = Report("F01", "翠竹园3栋", "楼道堆满纸箱", Openness.ANONYMOUS, {}, PLACE)


def told(number: str, report: Report = REPORT) -> Filing:
    origin = Origin(Source.HOTLINE, at=CALLED, deadline=BY)
    return Filing(report, number, f"7{ord(number[-1]):015}", BY, origin)


async def tip(tx: Transaction, number: str) -> tips.Tip:
    found = await tips.by_number(tx, number)
    assert found is not None
    return found


async def test_an_order_is_found_by_its_number_however_it_is_written(store: Store) -> None:
    async with store.begin() as tx:
        (row,) = await filing.file_all(tx, [told("AAA3")])
        await origins.enter(tx, {row: Entered("DH-2026-001", CALLED, BY)})
        assert await origins.known(tx, ["ｄｈ2026001", "DH-2026-002"]) == {"ｄｈ2026001": "AAA3"}
        assert await origins.of(tx, row) == Entered("DH-2026-001", CALLED, BY)
        assert await origins.of(tx, b"another") is None


async def test_the_number_of_an_order_is_sealed_and_of_one_size(store: Store) -> None:
    async with store.begin() as tx:
        ids = await filing.file_all(tx, [told("AAA3"), told("AAA4")])
        await origins.enter(tx, {ids[0]: Entered("20261120001234", CALLED, BY), ids[1]: Entered("", None, BY)})
        kept = (await tx.execute(select(rows))).all()
    assert len({len(row.body) for row in kept}) == 1
    assert all(b"20261120001234" not in bytes(value or b"") for row in kept for value in (row.finder, row.body))


async def test_many_tips_are_kept_at_once_each_with_its_place_among_its_kind(store: Store) -> None:
    other = Report("E01", "翠竹园3栋", "飞线充电", Openness.ANONYMOUS, {}, PLACE)
    nowhere = Report("F01", "不知道", "堵", Openness.ANONYMOUS)
    async with store.begin() as tx:
        await tips.file(tx, REPORT, "AAA9", "7000000000000001", BY, None)
        filings = [told("AAA3"), told("AAA4", other), told("AAA6"), told("AAA7", nowhere), told("AAA8", nowhere)]
        await filing.file_all(tx, filings)
        found = [await tip(tx, number) for number in ("AAA3", "AAA4", "AAA6", "AAA7", "AAA8")]
        assert [each.work.ordinal for each in found] == [2, 1, 3, 1, 1]
        assert await filing.taken(tx, {"AAA3", "AAAA"}) == {"AAA3"}
        assert (await tx.execute(select(routes))).all() == []
        assert await filing.file_all(tx, []) == []
    first = found[0]
    assert (first.report, first.work.source, first.work.deadline) == (REPORT, Source.HOTLINE, BY)
    assert first.filed == CALLED.replace(minute=0), "to the hour in which it was told"


async def test_a_code_becomes_somebodys_own_once(store: Store) -> None:
    async with store.begin() as tx:
        (row,) = await filing.file_all(tx, [told("AAA3")])
        await origins.enter(tx, {row: Entered("", None, BY)})
        assert await origins.make_own(tx, row)
        assert not await origins.make_own(tx, row)
        await tips.recode(tx, row, "7999999999999999")
        assert await tips.by_code(tx, f"7{ord('3'):015}") is None
        assert (await tip(tx, "AAA3")) == await tips.by_code(tx, "7999999999999999")


async def test_a_file_waits_sealed_until_it_is_taken_once_or_a_newer_one_comes(store: Store) -> None:
    async with store.begin() as tx:
        older = await order_files.offer(tx, [["20261120001234"]])
        newer = await order_files.offer(tx, [["20261120005678"]])
        (row,) = (await tx.execute(select(waiting))).all()
        assert b"20261120005678" not in row.body
        assert await order_files.take(tx, older) is None
        assert await order_files.take(tx, newer) == [["20261120005678"]]
        assert await order_files.take(tx, newer) is None


async def test_a_file_that_waited_too_long_is_forgotten(store: Store) -> None:
    async with store.begin() as tx:
        token = await order_files.offer(tx, [])
        late = tx.now + timedelta(hours=tx.policy.orders.keep_hours, seconds=1)
        await tx.execute(waiting.update().values(until=int((tx.now - (late - tx.now)).timestamp())))
        assert await order_files.take(tx, token) is None
        await order_files.offer(tx, [])
        await tx.execute(waiting.update().values(until=0))
        await order_files.forget(tx)
        assert (await tx.execute(select(waiting))).all() == []
