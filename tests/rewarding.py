"""A small office for tests of rewards: tips of made-up people, and those who verify, approve and hand over."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from bot.rules import codes
from bot.rules.rewards.eligibility import Basis, Eligible
from bot.rules.rewards.matters import Matter
from bot.rules.tips import Openness
from handlers.deeds import claims, rewards
from storage import Transaction, tips
from storage.people import Person
from storage.tips import Report

NOON = datetime.fromisoformat("2026-11-22T12:00:00+08:00")


def person(name: str, role: str) -> Person:
    """Return somebody whom the rules and the ledger know by their id alone."""
    return Person(name.encode().ljust(16, b"."), role, "")


VERIFIER, WORKER = person("verifier", "grid_worker"), person("worker", "grid_worker")
OFFICER, OTHER_OFFICER = person("officer", "officer"), person("other officer", "officer")
ADMIN, OTHER_ADMIN = person("admin", "admin"), person("other admin", "admin")
OFFICE = (VERIFIER, WORKER, OFFICER, OTHER_OFFICER, ADMIN, OTHER_ADMIN)


@dataclass(frozen=True)
class Told:
    """A tip that was filed: its id, and the code that its sender has."""

    id: bytes
    code: str


async def tell(tx: Transaction, reporter: bytes | None = None) -> Told:
    """File a tip, anonymous unless its reporter is told."""
    openness = Openness.ANONYMOUS if reporter is None else Openness.KNOWN
    code = codes.receipt_code(secrets.randbelow)
    report = Report("F01", "翠竹园3栋", "堆满纸箱", openness)
    return Told(await tips.file(tx, report, code[3:12], code, tx.now, reporter), code)


def finding(fen: int = 10_000, most: int = 0, basis: Basis = Basis.FIRST) -> Eligible:
    """Return a finding of which everything is known."""
    return Eligible(fen, "evidence", max(fen, most), basis, (), ())


async def proposed(tx: Transaction, tip: Told, place: str = "翠竹园3栋", fen: int = 10_000, most: int = 0) -> bytes:
    """Return the reward that is proposed for a tip."""
    matter = Matter(place, "F01", 0)
    (reward,) = await rewards.propose(tx, matter, finding(fen, most), [tip.id], VERIFIER.id, WORKER.id)
    return reward


async def claimable(tx: Transaction, tip: Told, place: str = "翠竹园3栋", fen: int = 10_000) -> tuple[bytes, str]:
    """Return a reward that can be collected, and its PIN."""
    reward = await proposed(tx, tip, place, fen)
    pin = await claims.give_pin(tx, tip.id)
    for approver in (OFFICER, ADMIN):
        assert (await rewards.approve(tx, reward, approver)).done
    assert (await claims.open_claim(tx, reward)).done
    assert pin is not None
    return reward, pin


def at(tx: Transaction, day: date) -> Transaction:
    """Return the same transaction at noon of another day."""
    return replace(tx, now=NOON + timedelta(days=day.toordinal() - NOON.date().toordinal()))
