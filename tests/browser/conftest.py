"""A sandbox server in a process of its own, a scripted bot that talks with it, and a headless browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.stage import PATIENCE, Sandbox
from tests.serving import serving

ROOT = Path(__file__).parents[2]
CHROMIUM_ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_up(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        assert process.poll() is None, log.read_text("utf-8", "replace")
        try:
            if httpx.get(f"{address}/sim/people", trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the server did not come up")


@contextmanager
def _running(log: Path, *arguments: str, **environment: str) -> Iterator[str]:
    """Start a module of the project on a free port, yield its address, stop it afterwards."""
    port = _free_port()
    command = [sys.executable, "-m", *arguments, "--port", str(port)]
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output, env={**os.environ, **environment})
    try:
        _wait_until_up(f"http://127.0.0.1:{port}", process, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(PATIENCE)


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    """A fresh sandbox server, stopped afterwards."""
    with serving() as address:
        running = Sandbox(address)
        yield running
        running.bot.close()


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[str]:
    """The address of a fresh demo: the sandbox, the town's people and the real bot."""
    with _running(tmp_path / "demo.log", "bot", "demo", DATA_DIR=str(tmp_path / "data")) as address:
        yield address


@pytest.fixture
def address(sandbox: Sandbox) -> str:
    """Where the page is: in the sandbox with the scripted bot, unless a file says otherwise."""
    return sandbox.address


def _chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next((path for path in map(shutil.which, names) if path), None)
    if found:
        return found
    reason = "NO BROWSER: install Chromium to test the chat page (looked for " + ", ".join(names) + ")"
    if os.environ.get("ANJU_REQUIRE_BROWSER") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A headless Chromium of this machine; none is ever downloaded."""
    path = _chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Open the page with the wanted size, colours or language; at the end nothing may have gone wrong in it."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def check_request(wanted: str) -> None:
        if not wanted.startswith((f"{address}/", "blob:", "data:")):
            complaints.append(f"a request left the machine: {wanted}")

    def open_page(**options: Any) -> Page:
        wanted = {"locale": "zh-CN", "viewport": {"width": 1366, "height": 860}, "reduced_motion": "reduce", **options}
        context = browser.new_context(**wanted)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE * 1000)
        page.on("console", lambda line: complaints.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: check_request(request.url))
        page.goto(address)
        page.locator(".chip").first.wait_for()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(visit: Callable[..., Page]) -> Page:
    """The chat page on a desktop, in Chinese and light colours."""
    return visit()
