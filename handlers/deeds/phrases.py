"""Deeds about words ready at hand: which phrases are offered to staff, and in whose language they are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from bot import texts
from bot.dialogue import Declined
from bot.rules import rights
from bot.rules.phrases import rank
from bot.rules.tips import Move, TipState
from bot.speech import Text
from bot.texts import LANGUAGES, _
from handlers.deeds import sight
from storage import Transaction, audit, phrases
from storage.phrases import Phrase

RIGHT = "phrases.change"
SAID = "said"
"""Beside words in the history: the same in each language that the phrase has, for whoever reads them."""

DELIVERED: Mapping[str, Mapping[str, Text]] = {
    Move.ASK: {
        "which_flat": _("Which floor and which flat is it, please?"),
        "still_so": _("Is it still so today, and at what time of day?"),
        "photo": _("Could you send a photo, if that is safe for you?"),
    },
    Move.REFUTE: {
        "clear": _(
            "We were there and found the way clear and nothing charging. If it comes back, please tell us at once."
        ),
        "no_place": _(
            "The place you named could not be found. Please report it again with the building and the floor."
        ),
    },
    Move.REFER: {
        "other_office": _(
            "This is for another office to decide; we handed over what you told us, without saying who did."
        )
    },
    Move.REPLY: {"wait": _("Thank you for waiting. We are working on it.")},
    Move.RECTIFY: {"right": _("We were there again: it has been put right.")},
    Move.LOOK: {"not_yet": _("We were there again: it is not put right yet.")},
    Move.GIVE_UP: {
        "no_means": _("We cannot make them put it right with the means we have. You can turn to 12345, or object here.")
    },
    Move.EXTEND: {},
    Move.COMMENT: {},
}
"""The moves that phrases stand ready for, and those that are delivered; codes are stored, and are for ever."""

ENOUGH = _("There are {most} phrases already, which is the most that are kept. Remove one first: /phrases")
GONE = _("That phrase is not there any more, or phrases are not yours to change. /phrases lists them.")


def delivered(code: str, move: str) -> dict[str, str]:
    """Return the words of a delivered phrase in each language."""
    return {language: texts.label(DELIVERED[move][code], language) for language in LANGUAGES}


async def spoken(tx: Transaction) -> str:
    """Return the language of whoever speaks."""
    who = await sight.speaker(tx)
    return (who.language if who else "") or texts.language_for(tx.speaker.language if tx.speaker else "")


async def ready(tx: Transaction, number: str, move: str) -> list[Mapping[str, str]]:
    """Return the phrases for a move on a tip, each by language: the office's own first, of these those of its kind."""
    tip = await sight.seen(tx, await sight.speaker(tx), number)
    if tip is None:
        return []
    kept, hazard = await phrases.of_move(tx, move), tip.report.hazard
    group = tx.policy.hazards[hazard].group if hazard in tx.policy.hazards else ""
    ranked = [(rank(each.kind, each.state, hazard, group, tip.state), each.words) for each in kept if each.words]
    own = [words for place, words in sorted(((p, w) for p, w in ranked if p is not None), key=lambda each: each[0])]
    replaced = {each.replaces for each in kept}
    rest = [delivered(code, move) for code in DELIVERED.get(move, {}) if code not in replaced]
    return [*own, *rest][: tx.policy.phrases.most_shown]


def in_language(words: Mapping[str, str], language: str) -> str:
    """Return a phrase in a language, or in the first that it has."""
    return words.get(language) or next(iter(words.values()), "")


async def offered(tx: Transaction, number: str, move: str) -> list[str]:
    """Return the phrases that stand ready for a move, in the language of whoever speaks."""
    language = await spoken(tx)
    return [in_language(words, language) for words in await ready(tx, number, move)]


async def also_said(tx: Transaction, number: str, move: str, words: str) -> dict[str, Mapping[str, str]]:
    """Return what goes with words that were taken from a phrase as they stand: the same in its other languages."""
    language = await spoken(tx)
    found = [each for each in await ready(tx, number, move) if in_language(each, language) == words]
    return {SAID: found[0]} if found and len(found[0]) > 1 else {}


