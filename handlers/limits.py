"""What is said when somebody did something often enough for a day, or faster than answers help."""

from __future__ import annotations

from bot.rules.quotas import Sort
from bot.speech import Outgoing
from bot.texts import _
from handlers import protection
from handlers.deeds import quotas
from handlers.turn import Turn

CALL = _("In danger call: fire {fire} · police {police} · ambulance {ambulance}. What cannot wait until then: 12345.")
TOLD = {
    Sort.ANONYMOUS: _(
        "<b>That was the last anonymous tip for today: {most} a day are taken from one person.</b>\n"
        "An anonymous one can be sent again from {day} on. What you write here stays until then."
    ),
    Sort.KNOWN: _(
        "<b>That was the last tip under your name for today: {most} a day are taken from one person.</b>\n"
        "One more can be sent from {day} on. What you write here stays until then."
    ),
    Sort.PLACE: _(
        "<b>You have told of this place {most} times today, and all of it has arrived.</b>\n"
        "More about it can be sent from {day} on, or added to a tip at once: /mytips. What you wrote here stays."
    ),
    Sort.CODE: _(
        "<b>Several codes were wrong, so I try no more of them for you today.</b>\n"
        "From {day} on you can send one again. Tips under your name still open with /mytips."
    ),
    Sort.PIN: _(
        "<b>Several claim PINs for this receipt code were wrong, so no more are tried today.</b>\n"
        "From {day} on it can be tried again. The reward stays where it is."
    ),
    Sort.ADDED: _(
        "<b>You have added to tips {most} times today, and all of it has arrived.</b>\nFrom {day} on you can add more."
    ),
    Sort.FILES: _(
        "<b>No more photos, voice messages or videos today: {most} a day are taken from one person.</b>\n"
        "You can report in words as before. From {day} on you can send files again."
    ),
}
CAUGHT_UP = _("That was a lot at once. I have read all of it, in order; this is where we are:")


def say_reached(turn: Turn, reached: quotas.Reached) -> None:
    """Say calmly what is used up, when it goes on, and whom to call meanwhile."""
    numbers, quota = turn.tx.policy.emergency.numbers, reached.quota
    told = TOLD[quota.sort](most=quota.most, day=quota.again)
    turn.say(told, CALL(fire=numbers.fire, police=numbers.police, ambulance=numbers.ambulance))


async def say_used_up(turn: Turn) -> None:
    """Say, before somebody begins to write, what they cannot send today."""
    for quota in await quotas.used_up(turn.tx):
        say_reached(turn, quotas.Reached(quota))


def put_together(turn: Turn, alarmed: bool) -> list[Outgoing]:
    """Return what is said at the end of a turn: in a flood nothing that the answer to the last message says as well.

    What changed something is always answered, and an emergency once; `alarmed` tells that it was before.
    """
    most = turn.tx.policy.quotas.messages_waiting
    alarm = not alarmed and turn.incoming.behind >= most and protection.alarm(turn) is not None
    if not turn.incoming.person or turn.incoming.behind < most or turn.tx.changes or alarm:
        return turn.says
    kept = [each for each in turn.says if each.delete]
    turn.says = kept
    if turn.incoming.behind == most:
        turn.say(CAUGHT_UP)
    return turn.says
