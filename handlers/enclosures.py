"""What staff see of the files that came with a tip: what is there yet, and the clean copies themselves."""

from __future__ import annotations

from collections.abc import Sequence

from bot.dialogue import MEDIA
from bot.rules.tips import Move
from bot.speech import Enclosed, Medium, Text
from bot.texts import _
from handlers.deeds import sight
from handlers.turn import Turn
from storage import media, redactions
from storage.files import Sealed
from storage.media import Item, State

ALBUM = 10
"""Photos that one album of Telegram holds."""

PREPARING = _("<i>{tally}: still being prepared. Please look again in a minute.</i>")
LOST = _("<i>{tally}: could not be fetched or opened, and is not kept.</i>")
COVERED = _("<i>Photos that staff drew over: {count}.</i>")
LISTEN = _("<b>Has a voice message: somebody must listen to it.</b>")
UNCLEAR = _("<i>A voice message was listened to: nothing to understand.</i>")
ALIKE = _("<i>A picture that looks the same came with No. {numbers}.</i>")
ORIGINALS = _(
    "No. {number}: as it came, with whatever the camera wrote into it. For use as evidence only; in {minutes} minutes "
    "it is taken out of the chat."
)


UNDER = _(
    "No. {number}: as it was before it was drawn over. For your eyes only; in {minutes} minutes it is taken out of the "
    "chat."
)


async def notes(turn: Turn, number: str) -> list[Text]:
    """Return the lines that a tip's card has on its files."""
    items = await media.of_tip(turn.tx, number)
    voices = [each for each in items if each.kind == "voice" and each.state != "lost" and not each.by]
    told = [LISTEN] if any(not each.heard for each in voices) else []
    told += [UNCLEAR] if any(each.heard == "nothing" for each in voices) else []
    if covered := sum(each.under is not None for each in items):
        told.append(COVERED(count=covered))
    told += [PREPARING(tally=tally) for tally in _tallies(items, "waiting")]
    told += [LOST(tally=tally) for tally in _tallies(items, "lost")]
    alike = await media.seen_before(turn.tx, items)
    known = [other for other in alike if await sight.seen(turn.tx, turn.person, other)]
    return told + ([ALIKE(numbers=", ".join(known))] if known else [])


async def spoken(turn: Turn, number: str) -> bool:
    """Tell whether a voice message came with a tip."""
    return any(each.kind == "voice" for each in await media.of_tip(turn.tx, number))


def _tallies(items: Sequence[Item], state: State) -> list[Text]:
    kinds = [each.kind for each in items if each.state == state]
    return [MEDIA[kind](count=kinds.count(kind)) for kind in MEDIA if kind in kinds]


async def show(turn: Turn, number: str) -> None:
    """Send the clean copies: photos as albums, videos one by one, and voice messages to those who may listen."""
    items = [each for each in await media.of_tip(turn.tx, number) if each.state == "kept"]
    items = [each for each in items if each.kind != "voice" or turn.may("voice.listen")]
    caption = Text("No. {number}")(number=number)
    photos = [enclosed("photo", each.sealed) for each in items if each.kind == "photo" and each.sealed]
    for at in range(0, len(photos), ALBUM):
        turn.say(caption, enclosed=photos[at : at + ALBUM])
    for each in items:
        if each.kind != "photo" and each.sealed:
            turn.say(caption, enclosed=[enclosed(each.kind, each.sealed)])


async def play(turn: Turn, voice: str, caption: Text) -> None:
    """Send one voice message."""
    item = await media.get(turn.tx, bytes.fromhex(voice))
    if item is not None and item.sealed is not None:
        turn.say(caption, enclosed=[enclosed(item.kind, item.sealed)])


async def after(turn: Turn, number: str) -> list[Enclosed]:
    """Return the newest photo that staff took once it was put right, if there is one."""
    items = [each for each in await media.of_tip(turn.tx, number) if each.by == Move.RECTIFY and each.kind == "photo"]
    return [enclosed("photo", each.sealed) for each in items[-1:] if each.sealed]


def enclosed(kind: Medium, sealed: Sealed, name: str = "") -> Enclosed:
    """Return a kept file as something to send."""
    return Enclosed(kind, kept=sealed.name, key=sealed.key, name=name)


async def lay_bare(turn: Turn, number: str, minutes: int) -> None:
    """Send photos as they came, and as they were before they were drawn over, as files that do not stay in the chat."""
    photos = [(ORIGINALS, each) for each in await media.originals(turn.tx, number)]
    photos += [(UNDER, each) for each in await redactions.covered(turn.tx, number)]
    for place, (caption, each) in enumerate(photos, 1):
        file = enclosed("document", each, f"{number}-{place}.jpg")
        turn.say(caption(number=number, minutes=minutes), enclosed=[file], minutes=minutes)
