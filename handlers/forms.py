"""The forms of a reward on paper, and the list of payouts: what stands on them, and in which words.

Nothing on them tells who sent an anonymous tip, and neither receipt code nor claim PIN is printed: a form that held
them would be as good as the ticket.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.papers import Cell, Paper, Part, Row
from bot.rules.money import capitals, yuan
from bot.sheets import Column, Sheet
from bot.speech import Text
from bot.texts import _, label

RULES: Mapping[str, Text] = {
    "grave": _("major fire hazard"),
    "ebike": _("e-bike charged inside"),
    "group_rental": _("group rental found"),
    "evidence": _("with evidence"),
    "violation": _("ordinary hazard"),
    "information": _("rental home not registered"),
    "chain": _("led to a chain of cases"),
    "located": _("place or tenant named"),
    "snapshot": _("snapshot"),
    "hazard": _("fire hazard"),
    "fined": _("part of the fine"),
}
"""The words for the amounts of the packs; one that a deployer added is shown by its code."""

_TIP, _MATTER, _HOW, _BY = _("Tip No."), _("Matter"), _("Reported"), _("Amount for")
_SUM, _CAPITALS, _FOUND = _("Amount"), _("In capitals"), _("What was found")
_REGISTERED, _UNTIL, _PAID_ON = _("Registered on"), _("Collect until"), _("Paid on")
_ANONYMOUS, _KNOWN = _("anonymously (receipt code and claim PIN)"), _("known to the office")
_SIGN = _("Signature:                     Date:")
_AGREE = _("agreed □     not agreed □")
_RENMINBI = _("{capitals} (Renminbi)")
_MADE = _("Made by Anju on {day}")
_MISSING = _("stands for a character that cannot be printed: please write it by hand.")


@dataclass(frozen=True, slots=True)
class RewardFacts:
    """What stands on the forms of one reward; `fen` is the amount, `found` the office's own words, days are local.

    `rule` and `source` tell what is paid for and after which rules, `checked` which of `CHECKS` were found so.
    """

    office: str
    number: str
    matter: Text
    is_anonymous: bool
    rule: str
    source: str
    fen: int
    registered: date
    share: int = 1
    shares: int = 1
    is_later: bool = False
    found: str = ""
    checked: frozenset[str] = frozenset()
    budget: Text | str = ""
    last_day: date | None = None
    shows_papers: bool = False


CHECKS: Mapping[str, Text] = {
    "verified": _("found true on the spot"),
    "match": _("what was found is what was reported"),
    "first": _("the first valid tip of this matter"),
    "known": _("not known to the office, nor under way, before"),
    "ties": _("not staff, no relative, not responsible (asked when it is collected)"),
}


@dataclass(frozen=True, slots=True)
class Payout:
    """One line of the list for finance; it has no place for a name."""

    number: str
    matter: Text
    rule: str
    fen: int
    is_anonymous: bool
    state: Text
    approved: date
    collected: date | None = None


def rule_label(code: str) -> Text:
    """Return the words for an amount of the pack."""
    return RULES.get(code) or Text("{code}")(code=code)


class _Words:
    """Puts the parts of a form into one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, text: Text) -> str:
        return label(text, self.language)

    def cell(self, of: Text, said: Text | str) -> Cell:
        return Cell(self(of), said if isinstance(said, str) else self(said))

    def money(self, fen: int) -> Row:
        said = Cell(self(_SUM), f"¥ {yuan(fen)}", "sum")
        return Row((said, self.cell(_CAPITALS, _RENMINBI(capitals=capitals(fen)))), 14)

    def signature(self, of: Text, *above: Text) -> Cell:
        return Cell(self(of), "\n".join(self(each) for each in (*above, _SIGN)), "sign")

    def paper(self, facts: RewardFacts, day: date, *parts: Part) -> Paper:
        return Paper(facts.office, parts, self(_MADE(day=day.isoformat())), self(_MISSING))


def application(facts: RewardFacts, language: str, day: date) -> Paper:
    """Return the form by which a reward is registered (奖励登记表)."""
    say = _Words(language)
    boxes = "\n".join(f"{'+' if code in facts.checked else ''}{say(text)}" for code, text in CHECKS.items())
    rows = (
        Row((say.cell(_TIP, facts.number), say.cell(_REGISTERED, facts.registered.isoformat()))),
        Row((say.cell(_MATTER, facts.matter), say.cell(_HOW, _ANONYMOUS if facts.is_anonymous else _KNOWN))),
        Row((say.cell(_BY, rule_label(facts.rule)), say.cell(_("Shared"), _shared(facts)))),
        Row((say.cell(_("By the rules"), facts.source),)),
        Row((say.cell(_FOUND, facts.found),), 46),
        Row((Cell(say(_("Checked")), boxes, "boxes"),)),
        say.money(facts.fen),
        Row((say.signature(_("Verified by")), say.signature(_("Registered by"))), 30),
    )
    notes = (
        say(_("A reward is proposed when a tip was found true; two others approve it.")),
        say(_("No identity number and no bank card is asked for, and of an anonymous tip no name.")),
    )
    return say.paper(facts, day, Part(say(_("Registration of a reward")), rows, say(_number(facts)), notes))


