"""`python -m bot.sandbox`: the sandbox in a process of its own."""

from __future__ import annotations

import argparse
import socket
import sys
from pathlib import Path

import uvicorn

from bot.sandbox.server import create_app
from bot.sandbox.tokens import SANDBOX_TOKEN, looks_real

WRONG_SETTING = 78


def main() -> int:
    """Serve on 127.0.0.1 until stopped; returns the exit code."""
    wish = _wish()
    if looks_real(wish.token):
        sys.stderr.write("The token looks like a real bot's; the sandbox must never see one.\n")
        return WRONG_SETTING
    app = create_app(wish.token, data=wish.data)
    door = _door(wish.port)
    sys.stdout.write(f"Sandbox on http://127.0.0.1:{door.getsockname()[1]}\n")
    sys.stdout.flush()
    # Long polls and open pages would hold a stop up for as long as they last.
    config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=1)
    uvicorn.Server(config).run(sockets=[door])
    return 0


def _door(port: int) -> socket.socket:
    # asyncio sends at once only over sockets that name their protocol; over others, answers wait for 40 ms.
    door = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    door.bind(("127.0.0.1", port))
    door.listen(128)
    return door


def _wish() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bot.sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=8081, help="0 takes any free one; it is printed")
    parser.add_argument("--data", type=Path, help="folder that keeps the state; without it nothing is kept")
    parser.add_argument("--token", default=SANDBOX_TOKEN)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
