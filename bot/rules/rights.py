"""Who may do what: the matrix of role, action and state of the object, read from data and asked at every press."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import TypeAlias

from bot.rules import tips
from bot.rules.people import Role
from bot.rules.rewards import life

ANY = "any"
"""The state of an action whose object has no states."""

Rights: TypeAlias = Mapping[str, Mapping[str, frozenset[Role]]]
"""Action, then state, then the roles that may."""


class Reason(StrEnum):
    """Why somebody may, or may not."""

    GRANTED = "granted"
    ROLE = "role"
    STATE = "state"


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether something is allowed, and why: `state` means that in another state the role might."""

    allowed: bool
    reason: Reason


@cache
def matrix() -> Rights:
    """Return the whole matrix; every action is `noun.verb`; for tips and rewards the tables of their lives are read."""
    pack = tomllib.loads(files("bot.rules").joinpath("data/rights.toml").read_text(encoding="utf-8"))
    written = {
        f"{noun}.{verb}": {state: frozenset(map(Role, roles)) for state, roles in states.items()}
        for noun, verbs in pack.items()
        for verb, states in verbs.items()
    }
    return {**written, **tips.rights(), **life.rights()}


def allows(role: str, action: str, state: str = ANY) -> Finding:
    """Tell whether a role may do something to an object in a state; KeyError for an action that does not exist."""
    states = matrix()[action]
    if role in states.get(state, ()):
        return Finding(True, Reason.GRANTED)
    elsewhere = any(role in roles for roles in states.values())
    return Finding(False, Reason.STATE if elsewhere else Reason.ROLE)
