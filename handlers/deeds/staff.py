"""Deeds about roles: a first admin by a code from the server's own console, everybody else by an invitation."""

from __future__ import annotations

import base64
import binascii
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.rules import rights
from bot.rules.people import Invitation, Role, Standing, invitation, standing
from bot.speech import Incoming
from storage import Transaction, invites, people
from storage.people import Person
from storage.vault import Vault

ADMIN_CODE_MINUTES = 15
_TIME, _NONCE, _MAC = 4, 8, 12
_ADMIN = "admin-code"
_INVITE_BYTES = 16


@dataclass(frozen=True, slots=True)
class Followed:
    """What became of an invitation that somebody followed; `inviter` is to be told when it was taken."""

    worth: Invitation
    person: Person | None = None
    inviter: bytes = b""


def make_admin_code(vault: Vault, now: datetime) -> str:
    """Return a new code for an admin."""
    return signed_code(vault, _ADMIN, now)


def signed_code(vault: Vault, purpose: str, now: datetime) -> str:
    """Return a new code: a time and a nonce signed by the keyring, 32 characters of what a /start link may hold."""
    head = int(now.timestamp()).to_bytes(_TIME, "big") + secrets.token_bytes(_NONCE)
    return base64.urlsafe_b64encode(head + vault.sign(purpose, head, _MAC)).decode()


async def use_signed_code(tx: Transaction, purpose: str, code: str, minutes: int) -> bool:
    """Use up a code; False if it is not ours, too old, or was used."""
    head = _signed_head(tx.vault, purpose, code)
    if head is None:
        return False
    age = tx.now.timestamp() - int.from_bytes(head[:_TIME], "big")
    return 0 <= age + 1 <= minutes * 60 and await people.use_code(tx, head[_TIME:])


async def redeem_admin_code(tx: Transaction, code: str, incoming: Incoming) -> bool:
    """Make the person who speaks an admin if the code is ours, fresh and unused."""
    if not await use_signed_code(tx, _ADMIN, code, ADMIN_CODE_MINUTES):
        return False
    person = await people.introduce(tx, incoming)
    await people.set_role(tx, person.id, "admin")
    return True


def _signed_head(vault: Vault, purpose: str, code: str) -> bytes | None:
    try:
        raw = base64.urlsafe_b64decode(code.encode())
    except (ValueError, binascii.Error):
        return None
    head, mac = raw[: _TIME + _NONCE], raw[_TIME + _NONCE :]
    return head if len(mac) == _MAC and vault.verify(purpose, head, mac) else None


async def make_invite(tx: Transaction, role: Role, scope: str, inviter: Person) -> tuple[str, datetime]:
    """Make an invitation to a role and return its code, which is kept nowhere, and when it ends."""
    code = secrets.token_urlsafe(_INVITE_BYTES)
    expires = tx.now + timedelta(hours=tx.policy.invites.hours)
    await invites.make(tx, code, role, scope, inviter.id, expires)
    return code, expires


async def redeem_invite(tx: Transaction, code: str, incoming: Incoming) -> Followed | None:
    """Give the person who speaks the role of an invitation if its worth and their own role allow; None: no such one."""
    found = await invites.find(tx, code)
    if found is None:
        return None
    me = (await people.load(tx, [incoming.person])).get(incoming.person)
    inviter = await people.get(tx, found.inviter)
    worth = invitation(
        used=found.used,
        expires=found.expires,
        now=tx.now,
        own=me is not None and me.id == found.inviter,
        inviter_may=inviter is not None and rights.allows(inviter.role, "invite.make").allowed,
    )
    if not rights.allows(me.role if me else Role.RESIDENT, "invite.redeem", worth).allowed:
        return Followed(worth)
    await invites.use(tx, code)
    person = await people.introduce(tx, incoming)
    await people.set_role(tx, person.id, found.role, found.scope)
    return Followed(worth, await people.get(tx, person.id), found.inviter)


async def standing_of(tx: Transaction, person: Person, looker: Person | None) -> Standing:
    """Return how a person stands to whoever looks at them."""
    admins = (await people.count_roles(tx)).get(Role.ADMIN, 0)
    return standing(person.role, own=looker is not None and person.id == looker.id, admins=admins)
