"""What everybody sees of notices to the public."""

from __future__ import annotations

from bot.speech import Text
from bot.texts import _
from handlers.notice_fields import area_label
from handlers.turn import Turn
from storage import notices

BANNER = _("📢 <b>{area}</b> · until {until}\n{words}")


def area_of(notice: notices.Notice) -> Text:
    """Return the words for whom a notice is."""
    return area_label(notice.area.community, notice.area.grid)


def banner(notice: notices.Notice) -> Text:
    """Return a notice as people read it."""
    return BANNER(area=area_of(notice), until=notice.ends, words=notice.words)


async def say_notices(turn: Turn) -> None:
    """Say the notices that are shown now, in one message."""
    if current := await notices.current(turn.tx):
        turn.say(*map(banner, current))
