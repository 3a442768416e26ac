"""The Bot API specification as data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot.sandbox.shapes import Json


@dataclass(frozen=True)
class Spec:
    """Methods and types by name; `lowered` finds a method however its name is written."""

    version: str
    methods: dict[str, Json]
    types: dict[str, Json]
    lowered: dict[str, str]


@cache
def spec() -> Spec:
    """Read the specification once."""
    raw = json.loads(Path(__file__).with_name("spec.json").read_text("utf-8"))
    lowered = {name.lower(): name for name in raw["methods"]}
    return Spec(raw["version"], raw["methods"], raw["types"], lowered)
