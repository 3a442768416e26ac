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
from handlers.faults import AT_LINE, UNFIT, left_out, reason
from handlers.turn import MENU, Turn
from storage import jobs, town

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
AT_FEATURE = _("Grid {place} of the file: {reason}")
ASK = _("Shall I take it over? Until then nothing changes.")
TAKE = _("Take over")
LEAVE = _("Leave as it is")
TAKEN = _("Done: the town is as in the file now.")
LEFT = _("Left as it is; the file was dropped.")
OVER = _("That preview does not hold any more: a newer file came, or the town has changed. Please send the file again.")
WHICH = _("Two files wait, buildings and grids. Please press the button under the one you mean.")
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
    may = turn.may("town.change") or turn.may("orders.import")
    return document is not None and document.name.casefold().endswith(ENDINGS) and may


async def file(turn: Turn) -> None:
    """Let a file be fetched and read; what is in it comes back as a turn."""
    sent, policy = turn.incoming.document, turn.tx.policy
    most = max(policy.town_files.most_bytes, policy.orders.most_bytes)  # which of the two it is, its columns will tell
    if sent is None:
        return
    if sent.size > most:
        turn.say(reason("too_large", most // 1_000_000))
    else:
        name = "".join(filter(str.isprintable, sent.name))[-LONGEST_NAME:]
        await jobs.put(turn.tx, deeds.JOB, {"file": sent.file, "name": name, "for": jobs.caller(turn.tx)})
        turn.say(_("I am reading the file. A moment, please."))


def is_read(turn: Turn) -> bool:
    """Tell whether a file has been read."""
    return turn.incoming.kind == "job" and turn.incoming.command == deeds.JOB and turn.incoming.result["part"] in PARTS


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
    at = AT_LINE if preview.file.part == "buildings" else AT_FEATURE
    return left_out([_in_file(preview, fault, at(place=fault.place, reason=_reason(fault))) for fault in faults])


def _in_file(preview: Preview, fault: Fault, line: Text) -> Text:
    return line if fault.file == preview.file.name else Text("{file}: {line}")(file=fault.file, line=line)


def _reason(fault: Fault) -> Text:
    return reason(fault.code, fault.detail)
