"""Deeds about one's own tips: whose they are is asked again at every deed, never taken from a button."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from bot.rules import codes
from bot.rules.quotas import Sort
from bot.rules.tips import CHANGEABLE, SENDER, Move, Openness, TipState, step_of
from bot.speech import Attached, Incoming
from handlers.deeds import approving, bans, handling, proposing, quotas, sight
from handlers.deeds.phrases import SAID, spoken
from storage import Transaction, cases, history, media, people, tips
from storage.bans import sender_of


async def own_tip(tx: Transaction, key: str, incoming: Incoming) -> tips.Tip | None:
    """Return the tip of a receipt code, or of a number if it stands under the name of who speaks; else None."""
    if code := codes.find_receipt(key):
        return await _by_code(tx, code)
    number = codes.read_tip_number(key)
    found = await tips.by_number(tx, number) if number else None
    if found is None or found.reporter is None:
        return None
    person = (await people.load(tx, [incoming.person])).get(incoming.person)
    return found if person is not None and person.id == found.reporter else None


async def _by_code(tx: Transaction, code: str) -> tips.Tip | None:
    """Return the tip of a receipt code; after too many wrong ones none is tried any more, not even a right one."""
    await quotas.check(tx, Sort.CODE)
    found = await tips.by_code(tx, code)
    if found is None:
        await quotas.count(tx, Sort.CODE)
    return found


async def own_numbers(tx: Transaction) -> list[list[str]]:
    """Return number and hazard of the tips under the name of who speaks that can still be added to."""
    if tx.speaker is None:
        return []
    person = (await people.load(tx, [tx.speaker.person])).get(tx.speaker.person)
    own = await tips.of_person(tx, person.id) if person else []
    return [[tip.number, tip.report.hazard] for tip in own if tip.state != TipState.WITHDRAWN]


async def reached_tip(tx: Transaction, key: str, incoming: Incoming) -> tips.Tip | None:
    """Return one's own tip, also by its number where the sealed way back of an anonymous one leads to this very chat.

    It is for answering what was said by that way; to see a tip, its code is asked for.
    """
    number = codes.read_tip_number(key)
    way = await sender_of(tx, number) if number else None
    if number and way is not None and way.chat == incoming.chat:
        return await tips.by_number(tx, number)
    return await own_tip(tx, key, incoming)


async def add(tx: Transaction, key: str, words: str, files: Sequence[Attached]) -> str:
    """Add words and files to one's own tip, which answers an open question; returns its number, or nothing."""
    await bans.admit(tx)
    tip = await _open(tx, key)
    if tip is None:
        return ""
    await quotas.count_added(tx, tip.report.openness, len(files))
    await media.attach(tx, tip.id, files)
    front = await sight.front(tx, tip)
    facts = {history.OF: tip.number} if front.id != tip.id else None
    answered = await handling.by_sender(tx, front, Move.ANSWERED, words, facts)
    if answered is None:
        await handling.by_sender(tx, tip, Move.ADDED, words)
    elif facts:
        await history.append(tx, tip.id, Move.ANSWERED, words)
    return tip.number


async def question(tx: Transaction, key: str) -> str:
    """Return what the office asked of a tip and waits for, in the language of whoever speaks; empty if it does not."""
    tip = await _open(tx, key)
    front = await sight.front(tx, tip) if tip else None
    if front is None or tx.speaker is None or front.state is not TipState.NEEDS_INFORMATION:
        return ""
    asked = [each for each in await history.of(tx, front.id) if each.move is Move.ASK][-1]
    said: dict[str, str] = asked.facts.get(SAID, {})
    return said.get(await spoken(tx), asked.words)


async def is_open(tx: Transaction, key: str) -> bool:
    """Tell whether something can be added to the tip of a code, or to one's own of a number; if nobody asks, it may."""
    return tx.speaker is None or await _open(tx, key) is not None


async def _open(tx: Transaction, key: str) -> tips.Tip | None:
    tip = await reached_tip(tx, key, tx.speaker) if tx.speaker else None
    return tip if tip is not None and tip.state != TipState.WITHDRAWN else None


async def doubt(tx: Transaction, key: str, words: str) -> str:
    """Say that a tip ended wrongly, and ask for it to be taken up again; returns its number, or nothing."""
    tip = await reached_tip(tx, key, tx.speaker) if tx.speaker else None
    if tip is None or not await may_doubt(tx, tip):
        return ""
    front = await sight.front(tx, tip)
    if not await approving.waits(tx, approving.REOPEN, front.number):  # whoever sent the same may have asked before
        await approving.ask(tx, approving.REOPEN, front.number, words)
    await _say_of(tx, tip, front, Move.DOUBTED, words)
    return tip.number


async def can_doubt(tx: Transaction, key: str, incoming: Incoming) -> bool:
    """Tell whether whoever speaks may say of their tip that it ended wrongly."""
    tip = await reached_tip(tx, key, incoming)
    return tip is not None and await may_doubt(tx, tip)


async def may_doubt(tx: Transaction, tip: tips.Tip) -> bool:
    """Tell whether a tip, or the one that it stands behind, has ended, and not too long ago."""
    front = await sight.front(tx, tip)
    if step_of(Move.DOUBTED, front.state, SENDER) is None:
        return False
    return front.work.ended is None or tx.now - front.work.ended <= timedelta(days=tx.policy.handling.object_days)


async def confirm(tx: Transaction, key: str, incoming: Incoming) -> bool:
    """Say that a tip was really put right; False when there is nothing to say of it any more."""
    tip = await reached_tip(tx, key, incoming)
    return tip is not None and await _say_of(tx, tip, await sight.front(tx, tip), Move.CONFIRMED)


async def _say_of(tx: Transaction, tip: tips.Tip, front: tips.Tip, move: Move, words: str = "") -> bool:
    """Say something of how a matter ended; what one says whose tip stands behind another stands in both histories."""
    facts = {history.OF: tip.number} if tip.id != front.id else None
    done = await handling.by_sender(tx, front, move, words, facts) is not None
    if done and facts:
        await history.append(tx, tip.id, move, words)
    return done


async def withdraw(tx: Transaction, tip: tips.Tip) -> bool:
    """Take back one's own tip while nobody has acted on it."""
    if tip.state not in CHANGEABLE:
        return False
    await _let_stand_in(tx, tip)
    await tips.withdraw(tx, tip)
    await history.empty(tx, tip.id)
    await media.drop(tx, tip.id, tip.number)
    await history.append(tx, tip.id, Move.WITHDRAWN)
    return True


async def _let_stand_in(tx: Transaction, tip: tips.Tip) -> None:
    """Let the first of those that stand behind a tip stand on its own again, and the others behind it."""
    behind = await cases.joined(tx, tip)
    if not behind:
        return
    heir, *others = behind
    await cases.lead(tx, heir, [each.number for each in others])
    await handling.by_house(tx, heir, Move.SEPARATE)


async def open_up(tx: Transaction, tip: tips.Tip, way: str, incoming: Incoming) -> bool:
    """Let the office know who sent a tip, which its sender may decide at any time; there is no way back."""
    if way not in tip.report.openness.further or tip.state == TipState.WITHDRAWN:
        return False
    person = await people.introduce(tx, incoming)
    await tips.open_up(tx, tip, Openness(way), person.id)
    await history.append(tx, tip.id, Move.OPENED)
    if (known := await cases.get(tx, tip.id)) is not None:
        await proposing.named(tx, known)
    return True
