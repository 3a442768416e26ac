"""What a run of kills found."""

from __future__ import annotations

from dataclasses import dataclass, field

FINDINGS = {
    "lost": "updates that were handed over and are not done",
    "doubled": "updates or tips that are there twice, and words said twice without a kill to explain it",
    "out_of_order": "people who were answered in another order",
    "missing_replies": "replies that were due and never sent",
    "unexpected": "replies that nothing called for",
    "tips_wrong": "tips that are missing or differ",
    "receipts_without_tip": "receipts that were sent of tips that were not stored",
    "drafts_wrong": "open conversations that differ",
    "confirmed_too_early": "kills at which Telegram had forgotten what was not stored yet",
    "damage": "what the database's own check says, and ends that were not clean",
    "leaks": "words of people in the log",
}
"""The classes of what can be wrong, each a field of a `Report`."""


@dataclass(frozen=True)
class Kill:
    """One kill: when (unix time), and at which point (empty: at a random moment)."""

    at: float
    point: str


@dataclass
class Report:
    """What was done, what was found wrong (each finding names its ids), and what is only counted."""

    seed: int
    updates: int = 0
    database: str = "SQLite"
    kills: list[Kill] = field(default_factory=list)
    unreached: list[str] = field(default_factory=list)
    seconds: float = 0
    tips: int = 0
    open_drafts: int = 0
    replies: int = 0
    said_again: int = 0
    set_aside: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    out_of_order: list[str] = field(default_factory=list)
    missing_replies: list[str] = field(default_factory=list)
    unexpected: list[str] = field(default_factory=list)
    tips_wrong: list[str] = field(default_factory=list)
    receipts_without_tip: list[str] = field(default_factory=list)
    drafts_wrong: list[str] = field(default_factory=list)
    confirmed_too_early: list[str] = field(default_factory=list)
    damage: list[str] = field(default_factory=list)
    leaks: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Tell whether nothing was found wrong."""
        return not any(getattr(self, name) for name in FINDINGS)

    def __str__(self) -> str:
        points = sorted({kill.point for kill in self.kills if kill.point})
        told = [
            f"{len(self.kills)} kills over {self.updates} updates in {self.seconds:.0f} s, seed {self.seed}, "
            f"on {self.database}",
            f"at {len(points)} named points: {', '.join(points)}",
            f"{self.tips} tips, {self.open_drafts} open drafts, {self.replies} replies, "
            f"{self.said_again} said again after a kill, {self.set_aside} set aside",
        ]
        if self.unreached:
            told.append(f"points that were not reached: {', '.join(self.unreached)}")
        for name, meaning in FINDINGS.items():
            found: list[str] = getattr(self, name)
            told.append(f"{name.replace('_', ' ')}: {len(found) or 'none'}" + (f" ({meaning})" if found else ""))
            told += [f"    {each[:200]}" for each in found[:10]]
        return "\n".join(told)
