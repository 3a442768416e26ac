"""Faults planted into the bot of a victim's process: what the harness must catch, and what the bot must survive."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import select

import handlers
from bot.gateway import Gateway
from bot.intake import Intake
from bot.speech import Incoming
from storage import Transaction, inbox, tables

# What is planted has the shape of what it replaces, in the parts that the bot uses.
_intake: Any = Intake
_inbox: Any = inbox
_gateway: Any = Gateway
_pages: Any = handlers


def confirm_before_commit(_: str) -> None:
    """Move Telegram's offset first and store the updates then."""
    keep = Intake.keep

    async def hasty(self: Intake, updates: list[Any]) -> None:
        await self._ask({"offset": updates[-1]["update_id"] + 1, "limit": 1, "timeout": 0})
        await keep(self, updates)

    _intake.keep = hasty


def no_dedupe(_: str) -> None:
    """Take an update that is known for a new one."""
    store = inbox.store

    async def forgetful(tx: Transaction, arrivals: Sequence[inbox.Arrival]) -> None:
        known = set((await tx.execute(select(tables.inbox.c.key))).scalars())
        fresh = [
            replace(each, key=each.key + secrets.token_hex(8))
            if tx.vault.blind("inbox.key", each.key) in known
            else each
            for each in arrivals
        ]
        await store(tx, fresh)

    _inbox.store = forgetful


_gateways: list[Gateway] = []


def send_before_commit(_: str) -> None:
    """Say what a turn says at once, and commit the turn then."""
    answer, create = handlers.answer, _gateway.__init__

    def created(self: Gateway, *args: Any) -> None:
        create(self, *args)
        _gateways.append(self)

    async def hasty(tx: Transaction, incoming: Incoming, *rest: Any) -> Any:
        says, draft = await answer(tx, incoming, *rest)
        for outgoing in says:
            await _gateways[-1].say(outgoing)
        return [], draft

    _gateway.__init__ = created
    _pages.answer = hasty


def raise_at(marker: str) -> None:
    """Raise in every turn whose words hold the marker."""
    answer = handlers.answer

    async def failing(tx: Transaction, incoming: Incoming, *rest: Any) -> Any:
        result = await answer(tx, incoming, *rest)
        if marker in incoming.text:
            raise KeyError(incoming.text)
        return result

    _pages.answer = failing


def abort_at(marker: str) -> None:
    """Abort the process in every turn whose words hold the marker."""
    answer = handlers.answer

    async def aborting(tx: Transaction, incoming: Incoming, *rest: Any) -> Any:
        if marker in incoming.text:
            os.abort()
        return await answer(tx, incoming, *rest)

    _pages.answer = aborting


def strange_batch(path: str) -> None:
    """Fetch, once, what no server of the sandbox's kind can be made to hand out: the lines of a file."""
    fetch = Intake._fetch
    waiting = [Path(path)]

    async def fetched(self: Intake, offset: int | None) -> list[Any]:
        if waiting:
            return [json.loads(line) for line in waiting.pop().read_text().splitlines()]
        return await fetch(self, offset)

    _intake._fetch = fetched


PLANTS = {
    "confirm before commit": confirm_before_commit,
    "no dedupe": no_dedupe,
    "send before commit": send_before_commit,
    "raise at": raise_at,
    "abort at": abort_at,
    "strange batch": strange_batch,
}
