"""Fetches files that people sent: asks where a file lies, then takes it, never more of it than is wanted."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

import httpx

from bot.settings import Settings

TELEGRAMS_MOST = 20 * 1024 * 1024
"""Bytes of the largest file that a bot may fetch."""
WHOLE_SECONDS = 120
PAUSES = (0.5, 2.0)
_TIMEOUT = httpx.Timeout(20, connect=10)


class Unreachable(Exception):
    """Nobody answered, or not in time: nothing is known of the file, and asking again may help."""


class NotThere(Exception):
    """The place that was told for a file holds none just now: asking anew later may help, a few times."""


class NoFile(Exception):
    """The file will not come, however often one asks; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Downloads:
    """Fetches files through the Bot API."""

    def __init__(self, client: httpx.AsyncClient, settings: Settings) -> None:
        self._client, self._settings = client, settings

    async def fetch(self, file: str, most: int = TELEGRAMS_MOST) -> bytes:
        """Return a file of at most so many bytes; `Unreachable` or `NotThere` for now, `NoFile` for good."""
        for pause in PAUSES:
            with suppress(Unreachable, NotThere):
                return await self._once(file, most)
            await asyncio.sleep(pause)
        return await self._once(file, most)

    async def _once(self, file: str, most: int) -> bytes:
        try:
            async with asyncio.timeout(WHOLE_SECONDS):
                path, size = await self._place(file, most)
                content = await self._content(path, most)
        except (httpx.HTTPError, TimeoutError) as error:
            raise Unreachable(type(error).__name__) from None
        if size and len(content) != size:  # cut short on its way, or somebody else's page
            raise NotThere
        return content

    async def _place(self, file: str, most: int) -> tuple[str, int]:
        """Return where a file lies, and its size (0: not told)."""
        asked = await self._client.post(self._settings.method_url("getFile"), json={"file_id": file}, timeout=_TIMEOUT)
        answer = _json(asked)
        if asked.status_code == 400:
            raise NoFile("too_big" if "too big" in str(answer.get("description")) else "not_known")
        found = answer.get("result")
        if asked.status_code != 200 or not isinstance(found, dict) or not isinstance(found.get("file_path"), str):
            raise Unreachable(f"status_{asked.status_code}")
        size = int(found.get("file_size") or 0)
        if size > most:
            raise NoFile("too_big")
        return str(found["file_path"]), size

    async def _content(self, path: str, most: int) -> bytes:
        content = bytearray()
        async with self._client.stream("GET", self._settings.file_url(path), timeout=_TIMEOUT) as response:
            if response.status_code == 404:
                raise NotThere
            if response.status_code != 200:
                raise Unreachable(f"status_{response.status_code}")
            async for piece in response.aiter_bytes():
                content += piece
                if len(content) > most:
                    raise NoFile("too_big")
        return bytes(content)


def _json(response: httpx.Response) -> dict[str, Any]:
    try:
        answer = response.json()
    except (ValueError, RecursionError):
        raise Unreachable(f"status_{response.status_code}") from None
    return answer if isinstance(answer, dict) else {}
