"""Checks a call against the specification: types, required and unknown fields, limits, however deep."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.sandbox import wordings
from bot.sandbox.files import Upload
from bot.sandbox.refusals import bad_request
from bot.sandbox.shapes import Json
from bot.sandbox.spec import spec

_PLAIN: dict[str, tuple[type, ...]] = {
    "Integer": (int,),
    "Float": (int, float),
    "String": (str,),
    "InputFile": (Upload,),
    "Boolean": (bool,),
    "True": (bool,),
}
_MEDIA = "InputMedia"
_FILES = ("media", "thumbnail", "cover")
_WORDS = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}


def checked_call(method: str, given: Json, uploads: dict[str, Upload]) -> Json:
    """Return the call's parameters decoded; a wrong call is refused."""
    fields = spec().methods[method]["params"]
    types = {field["name"]: field["types"] for field in fields}
    # Telegram takes an empty parameter for one that was not given.
    filled = {name: value for name, value in given.items() if value not in ("", None)}
    values = {name: _decoded(value, types.get(name, []), name) for name, value in filled.items()}
    _refuse_unused(method, values, uploads, types)
    values = {name: _attached(value, types.get(name, []), uploads) for name, value in values.items()}
    values.update({name: upload for name, upload in uploads.items() if name in types})
    check_fields(method, fields, values, "")
    return {name: _unpacked(value, uploads) if _is_media(types[name]) else value for name, value in values.items()}


def check_type(name: str, value: Any, path: str) -> None:
    """Check an object against a type of the specification."""
    if not isinstance(value, dict):
        raise bad_request(f"can't parse {path}: object expected")
    kind = spec().types[name]
    if kind.get("subtypes"):
        check_type(_fitting(kind["subtypes"], value, path, parent=name), value, path)
    else:
        check_fields(name, kind["fields"], value, path + ".")


def check_fields(owner: str, fields: list[Json], values: Json, prefix: str) -> None:
    """Check the fields of a call or object: nothing missing, nothing unknown, each of its type and in its limits."""
    known = {field["name"]: field for field in fields}
    for name in values:
        if name not in known:
            raise bad_request(f'unknown parameter "{prefix}{name}" in {owner} ({spec().version})')
    for name, field in known.items():
        if name in values:
            check_value(owner, field, values[name], prefix + name)
        elif field["required"]:
            raise wordings.missing(owner, name, prefix + name)


def check_value(owner: str, field: Json, value: Any, path: str) -> None:
    """Check one value against its possible types and its limits."""
    _check_types(field["types"], value, path)
    constant = field.get("const")
    if constant is not None and value != constant:
        raise bad_request(f'"{path}" must be "{constant}"')
    for wrong in _beyond(field.get("limits", {}), value):
        raise wordings.beyond_limit(owner, field["name"], path, wrong)


def _check_types(types: list[str], value: Any, path: str) -> None:
    if any(_is_plain(name, value) for name in types):
        return
    arrays = [name for name in types if name.startswith("Array of ")]
    objects = [name for name in types if name not in _PLAIN and name not in arrays]
    if arrays and isinstance(value, list):
        items = [name.removeprefix("Array of ") for name in arrays]
        for index, item in enumerate(value):
            _check_types(items, item, f"{path}[{index}]")
    elif objects and isinstance(value, dict):
        check_type(_fitting(objects, value, path), value, path)
    else:
        raise bad_request(f'"{path}" must be of type {" or ".join(types)}')


def _is_plain(name: str, value: Any) -> bool:
    if name not in _PLAIN or (isinstance(value, bool) and name not in ("Boolean", "True")):
        return False
    return isinstance(value, _PLAIN[name]) and not (name == "True" and value is False)


def _fitting(names: list[str], value: Json, path: str, parent: str = "") -> str:
    """Choose the one type of several that an object claims to be."""
    if len(names) == 1:
        return names[0]
    if not parent and all(name.startswith(_MEDIA) for name in names):
        parent = _MEDIA
    fits = [name for name in names if _claims(name, parent, value)]
    if not fits:
        raise bad_request(f"can't parse {path}: it is none of {', '.join(names)}")
    return fits[0]


def _claims(name: str, parent: str, value: Json) -> bool:
    fields = spec().types[name]["fields"]
    if any(field.get("const", value.get(field["name"])) != value.get(field["name"]) for field in fields):
        return False
    if "type" in value and not any(field["name"] == "type" and "const" in field for field in fields):
        return bool(value["type"] == _snake(name.removeprefix(parent)))
    return all(field["name"] in value for field in fields if field["required"])


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


def _decoded(value: Any, types: list[str], path: str) -> Any:
    """Turn the text of a form field into what the specification wants there."""
    if not isinstance(value, str) or not types:
        return value
    if "Integer" in types and re.fullmatch(r"-?\d{1,19}", value):
        return int(value)
    if "Float" in types and re.fullmatch(r"-?\d+(\.\d+)?([eE]-?\d+)?", value):
        return float(value)
    if "Boolean" in types:
        return _WORDS.get(value.lower(), value)
    if "String" in types or set(types) <= set(_PLAIN):
        return value
    try:
        return json.loads(value)
    except ValueError as wrong:
        raise bad_request(f"can't parse {path} JSON object") from wrong


def _attached(value: Any, types: list[str], uploads: dict[str, Upload]) -> Any:
    if "InputFile" not in types or not isinstance(value, str) or not value.startswith("attach://"):
        return value
    return _upload(value, uploads)


def _upload(value: str, uploads: dict[str, Upload]) -> Upload:
    name = value.removeprefix("attach://")
    if name not in uploads:
        raise bad_request(f'file "{name}" is not attached')
    return uploads[name]


def _is_media(types: list[str]) -> bool:
    return all(name.removeprefix("Array of ").startswith(_MEDIA) for name in types)


def _unpacked(media: Any, uploads: dict[str, Upload]) -> Any:
    """Put the files that InputMedia only name into their places."""
    if isinstance(media, list):
        return [_unpacked(item, uploads) for item in media]
    named = {name: value for name, value in media.items() if str(value).startswith("attach://") and name in _FILES}
    return {**media, **{name: _upload(value, uploads) for name, value in named.items()}}


def _refuse_unused(method: str, values: Json, uploads: dict[str, Upload], types: Json) -> None:
    used = set(re.findall(r"attach://([^\"\s]+)", json.dumps(values, ensure_ascii=False)))
    for name in uploads:
        if name not in used and name not in types:
            raise bad_request(f'unknown parameter "{name}" in {method} ({spec().version})')


def _beyond(limits: Json, value: Any) -> Iterator[str]:
    if limits.get("after_entities"):
        return
    if isinstance(value, str) and "max_len" in limits:
        unit = limits.get("unit", "characters")
        length = len(value.encode()) if unit == "bytes" else len(value)
        if not limits.get("min_len", 0) <= length <= limits["max_len"]:
            yield f"{limits.get('min_len', 0)}-{limits['max_len']} {unit}"
    if isinstance(value, list) and not limits.get("min_items", 0) <= len(value) <= limits.get("max_items", len(value)):
        yield f"{limits.get('min_items', 0)}-{limits.get('max_items', '')} items"
    if isinstance(value, int | float) and not limits.get("min", value) <= value <= limits.get("max", value):
        yield f"a value from {limits.get('min', '')} to {limits.get('max', '')}"
