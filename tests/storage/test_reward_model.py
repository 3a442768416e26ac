"""Any order of tips, verifications, approvals, claims, lapses, revocations and crashes: the store is as the model.

A few seconds in the suite; deeper with `./anju test tests/storage/test_reward_model.py --hypothesis-profile deep`.
"""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import pytest
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from bot.rules.rewards.approval import Part
from bot.rules.rewards.eligibility import Basis
from bot.rules.rewards.matters import Matter
from handlers.deeds import claims
from handlers.deeds import rewards as deeds
from handlers.deeds.quotas import Reached
from handlers.deeds.reward_moves import Outcome
from storage import Store, Transaction, ledger, parts, rewards
from storage.migrations import migrate
from storage.people import Person
from tests.reward_model import DEAD, LONGER, MONTH_YUAN, PERSON_COUNT, PERSON_YUAN, STAFF, YEAR_YUAN, Entry, Model, Tip
from tests.rewarding import (
    ADMIN,
    NOON,
    OFFICE,
    OFFICER,
    OTHER_OFFICER,
    VERIFIER,
    WORKER,
    at,
    finding,
    person,
    tell,
)
from tests.storage.conftest import open_store

T = TypeVar("T")
Deed = Callable[[Transaction], Awaitable[T]]

WHO = st.sampled_from([*OFFICE, person("tenant", "tenant")])
PLACES = st.sampled_from(["翠竹园3栋", "翠竹园5栋", "翠竹园7栋"])
REPORTERS = st.none() | st.sampled_from([b"l" * 16, b"w" * 16])
STAGES = st.lists(st.tuples(REPORTERS, st.integers(0, 6)), min_size=1, max_size=5)
WRONG_PINS = 5
NUMBERS = st.integers(0, 799)
SUMS = st.integers(1, 100).map(lambda yuan: yuan * 100)
REASON = st.sampled_from(["", "有证据"])
POLICY = f"""
[rewards]
most_yuan = 100
[rewards.caps]
month_yuan = {PERSON_YUAN}
month_count = {PERSON_COUNT}
[rewards.budget]
month_yuan = {MONTH_YUAN}
year_yuan = {YEAR_YUAN}
"""


MEMORY = Path("/dev/shm")
"""Where there is no disk to wait for: that commits last is proved elsewhere."""


class Killed(Exception):
    """The process ends before the commit."""


