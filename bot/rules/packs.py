"""The packaged figures as one tree of tables, with what a deployer changed laid over them."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from bot.rules.typed_toml import PolicyError

PACKS = ("policy.toml", "hazards.toml", "labels.toml", "rewards.toml", "orders.toml")
"""The files of the packaged policy, none of whose tables stands in two."""

_OF_REWARDS = "rewards"
_OF_A_CITY_ALONE = ("amounts", "bonuses")
_DATA = files("bot.rules").joinpath("data")


def merged(overrides: str) -> dict[str, Any]:
    """Return the packaged tables under a deployer's TOML text; raise `PolicyError` naming the key at fault."""
    tables: dict[str, Any] = {}
    for pack in PACKS:
        tables |= _packaged(pack)
    changes = _parsed(overrides)
    tables = _over(_with_city(tables, changes), changes)
    return {**tables, **{name: _with_codes(tables[name]) for name in ("hazards", "groups", "desks")}}


def reward_packs() -> list[str]:
    """Return the names of the cities whose rewards come with the house."""
    return sorted(pack.name.removesuffix(".toml") for pack in _DATA.joinpath(_OF_REWARDS).iterdir())


def _with_city(tables: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Lay the rewards of the city that a deployer names over the default: its amounts and bonuses stand alone."""
    default, chosen = tables[_OF_REWARDS], changes.get(_OF_REWARDS)
    name = chosen.get("pack", default["pack"]) if isinstance(chosen, dict) else default["pack"]
    if name == default["pack"]:
        return tables
    if name not in reward_packs():
        raise PolicyError("rewards.pack", f"one of {', '.join([default['pack'], *reward_packs()])}", name)
    city = _packaged(_OF_REWARDS, f"{name}.toml")[_OF_REWARDS]
    kept = {key: {} if key in _OF_A_CITY_ALONE else value for key, value in default.items()}
    return {**tables, _OF_REWARDS: _over(kept, city)}


@cache
def _packaged(*path: str) -> dict[str, Any]:
    """Return the tables of a file that comes with the house; nobody changes them in place."""
    return _parsed(_DATA.joinpath(*path).read_text(encoding="utf-8"))


def _parsed(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise PolicyError("the policy file", f"TOML ({error})", "something else") from error


def _over(pack: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """Merge tables key by key; anything else, lists included, is replaced."""
    result = dict(pack)
    for key, value in changes.items():
        kept = result.get(key)
        result[key] = _over(kept, value) if isinstance(kept, dict) and isinstance(value, dict) else value
    return result


def _with_codes(tables: Any) -> Any:
    if not isinstance(tables, dict):
        return tables
    return {code: {**table, "code": code} if isinstance(table, dict) else table for code, table in tables.items()}
