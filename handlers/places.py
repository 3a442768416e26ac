"""Asking where: words, a point on the map or a list lead to an address; nothing about it is guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

from bot.dialogue import Choice, Json, Refused, Stale, Talk, Words
from bot.speech import Incoming, Text
from bot.texts import _
from handlers.deeds import places as deeds
from handlers.deeds.places import Place, Said

LIST = "list"
HERE = "here"
ASKS: Mapping[str, Text] = {
    "community": _("<b>Which community is it in?</b>"),
    "estate": _("<b>Which estate is it?</b>\nTap it, or type its name."),
    "building": _("<b>Which building?</b>\nTap it, or type its number."),
    "unit": _("<b>Which unit (staircase)?</b>\nTap it, or type it."),
    "room": _("<b>Which room?</b>\nPlease type its number, for example 501."),
    "sub": _("<b>Is that a part of a larger flat, or a flat of its own?</b>"),
}
UNLISTED = _(
    "<b>Which estate is it?</b>\nI cannot tell it from that. Please type its name, or skip if you do not know it."
)
LABELS: Mapping[str, Text] = {
    "building": _("Building {name}"),
    "unit": _("Unit {name}"),
    "room": _("Room {name}"),
    "sub": _("Part {name} of a flat"),
}
HEARD = _("<b>Where is it?</b>\nYour words sound like: {place}. If that is right, tap it; if not, type it.")
UNDERSTOOD = _("I understood: {shown}\n{question}")
NOT_READ = _("I could not make that out. Tap a button, type it another way, or skip.\n{question}")
OWN_FLAT = _("A flat of its own")
MOST_ASKED = 8
LONGEST_PART = 30


@dataclass(frozen=True)
class PlaceField:
    """Where something is: words, a point on the map, or the wish to choose from a list.

    `heard` is a place that the person named before; it is offered.
    """

    words: Words
    listed: bool = False
    heard: str = ""
    numbered = False

    @property
    def choices(self) -> Mapping[str, Text]:
        """The place that was named before, and the list when the town has one."""
        here = {HERE: Text("{place}")(place=self.heard)} if self.heard else {}
        return here | ({LIST: _("Choose from a list")} if self.listed else {})

    @property
    def yes(self) -> str:
        """What a plain yes stands for."""
        return HERE if self.heard else ""

    def pick(self, code: str) -> Said:
        """Return the place that was named before, or the wish to choose from the list."""
        if code not in self.choices:
            raise Refused(_("Please type where it is."))
        return self.heard if code == HERE else {LIST: True}

    def read(self, incoming: Incoming) -> Said:
        """Return the point or the words of the message, or what a number too short for an address stands for."""
        if incoming.at:
            return {"at": list(incoming.at)}
        typed, codes = incoming.text.strip(), list(self.choices)
        if typed.isdecimal() and len(typed) < self.words.least and 1 <= int(typed) <= len(codes):
            return self.pick(codes[int(typed) - 1])
        return self.words.read(incoming)

    def dump(self, value: Said) -> Json:
        """Return the answer."""
        return value

    def load(self, stored: Json) -> Said:
        """Return what was stored, checked again."""
        if not isinstance(stored, dict):
            return self.words.load(stored)
        if LIST not in stored and len(stored.get("at", ())) != 2:
            raise Stale
        return stored

    def show(self, value: Said) -> Text | str:
        """Return the words, or what stands for the point."""
        return value if isinstance(value, str) else _("a point on the map") if "at" in value else _("not said")

    def tally(self, values: Sequence[Said]) -> Text:
        """Return words for this many answers."""
        return Text("{count}")(count=len(values))


@dataclass(frozen=True)
class PartField(Choice):
    """One part of an address: one of those on offer, or typed."""

    numbered: bool = False

    def read(self, incoming: Incoming) -> str:
        """Return what was typed."""
        typed = incoming.text.strip()
        if not 0 < len(typed) <= LONGEST_PART:
            raise Refused(_("Please tap a button, or type it in a few characters."))
        return typed

    def load(self, stored: Json) -> str:
        """Return the answer."""
        if not isinstance(stored, str):
            raise Stale
        return stored

    def show(self, value: str) -> Text:
        """Return the label, or what was typed."""
        return self.options.get(value) or Text("{name}")(name=value)


def part_field(part: str, options: Sequence[str]) -> PartField:
    """Return the field of an open part; a choice's code is its place on the list."""
    label = LABELS.get(part, Text("{name}"))
    choices = {f"o{place}": label(name=name) if name else OWN_FLAT for place, name in enumerate(options)}
    return PartField(choices, numbered=part not in ("building", "unit", "room"))


@dataclass(frozen=True)
class Where:
    """Where it is: as it was said, as it is understood, and as it is shown."""

    said: Said
    place: Place
    shown: str
    mark: str

    @property
    def told(self) -> str:
        """The place as it is understood, with the words that were written where they say more or otherwise."""
        said = self.said if isinstance(self.said, str) else self.shown
        written, understood = "".join(said.split()), "".join(self.shown.split())
        if written in understood:
            return self.shown
        return said if understood in written else f"{self.shown} ({said})"


async def ask_where(talk: Talk, question: Text, field: PlaceField, rooms: bool) -> Where:
    """Ask for the place and for whatever is open about it; anything may be skipped, and then stays open."""
    if words := await talk.heard(before="where"):
        heard = await talk.look(f"heard:{crc32(words.encode()):08x}", deeds.heard, words)
        field = replace(field, heard=heard)
        question = HEARD(place=heard) if heard else question
    said = await talk.ask("where", question, field)
    mark = f"{crc32(repr((said, rooms)).encode()):08x}"
    place = await talk.look(f"place:{mark}", deeds.understand, said, rooms)
    again = False
    for turn in range(MOST_ASKED):
        if not place["part"]:
            break
        asked = ASKS[place["part"]] if place["part"] != "estate" or place["options"] else UNLISTED
        if again:
            asked = NOT_READ(question=asked)
        elif place["shown"]:
            asked = UNDERSTOOD(shown=place["shown"], question=asked)
        name = f"{place['part']}:{mark}:{turn}"
        field_of = part_field(place["part"], place["options"])
        chosen = await talk.ask(name, asked, field_of, optional=True)
        if chosen is None:
            break
        value = place["options"][int(chosen[1:])] if chosen in field_of.options else chosen
        before, place = place, await talk.look(f"place:{mark}:{turn}", deeds.settle, place, value, rooms)
        again = (place["part"], place["shown"]) == (before["part"], before["shown"])
    at = f"{said['at'][0]:.5f}, {said['at'][1]:.5f}" if isinstance(said, dict) and "at" in said else ""
    shown = " ".join(filter(None, (*place["grid"], place["shown"], at))) if at else place["shown"]
    shown = shown or (said if isinstance(said, str) else "")
    await talk.show("where", _shown(said, place, shown))
    return Where(said, place, shown, f"{crc32(repr(place['address']).encode()):08x}")


def _shown(said: Said, place: Place, shown: str) -> Text:
    written = "".join(said.split()) if isinstance(said, str) else ""
    if place["shown"] and written not in "".join(place["shown"].split()):
        return _("{place} (you wrote: {said})")(place=place["shown"], said=said)
    return Text("{place}")(place=shown) if shown else _("not said")
