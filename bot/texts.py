"""Sentences put into the words of a language: catalogues, plurals, values, dates."""

from __future__ import annotations

import gettext
import html
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from bot.speech import Text

LANGUAGES: Mapping[str, str] = {"zh_CN": "中文", "en": "English"}
"""The languages of the bot and what each calls itself."""

LOCALES = Path(__file__).parent.parent / "locales"

# China has kept one time, eight hours ahead, since 1991: no time zone database is needed for it.
LOCAL_TIME = timezone(timedelta(hours=8), "Asia/Shanghai")

_MOMENTS = {"zh_CN": "M月d日 EEEE HH:mm", "en": "EEE d MMM, HH:mm"}
_DAYS = {"zh_CN": "M月d日 EEEE", "en": "EEE d MMM"}
_FIELD = re.compile(r"\{([a-z_][a-z0-9_]*)\}")


class MissingValue(Exception):
    """A sentence was to be put into words before all of its fields had a value that can be said."""


def _(msgid: str, plural: str = "") -> Text:
    """Mark an English sentence for translation; `plural` is its form for several."""
    return Text(msgid, plural=plural)


COMMA = _("{first}, {next}")


def joined(parts: Iterable[Text], between: Text = COMMA) -> Text:
    """Return some words, one at least, as one: a comma between each two, or what stands in another sentence."""
    first, *rest = parts
    for each in rest:
        first = between(first=first, next=each)
    return first


def words(text: Text, language: str) -> str:
    """Put a sentence into the words of one of LANGUAGES, as Telegram HTML with every value escaped.

    A sentence that the language lacks is said in English; MissingValue names a field without a value.
    """
    count = _count(text) if text.plural else 0
    pieces = _pieces(language, text.msgid, text.plural, count)
    if len(pieces) == 1:
        return pieces[0]
    said = list(pieces)
    for place in range(1, len(pieces), 2):
        said[place] = _said(text, pieces[place], language)
    return "".join(said)


def label(text: Text, language: str) -> str:
    """Put a sentence into words for where no HTML is read: a button, the name of a command, a file."""
    return html.unescape(words(text, language))


@lru_cache(maxsize=256)
def language_for(tag: str | None) -> str:
    """Return the language of LANGUAGES for the IETF tag that Telegram gives, such as "zh-hans" or "en-GB"."""
    primary = (tag or "zh").replace("_", "-").partition("-")[0].lower()
    return "zh_CN" if primary == "zh" else "en"


def _count(text: Text) -> int:
    count = text.values.get("count") if text.count is None else text.count
    if not isinstance(count, int):
        raise MissingValue(f"count of {text.msgid!r}")
    return count


# The msgids stand in the code, so that they all fit; the bound is for the counts.
@lru_cache(maxsize=8192)
def _pieces(language: str, msgid: str, plural: str, count: int) -> tuple[str, ...]:
    # Literal pieces at the even places, names of fields at the odd ones.
    catalogue = _catalogue(language)
    english = plural if plural and count != 1 else msgid
    found = catalogue.ngettext(msgid, plural, count) if plural else catalogue.gettext(msgid)
    # The entry of the empty msgid is the catalogue's own header, and nothing to be said.
    return tuple(_FIELD.split((found or english) if msgid else ""))


@lru_cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language not in LANGUAGES:
        raise LookupError(f"no such language: {language}")
    path = LOCALES / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return gettext.NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    # write_mo would fill an empty plural with the English singular.
    for message in [each for each in catalogue if each.pluralizable and not all(each.string or ())]:
        catalogue.delete(message.id)
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _said(text: Text, name: str, language: str) -> str:
    value = text.values.get(name)
    if value is None and name == "count":
        value = text.count
    if isinstance(value, str):
        return html.escape(value, quote=False)
    if isinstance(value, Text):
        return words(value, language)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime):
        return _moment(value, language)
    if isinstance(value, date):
        return _day(value, language)
    raise MissingValue(f"{name} of {text.msgid!r} is {type(value).__name__}")


@lru_cache(maxsize=1024)
def _moment(value: datetime, language: str) -> str:
    if value.tzinfo is None:
        raise MissingValue("a moment without its time zone")
    return format_datetime(value.astimezone(LOCAL_TIME), _MOMENTS[language], tzinfo=LOCAL_TIME, locale=language)


def day_of(moment: datetime) -> date:
    """Return the day on which a moment lies where the people are."""
    return moment.astimezone(LOCAL_TIME).date()


@lru_cache(maxsize=1024)
def _day(value: date, language: str) -> str:
    return format_date(value, _DAYS[language], locale=language)