def approval(facts: RewardFacts, language: str, day: date) -> Paper:
    """Return the form by which a reward is approved (奖励审批表)."""
    say = _Words(language)
    rows = (
        Row((say.cell(_TIP, facts.number), say.cell(_REGISTERED, facts.registered.isoformat()))),
        Row((say.cell(_MATTER, facts.matter), say.cell(_BY, rule_label(facts.rule)))),
        Row((say.cell(_("By the rules"), facts.source),)),
        Row((say.cell(_FOUND, facts.found),), 46),
        say.money(facts.fen),
        Row((say.cell(_("Budget"), facts.budget),)),
        Row((say.signature(_("First approval"), _AGREE), say.signature(_("Second approval"), _AGREE)), 38),
    )
    notes = (say(_("Two different persons approve; neither verified this tip nor worked on it.")),)
    return say.paper(facts, day, Part(say(_("Approval of a reward")), rows, say(_number(facts)), notes))


def collection(facts: RewardFacts, language: str, day: date) -> Paper:
    """Return the form that is signed at the counter (奖励领取单), with a slip for whoever collects.

    The slip does not tell what was reported: whoever finds it learns nothing.
    """
    say = _Words(language)
    until = facts.last_day.isoformat() if facts.last_day else ""
    ways = (
        _("with receipt code and claim PIN, without a name"),
        (
            _("by name; papers were shown at the counter, not copied and not noted down")
            if facts.shows_papers
            else _("by name, as told in one’s own chat; no papers")
        ),
    )
    declared = _("I am neither staff of the office nor their relative, nor responsible for what I reported.")
    rows = (
        Row((say.cell(_TIP, facts.number), say.cell(_UNTIL, until))),
        Row((say.cell(_MATTER, facts.matter), say.cell(_BY, rule_label(facts.rule)))),
        say.money(facts.fen),
        Row((Cell(say(_("Collected")), "\n".join(map(say, ways)), "boxes"),)),
        Row((say.signature(_("Received"), declared, _("Without a name: a mark or a fingerprint will do.")),), 30),
        Row((say.signature(_("First officer")), say.signature(_("Second officer"))), 22),
    )
    notes = (say(_("Two different officers are present when a reward is handed over.")),)
    slip = (
        Row((say.cell(_TIP, facts.number), say.cell(_PAID_ON, ""))),
        say.money(facts.fen),
    )
    return say.paper(
        facts,
        day,
        Part(say(_("Collection of a reward")), rows, say(_number(facts)), notes),
        Part(
            say(_("Slip for whoever collects")),
            slip,
            say(_number(facts)),
            (say(_("Thank you: homes here are safer.")),),
        ),
    )


def payouts(lines: Iterable[Payout], month: str, asked_by: str, language: str, day: date) -> Sheet:
    """Return the list of payouts for finance: numbers and sums, and nobody's name."""
    say = _Words(language)
    columns = (
        Column(say(_TIP), 12),
        Column(say(_MATTER), 30),
        Column(say(_BY), 22),
        Column(say(_HOW), 30),
        Column(say(_("State")), 14),
        Column(say(_("Approved on")), 13),
        Column(say(_PAID_ON), 13),
        Column(say(_("Yuan")), 12, "money"),
    )
    rows = tuple(
        (
            line.number,
            say(line.matter),
            say(rule_label(line.rule)),
            say(_ANONYMOUS if line.is_anonymous else _KNOWN),
            say(line.state),
            line.approved.isoformat(),
            line.collected.isoformat() if line.collected else "",
            line.fen,
        )
        for line in lines
    )
    title = say(_("Rewards of {month}")(month=month))
    asked = say(_("Asked for by {who} on {day}")(who=asked_by, day=day.isoformat()))
    who = say(_("Who received is told by the signed forms alone."))
    return Sheet(title, columns, rows, (title, asked, who), say(_("Sum")))


def _shared(facts: RewardFacts) -> Text:
    if facts.is_later:
        return _("later tip, decisive evidence")
    if facts.shares > 1:
        return _("share {share} of {shares}, reported together")(share=facts.share, shares=facts.shares)
    return _("first valid tip, alone")


def _number(facts: RewardFacts) -> Text:
    return _("No. {number}")(number=f"{facts.number}-{facts.share}" if facts.shares > 1 else facts.number)
