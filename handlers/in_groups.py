"""What is done in a group chat, and what comes back from one: of linked groups alone, and never more than a button."""

from __future__ import annotations

from collections.abc import Mapping

from bot.rules import cleaning, codes, rights
from bot.rules.people import STAFF
from bot.rules.staff_groups import Posting
from bot.rules.tips import Move
from bot.speech import Group, Incoming, Outgoing, Text
from bot.texts import _, words
from handlers import cards, commands, hanging
from handlers.deeds import handling, sight
from handlers.deeds import staff_groups as deeds
from handlers.turn import Turn
from storage import people, staff_groups
from storage.staff_groups import StaffGroup
from storage.tip_rows import Tip

MOST_TITLE = 60

LINK = "link"
LINKED_HERE = _(
    "This group is linked. I hang the cards of tips here; whatever else we do stays in our private chat, and I answer "
    "nothing here."
)
LINKED = _("<b>{title} is linked.</b> Each grid gets its topic there with its first card. /group shows and unlinks it.")
LINKED_PLAIN = _(
    "<b>{title} is linked.</b> It has no topics, so all cards go to the group itself. For one topic a grid: turn on "
    "topics in the group's settings, make me an administrator who may manage topics, then link it once more: /group"
)
NOT_VALID = _("That code is not valid: it was used, is too old, or was copied in part. /group makes a new one.")
COME_IN = _("I am in {title} now, and silent until it is linked: /group")
GOODBYE = _(
    "I work for the street office and only in its own groups, so I leave. To report a danger, write to me alone."
)
IN_PRIVATE = _("In our private chat, please. Here I do nothing on command.")
NOT_YOURS = _("That belongs to another role. Nothing was changed.")
NOT_NOW = _("That is not possible any more. Open it to see where it stands.")
OTHERS = _("{name} has it already. Nothing was changed.")
YOURS = _("You have it now.")
GOING = _("Noted: you are on your way. Record what you find in our private chat.")
SENT = _("It is in our private chat.")

ACTIONS: Mapping[str, str] = {"tip": "tip.read", f"do {Move.TAKE}": "tip.take", f"do {Move.GO}": "tip.go"}
"""The buttons that do something in a group, and the right that each needs."""


async def hear(turn: Turn, where: Group) -> None:
    """Deal with one thing that happened in a group: in one that is not linked the bot stays silent."""
    incoming = turn.incoming
    group = await staff_groups.find(turn.tx, incoming.chat)
    if incoming.kind == "moved":
        await staff_groups.move(turn.tx, incoming.chat, where.moved_to)
    elif incoming.kind == "unblocked":
        await _came(turn, where, group)
    elif incoming.kind == "blocked" and group is not None:
        await hanging.gone(turn, group)
    elif incoming.kind == "press":
        await _press(turn, group)
    elif incoming.command == LINK and turn.may("group.link"):
        await _link(turn, where)
    elif incoming.kind == "command" and group is not None:
        await _hint(turn, where, group)


def _title(where: Group) -> str:
    return cleaning.clean(where.title, MOST_TITLE).text


async def _link(turn: Turn, where: Group) -> None:
    """Link a group by the code that an admin sends there."""
    incoming = turn.incoming
    if not await deeds.use_code(turn.tx, incoming.text.strip()):
        return turn.tell(incoming.person, turn.language, NOT_VALID)
    posting = Posting.TOPICS if where.forum else Posting.PLAIN
    group = await staff_groups.link(turn.tx, incoming.chat, _title(where), turn.language, posting)
    await turn.record("group.link", group.handle)
    turn.says.append(Outgoing(group.chat, turn.words(LINKED_HERE), thread=where.thread))
    turn.tell(incoming.person, turn.language, (LINKED if where.forum else LINKED_PLAIN)(title=group.title))
    return await hanging.go_on(turn, group)


async def _came(turn: Turn, where: Group, group: StaffGroup | None) -> None:
    """Go on in a group where the bot may do more now; leave one into which somebody else brought it."""
    incoming = turn.incoming
    if group is not None:
        posting = Posting.TOPICS if where.forum else Posting.PLAIN
        changed = await staff_groups.link(turn.tx, group.chat, _title(where), group.language, posting)
        await hanging.go_on(turn, changed)
    elif where.joined and turn.may("group.link"):
        turn.tell(incoming.person, turn.language, COME_IN(title=_title(where)))
    elif where.joined:
        turn.says.append(Outgoing(incoming.chat, turn.words(GOODBYE), leave=True))


async def _hint(turn: Turn, where: Group, group: StaffGroup) -> None:
    """Answer a command with where to give it, now and then."""
    if int(turn.tx.now.timestamp()) - group.hinted >= turn.tx.policy.staff_groups.hint_seconds:
        await staff_groups.hint(turn.tx, group)
        told = words(IN_PRIVATE, group.language)
        turn.says.append(Outgoing(group.chat, told, thread=where.thread, named=where.named))


async def _press(turn: Turn, group: StaffGroup | None) -> None:
    """Do what a button under a card means, if whoever pressed may do so now; the answer is seen by them alone."""
    told = await _pressed(turn) if group is not None else None
    text = turn.words(told) if told else ""
    turn.says.append(Outgoing(turn.incoming.person, text, press=turn.incoming.press_id))


async def _pressed(turn: Turn) -> Text:
    command, rest = commands.as_command(turn) or ("", "")
    number, _space, move = rest.partition(" ")
    action = ACTIONS.get(f"{command} {move}".strip())
    tip = await sight.seen(turn.tx, turn.person, codes.read_tip_number(number) or "")
    found = rights.allows(turn.role, action, tip.state) if action and tip else None
    if tip is None or found is None or found.reason is rights.Reason.ROLE:
        if turn.role in STAFF:
            await turn.record("refused", command)
        return NOT_YOURS
    if not found.allowed:
        return NOT_NOW
    return await (_take(turn, tip, Move(move)) if move else _open(turn, tip))


async def _open(turn: Turn, tip: Tip) -> Text:
    """Show a tip in the private chat of whoever pressed."""
    incoming = turn.incoming
    asked = Incoming("command", incoming.person, incoming.person, incoming.language, command="tip", text=tip.number)
    await cards.tip(Turn(turn.tx, asked, None, turn.person, turn.says))
    return SENT


async def _take(turn: Turn, tip: Tip, move: Move) -> Text:
    mine = turn.person is not None and tip.work.handler == turn.person.id
    if tip.work.handler is not None and not mine:
        contact = await people.contact(turn.tx, tip.work.handler)
        return OTHERS(name=contact.name if contact else "–")
    if move is Move.GO or not mine:
        await handling.make(turn.tx, tip.number, move)
    return GOING if move is Move.GO else YOURS
