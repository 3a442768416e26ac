"""Fetches a file of the town that an admin sent, and reads it in a process of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot import townfile
from bot.downloads import NoFile
from bot.jobs import Desk
from bot.rules.policy import TownFilePolicy
from bot.townfile import TownFile
from handlers.deeds.town import JOB
from storage import Transaction, jobs

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Needs:
    """Which file, what it is called, and how large it may be."""

    file: str
    name: str
    limits: TownFilePolicy


class ReadTown:
    """The work on one file; what was read comes back to its sender as a turn."""

    async def begin(self, tx: Transaction, about: Any) -> Needs:
        """Return what is to be read."""
        return Needs(about["file"], about["name"], tx.policy.town_files)

    async def work(self, desk: Desk, needs: Needs) -> TownFile:
        """Fetch and read the file."""
        try:
            content = await desk.downloads.fetch(needs.file, needs.limits.most_bytes)
        except NoFile as error:
            if error.code == "too_big":
                return townfile.unfit(needs.name, "too_large", str(needs.limits.most_bytes // MEGABYTE))
            return townfile.unfit(needs.name, "unreachable")
        return await townfile.read_apart(needs.name, content, needs.limits)

    async def end(self, tx: Transaction, about: Any, result: TownFile) -> None:
        """Bring what was read back to its sender."""
        await jobs.ring(tx, JOB, about["for"], result.dump())

    async def lose(self, tx: Transaction, about: Any) -> None:
        """Tell the sender that the file never came."""
        await jobs.ring(tx, JOB, about["for"], townfile.unfit(about["name"], "unreachable").dump())
