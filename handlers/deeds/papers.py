"""Deeds about papers: a form of a reward, or the list of payouts of a month, drawn after the commit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, TypeAlias

from bot.papers import Paper
from bot.rules.rewards.asking import Point
from bot.rules.rewards.budget import month_of
from bot.rules.rewards.eligibility import Basis
from bot.sheets import Sheet
from bot.speech import Text
from bot.texts import _
from handlers import forms
from handlers.catalogue import hazard_label
from handlers.deeds.assessing import found_words
from handlers.deeds.phrases import spoken
from handlers.forms import Payout, RewardFacts
from handlers.reward_words import STATES, sum_label
from storage import Transaction, cases, jobs, ledger, matters, people, rewards
from storage.ledger import Kind
from storage.rewards import Reward

JOB = "paper"
"""The kind of work that draws a form or a list; it comes back as a turn of whoever asked."""

Form: TypeAlias = Callable[[RewardFacts, str, date], Paper]
FORMS: Mapping[str, Form] = {
    "application": forms.application,
    "approval": forms.approval,
    "collection": forms.collection,
}
LIST = "list"

BUDGET = _("{month}: {budget} in all, {spent} promised or paid, {left} left")


async def order_form(tx: Transaction, kind: str, reward: Reward) -> None:
    """Let a form of a reward be drawn for whoever speaks."""
    await _order(tx, kind, reward.id.hex(), f"{reward.number}-{kind}.pdf")


async def order_list(tx: Transaction, month: int) -> None:
    """Let the list of payouts of a month's budget be written for whoever speaks."""
    await _order(tx, LIST, str(month), f"rewards-{month_name(month)}.xlsx")


async def _order(tx: Transaction, kind: str, about: str, name: str) -> None:
    what = {"kind": kind, "about": about, "name": name, "language": await spoken(tx), "for": jobs.caller(tx)}
    await jobs.put(tx, JOB, what)


async def drawing(tx: Transaction, about: Mapping[str, Any]) -> Paper | Sheet | None:
    """Return what is to be drawn; None where the reward is gone."""
    language, day = str(about["language"]), rewards.today(tx)
    if about["kind"] == LIST:
        return forms.payouts(*await _payouts(tx, int(about["about"]), about["for"]["person"]), language, day)
    reward = await rewards.get(tx, bytes.fromhex(str(about["about"])))
    return FORMS[str(about["kind"])](await _facts(tx, reward), language, day) if reward else None


async def _facts(tx: Transaction, reward: Reward) -> RewardFacts:
    award, figures = reward.award, tx.policy.rewards
    tip, found = await cases.get(tx, award.tip), await matters.of_matter(tx, award.matter)
    so = found.told.so if found else frozenset()
    checked = {"verified", *({"first"} if award.basis is Basis.FIRST else set())}
    checked |= {name for name, point in (("match", Point.MISMATCH), ("known", Point.KNOWN)) if point not in so}
    shared = [each for each in await rewards.of_matter(tx, award.matter) if each.award.basis is award.basis]
    return RewardFacts(
        office=tx.policy.town.office,
        number=reward.number,
        matter=hazard_label(award.hazard),
        is_anonymous=tip is None or tip.reporter is None,
        rule=award.rule,
        source=figures.title,
        fen=award.fen,
        registered=reward.day,
        share=award.share + 1,
        shares=len(shared) if award.basis is Basis.FIRST else 1,
        is_later=award.basis is Basis.LATER,
        found="\n".join(await found_words(tx, reward)),
        checked=frozenset(checked),
        budget=await _budget(tx, reward.month or month_of(rewards.today(tx))),
        last_day=reward.last_day,
        shows_papers=figures.identity == "name",
    )


async def _budget(tx: Transaction, month: int) -> Text:
    budget, balance = tx.policy.rewards.budget.month_yuan * 100, await ledger.balance(tx, month, month)
    spent = balance.reserved + balance.paid
    sums = {"budget": sum_label(budget), "spent": sum_label(spent), "left": sum_label(budget - spent)}
    return BUDGET(month=month_name(month), **sums)


def month_name(month: int) -> str:
    """Return a month as it is written: 2026-11."""
    return f"{month // 100}-{month % 100:02}"


async def _payouts(tx: Transaction, month: int, account: int) -> tuple[list[Payout], str, str]:
    """Return the lines of a month's budget, the month, and who asked for them."""
    entries = await ledger.of_month(tx, month)
    lines = [await _payout(tx, id, entries) for id in dict.fromkeys(entry.reward for entry in entries)]
    asker = (await people.load(tx, [account])).get(account)
    contact = await people.contact(tx, asker.id) if asker else None
    return [line for line in lines if line is not None], month_name(month), contact.name if contact else "–"


async def _payout(tx: Transaction, id: bytes, entries: list[ledger.Entry]) -> Payout | None:
    reward, own = await rewards.get(tx, id), [entry for entry in entries if entry.reward == id]
    tip = await cases.get(tx, reward.award.tip) if reward else None
    if reward is None or tip is None:
        return None
    collected = next((entry.day for entry in own if entry.kind is Kind.PAY), None)
    return Payout(
        number=reward.number,
        matter=hazard_label(reward.award.hazard),
        rule=reward.award.rule,
        fen=sum(entry.change.reserved + entry.change.paid for entry in own),
        is_anonymous=tip.reporter is None,
        state=STATES[reward.state],
        approved=own[0].day,
        collected=collected,
    )
