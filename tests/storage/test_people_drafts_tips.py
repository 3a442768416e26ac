"""People, open conversations and tips: what is found again, and what nobody can read."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.dialogue import Draft
from bot.rules.tips import Openness, TipState
from bot.speech import Incoming
from storage import Store, drafts, people, tables, tips
from storage.drafts import Kept
from storage.tips import Report
from storage.vault import VaultError

LI = Incoming("text", chat=1001, person=1001, name="李小安 & 家人")
BY = datetime(2026, 11, 25, 10, tzinfo=UTC)
REPORT = Report("F01", "翠竹园3栋", "堆满纸箱", Openness.ANONYMOUS)


# -- people ----------------------------------------------------------------------------------------------------------


async def test_a_person_is_entered_once_and_found_by_their_account(store: Store) -> None:
    async with store.begin() as tx:
        assert await people.load(tx, [1001]) == {}
        entered = await people.enter(tx, LI)
        assert await people.enter(tx, replace(LI, name="other")) == entered
        assert await people.load(tx, [1001, 1002]) == {1001: entered}
        assert (entered.role, entered.language) == ("resident", "")
        assert await people.contact(tx, entered.id) is None
        assert await people.introduce(tx, LI) == entered
        contact = await people.contact(tx, entered.id)
    assert contact == people.Contact(1001, "李小安 & 家人")


async def test_roles_and_languages_are_remembered(store: Store) -> None:
    async with store.begin() as tx:
        entered = await people.enter(tx, LI)
        await people.set_role(tx, entered.id, "admin")
        await people.set_language(tx, entered.id, "en")
        assert await people.load(tx, [1001]) == {1001: people.Person(entered.id, "admin", "en")}


async def test_without_their_key_nothing_of_a_person_opens(store: Store) -> None:
    async with store.begin() as tx:
        entered = await people.enter(tx, LI)
        other = await people.enter(tx, replace(LI, chat=7, person=7))
        key = (await tx.execute(select(tables.people.c.key).where(tables.people.c.id == other.id))).scalar_one()
        for destroyed in (b"", key):
            await tx.execute(update(tables.people).where(tables.people.c.id == entered.id).values(key=destroyed))
            with pytest.raises(VaultError):
                await people.contact(tx, entered.id)
        row = (await tx.execute(select(tables.people).where(tables.people.c.id == entered.id))).mappings().one()
        with pytest.raises(VaultError):
            tx.vault.open("people.contact", entered.id, row["contact"])


async def test_an_unknown_person_has_no_contact(store: Store) -> None:
    async with store.begin() as tx:
        assert await people.contact(tx, b"nobody") is None


async def test_a_code_is_used_once(store: Store) -> None:
    async with store.begin() as tx:
        assert await people.use_code(tx, b"nonce")
        assert not await people.use_code(tx, b"nonce")
    async with store.begin() as tx:
        assert not await people.use_code(tx, b"nonce")
        assert await people.use_code(tx, b"other")
        codes = (await tx.execute(select(tables.used_codes.c.code))).scalars().all()
    assert b"nonce" not in codes


# -- drafts ----------------------------------------------------------------------------------------------------------


async def test_drafts_come_back_as_they_were_and_go_when_they_end(store: Store) -> None:
    one = Draft("report", "token1", {"where": "翠竹园", "photos": {"items": [["f", "u", ""]], "done": False}}, "what")
    two = Draft("report", "token2", edited=("where", "x"), aside="pause", held={"text": "a", "file": "", "unique": ""})
    async with store.begin() as tx:
        await drafts.save(tx, {1: Kept(one, 100), 2: Kept(two, 200), 3: None})
    async with store.begin() as tx:
        assert await drafts.load(tx, [1, 2, 3]) == {1: Kept(one, 100), 2: Kept(two, 200)}
        changed = Kept(Draft("report", "token3"), 300)
        await drafts.save(tx, {1: changed, 2: None})
    async with store.begin() as tx:
        assert await drafts.load(tx, [1, 2]) == {1: changed}
        rows = (await tx.execute(select(tables.drafts))).mappings().all()
    assert "token3" not in repr([dict(row) for row in rows])


async def test_a_draft_moved_to_another_person_does_not_open(store: Store) -> None:
    async with store.begin() as tx:
        await drafts.save(tx, {1: Kept(Draft("report", "t"), 1), 2: Kept(Draft("report", "u"), 1)})
        body = select(tables.drafts.c.body).where(tables.drafts.c.person == tx.vault.blind("drafts.person", 1))
        foreign = (await tx.execute(body)).scalar_one()
        mine = tables.drafts.c.person == tx.vault.blind("drafts.person", 2)
        await tx.execute(update(tables.drafts).where(mine).values(body=foreign))
        with pytest.raises(VaultError):
            await drafts.load(tx, [2])


# -- tips ------------------------------------------------------------------------------------------------------------


async def test_an_anonymous_tip_is_found_by_number_and_code_and_has_a_way_back(store: Store) -> None:
    async with store.begin() as tx:
        await tips.file(replace(tx, speaker=LI), REPORT, "7F3K", "7000111122223333", BY, None)
        found = await tips.by_number(tx, "7F3K")
        assert found == await tips.by_code(tx, "7000111122223333")
        assert found is not None
        assert (found.report, found.reporter, found.answer_by, found.state) == (REPORT, None, BY, TipState.RECEIVED)
        assert found.filed <= tx.now < found.filed + timedelta(hours=1)
        assert await tips.by_number(tx, "ZZZZ") is None
        assert await tips.by_code(tx, "7000111122223334") is None
        assert await tips.number_is_taken(tx, "7F3K")
        assert not await tips.number_is_taken(tx, "7F3X")
        (row,) = (await tx.execute(select(tables.tips))).mappings()
        (route,) = (await tx.execute(select(tables.routes))).mappings()
    assert (row["reporter"], row["reporter_sealed"]) == (None, None)
    assert route["tip"] == row["id"]


async def test_routes_are_all_of_one_length(store: Store) -> None:
    async with store.begin() as tx:
        for at, chat in enumerate((7, 1001, 7_301_554_902)):
            speaker = replace(LI, chat=chat, language="zh-hans" if at else "")
            await tips.file(replace(tx, speaker=speaker), REPORT, f"7F3{at}", f"700011112222333{at}", BY, None)
        lengths = {len(sealed) for sealed in (await tx.execute(select(tables.routes.c.sealed))).scalars()}
    assert len(lengths) == 1


async def test_a_known_tip_is_its_reporters_and_has_no_route(store: Store) -> None:
    async with store.begin() as tx:
        person = (await people.enter(tx, LI)).id
        report = replace(REPORT, openness=Openness.KNOWN)
        await tips.file(replace(tx, speaker=LI), report, "7F3K", "7000111122223333", BY, person)
        await tips.file(replace(tx, speaker=LI), REPORT, "7F3X", "7000111122223334", BY, None)
        assert [tip.number for tip in await tips.of_person(tx, person)] == ["7F3K"]
        assert (await tips.of_person(tx, person))[0].reporter == person
        assert await tips.of_person(tx, b"somebody else") == []
        assert len((await tx.execute(select(tables.routes))).all()) == 1


async def test_the_tips_that_must_be_answered_first_come_first(store: Store) -> None:
    async with store.begin() as tx:
        for at, days in enumerate((3, 1, 2, 5, 4)):
            by = BY + timedelta(days=days)
            await tips.file(tx, REPORT, f"AAA{at}", f"700011112222333{at}", by, None)
        first = [tip.number for tip in await tips.oldest(tx, TipState.RECEIVED, 2)]
        then = [tip.number for tip in await tips.oldest(tx, TipState.RECEIVED, 9, 2)]
        assert (first, then) == (["AAA1", "AAA2"], ["AAA0", "AAA4", "AAA3"])
        assert sorted(await tips.promises(tx, TipState.RECEIVED))[0] == BY + timedelta(days=1)
        assert await tips.count_by_state(tx) == {TipState.RECEIVED: 5}


async def test_place_and_words_are_sealed(store: Store) -> None:
    async with store.begin() as tx:
        await tips.file(tx, REPORT, "7F3K", "7000111122223333", BY, None)
        (row,) = (await tx.execute(select(tables.tips))).mappings()
    shown = repr(dict(row)).encode()
    for secret in ("翠竹园", "纸箱", "AgACAgUAAxk", "7000111122223333"):
        assert secret.encode() not in shown
        assert repr(secret.encode())[2:-1].encode() not in shown
