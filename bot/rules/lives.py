"""Tables of a life, of a tip or of a reward, read as rights."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Protocol

from bot.rules.people import Role


class Line(Protocol):
    """One permitted move: from which states, and who may make it: roles, or somebody outside the office."""

    @property
    def move(self) -> str:
        """The name of the move."""

    @property
    def sources(self) -> Iterable[str]:
        """The states from which it may be made."""

    @property
    def by(self) -> Iterable[str]:
        """Who may make it."""


def rights_of(noun: str, steps: Iterable[Line]) -> Mapping[str, Mapping[str, frozenset[Role]]]:
    """Return a table as rights: action `NOUN.MOVE`, then state, then the roles that may."""
    found: dict[str, dict[str, set[Role]]] = {}
    for each in steps:
        roles = {Role(actor) for actor in each.by if actor in set(Role)}
        for state in each.sources if roles else ():
            found.setdefault(f"{noun}.{each.move}", {}).setdefault(state, set()).update(roles)
    frozen = {action: {state: frozenset(roles) for state, roles in states.items()} for action, states in found.items()}
    return MappingProxyType(frozen)
