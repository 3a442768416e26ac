"""Deeds about rewards: proposed when a tip is verified, approved by two, funded or put off, taken back with a reason.

Every deed asks first that no other transaction changes a reward meanwhile, so that what it reads is still so when it
writes. What nothing came of is an outcome with its reasons, never an error.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.rules.rewards.amounts import shares
from bot.rules.rewards.approval import Objection, Part, may_approve, may_revoke, next_level
from bot.rules.rewards.budget import Funding, Limit, Room, month_of, room
from bot.rules.rewards.eligibility import Basis, Eligible
from bot.rules.rewards.life import RewardMove, RewardState
from bot.rules.rewards.matters import Matter
from handlers.deeds.reward_moves import Outcome, case, note, release
from storage import Transaction, ledger, origins, parts, rewards
from storage.ledger import Balance, Kind
from storage.people import Person
from storage.rewards import Award, Reward

MOST_AT_ONCE = 1_000


async def propose(
    tx: Transaction,
    matter: Matter,
    finding: Eligible,
    signed: Sequence[bytes],
    verifier: bytes,
    worker: bytes,
    by: Person | None = None,
) -> list[bytes]:
    """Enter the reward of a verified tip and return its id, or several where those who reported together share it.

    `signed` are the tips of those who reported, the first signatory's first; `by` is who decided what the verifier had
    left open. Empty when the matter has its reward, or a later tip had one before; ValueError for a finding that is not
    ripe.
    """
    if not finding.is_ripe:
        raise ValueError("something is not known yet")
    await rewards.alone(tx)
    others = await rewards.of_matter(tx, matter.key)
    is_taken = any(each.award.basis is Basis.FIRST for each in others) and finding.basis is Basis.FIRST
    if is_taken or {each.award.tip for each in others} & set(signed):
        return []
    joint, entered = tx.policy.rewards.joint, []
    split = zip(shares(finding.amount, len(signed), joint), shares(finding.most, len(signed), joint), strict=True)
    for share, (tip, (fen, most)) in enumerate(zip(signed, split, strict=True)):
        if fen > 0:
            award = Award(tip, matter.key, finding.basis, finding.rule, fen, max(fen, most), share)
            hands = {Part.VERIFY: verifier, Part.WORK: worker} | ({Part.PROPOSE: by.id} if by else {})
            entered.append(await _enter(tx, award, hands, by or verifier))
    return entered


async def _enter(tx: Transaction, award: Award, hands: Mapping[Part, bytes], by: Person | bytes) -> bytes:
    row = await rewards.propose(tx, award)
    entered = await origins.of(tx, award.tip)
    if entered is not None and entered.by is not None:
        hands = {**hands, Part.ENTER: entered.by}
    for part, person in hands.items():
        await parts.sign(tx, row, part, person)
    reward = await rewards.get(tx, row)
    if reward is not None:
        await note(tx, reward, RewardMove.PROPOSE, by)
    return row


async def amend(tx: Transaction, id: bytes, fen: int, person: Person, reason: str) -> Outcome:
    """Change an amount within what the pack allows, before anybody approved it."""
    found = await case(tx, id, RewardMove.AMEND, person.role, reason)
    if isinstance(found, Outcome):
        return found
    reward = found.reward
    if not 0 < fen <= reward.award.most or fen % tx.policy.rewards.joint.coin_fen:
        return Outcome(reward.state, (Objection.AMOUNT,))
    hands = await parts.of(tx, id)
    if hands.get(Part.APPROVE):
        return Outcome(reward.state, (Objection.DONE,))
    await rewards.move(tx, reward, reward.state, fen=fen)
    if person.id not in hands.get(Part.PROPOSE, ()):
        await parts.sign(tx, id, Part.PROPOSE, person.id)
    await note(tx, reward, RewardMove.AMEND, person, found.reason)
    return Outcome(reward.state)


async def approve(tx: Transaction, id: bytes, person: Person) -> Outcome:
    """Give the next level of approval; the last one reserves the budget, or puts the reward off where there is none."""
    found = await case(tx, id, RewardMove.SIGN, person.role)
    if isinstance(found, Outcome):
        return found
    reward, hands, figures = found.reward, dict(await parts.of(tx, id)), tx.policy.rewards
    may = may_approve(person.id, person.role, reward.award.fen, hands, figures)
    if not may.allowed:
        return Outcome(reward.state, may.objections)
    await parts.sign(tx, id, Part.APPROVE, person.id)
    hands[Part.APPROVE] = [*hands.get(Part.APPROVE, ()), person.id]
    if next_level(reward.award.fen, hands, figures) is not None:
        await note(tx, reward, RewardMove.SIGN, person)
        return Outcome(reward.state)
    return await _fund_or_put_off(tx, reward, person)


async def _fund_or_put_off(tx: Transaction, reward: Reward, person: Person) -> Outcome:
    left = await room_for(tx, reward)
    if left.funding is Funding.FUNDED:
        return await _fund(tx, reward, RewardMove.APPROVE, person)
    move = RewardMove.WAIT if left.funding is Funding.NEXT_MONTH else RewardMove.THANK
    target = RewardState.WAITING if move is RewardMove.WAIT else RewardState.THANKED
    await rewards.move(tx, reward, target)
    await note(tx, reward, move, person)
    return Outcome(target, limits=left.limits)


async def room_for(tx: Transaction, reward: Reward) -> Room:
    """Tell whether a reward fits into the budget and the caps of this month."""
    spent = await ledger.spent(tx, month_of(rewards.today(tx)), reward.award.tip)
    return room(reward.award.fen, spent, tx.policy.rewards)


async def _fund(tx: Transaction, reward: Reward, move: RewardMove, by: Person | None = None) -> Outcome:
    month = month_of(rewards.today(tx))
    await rewards.move(tx, reward, RewardState.APPROVED, month=month)
    await note(tx, reward, move, by, "", Kind.RESERVE, Balance(reward.award.fen, 0), month)
    return Outcome(RewardState.APPROVED)


async def fund_waiting(tx: Transaction) -> list[Reward]:
    """Fund what waits for a budget, the oldest first, and return it; nobody overtakes who waits for the same budget."""
    await rewards.alone(tx)
    funded = []
    for reward in await rewards.in_state(tx, RewardState.WAITING, MOST_AT_ONCE):
        left = await room_for(tx, reward)
        if left.funding is Funding.FUNDED:
            await _fund(tx, reward, RewardMove.FUND)
            funded.append(reward)
        elif {Limit.MONTH, Limit.YEAR} & set(left.limits):
            break
    return funded


async def refuse(tx: Transaction, id: bytes, person: Person, reason: str) -> Outcome:
    """Refuse what was proposed; whoever verified or worked on the tip may not."""
    found = await case(tx, id, RewardMove.REFUSE, person.role, reason)
    if isinstance(found, Outcome):
        return found
    hands = await parts.of(tx, id)
    may = may_approve(person.id, person.role, found.reward.award.fen, {**hands, Part.APPROVE: ()}, tx.policy.rewards)
    if not may.allowed:
        return Outcome(found.reward.state, may.objections)
    await rewards.move(tx, found.reward, RewardState.REFUSED)
    await note(tx, found.reward, RewardMove.REFUSE, person, found.reason)
    return Outcome(RewardState.REFUSED)


async def revoke(tx: Transaction, id: bytes, person: Person, reason: str) -> Outcome:
    """Take back a reward, which another approved: what was reserved is free again, what was paid is asked back."""
    reward = await rewards.get(tx, id)
    is_paid = reward is not None and reward.state is RewardState.COLLECTED
    move = RewardMove.RECLAIM if is_paid else RewardMove.REVOKE
    found = await case(tx, id, move, person.role, reason)
    if isinstance(found, Outcome):
        return found
    if not (may := may_revoke(person.id, await parts.of(tx, id))).allowed:
        return Outcome(found.reward.state, may.objections)
    target = RewardState.RECLAIMED if is_paid else RewardState.REVOKED
    await rewards.move(tx, found.reward, target)
    await release(tx, found.reward, move, person, found.reason)
    return Outcome(target)


async def recover(tx: Transaction, id: bytes, person: Person, reason: str) -> Outcome:
    """Note that what was paid wrongly was paid back."""
    found = await case(tx, id, RewardMove.RECOVER, person.role, reason)
    if isinstance(found, Outcome):
        return found
    paid = (await ledger.balance_of(tx, id)).paid
    kind = Kind.CLAW_BACK if paid else Kind.NONE
    await rewards.move(tx, found.reward, RewardState.RECOVERED)
    await note(tx, found.reward, RewardMove.RECOVER, person, found.reason, kind, Balance(0, -paid))
    return Outcome(RewardState.RECOVERED)


async def correct(tx: Transaction, id: bytes, paid: int, person: Person, reason: str) -> Outcome:
    """Write that so many fen more (or less) were paid than the ledger says, since no entry of it is ever changed.

    Never more than was approved: one alone could write any sum else, and take the difference.
    """
    found = await case(tx, id, RewardMove.CORRECT, person.role, reason)
    if isinstance(found, Outcome):
        return found
    reward = found.reward
    if not paid or not 0 <= (await ledger.balance_of(tx, id)).paid + paid <= reward.award.fen:
        return Outcome(reward.state, (Objection.AMOUNT,))
    left = room(paid, await ledger.spent(tx, reward.month, reward.award.tip), tx.policy.rewards)
    if paid > 0 and {Limit.MONTH, Limit.YEAR} & set(left.limits):
        return Outcome(reward.state, (Objection.AMOUNT,), left.limits)
    await note(tx, reward, RewardMove.CORRECT, person, found.reason, Kind.CORRECTION, Balance(0, paid))
    return Outcome(reward.state)
