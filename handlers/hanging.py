"""Cards on their way into group chats: what became of each, and what to do where one could not be said."""

from __future__ import annotations

from dataclasses import replace

from bot.rules.people import Role
from bot.rules.staff_groups import Posting
from bot.texts import _
from handlers import group_cards
from handlers.telling import say_to
from handlers.turn import Turn
from storage import audit, cases, outbox, people, staff_groups, tips
from storage.staff_groups import StaffGroup

DELETED = "thread_not_found"
"""What Telegram says of a topic that is not there any more, as a code."""

UNKNOWN = b"?"
"""Of a card that followed its group to another number: what it says is not kept, and is looked at."""

NO_TOPICS = _(
    "<b>{title}: I cannot make topics there.</b> Cards go to the group itself meanwhile. Please look whether topics "
    "are turned on, and make me an administrator who may manage topics; then link it once more: /group"
)
NO_WORDS = _(
    "<b>{title}: I cannot write there.</b> Cards wait meanwhile. Please allow me to write, or make me an "
    "administrator; then link it once more: /group"
)
GONE = _(
    "<b>{title}: I am not in that group any more.</b> It is unlinked, and no cards go there. To link it anew: /group"
)


def is_said(turn: Turn) -> bool:
    """Tell whether it is known what became of something said in a group."""
    return turn.incoming.kind == "job" and turn.incoming.command == outbox.SAID


async def said(turn: Turn) -> None:
    """Go on after something was said in a group, or could not be."""
    result = turn.incoming.result
    group = await staff_groups.find(turn.tx, result["chat"])
    what, _space, about = result["back"].partition(" ")
    if group is None:
        return
    if result["verdict"] == "blocked":
        await gone(turn, group)
    elif what == group_cards.TOPIC:
        await _topic(turn, group, about, result["number"])
    elif result["number"]:
        await _hung(turn, group, about.split()[0], result["number"])
    else:
        number, thread = about.split()
        await _failed(turn, group, number, int(thread), result["fault"])


async def _topic(turn: Turn, group: StaffGroup, grid: str, thread: int) -> None:
    """Say the cards that waited for a topic; where none can be made, in the group itself."""
    if thread:
        await staff_groups.keep_topic(turn.tx, group, grid, thread)
    else:
        await staff_groups.forget_topic(turn.tx, group, grid)
        group = await _fall_back(turn, group, Posting.PLAIN)
    await go_on(turn, group)


async def _hung(turn: Turn, group: StaffGroup, number: str, message: int) -> None:
    """Keep which message a card is, and bring it up to date if something happened while it was on its way."""
    tip = await tips.by_number(turn.tx, number)
    for card in await staff_groups.cards(turn.tx, tip.id) if tip else []:
        if tip is not None and card.group.id == group.id:
            hung = replace(card, message=message, said=card.said or UNKNOWN)
            await staff_groups.hang(turn.tx, group, tip.id, hung.said, message)
            await group_cards.update(turn, hung, tip)


async def _failed(turn: Turn, group: StaffGroup, number: str, thread: int, fault: str) -> None:
    """Say a card elsewhere: in a new topic if its own was deleted, in the group itself, or once that is allowed."""
    tip = await tips.by_number(turn.tx, number)
    if tip is None:
        return
    await staff_groups.hang(turn.tx, group, tip.id)
    if thread and DELETED in fault:
        grid = tip.report.spot.grid or ""
        if await staff_groups.topic(turn.tx, group, grid) == thread:
            await staff_groups.forget_topic(turn.tx, group, grid)
    else:
        group = await _fall_back(turn, group, Posting.PLAIN if thread else Posting.MUTE)
    await group_cards.say(turn, group, tip)


async def _fall_back(turn: Turn, group: StaffGroup, posting: Posting) -> StaffGroup:
    """Let cards go where they still can, and tell the admins once what to change."""
    if group.posting in (posting, Posting.MUTE):
        return group
    await staff_groups.post(turn.tx, group, posting)
    told = NO_TOPICS if posting is Posting.PLAIN else NO_WORDS
    await say_to(turn, await people.of_role(turn.tx, Role.ADMIN), told(title=group.title), [])
    return replace(group, posting=posting)


async def gone(turn: Turn, group: StaffGroup) -> None:
    """Unlink a group that the bot is not in any more."""
    await staff_groups.unlink(turn.tx, group)
    await audit.record(turn.tx, "", "group.gone", group.handle)
    await say_to(turn, await people.of_role(turn.tx, Role.ADMIN), GONE(title=group.title), [])


async def go_on(turn: Turn, group: StaffGroup) -> None:
    """Say the cards that wait for a group."""
    for each in await staff_groups.waiting(turn.tx, group):
        tip = await cases.get(turn.tx, each)
        if tip is not None:
            await group_cards.say(turn, group, tip)
