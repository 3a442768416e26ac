"""The laws of DESIGN.md section 2, held against whole stories and the database they leave behind."""

from __future__ import annotations

import dataclasses
import gc
import json
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest
from sqlalchemy import Table

import handlers
import storage
from bot.speech import Attached, Incoming
from storage import tables, tips
from storage.vault import VaultError
from tests.chat import Chat, Town

WHERE, WHAT, NAME, PERSON = "翠竹园3栋2单元501", "楼梯口堆满了旧纸箱", "李小安", 1001
ANONYMOUS = ("/report", "2", WHERE, WHAT, "(photo)", "好了", "匿名", "发送")


def texts(town: Town, table: Table, row: dict[str, Any]) -> Iterator[str]:
    """Yield whatever a row says: its plain columns, and what the keyring opens of the sealed ones."""
    keys = [value for value in row.values() if isinstance(value, bytes)]
    for column, value in row.items():
        if not isinstance(value, bytes):
            yield str(value)
            continue
        for key in keys:
            try:
                opened = town.app.store.vault.open(f"{table.name}.{column}", key, value)
            except VaultError:
                continue
            yield opened.decode(errors="replace") + opened.hex()


def files_of(town: Town) -> bytes:
    """Return every byte of the database's files."""
    found = sorted(town.settings.data_dir.glob("anju.db*"))
    assert [path.name for path in found][:1] == ["anju.db"]
    return b"".join(path.read_bytes() for path in found)


async def everything(town: Town, *, but: str = "") -> list[str]:
    said: list[str] = []
    for table in tables.metadata.sorted_tables:
        if table.name != but:
            for row in await town.rows(table):
                said += texts(town, table, row)
    return said


# -- law 5: the tipster is protected by construction -----------------------------------------------------------------


async def test_nothing_but_the_sealed_route_knows_who_sent_an_anonymous_tip(chat: Chat, town: Town) -> None:
    await chat.after("/start", *ANONYMOUS)
    said = await everything(town, but="routes")
    assert any(WHAT in each for each in said), "the check reads what is sealed"
    for trace in (str(PERSON), NAME, PERSON.to_bytes(8, "big").hex(), PERSON.to_bytes(2, "big").hex()):
        assert not [each for each in said if trace in each]
    (route,) = await town.rows(tables.routes)
    assert str(PERSON) in "".join(texts(town, tables.routes, route)), "the check would see the account"


async def test_an_anonymous_tip_holds_no_blind_index_of_its_sender(chat: Chat, town: Town) -> None:
    await chat.after(*ANONYMOUS)
    blind = town.app.store.vault.blind
    places = ("inbox.lane", "outbox.lane", "drafts.person", "people.finder", "tips.reporter", "tips.code", "routes.tip")
    traces = {blind(place, PERSON) for place in places}
    for table in tables.metadata.sorted_tables:
        for row in await town.rows(table):
            assert not traces & {value for value in row.values() if isinstance(value, bytes)}, table.name


async def test_after_filing_inbox_drafts_and_outbox_are_empty_of_words(chat: Chat, town: Town) -> None:
    await chat.after(*ANONYMOUS)
    rows = await town.rows(tables.inbox)
    assert len(rows) == len(ANONYMOUS)
    assert {(row["body"], row["lane"], row["state"]) for row in rows} == {(None, None, "done")}
    assert await town.rows(tables.drafts) == []
    assert await town.rows(tables.outbox) == []
    assert await town.rows(tables.people) == []


async def test_the_files_of_the_database_hold_no_words_and_no_account(town: Town) -> None:
    chat = await town.person(7_301_554_902, NAME)
    await chat.after(*ANONYMOUS)
    await chat.after("/report", "2", WHERE, WHAT, "跳过", "只让街道知道", "发送")
    content = files_of(town)
    number = 7_301_554_902
    traces = [str(number).encode(), number.to_bytes(8, "big"), number.to_bytes(8, "little")]
    traces += [text.encode() for text in (WHERE, WHAT, WHAT[:4], NAME)]
    assert [trace for trace in traces if trace in content] == []
    assert b"F01" in content, "the check reads the right files"


async def test_a_known_tip_is_linked_to_its_sender_by_sealed_columns_alone(chat: Chat, town: Town) -> None:
    await chat.after(*ANONYMOUS[:6], "只让街道知道", "发送")
    (person,) = await town.rows(tables.people)
    (tip,) = await town.rows(tables.tips)
    assert person["id"] not in tip.values()
    assert person["finder"] not in tip.values()
    assert await town.rows(tables.routes) == []


async def test_no_count_of_the_day_joins_an_anonymous_tip_with_one_under_a_name(chat: Chat, town: Town) -> None:
    async def counted(*said: str) -> set[bytes]:
        """Return the counts that change while something is done."""
        before = {row["key"]: row["count"] for row in await town.rows(tables.quotas)}
        await chat.after(*said)
        return {row["key"] for row in await town.rows(tables.quotas) if row["count"] != before.get(row["key"])}

    nameless = await counted(*ANONYMOUS)
    nameless |= await counted("[查看进展]", "[补充内容]", "又多了一箱", "(photo)", "好了")
    named = await counted(*ANONYMOUS[:-2], "只让街道知道", "发送")
    named |= await counted("[查看进展]", "[补充内容]", "又多了一箱", "(photo)", "好了")
    assert len(await town.tips()) == 2
    assert nameless
    assert named
    assert nameless & named == set()


