"""Reports that several people signed: the link by which others sign, and who signed in which order."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, func, insert, select

from storage.engine import Transaction
from storage.tables import signatures, signings, tips
from storage.tip_rows import Tip, opened


async def offer(tx: Transaction, tip: bytes, code: str, until: datetime) -> None:
    """Let others sign a tip by a link; one that was made before ends."""
    await tx.execute(delete(signings).where(signings.c.tip == tip))
    values = {"code": tx.vault.blind("signings.code", code), "tip": tip, "until": int(until.timestamp()) // 3600 * 3600}
    await tx.execute(insert(signings).values(values))


async def offered(tx: Transaction, code: str) -> Tip | None:
    """Return the tip that a link lets others sign; None when there is none, or it is over."""
    mine = signings.c.code == tx.vault.blind("signings.code", code)
    valid = select(tips).join(signings, signings.c.tip == tips.c.id).where(mine)
    row = (await tx.execute(valid.where(signings.c.until > int(tx.now.timestamp())))).first()
    return opened(tx, row) if row else None


async def sign(tx: Transaction, first: bytes, tip: bytes) -> None:
    """Add a signatory behind those who signed before."""
    last = select(func.max(signatures.c.place)).where(signatures.c.first == first)
    place = int((await tx.execute(last)).scalar() or 0) + 1
    await tx.execute(insert(signatures).values(tip=tip, first=first, place=place))


async def signed(tx: Transaction, first: bytes) -> list[bytes]:
    """Return the tips of those who signed with the first, in their order."""
    rows = select(signatures.c.tip).where(signatures.c.first == first).order_by(signatures.c.place)
    return list((await tx.execute(rows)).scalars())


async def first_of(tx: Transaction, tip: bytes) -> bytes | None:
    """Return the tip of the first signatory of a report that this one signed; None when it stands alone."""
    found: bytes | None = (await tx.execute(select(signatures.c.first).where(signatures.c.tip == tip))).scalar()
    return found


async def forget(tx: Transaction) -> None:
    """Delete links that are over."""
    await tx.execute(delete(signings).where(signings.c.until <= int(tx.now.timestamp())))
