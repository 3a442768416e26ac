"""Domain answers: the hazards of the policy pack and their words, and who may know who reported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.dialogue import Choice, Json, Refused
from bot.rules import codes
from bot.rules.tips import Openness, TipState
from bot.speech import Incoming, Text
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
    Openness.NAMED: _("Named, for a reward"),
}


STATES: Mapping[str, Text] = {
    TipState.RECEIVED: _("Received, waiting for an answer"),
    TipState.WITHDRAWN: _("Withdrawn by its sender"),
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


@dataclass(frozen=True)
class TipField(Choice):
    """One of one's own tips by its number, or any tip by its receipt code."""

    def read(self, incoming: Incoming) -> str:
        """Return the code in the message."""
        code = codes.find_receipt(incoming.text)
        if code is None:
            raise Refused(_("Please tap one of your tips, or send a receipt code of 16 digits."))
        return code

    def load(self, stored: Json) -> str:
        """Return the number if it is still on offer, or the code."""
        return str(stored) if codes.find_receipt(str(stored)) else super().load(stored)

    def show(self, value: str) -> Text:
        """Return the number's label, or the end of the code."""
        return self.options.get(value) or Text("··· {end}")(end=value[-4:])


def own_tips(numbers: Sequence[Sequence[str]]) -> TipField:
    """Return the choice among one's own tips: number and hazard of each."""
    label = Text("{number} · {hazard}")
    return TipField({number: label(number=number, hazard=hazard_label(hazard)) for number, hazard in numbers})
