"""The catalogues: nothing missing, nothing left over, and no translation that breaks a message."""

from __future__ import annotations

import ast
import html
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po

from bot.texts import LANGUAGES, LOCALES

ROOT = LOCALES.parent
# The same markers and options that CONTRIBUTING.md gives to pybabel.
KEYWORDS = ("_", "_:1,2,2t", "Text", "Text:1,2,2t", "Text:1,2,3t")
TAGS = {"b", "strong", "i", "em", "u", "ins", "s", "strike", "del", "tg-spoiler", "span"}
TAGS |= {"a", "code", "pre", "blockquote", "tg-emoji"}
LONGEST = 4096

_FIELD = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
_HANZI = "[\u3400-\u9fff]"
_HALF_WIDTH = re.compile(rf"{_HANZI}\s*[,.;:!?]\s*{_HANZI}|{_HANZI}[,;:!?]|[,;:!?]{_HANZI}|\.\.\.|{_HANZI}\.(?:\s|$)")
_LETTER = re.compile(r"[^\W\d_]")


class Tags(HTMLParser):
    """The tags of a message as Telegram reads them, and whether each one is closed where it must be."""

    def __init__(self, message: str) -> None:
        super().__init__(convert_charrefs=True)
        self.opened: list[str] = []
        self.used: list[str] = []
        self.balanced = True
        self.feed(message)
        self.close()
        self.balanced &= not self.opened

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened.append(tag)
        self.used.append(self.get_starttag_text() or tag)

    def handle_endtag(self, tag: str) -> None:
        self.balanced &= bool(self.opened) and self.opened.pop() == tag

    @property
    def names(self) -> set[str]:
        return {re.split(r"[\s>]", tag.strip("<"))[0] for tag in self.used}


def sources() -> Iterator[Path]:
    for floor in ("bot", "handlers"):
        yield from sorted((ROOT / floor).rglob("*.py"))


@lru_cache
def wanted() -> Catalog:
    """Every sentence that the code marks."""
    catalog = Catalog()
    for path in sources():
        for line, msgid, _, _ in extract_from_file("python", path, keywords=parse_keywords(KEYWORDS)):
            catalog.add(msgid, locations=[(str(path.relative_to(ROOT)), line)])
    return catalog


@lru_cache
def catalogue(language: str) -> Catalog:
    """The translations of one language; a file that is not there lacks everything."""
    path = LOCALES / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def forms(message: Message) -> tuple[str, ...]:
    """The translations of a sentence: one, or one for each plural form."""
    return each_of(message.string)


def english(message: Message) -> tuple[str, ...]:
    """The sentence in the code: one, or the one for a single thing and the one for several."""
    return each_of(message.id)


def each_of(said: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said or ())


def gaps(wanted: Catalog, catalogue: Catalog) -> list[str]:
    """What a language lacks, what is left over in it, and what nobody has confirmed."""
    told = {english(message): message for message in catalogue if message.id}
    asked = {english(message): message for message in wanted if message.id}
    lacking = [msgid for msgid in asked if not (msgid in told and all(forms(told[msgid])))]
    return [
        *(f"missing: {msgid[0]!r} {asked[msgid].locations}" for msgid in lacking),
        *(f"left over: {msgid[0]!r}" for msgid in told if msgid not in asked),
        *(f"obsolete: {english(message)[0]!r}" for message in catalogue.obsolete.values()),
        *(f"fuzzy: {english(message)[0]!r}" for message in catalogue if message.id and message.fuzzy),
    ]


def faults(message: Message, language: str) -> Iterator[str]:
    """What would break, or read wrongly, if this translation were sent."""
    for form in filter(None, forms(message)):
        for complaint in (
            *_field_faults(message, form),
            *_html_faults(message, form),
            *_wording_faults(form, language),
        ):
            yield f"{complaint}: {english(message)[0]!r} -> {form!r}"


def _field_faults(message: Message, form: str) -> Iterator[str]:
    # Where there are several forms, the one for a single thing may leave the count out.
    many = len(forms(message)) > 1
    expected, found = Counter(_FIELD.findall(english(message)[-1])), Counter(_FIELD.findall(form))
    if many and "count" not in found:
        del expected["count"]
    if set(expected) != set(found):
        yield "other fields"
    if set("{}") & set(_FIELD.sub("", form)):
        yield "a brace that is no field"


def _html_faults(message: Message, form: str) -> Iterator[str]:
    tags = Tags(form)
    if Counter(tags.used) not in [Counter(Tags(msgid).used) for msgid in english(message)]:
        yield "other tags"
    if not tags.balanced:
        yield "a tag that is not closed"
    if tags.names - TAGS:
        yield "a tag that Telegram does not know"
    if re.search(r"<(?!/?[a-z])|&(?!(?:lt|gt|amp|quot|#\d+);)", form):
        yield "a sign that must be escaped"


