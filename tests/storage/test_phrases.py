"""Phrases of an office: sealed, by move, in the place of delivered ones."""

from __future__ import annotations

from sqlalchemy import select

from storage import Store, phrases
from storage.tables import phrases as table


async def test_a_phrase_is_kept_reworded_and_removed(store: Store) -> None:
    async with store.begin() as tx:
        await phrases.add(tx, "refute", {"zh_CN": "现场没有充电。", "en": "Nothing charging."}, kind="E01")
        (kept,) = await phrases.of_move(tx, "refute")
        assert (kept.kind, kept.state, kept.replaces) == ("E01", "", "")
        assert await phrases.get(tx, kept.name) == kept
        assert await phrases.get(tx, "zz") is None
        assert "现场" not in repr((await tx.execute(select(table))).all())
        await phrases.reword(tx, kept, {"zh_CN": "去看过，没有充电。"})
        (kept,) = await phrases.of_move(tx, "refute")
        assert (kept.kind, kept.words) == ("E01", {"zh_CN": "去看过，没有充电。"})
        assert await phrases.of_move(tx, "ask") == []
        await phrases.remove(tx, kept)
        assert await phrases.count(tx) == 0


async def test_only_one_stands_for_a_delivered_one(store: Store) -> None:
    async with store.begin() as tx:
        await phrases.add(tx, "ask", {"zh_CN": "一"}, replaces="photo")
        await phrases.add(tx, "ask", {}, replaces="photo")
        await phrases.add(tx, "ask", {"zh_CN": "二"})
        await phrases.add(tx, "refer", {"zh_CN": "三"}, replaces="photo")
        kept = await phrases.of_move(tx, "ask")
        assert sorted((each.replaces, dict(each.words)) for each in kept) == [("", {"zh_CN": "二"}), ("photo", {})]
        await phrases.bring_back(tx, "ask")
        assert [each.replaces for each in await phrases.of_move(tx, "ask")] == [""]
        assert [each.replaces for each in await phrases.of_move(tx, "refer")] == ["photo"]
