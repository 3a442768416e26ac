"""What comes with a tip: photos, voice messages and videos, sealed; told apart from the tip by nothing but its row."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Literal, TypeAlias

from sqlalchemy import Row, bindparam, delete, func, insert, select, update

from bot.speech import Attached, Medium
from storage import files, jobs
from storage.engine import Transaction
from storage.tables import media, people, tips

State: TypeAlias = Literal["waiting", "kept", "lost"]
JOB = "media"
_SIZE = 640
_SAME_BITS = 6
_FEWEST_BITS = 8


@dataclass(frozen=True, slots=True)
class Item:
    """One file of a tip: until it is kept, `file` fetches it; `looks` is what a picture looks like, in 64 bits.

    `same` is a blind value that items share which were one file of the messenger, such as a forwarded video. `by` is
    the move of staff that it came with; empty where it came from the sender. Of a voice message, `heard` tells what a
    listener made of it, and until it is heard `claim` who listens (an id in hexadecimal) and `until` when. Of a photo
    that was drawn over, `sealed` is the copy that everybody sees, `under` the photo as it was, and `draft` a copy that
    somebody has still to look at.
    """

    id: bytes
    tip: bytes
    state: State
    kind: Medium
    file: str = ""
    seconds: int = 0
    why: str = ""
    sealed: files.Sealed | None = None
    looks: int | None = None
    by: str = ""
    same: str = ""
    heard: str = ""
    claim: str = ""
    until: int = 0
    under: files.Sealed | None = None
    draft: files.Sealed | None = None

    def dump(self) -> dict[str, Any]:
        """Return what is sealed of it."""
        body = {name: getattr(self, name) for name in _BODY}
        body |= {name: [where.name, where.key] for name in _PLACES if (where := body[name])}
        return {name: value for name, value in body.items() if value}


_PLACES = ("sealed", "under", "draft")
_BODY = tuple(each.name for each in fields(Item) if each.name not in ("id", "tip", "state"))


_THERE = select(func.count()).where(media.c.tip == bindparam("of"))
_ATTACH = insert(media)


async def attach(tx: Transaction, tip: bytes, attached: Sequence[Attached], by: str = "") -> None:
    """Note what comes with a tip, behind what came before, and let each file be fetched after this transaction."""
    if not attached:
        return
    there = (await tx.execute(_THERE, {"of": tip})).scalar_one()
    items = [
        Item(secrets.token_bytes(16), tip, "waiting", each.kind, each.file, each.seconds, by=by, same=_same(tx, each))
        for each in attached
    ]
    rows = [
        {"id": item.id, "tip": tip, "place": place, "state": item.state, "body": _closed(tx, item)}
        for place, item in enumerate(items, there)
    ]
    await tx.execute(_ATTACH, rows)
    await jobs.put(tx, JOB, *(item.id.hex() for item in items))


def _same(tx: Transaction, attached: Attached) -> str:
    return tx.vault.blind("media.same", attached.unique).hex() if attached.unique else ""


def _closed(tx: Transaction, item: Item) -> bytes:
    # Of one size: it must not tell a photo from a voice message, nor one that was fetched from one that was not.
    return tx.vault.seal_json("media.body", item.id, item.dump(), _SIZE)


def opened(tx: Transaction, row: Row[tuple[Any, ...]]) -> Item:
    """Return the file of a row of its table."""
    body = tx.vault.open_json("media.body", row.id, row.body)
    body |= {name: files.Sealed(*body[name]) for name in _PLACES if name in body}
    return Item(row.id, row.tip, row.state, **body)


async def get(tx: Transaction, item: bytes) -> Item | None:
    """Return one file of a tip."""
    row = (await tx.execute(select(media).where(media.c.id == item))).first()
    return opened(tx, row) if row else None


async def of_tip(tx: Transaction, number: str) -> list[Item]:
    """Return what came with the tip of that number, in its order."""
    chosen = select(media).join(tips, tips.c.id == media.c.tip).where(tips.c.number == number)
    return [opened(tx, row) for row in await tx.execute(chosen.order_by(media.c.place))]


async def keep(tx: Transaction, item: Item, clean: files.Sealed, looks: int | None) -> None:
    """Keep a file's clean copy; how the messenger fetches it is forgotten."""
    await files.keep(tx, [clean])
    await save(tx, replace(item, state="kept", file="", sealed=clean, looks=looks))


async def lose(tx: Transaction, item: Item, why: str) -> None:
    """Note that a file cannot be kept, and why; how the messenger fetches it is forgotten."""
    await save(tx, replace(item, state="lost", file="", why=why[:40]))


async def save(tx: Transaction, item: Item) -> None:
    """Keep a file as it is now."""
    values = {"state": item.state, "body": _closed(tx, item)}
    await tx.execute(update(media).where(media.c.id == item.id).values(values))