def _wording_faults(form: str, language: str) -> Iterator[str]:
    plain = _FIELD.sub("", html.unescape(re.sub(r"<[^>]*>", "", form)))
    if len(form.encode("utf-16-le")) // 2 >= LONGEST:
        yield "too long"
    if language == "zh_CN" and _HALF_WIDTH.search(plain):
        yield "half-width punctuation"
    if language == "zh_CN" and _LETTER.search(plain) and not re.search(_HANZI, plain):
        yield "no Chinese"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated_and_none_is_left_over(language: str) -> None:
    found = gaps(wanted(), catalogue(language))
    assert not found, "\n".join([f"{language} (CONTRIBUTING.md says how to bring it up to date):", *found])


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_breaks_its_message(language: str) -> None:
    found = [fault for message in catalogue(language) if message.id for fault in faults(message, language)]
    assert not found, "\n".join([language, *found])


def test_the_sentences_of_the_code_are_sound_themselves() -> None:
    found = [fault for message in wanted() if message.id for fault in faults(Message(message.id, message.id), "en")]
    assert len(wanted()) > 0
    assert not found, "\n".join(found)


def test_markers_are_called_with_the_sentence_itself() -> None:
    # Only a literal can be found by the extractor. bot/texts.py defines the marker, so that it passes on a name.
    found = [f"{path.relative_to(ROOT)}:{line}" for path in sources() for line in unmarked(path.read_text("utf-8"))]
    assert [place for place in found if not place.startswith("bot/texts.py:")] == []


def unmarked(source: str) -> list[int]:
    """Return the lines on which a marker is called with anything but a plain string."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call) and node.args]
    marked = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in ("_", "Text")]
    return [call.lineno for call in marked if not isinstance(call.args[0], ast.Constant)]


def test_a_sentence_that_cannot_be_extracted_is_noticed() -> None:
    assert unmarked('_("a")\n_(a)\n_(f"{a}")\nText("a" + b)\nText("a" "b", plural="c")\nother(a)') == [2, 3, 4]


def test_gaps_are_noticed() -> None:
    asked, told = Catalog(), Catalog(locale="en")
    for msgid in ("said", "lacking", "empty", ("one", "many"), "unsure"):
        asked.add(msgid)
    told.add("said", "said")
    told.add("empty", "")
    told.add(("one", "many"), ("one", ""))
    told.add("unsure", "unsure", flags=["fuzzy"])
    told.add("old", "old")
    told.obsolete["older"] = Message("older", "older")
    found = [gap.split(" [")[0] for gap in gaps(asked, told)]
    assert found == [
        "missing: 'lacking'",
        "missing: 'empty'",
        "missing: 'one'",
        "left over: 'old'",
        "obsolete: 'older'",
        "fuzzy: 'unsure'",
    ]


@pytest.mark.parametrize(
    ("msgid", "translation", "fault"),
    [
        ("Hello", "你好", ""),
        ("Hi {name}, {name}", "你好，{name}", ""),
        ("<b>No.</b> {number} &lt; 5", "<b>编号</b>{number} &lt; 5", ""),
        ("{number}", "{number}", ""),
        ("Open PDF", "打开 PDF", ""),
        ("Until 18:00, 3.5 m", "18:00前，3.5米", ""),
        (("one tip", "{count} tips"), ("{count}条",), ""),
        ("Hi {name}", "你好", "other fields"),
        ("Hi", "你好{name}", "other fields"),
        (("one tip", "{count} tips"), ("一条",), "other fields"),
        ("Hi {name}", "你好{name}{名}", "a brace that is no field"),
        ("<b>Hi</b>", "你好", "other tags"),
        ("<b>Hi</b>", "<i>你好</i>", "other tags"),
        ('<a href="https://a.example">A</a>', '<a href="https://b.example">甲</a>', "other tags"),
        ("<b>Hi</b>", "<b>你好", "a tag that is not closed"),
        ("<b><i>Hi</i></b>", "<b><i>你好</b></i>", "a tag that is not closed"),
        ("<p>Hi</p>", "<p>你好</p>", "a tag that Telegram does not know"),
        ("Hi", "1 < 2", "a sign that must be escaped"),
        ("Hi", "甲&乙", "a sign that must be escaped"),
        ("Hi", "好" * 4096, "too long"),
        ("Hi", "你好,再见", "half-width punctuation"),
        ("Hi", "你好. 再见", "half-width punctuation"),
        ("Hi", "你好:", "half-width punctuation"),
        ("Hi", "请等待...", "half-width punctuation"),
        ("Hi", "Hi", "no Chinese"),
    ],
)
def test_faults_of_translations_are_noticed(
    msgid: str | tuple[str, str], translation: str | tuple[str, ...], fault: str
) -> None:
    found = [each.split(": ")[0] for each in faults(Message(msgid, translation), "zh_CN")]
    assert found == [fault] * bool(fault)
