"""What rewards should be, told a second time and more simply: plain lists and sums, no database, no table of moves."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from storage.people import Person

MONTH_YUAN, YEAR_YUAN, PERSON_YUAN, PERSON_COUNT = 300, 700, 200, 3
DAYS, LONGER = 60, 30
DEAD = {"refused", "revoked", "reclaimed", "recovered"}
STAFF = ("officer", "admin")


@dataclass(eq=False)
class Tip:
    """A tip: whose it is (None: nobody knows), its code, and the PINs that were given for it."""

    id: bytes
    code: str
    reporter: bytes | None


@dataclass(eq=False)
class Entry:
    """One reward as it should be."""

    id: bytes
    tip: Tip
    matter: str
    basis: str
    fen: int
    most: int
    day: date
    verifier: bytes
    worker: bytes
    state: str = "proposed"
    changed: set[bytes] = field(default_factory=set)
    approved: list[bytes] = field(default_factory=list)
    handed: list[bytes] = field(default_factory=list)
    told_pin: set[bytes] = field(default_factory=set)
    month: int = 0
    last: date = date.min
    brought: date = date.min
    extended: bool = False
    pin: str | None = None
    reserved: int = 0
    paid: int = 0
    verification: int = 0

    @property
    def spent(self) -> int:
        return self.reserved + self.paid


class Model:
    """All rewards as they should be, on a day that the test moves."""

    def __init__(self, today: date) -> None:
        self.today, self.entries = today, list[Entry]()

    @property
    def month(self) -> int:
        return self.today.year * 100 + self.today.month

    def live(self, matter: str) -> list[Entry]:
        return [entry for entry in self.entries if entry.matter == matter and entry.state not in DEAD]

    def may_propose(self, matter: str, basis: str, signed: list[Tip]) -> bool:
        live = self.live(matter)
        is_taken = basis == "first" and any(entry.basis == "first" for entry in live)
        return not is_taken and not any(entry.tip in signed for entry in live)

    def may_approve(self, entry: Entry, who: Person) -> bool:
        if entry.state != "proposed" or who.role not in (STAFF, ("admin",))[len(entry.approved)]:
            return False
        return who.id not in (entry.verifier, entry.worker, *entry.changed, *entry.approved)

    def approve(self, entry: Entry, who: Person) -> None:
        entry.approved.append(who.id)
        if len(entry.approved) == 2 and not self.fund(entry):
            entry.state = "waiting"

    def fund(self, entry: Entry) -> bool:
        if self._is_capped(entry) or not self.has_budget(entry.fen, self.month):
            return False
        entry.state, entry.month, entry.reserved = "approved", self.month, entry.fen
        return True

    def has_budget(self, fen: int, month: int) -> bool:
        of_month = sum(each.spent for each in self.entries if each.month == month)
        of_year = sum(each.spent for each in self.entries if each.month // 100 == month // 100)
        return of_month + fen <= MONTH_YUAN * 100 and of_year + fen <= YEAR_YUAN * 100

    def _is_capped(self, entry: Entry) -> bool:
        own = [
            each.spent
            for each in self.entries
            if entry.tip.reporter
            and each.tip.reporter == entry.tip.reporter
            and each.month == self.month
            and each.spent
        ]
        return bool(own) and (len(own) >= PERSON_COUNT or sum(own) + entry.fen > PERSON_YUAN * 100)

    def fund_waiting(self) -> list[bytes]:
        funded = []
        for entry in sorted((each for each in self.entries if each.state == "waiting"), key=lambda e: (e.day, e.id)):
            if self.fund(entry):
                funded.append(entry.id)
            elif not self.has_budget(entry.fen, self.month):
                break
        return funded

    def open_claim(self, entry: Entry) -> None:
        entry.state, entry.last = "claimable", self.today + timedelta(days=DAYS)

    def clear_counter(self) -> list[bytes]:
        left = [entry for entry in self.entries if entry.state == "presented" and not entry.handed]
        left = [entry for entry in left if entry.brought < self.today]
        for entry in left:
            entry.state = "claimable"
        return [entry.id for entry in left]

    def lapse(self) -> list[bytes]:
        over = [entry for entry in self.entries if entry.state == "claimable" and entry.last < self.today]
        for entry in over:
            entry.state, entry.reserved = "lapsed", 0
        return [entry.id for entry in over]

    def hand_over(self, entry: Entry, who: Person) -> None:
        entry.handed.append(who.id)
        if len(entry.handed) == 2:
            entry.state, entry.reserved, entry.paid = "collected", 0, entry.reserved

    def revoke(self, entry: Entry) -> None:
        entry.state, entry.reserved = "reclaimed" if entry.state == "collected" else "revoked", 0

    def balances(self) -> dict[int, tuple[int, int]]:
        """Return what is reserved and paid of each month's budget."""
        reserved, paid = Counter[int](), Counter[int]()
        for entry in self.entries:
            reserved[entry.month] += entry.reserved
            paid[entry.month] += entry.paid
        return {month: (reserved[month], paid[month]) for month in reserved if month}
