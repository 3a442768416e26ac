"""Drawing over parts of a photo: choose it, choose the parts, look at the copy, let it take the photo's place."""

from __future__ import annotations

from collections.abc import Mapping

from bot.rules import codes
from bot.speech import Button, Text
from bot.texts import _
from handlers import conversation, enclosures
from handlers.commands import refuse
from handlers.deeds import redacting as deeds
from handlers.turn import MENU, Turn
from storage import redactions
from storage.media import Item
from storage.tip_rows import Tip

SIDE = 4
CELLS = SIDE * SIDE
ALL = (1 << CELLS) - 1

DRAW_OVER = _("Draw over a photo")
WHICH = _("<b>Which photo of No. {number}?</b>")
PHOTO = _("Photo {place}")
PARTS = _(
    "<b>Photo {place} of No. {number}: which parts shall nobody see?</b>\n"
    "The buttons lie as the parts of the photo do. Tap those with faces, name plates or papers."
)
STYLES: Mapping[str, Text] = {"black": _("Black it out"), "blur": _("Blur it")}
LOOK = _("Show me the copy")
DRAWING = _("<b>The copy is being drawn.</b> It comes here in a moment; nothing has changed yet.")
COPY = _("<b>No. {number}: this is the copy.</b> Shall everybody see it from now on?")
USE, AGAIN, LEAVE = _("Use the copy"), _("Choose other parts"), _("Leave the photo as it is")
USED = _(
    "<b>No. {number}: everybody sees the copy from now on.</b> The photo as it was is sealed; it takes a reason and a "
    "custodian to see it. What was shown in chats before stays there."
)
LEFT = _("<b>No. {number}: the photo stays as it is.</b>")
FAILED = _("The copy could not be drawn: the photo is gone or cannot be opened. Please open the tip again.")
GONE = _("That photo or copy is not there any more. /tip {number} shows what is.")


async def buttons(turn: Turn, found: Tip) -> list[list[Button]]:
    """Return the button by which a photo of a tip is drawn over."""
    if not turn.may(deeds.RIGHT) or not await deeds.photos(turn.tx, found.number):
        return []
    return [[Button(DRAW_OVER, f"{MENU}.redact.{found.number}")]]


async def redact(turn: Turn) -> None:
    """Draw over a photo: `NUMBER`, then `PHOTO STYLE CELLS`, then `PHOTO draw STYLE CELLS`, `PHOTO use COPY`."""
    if not turn.may(deeds.RIGHT):
        return await refuse(turn)
    typed, *words = turn.incoming.text.split() or [""]
    found = await deeds.tip_of(turn.tx, codes.read_tip_number(typed) or "")
    if found is None:
        turn.say(GONE(number=typed))
    else:
        await _step(turn, found, words)
    return await conversation.go_on(turn, None)


async def _step(turn: Turn, found: Tip, words: list[str]) -> None:
    photos = await deeds.photos(turn.tx, found.number)
    chosen = photos if len(photos) == 1 else [each for each in photos if words and _name(each) == words[0]]
    if not chosen:
        return _ask_which(turn, found, photos)
    item, place = chosen[0], photos.index(chosen[0]) + 1
    what = words[1] if len(words) > 1 else ""
    if what == "draw" and (how := _how(words[2:])):
        await deeds.draw(turn.tx, found.number, item, *how)
        return turn.say(DRAWING, in_place=True)
    if what in ("use", "leave"):
        return await _decide(turn, found, item, what, words[2] if len(words) > 2 else "")
    how = _how(words[1:])
    if how is None:
        await enclosures.play(turn, item.id.hex(), PHOTO(place=place))
    parts, rows = _ask_parts(found, item, place, *(how or ("black", 0)))
    return turn.say(parts, buttons=rows, in_place=how is not None)


def _name(item: Item) -> str:
    return item.id.hex()[: deeds.SHORT]


def _how(words: list[str]) -> tuple[str, int] | None:
    """Return a style and the chosen parts, if that is what the words name."""
    if len(words) != 2 or words[0] not in STYLES or set(words[1]) - set("0123456789abcdef") or len(words[1]) != 4:
        return None
    return words[0], int(words[1], 16) & ALL


def _ask_which(turn: Turn, found: Tip, photos: list[Item]) -> None:
    chosen = [Button(PHOTO(place=at), f"{MENU}.redact.{found.number} {_name(each)}") for at, each in _numbered(photos)]
    rows = [chosen[at : at + 3] for at in range(0, len(chosen), 3)]
    turn.say((WHICH if photos else GONE)(number=found.number), buttons=rows)


def _numbered(photos: list[Item]) -> list[tuple[int, Item]]:
    return list(enumerate(photos, 1))


def _ask_parts(found: Tip, item: Item, place: int, style: str, cells: int) -> tuple[Text, list[list[Button]]]:
    """Return the parts as buttons: a chosen one is black, and a tap chooses it or lets it go."""
    data = f"{MENU}.redact.{found.number} {_name(item)}"
    parts = [
        Button(
            Text("■") if cells >> part & 1 else Text("{part}")(part=part + 1),
            f"{data} {style} {cells ^ (1 << part):04x}",
        )
        for part in range(CELLS)
    ]
    other = next(each for each in STYLES if each != style)
    rows = [parts[at : at + SIDE] for at in range(0, CELLS, SIDE)]
    rows.append([Button(STYLES[other], f"{data} {other} {cells:04x}")])
    rows += [[Button(LOOK, f"{data} draw {style} {cells:04x}")]] if cells else []
    return PARTS(place=place, number=found.number), [*rows, [_leave(data)]]


def _leave(data: str) -> Button:
    return Button(LEAVE, f"{data} leave")


async def _decide(turn: Turn, found: Tip, item: Item, what: str, copy: str) -> None:
    if what == "leave":
        await redactions.withdraw(turn.tx, item)
        return turn.say(LEFT(number=found.number))
    if not await deeds.take(turn.tx, item, copy):
        return turn.say(GONE(number=found.number))
    await turn.record(deeds.RIGHT, found.number)
    return turn.say(USED(number=found.number))


def is_drawn(turn: Turn) -> bool:
    """Tell whether a copy was drawn."""
    return turn.incoming.kind == "job" and turn.incoming.command == deeds.JOB


async def drawn(turn: Turn) -> None:
    """Show a copy to whoever asked for it, with what can be done now."""
    result = turn.incoming.result
    found = await deeds.tip_of(turn.tx, result["number"])
    photos = await deeds.photos(turn.tx, found.number) if found else []
    item = next((each for each in photos if each.id.hex() == result["item"]), None)
    if found is None or item is None or item.draft is None or item.draft.name != result["copy"]:
        return turn.say(FAILED)
    data = f"{MENU}.redact.{found.number} {_name(item)}"
    rows = [
        [Button(USE, f"{data} use {item.draft.name[: deeds.SHORT]}")],
        [Button(AGAIN, f"{data} {result['style']} {result['cells']:04x}")],
        [_leave(data)],
    ]
    return turn.say(COPY(number=found.number), buttons=rows, enclosed=[enclosures.enclosed("photo", item.draft)])
