"""`python -m bot` as a process of its own, against a sandbox in another."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.serving import serving

ROOT = Path(__file__).parents[2]

Start = Callable[..., "subprocess.Popen[str]"]


def environment(**given: str) -> dict[str, str]:
    ours = {"BOT_TOKEN", "BOT_API_URL", "DATABASE_URL", "DATA_DIR", "KEYRING_FILE", "POLICY_FILE", "LOG_LEVEL"}
    return {name: value for name, value in os.environ.items() if name not in ours} | given


@pytest.fixture
def start() -> Iterator[Start]:
    """Start python modules, which end with the test."""
    started: list[subprocess.Popen[str]] = []

    def begin(*command: str, **given: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=environment(**given),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def sandbox() -> Iterator[str]:
    """The address of a running sandbox with one resident."""
    with serving() as address:
        ask(address, "/sim/people", id=1001, name="李小安", persona="resident")
        yield address


def ask(url: str, path: str, **body: Any) -> Any:
    content = json.dumps(body).encode() if body else None
    request = urllib.request.Request(url + path, content, {"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310
        return json.load(answer)


def says(url: str, text: str) -> str:
    """Let the resident write, and return the bot's answer."""
    before = len(ask(url, "/sim/people/1001/messages"))
    ask(url, "/sim/people/1001/send", text=text)
    for _ in range(400):
        messages = ask(url, "/sim/people/1001/messages")
        if len(messages) > before + 1:
            return str(messages[-1]["text"])
        time.sleep(0.05)
    raise AssertionError("no answer")


def ended(process: subprocess.Popen[str], seconds: float = 20) -> tuple[int, str]:
    _, errors = process.communicate(timeout=seconds)
    return process.returncode, errors


def bot(start: Start, url: str, folder: Path, *command: str) -> subprocess.Popen[str]:
    given = {"BOT_TOKEN": "424242:SANDBOX", "BOT_API_URL": url, "DATA_DIR": str(folder)}
    return start("bot", *(command or ("run",)), **given)


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_ends_it_within_two_seconds_and_loses_nothing(
    start: Start, sandbox: str, tmp_path: Path, name: str
) -> None:
    process = bot(start, sandbox, tmp_path)
    assert says(sandbox, "/report").startswith("第 1/5 步")
    began = time.monotonic()
    process.send_signal(getattr(signal, name))
    code, errors = ended(process)
    assert time.monotonic() - began < 2
    assert code == 0, errors
    assert json.loads(errors.splitlines()[-1])["event"] == "bot.stopped"
    bot(start, sandbox, tmp_path)
    assert says(sandbox, "2").startswith("第 2/5 步")


def test_the_code_for_the_first_admin_is_made_while_the_bot_runs(start: Start, sandbox: str, tmp_path: Path) -> None:
    process = bot(start, sandbox, tmp_path)
    assert says(sandbox, "/backlog").startswith("没有这个命令")
    asked = bot(start, sandbox, tmp_path, "admin-code")
    code = asked.communicate(timeout=20)[0].strip()
    assert asked.returncode == 0
    assert len(code) == 32
    assert says(sandbox, f"/start {code}").startswith("您现在是管理员了")
    assert process.poll() is None


def test_a_second_bot_on_the_same_folder_ends_with_75(start: Start, sandbox: str, tmp_path: Path) -> None:
    process = bot(start, sandbox, tmp_path)
    assert says(sandbox, "/cancel")
    code, errors = ended(bot(start, sandbox, tmp_path))
    assert code == 75
    assert "Another Anju is running" in errors
    assert process.poll() is None
    assert says(sandbox, "/cancel")


def test_without_a_token_it_says_where_to_get_one_and_ends_with_78(start: Start, tmp_path: Path) -> None:
    code, errors = ended(start("bot", "run", DATA_DIR=str(tmp_path)))
    assert code == 78
    assert "BOT_TOKEN" in errors
    assert "@BotFather" in errors
    assert "Traceback" not in errors


def test_a_token_that_telegram_does_not_know_ends_with_78(start: Start, sandbox: str, tmp_path: Path) -> None:
    given = {"BOT_TOKEN": "424242:WRONG", "BOT_API_URL": sandbox, "DATA_DIR": str(tmp_path)}
    code, errors = ended(start("bot", "run", **given))
    assert code == 78
    assert "@BotFather" in errors
    assert "WRONG" not in errors
    assert "Traceback" not in errors


def test_a_telegram_that_cannot_be_reached_is_waited_for(start: Start, tmp_path: Path) -> None:
    process = bot(start, "http://127.0.0.1:9", tmp_path)
    assert process.stderr is not None
    tried = 0
    while tried < 2:
        tried += '"intake.trouble"' in process.stderr.readline()
        assert process.poll() is None
    process.terminate()
    code, errors = ended(process, 5)
    assert code == 0, errors


def test_the_data_folder_is_nobody_elses(start: Start, sandbox: str, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    bot(start, sandbox, folder)
    assert says(sandbox, "/cancel")
    for path in [folder, *folder.rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path.name
