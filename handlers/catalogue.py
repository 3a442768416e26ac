"""The words for what people can report: kinds, and the groups behind whose buttons they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.speech import Text
from bot.texts import _

HAZARDS: Mapping[str, Text] = {
    "F01": _("Blocked or locked exit"),
    "F02": _("One way out, barred windows"),
    "F03": _("Flat split into many rooms"),
    "F04": _("People living in a basement, kitchen or garage"),
    "F05": _("Too many people in a room"),
    "F06": _("Workshop or store where people live"),
    "F07": _("No smoke alarm, or broken"),
    "F08": _("Missing or broken fire equipment"),
    "F09": _("No emergency lights or exit signs"),
    "F10": _("Fire lane or hydrant blocked"),
    "E01": _("E-bike parked or charged indoors"),
    "E02": _("Bare or overloaded wiring"),
    "E03": _("Dangerous heaters or appliances"),
    "G01": _("Gas bottle in a bedroom"),
    "G02": _("Gas water heater without a flue"),
    "G03": _("Altered gas pipe or old hose"),
    "S01": _("Walls knocked out, storeys added"),
    "S02": _("Unsafe house"),
    "C01": _("Tenants not registered"),
    "C02": _("Crime (call 110)"),
    "C03": _("Agent, sublet or lease trouble"),
    "H01": _("Rubbish, sewage, noise"),
    "R01": _("Rental home nobody registered"),
    "M01": _("Odd use of water or power"),
    "P01": _("Rents driven up"),
    "V01": _("Please come and look"),
    "other": _("Something else / not sure"),
}

GROUPS: Mapping[str, Text] = {
    "rooms": _("Partitions, too many people"),
    "power": _("Power, gas"),
    "building": _("Fire equipment, house, yard"),
    "renting": _("Renting, crime, other matters"),
}


def hazard_label(code: str) -> Text:
    """Return the words for a kind or a group; one that a deployer added is shown by its code."""
    return HAZARDS.get(code) or GROUPS.get(code) or Text("{code}")(code=code)


def either(codes: Sequence[str]) -> Text:
    """Return the words for one kind or two between which somebody is to choose."""
    labels = [hazard_label(code) for code in codes]
    return labels[0] if len(labels) == 1 else _("{one}, or: {other}")(one=labels[0], other=labels[1])
