"""Would I get a reward? Four taps, of which nothing is kept."""

from __future__ import annotations

from bot.dialogue import Choice, Talk, dialogue
from bot.rules.rewards.eligibility import Reason
from bot.speech import Button
from bot.texts import _
from handlers.deeds import self_check as deeds
from handlers.deeds.tips import report_rules
from handlers.matters import ask_matter
from handlers.reward_fields import ACTS, SURE, WHO
from handlers.reward_words import reasons_told, sum_label
from handlers.turn import MENU

STEPS = {"act": _("What"), "hazard": _("Danger"), "sure": _("How sure"), "who": _("Who asks")}
PARTS = {"kind": ("hazard", _("Which"))}


@dialogue("selfcheck", STEPS, parts=PARTS)
async def selfcheck(talk: Talk) -> None:
    """Ask what, which kind, how sure and who; say whether there would be a reward, how much, and what for."""
    act, kind = await talk.ask("act", ACT, Choice(ACTS)), ""
    if act == "violation":
        kind, _facts = await ask_matter(talk, await talk.look("rules", report_rules))
    sure = await talk.ask("sure", HOW_SURE, Choice(SURE))
    who = await talk.ask("who", WHO_ASKS, Choice(WHO))
    found = await talk.look(f"found:{act}:{kind}:{sure}:{who}", deeds.check, act, kind, sure, who)
    report = Button(_("Report it now"), f"{MENU}.report.")
    if found["reasons"]:
        why = reasons_told([*map(Reason, found["reasons"])], to_staff=False)
        return await talk.say(NO, buttons=[report], why=why)
    told = {"low": sum_label(found["low"]), "high": sum_label(found["high"]), "days": found["days"]}
    how = BY_CODE if found["identity"] == "code" else BY_NAME
    return await talk.say(UP_TO if found["low"] < found["high"] else YES, buttons=[report], how=how, **told)


ACT = _("<b>What would you tell us?</b>\nA few taps; nothing of it is kept.")
HOW_SURE = _("<b>How sure are you?</b>")
WHO_ASKS = _("<b>Who are you to it?</b>\nSome people get no reward; it is better to know before.")
BY_CODE = _("No name is needed: receipt code and claim PIN are enough.")
BY_NAME = _("By the rules here you have to show who you are when you collect it.")
YES = _(
    "<b>Yes: {low}, if it proves true and nobody told it before.</b>\n"
    "Somebody goes and looks, two others agree, then you have {days} days to collect it. {how}\n"
    "An honest mistake is no harm. What is made up is not paid, or asked back, and false accusations can be punished."
)
UP_TO = _(
    "<b>Yes: {low}, and up to {high} for what is found there, if it proves true and nobody told it before.</b>\n"
    "Somebody goes and looks, two others agree, then you have {days} days to collect it. {how}\n"
    "An honest mistake is no harm. What is made up is not paid, or asked back, and false accusations can be punished."
)
NO = _("<b>No reward: {why}.</b>\nPlease tell us all the same: homes get safer by it.")
