"""An admin adds a phrase that stands ready, or words one anew: for which tips, and in each language."""

from __future__ import annotations

from bot.dialogue import Choice, Talk, dialogue
from bot.rules.tips import Move
from bot.speech import Button
from bot.texts import LANGUAGES, _
from handlers.catalogue import hazard_label
from handlers.deeds import choosing
from handlers.deeds import phrases as deeds
from handlers.handle_fields import phrased
from handlers.states import BUTTONS, STATES
from handlers.turn import MENU

IN_LANGUAGE = _("In {language}")
STEPS = {
    "state": _("When the tip stands at"),
    "group": _("For which dangers"),
    "kind": _("Which"),
    **{f"words_{code}": IN_LANGUAGE(language=name) for code, name in LANGUAGES.items()},
}


@dialogue("phrase", STEPS, counted=False)
async def phrase(talk: Talk) -> None:
    """Ask for which tips it is, and for the words in each language; show it; keep it."""
    move, key = await talk.look("move", choosing.nothing), await talk.look("key", choosing.nothing)
    rules = await talk.look("rules", deeds.phrase_rules, move, key)
    if not rules["possible"]:
        return await talk.say(deeds.GONE)
    state = kind = None
    if rules["states"]:
        states = Choice({code: STATES[code] for code in rules["states"]})
        state = await talk.ask("state", STATE, states, optional=True)
    if rules["groups"]:
        kind = await _kind(talk, rules["groups"])
    words: dict[str, str] = {}
    for code in rules["languages"]:
        ready = [rules["now"][code]] if code in rules["now"] else []
        question = WORDS(move=BUTTONS[Move(move)], language=LANGUAGES[code])
        said = await talk.ask(f"words_{code}", question, phrased(ready, 2, rules["most"]), optional=bool(words))
        words |= {code: said} if said else {}
    if not await talk.review(REVIEW, _("Keep it")):
        return None
    await talk.do("keep", deeds.keep, move, key, words, kind or "", state or "")
    return await talk.say(KEPT, buttons=[Button(TO_LIST, f"{MENU}.phrases.{move}")])


async def _kind(talk: Talk, groups: dict[str, list[str]]) -> str | None:
    """Ask for a group of dangers, or one alone; nothing stands for all."""
    chosen = await talk.ask("group", GROUP, Choice({code: hazard_label(code) for code in groups}), optional=True)
    kinds = groups.get(chosen or "", [])
    if not kinds:
        return chosen
    return await talk.ask("kind", KIND, Choice({code: hazard_label(code) for code in kinds}), optional=True) or chosen


STATE = _("<b>At which point of a tip's life?</b>\nTap it, or skip: then it is offered at any.")
GROUP = _("<b>For which dangers?</b>\nTap it, or skip: then it is offered for all.")
KIND = _("<b>Which of them?</b>\nTap it, or skip: then it is offered for the whole group.")
WORDS = _(
    "<b>The words for “{move}”, in {language}</b>\n"
    "One or two sentences. Whoever reads them gets their own language where there is one. No names, no rooms."
)
REVIEW = _("<b>Is this right?</b> All colleagues are offered it from now on.")
KEPT = _("<b>Kept.</b>")
TO_LIST = _("To the phrases")
