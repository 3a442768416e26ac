"""What the house's own clock makes be said: limits to those who must keep them, a question to senders, late answers."""

from __future__ import annotations

from collections.abc import Mapping

from bot.rules.limits import Alert, Phase
from bot.rules.sources import TOLD
from bot.rules.tips import TipState
from bot.speech import Button, Text
from bot.texts import _, language_for
from handlers import enclosures, reward_news
from handlers.catalogue import hazard_label
from handlers.deeds import approving, clock, reaching
from handlers.news import OPEN
from handlers.sources import source_label
from handlers.states import LIMITS, STATES
from handlers.telling import say_to
from handlers.turn import MENU, Turn
from storage import cases, people, tips
from storage.approvals import Approval
from storage.tip_rows import Tip

ALERTS: Mapping[Alert, Text] = {
    Alert.SOON: _("<b>Soon due: No. {number}</b> · {hazard} · {state}\n{limit}."),
    Alert.OVER: _(
        "<b>Overdue: No. {number}</b> · {hazard} · {state}\n"
        "{limit}. Please do it now, or ask for more time with its reason."
    ),
    Alert.ESCALATED: _(
        "<b>Overdue for a working day, now with the admins: No. {number}</b> · {hazard} · {state}\n{limit}."
    ),
    Alert.RAISED: _(
        "<b>Overdue for two working days, now with the leading group: No. {number}</b> · {hazard} · {state}\n{limit}."
    ),
}
FIXED = _(
    "<b>No. {number} was closed as put right. Is it really so?</b>\n"
    "One tap is enough; whoever handled it is not told by whom."
)
CALL = _(
    "<b>No. {number} was closed as put right. Please call back</b> ({source}) and ask whether it is really so: nobody "
    "can be asked in the chat."
)
YES, NO = _("Yes, it is put right"), _("No, it is not")
FRESH = _("<b>An urgent tip waits: {hazard}.</b> /triage")
NOT_ANSWERED = {
    approving.TIME: _("<b>No. {number}: nobody agreed to more time</b> within the term; the limit stays as it was."),
    approving.REOPEN: _(
        "<b>No. {number} is taken up again:</b> nobody decided within the term whether it should be. /triage"
    ),
    approving.IDENTITY: _(
        "<b>No. {number}: no custodian answered within the term.</b> The name stays sealed; you can ask anew."
    ),
}


async def tick(turn: Turn) -> None:
    """Say what the clock found to be due."""
    ticked = await clock.tick(turn.tx)
    for tip, alert in ticked.alerts:
        await _alert(turn, tip, alert)
    for tip in ticked.asks:
        await _ask(turn, tip)
    for asked in ticked.expired:
        await _expired(turn, asked)
    for reward in ticked.reminders:
        await reward_news.remind(turn, reward)


async def _alert(turn: Turn, tip: Tip, alert: Alert) -> None:
    limit = LIMITS[tip.work.phase](by=tip.work.due)
    values = {
        "number": tip.number,
        "hazard": hazard_label(tip.report.hazard),
        "state": STATES[tip.state],
        "limit": limit,
    }
    await say_to(turn, await _heard_by(turn, tip, alert), ALERTS[alert](**values), _open(tip))


async def _heard_by(turn: Turn, tip: Tip, alert: Alert) -> list[people.Person]:
    """Return who hears of a limit: those whose work it is, then the admins, then the leading group too."""
    admins = await reaching.admins(turn.tx, tip)
    if alert is Alert.RAISED:
        return list({each.id: each for each in (*admins, *await reaching.leaders(turn.tx, tip))}.values())
    if alert is Alert.ESCALATED or not tip.work.desk or tip.work.phase in (Phase.CLOSE, Phase.FOLLOW_UP):
        return admins
    return await reaching.workers(turn.tx, tip) or admins


async def _ask(turn: Turn, tip: Tip) -> None:
    """Ask everybody who sent a tip, once, whether it is really put right, with the photo of how it is now."""
    photos = await enclosures.after(turn, tip.number)
    senders = await reaching.senders(turn.tx, tip)
    await _let_call(turn, tip, {each.tip.number for each in senders})
    for each in senders:
        number = each.tip.number
        rows = [[Button(YES, f"{MENU}.fixed.{number} yes")], [Button(NO, f"{MENU}.doubt.{number}")]]
        turn.tell(each.chat, language_for(each.language), FIXED(number=number), buttons=rows, enclosed=photos)


async def _let_call(turn: Turn, tip: Tip, reached: set[str]) -> None:
    """Let the admins call those who told it elsewhere, and whom no way in the chat leads to."""
    for each in (tip, *await cases.joined(turn.tx, tip)):
        if each.work.source in TOLD and each.number not in reached:
            about = f"{MENU}.hotline.called {each.number}"
            rows = [[Button(_("Called back"), about)], [Button(_("Reply to copy"), about.replace("called", "reply"))]]
            told = CALL(number=each.number, source=source_label(each.work.source))
            await say_to(turn, await reaching.admins(turn.tx, each), told, rows)


async def _expired(turn: Turn, asked: Approval) -> None:
    asker = await people.get(turn.tx, asked.asker) if asked.asker else None
    tip = await tips.by_number(turn.tx, asked.object)
    if tip is not None:
        whom = [asker] if asker else await reaching.admins(turn.tx, tip)
        await say_to(turn, whom, NOT_ANSWERED[asked.kind](number=asked.object), _open(tip))


async def fresh(turn: Turn) -> None:
    """Tell the admins that an urgent tip waits: `fresh NUMBER`, some minutes after it was filed."""
    tip = await tips.by_number(turn.tx, turn.incoming.command.partition(" ")[2])
    if tip is not None and tip.state is TipState.RECEIVED and tip.main is None:
        told = FRESH(hazard=hazard_label(tip.report.hazard))
        whom = await reaching.admins(turn.tx, tip)
        await say_to(turn, whom, told, [[Button(_("Next card"), f"{MENU}.triage.")]])


def _open(tip: Tip) -> list[list[Button]]:
    return [[Button(OPEN, f"{MENU}.tip.{tip.number}")]]
