"""What nobody hears of is found by the same questions on both databases."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete, update

from bot.rules.silence import Silence
from bot.rules.tips import Move, Openness
from bot.speech import Incoming, Outgoing
from storage import Store, audit, cases, history, outbox, people, silences, tips
from storage.engine import Transaction
from storage.scopes import ALL, Scope
from storage.tables import history as entries
from storage.tables import outbox as sayings
from storage.tables import routes
from storage.tip_rows import Tip
from tests.storage.test_people_drafts_tips import BY, LI, REPORT


async def filed(tx: Transaction, number: str, reporter: bytes | None = None) -> Tip:
    report = tips.Report(REPORT.hazard, "x", "y", Openness.KNOWN if reporter else Openness.ANONYMOUS)
    found = await cases.get(tx, await tips.file(tx, report, number, number * 4, BY, reporter))
    assert found is not None
    return found


async def test_who_is_out_of_reach(store: Store) -> None:
    async with store.begin() as opened:
        tx = Transaction(opened.connection, opened.vault, opened.policy, opened.now, LI)
        known = await people.introduce(tx, LI)
        named, hidden = await filed(tx, "AAAA", known.id), await filed(tx, "BBBB")
        assert await silences.out_of_reach(tx, ALL) == []
        await outbox.put(tx, [Outgoing(LI.chat, "x")])
        await tx.execute(update(sayings).values(state="blocked"))
        assert await silences.out_of_reach(tx, ALL) == ["AAAA", "BBBB"]
        assert await silences.out_of_reach(tx, Scope()) == []
        assert await silences.of_sender_of(tx, named.id) is Silence.STOPPED
        assert await silences.of_sender_of(tx, hidden.id) is Silence.UNREACHABLE
        await tx.execute(delete(sayings))
        await tx.execute(delete(routes))
        assert await silences.out_of_reach(tx, ALL) == ["BBBB"]


async def test_what_its_desk_never_opened(store: Store) -> None:
    async with store.begin() as tx:
        tip, person = await filed(tx, "AAAA"), await people.enter(tx, Incoming("text", 2, 2))
        await history.append(tx, tip.id, Move.ASSIGN, was="received", role="admin", who=person.id)
        await cases.change(tx, tip, state="assigned", desk="safety")
        soon, later = tx.now - timedelta(hours=2), tx.now + timedelta(hours=1)
        assert await silences.unopened(tx, ALL, soon) == []
        assert await silences.unopened(tx, ALL, later) == ["AAAA"]
        assert await silences.unopened(tx, ALL, later, "BBBB") == []
        await audit.record(tx, "admin", "tip.read", "AAAA", person.id)
        assert await silences.unopened(tx, ALL, later, "AAAA") == ["AAAA"]
        await audit.record(tx, "officer", "tip.read", "AAAA", person.id)
        assert await silences.unopened(tx, ALL, later) == []
        await tx.execute(update(entries).values(hour=tx.hour + 3600))  # it came to another desk since
        assert await silences.unopened(tx, ALL, later) == ["AAAA"]
        await cases.give(tx, tip, person.id)
        assert await silences.unopened(tx, ALL, later) == []
