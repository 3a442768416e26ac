"""Files of work orders: what is new in one, and entering all of it with one press; for admins."""

from __future__ import annotations

from bot.orderfile import PART, OrderFile
from bot.rules.spreadsheets import Problem
from bot.speech import Button, Text
from bot.texts import _, joined
from handlers.catalogue import hazard_label
from handlers.commands import refuse
from handlers.deeds import orders as deeds
from handlers.deeds.orders import Preview
from handlers.deeds.town import JOB
from handlers.faults import AT_LINE, UNFIT, left_out, reason
from handlers.turn import MENU, Turn
from storage import order_files

HEAD = _("<b>Work orders in {file}</b>\nNew: {fresh} · entered before: {known} · cannot be taken: {wrong}")
UNREAD = _("Not read, and not kept, since it is about callers: {columns}")
KINDS = _("By their words: {kinds}")
KIND = Text("{hazard} {count}")
UNSURE = _(
    "Each gets the kind that its words fit best, what fits none “not sure”. /triage shows it; you can change it."
)
ALIKE = _("May be the same as an open tip of its building: {count}. They are shown with it.")
ASK = _("Shall I enter the new ones? Until then nothing is kept of them, and after a day the file is forgotten.")
NOTHING_NEW = _("Nothing in it is new: all of it was entered before.")
TAKE = _("Enter all that is new")
LEAVE = _("Enter none of it")
TAKEN = _(
    "<b>Entered: {count}.</b> Urgent among them: {urgent}. /triage shows them one by one.\n"
    "Each caller has the same right to a reward: “New receipt for them” below a tip makes the code."
)
MEANWHILE = _("Entered by somebody else meanwhile, and not again: {count}.")
LEFT = _("None of it was entered; the file was dropped.")
OVER = _("That list does not wait any more: it was entered, dropped, or a newer file came. Please send the file again.")


def is_read(turn: Turn) -> bool:
    """Tell whether a file of orders has been read."""
    incoming = turn.incoming
    return incoming.kind == "job" and incoming.command == JOB and incoming.result["part"] == PART


async def preview(turn: Turn) -> None:
    """Show what a file that was read would enter; nothing, when its sender may not enter any more."""
    if not turn.may(deeds.RIGHT):
        return None
    found = await deeds.offer(turn.tx, OrderFile.load(turn.incoming.result))
    if not found.token:
        return turn.say(*told(found))
    data = f"{MENU}.orders."
    rows = [[Button(TAKE, f"{data}take {found.token}")], [Button(LEAVE, f"{data}leave {found.token}")]]
    return turn.say(*told(found), ASK, buttons=rows)


def told(preview: Preview) -> list[Text]:
    """Return a preview in words: what is new, of which kinds, what may be open already, and what was left out."""
    file = preview.file
    wrong = [each for each in file.problems if each.line]
    if not file.is_fit:
        whole = [reason(each.code, each.detail) for each in file.problems if not each.line]
        return [UNFIT(file=file.name), *whole, *left_out([_line(each) for each in wrong])]
    lines = [HEAD(file=file.name, fresh=preview.fresh, known=preview.known, wrong=len(wrong))]
    if preview.kinds:
        lines += [KINDS(kinds=_kinds(preview)), UNSURE]
    lines += [ALIKE(count=preview.alike)] if preview.alike else []
    lines += [UNREAD(columns=", ".join(file.unread))] if file.unread else []
    lines += left_out([_line(each) for each in wrong])
    return lines if preview.token else [*lines, NOTHING_NEW]


def _line(problem: Problem) -> Text:
    return AT_LINE(place=problem.line, reason=reason(problem.code, problem.detail))


def _kinds(preview: Preview) -> Text:
    most_first = sorted(preview.kinds.items(), key=lambda each: (each[0] == deeds.OTHER, -each[1]))
    return joined(KIND(hazard=hazard_label(code), count=count) for code, count in most_first)


async def command(turn: Turn) -> None:
    """Enter what a file holds, or drop it: `take TOKEN`, `leave TOKEN`."""
    what, _space, token = turn.incoming.text.partition(" ")
    await _settle(turn, what == "take", token)


def is_answer(turn: Turn) -> bool:
    """Tell whether an admin typed what a button under a preview says."""
    said = turn.incoming.text.strip().casefold() if turn.incoming.kind == "text" else ""
    return said in (turn.words(TAKE).casefold(), turn.words(LEAVE).casefold()) and turn.may(deeds.RIGHT)


async def answer(turn: Turn) -> None:
    """Do what was typed with the file that waits."""
    await _settle(turn, turn.incoming.text.strip().casefold() == turn.words(TAKE).casefold())


async def _settle(turn: Turn, takes: bool, token: str = "") -> None:
    if not turn.may(deeds.RIGHT):
        return await refuse(turn)
    if not takes:
        dropped = await order_files.take(turn.tx, token) is not None
        return turn.say(LEFT if dropped else OVER, in_place=True)
    taken = await deeds.take(turn.tx, token)
    if taken is None:
        return turn.say(OVER, in_place=True)
    meanwhile = [MEANWHILE(count=taken.known)] if taken.known else []
    return turn.say(TAKEN(count=taken.count, urgent=taken.urgent), *meanwhile, in_place=True)
