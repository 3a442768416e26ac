"""Formatted text: HTML to plain text and entities; offsets and lengths count UTF-16 units."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from bot.sandbox.refusals import bad_request, not_played
from bot.sandbox.shapes import Json

KINDS = {
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("tg-spoiler", "span"), "spoiler"),
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#([0-9]{1,7});?|#[xX]([0-9a-fA-F]{1,6});?|(lt|gt|amp|quot)(?![a-zA-Z]);?)")
_PLAIN = re.compile(r"[^&<]+")
_END = re.compile(r"</([^\s>]*)\s*(>?)")
_START = re.compile(r"<([^\s>]*)")
_ATTRIBUTE = re.compile(r"\s+([^\s=>]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9.\-]+)(?=[\s>])))?")
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"'，。；）]+)"
    r"|(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/<>])"
)
_OPAQUE = {"code", "pre", "text_link"}


def utf16(text: str) -> int:
    """Return the length of a text in UTF-16 units."""
    return len(text) + sum(char > "\uffff" for char in text)


def formatted(source: str, parse_mode: str | None, given: list[Json] | None) -> tuple[str, list[Json]]:
    """Return what Telegram would store: the plain text, without space around it, and all its entities."""
    if not parse_mode:
        text, entities = source, [dict(entity) for entity in given or []]
    elif parse_mode.lower() == "html":
        text, entities = parse_html(source)
    elif parse_mode.lower() in ("markdown", "markdownv2"):
        raise not_played(f"parse_mode {parse_mode}")
    else:
        raise bad_request("unsupported parse_mode")
    text, entities = _stripped(text, entities)
    return text, _ordered(entities + found(text, entities))


def found(text: str, marked: list[Json] = []) -> list[Json]:  # noqa: B006 - it is only read
    """Return the commands and links that Telegram sees by itself outside code and links."""
    taken = [entity for entity in marked if entity["type"] in _OPAQUE]
    seen = [
        {"type": match.lastgroup, "offset": utf16(text[: match.start()]), "length": utf16(match[0])}
        for match in _FOUND.finditer(text)
    ]
    return [entity for entity in seen if not any(_overlap(entity, other) for other in taken)]


def _overlap(one: Json, other: Json) -> bool:
    before = one["offset"] + one["length"] <= other["offset"]
    return bool(not before and other["offset"] + other["length"] > one["offset"])


def _ordered(entities: list[Json]) -> list[Json]:
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _stripped(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    lead = utf16(text) - utf16(text.lstrip())
    text = text.strip()
    end = utf16(text)
    clipped = []
    for entity in entities:
        first = max(entity["offset"] - lead, 0)
        length = min(entity["offset"] - lead + entity["length"], end) - first
        if length > 0:
            clipped.append({**entity, "offset": first, "length": length})
    return text, clipped


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Turn Telegram's HTML into text and entities; a mistake is refused in Telegram's words."""
    return _Html(source).read()


@dataclass
class _Open:
    tag: str
    extra: Json
    offset: int


class _Html:
    def __init__(self, source: str) -> None:
        self.source = source
        self.at = 0
        self.text: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[Json] = []

    def read(self) -> tuple[str, list[Json]]:
        while self.at < len(self.source):
            self._step()
        if self.open:
            raise _cannot(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        return "".join(self.text), _ordered(self.entities)

    def _step(self) -> None:
        if plain := _PLAIN.match(self.source, self.at):
            self._add(plain[0], plain.end())
        elif reference := _REFERENCE.match(self.source, self.at):
            self._add(_character(reference), reference.end())
        elif self.source[self.at] == "&":
            self._add("&", self.at + 1)
        elif self.source.startswith("</", self.at):
            self._end_tag()
        else:
            self._start_tag()

    def _add(self, text: str, end: int) -> None:
        self.text.append(text)
        self.length += utf16(text)
        self.at = end

    def _wrong(self, reason: str) -> NoReturn:
        raise _cannot(f"{reason} at byte offset {len(self.source[: self.at].encode())}")

    def _start_tag(self) -> None:
        name = _START.match(self.source, self.at)
        if name is None or name.end() == len(self.source):
            self._wrong("Unclosed start tag")
        tag = name[1].lower()
        if tag not in KINDS:
            self._wrong(f'Unsupported start tag "{tag}"')
        end = name.end()
        attributes: dict[str, str] = {}
        while attribute := _ATTRIBUTE.match(self.source, end):
            value = next((group for group in attribute.groups()[1:] if group is not None), "")
            attributes[attribute[1].lower()] = _REFERENCE.sub(_character, value)
            end = attribute.end()
        closed = re.compile(r"\s*>").match(self.source, end)
        if closed is None:
            self._wrong("Unclosed start tag")
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            self._wrong('Tag "span" must have class "tg-spoiler"')
        self.open.append(_Open(tag, _extra(tag, attributes), self.length))
        self.at = closed.end()

    def _end_tag(self) -> None:
        if not self.open:
            self._wrong("Unexpected end tag")
        match = _END.match(self.source, self.at)
        if match is None or not match[2]:
            self._wrong("Unclosed end tag")
        tag, expected = match[1].lower(), self.open[-1].tag
        if tag and tag != expected:
            self._wrong_end(expected, tag)
        self._close(self.open.pop())
        self.at = match.end()

    def _wrong_end(self, expected: str, tag: str) -> NoReturn:
        offset = len(self.source[: self.at].encode())
        raise _cannot(f'Unmatched end tag at byte offset {offset}, expected "</{expected}>", found "</{tag}>"')

    def _close(self, opened: _Open) -> None:
        length = self.length - opened.offset
        entity = {"type": KINDS[opened.tag], "offset": opened.offset, "length": length, **opened.extra}
        if opened.tag == "pre" and self._is_code(entity):
            entity["language"] = self.entities.pop()["language"]
        if opened.tag == "code" and not (self.open and self.open[-1].tag == "pre"):
            entity.pop("language", None)
        if length and not (opened.tag == "a" and "url" not in entity):
            self.entities.append(entity)

    def _is_code(self, entity: Json) -> bool:
        """Say whether the last entity is a `<code class="language-...">` filling this `<pre>`."""
        last = self.entities[-1] if self.entities else {}
        same = last.get("offset") == entity["offset"] and last.get("length") == entity["length"]
        return same and last.get("type") == "code" and "language" in last


def _extra(tag: str, attributes: dict[str, str]) -> Json:
    if tag == "a" and "href" in attributes:
        return {"url": attributes["href"]}
    if tag == "code" and attributes.get("class", "").startswith("language-"):
        return {"language": attributes["class"].removeprefix("language-")}
    if tag == "blockquote" and "expandable" in attributes:
        return {"type": "expandable_blockquote"}
    return {"custom_emoji_id": attributes.get("emoji-id", "")} if tag == "tg-emoji" else {}


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED[match[3]]
    code = int(match[1]) if match[1] else int(match[2], 16)
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else match[0]


def _cannot(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")
