"""Who has which role: the list for admins, and what they may change in it; what they do counts at the next press."""

from __future__ import annotations

from dataclasses import replace

from bot.rules.people import INVITED, STAFF, Role
from bot.rules.ties import Whose
from bot.speech import Button, Text
from bot.texts import _
from handlers import leaving
from handlers.commands import offered, refuse
from handlers.deeds import leaving as deeds
from handlers.deeds import staff
from handlers.invites import ask_scope, language_of, read_role, read_scope, role_buttons
from handlers.roles import DUTIES, post_label
from handlers.turn import MENU, Turn
from storage import deputies, ties
from storage import people as store
from storage.people import Person

PAGE = 8

LIST = _("<b>Who has which role: {count}</b>")
LINE = _("{place}. {name} · {post}")
NAMELESS = _("(no name kept)")
CARD = _("<b>{name}</b>\n{post}")
NOBODY = _("That person has no role any more, or was forgotten. /people shows the list.")
LAST_ADMIN = _("You are the last admin: without one, nobody could ever invite again. Invite another admin first.")
SURE = _("<b>Take the role from {name} ({post})?</b>\nIt counts at once. They stay a resident, and are told.")
REVOKED = _("Done: {name} is a resident now, and was told.")
CHANGED = _("Done: {name} is {post} now, and was told.")
WHICH_ROLE = _("<b>Which role shall {name} have?</b>")
YOU_LEFT = _("Your role as {post} has ended; an admin took it back. You can report and ask here like everybody.")
YOU_ARE = _("<b>You are {post} now.</b> An admin changed it.\n{duty}")


async def people(turn: Turn) -> None:
    """Show the list, one person of it, or do what was asked for one: `HANDLE role ROLE SCOPE`, `HANDLE revoke yes`."""
    if not turn.may("people.read"):
        return await refuse(turn)
    handle, _space, rest = turn.incoming.text.strip().partition(" ")
    if not handle or (handle.isdecimal() and len(handle) < 5):
        return await _list(turn, int(handle or 0))
    whom = await store.by_handle(turn.tx, handle)
    if whom is None or whom.role not in INVITED:
        turn.say(NOBODY)
        return None
    what, _space, rest = rest.partition(" ")
    return await {"role": _change, "revoke": _revoke, "give": _give}.get(what, _card)(turn, whom, rest)


