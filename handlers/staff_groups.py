"""The group chats of the staff, in an admin's private chat: which are linked, a code that links one, and unlinking."""

from __future__ import annotations

from collections.abc import Mapping

from bot.rules.staff_groups import Posting
from bot.speech import Button, Outgoing, Text
from bot.texts import _, words
from handlers.commands import refuse
from handlers.deeds import staff_groups as deeds
from handlers.turn import MENU, Turn
from storage import staff_groups
from storage.staff_groups import StaffGroup

HEAD = _("<b>Staff groups: {count}</b>")
NONE = _("<b>No staff group is linked yet.</b> In one, each grid gets a topic with the cards of its tips.")
ENTRY = _("{title} · {posting}")
POSTINGS: Mapping[str, Text] = {
    Posting.TOPICS: _("one topic a grid"),
    Posting.PLAIN: _("all cards in the group itself"),
    Posting.MUTE: _("I cannot write there"),
}
CODE = _(
    "<b>Add me to the group, then send this there within {minutes} minutes</b>, as yourself and not as an anonymous "
    "administrator:\n<code>/link {code}</code>\n"
    "It works once. For one topic a grid: turn on topics in the group's settings first, and make me an administrator "
    "who may manage topics.\n"
    "Whoever is in the group reads the cards: number, kind, building, limit and who has it, nothing of the sender."
)
SURE = _("<b>Unlink {title}?</b> I leave it, and no cards go there any more.")
UNLINKED = _("<b>{title} is unlinked.</b>")
FAREWELL = _("This group is not linked any more, so I leave.")


async def group(turn: Turn) -> None:
    """List the groups; `new` makes a code, `unlink HANDLE` asks, `unlink HANDLE yes` unlinks."""
    if not turn.may("group.link"):
        return await refuse(turn)
    what, _space, rest = turn.incoming.text.partition(" ")
    handle, _space, sure = rest.partition(" ")
    linked = await staff_groups.every(turn.tx)
    meant = next((each for each in linked if each.handle == handle), None)
    if what == "new":
        minutes = turn.tx.policy.staff_groups.code_minutes
        turn.say(CODE(minutes=minutes, code=deeds.make_code(turn.tx)))
    elif what == "unlink" and meant is not None and sure == "yes":
        await _unlink(turn, meant)
    elif what == "unlink" and meant is not None:
        yes = Button(_("Yes, unlink it"), f"{MENU}.group.unlink {handle} yes")
        turn.say(SURE(title=meant.title), buttons=[[yes, Button(_("No"), f"{MENU}.group.")]], in_place=True)
    else:
        _list(turn, linked)
    return None


def _list(turn: Turn, linked: list[StaffGroup]) -> None:
    lines = [ENTRY(title=each.title, posting=POSTINGS[each.posting]) for each in linked]
    unlink = _("Unlink {title}")
    rows = [[Button(unlink(title=each.title), f"{MENU}.group.unlink {each.handle}")] for each in linked]
    rows.append([Button(_("Link a group"), f"{MENU}.group.new")])
    turn.say(HEAD(count=len(linked)) if linked else NONE, *lines, buttons=rows, in_place=True)


async def _unlink(turn: Turn, meant: StaffGroup) -> None:
    await staff_groups.unlink(turn.tx, meant)
    await turn.record("group.unlink", meant.handle)
    turn.says.append(Outgoing(meant.chat, words(FAREWELL, meant.language), leave=True))
    turn.say(UNLINKED(title=meant.title), in_place=True)
