"""What the bot does when nobody spoke: albums that are complete, drafts that were left, what the house must tell."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import TypeAlias

from bot.dialogue.screens import aside_screen
from bot.speech import Outgoing
from bot.texts import _
from handlers import admin, approvals, conversation, following, group_cards, leaving, news, reward_news, ticking
from handlers.deeds import calendar, clock, followers
from handlers.deeds.approving import ASKED
from handlers.deeds.assessing import NONE
from handlers.deeds.handling import NEWS
from handlers.deeds.leaving import FREED
from handlers.deeds.reward_moves import NEWS as REWARD_NEWS
from handlers.deeds.reward_requests import ANSWERED
from handlers.deeds.staff_groups import CARD
from handlers.deeds.tips import FRESH
from handlers.turn import Turn
from storage import timers

Ring: TypeAlias = Callable[[Turn], Awaitable[None]]

HOUR, DAY = 3600, 86400


async def ring(turn: Turn) -> None:
    """Do what is due."""
    if (alone := STANDING.get(turn.incoming.command.partition(" ")[0])) is not None:
        await alone(turn)
    elif turn.draft is not None:
        await RINGS[turn.incoming.command](turn)


async def _album(turn: Turn) -> None:
    await conversation.go_on(turn, None)


async def _remind(turn: Turn) -> None:
    """Remind once, silently, of a draft that was left for a day; the next ring forgets it."""
    drafts = turn.tx.policy.drafts
    left = drafts.remind_hours * HOUR - turn.pause
    if left > 0:
        await timers.begin(turn.tx, timers.of("draft", turn.incoming), int(turn.tx.now.timestamp()) + left)
    elif turn.draft is not None:
        turn.draft.aside = turn.draft.aside or "pause"
        until = turn.tx.now + timedelta(seconds=drafts.expire_days * DAY - turn.pause)
        screen = aside_screen(turn.draft)
        told = _("You began something here yesterday and did not send it. I keep it for you until {until}.")
        turn.say(told(until=until), buttons=screen.buttons, notice=True)
        await timers.begin(turn.tx, timers.of("expiry", turn.incoming), int(until.timestamp()))


async def _forget(turn: Turn) -> None:
    """Forget a draft that was left for good; one that was taken up again is followed anew."""
    left = turn.tx.policy.drafts.expire_days * DAY - turn.pause
    if left > 0:
        await timers.begin(turn.tx, timers.of("draft", turn.incoming), int(turn.tx.now.timestamp()) + HOUR)
    else:
        turn.draft = None
        turn.say(
            _("What you began here a week ago is deleted now. Nothing was sent. /report begins anew."), notice=True
        )


async def _calendar(turn: Turn) -> None:
    """Tell an admin that a year of holidays is missing, and look again later."""
    if turn.may("backlog.read"):
        missing = await calendar.look(turn.tx)
        if missing is not None:
            turn.say(admin.MISSING_YEAR(year=missing), notice=True)


async def _vanish(turn: Turn) -> None:
    """Take a message out of the chat whose time is over."""
    message = turn.incoming.command.partition(" ")[2]
    turn.says.append(Outgoing(turn.incoming.chat, delete=int(message)))


RINGS: Mapping[str, Ring] = {"album": _album, "draft": _remind, "expiry": _forget}
"""What belongs to a draft, and goes with it."""

STANDING: Mapping[str, Ring] = {
    calendar.KIND: _calendar,
    followers.KIND: following.digest,
    followers.NOTICE: following.notice,
    clock.KIND: ticking.tick,
    NEWS: news.tell,
    ASKED: approvals.announce,
    FREED: leaving.free,
    REWARD_NEWS: reward_news.tell,
    ANSWERED: reward_news.answered,
    NONE: reward_news.none,
    FRESH: ticking.fresh,
    CARD: group_cards.refresh,
    timers.VANISH: _vanish,
}
"""What is due whatever is open."""


async def follow(turn: Turn) -> None:
    """Set a draft's timer when it begins, and take every trace of its timers away when it ends."""
    if turn.draft is not None and turn.kept is None:
        due = int(turn.tx.now.timestamp()) + turn.tx.policy.drafts.remind_hours * HOUR
        await timers.begin(turn.tx, timers.of("draft", turn.incoming), due)
    elif turn.draft is None and turn.kept is not None:
        await timers.end(turn.tx, turn.incoming.person, RINGS)
