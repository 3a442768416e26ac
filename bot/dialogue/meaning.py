"""What typed words stand for: a yes, a no, a button's words or its number, in the language of whoever speaks."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from bot.speech import Incoming, Text, Wording

YES = Text("yes / y / ok / okay / sure / please / yes please / looks good / right / correct")
NO = Text("no / n / nope / never / no thanks / no thank you / none / nothing / stop / no photos")
ENOUGH = Text("finished / ready / that is all / that's all / no more / all sent / next / go on / continue")
AROUND = Text("please / i choose / i want / the")
CHANGE = Text("change / edit / correct / wrong / is wrong / not right")
SEND = Text("send / send it / submit / file it")
DROP = Text("drop / drop it / delete / discard")
UNSURE = Text("I do not know / don't know / not sure / no idea / unsure / skip")


@dataclass(frozen=True, slots=True)
class Meaning:
    """Compares what was said with words of ours: without case, width, white space and punctuation."""

    words: Wording

    def means(self, incoming: Incoming, *meant: Text) -> bool:
        """Tell whether a message is one of the ways of saying one of these, parted by strokes in its sentence."""
        said = _plain(incoming.text)
        return bool(said) and any(said in self._ways(each) for each in meant)

    def picked(self, incoming: Incoming, offered: Mapping[str, Text], numbered: list[str]) -> str | None:
        """Return what was picked of what is on offer: by number, by label, or by a part that only one label has."""
        said = self._bare(incoming, AROUND)
        if not said or incoming.attached is not None:
            return None
        if said.isdecimal() and len(said) <= 2 and 1 <= int(said) <= len(numbered):
            return numbered[int(said) - 1]
        if exact := self.named(incoming, offered, AROUND):
            return exact
        parts = [code for code in numbered if len(said) > 1 and said in _label(self.words(offered[code]))]
        return parts[0] if len(parts) == 1 else None

    def named(self, incoming: Incoming, labels: Mapping[str, Text], around: Text) -> str | None:
        """Return what was named by its label alone, or with such words around it."""
        named = [(name, _label(self.words(label))) for name, label in labels.items()]
        for said in (_plain(incoming.text), self._bare(incoming, around)):
            if found := next((name for name, label in named if label == said), None):
                return found
        return None

    def _bare(self, incoming: Incoming, around: Text) -> str:
        """Return what was said without such words around it; nothing but such words stays as it is."""
        said, ways = _plain(incoming.text), self._ways(around)
        before = max((word for word in ways if said.startswith(word)), key=len, default="")
        behind = max((word for word in ways if said.endswith(word)), key=len, default="")
        return said.removeprefix(before).removesuffix(behind) or said

    def _ways(self, meant: Text) -> list[str]:
        return [_label(each) for each in self.words(meant).split(" / ")]


def _plain(words: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", words).casefold() if letter.isalnum())


_label = lru_cache(maxsize=1024)(_plain)  # of words of ours only: what people write is not kept in memory
