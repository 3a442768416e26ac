"""Reading TOML tables into frozen dataclasses, with errors that name the key and say what was expected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date, time
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypeVar, cast, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

T = TypeVar("T")

_PLAIN = {
    bool: "true or false",
    date: "a date such as 2026-10-01",
    time: "a time such as 18:00:00",
}


class PolicyError(ValueError):
    """A policy text that cannot be used; `path` is the key that is wrong, `expected` what may stand there."""

    def __init__(self, path: str, expected: str, found: object = None) -> None:
        seen = "nothing" if found is None else f"{found!r}"[:80]
        super().__init__(f"{path}: expected {expected}, found {seen}")
        self.path = path
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Between:
    """The range of a whole number, both ends included; stands in `Annotated[int, Between(1, 9)]`."""

    least: int
    most: int


def read(kind: type[T], table: object, path: str = "") -> T:
    """Return `table` as the dataclass `kind`, every value checked; raise `PolicyError` at the first that is wrong.

    A field with a default need not be there.
    """
    return cast(T, _value(kind, table, path))


def _value(kind: Any, value: object, path: str) -> Any:
    if is_dataclass(kind):
        return _table(kind, value, path)
    origin = get_origin(kind)
    if origin is Annotated:
        return _whole_number(value, path, kind.__metadata__[0])
    if origin is Literal:
        return _choice(value, path, get_args(kind))
    if origin is tuple:
        return _list(get_args(kind)[0], value, path)
    if origin is Mapping:
        return _named(kind, value, path)
    if kind is str:
        return _text(value, path)
    if kind is ZoneInfo:
        return _zone(value, path)
    if type(value) is not kind:  # exactly: a datetime is no date, a bool no int
        raise PolicyError(path, _PLAIN[kind], value)
    return value


def _table(kind: Any, value: object, path: str) -> Any:
    given = _is_table(value, path)
    hints = _hints(kind)
    known = {field.name: field for field in fields(kind)}
    for key in given:
        if key not in known:
            raise PolicyError(_under(path, key), f"one of the keys {', '.join(known)}", key)
    wanted = [name for name, field in known.items() if name in given or not _has_default(field)]
    read_values = {name: _value(hints[name], given.get(name), _under(path, name)) for name in wanted}
    try:
        return kind(**read_values)
    except PolicyError:
        raise
    except ValueError as error:
        raise PolicyError(path, str(error), value) from error


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def _has_default(field: Field[Any]) -> bool:
    return field.default is not MISSING or field.default_factory is not MISSING


def _named(kind: Any, value: object, path: str) -> Mapping[Any, Any]:
    key_kind, value_kind = get_args(kind)
    table = _is_table(value, path)
    named = {_key(key_kind, key, path): _value(value_kind, item, _under(path, key)) for key, item in table.items()}
    return MappingProxyType(named)


def _key(kind: type, key: str, path: str) -> object:
    if kind is not int:
        return key
    if not (key.isascii() and key.isdigit() and len(key) == 4):
        raise PolicyError(_under(path, key), "a year such as 2026 as the name of the table", key)
    return int(key)


def _is_table(value: object, path: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise PolicyError(path, "a table", value)
    return value


def _list(kind: Any, value: object, path: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise PolicyError(path, "a list", value)
    return tuple(_value(kind, item, f"{path}[{place}]") for place, item in enumerate(value))


def _whole_number(value: object, path: str, allowed: Between) -> int:
    if type(value) is not int or not allowed.least <= value <= allowed.most:
        raise PolicyError(path, f"a whole number from {allowed.least} to {allowed.most}", value)
    return value


def _choice(value: object, path: str, allowed: tuple[object, ...]) -> object:
    if not isinstance(value, str) or value not in allowed:
        raise PolicyError(path, f"one of {', '.join(map(repr, allowed))}", value)
    return value


def _text(value: object, path: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise PolicyError(path, "a text that is not empty", value)
    return value


def _zone(value: object, path: str) -> ZoneInfo:
    name = _text(value, path)
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise PolicyError(path, "a time zone such as 'Asia/Shanghai'", value) from error


def _under(path: str, key: str) -> str:
    return f"{path}.{key}" if path else key
