"""Risky work in a short-lived process of its own: little memory and time, no files, no secrets, killed as a group."""

from __future__ import annotations

import os
import resource
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

MEMORY = 640 * 1024 * 1024
CPU_SECONDS = 15
OPEN_FILES = 32
WALL_SECONDS = 120.0
MOST_OUT = 32 * 1024 * 1024
NICE = 10
"""How far the work steps back behind answers: it gets a tenth of a processor that is wanted for those."""

_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_REFUSED = 3


class Unfit(Exception):
    """The work cannot be done with what was given; `code` says why, and trying again changes nothing."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


async def run(module: str, content: bytes, *arguments: str, seconds: float = WALL_SECONDS) -> bytes:
    """Run `python -m module` with that on its standard input and return its output.

    `Unfit` when it refuses, dies, or takes too much of anything.
    """
    import asyncio  # not above: the child reads this file too, and would take three times as long to start

    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-E", "-s", "-B", "-W", "ignore", "-m", module, *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        cwd=_ROOT,
        env={"LANG": "C.UTF-8", "PATH": os.defpath},
        start_new_session=True,
    )
    _step_back(process.pid)
    try:
        async with asyncio.timeout(seconds):
            made, told = await process.communicate(content)
    except TimeoutError:
        raise Unfit("took_too_long") from None
    finally:
        if process.returncode is None:
            _end(process.pid)
            await process.wait()
    if process.returncode == _REFUSED:
        raise Unfit(told.decode("ascii", "replace").strip()[:40])
    if process.returncode or len(made) > MOST_OUT:
        raise Unfit("died" if process.returncode else "too_big")
    return made


def _step_back(child: int) -> None:
    with suppress(OSError):  # it may have ended already
        os.setpriority(os.PRIO_PROCESS, child, NICE)
        # Linux shares a processor between sessions first, and the child has one of its own.
        with open(f"/proc/{child}/autogroup", "w") as share:
            share.write(str(NICE))


def _end(group: int) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)


def confine() -> None:
    """Take from this process, for good, what its work does not need; called before anything foreign is read."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (OPEN_FILES, OPEN_FILES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with suppress(ValueError, OSError):  # macOS has no such limit
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def work(make: Callable[[bytes], bytes]) -> None:
    """Be the child: make of the standard input what is asked, within limits; a refusal is told by its code alone."""
    confine()
    try:
        made = make(sys.stdin.buffer.read())
    except Unfit as unfit:
        sys.stderr.write(unfit.code)
        sys.exit(_REFUSED)
    except MemoryError:
        sys.stderr.write("too_big")
        sys.exit(_REFUSED)
    except Exception as error:  # a library choking on what a stranger made: its words may quote that
        sys.stderr.write(f"broken:{type(error).__name__}")
        sys.exit(_REFUSED)
    sys.stdout.buffer.write(made)
    sys.stdout.flush()
