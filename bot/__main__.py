"""The command line."""

from __future__ import annotations

import argparse
import asyncio
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import uvloop

from bot import app, logs, settings
from bot.gateway import EXIT_TOKEN, Stopped
from bot.rules import addresses
from bot.rules.policy import PolicyError
from bot.rules.spreadsheets import NotText, decode
from bot.rules.town import Town, read_csv
from storage.vault import VaultError

EXIT_CONFIG = EXIT_TOKEN

COMMANDS = {
    "demo": "a chat page with a sandbox instead of Telegram (this is what ./anju does alone)",
    "run": "the bot, for real: needs BOT_TOKEN",
    "town": "load FILE... (buildings as CSV, grids as GeoJSON) after a preview; --yes does not ask",
    "admin-code": "print the code that makes its first user an admin: send /start and the code to the bot",
    "address": "show how addresses are understood, one JSON object a line: --town FILE, ADDRESS... or lines of input",
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
        if chosen.command == "address":
            return _address(chosen.address, chosen.town)
        return _with_settings(chosen)
    except (settings.SettingsError, VaultError, PolicyError) as error:
        print(f"anju: {error}", file=sys.stderr)
        return EXIT_CONFIG
    except Stopped as stopped:
        print(f"anju: {stopped}", file=sys.stderr)
        return stopped.code


def _with_settings(chosen: argparse.Namespace) -> int:
    read = settings.read(os.environ)
    if chosen.command == "town":
        from bot import loading  # nothing else needs the shapes of grids at the start

        logs.setup("WARNING")
        return asyncio.run(loading.run(read, chosen.files, _agree if not chosen.yes else _agree_at_once))
    if chosen.command == "admin-code":
        print(app.admin_code(read))
        return 0
    read.require_token()
    logs.setup(read.log_level)
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(app.run(read))


def _address(given: Sequence[str], file: str | None) -> int:
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    try:
        town = _town(Path(file)) if file else None
        for text in given or (each.rstrip("\r\n") for each in sys.stdin):
            print(addresses.line(text, addresses.understand(text, town)), flush=True)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, NotText) as error:
        print(f"anju: {file}: {getattr(error, 'strerror', None) or 'this is no text'}", file=sys.stderr)
        return EXIT_CONFIG
    return 0


def _town(file: Path) -> Town:
    town, problems = read_csv(decode(file.read_bytes()))
    for each in problems:
        print(f"anju: {file}, line {each.line}: {each.code} {each.detail}".rstrip(), file=sys.stderr)
    return town


def _agree(preview: str, is_new: bool) -> bool:
    print(preview)
    if not is_new:
        return False
    try:
        return input("\nTake it over? [y/N] ").strip().casefold() in ("y", "yes")
    except EOFError:
        print("\nNobody answered, so nothing was changed; --yes takes over without asking.")
        return False


def _agree_at_once(preview: str, is_new: bool) -> bool:
    print(preview)
    return is_new


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
    told = commands.add_parser("address", help=COMMANDS["address"], description=COMMANDS["address"])
    told.add_argument("--town", metavar="FILE", help="the town's CSV file, taken into account")
    told.add_argument("address", nargs="*", metavar="ADDRESS", help="an address; without any, each line of the input")
    town = commands.add_parser("town", help=COMMANDS["town"], description=COMMANDS["town"])
    town.add_argument("files", nargs="+", type=Path, metavar="FILE")
    town.add_argument("--yes", action="store_true", help="take over without asking")
    play = commands.add_parser("demo", help=COMMANDS["demo"], description=COMMANDS["demo"])
    play.add_argument("--port", type=int, default=8787, help="port of the chat page (default: %(default)s)")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
