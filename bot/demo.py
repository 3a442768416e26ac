"""The demo: the sandbox with its chat page, a small town, and the same bot that `./anju run` starts, over HTTP."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import uvicorn

from bot import app, clock, loading, logs, settings
from bot.sandbox.server import SANDBOX_TOKEN, create_app, looks_real
from storage import Store, town

PORT = 8787
FOLDER = "demo"

ADMIN: dict[str, object] = {
    "id": 1002,
    "name": "周敏(综治中心)",
    "username": "zhou_min",
    "persona": "admin",
    "language_code": "zh-hans",
}
PEOPLE = (
    {"id": 1001, "name": "李小安", "username": "li_xiaoan", "persona": "resident", "language_code": "zh-hans"},
    ADMIN,
    {"id": 1003, "name": "王秀兰", "username": "wang_xiulan", "persona": "resident", "language_code": "zh-hans"},
    {"id": 1004, "name": "Anna Keller", "username": "anna_keller", "persona": "resident", "language_code": "en"},
)
"""Synthetic people of a synthetic town."""

TOWN = tuple(Path(__file__).parent / "demo_town" / name for name in ("town.csv", "grids.geojson"))
"""Its communities, grids, estates and buildings, which are made up; its map lies in the open sea."""

INVITED = (
    (1005, "赵立(网格员)", "grid_worker 顾家桥社区 第二网格"),
    (1006, "孙宁(安监站)", "officer safety"),
    (1007, "钱芳", "landlord"),
    (1008, "吴小北", "tenant"),
    (1009, "郑达(安家中介)", "agent"),
    (1010, "冯工(翠竹物业)", "property_manager"),
    (1011, "陈清", "auditor"),
    (1012, "褚平", "custodian"),
)
"""Those whom the admin invites on the first day: who, and to which role."""

STAFF_GROUP: dict[str, object] = {"title": "顾家桥网格工作群", "members": [1002, 1005, 1006], "forum": True}
"""The group chat of the admin, the grid worker and the officer; the admin links it on the first day."""

STORIES = (
    (
        1003,
        ("/report", "2", "翠竹园3栋2单元,一楼到二楼的楼梯", "楼梯口堆满纸箱,门只能开一半", "跳过", "1", "发送"),
    ),
    (1003, ("/report", "3", "翠竹园5栋楼道", "每天晚上有三四辆电动车从窗户拉线充电", "跳过", "2", "发送")),
)
"""Tips that neighbours filed before you came: who, and what they typed."""


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield  # the bot's own signal handling ends both


async def run(environ: Mapping[str, str], port: int = PORT) -> int:
    """Serve the sandbox, its page and the bot until Ctrl-C; returns the exit code."""
    if looks_real(environ.get("BOT_TOKEN", "")):
        print("anju: BOT_TOKEN holds a real bot's token; the demo must never see one.", file=sys.stderr)
        print("anju: unset BOT_TOKEN for the demo, or use ./anju run for the real bot.", file=sys.stderr)
        return 78
    chosen = _settings(environ, port)
    logs.setup(environ.get("LOG_LEVEL") or "WARNING")
    # At the end it complains of the open page and the long poll, which are meant to be cut.
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
    clock.follow(chosen.data_dir / "sandbox" / "clock")
    server = _Server(
        uvicorn.Config(
            create_app(SANDBOX_TOKEN, data=chosen.data_dir / "sandbox"),
            host="127.0.0.1",
            port=port,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=1,
        )
    )
    try:
        server.config.bind_socket().close()
    except SystemExit:
        print(
            f"anju: port {port} is in use. Free it, or choose another: ./anju demo --port {port + 1}", file=sys.stderr
        )
        return 1
    serving = asyncio.create_task(server.serve())
    try:
        return await app.run(chosen, lambda running: _furnish(running, chosen, port))
    finally:
        server.should_exit = True
        await serving


def _settings(environ: Mapping[str, str], port: int) -> settings.Settings:
    folder = Path(environ.get("DATA_DIR") or "data") / FOLDER
    kept = {name: environ[name] for name in ("POLICY_FILE", "LOG_LEVEL") if name in environ}
    url = f"http://127.0.0.1:{port}"
    return settings.read({**kept, "DATA_DIR": str(folder), "BOT_TOKEN": SANDBOX_TOKEN, "BOT_API_URL": url})


_furnishing: set[asyncio.Task[None]] = set()


def _furnish(running: app.App, chosen: settings.Settings, port: int) -> None:
    task = asyncio.create_task(_move_in(running, chosen, f"http://127.0.0.1:{port}"))
    _furnishing.add(task)


async def _move_in(running: app.App, chosen: settings.Settings, url: str) -> None:
    """Let the town's people in through the front door, once: whatever they have was said by them in their chats."""
    async with httpx.AsyncClient(base_url=url, transport=httpx.AsyncHTTPTransport(retries=20)) as client:
        await _build(running.store)
        lived_in = bool((await client.get("/sim/people")).json())
        for resident in PEOPLE:
            await client.post("/sim/people", json=resident)
        if not lived_in:
            await _say(client, ADMIN["id"], f"/start {app.admin_code(chosen)}")
            for person, name, post in INVITED:
                await _invite(client, person, name, post)
            await _link(client)
            for person, lines in STORIES:
                for line in lines:
                    await _say(client, person, line)
            await running.idle()
            await _say(client, ADMIN["id"], "/backlog")
    print(f"\n  安居 Anju is ready: open {url}/ in a browser. Ctrl-C ends it; nothing is lost.\n", flush=True)


async def _invite(client: httpx.AsyncClient, person: int, name: str, post: str) -> None:
    """Let the admin make an invitation, and the person follow its link."""
    role = post.partition(" ")[0]
    await client.post("/sim/people", json={"id": person, "name": name, "persona": role, "language_code": "zh-hans"})
    link = await _answered(client, f"/invite {post}", "?start=")
    await _say(client, person, link)


async def _link(client: httpx.AsyncClient) -> None:
    """Let the admin link the group of the staff."""
    group = (await client.post("/sim/groups", json=STAFF_GROUP)).json()["id"]
    code = await _answered(client, "/group new", "/link ")
    await client.post(f"/sim/people/{ADMIN['id']}/send", json={"chat": group, "text": code})


async def _answered(client: httpx.AsyncClient, said: str, mark: str) -> str:
    """Let the admin say something, and return the line of the answer that holds a mark."""
    before = len(await _lines(client, mark))
    await _say(client, ADMIN["id"], said)
    found: list[str] = []
    for _try in range(1000):
        if len(found := await _lines(client, mark)) > before:
            break
        await asyncio.sleep(0.02)
    return found[-1]


async def _lines(client: httpx.AsyncClient, mark: str) -> list[str]:
    messages = (await client.get(f"/sim/people/{ADMIN['id']}/messages")).json()
    said = [line for each in messages if each["outgoing"] for line in _words(each).split("\n")]
    return [line for line in said if mark in line]


def _words(message: dict[str, str]) -> str:
    return message.get("text") or message.get("caption") or ""


async def _build(store: Store) -> None:
    """Load the demo's town as ./anju town would, unless there is one."""
    async with store.begin() as tx:
        is_empty = await town.version(tx, "buildings") == town.EMPTY
    if is_empty:
        await loading.load(store, loading.contents(TOWN), lambda _preview, is_new: is_new)


async def _say(client: httpx.AsyncClient, person: object, text: str) -> None:
    (await client.post(f"/sim/people/{person}/send", json={"text": text})).raise_for_status()
