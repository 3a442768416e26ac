"""How an address was understood, as one line of JSON."""

from __future__ import annotations

import json

from bot.rules.addresses.address import Address

_LINE_ENDS = {"\x85": "\\u0085", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def line(text: str, address: Address) -> str:
    """Return one JSON object, without a line end inside: `text`, `key`, `parts`, `missing`, `doubts`, `shown`."""
    row = {
        "text": text,
        "key": address.key,
        "parts": address.parts,
        "missing": list(address.missing),
        "doubts": list(address.doubts),
        "shown": address.shown,
    }
    written = json.dumps(row, ensure_ascii=False)
    for mark, escaped in _LINE_ENDS.items():
        written = written.replace(mark, escaped)
    return written
