"""One nursery for the tests of a worker: reading the bot's code takes longer than many of its lives."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.crash.stage import Nursery


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    opened = Nursery()
    yield opened
    opened.close()
