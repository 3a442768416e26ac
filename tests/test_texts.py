"""Words: catalogues, plurals, values and dates, on catalogues of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot import texts
from bot.speech import Text
from bot.texts import MissingValue, _, label, language_for, words

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {plurals}\\n"\n\n'
CHINESE = (
    HEADER.format(plurals="nplurals=1; plural=0;")
    + """
msgid "Thank you, {name}."
msgstr "谢谢您，{name}。"

msgid "one tip"
msgid_plural "{count} tips"
msgstr[0] "{count}条线索"

#, fuzzy
msgid "Uncertain"
msgstr "不确定"

msgid "Empty"
msgstr ""

msgid "one hole"
msgid_plural "{count} holes"
msgstr[0] ""
"""
)
ENGLISH = (
    HEADER.format(plurals="nplurals=2; plural=(n != 1);")
    + """
msgid "one tip"
msgid_plural "{count} tips"
msgstr[0] "a single tip"
msgstr[1] "{count} tips in all"
"""
)


@pytest.fixture(autouse=True)
def catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for language, content in (("zh_CN", CHINESE), ("en", ENGLISH)):
        folder = tmp_path / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        (folder / "messages.po").write_text(content, encoding="utf-8")
    monkeypatch.setattr(texts, "LOCALES", tmp_path)
    forget()
    yield
    forget()


def forget() -> None:
    texts._catalogue.cache_clear()
    texts._pieces.cache_clear()


def test_a_sentence_is_said_in_the_language_asked_for() -> None:
    thanks = _("Thank you, {name}.")(name="李")
    assert words(thanks, "zh_CN") == "谢谢您，李。"
    assert words(thanks, "en") == "Thank you, 李."


@pytest.mark.parametrize("msgid", ["Not in any catalogue", "Uncertain", "Empty", ""])
def test_what_the_language_lacks_is_said_in_english(msgid: str) -> None:
    assert words(_(msgid), "zh_CN") == msgid


@pytest.mark.parametrize(
    ("count", "chinese", "english"),
    [(0, "0条线索", "0 tips in all"), (1, "1条线索", "a single tip"), (5, "5条线索", "5 tips in all")],
)
def test_the_plural_follows_the_count(count: int, chinese: str, english: str) -> None:
    said = _("one tip", "{count} tips")(count=count)
    assert (words(said, "zh_CN"), words(said, "en")) == (chinese, english)
    counted = Text("one tip", plural="{count} tips", count=count)
    assert (words(counted, "zh_CN"), words(counted, "en")) == (chinese, english)


def test_a_plural_without_a_translation_is_said_in_english() -> None:
    assert words(_("one hole", "{count} holes")(count=1), "zh_CN") == "one hole"
    assert words(_("one hole", "{count} holes")(count=2), "zh_CN") == "2 holes"
    assert words(_("one cat", "{count} cats")(count=2), "zh_CN") == "2 cats"


def test_words_of_people_are_escaped_and_never_read_as_fields() -> None:
    said = _("{name} says {what}")(name="{what} {name.__class__} %s", what='<a href="x">&')
    assert words(said, "en") == '{what} {name.__class__} %s says &lt;a href="x"&gt;&amp;'


@pytest.mark.parametrize("msgid", ["{name.__class__}", "{name!r}", "{name:>9}", "{name[0]}", "{}", "{0}", "{Name}"])
def test_only_plain_fields_are_fields(msgid: str) -> None:
    assert words(_(msgid)(name="x"), "en") == msgid


def test_a_sentence_inside_a_sentence_is_said_in_the_same_language() -> None:
    inner = _("Thank you, {name}.")(name="<b>")
    assert words(_("<b>{inner}</b>")(inner=inner), "zh_CN") == "<b>谢谢您，&lt;b&gt;。</b>"


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 25, 10, 0, tzinfo=UTC),
        datetime(2026, 11, 25, 18, 0, tzinfo=texts.LOCAL_TIME),
        datetime(2026, 11, 24, 23, 0, tzinfo=timezone(-timedelta(hours=11))),
    ],
)
def test_a_moment_is_told_in_the_towns_time(moment: datetime) -> None:
    said = _("{when}")(when=moment)
    assert words(said, "zh_CN") == "11月25日 星期三 18:00"
    assert words(said, "en") == "Wed 25 Nov, 18:00"


def test_a_day_is_told_without_a_time() -> None:
    said = _("{day}")(day=date(2027, 2, 3))
    assert words(said, "zh_CN") == "2月3日 星期三"
    assert words(said, "en") == "Wed 3 Feb"


@pytest.mark.parametrize("value", [None, True, 1.5, b"x", ["a"], datetime(2026, 11, 25)])  # noqa: DTZ001
def test_what_cannot_be_said_is_refused(value: object) -> None:
    with pytest.raises(MissingValue):
        words(_("{value}")(value=value), "en")


def test_a_field_without_a_value_is_named() -> None:
    with pytest.raises(MissingValue, match="number of"):
        words(_("Your tip is No. {number}."), "en")
    with pytest.raises(MissingValue, match="count of"):
        words(_("one tip", "{count} tips"), "en")


def test_a_label_is_plain_text() -> None:
    assert label(_("{name} & co")(name="<A>"), "en") == "<A> & co"


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("zh-hans", "zh_CN"),
        ("zh-hant-tw", "zh_CN"),
        ("zh_CN", "zh_CN"),
        ("ZH", "zh_CN"),
        ("", "zh_CN"),
        (None, "zh_CN"),
        ("en-GB", "en"),
        ("en", "en"),
        ("pt-br", "en"),
        ("zha", "en"),
    ],
)
def test_the_language_follows_the_tag_that_telegram_gives(tag: str | None, language: str) -> None:
    assert language_for(tag) == language


def test_a_language_that_is_not_spoken_is_an_error() -> None:
    with pytest.raises(LookupError):
        words(_("Hello"), "../secrets")
