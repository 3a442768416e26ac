"""Deeds about staff: the first admin is made by a code from the server's own console, never by being first to speak."""

from __future__ import annotations

import base64
import binascii
import secrets
from datetime import datetime

from bot.speech import Incoming
from storage import Transaction, people
from storage.vault import Vault

ADMIN_CODE_MINUTES = 15
_TIME, _NONCE, _MAC = 4, 8, 12
_PURPOSE = "admin-code"


def make_admin_code(vault: Vault, now: datetime) -> str:
    """Return a new code: a time and a nonce signed by the keyring, 32 characters of what a /start link may hold."""
    head = int(now.timestamp()).to_bytes(_TIME, "big") + secrets.token_bytes(_NONCE)
    return base64.urlsafe_b64encode(head + vault.sign(_PURPOSE, head, _MAC)).decode()


async def redeem_admin_code(tx: Transaction, code: str, incoming: Incoming) -> bool:
    """Make the person who speaks an admin if the code is ours, fresh and unused."""
    head = _signed_head(tx.vault, code)
    if head is None:
        return False
    age = tx.now.timestamp() - int.from_bytes(head[:_TIME], "big")
    if not 0 <= age + 1 <= ADMIN_CODE_MINUTES * 60 or not await people.use_code(tx, head[_TIME:]):
        return False
    person = await people.introduce(tx, incoming)
    await people.set_role(tx, person.id, "admin")
    return True


def _signed_head(vault: Vault, code: str) -> bytes | None:
    try:
        raw = base64.urlsafe_b64decode(code.encode())
    except (ValueError, binascii.Error):
        return None
    head, mac = raw[: _TIME + _NONCE], raw[_TIME + _NONCE :]
    return head if len(mac) == _MAC and vault.verify(_PURPOSE, head, mac) else None
