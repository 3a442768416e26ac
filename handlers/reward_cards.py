"""One reward as staff see it: what for, why so much, who did what, what to look at; and what a second is asked."""

from __future__ import annotations

from collections.abc import Mapping

from bot.rules.rewards.approval import Part, levels
from bot.rules.rewards.eligibility import Basis, Eligible
from bot.rules.rewards.life import RewardState
from bot.speech import Button, Text
from bot.texts import _, day_of
from handlers.catalogue import hazard_label
from handlers.deeds import assessing, reward_requests, rewards, suspecting
from handlers.deeds.assessing import Standing
from handlers.deeds.reward_requests import CONTEST, LONGER, PAYOUT, REWARD, SIGNED
from handlers.forms import rule_label
from handlers.reward_words import (
    LIMITS,
    MOVES,
    STATES,
    listed,
    reasons_told,
    sign_told,
    sum_label,
    unknown_told,
)
from handlers.roles import role_label
from handlers.turn import MENU, Turn
from storage import ledger, matters, parts, people
from storage import rewards as store
from storage.approvals import Approval
from storage.rewards import Reward
from storage.tip_rows import Tip

HEAD = _("<b>Reward · No. {number} · {sum}</b>\n{state}")
FOR = _("For: {hazard} · {rule}")
LATER = _("A later tip that brought the decisive evidence")
SHARE = _("Share {share} of a report that several signed")
FOUND = _("Found on the spot: {found}")
UNTIL = _("To be collected until {day}")
UNTIL_LONGER = _("To be collected until {day}, longer was agreed to once")
PAID = _("Paid, by the ledger: {sum}")
WAITS = _("It waits: {why}.")
WAITS_FOR_SECOND = _("One has confirmed; a colleague is asked in their own chat (or /approvals).")
LOOK = _("<b>Please look at this before you decide:</b> {signs}")
DONE_LINE = _("{day} · {move}")
DONE_BY = _("{day} · {move} · {role}")
DONE_WHY = _("{day} · {move} · {role}: {why}")
MOST_LINES, MOST_OPEN = 12, 3

PROPOSED = _("Reward: {sum} ({rule}), {state}")
OPEN = _("Reward: about {sum} ({rule}). Still open: {unknown}")
AFTER = _("Reward: decided once No. {numbers} is checked")
NONE = _("Reward: none, since {reasons}")

REQUESTS: Mapping[str, Text] = {
    REWARD: _("<b>No. {number}: reward of {sum}, shall it be paid?</b>\nApproval {step} of {steps}, by {by}"),
    PAYOUT: _(
        "<b>At the counter: No. {number}, {sum}.</b>\n"
        "{asker} has checked code and PIN. Is the money counted and handed over, and the form signed? "
        "Only your yes makes it collected."
    ),
    LONGER: _(
        "<b>No. {number}: may the {sum} be collected for longer?</b>\n"
        "The tipster says: {reason}\nNow until {last}. Answer by {by}"
    ),
    CONTEST: _(
        "<b>No. {number}: look at the reward again?</b>\nThe sender says: {reason}\nDecided so far: {decided}\n"
        "If you agree, it is decided anew. Answer by {by}"
    ),
}


async def card(turn: Turn, reward: Reward) -> list[Text]:
    """Return a reward in lines: what for, how much and why, where it stands, and what was done with it."""
    head = HEAD(number=reward.number, sum=sum_label(reward.award.fen), state=STATES[reward.state])
    return [head, *await grounds(turn, reward), *await _standing(turn, reward), *await _past(turn, reward)]


async def grounds(turn: Turn, reward: Reward) -> list[Text]:
    """Return what a reward is for, in the office's own words, and what should be looked at; of the sender nothing."""
    award = reward.award
    told = [FOR(hazard=hazard_label(award.hazard), rule=rule_label(award.rule))]
    told += [LATER] if award.basis is Basis.LATER else []
    told += [SHARE(share=award.share + 1)] if await _is_shared(turn, reward) else []
    told += [FOUND(found=each) for each in await assessing.found_words(turn.tx, reward)]
    return told + await signs(turn, reward)


async def signs(turn: Turn, reward: Reward) -> list[Text]:
    """Return what should be looked at before a reward is approved or handed over."""
    found = await suspecting.signs(turn.tx, reward)
    return [LOOK(signs=listed([sign_told(each) for each in found]))] if found else []


async def _is_shared(turn: Turn, reward: Reward) -> bool:
    of_first = [each for each in await store.of_matter(turn.tx, reward.award.matter) if each.award.basis is Basis.FIRST]
    return reward.award.basis is Basis.FIRST and (reward.award.share > 0 or len(of_first) > 1)


