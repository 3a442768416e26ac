"""HTML becomes text and entities as Telegram makes them."""

from __future__ import annotations

import html
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.entities import formatted, found, parse_html, utf16
from bot.sandbox.refusals import Refused


def marks(entities: list[dict[str, Any]]) -> list[tuple[str, int, int]]:
    return [(entity["type"], entity["offset"], entity["length"]) for entity in entities]


@pytest.mark.parametrize(
    ("source", "text", "expected"),
    [
        ("<b>粗</b> <strong>体</strong>", "粗 体", [("bold", 0, 1), ("bold", 2, 1)]),
        ("<i>a</i><em>b</em>", "ab", [("italic", 0, 1), ("italic", 1, 1)]),
        ("<u>a</u><ins>b</ins>", "ab", [("underline", 0, 1), ("underline", 1, 1)]),
        ("<s>a</s><strike>b</strike><del>c</del>", "abc", [("strikethrough", n, 1) for n in range(3)]),
        ("<code>x</code><pre>y</pre>", "xy", [("code", 0, 1), ("pre", 1, 1)]),
        ("<tg-spoiler>a</tg-spoiler><span class='tg-spoiler'>b</span>", "ab", [("spoiler", 0, 1), ("spoiler", 1, 1)]),
        ("<blockquote>q</blockquote>", "q", [("blockquote", 0, 1)]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", 0, 1)]),
        ("🏠🏠<b>家</b>", "🏠🏠家", [("bold", 4, 1)]),
        ("<b>a<i>b</i></b>", "ab", [("bold", 0, 2), ("italic", 1, 1)]),
        ("<B>a</B >", "a", [("bold", 0, 1)]),
        ("&lt;b&gt; &amp;amp; &quot;x&quot; &#65;&#x1F600;&nbsp;", '<b> &amp; "x" A😀&nbsp;', []),
        ("a <b></b>b", "a b", []),
    ],
)
def test_tags_become_entities(source: str, text: str, expected: list[tuple[str, int, int]]) -> None:
    read, entities = parse_html(source)
    assert (read, marks(entities)) == (text, expected)


def test_links_and_languages_are_kept() -> None:
    text, entities = parse_html(
        '<a href="http://a.b/?x=1&amp;y=2">go</a><pre><code class="language-python">1</code></pre>'
    )
    assert text == "go1"
    assert entities == [
        {"type": "text_link", "offset": 0, "length": 2, "url": "http://a.b/?x=1&y=2"},
        {"type": "pre", "offset": 2, "length": 1, "language": "python"},
    ]


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("楼<foo>x</foo>", 'Unsupported start tag "foo" at byte offset 3'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ('<a href="x>y</a>', "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_mistakes_are_told_in_telegrams_words(source: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        parse_html(source)
    assert refused.value.description == f"Bad Request: can't parse entities: {reason}"


def test_space_around_a_text_is_cut_and_entities_move_along() -> None:
    text, entities = formatted("  \n<b> 你好 </b> \n", "HTML", None)
    assert (text, marks(entities)) == ("你好", [("bold", 0, 2)])


def test_commands_and_links_are_found_outside_code() -> None:
    text, entities = formatted("🏠 /tip http://a.b <code>/no</code>", "HTML", None)
    assert marks(entities) == [("bot_command", 3, 4), ("url", 8, 10), ("code", 19, 3)]
    assert utf16(text) == 22
    assert marks(found("a/b 1/2 /help@anju_bot /报告 看/tip /x。")) == [("bot_command", 8, 14), ("bot_command", 33, 2)]


@given(st.text())
def test_escaped_text_comes_through_whole(text: str) -> None:
    assert parse_html(html.escape(text, quote=False)) == (text, [])


@given(st.text(min_size=1).filter(str.strip), st.text())
def test_offsets_count_utf16_units(marked: str, before: str) -> None:
    read, entities = parse_html(f"{html.escape(before)}<b>{html.escape(marked)}</b>".replace("&#x27;", "'"))
    (entity,) = entities
    units = read.encode("utf-16-le", "surrogatepass")
    part = units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])]
    assert part.decode("utf-16-le", "surrogatepass") == marked