async def change(tx: Transaction, row: Row[tuple[Any, ...]], item: Item) -> bool:
    """Keep a file as it is now; False when its row is not as it was read: of two who do so at once, one does it."""
    as_it_was = (media.c.id == row.id, media.c.body == row.body)
    return bool((await tx.execute(update(media).where(*as_it_was).values(body=_closed(tx, item)))).rowcount)


async def sender_key(tx: Transaction, item: Item) -> bytes | None:
    """Return the key of the person whose tip it is; None when the tip is anonymous, or they were forgotten."""
    found = select(tips.c.reporter_sealed).where(tips.c.id == item.tip)
    sealed = (await tx.execute(found)).scalar()
    if sealed is None:
        return None
    person = tx.vault.open("tips.reporter_sealed", item.tip, sealed)
    wrapped = (await tx.execute(select(people.c.key).where(people.c.id == person))).scalar()
    return tx.vault.unwrap(person, wrapped) if wrapped else None


async def keep_original(tx: Transaction, item: Item, original: files.Sealed) -> None:
    """Keep a photo as it came, for as long as its sender is known: what opens it is sealed with their own key."""
    key = await sender_key(tx, item)
    if key is None:
        return
    await files.keep(tx, [original])
    where = json.dumps([original.name, original.key]).encode()
    sealed = tx.vault.seal_for(key, "media.original", item.id, where)
    await tx.execute(update(media).where(media.c.id == item.id).values(original=sealed))


async def originals(tx: Transaction, number: str) -> list[files.Sealed]:
    """Return where the photos of a tip lie as they came; none of an anonymous tip."""
    chosen = select(media).join(tips, tips.c.id == media.c.tip).where(tips.c.number == number)
    rows = (await tx.execute(chosen.where(media.c.original.is_not(None)).order_by(media.c.place))).all()
    key = await sender_key(tx, opened(tx, rows[0])) if rows else None
    if key is None:
        return []
    told = [tx.vault.open_for(key, "media.original", row.id, row.original) for row in rows]
    return [files.Sealed(*json.loads(each)) for each in told]


async def drop_originals(tx: Transaction, reporter: bytes) -> None:
    """Let go of all photos as they came from a person who is to be forgotten; `reporter` is their blind index."""
    own = select(tips.c.number).where(tips.c.reporter == reporter)
    for number in (await tx.execute(own)).scalars().all():
        await files.drop(tx, await originals(tx, number))
    theirs = media.c.tip.in_(select(tips.c.id).where(tips.c.reporter == reporter))
    await tx.execute(update(media).where(theirs).values(original=None))


async def drop(tx: Transaction, tip: bytes, number: str) -> None:
    """Let go of everything that came with a tip which is taken back."""
    places = [where for item in await of_tip(tx, number) for where in (item.sealed, item.under, item.draft)]
    kept = [where for where in places if where is not None]
    await files.drop(tx, [*kept, *await originals(tx, number)])
    await tx.execute(delete(media).where(media.c.tip == tip))


async def seen_before(tx: Transaction, items: Sequence[Item]) -> list[str]:
    """Return the numbers of other tips that one of a tip's files, or a picture which looks the same, came with.

    Anonymous tips and those under a name are kept apart: the same photo in both would say whose the anonymous one is.
    """
    telling = [each for each in items if each.same or _tells(each.looks)]
    if not telling:
        return []
    reporter = (await tx.execute(select(tips.c.reporter).where(tips.c.id == telling[0].tip))).scalar()
    known = await tx.recall(media, _KEPT[reporter is None], lambda row: (row.number, opened(tx, row)))
    alike = {
        number
        for number, other in known
        if other.tip != telling[0].tip and any(_is_alike(other, each) for each in telling)
    }
    return sorted(alike)


def _kept(anonymous: bool) -> Any:
    of_its_kind = tips.c.reporter.is_(None) if anonymous else tips.c.reporter.is_not(None)
    chosen = select(media, tips.c.number).join(tips, tips.c.id == media.c.tip)
    return chosen.where(of_its_kind, media.c.state == "kept")


_KEPT = {anonymous: _kept(anonymous) for anonymous in (True, False)}


def _tells(looks: int | None) -> bool:
    """Tell whether a picture can be known by its looks: a wall and the dark look like everything."""
    return looks is not None and _FEWEST_BITS <= looks.bit_count() <= 64 - _FEWEST_BITS


def _is_alike(one: Item, other: Item) -> bool:
    if one.same and one.same == other.same:
        return True
    if one.looks is None or other.looks is None or not _tells(other.looks):
        return False
    return (one.looks ^ other.looks).bit_count() <= _SAME_BITS
