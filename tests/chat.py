"""Chats that read as pages: `>` what the person does, `<` what the bot says, `[..]` its buttons.

Stage directions: `(photo)`, `(photo: caption)`, `(3 photos)` as one album, `(voice)`, `(video)`, `(file: name)`,
`(sticker)`, `(forwards: text)`, `(edits: text)` of what was said last, `(two taps)` before a press,
`(61 minutes later)`, `(restart)`, `(blocks)`, `(unblocks)`. In what the bot says, `...` matches any text of a line, and
a line `...` alone any lines. Further lines of a message and its buttons start with `|`; a message that was changed in
place is told again.
"""

from __future__ import annotations

import asyncio
import difflib
import re
import textwrap
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import Table, select

from bot import app, settings
from bot.rules.tips import TipState
from bot.sandbox.server import SANDBOX_TOKEN, create_app
from bot.sandbox.world import World
from handlers.conversation import ALBUM_SECONDS
from storage import media, tips
from storage.tables import timers

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000b49444154789c63f80f040009fb03fdfb5e6b2b0000000049454e44ae426082"
)

VOICE = b"OggS" + bytes(24) + b"OpusHead" + b"\x01" * 200


def box(kind: bytes, content: bytes) -> bytes:
    """Return a box of an MP4 file."""
    return (8 + len(content)).to_bytes(4, "big") + kind + content


VIDEO = box(b"ftyp", b"isomiso2") + box(b"moov", box(b"mvhd", bytes(100))) + box(b"mdat", b"\x07" * 300)

_FILE = {"file_id": "AwACAgUAAxkBAAIB", "file_unique_id": "AgADAgUAAxk"}
OTHERS: dict[str, dict[str, Any]] = {
    "(sticker)": {
        "sticker": {**_FILE, "type": "regular", "width": 9, "height": 9, "is_animated": False, "is_video": False}
    },
}
"""What people send and the chat page cannot."""


PATIENCE = 60
"""Seconds for all work to end: on a busy machine a child that draws a form takes long."""
MORNING = datetime(2026, 11, 23, 10, tzinfo=timezone(timedelta(hours=8)))
"""When every story begins, a Monday: what the bot says must not depend on the day of the test."""


