"""Rewards from the verified tip to the counter: who may do what when, what the ledger says, what nobody can read."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.rules.quotas import Sort
from bot.rules.rewards.approval import Objection, Part
from bot.rules.rewards.asking import Told
from bot.rules.rewards.budget import Limit
from bot.rules.rewards.eligibility import Basis
from bot.rules.rewards.life import RewardState
from bot.rules.rewards.matters import Matter
from bot.speech import Incoming
from handlers.deeds import claims
from handlers.deeds import rewards as deeds
from handlers.deeds.quotas import Reached
from handlers.deeds.reward_moves import Outcome
from storage import Store, Transaction, ledger, matters, parts, people, privacy, rewards, tables
from storage.ledger import Balance
from storage.people import Person
from storage.vault import VaultError
from tests.rewarding import (
    ADMIN,
    NOON,
    OFFICE,
    OFFICER,
    OTHER_ADMIN,
    OTHER_OFFICER,
    VERIFIER,
    WORKER,
    at,
    claimable,
    finding,
    proposed,
    tell,
)
from tests.storage.conftest import open_store

MATTER = Matter("翠竹园3栋", "F01", 0)
LI = Incoming("text", chat=1001, person=1001, name="李小安")
TODAY = NOON.date()


async def state(tx: Transaction, reward: bytes) -> RewardState:
    found = await rewards.get(tx, reward)
    assert found is not None
    return found.state


async def history(tx: Transaction, reward: bytes) -> list[str]:
    return [str(entry.move) for entry in await ledger.of_reward(tx, reward)]


async def test_a_reward_goes_from_the_verified_tip_to_the_counter(store: Store) -> None:
    async with store.begin() as tx:
        tx = at(tx, TODAY)
        tip = await tell(tx)
        reward, pin = await claimable(tx, tip)
        assert await ledger.balance(tx, 202611, 202611) == Balance(10_000, 0)
        (brought,) = await claims.present(tx, tip.code, pin)
        assert (brought.id, brought.last_day) == (reward, TODAY + timedelta(days=60))
        assert (await claims.hand_over(tx, reward, OFFICER)).state is RewardState.PRESENTED
        assert (await claims.hand_over(tx, reward, OTHER_OFFICER)).state is RewardState.COLLECTED
        assert await ledger.balance(tx, 202611, 202611) == await ledger.balance_of(tx, reward) == Balance(0, 10_000)
        assert await history(tx, reward) == ["propose", "sign", "approve", "open", "present", "hand_over", "collect"]
        assert await claims.present(tx, tip.code, pin) == [], "a ticket is used once"
        actors = [entry.actor for entry in await ledger.of_reward(tx, reward)]
        assert actors == [VERIFIER.id, OFFICER.id, ADMIN.id, None, None, OFFICER.id, OTHER_OFFICER.id]


# -- one matter, one reward ------------------------------------------------------------------------------------------


async def test_one_matter_has_one_reward_until_it_is_refused_or_revoked(store: Store) -> None:
    async with store.begin() as tx:
        first, second = await tell(tx), await tell(tx)
        reward = await proposed(tx, first)
        assert await deeds.propose(tx, MATTER, finding(), [second.id], VERIFIER.id, WORKER.id) == []
        assert await deeds.propose(tx, MATTER, finding(), [first.id], VERIFIER.id, WORKER.id) == []
        assert (await deeds.refuse(tx, reward, ADMIN, "是街道工作人员")).state is RewardState.REFUSED
        assert await proposed(tx, second)
        relapse = replace(MATTER, cycle=1)
        assert len(await deeds.propose(tx, relapse, finding(), [first.id], VERIFIER.id, WORKER.id)) == 1


async def test_a_lapsed_reward_is_not_given_to_another(store: Store) -> None:
    async with store.begin() as tx:
        first, second = await tell(tx), await tell(tx)
        reward, _ = await claimable(at(tx, TODAY), first)
        assert [each.id for each in await claims.lapse(at(tx, TODAY + timedelta(days=61)))] == [reward]
        assert await deeds.propose(tx, MATTER, finding(), [second.id], VERIFIER.id, WORKER.id) == []


async def test_a_later_tip_with_decisive_evidence_gets_its_own(store: Store) -> None:
    async with store.begin() as tx:
        first, second = await tell(tx), await tell(tx)
        await proposed(tx, first)
        later = finding(5_000, basis=Basis.LATER)
        assert len(await deeds.propose(tx, MATTER, later, [second.id], VERIFIER.id, WORKER.id)) == 1
        assert await deeds.propose(tx, MATTER, later, [second.id], VERIFIER.id, WORKER.id) == []
        assert await deeds.propose(tx, MATTER, later, [first.id], VERIFIER.id, WORKER.id) == []
        assert [each.award.fen for each in await rewards.of_matter(tx, MATTER.key)] == [10_000, 5_000]


async def test_those_who_reported_together_share(store: Store) -> None:
    async with store.begin() as tx:
        signed = [(await tell(tx)).id for _ in range(3)]
        entered = await deeds.propose(tx, MATTER, finding(10_000), signed, VERIFIER.id, WORKER.id)
        assert [each.award.fen for each in await rewards.of_matter(tx, MATTER.key)] == [3_400, 3_300, 3_300]
        assert len(entered) == 3
        assert await deeds.propose(tx, MATTER, finding(), signed[1:], VERIFIER.id, WORKER.id) == []


async def test_the_first_signatory_gets_all_where_the_pack_says_so(store: Store) -> None:
    async with store.begin() as tx:
        joint = replace(tx.policy.rewards.joint, split="first")
        tx = replace(tx, policy=replace(tx.policy, rewards=replace(tx.policy.rewards, joint=joint)))
        signed = [(await tell(tx)).id for _ in range(3)]
        (only,) = await deeds.propose(tx, MATTER, finding(), signed, VERIFIER.id, WORKER.id)
        found = await rewards.get(tx, only)
        assert found is not None
        assert (found.award.tip, found.award.fen) == (signed[0], 10_000)


async def test_what_is_not_known_yet_is_not_proposed(store: Store) -> None:
    async with store.begin() as tx:
        tip = await tell(tx)
        with pytest.raises(ValueError, match="not known"):
            await deeds.propose(tx, MATTER, replace(finding(), unknown=("first",)), [tip.id], VERIFIER.id, WORKER.id)


# -- approvals -------------------------------------------------------------------------------------------------------


async def test_nobody_approves_what_they_worked_on_or_approved_before(store: Store) -> None:
    async with store.begin() as tx:
        tip = await tell(tx)
        (reward,) = await deeds.propose(tx, MATTER, finding(), [tip.id], OTHER_OFFICER.id, OTHER_ADMIN.id)
        for who, why in (
            (OTHER_OFFICER, Objection.VERIFIED),
            (OTHER_ADMIN, Objection.WORKED),
            (WORKER, Objection.ROLE),
        ):
            assert (await deeds.approve(tx, reward, who)).objections == (why,)
        assert (await deeds.approve(tx, reward, ADMIN)).state is RewardState.PROPOSED
        assert (await deeds.approve(tx, reward, ADMIN)).objections == (Objection.TWICE,)
        assert (await deeds.approve(tx, reward, OFFICER)).objections == (Objection.ROLE,), "the second is an admin's"
        assert await ledger.balance_of(tx, reward) == Balance(0, 0)


async def test_an_amount_is_raised_within_the_pack_before_anybody_approved_it(store: Store) -> None:
    async with store.begin() as tx:
        reward = await proposed(tx, await tell(tx), fen=5_000, most=50_000)
        for fen, reason in ((50_001, "x"), (0, "x"), (-100, "x"), (5_050, "x")):
            assert (await deeds.amend(tx, reward, fen, OFFICER, reason)).objections == (Objection.AMOUNT,)
        assert (await deeds.amend(tx, reward, 20_000, OFFICER, "  ")).objections == (Objection.REASON,)
        assert (await deeds.amend(tx, reward, 20_000, OTHER_OFFICER, "三户都已拆除")).done
        assert (await deeds.approve(tx, reward, OTHER_OFFICER)).objections == (Objection.PROPOSED,), "it is theirs now"
        assert (await deeds.approve(tx, reward, OFFICER)).done
        assert (await deeds.amend(tx, reward, 50_000, OFFICER, "x")).objections == (Objection.DONE,)
        assert (await deeds.approve(tx, reward, ADMIN)).state is RewardState.APPROVED
        assert await ledger.balance_of(tx, reward) == Balance(20_000, 0)
        assert (await ledger.of_reward(tx, reward))[1].reason == "三户都已拆除"


async def test_labels_about_persons_are_not_kept_in_a_reason(store: Store) -> None:
    async with store.begin() as tx:
        reward = await proposed(tx, await tell(tx))
        await deeds.refuse(tx, reward, ADMIN, "他是上访人员,不实")
        (_, refused) = await ledger.of_reward(tx, reward)
        assert "上访" not in refused.reason
        assert "不实" in refused.reason


# -- the budget ------------------------------------------------------------------------------------------------------


async def approved(tx: Transaction, place: str, reporter: bytes | None = None) -> tuple[bytes, Outcome]:
    reward = await proposed(tx, await tell(tx, reporter), place)
    await deeds.approve(tx, reward, OFFICER)
    return reward, await deeds.approve(tx, reward, ADMIN)


def tight(tx: Transaction, **budget: object) -> Transaction:
    """Return the transaction with a budget of 150 yuan a month and 250 a year."""
    figures = tx.policy.rewards
    small = replace(figures.budget, **{"month_yuan": 150, "year_yuan": 250, **budget})  # type: ignore[arg-type]
    return replace(tx, policy=replace(tx.policy, rewards=replace(figures, most_yuan=100, budget=small)))


async def test_what_does_not_fit_waits_for_the_next_month_in_its_order(store: Store) -> None:
    async with store.begin() as plain:
        tx = tight(at(plain, TODAY))
        _, outcome = await approved(tx, "a")
        assert outcome.state is RewardState.APPROVED
        second, outcome = await approved(tx, "b")
        assert (outcome.state, outcome.limits) == (RewardState.WAITING, (Limit.MONTH,))
        third, _ = await approved(tx, "c")
        assert await deeds.fund_waiting(tx) == []
        december = at(tx, date(2026, 12, 1))
        funded = await deeds.fund_waiting(december)
        assert len(funded) == 1, "250 a year are 2 of them"
        assert {await state(tx, second), await state(tx, third)} == {RewardState.APPROVED, RewardState.WAITING}
        assert len(await deeds.fund_waiting(at(tx, date(2027, 1, 1)))) == 1
        assert await ledger.balance(tx, 202601, 202612) == Balance(20_000, 0)
        assert await ledger.balance(tx, 202701, 202701) == Balance(10_000, 0)


async def test_where_the_pack_says_so_there_are_thanks_alone(store: Store) -> None:
    async with store.begin() as plain:
        tx = tight(at(plain, TODAY), used_up="thanks")
        await approved(tx, "a")
        reward, outcome = await approved(tx, "b")
        assert (outcome.state, outcome.limits) == (RewardState.THANKED, (Limit.MONTH,))
        assert await ledger.balance_of(tx, reward) == Balance(0, 0)
        assert not (await deeds.revoke(tx, reward, ADMIN, "x")).done


async def test_what_lapses_or_is_revoked_is_free_again(store: Store) -> None:
    async with store.begin() as plain:
        tx = tight(at(plain, TODAY))
        reward, _ = await approved(tx, "a")
        assert (await deeds.revoke(tx, reward, ADMIN, "骗取奖励")).objections == (Objection.APPROVED,)
        assert (await deeds.revoke(tx, reward, OTHER_ADMIN, "骗取奖励")).state is RewardState.REVOKED
        assert await ledger.balance_of(tx, reward) == Balance(0, 0)
        other, outcome = await approved(tx, "b")
        assert outcome.state is RewardState.APPROVED
        await claims.open_claim(tx, other)
        assert len(await claims.lapse(at(tx, date(2027, 3, 1)))) == 1
        assert await ledger.balance(tx, 202611, 202611) == Balance(0, 0)


async def test_one_person_has_a_cap_of_a_month_and_nobody_else_is_counted(store: Store) -> None:
    async with store.begin() as plain:
        tx = at(plain, TODAY)
        li, other = (await people.enter(tx, LI)).id, (await people.enter(tx, replace(LI, chat=2, person=2))).id
        outcomes = [(await approved(tx, f"place {each}", li))[1] for each in range(6)]
        assert [each.state for each in outcomes] == [RewardState.APPROVED] * 5 + [RewardState.WAITING]
        assert outcomes[-1].limits == (Limit.PERSON_COUNT,)
        assert (await approved(tx, "x", other))[1].state is RewardState.APPROVED
        assert (await approved(tx, "y"))[1].state is RewardState.APPROVED
        assert len(await deeds.fund_waiting(at(tx, date(2026, 12, 1)))) == 1


# -- the claim -------------------------------------------------------------------------------------------------------


async def test_a_pin_is_given_once_and_stored_so_that_nobody_can_read_it(store: Store) -> None:
    async with store.begin() as tx:
        tip = await tell(tx)
        await proposed(tx, tip)
        pin = await claims.give_pin(tx, tip.id)
        assert pin is not None
        assert len(pin) == 6
        assert await claims.give_pin(tx, tip.id) is None
        (row,) = (await tx.execute(select(tables.rewards))).mappings()
    assert pin.encode() not in row["pin"]
    assert len(row["pin"]) == 16


async def test_one_pin_opens_all_that_a_tip_was_proposed_for(store: Store) -> None:
    async with store.begin() as tx:
        tx = at(tx, TODAY)
        tip = await tell(tx)
        both = [await proposed(tx, tip, place) for place in ("a", "b")]
        pin = await claims.give_pin(tx, tip.id)
        for reward in both:
            for who in (OFFICER, ADMIN):
                await deeds.approve(tx, reward, who)
            await claims.open_claim(tx, reward)
        assert pin is not None
        assert {each.id for each in await claims.present(tx, tip.code, pin)} == set(both)


async def test_a_wrong_code_a_wrong_pin_or_a_late_one_opens_nothing(store: Store) -> None:
    async with store.begin() as tx:
        tx = at(tx, TODAY)
        tip, other = await tell(tx), await tell(tx)
        reward, pin = await claimable(tx, tip)
        wrong, late = f"{(int(pin) + 1) % 1_000_000:06}", at(tx, TODAY + timedelta(days=61))
        tried = ((tx, other.code, pin), (tx, tip.code, wrong), (tx, other.code, wrong), (late, tip.code, pin))
        for when, code, typed in tried:
            assert await claims.present(when, code, typed) == []
            assert await state(tx, reward) is RewardState.CLAIMABLE
        assert len(await claims.present(at(tx, TODAY + timedelta(days=60)), tip.code, pin)) == 1


async def test_after_five_wrong_pins_not_even_the_right_one_is_tried_that_day(store: Store) -> None:
    async with store.begin() as tx:
        tx = at(tx, TODAY)
        tip = await tell(tx)
        _, pin = await claimable(tx, tip)
        for _ in range(5):
            assert await claims.present(tx, tip.code, "x") == []
        with pytest.raises(Reached) as reached:
            await claims.present(tx, tip.code, pin)
        assert reached.value.quota.sort is Sort.PIN
        assert len(await claims.present(at(tx, TODAY + timedelta(days=1)), tip.code, pin)) == 1


async def test_after_five_wrong_codes_whoever_speaks_tries_no_more(store: Store) -> None:
    async with store.begin() as tx:
        tx = replace(at(tx, TODAY), speaker=LI)
        for _ in range(5):
            assert await claims.present(tx, "7000111122223333", "000000") == []
        with pytest.raises(Reached):
            await claims.present(tx, "7000111122223333", "000000")


async def test_two_different_officers_confirm_and_can_step_back(store: Store) -> None:
    async with store.begin() as tx:
        tx = at(tx, TODAY)
        tip = await tell(tx)
        reward, pin = await claimable(tx, tip)
        assert (await claims.hand_over(tx, reward, OFFICER)).objections == (Objection.STATE,)
        await claims.present(tx, tip.code, pin)
        assert (await claims.hand_over(tx, reward, WORKER)).objections == (Objection.ROLE,)
        assert (await claims.hand_over(tx, reward, OFFICER)).done
        assert (await claims.hand_over(tx, reward, OFFICER)).objections == (Objection.TWICE,)
        assert (await claims.step_back(tx, reward, OTHER_OFFICER)).state is RewardState.CLAIMABLE
        assert len(await claims.present(tx, tip.code, pin)) == 1
        assert (await claims.hand_over(tx, reward, OTHER_OFFICER)).state is RewardState.PRESENTED, "both confirm anew"
        assert (await claims.hand_over(tx, reward, OFFICER)).state is RewardState.COLLECTED
        assert (await claims.hand_over(tx, reward, ADMIN)).objections == (Objection.STATE,)


async def test_whoever_is_known_brings_their_own_by_name_and_nobody_elses(store: Store) -> None:
    async with store.begin() as tx:
        tx = at(tx, TODAY)
        li = (await people.enter(tx, LI)).id
        reward, _ = await claimable(tx, await tell(tx, li), "a")
        foreign, _ = await claimable(tx, await tell(tx), "b")
        assert (await claims.present_by_name(tx, foreign, li)).objections == (Objection.ROLE,)
        assert (await claims.present_by_name(tx, reward, ADMIN.id)).objections == (Objection.ROLE,)
        assert (await claims.present_by_name(tx, reward, li)).state is RewardState.PRESENTED
        assert (await claims.present_by_name(tx, reward, li)).objections == (Objection.STATE,)


async def test_who_says_that_they_came_and_does_not_come_has_no_longer_term(store: Store) -> None:
    async with store.begin() as tx:
        tx = at(tx, TODAY)
        li = (await people.enter(tx, LI)).id
        alone, _ = await claimable(tx, await tell(tx, li), "a")
        begun, _ = await claimable(tx, await tell(tx, li), "b")
        late, _ = await claimable(tx, await tell(tx, li), "c")
        for each in (alone, begun):
            assert (await claims.present_by_name(tx, each, li)).done
        assert (await claims.hand_over(tx, begun, OFFICER)).done
        assert await claims.clear_counter(tx) == [], "not on the day itself"
        over = at(tx, TODAY + timedelta(days=61))
        assert (await claims.present_by_name(over, late, li)).objections == (Objection.STATE,)
        assert [each.id for each in await claims.clear_counter(over)] == [alone]
        assert {each.id for each in await claims.lapse(over)} == {alone, late}
        assert (await claims.hand_over(over, begun, ADMIN)).state is RewardState.COLLECTED, "the money was there"


async def test_the_term_is_longer_once_with_a_reason(store: Store) -> None:
    async with store.begin() as tx:
        tx = at(tx, TODAY)
        reward, _ = await claimable(tx, await tell(tx))
        assert (await claims.extend(tx, reward, OFFICER, "")).objections == (Objection.REASON,)
        assert (await claims.extend(tx, reward, OFFICER, "住院")).done
        assert (await claims.extend(tx, reward, OFFICER, "again")).objections == (Objection.DONE,)
        assert await claims.lapse(at(tx, TODAY + timedelta(days=90))) == []
        assert len(await rewards.ending(tx, TODAY + timedelta(days=90))) == 1
        assert len(await claims.lapse(at(tx, TODAY + timedelta(days=91)))) == 1
        assert (await claims.extend(tx, reward, OFFICER, "too late")).objections == (Objection.STATE,)


# -- whoever is forgotten and comes back ------------------------------------------------------------------------------


async def again(tx: Transaction, role: str) -> Person:
    """Let somebody be forgotten, come back under the same account, and get a role."""
    for known in (await people.load(tx, [LI.person])).values():
        await privacy.forget(tx, known.id)
    await people.set_role(tx, (await people.enter(tx, LI)).id, role)
    return (await people.load(tx, [LI.person]))[LI.person]


async def test_whoever_is_forgotten_and_comes_back_is_no_second_person(store: Store) -> None:
    async with store.begin() as tx:
        tx = at(tx, TODAY)
        reward = await proposed(tx, tip := await tell(tx))
        pin = await claims.give_pin(tx, tip.id) or ""
        assert (await deeds.approve(tx, reward, before := await again(tx, "officer"))).done
        after = await again(tx, "admin")
        assert after.id != before.id
        assert (await deeds.approve(tx, reward, after)).objections == (Objection.TWICE,)
        assert (await deeds.approve(tx, reward, ADMIN)).state is RewardState.APPROVED
        await claims.open_claim(tx, reward)
        assert await claims.present(tx, tip.code, pin)
        assert (await claims.hand_over(tx, reward, after)).done
        assert (await claims.hand_over(tx, reward, await again(tx, "officer"))).objections == (Objection.TWICE,)
        assert (await claims.hand_over(tx, reward, OFFICER)).state is RewardState.COLLECTED


async def test_whoever_verified_a_matter_that_is_open_does_not_come_back_to_approve_it(store: Store) -> None:
    async with store.begin() as tx:
        tx, tip = at(tx, TODAY), await tell(tx)
        worker = await again(tx, "grid_worker")
        kept = await matters.enter(tx, tip.id, MATTER, worker.id, worker.id, Told())
        back = await again(tx, "officer")
        found = await matters.get(tx, kept.id)
        assert found is not None
        (reward,) = await deeds.propose(tx, MATTER, finding(), [tip.id], found.verifier, found.worker)
        outcome = await deeds.approve(tx, reward, back)
        assert set(outcome.objections) == {Objection.VERIFIED, Objection.WORKED}


# -- taking back and correcting --------------------------------------------------------------------------------------


async def collected(tx: Transaction, place: str = "翠竹园3栋") -> bytes:
    tip = await tell(tx)
    reward, pin = await claimable(tx, tip, place)
    await claims.present(tx, tip.code, pin)
    for who in (OFFICER, OTHER_OFFICER):
        await claims.hand_over(tx, reward, who)
    return reward


async def test_what_was_got_by_deceit_is_asked_back_and_entered_when_it_came(store: Store) -> None:
    async with store.begin() as tx:
        tx = at(tx, TODAY)
        reward = await collected(tx)
        assert (await deeds.revoke(tx, reward, OFFICER, "自己放的")).objections == (Objection.ROLE,)
        assert (await deeds.revoke(tx, reward, OTHER_ADMIN, "自己放的")).state is RewardState.RECLAIMED
        assert await ledger.balance_of(tx, reward) == Balance(0, 10_000), "it is not back yet"
        assert (await deeds.recover(tx, reward, ADMIN, "已退回")).state is RewardState.RECOVERED
        assert await ledger.balance_of(tx, reward) == Balance(0, 0)
        assert [str(each.kind) for each in await ledger.of_month(tx, 202611)] == ["reserve", "pay", "claw_back"]
        assert await proposed(tx, await tell(tx)), "the matter is free for another tip"


async def test_a_wrong_sum_is_corrected_by_a_new_entry(store: Store) -> None:
    async with store.begin() as plain:
        tx = tight(at(plain, TODAY))
        reward = await collected(tx)
        for paid in (0, -10_001, 1, 5_001):
            assert (await deeds.correct(tx, reward, paid, ADMIN, "x")).objections == (Objection.AMOUNT,)
        assert (await deeds.correct(tx, reward, -1_000, OFFICER, "x")).objections == (Objection.ROLE,)
        assert (await deeds.correct(tx, reward, -1_000, ADMIN, "少付了10元")).done
        assert (await deeds.correct(tx, reward, 1_000, OTHER_ADMIN, "已补付")).done
        assert (await deeds.correct(tx, reward, 100, ADMIN, "多付了")).objections == (Objection.AMOUNT,), "not approved"
        assert await ledger.balance_of(tx, reward) == Balance(0, 10_000)


# -- what the database itself refuses --------------------------------------------------------------------------------

GOOD = {
    "id": b"1",
    "tip": b"t",
    "matter": "m",
    "basis": "first",
    "share": 0,
    "state": "proposed",
    "rule": "r",
    "fen": 100,
    "most": 100,
    "day": 1,
}
ENTRY = {"seq": 1, "reward": b"r", "tip": b"t", "move": "m", "kind": "none", "reserved": 0, "paid": 0}
ENTRY |= {"month": 202611, "day": 1}


async def is_refused(store: Store, table: Table, *rows: dict[str, Any]) -> bool:
    """Tell whether the database itself refuses rows; what it took is taken back."""
    try:
        async with store.begin() as tx:
            await tx.execute(insert(table), [*rows])
            await tx.execute(delete(table))
    except IntegrityError:
        return True
    return False


async def test_a_reward_that_cannot_be_is_refused(store: Store) -> None:
    assert not await is_refused(store, tables.rewards, GOOD)
    for bad in ({"fen": 0}, {"fen": -100}, {"fen": 101}, {"share": -1}, {"extended": 2}):
        assert await is_refused(store, tables.rewards, {**GOOD, **bad}), bad


SECONDS: list[tuple[dict[str, Any], bool]] = [
    ({"tip": b"u"}, False),
    ({"tip": b"u", "share": 1}, True),
    ({"share": 1}, False),  # the same tip
    ({"tip": b"u", "basis": "later"}, True),
    ({"basis": "later"}, False),
    ({"tip": b"u", "state": "refused"}, True),
    ({"tip": b"u", "state": "lapsed"}, False),
    ({"matter": "n"}, True),
]


async def test_a_second_reward_of_a_matter_is_refused(store: Store) -> None:
    for second, fits in SECONDS:
        assert await is_refused(store, tables.rewards, GOOD, {**GOOD, "id": b"2", **second}) is not fits, second


WRONG: list[dict[str, Any]] = [
    {"reserved": 1},
    {"kind": "reserve", "reserved": -1},
    {"kind": "reserve", "reserved": 1, "month": 0},
    {"kind": "reserve", "reserved": 1, "paid": 1},
    {"kind": "release", "reserved": 1},
    {"kind": "pay", "paid": 1, "reserved": 0},
    {"kind": "pay", "paid": -1, "reserved": 1},
    {"kind": "claw_back", "paid": 1},
    {"kind": "correction"},
    {"kind": "gift", "paid": 1},
]


async def test_an_entry_that_cannot_be_is_refused(store: Store) -> None:
    assert not await is_refused(store, tables.ledger, ENTRY)
    for bad in WRONG:
        assert await is_refused(store, tables.ledger, {**ENTRY, **bad}), bad


async def test_nothing_is_paid_twice_for_a_reward(store: Store) -> None:
    paid = [{**ENTRY, "seq": seq, "kind": "pay", "reserved": -100, "paid": 100} for seq in (1, 2)]
    assert not await is_refused(store, tables.ledger, paid[0])
    assert await is_refused(store, tables.ledger, *paid)


# -- what nobody can read --------------------------------------------------------------------------------------------


async def test_no_table_of_rewards_has_a_place_for_the_person_of_a_tip() -> None:
    columns = {column.name for column in tables.rewards.columns} | {column.name for column in tables.ledger.columns}
    assert not {"person", "reporter", "chat", "account", "name"} & columns


async def test_who_acted_and_why_cannot_be_read_from_the_database(store: Store) -> None:
    async with store.begin() as tx:
        tx = at(tx, TODAY)
        reward = await collected(tx)
        await deeds.revoke(tx, reward, OTHER_ADMIN, "他住三栋")
        kept = []
        for table in (tables.rewards, tables.ledger, tables.reward_hands):
            kept += [repr(dict(row)) for row in (await tx.execute(select(table))).mappings()]
    shown = "".join(kept)
    for who in OFFICE:
        assert repr(who.id)[2:-1] not in shown
    assert "三栋" not in shown
    assert repr("三栋".encode())[2:-1] not in shown


async def test_what_was_done_is_there_after_a_restart(store: Store, tmp_path: Path, url: str) -> None:
    async with store.begin() as tx:
        reward = await collected(at(tx, TODAY))
    await store.close()
    again = open_store(tmp_path, url)
    async with again.begin() as tx:
        assert await state(tx, reward) is RewardState.COLLECTED
        assert (await parts.of(tx, reward))[Part.HAND_OVER]
        assert await rewards.count_by_state(tx) == {RewardState.COLLECTED: 1}
    await again.close()


async def test_an_entry_moved_to_another_row_does_not_open(store: Store) -> None:
    async with store.begin() as tx:
        await collected(at(tx, TODAY))
        await tx.execute(update(tables.reward_hands).values(reward=b"another"))
        with pytest.raises(VaultError, match="Tampered"):
            await parts.of(tx, b"another")
