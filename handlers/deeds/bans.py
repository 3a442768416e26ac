"""Deeds about blocks on filing: set without anybody seeing whom, ended by time or by another admin."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from bot.dialogue import Declined
from bot.rules.bans import Cause, Judge, Measure, ends, judge
from bot.rules.people import Role
from bot.speech import Text
from bot.texts import _
from storage import Transaction, bans, people
from storage.bans import Ban, Way
from storage.people import Person

CAUSES: Mapping[str, Text] = {
    Cause.FLOOD: _("too many messages of the same kind"),
    Cause.INSULT: _("insults or threats"),
    Cause.FALSE: _("knowingly false reports"),
}
BLOCKED = _(
    "<b>You cannot file here until {until}.</b> Reason: {cause}.\n"
    "You can still read and ask about your tips, and it ends by itself. Not right? Send /object and say why: "
    "another admin decides.\n"
    "In an emergency always call: fire {fire} · police {police} · ambulance {ambulance}."
)


async def admit(tx: Transaction) -> None:
    """Let the person of this turn file, or decline and say until when not."""
    ban = await bans.of(tx, tx.speaker.person) if tx.speaker else None
    if ban is not None:
        raise Declined(told(tx, ban.cause, ban.until))


def told(tx: Transaction, cause: str, until: datetime) -> Text:
    """Return what the person is told of a block."""
    numbers = tx.policy.emergency.numbers
    called = {"fire": numbers.fire, "police": numbers.police, "ambulance": numbers.ambulance}
    return BLOCKED(cause=CAUSES[Cause(cause)], until=until, **called)


async def block(tx: Transaction, way: Way, measure: Measure, cause: Cause, by: Person) -> datetime:
    """Keep somebody from filing, and return until when; the same whether or not they were kept from it before."""
    days = tx.policy.bans.mute_days if measure is Measure.MUTE else tx.policy.bans.ban_days
    until = ends(days, tx.now)
    await bans.put(tx, way, measure, cause, until, by.id)
    return until


async def judge_of(tx: Transaction, ban: Ban, admin: Person | None) -> Judge:
    """Return how an admin stands to an objection against a block."""
    admins = (await people.count_roles(tx)).get(Role.ADMIN, 0)
    return judge(own=admin is not None and admin.id == ban.by, admins=admins)


async def judges(tx: Transaction, ban: Ban) -> list[Person]:
    """Return the admins who may decide about an objection."""
    admins = await people.with_roles(tx, (await people.count_roles(tx)).get(Role.ADMIN, 0))
    return [each for each in admins if await judge_of(tx, ban, each) is not Judge.OWN]
