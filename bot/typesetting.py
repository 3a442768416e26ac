"""Breaking text into lines as Chinese is set: between any two characters, but not before a closing mark."""

from __future__ import annotations

from collections.abc import Callable, Iterator

_NOT_FIRST = "，。、；：？！）》」』】”’…％%,.;:?!)]}"
_NOT_LAST = "（《「『【“‘([{￥¥"


def lines(text: str, width: float, measure: Callable[[str], float]) -> Iterator[str]:
    """Yield the lines of a text that `measure` finds no wider than `width`: a Latin word that fits is never divided.

    No line begins with a closing mark or ends with an opening one.
    """
    for paragraph in text.split("\n"):
        line = ""
        for piece in _pieces(paragraph):
            if measure(line + piece) > width and line:
                yield line.rstrip(" ")
                line = ""
            while measure(piece) > width and len(piece) > 1:
                head = _longest(piece, width, measure)
                yield piece[:head]
                piece = piece[head:]
            line += piece if line else piece.lstrip(" ")
        yield line.rstrip(" ")


def _pieces(text: str) -> Iterator[str]:
    """Yield what stays together: words, and characters with the marks that belong to them."""
    piece = ""
    for letter in text:
        if piece and not _is_joined(piece[-1], letter):
            yield piece
            piece = ""
        piece += letter
    if piece:
        yield piece


def _is_joined(before: str, letter: str) -> bool:
    if letter in _NOT_FIRST or before in _NOT_LAST:
        return True
    return before.isascii() and letter.isascii() and before != " "


def _longest(piece: str, width: float, measure: Callable[[str], float]) -> int:
    return max((end for end in range(1, len(piece)) if measure(piece[:end]) <= width), default=1)