class Town:
    """A sandbox and the bot that serves it, both in this process."""

    def __init__(self, folder: Path, token: str = SANDBOX_TOKEN, database: str = "") -> None:
        self.sandbox = create_app(token)
        self.world: World = self.sandbox.state.world
        self.transport: httpx.AsyncBaseTransport | None = httpx.ASGITransport(app=self.sandbox)
        self.client = httpx.AsyncClient(transport=self.transport, base_url="http://testserver")
        self.folder, self.token, self.database = folder, token, database
        self.settings = self.at("http://testserver")
        self.shift = MORNING.timestamp() - time.time()
        self._opened: Any = None
        self.app: app.App
        self._running: asyncio.Task[None]

    def at(self, url: str) -> settings.Settings:
        """Return the settings of a bot whose Bot API is at that address."""
        where = {"BOT_API_URL": url, "DATA_DIR": str(self.folder / "data"), "DATABASE_URL": self.database}
        return settings.read({"BOT_TOKEN": self.token, **where})

    @classmethod
    @asynccontextmanager
    async def opened(cls, folder: Path) -> AsyncIterator[Town]:
        """Open a town and run its bot."""
        async with (town := cls(folder)).running():
            yield town

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run the bot until the end of the block."""
        await self.start()
        try:
            yield
        finally:
            await self.stop()
            await self.client.aclose()

    async def start(self) -> None:
        """Start the bot; one that ended by itself is put away first."""
        if self._opened is not None:
            await self._opened.__aexit__(None, None, None)
        self._opened = app.opened(self.settings, self.transport)
        self.app = await self._opened.__aenter__()
        self._running = asyncio.create_task(self.app.run())

    async def stop(self) -> None:
        """Stop the bot."""
        self.app.stop()
        await self._running
        await self._opened.__aexit__(None, None, None)
        self._opened = None

    def seconds(self) -> float:
        """Return what the town's clock reads, which may run ahead of the wall's."""
        return time.time() + self.shift

    async def settle(self) -> None:
        """Wait until everything that was sent is answered."""
        while True:
            if self._running.done():
                await self._running
            if not len(self.world.updates):
                break
            await asyncio.sleep(0.001)
        await asyncio.wait_for(self.app.idle(), PATIENCE)

    async def later(self, seconds: int) -> None:
        """Let time pass, and ring what is due by then."""
        self.shift += seconds
        await self.app.bells.ring()

    async def rows(self, table: Table) -> list[dict[str, Any]]:
        """Return a table as it lies in the database."""
        async with self.app.store.begin() as tx:
            return [dict(row) for row in (await tx.execute(select(table))).mappings()]

    async def timers(self) -> list[str]:
        """Return what has still to ring for somebody; the house's own clock is nobody's."""
        vault = self.app.store.vault
        bodies = [vault.open_json("timers.body", row["key"], row["body"]) for row in await self.rows(timers)]
        return [body["kind"] for body in bodies if body["person"]]

    async def tips(self) -> list[tips.Tip]:
        """Return every tip that waits, opened."""
        async with self.app.store.begin() as tx:
            return await tips.oldest(tx, TipState.RECEIVED, 1000)

    async def media(self) -> list[media.Item]:
        """Return every file of a tip that waits, opened, in their order."""
        numbers = [tip.number for tip in await self.tips()]
        async with self.app.store.begin() as tx:
            return [item for number in numbers for item in await media.of_tip(tx, number)]

    async def inject(self, update: dict[str, Any], **options: int) -> None:
        """Hand an update of any shape to the bot and wait for the answer."""
        answer = await self.client.post("/sim/update", json=update, params=options)
        assert answer.status_code == 200, answer.text
        await self.settle()

    async def person(self, number: int, name: str, language: str = "zh-hans") -> Chat:
        """Return the chat of a person, who is new or comes back."""
        person = {"id": number, "name": name, "persona": "resident", "language_code": language}
        await self.client.post("/sim/people", json=person)
        return Chat(self, number)

    async def admin(self, number: int = 1002, name: str = "周敏", language: str = "zh-hans") -> Chat:
        """Return the chat of someone who was made an admin."""
        chat = await self.person(number, name, language)
        await chat.does(f"/start {app.admin_code(self.settings)}")
        chat.news()
        return chat


@dataclass
class Chat:
    """One person's private chat with the bot."""

    town: Town
    number: int
    seen: dict[int, dict[str, Any]] = field(default_factory=dict)

    async def reads(self, page: str) -> None:
        """Play the page and compare it with what the bot said."""
        expected = lines_of(page)
        heard: list[str] = []
        for line in expected:
            if line.startswith(">"):
                await self.does(line[1:].strip())
                heard += [line, *(self.news())]
        compare(expected, heard)

    async def after(self, *said: str) -> None:
        """Play up to where a page begins; what the bot answers is not looked at."""
        for each in said:
            await self.does(each)
        self.news()

    async def does(self, said: str) -> None:
        """Do one thing and wait for the answer."""
        await self.acts(said)
        await self.town.settle()

    async def acts(self, said: str) -> None:
        """Do one thing and wait for nothing."""
        twice = said.startswith("(two taps)")
        said = said.removeprefix("(two taps)").strip()
        if said.startswith("("):
            await self._directed(said)
        elif press := re.fullmatch(r"\[(.*)\]", said):
            message, data = self.button(press[1])
            for _ in range(1 + twice):
                await self._post("press", json={"message_id": message, "data": data})
        else:
            await self._post("send", json={"text": said})

    async def _directed(self, direction: str) -> None:
        """Follow a stage direction."""
        if direction == "(restart)":
            await self.town.stop()
            await self.town.start()
        elif later := re.fullmatch(r"\((\d+) minutes later\)", direction):
            await self.town.later(int(later[1]) * 60)
        elif photo := re.fullmatch(r"\((?:(\d+) photos|photo)(?:: (.*))?\)", direction):
            shots = [("photo", ("p.png", PIXEL))] * int(photo[1] or 1)
            await self._post("send", files=shots, data={"caption": photo[2] or ""})
            if len(shots) > 1:
                await self.town.settle()
                await self.town.later(ALBUM_SECONDS)
        elif direction in ("(voice)", "(video)"):
            body = VOICE if direction == "(voice)" else VIDEO
            await self._post("send", files=[(direction[1:-1], ("f", body))], data={"duration": "3"})
        elif file := re.fullmatch(r"\(file: (.*)\)", direction):
            await self._post("send", files=[("document", (file[1], PIXEL))])
        elif direction in ("(blocks)", "(unblocks)"):
            await self._post(direction[1:-2], json={})
        elif forward := re.fullmatch(r"\(forwards: (.*)\)", direction):
            origin = {"type": "hidden_user", "sender_user_name": "某人", "date": 1}
            command = {"type": "bot_command", "offset": 0, "length": len(forward[1].split()[0])}
            entities = [command] if forward[1].startswith("/") else []
            await self.sends({"text": forward[1], "entities": entities, "forward_origin": origin})
        elif edit := re.fullmatch(r"\(edits: (.*)\)", direction):
            said = [message for message in self.messages() if not message.get("outgoing") and "text" in message]
            await self._post("edit", json={"message_id": said[-1]["message_id"], "text": edit[1]})
        elif direction in OTHERS:
            await self.sends(OTHERS[direction])
        else:
            raise AssertionError(f"no such stage direction: {direction}")

    async def sends(self, content: dict[str, Any], **changes: Any) -> None:
        """Send a message of a kind that the chat page cannot make."""
        sender = next(each for each in self.town.world.people if each.id == self.number)
        number = self.town.world.counters.next("message")
        message = {"message_id": number, "date": 1, "chat": sender.chat(), "from": sender.user(), **content}
        await self.town.inject({"message": {**message, **changes}})

    def button(self, label: str) -> tuple[int, str]:
        """Return the newest button of that label: its message and its data."""
        for message in reversed(self.messages()):
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for button in row:
                    if button["text"] == label:
                        return message["message_id"], button["callback_data"]
        raise AssertionError(f"no button [{label}] in the chat:\n" + "\n".join(self.told()))

    async def press(self, message: int, data: str) -> None:
        """Press whatever a client may claim was pressed."""
        await self._post("press", json={"message_id": message, "data": data, "forged": True})
        await self.town.settle()

    def messages(self) -> list[dict[str, Any]]:
        """Return the chat, oldest first."""
        return [kept.seen() for kept in self.town.world.chats.of(self.number)]

    def news(self) -> list[str]:
        """Return what the bot said since the last look, one line a line, with the buttons behind the last one."""
        told: list[str] = []
        for message in self.messages():
            if message["outgoing"] and self.seen.get(message["message_id"]) != message:
                told += page_of(message)
            self.seen[message["message_id"]] = message
        return told

    def told(self) -> list[str]:
        """Return everything that the bot's messages say now, as lines of a page."""
        return [line for message in self.messages() if message["outgoing"] for line in page_of(message)]

    def said(self) -> list[str]:
        """Return the person's own messages that are still in the chat."""
        return [str(message.get("text", "")) for message in self.messages() if not message["outgoing"]]

    def last(self) -> str:
        """Return the text of the newest message of the bot."""
        said = [message for message in self.messages() if message["outgoing"]]
        return str(said[-1].get("text") or said[-1].get("caption"))

    async def _post(self, what: str, **content: Any) -> None:
        answer = await self.town.client.post(f"/sim/people/{self.number}/{what}", **content)
        assert answer.status_code == 200, answer.text


