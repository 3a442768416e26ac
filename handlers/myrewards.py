"""Rewards as whoever sent the tips sees them: how each stands and why, what to do now, and what their tips led to."""

from __future__ import annotations

from bot.rules import codes
from bot.rules.people import STAFF
from bot.rules.rewards.eligibility import AT_THE_CLAIM, Eligible, Way, way_of
from bot.rules.rewards.life import UNPAID, RewardState
from bot.rules.tips import TipState
from bot.speech import Button, Text
from bot.texts import _
from handlers import conversation
from handlers.catalogue import hazard_label
from handlers.deeds import assessing, entering, mine
from handlers.deeds import my_rewards as deeds
from handlers.deeds.assessing import Standing
from handlers.forms import rule_label
from handlers.reward_news import claim_buttons, contest_button, values
from handlers.reward_words import PIN, STATES, WAYS, reasons_told, sum_label, unknown_told, ways_told
from handlers.turn import MENU, Turn
from storage import tips
from storage.matters import MatterState
from storage.rewards import Reward
from storage.tip_rows import Tip

MOST_SHOWN = 5
MOST_OPEN = 3

HEAD = _(
    "<b>Rewards.</b> What proves true is rewarded once: the first report of it. Somebody goes and looks, two others "
    "agree.\n"
    "An honest mistake is no harm. What is made up is not paid, or asked back, and false accusations can be punished."
)
CHECK = _("Would I get a reward?")
BY_CODE = _("For an anonymous tip, or an older one, send /reward and its receipt code of 16 digits, or its number.")
UNKNOWN_CODE = _("I know no tip with that code. Please check its 16 digits, and send /reward with them again.")
TIP = _("<b>No. {number}</b> · {hazard}")
NOT_YET = _("Not checked yet. If it proves true, and nobody reported it before, there is a reward; you are told here.")
NOT_TRUE = _("It was not found so, so there is no reward. If it is still there, say so under /mytips.")
AWARD = _("{sum} ({rule}): {state}")
CLAIM = _("Until {last} at the counter of {office}. {how}")
LIKELY = _("A reward of about {sum} ({rule}). Still open: {unknown}. You need do nothing.")
WAITS = _("Somebody else reported at that place too, and that is not checked yet. You are told here.")
NO = _("No reward: {reasons}.")
ANEW = _("Your objection was heard, and it is being decided anew. You are told here, and need do nothing.")
SHARED = _(
    "The office knows this code, since somebody entered your report for you. Make it yours alone first: then the claim "
    "PIN comes here, and nobody else can collect."
)
OWN_CODE = _("Make the code mine alone")
LOST_PIN = _("I lost the claim PIN")
NO_PIN = _("That works only in the chat from which the tip was sent. At the counter nobody can look a PIN up.")
COME = _("<b>Good. Tell the counter: No. {number}.</b> Two of the office hand over {sum}; you sign, and that is all.")
NOT_NOW = _("That is not possible now. /reward shows where it stands.")
IMPACT = _(
    "<b>What your reports led to:</b> {told} told → {true} found true → {gone} dangers gone.\n"
    "Thank you. For an anonymous one, send /impact and its receipt code."
)
IMPACT_OF_ONE = _("<b>What your report led to:</b> {told} told → {true} found true → {gone} dangers gone. Thank you.")
NO_TIPS = _("No tip is kept under your name. For an anonymous one, send /impact and its receipt code of 16 digits.")
SHARE = _("A thank-you to share")
SHARED_ON = " share"
"""Behind the command: as a card that can be sent on."""
CARD = _(
    "🏠 <b>I helped to make homes here safer.</b>\n"
    "Reported {told} · found true {true} · dangers gone {gone}\n"
    "You can too: a blocked exit, an e-bike charging indoors. It takes two minutes, with or without a name.\n"
    "{office} · Anju"
)
"""Says nowhere where it was and what it was: it can be sent on to anybody."""


async def reward(turn: Turn) -> None:
    """Show how one's tips stand to their rewards: those under one's name, or with a receipt code that one."""
    if turn.incoming.text == "check":
        return await conversation.begin(turn, "selfcheck")
    if turn.incoming.text:
        await _one(turn, turn.incoming.text)
        return await conversation.go_on(turn, None)
    turn.say(HEAD, BY_CODE, buttons=[[Button(CHECK, f"{MENU}.reward.check")]])
    for each in await tips.of_person(turn.tx, turn.person.id, MOST_SHOWN) if turn.person else []:
        await _show(turn, each, each.number)
    return await conversation.go_on(turn, None)


async def _one(turn: Turn, typed: str) -> None:
    key = codes.find_receipt(typed) or typed
    tip = await mine.own_tip(turn.tx, key, turn.incoming)
    if tip is None:
        return turn.say(UNKNOWN_CODE)
    await _show(turn, tip, key)
    if turn.role not in STAFF and await entering.is_shared(turn.tx, tip):
        turn.say(SHARED, buttons=[[Button(OWN_CODE, f"{MENU}.newcode.{key}")]])
    if (pin := await deeds.late_pin(turn.tx, tip, turn.incoming)) is not None:
        turn.say(PIN(pin=pin))
    return None


