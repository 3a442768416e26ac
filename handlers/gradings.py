"""How a report is graded, in words for staff: the street's own colour with its reasons, and what is still unknown."""

from __future__ import annotations

from collections.abc import Mapping

from bot.rules.hazards import UNSURE, Grading, Reason, Suspicion, grade, group_rental
from bot.rules.policy import Policy
from bot.speech import Text
from bot.texts import _, joined
from handlers.fields import FACT_LABELS, fact_label
from storage.tip_rows import Report

COLOURS: Mapping[str, Text] = {
    "red": _("red, at once"),
    "orange": _("orange, soon"),
    "yellow": _("yellow, put right when seen"),
    "blue": _("blue, a hint"),
}
REASONS: Mapping[str, Text] = {
    Reason.HAPPENING: _("it is so right now"),
    Reason.NOT_NOW: _("not so at the moment of the report"),
    Reason.CROWDED: _("many people sleep there"),
    Reason.MANY_BEDS: _("many people sleep there"),
}
UNKNOWN: Mapping[str, Text] = {
    "now": _("whether it is so right now"),
    "sleepers": _("how many sleep there"),
    "beds": _("beds"),
    "kinship": _("kinship"),
    "area": _("floor area"),
}
FACT = Text("{label}: {value}")
IN_GRID = _("Grid: {grid}")
UNLISTED = _("The estate is not in the town's list: please check its name.")
GRADE = _("Street's own grading: {colour}")
GRADE_BECAUSE = _("Street's own grading: {colour} ({reasons})")
SUSPECTED = _("Suspected group rental: {reasons}. Still to find out: {unknown}. A person decides.")
NOT_KNOWN = _("Not known: {unknown}")


def placed(report: Report) -> list[Text]:
    """Return the grid of a report, or that its estate is none of the town's; nothing where it was not told."""
    spot = report.spot
    if spot.grid is not None:
        return [IN_GRID(grid=spot.grid)]
    return [UNLISTED] if spot.building is not None else []


def graded(policy: Policy, report: Report) -> list[Text]:
    """Return lines about a report: what was answered, its grading, a suspicion, and what nobody knows yet."""
    known = {name: value for name, value in report.facts.items() if name in FACT_LABELS and value != UNSURE}
    answered = [FACT(label=FACT_LABELS[name], value=fact_label(name, value)) for name, value in known.items()]
    hazard = policy.hazards.get(report.hazard)
    if hazard is None:
        return answered
    grading, suspicion = grade(hazard, report.facts), group_rental(report.facts, policy.group_rental)
    return [*answered, *_grade(grading), *_suspicion(suspicion), *_unknown(grading, suspicion)]


def _grade(grading: Grading) -> list[Text]:
    if grading.colour not in COLOURS:
        return []
    colour = COLOURS[grading.colour]
    if not grading.reasons:
        return [GRADE(colour=colour)]
    return [GRADE_BECAUSE(colour=colour, reasons=joined([REASONS[reason] for reason in grading.reasons]))]


def _suspicion(suspicion: Suspicion) -> list[Text]:
    if not suspicion.suspected:
        return []
    reasons = joined([REASONS[reason] for reason in suspicion.reasons])
    return [SUSPECTED(reasons=reasons, unknown=joined([UNKNOWN[name] for name in suspicion.unknown]))]


def _unknown(grading: Grading, suspicion: Suspicion) -> list[Text]:
    open_facts = [UNKNOWN[name] for name in grading.unknown if name in UNKNOWN and not suspicion.suspected]
    return [NOT_KNOWN(unknown=joined(open_facts))] if open_facts else []
