"""Invitations: an admin makes a link for one person and one role; whoever follows it is told what the role means."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.rules.people import INVITED, MOST_SCOPE, Bound, Invitation, Role, bound_to
from bot.speech import Button, Text
from bot.texts import _, language_for
from handlers.commands import menu, offered, refuse, start
from handlers.deeds import staff
from handlers.roles import DUTIES, ROLES, desk_label, post_label, role_label
from handlers.turn import MENU, Turn
from storage import people, town

MOST_BUTTONS = 40
MOST_DATA = 64
"""Bytes that a button brings back; a grid with a longer name is typed."""

_LINK = re.compile(r"[?&]start=([A-Za-z0-9_-]{1,64})(?![A-Za-z0-9_-])")

WHICH_ROLE = _(
    "<b>Which role?</b>\nThe link that I make is good for {hours} hours, for one person and this role alone."
)
WHICH_DESK = _("<b>Which desk?</b>")
WHICH_GRID = _("<b>Which grid?</b>\nPress one, or send me one line with its name:\n<code>{line}</code>")
EXAMPLE_GRID = _("Grid 1")
MADE = _(
    "<b>Invitation: {post}</b>\n"
    "For one person, once, until {until}. Send them this link and nobody else, or let them scan the picture."
)
WELCOME = _(
    "<b>You are {post} now.</b>\n"
    "{duty}\n"
    "The name you show in Telegram is kept, sealed, for your colleagues (/privacy). Not you? /forget."
)
WELCOME_ADMIN = _("<b>You are an admin now.</b> Your menu has what you need.")
TAKEN = _("{name} has followed your invitation: {post}. If that is not whom you meant, /people takes it back.")
NOT_VALID = _("That link is not valid: it was used, is too old, or was copied in part. Ask for a new one.")
HAS_ROLE = _("You already work here as {post}, and one person has one role. An admin can change it with /people.")
REFUSALS = {
    Invitation.USED: _("This invitation was used already; each is for one person. Ask for a new one."),
    Invitation.EXPIRED: _("This invitation is too old. Ask for a new one."),
    Invitation.WITHDRAWN: _("This invitation is not good any more. Ask for a new one."),
    Invitation.OWN: _("That is your own invitation, and still good: hand it on to the person it is for."),
}


async def invite(turn: Turn) -> None:
    """Ask for the role, then for what it is bound to, then make the link."""
    if not turn.may("invite.make") or turn.person is None:
        return await refuse(turn)
    named, _space, rest = turn.incoming.text.strip().partition(" ")
    role = read_role(turn, named)
    if role is None:
        return _ask_role(turn)
    scope = await read_scope(turn, role, rest)
    if scope is None:
        return await ask_scope(turn, role, "invite")
    code, until = await staff.make_invite(turn.tx, role, scope, turn.person)
    await turn.record("invite.make", f"{role} {scope}".strip())
    turn.say(MADE(post=post_label(role, scope), until=until), start=code)
    return None


def _ask_role(turn: Turn) -> None:
    told = WHICH_ROLE(hours=turn.tx.policy.invites.hours)
    turn.say(told, buttons=role_buttons("invite"), in_place=True)


def role_buttons(command: str, before: str = "") -> Sequence[Sequence[Button]]:
    """Return a button for every role, two a line; each sends the command with `before` and the role."""
    chosen = [Button(role_label(role), f"{MENU}.{command}.{before}{role}") for role in INVITED]
    return [chosen[at : at + 2] for at in range(0, len(chosen), 2)]


async def ask_scope(turn: Turn, role: Role, command: str, before: str = "") -> None:
    """Ask what a role is to be bound to; the answer is the command again, with `before`, the role and the scope."""
    is_desk = bound_to(role) is Bound.DESK
    known = await _grids(turn) if not is_desk else [desk.code for desk in turn.tx.policy.desks_in_order()]
    chosen = [
        Button(desk_label(scope), data)
        for scope in known[:MOST_BUTTONS]
        if len((data := f"{MENU}.{command}.{before}{role} {scope}").encode()) <= MOST_DATA
    ]
    line = f"/{command} {before}{turn.words(role_label(role))} {known[0] if known else turn.words(EXAMPLE_GRID)}"
    told = WHICH_DESK if is_desk else WHICH_GRID(line=line)
    turn.say(told, buttons=[chosen[at : at + 2] for at in range(0, len(chosen), 2)], in_place=True)


async def _grids(turn: Turn) -> list[str]:
    return [f"{community} {grid}" for community, grid in sorted(await town.built_grids(turn.tx))]


def read_role(turn: Turn, named: str) -> Role | None:
    """Return the role that a button or a person named, by its code or in the person's words."""
    said = named.casefold()
    return next((role for role in INVITED if said in (role, turn.words(ROLES[role]).casefold())), None)


