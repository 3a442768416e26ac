"""The sandbox as a process of its own, over a real socket."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from telegram import Bot

from bot.sandbox import SANDBOX_TOKEN, looks_real
from bot.sandbox.server import create_app

ROOT = Path(__file__).resolve().parents[2]
Launch = Callable[..., "tuple[subprocess.Popen[str], str]"]


@pytest.fixture
def launch() -> Iterator[Launch]:
    """Start sandboxes on free ports; returns the process and its address."""
    started: list[subprocess.Popen[str]] = []

    def start(*options: str) -> tuple[subprocess.Popen[str], str]:
        command = [sys.executable, "-m", "bot.sandbox", *options]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        started.append(process)
        assert process.stdout is not None
        return process, process.stdout.readline().split()[-1]

    yield start
    for process in started:
        process.kill()
        process.communicate()


async def test_a_killed_sandbox_goes_on_where_it_was(launch: Launch, tmp_path: Path) -> None:
    process, url = launch("--port", "0", "--data", str(tmp_path))
    async with httpx.AsyncClient(base_url=url) as http:
        await http.post("/sim/people", json={"name": "李小安", "persona": "resident"})
        number = (await http.post("/sim/people/1001/send", json={"text": "hi"})).json()["update_id"]
    process.kill()
    process.wait()
    _, url = launch("--port", url.rpartition(":")[2], "--data", str(tmp_path))
    async with Bot(SANDBOX_TOKEN, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot") as bot:
        (update,) = await bot.get_updates()
        assert update.update_id == number
        assert update.message is not None
        assert (await update.message.reply_text("hello")).message_id == 2


async def test_pages_are_told_of_changes_and_stop_is_quick(launch: Launch) -> None:
    process, url = launch("--port", "0")
    async with httpx.AsyncClient(base_url=url) as http:
        await http.post("/sim/people", json={"name": "李小安", "persona": "resident"})
        async with http.stream("GET", "/sim/events") as events:
            lines = events.aiter_lines()
            assert await anext(lines) == ": hello"
            await http.post("/sim/people/1001/send", json={"text": "hi"})
            heard = [await asyncio.wait_for(anext(lines), 5) for _ in range(3)]
            assert heard == ["", "event: change", 'data: {"person": 1001}']
            process.terminate()
            assert await asyncio.to_thread(process.wait, 5) is not None


def test_a_real_token_is_refused() -> None:
    token = f"{'9' * 9}:{'A' * 35}"
    assert looks_real(token)
    assert not looks_real(SANDBOX_TOKEN)
    command = [sys.executable, "-m", "bot.sandbox", "--port", "0", "--token", token]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 78
    assert "looks like a real bot's" in done.stderr
    assert token not in done.stderr + done.stdout
    with pytest.raises(ValueError, match="looks like a real bot's"):
        create_app(token)
