"""`./anju torture`: kill the bot again and again while people talk to it, and print what came of it."""

from __future__ import annotations

import argparse
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests import postgresql
from tests.crash.report import Report
from tests.crash.torture import Torture

UPDATES_A_KILL = 20


def main() -> int:
    """Run the kills that were asked for; returns 0 when nothing was found wrong."""
    parser = argparse.ArgumentParser(prog="./anju torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=25, help="how often to kill (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=None, help="makes the same choices again; printed in the report")
    parser.add_argument(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="a file, or a PostgreSQL server that is started for it (default: %(default)s)",
    )
    wish = parser.parse_args()
    seed = random.randrange(1 << 32) if wish.seed is None else wish.seed
    sys.stderr.write(f"{wish.kills} kills, seed {seed}; about a second each ...\n")
    try:
        with _database(wish.database) as url:
            report = _torture(wish.kills, seed, url)
    except postgresql.Missing as missing:
        parser.error(str(missing))
    sys.stdout.write(f"{report}\n")
    return 0 if report.sound else 1


@contextmanager
def _database(kind: str) -> Iterator[str]:
    if kind == "sqlite":
        yield ""
    else:
        with postgresql.serving() as server:
            yield server.url


def _torture(kills: int, seed: int, url: str) -> Report:
    updates = max(100, kills * UPDATES_A_KILL)
    return Torture(kills=kills, seed=seed, updates=updates, people=max(10, updates // 12), database=url).run()


if __name__ == "__main__":
    sys.exit(main())