async def _standing(turn: Turn, reward: Reward) -> list[Text]:
    if reward.state is RewardState.WAITING:
        limits = (await rewards.room_for(turn.tx, reward)).limits
        return [WAITS(why=listed([LIMITS[each] for each in limits]))] if limits else []
    if reward.state is RewardState.PRESENTED:
        handed = (await parts.of(turn.tx, reward.id)).get(Part.HAND_OVER, ())
        return [WAITS_FOR_SECOND] if handed else []
    if reward.state in (RewardState.COLLECTED, RewardState.RECLAIMED):
        paid = (await ledger.balance_of(turn.tx, reward.id)).paid
        return [PAID(sum=sum_label(paid))] if paid != reward.award.fen else []
    if reward.last_day is None or reward.state is not RewardState.CLAIMABLE:
        return []
    return [(UNTIL_LONGER if reward.extended else UNTIL)(day=reward.last_day)]


async def _past(turn: Turn, reward: Reward) -> list[Text]:
    made = await ledger.of_reward(turn.tx, reward.id)
    return [await _past_line(turn, each) for each in made[-MOST_LINES:]]


async def _past_line(turn: Turn, entry: ledger.Entry) -> Text:
    told: dict[str, object] = {"day": entry.day, "move": MOVES[entry.move]}
    person = await people.get(turn.tx, entry.actor) if entry.actor else None
    if person is None:
        return DONE_LINE(**told)
    told["role"] = role_label(person.role)
    return DONE_WHY(why=entry.reason, **told) if entry.reason else DONE_BY(**told)


async def of_tip(turn: Turn, found: Tip) -> list[Text]:
    """Return what becomes of the reward of a tip, as its card tells it; nothing before it was found true."""
    front = await assessing.front_of(turn.tx, found)
    kept = await matters.of_tips(turn.tx, [front.id])
    return [line for each in kept for one in await assessing.standings(turn.tx, each) if (line := _line(one, found))]


def _line(standing: Standing, found: Tip) -> Text | None:
    if standing.tip.id != found.id and found.work.parent is None:
        return None
    if standing.rewards:
        award, state = standing.rewards[-1].award, standing.rewards[-1].state
        return PROPOSED(sum=sum_label(award.fen), rule=rule_label(award.rule), state=STATES[state])
    if standing.before:
        return AFTER(numbers=", ".join(standing.before))
    finding = standing.finding
    if isinstance(finding, Eligible):
        told = {"sum": sum_label(finding.amount), "rule": rule_label(finding.rule)}
        return OPEN(unknown=unknown_told(finding.unknown, MOST_OPEN), **told)
    return NONE(reasons=reasons_told(finding.reasons, to_staff=True))


async def request(turn: Turn, asked: Approval) -> list[Text]:
    """Return what a second person is asked, with what they need to know."""
    reward = await reward_requests.reward_of(turn.tx, asked) if "reward" in asked.facts else None
    told: dict[str, object] = {"number": asked.object.partition(" ")[0], "by": day_of(asked.expires)}
    told |= {"reason": asked.reason, "asker": await _asker(turn, asked)}
    if reward is not None:
        told |= {"sum": sum_label(reward.award.fen), "last": reward.last_day or day_of(asked.expires)}
        told |= await _steps(turn, reward)
    if asked.kind == CONTEST:
        told["decided"] = await _decided(turn, asked)
    lines = await grounds(turn, reward) if reward is not None and asked.kind in (REWARD, PAYOUT) else []
    return [REQUESTS[asked.kind](**told), *lines]


async def _steps(turn: Turn, reward: Reward) -> dict[str, object]:
    given = (await parts.of(turn.tx, reward.id)).get(Part.APPROVE, ())
    return {"step": len(given) + 1, "steps": len(levels(reward.award.fen, turn.tx.policy.rewards))}


async def _asker(turn: Turn, asked: Approval) -> Text:
    contact = await people.contact(turn.tx, asked.asker) if asked.asker else None
    return Text("{name}")(name=contact.name if contact else "–")


async def _decided(turn: Turn, asked: Approval) -> Text:
    found = await matters.get(turn.tx, bytes.fromhex(str(asked.facts["matter"])))
    tip = bytes.fromhex(str(asked.facts["tip"]))
    standings = await assessing.standings(turn.tx, found) if found else []
    line = next((_line(each, each.tip) for each in standings if each.tip.id == tip), None)
    return line or Text("–")


def request_buttons(asked: Approval) -> list[list[Button]]:
    """Return the buttons that answer a request about a reward."""
    yes, no = f"{MENU}.approvals.{asked.name} yes", f"{MENU}.approvals.{asked.name} no"
    if asked.kind == PAYOUT:
        return [[Button(_("Yes, handed over"), yes)], [Button(_("No, not handed over"), no)]]
    if asked.kind != REWARD:
        return [[Button(_("Agree"), yes), Button(_("Refuse"), no)]]
    award = f"{MENU}.award.{asked.facts['reward']}"
    refuse, amend = Button(_("Refuse with a reason"), f"{award} refuse"), Button(_("Another amount"), f"{award} amend")
    return [[Button(_("Agree"), yes)], [refuse] if asked.facts.get(SIGNED) else [refuse, amend]]
