"""What is due to be said: kept until it was sent, in order for each chat."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace

from sqlalchemy import ColumnElement, and_, bindparam, delete, insert, select, update

from bot.speech import Enclosed, Outgoing
from storage import jobs
from storage.engine import Transaction
from storage.tables import outbox

SAID = "said"
"""The job as which something comes back; its result holds `back`, `chat`, `verdict`, `number` and `fault`."""

_STEP = 1024


@dataclass(frozen=True, slots=True)
class Due:
    """Something to send now: `seq` orders it, `lane` is its chat's."""

    seq: int
    lane: bytes
    outgoing: Outgoing
    tries: int


async def put(tx: Transaction, sayings: Sequence[Outgoing]) -> None:
    """Keep what is due to be said."""
    hour = tx.hour
    rows = []
    for outgoing in sayings:
        row = secrets.token_bytes(16)
        rows.append(
            {
                "id": row,
                "lane": tx.vault.blind("outbox.lane", outgoing.chat),
                "body": tx.vault.seal_json("outbox.body", row, _closed(outgoing), _STEP),
                "state": "due",
                "notice": int(outgoing.notice),
                "hour": hour,
            }
        )
    if rows:
        await tx.execute(insert(outbox), rows)


_HELD = select(outbox.c.lane).where(outbox.c.state == "due", outbox.c.not_before > bindparam("now"))
_DUE = (
    select(outbox.c.seq, outbox.c.id, outbox.c.lane, outbox.c.body, outbox.c.tries)
    .where(
        outbox.c.state == "due",
        outbox.c.lane.not_in(_HELD),
        outbox.c.lane.not_in(bindparam("busy", expanding=True)),
    )
    .order_by(outbox.c.seq)
    .limit(bindparam("most"))
)


async def due(tx: Transaction, now: int, busy: Sequence[bytes], most: int) -> list[Due]:
    """Return what may be said at that unix time; a chat that is busy or must wait holds all of its rows."""
    rows = await tx.execute(_DUE, {"now": now, "busy": busy, "most": most})
    return [Due(seq, lane, _opened(tx, row, body), tries) for seq, row, lane, body, tries in rows]


async def is_waiting(tx: Transaction) -> bool:
    """Tell whether something is due at a later time."""
    found = select(outbox.c.seq).where(outbox.c.state == "due", outbox.c.not_before > 0).limit(1)
    return (await tx.execute(found)).first() is not None


_SAID = tuple(each.name for each in fields(Outgoing))


def _closed(outgoing: Outgoing) -> dict[str, object]:
    # The chat is always kept: a bent update may name chat 0, and a row that cannot be opened would stop all others.
    said = {name: value for name in _SAID if (value := getattr(outgoing, name)) or name == "chat"}
    if outgoing.enclosed:
        said["enclosed"] = [{**asdict(each), "content": each.content.hex()} for each in outgoing.enclosed]
    return said


def _opened(tx: Transaction, row: bytes, body: bytes) -> Outgoing:
    stored = tx.vault.open_json("outbox.body", row, body)
    stored["buttons"] = tuple(tuple((text, data) for text, data in line) for line in stored.get("buttons", ()))
    stored["commands"] = tuple((name, meaning) for name, meaning in stored.get("commands", ()))
    enclosed = stored.get("enclosed", ())
    stored["enclosed"] = tuple(Enclosed(**{**each, "content": bytes.fromhex(each["content"])}) for each in enclosed)
    return Outgoing(**{name: value for name, value in stored.items() if name in _SAID})


_SENT = delete(outbox).where(outbox.c.seq.in_(bindparam("said", expanding=True)))


async def sent(tx: Transaction, seqs: Sequence[int]) -> None:
    """Forget what was sent: destination, words and all."""
    if seqs:
        await tx.execute(_SENT, {"said": seqs})


async def put_off(tx: Transaction, seq: int, until: int) -> None:
    """Try again at that unix time; everything else of that chat waits with it."""
    await tx.execute(update(outbox).where(outbox.c.seq == seq).values(not_before=until, tries=outbox.c.tries + 1))


async def give_up(tx: Transaction, seq: int, state: str, fault: str) -> None:
    """Keep a row that cannot be sent for the admins to see: `failed`, or `unknown` (a notice that may have arrived)."""
    await tx.execute(update(outbox).where(outbox.c.seq == seq).values(state=state, fault=fault[:200]))


async def block(tx: Transaction, lane: bytes) -> None:
    """Hold everything for a chat that stopped the bot."""
    await tx.execute(update(outbox).where(outbox.c.lane == lane, outbox.c.state == "due").values(state="blocked"))


_UNBLOCK = (
    update(outbox)
    .where(outbox.c.lane.in_(bindparam("lanes", expanding=True)), outbox.c.state == "blocked")
    .values(state="due", not_before=0)
)


async def unblock(tx: Transaction, chats: Sequence[int]) -> None:
    """Let go of what was held for chats that speak to the bot again."""
    await tx.execute(_UNBLOCK, {"lanes": [tx.vault.blind("outbox.lane", chat) for chat in chats]})


async def move(tx: Transaction, old: int, new: int) -> None:
    """Let what waits for a group that got another number follow it, as new messages: there, other numbers count.

    What was to be deleted is forgotten with its number.
    """
    rows = (await tx.execute(select(outbox.c.seq, outbox.c.id, outbox.c.body).where(_waits_for(tx, old)))).all()
    for seq, row, body in rows:
        moved = replace(_opened(tx, row, body), chat=new, edit=0, thread=0)
        if moved.delete:
            await tx.execute(delete(outbox).where(outbox.c.seq == seq))
            continue
        values = {
            "lane": tx.vault.blind("outbox.lane", new),
            "body": tx.vault.seal_json("outbox.body", row, _closed(moved), _STEP),
        }
        await tx.execute(update(outbox).where(outbox.c.seq == seq).values(values))


async def drop(tx: Transaction, chat: int) -> None:
    """Forget what waits for a chat."""
    await tx.execute(delete(outbox).where(_waits_for(tx, chat)))


def _waits_for(tx: Transaction, chat: int) -> ColumnElement[bool]:
    return and_(outbox.c.lane == tx.vault.blind("outbox.lane", chat), outbox.c.state.in_(("due", "blocked")))


async def bring_back(tx: Transaction, said: Outgoing, verdict: str, number: int, fault: str) -> None:
    """Let the house hear what became of something that was to come back."""
    nobody = {"chat": 0, "person": 0, "language": ""}
    result = {"back": said.back, "chat": said.chat, "verdict": verdict, "number": number, "fault": fault}
    await jobs.ring(tx, SAID, nobody, result)
