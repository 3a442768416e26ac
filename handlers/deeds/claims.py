"""Deeds about claims: the PIN that is shown once, the term, and the counter, where two officers confirm."""

from __future__ import annotations

import secrets
from datetime import timedelta

from bot.rules.deadlines import WorkingDays
from bot.rules.quotas import Sort, quota
from bot.rules.rewards import claims
from bot.rules.rewards.approval import AT_THE_COUNTER, Objection, Part, may_hand_over
from bot.rules.rewards.life import UNPAID, RewardMove, RewardState
from bot.rules.tips import HOUSE, SENDER
from handlers.deeds import quotas
from handlers.deeds.reward_moves import Outcome, case, note, release
from storage import Transaction, ledger, parts, rewards, tips
from storage import quotas as counts
from storage.ledger import Balance, Kind
from storage.people import Person
from storage.rewards import Reward

MOST_THERE = 1_000


async def give_pin(tx: Transaction, tip: bytes) -> str | None:
    """Return the claim PIN for what a tip was proposed for, the one time that it can be shown; None ever after."""
    await rewards.alone(tx)
    new = [each for each in await rewards.of_tip(tx, tip) if each.state in UNPAID and not each.has_pin]
    pin = claims.claim_pin(secrets.randbelow)
    given = [await rewards.set_pin(tx, each, pin) for each in new]
    return pin if any(given) else None


async def new_pin(tx: Transaction, tip: bytes) -> str | None:
    """Return a new claim PIN for what a tip was proposed for, in place of one that was lost; None where there is none.

    Whoever calls has seen that it is the sender who asks.
    """
    await rewards.alone(tx)
    lost = [each for each in await rewards.of_tip(tx, tip) if each.state in UNPAID and each.has_pin]
    for each in lost:
        await rewards.drop_pin(tx, each)
    return await give_pin(tx, tip) if lost else None


async def waits(tx: Transaction, tip: bytes) -> bool:
    """Tell whether something was proposed for a tip that can still be collected one day."""
    return any(each.state in UNPAID for each in await rewards.of_tip(tx, tip))


async def pin_for_another(tx: Transaction, tip: bytes, maker: Person) -> str | None:
    """Return a claim PIN that one of the staff hands to whoever told a tip elsewhere; None where nothing is proposed.

    Whoever makes it is remembered, and hands nothing over: they could be told the receipt code as well.
    """
    pin = await new_pin(tx, tip) or await give_pin(tx, tip)  # one for all that waits
    for each in await rewards.of_tip(tx, tip) if pin else []:
        if each.state in UNPAID and maker.id not in (await parts.of(tx, each.id)).get(Part.TICKET, ()):
            await parts.sign(tx, each.id, Part.TICKET, maker.id)
    return pin


async def open_claim(tx: Transaction, id: bytes) -> Outcome:
    """Let an approved reward be collected from today on."""
    found = await case(tx, id, RewardMove.OPEN, HOUSE)
    if isinstance(found, Outcome):
        return found
    calendar = WorkingDays(tx.policy.holidays, tx.policy.town.timezone)
    last = claims.last_day(tx.policy.rewards.claim, rewards.today(tx), calendar)
    await rewards.move(tx, found.reward, RewardState.CLAIMABLE, last_day=last.toordinal())
    await note(tx, found.reward, RewardMove.OPEN)
    return Outcome(RewardState.CLAIMABLE)


async def extend(tx: Transaction, id: bytes, person: Person, reason: str) -> Outcome:
    """Let a reward be collected for longer, once."""
    found = await case(tx, id, RewardMove.EXTEND, person.role, reason)
    if isinstance(found, Outcome):
        return found
    last = found.reward.last_day
    if last is None or found.reward.extended:
        return Outcome(found.reward.state, (Objection.DONE,))
    later = claims.extended(tx.policy.rewards.claim, last)
    await rewards.move(tx, found.reward, found.reward.state, extended=1, reminded=0, last_day=later.toordinal())
    await note(tx, found.reward, RewardMove.EXTEND, person, found.reason)
    return Outcome(found.reward.state)


async def clear_counter(tx: Transaction) -> list[Reward]:
    """Take back from the counter what was brought there on an earlier day, so that its term ends for it as well.

    Where one has confirmed, the money may have been handed over: that stays until the second says so, or not.
    """
    await rewards.alone(tx)
    left = [each for each in await rewards.in_state(tx, RewardState.PRESENTED, MOST_THERE) if await _is_left(tx, each)]
    for reward in left:
        await rewards.move(tx, reward, RewardState.CLAIMABLE)
        await note(tx, reward, RewardMove.STEP_BACK)
    return left


