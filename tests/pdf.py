"""Reads back the words of a PDF of ours, page by page, by the table that also lets people copy them."""

from __future__ import annotations

import re
import zlib

_STREAM = re.compile(rb"<<(.*?)>>\s*stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_SHOWN = re.compile(rb"\(((?:\\.|[^\\()])*)\) Tj", re.DOTALL)
_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages(pdf: bytes) -> list[str]:
    """Return what each page says, a line for each line that was written."""
    streams = [zlib.decompressobj().decompress(body) for head, body in _STREAM.findall(pdf) if b"FlateDecode" in head]
    letters = _letters(pdf)
    return ["\n".join(_said(shown, letters) for shown in _SHOWN.findall(each)) for each in streams if b" Tj" in each]


def _letters(pdf: bytes) -> dict[int, str]:
    found: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", pdf, re.DOTALL):
        for code, letter in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(letter.decode()).decode("utf-16-be")
    return found


def _said(shown: bytes, letters: dict[int, str]) -> str:
    plain = re.sub(rb"\\(.)", lambda match: _ESCAPED.get(match[1], match[1]), shown, flags=re.DOTALL)
    return "".join(letters[int.from_bytes(plain[at : at + 2], "big")] for at in range(0, len(plain), 2))
