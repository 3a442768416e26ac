"""What a run without a kill does: each person's lines played one after the other by the bot's own pages."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeAlias

import handlers
from bot.dialogue import Draft
from bot.rules import policy
from bot.rules.tips import TipState
from bot.speech import Incoming
from bot.texts import LANGUAGES, words
from handlers.dialogues.report import RECEIPT
from storage import Store, Transaction, people, tips
from storage.drafts import Kept
from storage.migrations import migrate
from storage.vault import Keyring, Vault
from tests.crash.scripts import Script

TipFacts: TypeAlias = tuple[str, str, str, str, int]
"""A tip as it can be compared: hazard, place, words, openness, and the sender's chat (0: anonymous)."""

Fate: TypeAlias = Callable[[int, int], tuple[int, bool]]
"""Tells of a person's n-th line the number of its message, and whether it was set aside."""


@dataclass
class Expected:
    """What must be: the replies to each person in order, the drafts that stay open, the tips."""

    replies: dict[int, list[str]] = field(default_factory=dict)
    drafts: dict[int, dict[str, Any]] = field(default_factory=dict)
    tips: list[TipFacts] = field(default_factory=list)


def play(scripts: Mapping[int, Script], folder: Path, fate: Fate = lambda person, n: (1, False)) -> Expected:
    """Play all scripts on a fresh database in that folder."""
    return asyncio.run(_play(scripts, folder, fate))


async def _play(scripts: Mapping[int, Script], folder: Path, fate: Fate) -> Expected:
    vault = Vault(Keyring.open(folder / "model" / "keyring.json"))
    store = Store(f"sqlite:///{folder / 'model' / 'model.db'}", vault, policy.load(None))
    expected = Expected()
    try:
        await migrate(store)
        async with store.begin() as tx:
            for script in scripts.values():
                await _play_one(tx, script, fate, expected)
            for tip in await tips.oldest(tx, TipState.RECEIVED, 1_000_000):
                expected.tips.append(await facts(tx, tip))
    finally:
        await store.close()
    return expected


async def facts(tx: Transaction, tip: tips.Tip) -> TipFacts:
    """Return what is compared of a tip."""
    contact = await people.contact(tx, tip.reporter) if tip.reporter else None
    return tip_facts(tip, contact.chat if contact else 0)


def tip_facts(tip: tips.Tip, sender: int) -> TipFacts:
    """Return what is compared of a tip."""
    report = tip.report
    return report.hazard, report.where, report.what, str(report.openness), sender


async def _play_one(tx: Transaction, script: Script, fate: Fate, expected: Expected) -> None:
    draft: Draft | None = None
    replies: list[str] = []
    receipts = Receipts()
    for place, line in enumerate(script.lines):
        message, set_aside = fate(script.person, place)
        incoming = _incoming(script, line, message)
        if set_aside:
            replies.append(handlers.sorry(incoming).text)
            continue
        known = (await people.load(tx, [script.person])).get(script.person)
        kept = Kept(draft, int(tx.now.timestamp())) if draft else None
        says, draft = await handlers.answer(tx, incoming, kept, known)
        replies += [receipts.named(said.text) for said in says]
    expected.replies[script.person] = replies
    if draft is not None:
        expected.drafts[script.person] = comparable(draft)


def _incoming(script: Script, line: str, message: int) -> Incoming:
    tag = "en" if script.language == "en" else "zh-hans"
    said = Incoming("text", script.person, script.person, tag, f"People {script.person}", message, line)
    if not line.startswith("/"):
        return said
    command, _, rest = line[1:].partition(" ")
    return Incoming("command", script.person, script.person, tag, said.name, message, rest.strip(), command)


def comparable(draft: Draft) -> dict[str, Any]:
    """Return a draft without what is random in it."""
    return {**draft.dump(), "token": ""}


class Receipts:
    """Gives a chat's receipts names that two runs share, since numbers and codes are random: the first, the second."""

    def __init__(self) -> None:
        self.numbers: list[str] = []

    def named(self, reply: str) -> str:
        """Return the name of a receipt, and anything else with such names for the numbers of tips."""
        number = receipt_number(reply)
        if not number:
            for place, known in enumerate(self.numbers):
                reply = reply.replace(known, f"#{place + 1}")
            return reply
        if number not in self.numbers:
            self.numbers.append(number)
        return f"receipt {self.numbers.index(number) + 1}"


def receipt_number(reply: str) -> str:
    """Return the tip's number that a receipt tells, empty for any other reply."""
    found = next((found for pattern in _patterns() if (found := pattern.fullmatch(reply))), None)
    return found["number"] if found else ""


@lru_cache
def _patterns() -> list[re.Pattern[str]]:
    # With marks for values, the sentence of each language becomes its own pattern.
    marks = {name: f"0{name}0" for name in re.findall(r"{([a-z_]+)}", RECEIPT.msgid)}
    patterns = []
    for language in LANGUAGES:
        pattern = re.escape(words(RECEIPT(**marks), language))
        for name, mark in marks.items():
            pattern = pattern.replace(mark, f"(?P<{name}>[^<]+)", 1)
        patterns.append(re.compile(pattern))
    return patterns
