"""The words for what is wrong with a file that somebody sent, row by row, and what to do about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.speech import Text
from bot.texts import _

SHOWN = 10
"""Faults that a preview names one by one."""
UNFIT = _("<b>{file} cannot be taken over.</b>")
LEFT_OUT = _("<b>Please look at these: {count}</b>")
LEFT_MORE = _("and {count} more")
AT_LINE = _("Row {place}: {reason}")

REASONS: Mapping[str, Text] = {
    "unreachable": _("I could not fetch it. Please send it again."),
    "too_heavy": _("I could not read it to its end: it is damaged, or too much. Please save it anew and send it."),
    "too_large": _("It is larger than {detail} MB."),
    "not_text": _("It is no text. From a spreadsheet, save it as CSV (UTF-8)."),
    "two_files": _("{detail} stands in two files; write it into one."),
    "no_header": _("Its first row must name the columns; these are missing: {detail}"),
    "too_many_rows": _("It has more than {detail} rows."),
    "no_rows": _("Not one row could be read."),
    "quotes": _("the quotation marks do not match"),
    "cells": _("there are fewer cells than columns"),
    "missing": _("the cell {detail} is empty"),
    "formula": _("the cell {detail} begins like a formula (= + - @)"),
    "strange": _("the cell {detail} holds characters that cannot be seen"),
    "too_long": _("the cell {detail} is too long"),
    "date": _("the spreadsheet made a date of the cell {detail}; format that column as text, and write 9-1 again"),
    "number": _("the cell {detail} is no whole number"),
    "duplicate": _("the unit stands in row {detail} already"),
    "other_grid": _("the building stands in another grid in row {detail}"),
    "not_json": _("It is no GeoJSON, or was cut."),
    "not_features": _("It must be a FeatureCollection."),
    "other_system": _("Its coordinates must be WGS-84, without another coordinate system."),
    "too_many_grids": _("It has more than {detail} grids."),
    "too_many_points": _("Its grids have more than {detail} corners."),
    "no_grids": _("Not one grid could be read."),
    "properties": _("its properties must name the community and the grid"),
    "geometry": _("it must be a Polygon or MultiPolygon of coordinates"),
    "not_closed": _("each ring must end where it began, and have four points or more"),
    "swapped": _("its coordinates are the wrong way round: first longitude, then latitude"),
    "drawn_twice": _("it is the same as grid {detail} of the file"),
    "outside": _("it lies in another part of the world"),
    "crosses": _("its line crosses itself near {detail}"),
    "overlap": _("it covers a part of {detail}; it can be taken over, but pins there have two grids"),
    "order_number": _("the cell {detail} holds no number of an order; export it again, or enter that order by itself"),
    "shortened": _(
        "the spreadsheet cut the number in {detail} to its first digits; format that column as text and export again"
    ),
    "order_time": _("I cannot read the moment in {detail}; write it like this: 2026-11-20 09:30"),
    "order_future": _("the moment in {detail} has not come yet; please correct it"),
    "order_twice": _("the same order stands in row {detail} already; the first one counts"),
}


def reason(code: str, detail: object) -> Text:
    """Return the words for a fault."""
    return REASONS[code](detail=detail)


def left_out(faults: Sequence[Text]) -> list[Text]:
    """Return the lines about what was left out: how much, and the first of it one by one."""
    if not faults:
        return []
    more = [LEFT_MORE(count=len(faults) - SHOWN)] if len(faults) > SHOWN else []
    return [LEFT_OUT(count=len(faults)), *faults[:SHOWN], *more]
