"""The words for how a tip came in."""

from __future__ import annotations

from collections.abc import Mapping

from bot.rules.sources import Source
from bot.speech import Text
from bot.texts import _
from storage.tip_rows import Tip

SOURCES: Mapping[str, Text] = {
    Source.CHAT: _("in the chat"),
    Source.HOTLINE: _("12345 hotline"),
    Source.WALK_IN: _("told at the counter or the door"),
    Source.PHONE: _("told by phone"),
    Source.POLICE: _("from the police"),
    Source.PROPERTY: _("from the property company"),
    Source.METER_READER: _("from a meter reader"),
    Source.INSPECTION: _("inspection by city or district"),
    Source.SELF: _("found by our own checks"),
}
NUMBERED = Text("{number} ({source})")


def source_label(code: str) -> Text:
    """Return the words for how a tip came in."""
    return SOURCES.get(code) or Text("{code}")(code=code)


def numbered(tip: Tip) -> Text:
    """Return a tip's number as a list shows it: with how it came in, unless its sender wrote it in the chat."""
    if tip.work.source == Source.CHAT:
        return Text("{number}")(number=tip.number)
    return NUMBERED(number=tip.number, source=source_label(tip.work.source))
