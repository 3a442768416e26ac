"""The bridge to the 12345 hotline and to those who told something elsewhere: orders in, replies and receipts out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import datetime

from bot.dialogue import Declined, Json
from bot.rules import codes, hotline, limits
from bot.rules.callers import Personal, without_caller
from bot.rules.hotline import Order
from bot.rules.order_values import read_number
from bot.rules.tips import SENDER, Move, step_of
from bot.speech import Button, Text
from bot.texts import _, joined
from handlers import conversation, protection, replies
from handlers.commands import kept_first, refuse
from handlers.deeds import calling, claims, entering, sight
from handlers.deeds.calling import Said
from handlers.handle_fields import opens
from handlers.turn import MENU, Turn
from storage.tip_rows import Tip

NAME, PROXY = "hotline", "proxy"
"""The conversations in which staff write down what others told."""

HOW = _(
    "<b>Work orders of 12345</b>\n"
    "Paste or forward an order here at any time: I read number, time, place and wish, and ask what is missing. "
    "Who called is left out.\n"
    "Many at once: send the hotline's list as a CSV file, with the columns <code>{columns}</code> (or the names that "
    "your system gives them); first I show what is new."
)
LEFT_OUT = _(
    "<b>I took that message out of the chat: it told who called ({kinds}).</b> That is not kept here; "
    "it stands in the hotline's own system."
)
COVERED = _(
    "<b>I took that message out of the chat: it held a name or a number of a person.</b> I kept the rest of your words."
)
KINDS: Mapping[Personal, Text] = {
    Personal.NAME: _("name"),
    Personal.PHONE: _("telephone"),
    Personal.ABOUT: _("other details"),
}
FINISH = _("<b>Please finish or cancel what is open first</b>, then paste the order again: /cancel")
REPLY = _("<b>To copy, or to read out on the phone (No. {number}):</b>\n<pre>{reply}</pre>")
ASK_CALLED = _("<b>No. {number}: what did whoever told it say?</b>\nCall through the hotline, or the number they left.")
NOTED = _("<b>Noted with No. {number}:</b> {said}")
RECEIPT = _(
    "<b>Tip No. {number}</b>\nReceipt code: <code>{code}</code>\n"
    "For whoever told it: scan the picture, or name the code at the counter, to ask what became of it and for a "
    "reward. Whoever has it can do that. An earlier code opens nothing any more."
)
FOR_THEM = _(
    "<b>Claim PIN for whoever told No. {number}: <code>{pin}</code></b>\n"
    "It is shown this once; one made before opens nothing any more. Tell it to them alone: on the phone once they "
    "named their receipt code, or at the counter. Since you know it, two others hand the money over."
)

Page = Callable[[Turn, Tip, str], Awaitable[None]]


async def command(turn: Turn) -> None:
    """Begin to enter an order; or `reply`, `called` and `receipt` with a tip's number."""
    what, _space, rest = turn.incoming.text.partition(" ")
    if what in PAGES:
        await _about(turn, PAGES[what], rest)
        return await conversation.go_on(turn, None)
    if not turn.may("hotline.enter"):
        await refuse(turn)
        return await conversation.go_on(turn, None)
    labels = turn.tx.policy.orders.labels
    columns = "、".join((labels.number[0], labels.received[0], labels.where[0], labels.wish[0], labels.due[0]))
    turn.say(HOW(columns=columns))
    return await conversation.begin(turn, NAME)


async def report_for(turn: Turn) -> None:
    """Begin to report for somebody else."""
    if not turn.may("report.proxy"):
        await refuse(turn)
        return await conversation.go_on(turn, None)
    return await conversation.begin(turn, PROXY)


# -- orders that are pasted ------------------------------------------------------------------------------------------


def is_order(turn: Turn) -> bool:
    """Tell whether somebody who may enter orders pasted or forwarded one."""
    labels = turn.tx.policy.orders.labels
    is_text = turn.incoming.kind == "text" and turn.may("hotline.enter")
    return is_text and hotline.looks_like_one(turn.incoming.text, labels)


async def order(turn: Turn) -> None:
    """Begin to enter an order with what was read of it, or fill the one that is open."""
    policy = turn.tx.policy
    read = hotline.read(turn.incoming.text, policy.orders.labels, policy.town.timezone)
    if read.left_out:
        turn.remove()
        turn.say(LEFT_OUT(kinds=joined(KINDS[kind] for kind in KINDS if kind in read.left_out)))
    if alarm := protection.alarm(turn):
        turn.say(alarm)
    answers = _answers(turn, read)
    if turn.draft is None or turn.draft.aside == "offer":
        return await conversation.begin(turn, NAME, answers)
    if turn.draft.dialogue != NAME:
        turn.say(FINISH)
    else:
        turn.draft.journal |= answers
        turn.draft.aside, turn.draft.edited = "", None
    return await conversation.go_on(turn, None)


