"""The words for why the office may ask who sent a tip, as staff choose them and as the sender reads them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.dialogue import Choice
from bot.rules.approvals import Need
from bot.speech import Text
from bot.texts import _

NEEDS: Mapping[str, Text] = {
    Need.STATEMENT: _("a statement is needed to act"),
    Need.DANGER: _("somebody is in danger"),
    Need.REACH: _("an answer is needed, and cannot be had here"),
    Need.REWARD: _("the reward"),
    Need.LAW: _("a court or an authority demands it"),
}


def need_label(need: str) -> Text:
    """Return the words for a need."""
    return NEEDS.get(need) or Text("–")


def need_field(needs: Sequence[str]) -> Choice:
    """Return the choice of what a name is needed for."""
    return Choice({need: NEEDS[need] for need in needs})
