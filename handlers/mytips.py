"""One's own tips: what became of them, and what their sender may still do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bot.rules import codes
from bot.rules.people import STAFF
from bot.rules.tips import CHANGEABLE, CHECKED, OPEN, Openness, TipState
from bot.speech import Button, Text
from bot.texts import _, day_of
from handlers import conversation
from handlers.catalogue import hazard_label
from handlers.commands import menu
from handlers.deeds import entering, mine, quotas
from handlers.fields import OPENNESS
from handlers.states import STATES, TOLD
from handlers.turn import MENU, Turn
from storage import cases, history, tips

UNKNOWN_CODE = _(
    "I know no tip with that code. Please check its 16 digits and send it again. A lost code cannot be found again."
)
NO_TIPS = _("No tip is kept under your name; anonymous ones are not shown here.")
LINE = _("<b>No. {number}</b> · {hazard}: {state}")
BY_CODE = _("For an anonymous tip, send its receipt code of 16 digits.")
STATUS = _("<b>No. {number}</b> · {hazard}\n{state}")
PROMISES: Mapping[TipState, Text] = {
    TipState.RECEIVED: _("You will have an answer by {by}."),
    TipState.REOPENED: _("You will have an answer by {by}."),
    TipState.ACKNOWLEDGED: _("Somebody will have looked by {by}."),
    TipState.ASSIGNED: _("Somebody will have looked by {by}."),
    TipState.ON_SITE: _("Somebody will have looked by {by}."),
    TipState.VERIFIED: _("It has to be put right by {by}."),
    TipState.RECTIFYING: _("It has to be put right by {by}."),
    TipState.OUTSIDE: _("On {by} we ask what became of it, and tell you."),
}
TOGETHER = _("It is looked into together with what others reported of the same.")
STEP = Text("· {day} {move}")
SHARED = _(
    "<i>Somebody of the office wrote this down for you and knows the code. Tap below for one that only you know; then "
    "you are also told here what becomes of it.</i>"
)
SURE = _(
    "<b>Shall No. {number} be withdrawn?</b>\n"
    "What you wrote and your photos are deleted, and nobody looks into it. This cannot be undone."
)
WITHDRAWN = _("<b>No. {number} is withdrawn.</b> What you wrote is deleted. You can report anew at any time.")
TOO_LATE = _("Somebody is already looking into No. {number}, so it cannot be withdrawn any more. You can add to it.")
OPEN_SURE = _(
    "<b>{way}: shall the office know that No. {number} came from you?</b>\n"
    "The name that you show here is kept, sealed: it is opened only for a reason and if a second person agrees, and "
    "you can see that. The landlord never sees it. This cannot be taken back."
)
OPENED = _("<b>Done.</b> Your name is kept, sealed, with No. {number}. It stands under /mytips.")
WAYS = {
    Openness.KNOWN: _("Let the office know it was me"),
    Openness.NAMED: _("Put my name to it, for a reward"),
}
EDITED = _("You changed a message after it was sent. I can add the new words to a tip of yours.")
WORTH = 6
"""Characters from which on a message that was changed later may be meant for a tip."""


ASK_FOR_A_CODE = {("add", "tip", ""), ("cosign", "own", "")}
"""Open questions (dialogue, question, no screen in between) whose answer may be a receipt code."""


def is_receipt_code(turn: Turn) -> bool:
    """Tell whether somebody sends a receipt code, and no question asks for one."""
    asked = turn.draft is not None and (turn.draft.dialogue, turn.draft.open, turn.draft.aside) in ASK_FOR_A_CODE
    return turn.incoming.kind == "text" and not asked and codes.find_receipt(turn.incoming.text) is not None


def is_receipt_link(turn: Turn) -> bool:
    """Tell whether somebody follows the link of a receipt."""
    incoming = turn.incoming
    return incoming.kind == "command" and incoming.command == "start" and codes.is_receipt(incoming.text.strip())


async def my_tips(turn: Turn) -> None:
    """Show one's own tips: those under one's name, and with a receipt code the one it belongs to."""
    if turn.incoming.text:
        return await show(turn)
    own = await tips.of_person(turn.tx, turn.person.id) if turn.person else []
    label = Text("{number} · {hazard}")
    buttons = [
        [Button(label(number=tip.number, hazard=hazard_label(tip.report.hazard)), f"{MENU}.mytips.{tip.number}")]
        for tip in own
    ]
    told = [LINE(number=tip.number, hazard=hazard_label(tip.report.hazard), state=STATES[tip.state]) for tip in own]
    return turn.say(*(told or [NO_TIPS]), BY_CODE, buttons=buttons)


async def show(turn: Turn) -> None:
    """Show what became of one tip, and what its sender may do now."""
    key = codes.find_receipt(turn.incoming.text) or turn.incoming.text
    tip = await mine.own_tip(turn.tx, key, turn.incoming)
    if tip is None:
        return turn.say(UNKNOWN_CODE)
    front = await _front(turn, tip)
    told = [STATUS(number=tip.number, hazard=hazard_label(tip.report.hazard), state=STATES[front.state])]
    if front.work.due is not None and front.state in PROMISES and front.work.rested is None:
        told.append(PROMISES[front.state](by=front.work.due))
    if tip.main is not None:
        told.append(TOGETHER)
    told.append(STEP(day=day_of(tip.filed), move=_("You reported it")))
    told += await _past(turn, tip)
    rows = _choices(tip, key)
    has_code = codes.find_receipt(key) is not None and tip.state != TipState.WITHDRAWN
    if has_code and turn.role not in STAFF and await entering.is_shared(turn.tx, tip):
        told.append(SHARED)
        rows.insert(0, [Button(_("Make the code mine alone"), f"{MENU}.newcode.{key}")])
    return turn.say(*told, buttons=rows)


async def _front(turn: Turn, tip: tips.Tip) -> tips.Tip:
    """Return the tip with which one stands: that of another who reported the same, of which nothing else is shown."""
    return (await cases.get(turn.tx, tip.main) if tip.main else None) or tip


async def _past(turn: Turn, tip: tips.Tip) -> list[Text]:
    """Return what happened that its sender is told of; what was taken back did not happen."""
    made = await history.of(turn.tx, tip.id)
    undone = {each.facts.get("undone") for each in made}
    own = [each for each in made if each.step not in undone and history.OF not in each.facts]
    told = [each for each in own if each.move in TOLD]
    return [STEP(day=day_of(each.at), move=TOLD[each.move]) for each in told]


def _choices(tip: tips.Tip, key: str) -> list[list[Button]]:
    if tip.state == TipState.WITHDRAWN:
        return []
    rows = [[Button(_("Add something"), f"{MENU}.add.{key}")]]
    rows += [[Button(WAYS[way], f"{MENU}.openup.{key}.{way}")] for way in tip.report.openness.further]
    if tip.state in OPEN - CHECKED and tip.work.parent is None:
        rows.append([Button(_("Let others sign it"), f"{MENU}.together.{key}")])
    if tip.state in CHANGEABLE:
        rows.append([Button(_("Withdraw it"), f"{MENU}.withdraw.{key}")])
    return rows


async def withdraw(turn: Turn) -> None:
    """Ask once, then take a tip back."""
    key, _dot, answer = turn.incoming.text.partition(".")
    tip = await mine.own_tip(turn.tx, key, turn.incoming)
    if tip is None:
        return await my_tips(turn) if not key else turn.say(UNKNOWN_CODE)
    if tip.state not in CHANGEABLE:
        return turn.say(TOO_LATE(number=tip.number))
    if answer != "yes":
        yes, no = Button(_("Yes, withdraw it"), f"{MENU}.withdraw.{key}.yes"), Button(_("No, keep it"), _open(key))
        return turn.say(SURE(number=tip.number), buttons=[[yes], [no]], in_place=True)
    await mine.withdraw(turn.tx, tip)
    return turn.say(WITHDRAWN(number=tip.number), buttons=menu(turn), in_place=True)


async def open_up(turn: Turn) -> None:
    """Ask once, then let the office know who sent a tip."""
    key, _dot, rest = turn.incoming.text.partition(".")
    way, _dot, answer = rest.partition(".")
    tip = await mine.own_tip(turn.tx, key, turn.incoming)
    if tip is None:
        return turn.say(UNKNOWN_CODE)
    if way not in tip.report.openness.further:
        turn.incoming = replace(turn.incoming, text=key)
        return await show(turn)
    if answer != "yes":
        yes = Button(_("Yes, tell the office"), f"{MENU}.openup.{key}.{way}.yes")
        no = Button(_("No, leave it as it is"), _open(key))
        asked = OPEN_SURE(number=tip.number, way=OPENNESS[way])
        return turn.say(asked, buttons=[[yes], [no]], in_place=True)
    await mine.open_up(turn.tx, tip, way, turn.incoming)
    return turn.say(OPENED(number=tip.number), in_place=True)


async def add(turn: Turn) -> None:
    """Begin to add to a tip; which one is known when its button was pressed."""
    await quotas.check_adding(turn.tx)
    await conversation.begin(turn, "add", {"tip": turn.incoming.text} if turn.incoming.text else {})


async def edited(turn: Turn) -> None:
    """Offer to add to a tip what was changed after it was sent."""
    if len(turn.incoming.text.strip()) < WORTH or turn.incoming.text.startswith("/"):
        return
    await quotas.check_adding(turn.tx)
    turn.draft = conversation.new_draft("add")
    turn.draft.journal["what"] = turn.incoming.text.strip()[: turn.tx.policy.report.what.most]
    turn.say(EDITED)
    await conversation.go_on(turn, None)


def _open(key: str) -> str:
    return f"{MENU}.mytips.{key}"
