"""A whole story with words that no log may hold, played at LOG_LEVEL=DEBUG in a process of its own."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path
from typing import Any

from bot import logs
from bot.speech import Outgoing
from storage import outbox, tips
from tests.chat import Town

TOKEN = "424242:CANARYtoken"
NAME, PLACE, WORDS, LATER = "CANARYname 李", "CANARYplace 3栋", "CANARYwords 楼梯口堆满纸箱", "CANARYlater 门锁"
ACCOUNT = 7_301_554_902


async def story(town: Town) -> list[str]:
    """Play it; returns what the bot alone knows and must not tell either: the receipt's code."""
    logs.setup("DEBUG")
    chat = await town.person(ACCOUNT, NAME)
    await chat.after("/start", "/report", "2", PLACE, WORDS, f"(photo: {LATER})", "好了", "匿名", "发送")
    code = next(line for line in chat.told() if "受理码：" in line).partition("：")[2]
    await chat.after(code, "/tip CANARYnumber", "/report", "2", PLACE, WORDS, "跳过", "只让街道知道")
    await _fails_in_a_turn(town, chat)
    await _fails_when_sending(town, chat)
    await town.inject({"message": {"message_id": "x", "text": WORDS, "from": {"first_name": NAME}}})
    return [code, code.replace(" ", "")]


async def _fails_in_a_turn(town: Town, chat: Any) -> None:
    really = tips.file

    async def fails(tx: Any, report: Any, *rest: Any) -> None:
        await really(tx, report, *rest)
        await really(tx, report, *rest)  # a number twice: the database's own error

    async def raises(tx: Any, report: Any, *rest: Any) -> None:
        raise ValueError(f"{report.where} {report.what} {TOKEN}")

    for each in (fails, raises):
        tips.file = each  # type: ignore[assignment]
        await chat.after("发送")
    tips.file = really


async def _fails_when_sending(town: Town, chat: Any) -> None:
    for kind in ("500", "502", "lost", "429"):
        await town.client.post("/sim/faults", json={"method": "sendMessage", "kind": kind})
        await chat.after("/help")
    async with town.app.store.begin() as tx:
        await outbox.put(
            tx, [Outgoing(ACCOUNT, f"<CANARYtag {WORDS}>"), Outgoing(999, WORDS), Outgoing(ACCOUNT, "长" * 9999)]
        )
    town.app.sender.wake()
    await town.settle()


async def main(folder: Path) -> None:
    """Play the story in a folder and print the code."""
    town = Town(folder, TOKEN)
    async with town.running():
        print("\n".join(await story(town)))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