class Rewards(RuleBasedStateMachine):
    """Does to a real database and to the model the same, and compares them after every step."""

    told: Bundle[Tip] = Bundle("told")
    entered: Bundle[Entry] = Bundle("entered")

    def __init__(self, empty: Path) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="anju-rewards-", dir=MEMORY if MEMORY.is_dir() else None))
        self.runner, self.model, self.cycles = asyncio.Runner(), Model(NOON.date()), dict[str, int]()
        self.doomed, self.wrong = False, Counter[tuple[str, date]]()
        shutil.copytree(empty, self.folder, dirs_exist_ok=True)
        self.store = self.opened()

    def opened(self) -> Store:
        return open_store(self.folder, changed=POLICY)

    def teardown(self) -> None:
        for state in {entry.state for entry in self.model.entries}:
            event(f"reached {state}")
        self.runner.run(self.store.close())
        self.runner.close()
        shutil.rmtree(self.folder)

    def do(self, deed: Deed[T]) -> T | None:
        """Do something in a transaction of its own; None when the process died before its commit."""
        try:
            return self.runner.run(self._do(deed))
        except Killed:
            self.restart()
            return None

    async def _do(self, deed: Deed[T]) -> T:
        async with self.store.begin() as tx:
            made = await deed(at(tx, self.model.today))
            if self.doomed:
                raise Killed
            return made

    def agree(self, outcome: Outcome | None, expected: bool) -> bool:
        """Compare what became of a move with the model's view; True when the model is to make it too."""
        assert outcome is None or outcome.done is expected, outcome
        return outcome is not None and expected

    # -- the world -----------------------------------------------------------------------------------------------------

    @initialize(target=told, stages=STAGES, fen=SUMS)
    def an_office_at_work(self, stages: list[tuple[bytes | None, int]], fen: int) -> Any:
        """Begin with rewards that have come some way already."""
        told = []
        for place, (reporter, stage) in enumerate(stages):
            told.append(self.a_tip(reporter))
            self.a_tip_is_verified(f"place {place}", [told[-1]], Basis.FIRST, fen, VERIFIER, WORKER)
            self.a_pin_is_asked_for(told[-1])
            entry = self.model.entries[-1]
            steps: list[Callable[[], None]] = [
                partial(self.approves, entry, OFFICER),
                partial(self.approves, entry, ADMIN),
                partial(self.opens, entry),
                partial(self.shows, entry.tip.code, entry.pin or ""),
                partial(self.hands_over, entry, OFFICER),
                partial(self.hands_over, entry, OTHER_OFFICER),
            ]
            for step in steps[:stage]:
                step()
        return multiple(*told)

    @rule(target=told, reporter=REPORTERS)
    def somebody_tells(self, reporter: bytes | None) -> Tip:
        self.doomed = False
        return self.a_tip(reporter)

    def a_tip(self, reporter: bytes | None) -> Tip:
        filed = self.do(lambda tx: tell(tx, reporter))
        assert filed is not None
        return Tip(filed.id, filed.code, reporter)

    @rule(days=st.sampled_from([1, 20, 61, 95]), rings=st.booleans())
    def days_pass(self, days: int, rings: bool) -> None:
        self.model.today += timedelta(days=days)
        if rings:
            self.the_counter_is_cleared()
            self.what_is_over_lapses()
            self.what_waits_is_funded()

    @rule(place=PLACES)
    def it_is_put_right_and_comes_back(self, place: str) -> None:
        self.cycles[place] = self.cycles.get(place, 0) + 1

    @rule()
    def restart(self) -> None:
        self.doomed = False
        self.runner.run(self.store.close())
        self.store = self.opened()

    @rule()
    def the_next_deed_dies(self) -> None:
        self.doomed = True

    # -- verification and approval -------------------------------------------------------------------------------------

    @rule(
        place=PLACES,
        signed=st.lists(told, min_size=1, max_size=3, unique_by=id),
        basis=st.sampled_from(Basis),
        fen=SUMS,
        verifier=WHO,
        worker=WHO,
    )
    def a_tip_is_verified(
        self, place: str, signed: list[Tip], basis: Basis, fen: int, verifier: Person, worker: Person
    ) -> None:
        matter = Matter(place, "F01", self.cycles.get(place, 0))
        found, tips = finding(fen, 10_000, basis), [tip.id for tip in signed]
        made = self.do(lambda tx: deeds.propose(tx, matter, found, tips, verifier.id, worker.id))
        if made is None:
            return
        assert bool(made) is self.model.may_propose(matter.key, basis, signed)
        kept = self.do(lambda tx: rewards.of_matter(tx, matter.key)) or []
        awards = {each.id: each.award for each in kept if each.id in made}
        assert sum(award.fen for award in awards.values()) == (fen if made else 0)
        for id, award in awards.items():
            tip = next(tip for tip in signed if tip.id == award.tip)
            hands = (verifier.id, worker.id)
            entry = Entry(id, tip, matter.key, basis, award.fen, award.most, self.model.today, *hands)
            entry.verification = len(self.model.entries) - award.share
            self.model.entries.append(entry)

    def pick(self, number: int, *states: str) -> Entry | None:
        """Return one of the entries there are, mostly one in these states; None when there is none."""
        fitting = [entry for entry in self.model.entries if number % 8 and entry.state in states]
        there = fitting or self.model.entries
        return there[number // 8 % len(there)] if there else None

    @rule(number=NUMBERS, who=WHO)
    def one_approves(self, number: int, who: Person) -> None:
        if entry := self.pick(number, "proposed"):
            self.approves(entry, who)

    def approves(self, entry: Entry, who: Person) -> None:
        outcome = self.do(lambda tx: deeds.approve(tx, entry.id, who))
        if self.agree(outcome, self.model.may_approve(entry, who)):
            self.model.approve(entry, who)

    @rule(number=NUMBERS)
    def all_approve(self, number: int) -> None:
        if entry := self.pick(number, "proposed"):
            for who in OFFICE:
                self.approves(entry, who)

    @rule(number=NUMBERS, fen=SUMS | st.sampled_from([0, -100, 150]), who=WHO, reason=REASON)
    def an_amount_is_amended(self, number: int, fen: int, who: Person, reason: str) -> None:
        if entry := self.pick(number, "proposed"):
            fits = 0 < fen <= entry.most and fen % 100 == 0 and not entry.approved
            expected = entry.state == "proposed" and who.role in STAFF and bool(reason) and fits
            if self.agree(self.do(lambda tx: deeds.amend(tx, entry.id, fen, who, reason)), expected):
                entry.fen = fen
                entry.changed.add(who.id)

    @rule(number=NUMBERS, who=WHO, reason=REASON)
    def one_refuses(self, number: int, who: Person, reason: str) -> None:
        if entry := self.pick(number, "proposed"):
            apart = who.id not in (entry.verifier, entry.worker, *entry.changed)
            expected = entry.state == "proposed" and who.role in STAFF and apart and bool(reason)
            if self.agree(self.do(lambda tx: deeds.refuse(tx, entry.id, who, reason)), expected):
                entry.state = "refused"

    @rule()
    def what_waits_is_funded(self) -> None:
        funded = self.do(deeds.fund_waiting)
        if funded is not None:
            assert [each.id for each in funded] == self.model.fund_waiting()

    # -- the claim -----------------------------------------------------------------------------------------------------

    @rule(tip=told)
    def a_pin_is_asked_for(self, tip: Tip) -> None:
        open_to = ("proposed", "waiting", "approved", "claimable", "presented")
        new = [each for each in self.model.entries if each.tip is tip and each.state in open_to and not each.pin]
        pin = self.do(lambda tx: _wrapped(claims.give_pin(tx, tip.id)))
        if pin is not None:
            assert (pin[0] is not None) is bool(new)
            for entry in new:
                entry.pin = pin[0]

    @rule(tip=told, who=WHO)
    def a_pin_is_made_for_somebody_who_is_not_in_the_chat(self, tip: Tip, who: Person) -> None:
        open_to = ("proposed", "waiting", "approved", "claimable", "presented")
        waits = [each for each in self.model.entries if each.tip is tip and each.state in open_to]
        pin = self.do(lambda tx: _wrapped(claims.pin_for_another(tx, tip.id, who)))
        if pin is not None:
            assert (pin[0] is not None) is bool(waits)
            for entry in waits:
                entry.pin = pin[0]
                entry.told_pin.add(who.id)

    @rule(number=NUMBERS)
    def it_can_be_collected(self, number: int) -> None:
        if entry := self.pick(number, "approved"):
            self.opens(entry)

    def opens(self, entry: Entry) -> None:
        outcome = self.do(lambda tx: claims.open_claim(tx, entry.id))
        if self.agree(outcome, entry.state == "approved"):
            self.model.open_claim(entry)

    @rule(tip=told, number=NUMBERS, right=st.booleans())
    def a_ticket_is_shown(self, tip: Tip, number: int, right: bool) -> None:
        entry = self.pick(number, "claimable")
        self.shows(entry.tip.code if entry and right else tip.code, entry.pin if entry and entry.pin else "000000")

    def shows(self, code: str, pin: str) -> None:
        opened = [
            each
            for each in self.model.entries
            if each.state == "claimable" and (each.tip.code, each.pin) == (code, pin) and each.last >= self.model.today
        ]
        tries = (code, self.model.today)
        if self.wrong[tries] >= WRONG_PINS:
            with pytest.raises(Reached):
                self.do(lambda tx: claims.present(tx, code, pin))
            return
        brought = self.do(lambda tx: claims.present(tx, code, pin))
        if brought is not None:
            assert {each.id for each in brought} == {each.id for each in opened}
            self.wrong[tries] += not opened
            for each in opened:
                each.state, each.brought = "presented", self.model.today

    @rule(number=NUMBERS, tipster=REPORTERS.filter(bool))
    def a_known_tipster_comes(self, number: int, tipster: bytes) -> None:
        if entry := self.pick(number, "claimable"):
            outcome = self.do(lambda tx: claims.present_by_name(tx, entry.id, tipster))
            in_time = entry.last >= self.model.today
            if self.agree(outcome, entry.state == "claimable" and in_time and entry.tip.reporter == tipster):
                entry.state, entry.brought = "presented", self.model.today

    @rule(number=NUMBERS, who=WHO)
    def one_hands_over(self, number: int, who: Person) -> None:
        if entry := self.pick(number, "presented"):
            self.hands_over(entry, who)

    def hands_over(self, entry: Entry, who: Person) -> None:
        apart = who.id not in entry.handed and who.id not in entry.told_pin
        expected = entry.state == "presented" and who.role in STAFF and apart
        if self.agree(self.do(lambda tx: claims.hand_over(tx, entry.id, who)), expected):
            self.model.hand_over(entry, who)

    @rule(number=NUMBERS, who=WHO)
    def it_goes_back_from_the_counter(self, number: int, who: Person) -> None:
        if entry := self.pick(number, "presented"):
            expected = entry.state == "presented" and who.role in STAFF
            if self.agree(self.do(lambda tx: claims.step_back(tx, entry.id, who)), expected):
                entry.state, entry.handed = "claimable", []

    @rule(number=NUMBERS, who=WHO, reason=REASON)
    def the_term_is_extended(self, number: int, who: Person, reason: str) -> None:
        if entry := self.pick(number, "claimable"):
            expected = entry.state == "claimable" and who.role in STAFF and bool(reason) and not entry.extended
            if self.agree(self.do(lambda tx: claims.extend(tx, entry.id, who, reason)), expected):
                entry.extended, entry.last = True, entry.last + timedelta(days=LONGER)

    @rule()
    def the_counter_is_cleared(self) -> None:
        left = self.do(claims.clear_counter)
        if left is not None:
            assert {each.id for each in left} == set(self.model.clear_counter())

    @rule()
    def what_is_over_lapses(self) -> None:
        over = self.do(claims.lapse)
        if over is not None:
            assert {each.id for each in over} == set(self.model.lapse())

    # -- taking back ---------------------------------------------------------------------------------------------------

    @rule(number=NUMBERS, who=WHO, reason=REASON)
    def one_revokes(self, number: int, who: Person, reason: str) -> None:
        if entry := self.pick(number, "collected", "waiting", "approved", "claimable"):
            can = entry.state in ("waiting", "approved", "claimable", "presented", "collected")
            expected = can and who.role == "admin" and bool(reason) and who.id not in entry.approved
            if self.agree(self.do(lambda tx: deeds.revoke(tx, entry.id, who, reason)), expected):
                self.model.revoke(entry)

    @rule(number=NUMBERS, who=WHO, reason=REASON)
    def it_was_paid_back(self, number: int, who: Person, reason: str) -> None:
        if entry := self.pick(number, "reclaimed"):
            expected = entry.state == "reclaimed" and who.role == "admin" and bool(reason)
            if self.agree(self.do(lambda tx: deeds.recover(tx, entry.id, who, reason)), expected):
                entry.state, entry.paid = "recovered", 0

    @rule(number=NUMBERS, paid=st.integers(-120, 120), who=WHO, reason=REASON)
    def an_entry_is_corrected(self, number: int, paid: int, who: Person, reason: str) -> None:
        if entry := self.pick(number, "collected", "recovered"):
            can = entry.state in ("collected", "reclaimed", "recovered") and who.role == "admin" and bool(reason)
            fits = (
                paid != 0
                and 0 <= entry.paid + paid <= entry.fen
                and (paid < 0 or self.model.has_budget(paid, entry.month))
            )
            if self.agree(self.do(lambda tx: deeds.correct(tx, entry.id, paid, who, reason)), can and fits):
                entry.paid += paid

    # -- what always holds ---------------------------------------------------------------------------------------------

    @invariant()
    def the_store_is_as_the_model(self) -> None:
        doomed, self.doomed = self.doomed, False
        self.do(self.compare)
        self.doomed = doomed

    async def compare(self, tx: Transaction) -> bool:
        for entry in self.model.entries:
            kept = await rewards.get(tx, entry.id)
            assert kept is not None
            assert (kept.state, kept.award.fen, kept.month) == (entry.state, entry.fen, entry.month)
            assert await ledger.balance_of(tx, entry.id) == ledger.Balance(entry.reserved, entry.paid)
            await self.nobody_acted_twice(tx, entry)
        for month, balance in self.model.balances().items():
            kept_balance = await ledger.balance(tx, month, month)
            assert (kept_balance.reserved, kept_balance.paid) == balance
            assert sum(balance) <= MONTH_YUAN * 100
        for year in {month // 100 for month in self.model.balances()}:
            whole = await ledger.balance(tx, year * 100 + 1, year * 100 + 12)
            assert whole.reserved + whole.paid <= YEAR_YUAN * 100
        return True

    async def nobody_acted_twice(self, tx: Transaction, entry: Entry) -> None:
        hands = await parts.of(tx, entry.id)
        approved, handed = hands.get(Part.APPROVE, ()), hands.get(Part.HAND_OVER, ())
        assert not set(approved) & {*hands[Part.VERIFY], *hands[Part.WORK], *hands.get(Part.PROPOSE, ())}
        assert len(set(approved)) == len(approved)
        assert len(set(handed)) == len(handed)
        assert set(handed) <= set(entry.handed), "nobody else, and not who knows the ticket"
        if entry.month:
            assert len(approved) == 2
        if entry.state == "collected":
            assert len(handed) == 2

    @invariant()
    def no_matter_is_rewarded_twice(self) -> None:
        live = [entry for entry in self.model.entries if entry.state not in DEAD and entry.basis == "first"]
        for matter in {entry.matter for entry in live}:
            of_matter = [entry for entry in live if entry.matter == matter]
            assert len({entry.verification for entry in of_matter}) == 1, "shares of one report, or one reward"
            assert len({entry.tip.id for entry in of_matter}) == len(of_matter)


async def _wrapped(found: Awaitable[Any]) -> list[Any]:
    """Return what was found in a list, so that nothing found can be told from a death."""
    return [await found]


async def make_empty(folder: Path) -> None:
    """Make a database with every table and no row, to be copied for each story."""
    store = open_store(folder, changed=POLICY)
    await migrate(store)
    await store.close()


def test_whatever_happens_the_store_is_as_the_model(tmp_path: Path) -> None:
    asyncio.run(make_empty(tmp_path))
    is_deep = settings().max_examples > 100
    chosen = settings() if is_deep else settings(max_examples=12, stateful_step_count=40)
    run_state_machine_as_test(lambda: Rewards(tmp_path), settings=chosen)  # type: ignore[arg-type]