async def _list(turn: Turn, page: int) -> None:
    counts = await store.count_roles(turn.tx)
    count = sum(counts.get(role, 0) for role in INVITED)
    page = min(page, max(0, (count - 1) // PAGE))
    listed = await store.with_roles(turn.tx, PAGE, page * PAGE)
    told = [LIST(count=count)]
    opens = []
    for place, each in enumerate(listed, page * PAGE + 1):
        told.append(LINE(place=place, name=await _name(turn, each), post=post_label(each.role, each.scope)))
        opens.append(Button(Text("{place}")(place=place), f"{MENU}.people.{each.handle}"))
    turns = [Button(_("Earlier"), f"{MENU}.people.{page - 1}")] if page else []
    if (page + 1) * PAGE < count:
        turns.append(Button(_("More"), f"{MENU}.people.{page + 1}"))
    rows = [opens[:4], opens[4:], turns, [Button(_("Invite somebody"), f"{MENU}.invite.")]]
    turn.say(*told, buttons=[row for row in rows if row], in_place=True)


async def _name(turn: Turn, whom: Person) -> Text:
    contact = await store.contact(turn.tx, whom.id)
    return Text("{name}")(name=contact.name) if contact and contact.name else NAMELESS


async def _card(turn: Turn, whom: Person, _rest: str) -> None:
    """Show one person; a button for what may be done with them now."""
    state = await staff.standing_of(turn.tx, whom, turn.person)
    told = [CARD(name=await _name(turn, whom), post=post_label(whom.role, whom.scope))]
    rows = []
    if turn.may("people.change", state):
        rows.append([Button(_("Change role or area"), f"{MENU}.people.{whom.handle} role")])
    if turn.may("people.revoke", state):
        rows.append([Button(_("Take the role back"), f"{MENU}.people.{whom.handle} revoke")])
    if not rows:
        told.append(LAST_ADMIN)
    rows += await leaving.button(turn, whom)
    if whom.role in STAFF and turn.may("ties.declare", Whose.OTHER):
        rows.append([Button(_("Ties to homes"), f"{MENU}.ties.@{whom.handle}")])
    if turn.may("people.block", "staff" if whom.role in STAFF else "resident"):
        rows.append([Button(_("Keep from filing"), f"{MENU}.block.@{whom.handle}")])
    turn.say(*told, buttons=[*rows, [Button(_("To the list"), f"{MENU}.people.0")]], in_place=True)


async def _give(turn: Turn, whom: Person, rest: str) -> None:
    if not turn.may("people.give"):
        return await refuse(turn)
    return await leaving.give(turn, whom, rest, _back())


async def _change(turn: Turn, whom: Person, rest: str) -> None:
    if not await _allowed(turn, "people.change", whom):
        return None
    named, _space, rest = rest.partition(" ")
    role = read_role(turn, named)
    if role is None:
        buttons = role_buttons("people", f"{whom.handle} role ")
        return turn.say(WHICH_ROLE(name=await _name(turn, whom)), buttons=buttons, in_place=True)
    scope = await read_scope(turn, role, rest)
    if scope is None:
        return await ask_scope(turn, role, "people", f"{whom.handle} role ")
    await turn.record("people.change", f"{role} {scope}".strip(), whom.id)
    await store.set_role(turn.tx, whom.id, role, scope)
    await _let_go(turn, replace(whom, role=role, scope=scope))
    post = post_label(role, scope)
    await _inform(turn, whom, role, YOU_ARE(post=post, duty=DUTIES[role]))
    return turn.say(CHANGED(name=await _name(turn, whom), post=post), buttons=_back(), in_place=True)


async def _revoke(turn: Turn, whom: Person, rest: str) -> None:
    if not await _allowed(turn, "people.revoke", whom):
        return None
    name, post = await _name(turn, whom), post_label(whom.role, whom.scope)
    if rest != "yes":
        yes = Button(_("Yes, take it back"), f"{MENU}.people.{whom.handle} revoke yes")
        no = Button(_("No, leave it"), f"{MENU}.people.{whom.handle}")
        return turn.say(SURE(name=name, post=post), buttons=[[yes], [no]], in_place=True)
    await turn.record("people.revoke", f"{whom.role} {whom.scope}".strip(), whom.id)
    await store.set_role(turn.tx, whom.id, Role.RESIDENT)
    await _let_go(turn, replace(whom, role=Role.RESIDENT, scope=""))
    await deputies.end(turn.tx, whom.id)
    await ties.drop(turn.tx, whom.id)
    await _inform(turn, whom, Role.RESIDENT, YOU_LEFT(post=post))
    return turn.say(REVOKED(name=name), buttons=_back(), in_place=True)


async def _let_go(turn: Turn, whom: Person) -> None:
    """Give back to the desks what somebody took and may not see any more."""
    if turn.person is not None:
        await deeds.let_go(turn.tx, whom, turn.person)


async def _allowed(turn: Turn, action: str, whom: Person) -> bool:
    state = await staff.standing_of(turn.tx, whom, turn.person)
    if not turn.may(action, state):
        turn.say(LAST_ADMIN, buttons=_back())
        return False
    return True


async def _inform(turn: Turn, whom: Person, role: str, told: Text) -> None:
    """Tell the person what changed, and give their chat the menu of their role."""
    if turn.person is not None and whom.id == turn.person.id:
        turn.person = await store.get(turn.tx, whom.id)
    contact = await store.contact(turn.tx, whom.id)
    if contact is not None:
        language = language_of(whom, contact)
        turn.tell(contact.chat, language, told)
        turn.offer(contact.chat, language, offered(role))


def _back() -> list[list[Button]]:
    return [[Button(_("To the list"), f"{MENU}.people.0")]]
