"""An office in which tips are found true, rewards approved and money handed over: what most stories about them need."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select

from storage.tables import rewards
from tests.chat import Chat
from tests.handlers.conftest import Office
from tests.handlers.test_invites import code
from tests.handlers.test_people import invited

WITH_PHOTO = (
    *("/report", "[电动车进楼停放、充电]", "翠竹园3栋2单元501", "说不准", "门口停了三辆"),
    *("(photo)", "好了"),
)
ANONYMOUS, KNOWN, NAMED = "匿名", "只让街道知道", "[实名]"
DAY = 60 * 24
"""Minutes of a day."""
SOON = 25
"""Minutes in which the house's clock has rung and an anonymous sender has heard of what was done."""


@dataclass
class Desk:
    """The office, with a second officer for the counter and a second admin."""

    office: Office
    cashier: Chat
    chief: Chat

    async def waits(self, minutes: int = SOON) -> None:
        """Let time pass, and everything be heard that it brings."""
        await self.office.town.later(minutes * 60)
        await self.office.town.settle()

    async def filed(self, openness: str = ANONYMOUS, by: Chat | None = None) -> str:
        """Let somebody report an e-bike with a photo; returns the tip's number."""
        return await self.office.filed(*WITH_PHOTO, openness, "发送", by=by)

    async def verified(self, number: str, *points: str) -> None:
        """Let the grid worker find a tip true, and tick these points for the reward."""
        await self.office.admin.after(f"/do {number} assign safety")
        worker = self.office.worker
        await worker.after(f"/do {number} verify", "电动车进楼停放、充电", "三辆车", "1", "车主")
        await worker.after("[11月30日 星期一 18:00]", "跳过", *points, "1", "[登记]")
        await self.waits()

    async def approved(self) -> None:
        """Let the officer and then the admin agree to what waits, and the house open it."""
        await self.office.officer.after("/approvals", "[同意]")
        await self.office.admin.after("/approvals", "[同意]")
        await self.waits()
        await self.waits()

    async def states(self) -> list[str]:
        """Return where each reward stands."""
        async with self.office.town.app.store.begin() as tx:
            return sorted((await tx.execute(select(rewards.c.state))).scalars())

    async def hear(self) -> None:
        """Take what was said until now as heard."""
        await self.office.hear()
        for chat in (self.cashier, self.chief):
            chat.news()


EVIDENCE = ("[照片或记录能证明]", "[好了]")
"""The photo shows it: 100 yuan."""


async def opened(office: Office) -> Desk:
    """Let a second officer and a second admin come in."""
    cashier = await invited(office.town, office.admin, 1020, "吴会计", "officer urban")
    chief = await office.town.person(1021, "郑主任")
    await chief.after(f"/start {await code(office.admin, 'admin')}")
    desk = Desk(office, cashier, chief)
    await desk.hear()
    return desk


def receipt_of(chat: Chat) -> str:
    """Return the last receipt code that somebody was given."""
    return str(re.findall(r"受理码：(7[\d ]{18})", "\n".join(chat.told()))[-1])


def pin_of(chat: Chat) -> str:
    """Return the last claim PIN that somebody was given."""
    return str(re.findall(r"您的领取码：(\d{6})", "\n".join(chat.told()))[-1])
