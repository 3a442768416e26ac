"""Deeds about notices to the public."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypedDict

from bot.rules import labels, rights
from bot.rules.notices import Area
from bot.rules.town import Building, Estate
from handlers.deeds import followers
from storage import Transaction, audit, notices, people, town

RIGHT = "notice.set"


class NoticeRules(TypedDict):
    """What the page must know: the areas of the town, the longest text, the local moment, and the latest end."""

    areas: list[list[str]]
    most: int
    now: str
    latest: str


async def notice_rules(tx: Transaction) -> NoticeRules:
    """Return the areas of the town and what the policy says of notices."""
    pairs = {(estate.community, each.grid) for estate in (await town.load(tx)).estates for each in _built(estate)}
    pairs |= {(grid.community, grid.name) for grid in await town.all_grids(tx)}
    areas = sorted({(community, "") for community, _grid in pairs} | pairs)
    policy, now = tx.policy.notices, tx.now.astimezone(tx.policy.town.timezone)
    latest = now + timedelta(days=policy.most_days)
    return NoticeRules(
        areas=[list(area) for area in areas],
        most=policy.most_characters,
        now=now.isoformat(),
        latest=latest.isoformat(),
    )


def _built(estate: Estate) -> Iterable[Building]:
    return estate.buildings.values()


class Unlabelled(TypedDict):
    """What may be kept of words, and whether labels about persons were taken out of them."""

    words: str
    found: bool


async def without_labels(tx: Transaction, words: str) -> Unlabelled:
    """Take labels about persons (illness, petitions, records) out of what staff typed (law 8)."""
    left = labels.remove(words, tx.policy.labels)
    return Unlabelled(words=left.text, found=bool(left.found))


async def set_notice(tx: Transaction, words: str, area: list[str], begins: str, ends: str) -> bool:
    """Show a notice between two moments; False when whoever speaks may not now, it is over, or too many stand."""
    person = (await people.load(tx, [tx.speaker.person])).get(tx.speaker.person) if tx.speaker else None
    if person is None or not rights.allows(person.role, RIGHT).allowed:
        return False
    if datetime.fromisoformat(ends) <= max(tx.now, datetime.fromisoformat(begins)):
        return False
    if len(await notices.listed(tx)) >= tx.policy.notices.most_at_once:
        return False
    moments = (datetime.fromisoformat(begins), datetime.fromisoformat(ends))
    notice = await notices.put(tx, Area(*area), (await without_labels(tx, words))["words"], *moments)
    await audit.record(tx, person.role, RIGHT, notice.name, person.id)
    await followers.ring_at(tx, notice.area, notice.name, notice.begins)
    return True
