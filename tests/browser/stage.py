"""Who and what plays in the browser tests: the scripted bot, the server's people, places on the page, a photo."""

from __future__ import annotations

import math
import struct
import time
import wave
import zlib
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Locator, Page

from bot.sandbox import SANDBOX_TOKEN

PATIENCE = 20.0
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}


class Bot:
    """The other end of the chats: plain calls to the sandbox's Bot API."""

    def __init__(self, address: str) -> None:
        self._client = httpx.Client(base_url=f"{address}/bot{SANDBOX_TOKEN}/", timeout=PATIENCE, trust_env=False)
        self._offset = 0

    def call(self, method: str, **parameters: object) -> Any:
        """Call a method and return its result."""
        answer = self._client.post(method, json=parameters).json()
        assert answer["ok"], answer
        return answer["result"]

    def says(self, chat: int, html: str, *rows: list[tuple[str, str]]) -> int:
        """Send HTML with rows of (text, data) buttons; return the message's id."""
        markup = {"reply_markup": self.buttons(*rows)} if rows else {}
        message = self.call("sendMessage", chat_id=chat, text=html, parse_mode="HTML", **markup)
        return int(message["message_id"])

    @staticmethod
    def buttons(*rows: list[tuple[str, str]]) -> dict[str, object]:
        """Return an inline keyboard."""
        return {"inline_keyboard": [[{"text": text, "callback_data": data} for text, data in row] for row in rows]}

    def hears(self, kind: str = "message") -> Any:
        """Return the next update of a kind; others are passed over."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            for update in self.call("getUpdates", offset=self._offset, limit=1, timeout=1):
                self._offset = update["update_id"] + 1
                if kind in update:
                    return update[kind]
        raise AssertionError(f"the bot heard no {kind}")

    def close(self) -> None:
        """Close the connection."""
        self._client.close()


class Sandbox:
    """The running server: its address, its people and the bot."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.bot = Bot(address)
        self.resident = self.add("李小安", "resident")
        self.admin = self.add("王管理", "admin")

    def people(self) -> list[dict[str, Any]]:
        """Return everybody as the page sees them."""
        found: list[dict[str, Any]] = httpx.get(f"{self.address}/sim/people", trust_env=False).json()
        return found

    def group(self, title: str, *members: int, forum: bool = False) -> int:
        """Make a group of people and the bot; return the id."""
        wish = {"title": title, "members": members, "forum": forum}
        answer = httpx.post(f"{self.address}/sim/groups", json=wish, trust_env=False)
        return int(answer.raise_for_status().json()["id"])

    def add(self, name: str, persona: str) -> int:
        """Add a person; return the id."""
        answer = httpx.post(f"{self.address}/sim/people", json={"name": name, "persona": persona}, trust_env=False)
        return int(answer.raise_for_status().json()["id"])


def column(page: Page, person: int) -> Locator:
    """Return the chat of a person."""
    return page.locator(f'.chat[data-person="{person}"]')


def composer(page: Page, person: int) -> Locator:
    """Return the text field of a person's chat."""
    return column(page, person).locator("textarea")


def attach(page: Page, person: int, what: str) -> None:
    """Choose an entry of the "+" menu of a person's chat."""
    column(page, person).get_by_role("button", name="附件").click()
    column(page, person).get_by_role("menuitem", name=what, exact=True).click()


def choose_files(page: Page, person: int, kind: str, *files: Path) -> None:
    """Pick files from the disk; kinds are photo, voice and document."""
    column(page, person).locator(f'input[data-kind="{kind}"]').set_input_files(files)


def sound(path: Path, seconds: float = 1.0) -> Path:
    """Write a sound file: a soft tone."""
    rate = 8000
    tone = (int(4000 * math.sin(2 * math.pi * 440 * step / rate)) for step in range(int(rate * seconds)))
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, rate, 0, "NONE", ""))
        file.writeframes(b"".join(struct.pack("<h", value) for value in tone))
    return path


def picture(path: Path, width: int = 320, height: int = 240) -> Path:
    """Draw a small PNG photo: a wall with a window."""
    wall, window = b"\xd8\xb4\x8a", b"\x5a\x8f\xb8"
    rows = []
    for y in range(height):
        inside = height // 4 < y < height * 3 // 4
        rows.append(
            b"\0" + b"".join(window if inside and width // 3 < x < width * 2 // 3 else wall for x in range(width))
        )
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"".join(rows))),
        (b"IEND", b""),
    ]
    body = b"".join(struct.pack(">I", len(b)) + k + b + struct.pack(">I", zlib.crc32(k + b)) for k, b in chunks)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    return path