def lines_of(page: str) -> list[str]:
    """Return the lines of a page that say something."""
    return [line.strip() for line in textwrap.dedent(page).strip().splitlines() if line.strip()]


async def together(page: str, **chats: Chat) -> None:
    """Play a page of several people: each line begins with a name, as in `居民 > /report`, `管理员 < ...`.

    Further lines of a message and its buttons are told as `居民 | ...`; a line `(20 minutes later)` is nobody's.
    """
    town = next(iter(chats.values())).town
    expected = lines_of(page)
    heard: list[str] = []
    for line in expected:
        said = re.fullmatch(r"(\S+) > (.*)", line)
        if said:
            await chats[said[1]].does(said[2])
        elif later := re.fullmatch(r"\((\d+) minutes later\)", line):
            await town.later(int(later[1]) * 60)
            await town.settle()
        else:
            continue
        heard += [line, *(f"{name} {each}" for name, chat in chats.items() for each in chat.news())]
    compare(expected, heard)


def page_of(message: dict[str, Any]) -> list[str]:
    """Return a message as lines of a page."""
    text = message.get("text") or message.get("caption") or ""
    kind = next((kind for kind in ("photo", "voice", "video", "document") if kind in message), "")
    name = f" {message['document'].get('file_name')}" if kind == "document" else ""
    shown = f"({kind}{name}) {text}".split("\n") if kind else text.split("\n")
    lines = ["< " + shown[0].rstrip(), *(f"| {line}".rstrip() for line in shown[1:])]
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
