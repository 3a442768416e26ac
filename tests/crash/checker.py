"""Compares what people sent and saw, what the database holds and what a run without a kill does."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot import gateway
from bot.rules import codes
from bot.rules.tips import Openness
from bot.texts import LANGUAGES, words
from handlers.catalogue import hazard_label
from handlers.dialogues.report import FIND_AGAIN, KEEP_CODE, RECEIPT
from storage import tips
from storage.vault import Vault
from tests.crash import model
from tests.crash.evidence import Evidence, Kept
from tests.crash.report import Kill, Report
from tests.crash.scripts import Script
from tests.crash.stage import Json

MOST_AT_ONCE = 32
KILL_NOTICED = 0.4


@dataclass
class Snapshot:
    """What was there when a process had died: the database, and how far Telegram had been told to forget."""

    kill: Kill
    evidence: Evidence
    confirmed: int


@dataclass
class Facts:
    """All that a run left behind; `sent` is who sent which update, in order."""

    scripts: Mapping[int, Script]
    sent: Sequence[tuple[int, int]]
    calls: Sequence[Json]
    snapshots: Sequence[Snapshot]
    end: Evidence
    vault: Vault
    log: str
    token: str
    raw: dict[int, Any] = field(default_factory=dict)
    kept: dict[int, Kept | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find each update's content in what the server handed out, and its row in the inbox."""
        for call in self.calls:
            if call["method"] == "getUpdates" and call["ok"]:
                self.raw |= {update["update_id"]: update for update in call["result"]}
        for _, number in self.sent:
            self.kept[number] = self.end.inbox.get(self.key(number))

    def key(self, number: int) -> bytes:
        """Return the key under which an update is stored."""
        return self.vault.blind("inbox.key", gateway.address(self.raw.get(number))[0])


def check(facts: Facts, folder: Path, report: Report) -> None:
    """Write what is wrong into the report."""
    _check_inbox(facts, report)
    lines: defaultdict[int, list[int]] = defaultdict(list)
    for person, number in facts.sent:
        lines[person].append(number)

    def fate(person: int, place: int) -> tuple[int, bool]:
        number = lines[person][place]
        kept, raw = facts.kept[number], facts.raw.get(number)
        return raw["message"]["message_id"] if raw else 1, kept is not None and kept.state == "dead"

    expected = model.play(facts.scripts, folder, fate)
    _check_tips(facts, expected, report)
    _check_drafts(facts, expected, report)
    _check_replies(facts, expected, report)
    _check_receipts(facts, report)
    _check_offsets(facts, report)
    _check_log(facts, report)
    report.damage += [
        f"at the kill of {each.kill.at}: {each.evidence.damage}" for each in facts.snapshots if each.evidence.damage
    ]
    report.damage += [facts.end.damage] if facts.end.damage else []


def _check_inbox(facts: Facts, report: Report) -> None:
    for person, number in facts.sent:
        kept = facts.kept[number]
        if kept is None:
            report.lost.append(f"update {number} of person {person} is not in the inbox")
        elif kept.state == "dead" and kept.fault == "tries_used_up" and len(facts.snapshots) >= kept.tries:
            report.set_aside += 1
        elif kept.state != "done":
            report.lost.append(f"update {number} of person {person} is {kept.state} {kept.fault}")
    known = {facts.key(number) for _, number in facts.sent}
    extra = len([key for key in facts.end.inbox if key not in known])
    if extra:
        report.doubled.append(f"{extra} rows of the inbox belong to updates that were there already")


def _check_tips(facts: Facts, expected: model.Expected, report: Report) -> None:
    stored = facts.end.tips
    found = Counter(model.tip_facts(tip, facts.end.senders.get(number, 0)) for number, tip in stored.items())
    due = Counter(expected.tips)
    report.tips = len(stored)
    report.tips_wrong += [f"missing {count} times: {tip}" for tip, count in (due - found).items()]
    for tip, count in (found - due).items():
        if tip in due:
            report.doubled.append(f"tip there {count} times too often: {tip}")
        else:
            report.tips_wrong.append(f"nobody sent {tip}")


def _check_drafts(facts: Facts, expected: model.Expected, report: Report) -> None:
    found = {person: model.comparable(draft) for person, draft in facts.end.drafts.items()}
    report.open_drafts = len(found)
    for person in facts.scripts:
        if found.get(person) != expected.drafts.get(person):
            report.drafts_wrong.append(
                f"person {person} has {found.get(person)}, without kills {expected.drafts.get(person)}"
            )