class PhraseRules(TypedDict):
    """What the page must know: the languages, the words that are changed, the kinds and states, the longest text."""

    possible: bool
    languages: list[str]
    now: dict[str, str]
    groups: dict[str, list[str]]
    states: list[str]
    most: int


async def phrase_rules(tx: Transaction, move: str, key: str) -> PhraseRules:
    """Return what the page must know; `key` is a phrase's name, a delivered one's code, or empty for a new one."""
    first, found = await spoken(tx), await phrases.get(tx, key)
    known = move in DELIVERED and (not key or found is not None or key in DELIVERED[move])
    now = dict(found.words) if found else delivered(key, move) if known and key else {}
    kinds = tx.policy.hazards_in_order()
    by_group = {group: [each.code for each in kinds if each.group == group] for group in tx.policy.groups}
    alone: dict[str, list[str]] = {each.code: [] for each in kinds if not each.group}
    return PhraseRules(
        possible=known and await _may(tx),
        languages=[first, *(language for language in LANGUAGES if language != first)],
        now=now,
        groups={} if key else {**by_group, **alone},
        states=_states(move) if not key else [],
        most=tx.policy.phrases.most_characters,
    )


def _states(move: str) -> list[str]:
    """Return the states for which phrases may differ: of a reply, for every other move says where a tip stands."""
    replied = rights.matrix()[f"tip.{Move.REPLY}"]
    return [state for state in TipState if state in replied] if move == Move.REPLY else []


async def _may(tx: Transaction) -> bool:
    who = await sight.speaker(tx)
    return who is not None and rights.allows(who.role, RIGHT).allowed


async def keep(tx: Transaction, move: str, key: str, words: Mapping[str, str], kind: str, state: str) -> None:
    """Keep a new phrase, or other words for one that is there; a delivered one is replaced."""
    found = await phrases.get(tx, key)
    if not await _may(tx) or move not in DELIVERED or (key and found is None and key not in DELIVERED[move]):
        raise Declined(GONE)
    if found is not None:
        await phrases.reword(tx, found, words)
    elif await phrases.count(tx) >= tx.policy.phrases.most_kept:
        raise Declined(ENOUGH(most=tx.policy.phrases.most_kept))
    else:
        await phrases.add(tx, move, words, kind, state, key)
    await _record(tx, move)


async def remove(tx: Transaction, move: str, key: str) -> None:
    """Take a phrase away, also a delivered one, which can be brought back."""
    found = await phrases.get(tx, key)
    if not await _may(tx) or move not in DELIVERED or (found is None and key not in DELIVERED[move]):
        raise Declined(GONE)
    if found is not None and not found.replaces:
        await phrases.remove(tx, found)
    else:
        await phrases.add(tx, move, {}, replaces=found.replaces if found else key)
    await _record(tx, move)


async def bring_back(tx: Transaction, move: str) -> None:
    """Let the delivered phrases of a move stand again."""
    if not await _may(tx):
        raise Declined(GONE)
    await phrases.bring_back(tx, move)
    await _record(tx, move)


async def _record(tx: Transaction, move: str) -> None:
    who = await sight.speaker(tx)
    if who is not None:
        await audit.record(tx, who.role, RIGHT, move, who.id)


class Listed(TypedDict):
    """A phrase as it is listed: how a button names it, its words by language, and for what it is."""

    key: str
    words: Mapping[str, str]
    kind: str
    state: str
    delivered: bool


async def listed(tx: Transaction, move: str) -> tuple[list[Listed], bool]:
    """Return the phrases of a move, and whether some delivered one was changed or taken away."""
    kept = await phrases.of_move(tx, move)
    replaced = {each.replaces for each in kept if each.replaces}
    own = [_listed(each) for each in sorted(kept, key=lambda each: (each.kind == "", each.kind)) if each.words]
    rest = [
        Listed(key=code, words=delivered(code, move), kind="", state="", delivered=True)
        for code in DELIVERED[move]
        if code not in replaced
    ]
    return [*own, *rest], bool(replaced)


def _listed(each: Phrase) -> Listed:
    return Listed(key=each.name, words=each.words, kind=each.kind, state=each.state, delivered=False)
