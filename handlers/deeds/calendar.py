"""Deeds about the table of holidays: that a year is missing is said to the admins in time."""

from __future__ import annotations

from datetime import timedelta

from bot.rules import calendar
from bot.rules.people import Role
from storage import Transaction, people, timers

KIND = "calendar"


async def watch(tx: Transaction) -> None:
    """See to it that every admin who can be reached has a timer at which the table is looked at."""
    due = int(calendar.next_look(tx.policy, tx.now).timestamp())
    for admin in await people.of_role(tx, Role.ADMIN):
        contact = await people.contact(tx, admin.id)
        if contact is not None:  # a private chat has the number of its person
            language = contact.language or admin.language
            await timers.begin_once(tx, timers.Timer(KIND, contact.chat, contact.chat, language), due)


async def look(tx: Transaction) -> int | None:
    """Return the year that is missing, and set the next look of whoever's timer rang."""
    missing = calendar.missing_year(tx.policy, tx.now)
    if tx.speaker is not None:
        due = calendar.next_look(tx.policy, tx.now)
        if missing is not None:
            due += timedelta(days=tx.policy.calendar.warn_every_days - 1)
        await timers.begin(tx, timers.of(KIND, tx.speaker), int(due.timestamp()))
    return missing
