"""Domain answers: the hazards of the policy pack and their words, and who may know who reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.dialogue import Choice
from bot.rules.tips import Openness
from bot.speech import Text
from bot.texts import _

HAPPENING = "now"
"""The choice that is no hazard to report but an emergency to call about."""

HAZARDS: Mapping[str, Text] = {
    "F01": _("Blocked or locked exit"),
    "E01": _("E-bike parked or charged indoors"),
    "F03": _("Flat split into many rooms"),
    "F05": _("Too many people in a room"),
    "F04": _("People living in a basement, kitchen or garage"),
    "E02": _("Bare or overloaded wiring"),
    "G01": _("Gas bottle in a bedroom"),
    "G03": _("Altered gas pipe or old hose"),
    "F08": _("Missing or broken fire equipment"),
    "other": _("Something else / not sure"),
}

OPENNESS: Mapping[str, Text] = {
    Openness.ANONYMOUS: _("Anonymous"),
    Openness.KNOWN: _("Known to the office"),
}


def hazard_label(code: str) -> Text:
    """Return the words for a hazard; one that a deployer added is shown by its code."""
    return HAZARDS.get(code) or Text("{code}")(code=code)


def HazardField(codes: Sequence[str]) -> Choice:
    """Return the choice of what is wrong, with what is happening right now at its head."""
    options = {HAPPENING: _("Fire, gas smell or violence right now")} | {code: hazard_label(code) for code in codes}
    return Choice(options, alarms=frozenset({HAPPENING}), unsure="other" if "other" in codes else "")


def OpennessField() -> Choice:
    """Return the choice of who may know who reported."""
    return Choice(OPENNESS)
