"""The stage: a sandbox in a process of its own, the nursery of the bots that die, and the people."""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

import httpx

from bot import settings
from bot.sandbox import SANDBOX_TOKEN
from tests.crash import evidence
from tests.crash.evidence import Evidence

ROOT = Path(__file__).resolve().parents[2]
Json: TypeAlias = dict[str, Any]


class Nursery:
    """Starts bots one after the other, each a process that can be killed."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.crash.victim"]
        self._process = subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        self._news: queue.Queue[Json] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self.hear("ready", 60)
        self._child = 0

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._news.put(json.loads(line))
        self._news.put({"closed": True})

    def start(self, order: Json) -> None:
        """Start a bot."""
        assert self._process.stdin is not None
        assert not self._child, "one bot at a time"
        self._news = queue.Queue()
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        self._child = self.hear("born", 20)

    def hear(self, name: str, seconds: float) -> Any:
        """Wait for a piece of news and return what it says; what comes before it is passed over."""
        limit = time.monotonic() + seconds
        while True:
            try:
                news = self._news.get(timeout=max(0.0, limit - time.monotonic()))
            except queue.Empty:
                raise TimeoutError(f"the bot did not tell that it is {name}") from None
            if "ended" in news:
                self._child = 0
            if name in news:
                return news[name]
            if "closed" in news or "ended" in news:
                raise Ended(news.get("ended"))

    def wait(self, seconds: float) -> int | None:
        """Wait for the bot's end and return its exit code; None when it lives on."""
        if not self._child:
            return 0
        try:
            return int(self.hear("ended", seconds))
        except TimeoutError:
            return None

    def kill(self) -> None:
        """Kill the bot as the system does, without any warning."""
        self._signal(signal.SIGKILL)

    def stop(self) -> int | None:
        """Ask the bot to end and return its exit code."""
        if self._child:
            with suppress(ProcessLookupError):
                os.kill(self._child, signal.SIGTERM)
        return self.wait(10)

    def _signal(self, number: signal.Signals) -> None:
        if self._child:
            with suppress(ProcessLookupError):
                os.kill(self._child, number)
            self.wait(10)

    def close(self) -> None:
        """End the bot and the nursery."""
        self.kill()
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(10)
        assert self._process.stdout is not None
        self._process.stdout.close()


class Ended(Exception):
    """The bot ended before it told what was waited for."""


@dataclass
class Stage:
    """Everything that a play of kills needs, in one folder; `database` is the URL of a server's, empty for a file."""

    folder: Path
    log_level: str = "DEBUG"
    database: str = ""
    plants: dict[str, str] = field(default_factory=dict)
    lent: Nursery | None = None
    calls: list[Json] = field(default_factory=list)

    def __enter__(self) -> Stage:
        self.folder.mkdir(parents=True, exist_ok=True)
        with socket.create_server(("127.0.0.1", 0)) as door:
            port = str(door.getsockname()[1])
        # Not by its own command line, whose socket waits 40 ms with every answer.
        command = [sys.executable, "-m", "uvicorn", "--factory", "bot.sandbox.server:create_app", "--port", port]
        command += ["--log-level", "warning", "--timeout-graceful-shutdown", "1"]
        # It complains there of each caller that died in the middle of a call.
        with (self.folder / "sandbox.log").open("w") as complaints:
            self._sandbox = subprocess.Popen(command, cwd=ROOT, stdout=complaints, stderr=complaints)
        self.nursery = self.lent or Nursery()
        url = f"http://127.0.0.1:{port}"
        self.http = httpx.Client(base_url=url, timeout=20, transport=httpx.HTTPTransport(retries=8))
        self.env = {
            "BOT_TOKEN": SANDBOX_TOKEN,
            "BOT_API_URL": url,
            "DATA_DIR": str(self.folder / "data"),
            "DATABASE_URL": self.database,
            "LOG_LEVEL": self.log_level,
            "POLICY_FILE": str(ROOT / "tests" / "bench" / "policy.toml"),
        }
        self.settings = settings.read(self.env)
        self._next_call = 0
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self.nursery.kill()
            if self.lent is None:
                self.nursery.close()
        finally:
            self.http.close()
            self._sandbox.terminate()
            self._sandbox.wait(10)

    @property
    def log(self) -> Path:
        """Where the bots write their logs."""
        return self.folder / "bot.log"

    def start(self, point: str = "", nth: int = 0) -> None:
        """Start a bot, which dies at the n-th pass of a point if one is named."""
        self.nursery.start({"env": self.env, "log": str(self.log), "point": point, "nth": nth, "plants": self.plants})

    def post(self, path: str, body: Json) -> Json:
        """Act on the sandbox as a person or as the tester."""
        response = self.http.post(f"/sim/{path}", json=body)
        if response.status_code != 200:
            raise AssertionError(f"{path}: {response.status_code} {response.text[:200]}")
        return dict(response.json())

    def meet(self, person: int, language: str = "zh-hans") -> None:
        """Let a person into the sandbox."""
        self.post("people", {"id": person, "name": f"People {person}", "language_code": language})

    def say(self, person: int, text: str) -> int:
        """Let a person write; returns the number of the update."""
        return int(self.post(f"people/{person}/send", {"text": text})["update_id"])

    def show(self, person: int, photo: bytes) -> None:
        """Let a person send a photo."""
        sent = self.http.post(f"/sim/people/{person}/send", files={"photo": ("p.png", photo)})
        assert sent.status_code == 200, sent.text

    def state(self) -> Json:
        """Return the state of the sandbox's queue."""
        return dict(self.http.get("/sim/state").json())

    def is_quiet(self) -> bool:
        """Tell whether everything was taken in, dealt with and said."""
        return self.left() == 0

    def left(self) -> int | None:
        """Count what is still to be taken in, dealt with or said; None while there are no tables."""
        pending, waiting = int(self.state()["pending_updates"]), evidence.waiting(self.settings.database_url)
        return None if waiting is None else pending + waiting

    def evidence(self, persons: Iterable[int] = ()) -> Evidence:
        """Return what the database holds, once no bot lives."""
        return evidence.read(self.copy_of_data(), persons, self.database)

    def journal(self) -> list[Json]:
        """Return every call of the bots so far."""
        found = self.http.get("/sim/journal", params={"since": self._next_call}).json()
        self._next_call = found["next"]
        self.calls += found["calls"]
        return self.calls

    def copy_of_data(self) -> Path:
        """Copy the keyring, and the database if it is a file, so that looking at it changes nothing."""
        target = self.folder / "copy"
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(mode=0o700)
        for name in ("anju.db", "anju.db-wal", "keyring.json"):
            source = self.settings.data_dir / name
            if source.exists():
                shutil.copy2(source, target / name)
        return target