async def _is_left(tx: Transaction, reward: Reward) -> bool:
    brought = [each.day for each in await ledger.of_reward(tx, reward.id) if each.move is RewardMove.PRESENT]
    has_begun = bool((await parts.of(tx, reward.id)).get(Part.HAND_OVER))
    return not has_begun and brought[-1] < rewards.today(tx)


async def lapse(tx: Transaction) -> list[Reward]:
    """End what was not collected in time, free its budget, and return it."""
    await rewards.alone(tx)
    over = await rewards.ending(tx, rewards.today(tx) - timedelta(days=1))
    for reward in over:
        await rewards.move(tx, reward, RewardState.LAPSED)
        await release(tx, reward, RewardMove.LAPSE)
    return over


async def present(tx: Transaction, code: str, pin: str) -> list[Reward]:
    """Bring to the counter what a receipt code and its claim PIN open; empty when either is wrong or it is too late.

    Raises `Reached` after too many wrong codes of whoever speaks, or wrong PINs of one tip by anybody: then none is
    tried any more that day, not even a right one.
    """
    await rewards.alone(tx)
    await quotas.check(tx, Sort.CODE)
    tip = await tips.by_code(tx, code)
    if tip is None:
        await quotas.count(tx, Sort.CODE)
        return []
    tries, target = quota(tx.policy, Sort.PIN, tx.now), tip.id.hex()
    if (await counts.used(tx, _ANYBODY, [(tries, target)]))[0] >= tries.most:
        raise quotas.Reached(tries)
    by_ticket = tip.reporter is not None or tx.policy.rewards.identity != "name"
    own = await rewards.of_tip(tx, tip.id) if by_ticket else []
    brought = [each for each in own if await rewards.present(tx, each, pin)]
    if not brought:
        await counts.use(tx, _ANYBODY, [(tries, target, 1)])
    for reward in brought:
        await note(tx, reward, RewardMove.PRESENT)
    return brought


_ANYBODY = 0  # no account has this number


async def present_by_name(tx: Transaction, id: bytes, tipster: bytes) -> Outcome:
    """Bring a reward to the counter by the word of whoever its tip is known to be of; `tipster` is their id."""
    found = await case(tx, id, RewardMove.PRESENT, SENDER)
    if isinstance(found, Outcome):
        return found
    tip = await tips.by_number(tx, found.reward.number)
    if tip is None or tip.reporter != tipster:
        return Outcome(found.reward.state, (Objection.ROLE,))
    last = found.reward.last_day
    if last is None or claims.is_over(last, rewards.today(tx)):
        return Outcome(found.reward.state, (Objection.STATE,))
    await rewards.move(tx, found.reward, RewardState.PRESENTED)
    await note(tx, found.reward, RewardMove.PRESENT)
    return Outcome(RewardState.PRESENTED)


async def hand_over(tx: Transaction, id: bytes, person: Person) -> Outcome:
    """Confirm at the counter that a reward is handed over; with the second person's word it is collected."""
    found = await case(tx, id, RewardMove.HAND_OVER, person.role)
    if isinstance(found, Outcome):
        return found
    reward, hands = found.reward, await parts.of(tx, id)
    may = may_hand_over(person.id, hands)
    if not may.allowed:
        return Outcome(reward.state, may.objections)
    await parts.sign(tx, id, Part.HAND_OVER, person.id)
    if len(hands.get(Part.HAND_OVER, ())) + 1 < AT_THE_COUNTER:
        await note(tx, reward, RewardMove.HAND_OVER, person)
        return Outcome(reward.state)
    await rewards.move(tx, reward, RewardState.COLLECTED)
    reserved = (await ledger.balance_of(tx, id)).reserved
    await note(tx, reward, RewardMove.COLLECT, person, "", Kind.PAY, Balance(-reserved, reserved))
    return Outcome(RewardState.COLLECTED)


async def step_back(tx: Transaction, id: bytes, person: Person) -> Outcome:
    """Take a reward back from the counter, since it was not handed over; the PIN opens it again."""
    found = await case(tx, id, RewardMove.STEP_BACK, person.role)
    if isinstance(found, Outcome):
        return found
    await parts.unsign(tx, id, Part.HAND_OVER)
    await rewards.move(tx, found.reward, RewardState.CLAIMABLE)
    await note(tx, found.reward, RewardMove.STEP_BACK, person)
    return Outcome(RewardState.CLAIMABLE)