def _check_replies(facts: Facts, expected: model.Expected, report: Report) -> None:
    said: defaultdict[int, list[tuple[float, str]]] = defaultdict(list)
    receipts: defaultdict[int, model.Receipts] = defaultdict(model.Receipts)
    for call in facts.calls:
        if call["method"] == "sendMessage" and call["ok"]:
            chat = int(call["params"]["chat_id"])
            said[chat].append((call["at"], receipts[chat].named(call["params"]["text"])))
    kills = [snapshot.kill.at for snapshot in facts.snapshots]
    for person in sorted({*expected.replies, *said}):
        due = expected.replies.get(person, [])
        report.replies += len(due)
        report.said_again += max(0, len(said[person]) - len(due))
        if not explained(due, said[person], kills):
            _tell_difference(person, due, [text for _, text in said[person]], report)
    if report.said_again > len(kills) * MOST_AT_ONCE:
        report.doubled.append(f"{report.said_again} replies were said again, more than {len(kills)} kills explain")


def explained(due: Sequence[str], said: Sequence[tuple[float, str]], kills: Sequence[float]) -> bool:
    """Tell whether the replies were said in order, gone back to an earlier one only where a kill came between."""
    reached, before = {-1}, 0.0
    for at, text in said:
        after = {last + 1 for last in reached if last + 1 < len(due) and due[last + 1] == text}
        if any(before - KILL_NOTICED < kill <= at for kill in kills):
            after |= {place for place in range(max(reached, default=-1) + 1) if due[place] == text}
        reached, before = after, at
    return len(due) - 1 in reached


def _tell_difference(person: int, due: list[str], said: list[str], report: Report) -> None:
    missing, extra = Counter(due) - Counter(said), Counter(said) - Counter(due)
    report.missing_replies += [f"to {person}: {text[:60]!r}" for text in missing]
    report.unexpected += [f"to {person}: {text[:60]!r}" for text in extra if text not in due]
    if not missing and all(text in due for text in extra):
        first = next((n for n, (one, other) in enumerate(zip(due, said, strict=False)) if one != other), len(due))
        where = report.doubled if extra else report.out_of_order
        where.append(f"to {person}, from reply {first} on: {[text[:20] for text in said[first : first + 4]]}")


def _check_receipts(facts: Facts, report: Report) -> None:
    """Every receipt tells of a tip that was stored before it was sent, in exactly the words of that tip."""
    for call in facts.calls:
        if call["method"] != "sendMessage" or not call["ok"]:
            continue
        text = call["params"]["text"]
        number = model.receipt_number(text)
        if not number:
            continue
        tip = facts.end.tips.get(number)
        early = [each for each in facts.snapshots if call["at"] < each.kill.at and number not in each.evidence.tips]
        if tip is None or early:
            report.receipts_without_tip.append(f"No. {number}, sent to {call['params']['chat_id']}")
        elif not any(_is_receipt_of(text, tip, language) for language in LANGUAGES):
            report.unexpected.append(f"the receipt of No. {number} does not tell what is stored")


def _is_receipt_of(text: str, tip: tips.Tip, language: str) -> bool:
    stored = {
        "number": tip.number,
        "code": "\0",
        "by": tip.answer_by,
        "hazard": hazard_label(tip.report.hazard),
        "where": tip.report.where,
        "keep": KEEP_CODE if tip.report.openness == Openness.ANONYMOUS else FIND_AGAIN,
    }
    head, _, tail = words(RECEIPT(**stored), language).partition("\0")
    code = text[len(head) : len(text) - len(tail)]
    return text == head + code + tail and codes.is_receipt(codes.find_receipt(code) or "")


def _check_offsets(facts: Facts, report: Report) -> None:
    """Whenever a process died, all that Telegram had been told to forget was stored."""
    for snapshot in facts.snapshots:
        gone = [
            number
            for _, number in facts.sent
            if number < snapshot.confirmed and facts.key(number) not in snapshot.evidence.inbox
        ]
        if gone:
            where = snapshot.kill.point or "a random moment"
            report.confirmed_too_early.append(f"at {where}: updates {gone}")


def _check_log(facts: Facts, report: Report) -> None:
    secrets = {
        facts.token,
        *(word for script in facts.scripts.values() for line in script.lines for word in line.split()),
    }
    telling = {secret for secret in secrets if len(secret) >= 8 and not secret.startswith("/")}
    report.leaks += [
        secret for secret in sorted(telling) if secret in facts.log or json.dumps(secret)[1:-1] in facts.log
    ]
    report.leaks += [
        f"{number}" for number in facts.scripts if f'"{number}"' in facts.log or f": {number}," in facts.log
    ]
