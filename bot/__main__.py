"""The command line."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence

import uvloop

from bot import app, logs, settings
from bot.gateway import EXIT_TOKEN, Stopped
from bot.rules.policy import PolicyError
from storage.vault import VaultError

EXIT_CONFIG = EXIT_TOKEN

COMMANDS = {
    "demo": "a chat page with a sandbox instead of Telegram (this is what ./anju does alone)",
    "run": "the bot, for real: needs BOT_TOKEN",
    "admin-code": "print the code that makes its first user an admin: send /start and the code to the bot",
    "test": "run the tests (installs what they need)",
    "torture": "kill the bot again and again and report what was lost: --kills N, --seed S",
    "check": "run the linters, the type checker and the house rules",
}


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code of the process."""
    chosen = _parser().parse_args(arguments)
    os.umask(0o077)
    try:
        if chosen.command in (None, "demo"):
            from bot import demo  # only the demo needs a web server

            return asyncio.run(demo.run(os.environ, getattr(chosen, "port", demo.PORT)))
        return _with_settings(chosen.command)
    except (settings.SettingsError, VaultError, PolicyError) as error:
        print(f"anju: {error}", file=sys.stderr)
        return EXIT_CONFIG
    except Stopped as stopped:
        print(f"anju: {stopped}", file=sys.stderr)
        return stopped.code


def _with_settings(command: str) -> int:
    read = settings.read(os.environ)
    if command == "admin-code":
        print(app.admin_code(read))
        return 0
    read.require_token()
    logs.setup(read.log_level)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(app.run(read))


def _parser() -> argparse.ArgumentParser:
    listed = "\n".join(f"  {name:12}{meaning}" for name, meaning in COMMANDS.items())
    names = "\n".join(
        f"  {each.name:14}{each.meaning} (default: {each.default or 'none'})" for each in settings.SETTINGS
    )
    parser = argparse.ArgumentParser(
        prog="./anju",
        usage="./anju [command]",
        description="Anju: a chat bot that keeps group-rented homes safe with the people who live in them.",
        epilog=f"commands:\n{listed}\n\nsettings (environment variables):\n{names}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(dest="command", metavar="command", help=argparse.SUPPRESS)
    for name in ("run", "admin-code"):
        commands.add_parser(name, help=COMMANDS[name], description=COMMANDS[name])
    play = commands.add_parser("demo", help=COMMANDS["demo"], description=COMMANDS["demo"])
    play.add_argument("--port", type=int, default=8787, help="port of the chat page (default: %(default)s)")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
