"""Chinese addresses: free words become parts, what is open becomes a question, the same flat gets one key."""

from __future__ import annotations

from bot.rules.addresses.address import DOUBTS, Address
from bot.rules.addresses.asking import Question, answer, questions, same_flat, understand
from bot.rules.addresses.english import in_chinese
from bot.rules.addresses.matching import Match
from bot.rules.addresses.placing import building_at, estates_of, home_of, name_in
from bot.rules.addresses.telling import line

__all__ = [
    "DOUBTS",
    "Address",
    "Match",
    "Question",
    "answer",
    "building_at",
    "estates_of",
    "home_of",
    "in_chinese",
    "line",
    "name_in",
    "questions",
    "same_flat",
    "understand",
]