async def _show(turn: Turn, tip: Tip, key: str) -> None:
    """Show how one tip stands, and what its sender can do now."""
    told, buttons = [TIP(number=tip.number, hazard=hazard_label(tip.report.hazard))], list[list[Button]]()
    for standing in await deeds.own_standings(turn.tx, tip):
        lines, rows = await _standing(turn, standing, key)
        told += lines
        buttons += rows
    if len(told) == 1:
        front = await assessing.front_of(turn.tx, tip)
        told.append(NOT_TRUE if front.state is TipState.UNFOUNDED else NOT_YET)
    turn.say(*told, buttons=buttons)


async def _standing(turn: Turn, standing: Standing, key: str) -> tuple[list[Text], list[list[Button]]]:
    if standing.rewards:
        return await _award(turn, standing, standing.rewards[-1], key)
    finding = standing.finding
    if standing.before:
        return [WAITS], []
    if isinstance(finding, Eligible):
        told = {"sum": sum_label(finding.amount), "rule": rule_label(finding.rule)}
        open_now = [each for each in finding.unknown if each not in AT_THE_CLAIM]
        return [LIKELY(unknown=unknown_told(open_now or finding.unknown, MOST_OPEN), **told)], []
    told_why = [NO(reasons=reasons_told(finding.reasons, to_staff=False)), *ways_told(finding.reasons)]
    can_object = any(way_of(each) is Way.OBJECT for each in finding.reasons)
    return told_why, await _contest(turn, standing, key) if can_object else []


async def _contest(turn: Turn, standing: Standing, key: str) -> list[list[Button]]:
    late = not await deeds.may_contest(turn.tx, standing)
    return [] if late else [[contest_button(key, standing.found.id)]]


async def _award(turn: Turn, standing: Standing, award: Reward, key: str) -> tuple[list[Text], list[list[Button]]]:
    told = [AWARD(sum=sum_label(award.award.fen), rule=rule_label(award.award.rule), state=STATES[award.state])]
    rows = claim_buttons(award, standing.tip, key)
    if award.state is RewardState.CLAIMABLE:
        told.append(CLAIM(**await values(turn, award)))
    if award.has_pin and award.state in UNPAID and standing.tip.reporter is None:
        rows.append([Button(LOST_PIN, f"{MENU}.newpin.{key}")])
    is_open_again = standing.found.judged.contested and standing.found.state is MatterState.OPEN
    if award.state in assessing.TAKEN_BACK and is_open_again:
        return [*told, ANEW], rows
    if award.state in assessing.TAKEN_BACK:
        return [*told, WAYS[Way.OBJECT]], await _contest(turn, standing, key)
    return told, rows


async def new_pin(turn: Turn) -> None:
    """Give a new claim PIN for one that was lost: the tip's receipt code."""
    pin = await deeds.lost_pin(turn.tx, turn.incoming.text, turn.incoming)
    turn.say(PIN(pin=pin) if pin else NO_PIN)


async def come(turn: Turn) -> None:
    """Bring one's reward to the counter by one's word: `KEY.NAME`."""
    key, _dot, name = turn.incoming.text.partition(".")
    found = await deeds.own_reward(turn.tx, key, name, turn.incoming)
    if found is None or not await deeds.come(turn.tx, key, name, turn.incoming):
        return turn.say(NOT_NOW)
    return turn.say(COME(number=found.number, sum=sum_label(found.award.fen)), in_place=True)


async def plead(turn: Turn) -> None:
    """Begin to ask for a longer term, or to object: `KEY.NAME`."""
    key, _dot, name = turn.incoming.text.partition(".")
    known = {"look:what": turn.incoming.command, "look:key": key, "look:name": name}
    await conversation.begin(turn, "plead", known)


async def impact(turn: Turn) -> None:
    """Show what one's tips led to, or with a receipt code that one; `share` makes a card of it."""
    shares = turn.incoming.text.endswith(SHARED_ON)
    typed = turn.incoming.text.removesuffix(SHARED_ON).strip()
    told = await _told(turn, typed)
    if not told:
        return turn.say(UNKNOWN_CODE if typed else NO_TIPS)
    found = await deeds.impact(turn.tx, told)
    counted = {"told": found.told, "true": found.true, "gone": found.gone}
    if shares:
        return turn.say(CARD(office=turn.tx.policy.town.office, **counted))
    data = f"{MENU}.impact.{codes.find_receipt(typed) or typed}{SHARED_ON}"
    return turn.say((IMPACT_OF_ONE if typed else IMPACT)(**counted), buttons=[[Button(SHARE, data)]])


async def _told(turn: Turn, typed: str) -> list[Tip]:
    if not typed:
        return await tips.of_person(turn.tx, turn.person.id, deeds.MOST_TIPS) if turn.person else []
    tip = await mine.own_tip(turn.tx, codes.find_receipt(typed) or typed, turn.incoming)
    return [tip] if tip else []