async def read_scope(turn: Turn, role: Role, named: str) -> str | None:
    """Return what a role is bound to as it was named; empty for a role that is bound to nothing, None to be asked.

    A grid is one of the town's, by its community and name or by a name that only one has; before a town is loaded, any.
    """
    named = " ".join(named.split())
    if bound_to(role) is Bound.NOTHING:
        return ""
    if bound_to(role) is Bound.DESK:
        known = {each for code in turn.tx.policy.desks for each in ((code, code), (turn.words(desk_label(code)), code))}
        return dict(known).get(named)
    grids = await _grids(turn)
    if not grids:
        return named if 0 < len(named) <= MOST_SCOPE else None
    fitting = [grid for grid in grids if named in (grid, grid.partition(" ")[2])]
    return fitting[0] if len(fitting) == 1 else None


def code_of(turn: Turn) -> str:
    """Return the code of a link that somebody follows, or pasted into the chat; empty for anything else."""
    incoming = turn.incoming
    if incoming.kind == "command":
        return incoming.text if incoming.command == "start" else ""
    linked = _LINK.search(incoming.text) if incoming.kind == "text" else None
    return linked[1] if linked else ""


def is_followed(turn: Turn) -> bool:
    """Tell whether somebody follows a link, or pasted it into the chat."""
    return code_of(turn) != ""


async def follow(turn: Turn) -> None:
    """Give the person the role of the link that they follow, or say why not."""
    code = code_of(turn)
    if await staff.redeem_admin_code(turn.tx, code, turn.incoming):
        turn.person = (await people.load(turn.tx, [turn.incoming.person]))[turn.incoming.person]
        await turn.record("role.claim", Role.ADMIN)
        turn.say(WELCOME_ADMIN, buttons=menu(turn))
        return turn.offer(turn.incoming.chat, turn.language, offered(turn.role))
    followed = await staff.redeem_invite(turn.tx, code, turn.incoming)
    if followed is None:
        turn.say(NOT_VALID)
        return await start(turn)
    if followed.person is None:
        return _not_taken(turn, followed.worth)
    turn.person = followed.person
    role, scope = followed.person.role, followed.person.scope
    await turn.record("invite.redeem", f"{role} {scope}".strip(), followed.inviter)
    post = post_label(role, scope)
    turn.say(WELCOME(post=post, duty=DUTIES[role]), buttons=menu(turn))
    turn.offer(turn.incoming.chat, turn.language, offered(turn.role))
    await tell(turn, followed.inviter, TAKEN(name=turn.incoming.name, post=post))
    return None


def _not_taken(turn: Turn, worth: Invitation) -> None:
    if worth in REFUSALS:
        turn.say(REFUSALS[worth], buttons=menu(turn))
    elif turn.person is not None:
        turn.say(HAS_ROLE(post=post_label(turn.person.role, turn.person.scope)), buttons=menu(turn))


async def tell(turn: Turn, person: bytes, *lines: Text) -> None:
    """Tell somebody whom the house can reach."""
    whom, contact = await people.get(turn.tx, person), await people.contact(turn.tx, person)
    if whom is not None and contact is not None:
        turn.tell(contact.chat, language_of(whom, contact), *lines)


def language_of(whom: people.Person, contact: people.Contact) -> str:
    """Return the language of somebody who is not speaking now."""
    return whom.language or language_for(contact.language)
