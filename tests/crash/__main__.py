"""`./anju torture`: kill the bot again and again while people talk to it, and print what came of it."""

from __future__ import annotations

import argparse
import random
import sys

from tests.crash.torture import Torture

UPDATES_A_KILL = 20


def main() -> int:
    """Run the kills that were asked for; returns 0 when nothing was found wrong."""
    parser = argparse.ArgumentParser(prog="./anju torture", description=__doc__)
    parser.add_argument("--kills", type=int, default=25, help="how often to kill (default: %(default)s)")
    parser.add_argument("--seed", type=int, default=None, help="makes the same choices again; printed in the report")
    wish = parser.parse_args()
    seed = random.randrange(1 << 32) if wish.seed is None else wish.seed
    sys.stderr.write(f"{wish.kills} kills, seed {seed}; about a second each ...\n")
    updates = max(100, wish.kills * UPDATES_A_KILL)
    report = Torture(kills=wish.kills, seed=seed, updates=updates, people=max(10, updates // 12)).run()
    sys.stdout.write(f"{report}\n")
    return 0 if report.sound else 1


if __name__ == "__main__":
    sys.exit(main())