async def test_the_time_of_a_tip_is_kept_to_the_hour(chat: Chat, town: Town) -> None:
    await chat.after(*ANONYMOUS)
    (tip,) = await town.rows(tables.tips)
    assert tip["filed"] % 3600 == 0
    assert {row["hour"] % 3600 for row in await town.rows(tables.inbox)} == {0}


# -- law 1: one turn, all or nothing ---------------------------------------------------------------------------------


async def test_a_deed_that_fails_leaves_nothing_behind(chat: Chat, town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    await chat.after(*ANONYMOUS[:-1])
    before = await town.rows(tables.drafts)
    journal = town.app.store.vault.open_json("drafts.body", before[0]["person"], before[0]["body"])["journal"]
    really = tips.file

    async def files_and_fails(*what: Any) -> None:
        await really(*what)
        raise RuntimeError("after the tip was written")

    monkeypatch.setattr(tips, "file", files_and_fails)
    await chat.reads("""
        > [发送]
        < 您刚才那条消息我没能处理好。消息留着，管理员看得到出了错。之前写的都还在：请接着来，或者重新 /report。
    """)
    assert await town.tips() == []
    assert await town.rows(tables.routes) == []
    (draft,) = await town.rows(tables.drafts)
    kept = town.app.store.vault.open_json("drafts.body", draft["person"], draft["body"])["journal"]
    assert kept == journal
    assert [row["state"] for row in await town.rows(tables.inbox)].count("dead") == 1
    monkeypatch.setattr(tips, "file", really)
    await chat.reads("""
        > [发送]
        < 谢谢您。...
        ...
    """)
    assert len(await town.tips()) == 1


# -- law 3: no memory between messages -------------------------------------------------------------------------------


def sizes(root: object) -> Counter[str]:
    """Return the size of every container that the app's own objects hold."""
    found: Counter[str] = Counter()
    waiting, seen = [("app", root)], {id(root)}
    while waiting:
        path, each = waiting.pop()
        if isinstance(each, dict | list | set | tuple):
            found[path] = len(each)
        own = type(each).__module__.partition(".")[0] in ("bot", "storage", "handlers")
        inside = vars(each) if own and hasattr(each, "__dict__") else {}
        if own and dataclasses.is_dataclass(each):
            inside = {field.name: getattr(each, field.name) for field in dataclasses.fields(each)}
        for name, value in inside.items():
            if id(value) not in seen:
                seen.add(id(value))
                waiting.append((f"{path}.{name}", value))
    return found


async def test_the_bot_does_not_grow_with_the_number_of_people(town: Town) -> None:
    async def newcomers(first: int, count: int) -> None:
        for number in range(first, first + count):
            chat = await town.person(number, "人")
            await chat.after("/report", "2")

    await newcomers(5000, 5)
    before, modules = sizes(town.app), module_sizes()
    await newcomers(6000, 30)
    gc.collect()
    assert sizes(town.app) == before
    assert module_sizes() == modules


def module_sizes() -> dict[str, int]:
    """Return the size of every container that a module of ours holds."""
    found = {}
    for package in (handlers, storage, import_module("bot")):
        for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "sandbox" in each.name or "__main__" in each.name or each.name.endswith("migrations.env"):
                continue
            if each.name.startswith("storage.migrations.versions"):
                continue
            for name, value in vars(import_module(each.name)).items():
                if isinstance(value, dict | list | set) and not name.startswith("__"):
                    found[f"{each.name}.{name}"] = len(value)
    return found


# -- law 8: no field for what nobody may collect ---------------------------------------------------------------------

FORBIDDEN = re.compile(
    r"illness|disease|mental|health|petition|criminal|(?<!re)conviction|offen[cs]e|drug|concern|blacklist|record"
    r"|religion|ethnic|politic|identity_number|id_card|passport|watch_?list|risk_score"
)


def test_no_column_holds_what_nobody_may_collect() -> None:
    columns = [f"{table.name}.{column.name}" for table in tables.metadata.sorted_tables for column in table.columns]
    assert len(columns) > 30
    assert [name for name in columns if FORBIDDEN.search(name)] == []


def test_no_field_holds_what_nobody_may_collect() -> None:
    from bot.dialogue import Draft
    from handlers.deeds.tips import TipDraft
    from storage.people import Contact, Person

    kept = (Incoming, Attached, Draft, TipDraft, Person, Contact, tips.Tip, tips.Report)
    names = [f"{each.__name__}.{field.name}" for each in kept for field in dataclasses.fields(each)]
    steps = [name for dialogue in handlers.conversation.DIALOGUES.values() for name in dialogue.steps]
    assert [name for name in [*names, *steps] if FORBIDDEN.search(name.lower())] == []


def test_the_check_for_forbidden_fields_sees_one() -> None:
    assert all(FORBIDDEN.search(name) for name in ("people.illness", "petitions", "criminal_record", "id_card_no"))


async def test_an_update_that_is_stored_twice_has_its_effect_once(chat: Chat, town: Town) -> None:
    await chat.after("/report", "2", WHERE)
    update = {"message": {"message_id": 900, "date": 1, "chat": {"id": PERSON, "type": "private", "first_name": "安"}}}
    update["message"] |= {"from": {"id": PERSON, "is_bot": False, "first_name": "安"}, "text": WHAT}
    for number in (1, 2, 3):
        await town.inject(json.loads(json.dumps(update)) | {"update_id": 990_000_000 + number}, keep_id=1)
    assert [line for line in chat.news() if line.startswith("< ")] == ["< 第 4/5 步"]
