"""Chats that read as pages: `>` what the person does, `<` what the bot says, `[..]` its buttons.

Stage directions: `(photo)`, `(photo: caption)`, `(two taps)` before a press, `(restart)`, `(crash)`. In what the bot
says, `...` matches any text. Only the first line of a message needs to be told; further lines of it start with `|`.
"""

from __future__ import annotations

import asyncio
import difflib
import re
import textwrap
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from bot import app, settings
from bot.sandbox.server import SANDBOX_TOKEN, create_app

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


class Town:
    """A sandbox and the bot that serves it, both in this process."""

    def __init__(self, folder: Path) -> None:
        self.sandbox = create_app(SANDBOX_TOKEN)
        self.transport = httpx.ASGITransport(app=self.sandbox)
        self.client = httpx.AsyncClient(transport=self.transport, base_url="http://testserver")
        self.settings = settings.read(
            {"BOT_TOKEN": SANDBOX_TOKEN, "BOT_API_URL": "http://testserver", "DATA_DIR": str(folder / "data")}
        )
        self._opened: Any = None
        self.app: app.App
        self._running: asyncio.Task[None]

    @classmethod
    @asynccontextmanager
    async def opened(cls, folder: Path) -> AsyncIterator[Town]:
        """Open a town and run its bot."""
        town = cls(folder)
        await town.start()
        try:
            yield town
        finally:
            await town.stop()
            await town.client.aclose()

    async def start(self) -> None:
        """Start the bot."""
        self._opened = app.opened(self.settings, self.transport)
        self.app = await self._opened.__aenter__()
        self._running = asyncio.create_task(self.app.run())

    async def stop(self) -> None:
        """Stop the bot."""
        self.app.stop()
        await self._running
        await self._opened.__aexit__(None, None, None)

    async def settle(self) -> None:
        """Wait until everything that was sent is answered."""
        while True:
            state = (await self.client.get("/sim/state")).json()
            if self._running.done():
                await self._running
            if not state["pending_updates"]:
                break
            await asyncio.sleep(0.005)
        await asyncio.wait_for(self.app.idle(), 10)

    async def person(self, number: int, name: str, language: str = "zh-hans") -> Chat:
        """Return the chat of a person, who is new or comes back."""
        person = {"id": number, "name": name, "persona": "resident", "language_code": language}
        await self.client.post("/sim/people", json=person)
        return Chat(self, number)

    async def admin(self, number: int = 1002, name: str = "周敏", language: str = "zh-hans") -> Chat:
        """Return the chat of someone who was made an admin."""
        chat = await self.person(number, name, language)
        await chat.does(f"/start {app.admin_code(self.settings)}")
        await chat.news()
        return chat


@dataclass
class Chat:
    """One person's private chat with the bot."""

    town: Town
    number: int
    seen: dict[int, dict[str, Any]] = field(default_factory=dict)

    async def reads(self, page: str) -> None:
        """Play the page and compare it with what the bot said."""
        expected = [line.strip() for line in textwrap.dedent(page).strip().splitlines() if line.strip()]
        heard: list[str] = []
        for line in expected:
            if line.startswith(">"):
                await self.does(line[1:].strip())
                heard += [line, *(await self.news())]
        compare(expected, heard)

    async def does(self, said: str) -> None:
        """Do one thing and wait for the answer."""
        twice = said.startswith("(two taps)")
        said = said.removeprefix("(two taps)").strip()
        if said == "(restart)":
            await self.town.stop()
            await self.town.start()
        elif photo := re.fullmatch(r"\(photo(?:: (.*))?\)", said):
            await self._post("send", files={"photo": ("p.png", PIXEL)}, data={"caption": photo[1] or ""})
        elif press := re.fullmatch(r"\[(.*)\]", said):
            message, data = await self.button(press[1])
            for _ in range(1 + twice):
                await self._post("press", json={"message_id": message, "data": data})
        else:
            await self._post("send", json={"text": said})
        await self.town.settle()

    async def button(self, label: str) -> tuple[int, str]:
        """Return the newest button of that label: its message and its data."""
        for message in reversed(await self.messages()):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if button["text"] == label:
                        return message["message_id"], button["callback_data"]
        raise AssertionError(f"no button [{label}] in the chat")

    async def press(self, message: int, data: str) -> None:
        """Press whatever a client may claim was pressed."""
        await self._post("press", json={"message_id": message, "data": data, "forged": True})
        await self.town.settle()

    async def messages(self) -> list[dict[str, Any]]:
        """Return the chat, oldest first."""
        found: list[dict[str, Any]] = (await self.town.client.get(f"/sim/people/{self.number}/messages")).json()
        return found

    async def news(self) -> list[str]:
        """Return what the bot said since the last look, one line a line, with the buttons behind the last one."""
        told: list[str] = []
        for message in await self.messages():
            if message["outgoing"] and self.seen.get(message["message_id"]) != message:
                told += page_of(message)
            self.seen[message["message_id"]] = message
        return told

    async def last(self) -> str:
        """Return the text of the newest message of the bot."""
        said = [message for message in await self.messages() if message["outgoing"]]
        return str(said[-1].get("text") or said[-1].get("caption"))

    async def _post(self, what: str, **content: Any) -> None:
        answer = await self.town.client.post(f"/sim/people/{self.number}/{what}", **content)
        assert answer.status_code == 200, answer.text


def page_of(message: dict[str, Any]) -> list[str]:
    """Return a message as lines of a page."""
    text = message.get("text") or message.get("caption") or ""
    shown = ["(photo) " + text] if "photo" in message else text.split("\n")
    lines = ["< " + shown[0], *("| " + line for line in shown[1:])]
    buttons = [button["text"] for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]
    return [*lines, *(["| " + " ".join(f"[{label}]" for label in buttons)] if buttons else [])]


def compare(expected: list[str], heard: list[str]) -> None:
    """Compare pages line by line; `...` stands for any text, a line `...` alone for any lines up to the next match."""
    at = 0
    loose = False
    for line in expected:
        if line == "...":
            loose = True
            continue
        found = at
        while found < len(heard) and not _matches(line, heard[found]):
            if not loose:
                _differ(expected, heard)
            found += 1
        if found == len(heard):
            _differ(expected, heard)
        at, loose = found + 1, False
    if at != len(heard) and not loose:
        _differ(expected, heard)


def _matches(line: str, heard: str) -> bool:
    return re.fullmatch(".*".join(re.escape(part) for part in line.split("...")), heard) is not None


def _differ(expected: list[str], heard: list[str]) -> None:
    raise AssertionError("the page reads otherwise:\n" + "\n".join(difflib.ndiff(expected, heard)))
