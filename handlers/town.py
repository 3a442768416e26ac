"""The town's files: what is held, what a file would change, and taking it over; for admins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.rules.town import COLUMNS
from bot.rules.town_changes import Difference
from bot.rules.town_rows import FORMATS, Part
from bot.speech import Button, Text
from bot.texts import _
from bot.townfile import Fault, TownFile
from handlers.commands import refuse
from handlers.deeds import town as deeds
from handlers.deeds.town import Preview
from handlers.turn import MENU, Turn
from storage import jobs, town

SHOWN = 10
"""Faults that a preview names one by one."""
NAMED = 5
"""Parts that are gone which a preview names."""

LONGEST_NAME = 60
ENDINGS = (".csv", ".txt", ".geojson", ".json", ".xls", ".xlsx")
"""How the names of files end that an admin may mean; a workbook is told how to become a CSV."""

PARTS: Mapping[Part, Text] = {
    "buildings": _("<b>Buildings of the town, in {file}</b>"),
    "grids": _("<b>Grids on the map, in {file}</b>"),
}
SORTS = {
    "communities": _("Communities"),
    "estates": _("Estates"),
    "buildings": _("Buildings"),
    "units": _("Units"),
    "grids": _("Grids"),
}
COUNTED = _("{sort}: {size} · new {added} · changed {changed} · gone {removed}")
SAME = _("Nothing in it is new: the town is already like this.")
GONE = _("Gone: {names}")
SHAPELESS = _("Grids that have buildings and no shape on the map: {names}")
UNBUILT = _("Grids on the map in which no building stands: {names}")
AND_MORE = _("{names} and {count} more")
LEFT_OUT = _("<b>Please look at these: {count}</b>")
LEFT_MORE = _("and {count} more")
AT_LINE = _("Row {place}: {reason}")
AT_FEATURE = _("Grid {place} of the file: {reason}")
ASK = _("Shall I take it over? Until then nothing changes.")
TAKE = _("Take over")
LEAVE = _("Leave as it is")
TAKEN = _("Done: the town is as in the file now.")
LEFT = _("Left as it is; the file was dropped.")
OVER = _("That preview does not hold any more: a newer file came, or the town has changed. Please send the file again.")
WHICH = _("Two files wait, buildings and grids. Please press the button under the one you mean.")
UNFIT = _("<b>{file} cannot be taken over.</b>")
HELD = _(
    "<b>The town</b>\n"
    "Communities: {communities} · estates: {estates} · buildings: {buildings} · units: {units}\n"
    "Grids on the map: {grids}"
)
HOW = _(
    "To change it, send me the file here; first I show what would change.\n"
    "Buildings: CSV, one row for each unit, with the columns\n<code>{columns}</code>\n"
    "(aliases joined by |, bare names of buildings and units: 3, A, 9-1).\n"
    "Grids: GeoJSON in WGS-84, polygons with the properties <code>community</code> and <code>grid</code>."
)

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
}


async def show(turn: Turn) -> None:
    """Say what is held and how to change it; behind the command, `take` or `leave` with part and token of an offer."""
    if not turn.may("town.change"):
        return await refuse(turn)
    what, part, token = (*turn.incoming.text.split(), "", "", "")[:3]
    if what in ("take", "leave"):
        return await (_take if what == "take" else _leave)(turn, "grids" if part == "grids" else "buildings", token)
    sizes = await town.sizes(turn.tx)
    turn.say(HELD(**sizes), HOW(columns=",".join(COLUMNS)), in_place=True)
    return None


def is_answer(turn: Turn) -> bool:
    """Tell whether an admin typed what a button under a preview says."""
    said = turn.incoming.text.strip().casefold() if turn.incoming.kind == "text" else ""
    return said in (turn.words(TAKE).casefold(), turn.words(LEAVE).casefold()) and turn.may("town.change")


async def answer(turn: Turn) -> None:
    """Do what was typed with the one preview that is open."""
    takes = turn.incoming.text.strip().casefold() == turn.words(TAKE).casefold()
    offers = await town.offers(turn.tx)
    if len(offers) == 1:
        return await (_take if takes else _leave)(turn, *offers[0])
    turn.say(WHICH if offers else OVER)
    return None


async def _take(turn: Turn, part: Part, token: str) -> None:
    taken = await deeds.take(turn.tx, part, token)
    if taken:
        await turn.record("town.change", FORMATS[part])
    turn.say(TAKEN if taken else OVER, in_place=True)


async def _leave(turn: Turn, part: Part, token: str) -> None:
    turn.say(LEFT if await town.withdraw(turn.tx, part, token) else OVER, in_place=True)


def is_file(turn: Turn) -> bool:
    """Tell whether somebody who may change the town sends what looks like a file of it."""
    document = turn.incoming.document
    return document is not None and document.name.casefold().endswith(ENDINGS) and turn.may("town.change")


async def file(turn: Turn) -> None:
    """Let a file be fetched and read; what is in it comes back as a turn."""
    sent, most = turn.incoming.document, turn.tx.policy.town_files.most_bytes
    if sent is None:
        return
    if sent.size > most:
        turn.say(REASONS["too_large"](detail=most // 1_000_000))
    else:
        name = "".join(filter(str.isprintable, sent.name))[-LONGEST_NAME:]
        await jobs.put(turn.tx, deeds.JOB, {"file": sent.file, "name": name, "for": jobs.caller(turn.tx)})
        turn.say(_("I am reading the file. A moment, please."))


def is_read(turn: Turn) -> bool:
    """Tell whether a file has been read."""
    return turn.incoming.kind == "job" and turn.incoming.command == deeds.JOB


async def preview(turn: Turn) -> None:
    """Show what a file that was read would change; nothing, when its sender may not change the town any more."""
    if turn.may("town.change"):
        say(turn, await deeds.offer(turn.tx, TownFile.load(turn.incoming.result)))


def say(turn: Turn, preview: Preview) -> None:
    """Show a preview, with two buttons where there is something to take over."""
    if not preview.token:
        return turn.say(*told(preview))
    behind = f"{preview.file.part} {preview.token}"
    rows = [[Button(TAKE, f"{MENU}.town.take {behind}"), Button(LEAVE, f"{MENU}.town.leave {behind}")]]
    return turn.say(*told(preview), ASK, buttons=rows)


def told(preview: Preview) -> list[Text]:
    """Return a preview in words: what would change, what is gone, what was left out."""
    if not preview.file.is_fit:
        whole = [_reason(fault) for fault in preview.faults if not fault.place]
        return [
            UNFIT(file=preview.file.name),
            *whole,
            *_left_out(preview, [fault for fault in preview.faults if fault.place]),
        ]
    lines = [PARTS[preview.file.part](file=preview.file.name)]
    lines += [_counted(sort, preview.sizes[sort], each) for sort, each in preview.differences.items()]
    gone = next((each.removed for each in preview.differences.values() if each.removed), ())
    if gone:
        lines.append(GONE(names=_names([" ".join(key) for key in gone])))
    if preview.shapeless:
        lines.append(SHAPELESS(names=_names(preview.shapeless)))
    if preview.unbuilt:
        lines.append(UNBUILT(names=_names(preview.unbuilt)))
    return [*lines, *_left_out(preview, preview.faults), *([] if preview.token else [SAME])]


def _counted(sort: str, size: int, found: Difference) -> Text:
    added, changed, removed = len(found.added), len(found.changed), len(found.removed)
    return COUNTED(sort=SORTS[sort], size=size, added=added, changed=changed, removed=removed)


def _names(names: Sequence[str]) -> Text:
    listed = Text("{names}")(names=", ".join(names[:NAMED]))
    return AND_MORE(names=listed, count=len(names) - NAMED) if len(names) > NAMED else listed


def _left_out(preview: Preview, faults: Sequence[Fault]) -> list[Text]:
    if not faults:
        return []
    at = AT_LINE if preview.file.part == "buildings" else AT_FEATURE
    lines = [_in_file(preview, fault, at(place=fault.place, reason=_reason(fault))) for fault in faults[:SHOWN]]
    more = [LEFT_MORE(count=len(faults) - SHOWN)] if len(faults) > SHOWN else []
    return [LEFT_OUT(count=len(faults)), *lines, *more]


def _in_file(preview: Preview, fault: Fault, line: Text) -> Text:
    return line if fault.file == preview.file.name else Text("{file}: {line}")(file=fault.file, line=line)


def _reason(fault: Fault) -> Text:
    return REASONS[fault.code](detail=fault.detail)
