"""The people of an office and its town, as an admin brings them in."""

from __future__ import annotations

from dataclasses import dataclass

import pytest_asyncio

from bot import loading
from bot.demo import TOWN
from storage import history, tips
from storage.tip_rows import Tip
from tests.chat import Chat, Town
from tests.handlers.test_people import invited

GRID = "顾家桥社区 第二网格"
BIKES = ("/report", "[电动车进楼停放、充电]", "翠竹园3栋2单元501", "说不准", "门口停了三辆", "跳过", "匿名", "发送")


@dataclass
class Office:
    """A town that knows its buildings, with an admin, a grid worker, an officer of the safety desk, and a resident."""

    town: Town
    admin: Chat
    worker: Chat
    officer: Chat
    resident: Chat

    async def filed(self, *said: str, by: Chat | None = None) -> str:
        """Let somebody file a tip and return its number; without words, an e-bike at 翠竹园3栋2单元501."""
        before = {tip.number for tip in await self.town.tips()}
        await (by or self.resident).after(*(said or BIKES))
        (number,) = {tip.number for tip in await self.town.tips()} - before
        return number

    async def tip(self, number: str) -> Tip:
        """Return a tip as it is kept."""
        async with self.town.app.store.begin() as tx:
            found = await tips.by_number(tx, number)
        assert found is not None
        return found

    async def past(self, number: str) -> list[str]:
        """Return the moves that were made on a tip, in order."""
        tip = await self.tip(number)
        async with self.town.app.store.begin() as tx:
            return [str(each.move) for each in await history.of(tx, tip.id)]

    async def hear(self) -> None:
        """Take what was said until now as heard."""
        for chat in (self.admin, self.worker, self.officer, self.resident):
            chat.news()


@pytest_asyncio.fixture
async def office(town: Town, admin: Chat, chat: Chat) -> Office:
    """An office in a town that knows its buildings."""
    await loading.load(town.app.store, loading.contents(TOWN), lambda _preview, _new: True)
    worker = await invited(town, admin, 1012, "赵立", f"grid_worker {GRID}")
    officer = await invited(town, admin, 1013, "孙宁", "officer safety")
    made = Office(town, admin, worker, officer, chat)
    await made.hear()
    return made