def _answers(turn: Turn, read: Order) -> dict[str, Json]:
    """Return what an order answers of the questions of its page."""
    policy = turn.tx.policy
    received = read.received if read.received and read.received <= turn.tx.now else None
    due = read.due or (limits.until(policy, read.term, received or turn.tx.now).by if read.term else None)
    most = policy.orders.most_wish
    if len(read.wish) > most:
        turn.say(kept_first(len(read.wish), most))
    found = {
        "number": read.number,
        "received": _iso(received),
        "due": _iso(due),
        "where": read.where[: policy.report.where.most],
        "what": read.wish[:most],
    }
    return {name: value for name, value in found.items() if value}


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


def hide_caller(turn: Turn) -> None:
    """Cover names and numbers in what staff write for somebody else, take the message out of the chat and say why."""
    if turn.draft is None or turn.draft.dialogue not in (NAME, PROXY) or turn.incoming.kind == "command":
        return
    if is_order(turn):  # which leaves its caller out itself
        return
    said = turn.incoming.text
    is_number = turn.draft.open == "number" and read_number(said) == said.strip()
    left = without_caller(said)
    if left.found and not is_number:
        turn.incoming = replace(turn.incoming, text=left.text)
        turn.remove()
        turn.say(COVERED)


# -- what is told to whoever told a tip ------------------------------------------------------------------------------


async def _about(turn: Turn, page: Page, rest: str) -> None:
    number, _space, what = rest.partition(" ")
    found = await sight.seen(turn.tx, turn.person, codes.read_tip_number(number) or "")
    if found is None:
        return await refuse(turn)
    try:
        await page(turn, found, what)
    except Declined as declined:
        turn.say(declined.told)
    return None


async def _reply(turn: Turn, found: Tip, _what: str) -> None:
    """Show the reply to whoever told a tip, to be copied or read out."""
    if not calling.may_call(found, turn.role):
        return await refuse(turn)
    reply = joined(await replies.lines(turn, found), Text("{first}\n{next}"))
    turn.say(REPLY(number=found.number, reply=reply))
    return None


async def _called(turn: Turn, found: Tip, what: str) -> None:
    """Note what whoever told a tip said when they were called back; asks for it first."""
    if not calling.may_call(found, turn.role):
        return await refuse(turn)
    if what not in set(Said):
        data = f"{MENU}.hotline.called {found.number}"
        buttons = [[Button(CALLS[said], f"{data} {said}")] for said in _possible(found)]
        return turn.say(ASK_CALLED(number=found.number), buttons=buttons)
    said = Said(what)
    await calling.called_back(turn.tx, found.number, said)
    noted = NOTED(number=found.number, said=calling.WORDS[said])
    return turn.say(noted, buttons=[[opens(found.number)]], in_place=True)


CALLS: Mapping[Said, Text] = {
    Said.FIXED: _("It is put right"),
    Said.OPEN: _("It is not right"),
    Said.MISSED: _("Nobody answered"),
}


def _possible(found: Tip) -> list[Said]:
    """Return what can have been said: whether it is put right is asked once it has ended."""
    ended = step_of(Move.CONFIRMED, found.state, SENDER) is not None
    return list(Said) if ended else [Said.MISSED]


async def _receipt(turn: Turn, found: Tip, _what: str) -> None:
    """Make another receipt for whoever told a tip, in place of the one before."""
    if not turn.may("receipt.make"):
        return await refuse(turn)
    code = await entering.new_receipt(turn.tx, found.number)
    turn.say(RECEIPT(number=found.number, code=codes.show_receipt(code)), start=code)
    return None


async def _pin(turn: Turn, found: Tip, _what: str) -> None:
    """Make a claim PIN for whoever told a tip and is not in the chat."""
    if not turn.may("pin.make"):
        return await refuse(turn)
    pin = await entering.make_pin(turn.tx, found.number)
    turn.say(FOR_THEM(number=found.number, pin=pin))
    return None


PAGES: Mapping[str, Page] = {"reply": _reply, "called": _called, "receipt": _receipt, "pin": _pin}


async def buttons(turn: Turn, found: Tip) -> list[list[Button]]:
    """Return the buttons below a tip that somebody told elsewhere."""
    rows = []
    if calling.may_call(found, turn.role):
        rows.append(
            [
                Button(_("Reply to copy"), f"{MENU}.hotline.reply {found.number}"),
                Button(_("Called back"), f"{MENU}.hotline.called {found.number}"),
            ]
        )
    if turn.may("receipt.make") and await entering.is_shared(turn.tx, found):
        rows.append([Button(_("New receipt for them"), f"{MENU}.hotline.receipt {found.number}")])
        if turn.may("pin.make") and await claims.waits(turn.tx, found.id):
            rows[-1].append(Button(_("Claim PIN for them"), f"{MENU}.hotline.pin {found.number}"))
    return rows
