"""Notices to the public: the list for admins, taking one back, and what everybody sees of them."""

from __future__ import annotations

from collections.abc import Sequence

from bot.speech import Button, Text
from bot.texts import _
from handlers import conversation
from handlers.banners import area_of
from handlers.commands import refuse
from handlers.deeds.notices import RIGHT
from handlers.turn import MENU, Turn
from storage import notices

LIST = _("<b>Notices to the public</b>\nShown with /start and before a report; each ends by itself.")
NONE = _("No notice stands now.")
LINE = _("{place}. {words}\n{area}, {begins} to {ends}")
NEW = _("New notice")
WITHDRAW = _("Withdraw {place}")
WITHDRAWN = _("Withdrawn: nobody sees it any more.")
OVER = _("That notice has ended already.")


async def notice(turn: Turn) -> None:
    """List the notices, begin a new one, or withdraw one: `new`, `off NAME`."""
    if not turn.may(RIGHT):
        return await refuse(turn)
    what, _space, name = turn.incoming.text.partition(" ")
    if what == "new":
        return await conversation.begin(turn, "notice")
    if what == "off":
        await _withdraw(turn, name)
    await _list(turn)
    return await conversation.go_on(turn, None)


async def _withdraw(turn: Turn, name: str) -> None:
    gone = await notices.withdraw(turn.tx, name)
    if gone is not None:
        await turn.record("notice.withdraw", gone.name)
    turn.say(WITHDRAWN if gone else OVER)


async def _list(turn: Turn) -> None:
    listed = await notices.listed(turn.tx)
    told = [LIST, *(_line(place, each) for place, each in enumerate(listed, 1))]
    rows = [[Button(WITHDRAW(place=place), f"{MENU}.notice.off {each.name}")] for place, each in enumerate(listed, 1)]
    turn.say(*(told if listed else [LIST, NONE]), buttons=_with_new(rows))


def _line(place: int, each: notices.Notice) -> Text:
    return LINE(place=place, words=each.words, area=area_of(each), begins=each.begins, ends=each.ends)


def _with_new(rows: Sequence[Sequence[Button]]) -> list[Sequence[Button]]:
    return [*rows, [Button(NEW, f"{MENU}.notice.new")]]
