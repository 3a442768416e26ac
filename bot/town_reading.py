"""Fetches a file of the town, or of work orders, that an admin sent, and reads it in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot import orderfile, townfile
from bot.downloads import NoFile
from bot.jobs import Desk
from bot.orderfile import OrderFile
from bot.rules.hotline import OrderPolicy
from bot.rules.policy import TownFilePolicy
from bot.townfile import TownFile
from handlers.deeds.town import JOB
from storage import Transaction, jobs

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Needs:
    """Which file, what it is called, how large it may be, and what the times in it are measured by."""

    file: str
    name: str
    limits: TownFilePolicy
    orders: OrderPolicy
    zone: ZoneInfo
    now: datetime

    @property
    def most_bytes(self) -> int:
        """Return how large it may be, before it is known which of the two it is."""
        return max(self.limits.most_bytes, self.orders.most_bytes)


class ReadTown:
    """The work on one file; what was read comes back to its sender as a turn."""

    async def begin(self, tx: Transaction, about: Any) -> Needs:
        """Return what is to be read."""
        policy = tx.policy
        return Needs(about["file"], about["name"], policy.town_files, policy.orders, policy.town.timezone, tx.now)

    async def work(self, desk: Desk, needs: Needs) -> TownFile | OrderFile:
        """Fetch and read the file; which of the two it is, its columns tell."""
        try:
            content = await desk.downloads.fetch(needs.file, needs.most_bytes)
        except NoFile as error:
            if error.code == "too_big":
                return townfile.unfit(needs.name, "too_large", str(needs.most_bytes // MEGABYTE))
            return townfile.unfit(needs.name, "unreachable")
        if orderfile.is_one(content, needs.orders.labels):
            return await orderfile.read_apart(needs.name, content, needs.orders, needs.zone, needs.now)
        return await townfile.read_apart(needs.name, content, needs.limits)

    async def end(self, tx: Transaction, about: Any, result: TownFile | OrderFile) -> None:
        """Bring what was read back to its sender."""
        await jobs.ring(tx, JOB, about["for"], result.dump())

    async def lose(self, tx: Transaction, about: Any) -> None:
        """Tell the sender that the file never came."""
        await jobs.ring(tx, JOB, about["for"], townfile.unfit(about["name"], "unreachable").dump())
