"""Ties of staff to homes: sealed, found by the person alone, and every list leaves out what they touch."""

from __future__ import annotations

from itertools import product

from sqlalchemy import select

from bot.rules.ties import Tie
from bot.rules.tips import Openness, TipState
from bot.speech import Incoming
from storage import Store, cases, people, ties, tips
from storage.cases import Wish
from storage.dwellings import Spot
from storage.scopes import Scope
from storage.tables import ties as table
from tests.storage.test_people_drafts_tips import BY

PLACES = [Spot("3/501", "3", "g"), Spot("3/502", "3", "g"), Spot(None, "3", "g"), Spot(None, "5"), Spot()]


async def test_a_tie_is_sealed_and_goes_with_the_person(store: Store) -> None:
    async with store.begin() as tx:
        one, two = await people.enter(tx, Incoming("text", 1, 1)), await people.enter(tx, Incoming("text", 2, 2))
        await ties.add(tx, one.id, Tie.LET, "3/501", "3", "翠竹园3栋501室")
        await ties.add(tx, one.id, Tie.LIVE, None, "5", "翠竹园5栋")
        rows = (await tx.execute(select(table))).all()
        assert "翠竹园" not in repr(rows)
        assert len({len(row.body) for row in rows}) == 1
        assert [(each.tie, each.shown) for each in await ties.of(tx, one.id)] == [
            (Tie.LET, "翠竹园3栋501室"),
            (Tie.LIVE, "翠竹园5栋"),
        ]
        assert await ties.of(tx, two.id) == []
        name = (await ties.of(tx, one.id))[0].name
        assert not await ties.remove(tx, two.id, name)
        assert not await ties.remove(tx, one.id, "zz")
        assert await ties.remove(tx, one.id, name)
        await ties.drop(tx, one.id)
        assert (await tx.execute(select(table))).all() == []


async def test_lists_leave_out_exactly_what_a_look_at_the_tip_does(store: Store) -> None:
    """The condition in SQL and the one in Python are the same, for every place, kind and tie."""
    async with store.begin() as tx:
        for place, (hazard, spot) in enumerate(product(("F01", "F03"), PLACES)):
            report = tips.Report(hazard, "x", "y", Openness.ANONYMOUS, {}, spot)
            row = await tips.file(tx, report, f"{place:04}", f"{place:016}", BY, None)
            tip = await cases.get(tx, row)
            assert tip is not None
            await cases.change(tx, tip, desk="safety")
        person = await people.enter(tx, Incoming("text", 1, 1))
        everything = await cases.listed(tx, Scope(everything=True), Wish(), 99)
        assert len(everything) == 10
        for flat, building in ((None, "3"), ("3/501", "3"), (None, "5"), ("9/1", "9")):
            await ties.drop(tx, person.id)
            await ties.add(tx, person.id, Tie.OWN, flat, building, "")
            homes = await ties.homes(tx, person.id)
            for scope in (
                Scope(everything=True, homes=homes, in_flats=frozenset({"F03"})),
                Scope(desks=frozenset({"safety"}), homes=homes, in_flats=frozenset({"F03"})),
            ):
                listed = {tip.number for tip in await cases.listed(tx, scope, Wish(), 99)}
                assert listed == {tip.number for tip in everything if scope.holds(tip)}
                assert len(listed) == await cases.count(tx, scope, Wish())
                assert len(await tips.promises(tx, TipState.RECEIVED, scope)) == len(listed)
        assert len(listed) == 10, "a tie to another building hides nothing"
