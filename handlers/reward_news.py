"""Words about rewards to whoever sent the tip: a PIN that is shown once, until when, why not, and how to object."""

from __future__ import annotations

from collections.abc import Mapping

from bot.rules.rewards.eligibility import Ineligible, Way, way_of
from bot.rules.rewards.life import FREE, RewardMove, RewardState
from bot.speech import Button, Text
from bot.texts import _, language_for
from handlers.deeds import claims, my_rewards, rewards
from handlers.deeds.reward_requests import LONGER
from handlers.forms import rule_label
from handlers.reward_words import LIMITS, PIN, listed, reasons_told, sum_label, ways_told
from handlers.turn import MENU, Turn
from storage import approvals, bans, cases, ledger, matters, tips
from storage import rewards as store
from storage.rewards import Reward
from storage.tip_rows import Tip

WORDS: Mapping[RewardMove, Text] = {
    RewardMove.PROPOSE: _(
        "<b>No. {number}: a reward of {sum} is proposed</b> ({rule}).\n"
        "Two people who did not check your report decide; you are told here."
    ),
    RewardMove.WAIT: _(
        "<b>No. {number}: your reward of {sum} is agreed to, but {why}.</b>\n"
        "It keeps its place and comes with the next budget. You need do nothing; you are told here."
    ),
    RewardMove.THANK: _(
        "<b>No. {number}: your report proved true, but {why}.</b>\n"
        "The published rules then allow thanks alone. We say so plainly, and thank you."
    ),
    RewardMove.REFUSE: _("<b>No. {number}: there will be no reward.</b>\n{why}"),
    RewardMove.OPEN: _("<b>No. {number}: {sum} are ready for you.</b>\nUntil {last} at the counter of {office}. {how}"),
    RewardMove.EXTEND: _("<b>No. {number}: you can collect the {sum} until {last} now.</b>"),
    RewardMove.LAPSE: _(
        "<b>No. {number}: the {sum} were not collected in time.</b>\n"
        "By the published rules that counts as given up. What you reported counts all the same. Thank you."
    ),
    RewardMove.COLLECT: _(
        "<b>No. {number}: {sum} were handed over. Thank you: homes here are safer.</b>\n"
        "If it was not you who collected them, call the office at once. /impact shows what your reports led to."
    ),
    RewardMove.REVOKE: _("<b>No. {number}: the reward of {sum} is taken back.</b>\n{why}"),
    RewardMove.RECLAIM: _(
        "<b>No. {number}: the office asks the {sum} back.</b>\n{why}\n"
        "Please bring it to the counter of {office}. If that is wrong, say so there, or call 12345."
    ),
}
"""What the tipster is told of a move."""

SAME_PIN = _("The claim PIN that you got for this report opens this one too.")
BY_TICKET = _("Say the receipt code and the claim PIN there, and nothing else: no name, no papers.")
BY_NAME = _("Bring the receipt code, the claim PIN and your papers: they are looked at, not copied and not noted down.")
OBJECT = _("If that is wrong, tell us below within {days} days: somebody who did not decide it looks again.")
REMIND = _("<b>No. {number}: {sum} wait for you until {last}.</b>\n{how}")
NOT_LONGER = _(
    "<b>No. {number}: it stays at {last}.</b> Please collect the {sum} until then, or send somebody you trust."
)
LOOKED = _("<b>No. {number}: somebody else looked at your objection, and it is decided anew.</b> You are told here.")
STAYS = _("<b>No. {number}: somebody else looked at your objection, and it stays as it was.</b> You can turn to 12345.")

NONE = _(
    "<b>No. {number}: what you reported is true. Thank you, homes get safer by it.</b>\n"
    "There is no reward for it: {reasons}."
)

OBJECTED_TO = frozenset({RewardMove.REFUSE, RewardMove.REVOKE})


async def tell(turn: Turn) -> None:
    """Tell whoever sent a tip of one move of its reward: `reward SEQ`."""
    entry = await ledger.at(turn.tx, int(turn.incoming.command.partition(" ")[2]))
    reward = await store.get(turn.tx, entry.reward) if entry else None
    tip = await cases.get(turn.tx, reward.award.tip) if reward else None
    if entry is None or reward is None or tip is None or entry.move not in WORDS:
        return
    if entry.move is RewardMove.PROPOSE and reward.state in FREE:  # refused meanwhile, which is told by itself
        return
    way = await bans.sender_of(turn.tx, tip.number)
    if way is None:  # whoever told it elsewhere: no PIN may be made that nobody hears
        return
    told = [WORDS[entry.move](**await values(turn, reward), why=await _why(turn, reward, entry))]
    told += await _behind(turn, reward, tip, entry.move)
    await _say(turn, tip, told, await _buttons(turn, reward, tip, entry.move))


async def values(turn: Turn, reward: Reward) -> dict[str, object]:
    """Return what the words about a reward may name."""
    return {
        "number": reward.number,
        "sum": sum_label(reward.award.fen),
        "rule": rule_label(reward.award.rule),
        "last": reward.last_day or reward.day,
        "office": turn.tx.policy.town.office,
        "how": BY_NAME if turn.tx.policy.rewards.identity == "name" else BY_TICKET,
    }


async def _why(turn: Turn, reward: Reward, entry: ledger.Entry) -> Text:
    if entry.move in (RewardMove.WAIT, RewardMove.THANK):
        limits = (await rewards.room_for(turn.tx, reward)).limits
        return listed([LIMITS[each] for each in limits]) if limits else Text("–")
    return Text("{words}")(words=entry.reason)


async def _behind(turn: Turn, reward: Reward, tip: Tip, move: RewardMove) -> list[Text]:
    """Return what stands behind the words of a move: the PIN, the one time that it can be shown, or how to object."""
    if move is RewardMove.PROPOSE:
        pin = await claims.give_pin(turn.tx, tip.id)
        return [PIN(pin=pin)] if pin else [SAME_PIN] if reward.has_pin else []
    return [OBJECT(days=turn.tx.policy.handling.object_days)] if move in OBJECTED_TO else []


async def _buttons(turn: Turn, reward: Reward, tip: Tip, move: RewardMove) -> list[list[Button]]:
    if move is RewardMove.OPEN:
        return claim_buttons(reward, tip, tip.number)
    found = await matters.of_matter(turn.tx, reward.award.matter) if move in OBJECTED_TO else None
    return [[contest_button(tip.number, found.id)]] if found else []


def claim_buttons(reward: Reward, tip: Tip, key: str) -> list[list[Button]]:
    """Return what can be done about a reward that can be collected; `key` is the tip's number or receipt code."""
    if reward.state is not RewardState.CLAIMABLE:
        return []
    name = reward.id.hex()[:8]
    come = [[Button(_("I am at the counter"), f"{MENU}.come.{key}.{name}")]] if tip.reporter is not None else []
    longer = [[Button(_("I cannot come in time"), f"{MENU}.longer.{key}.{name}")]] if not reward.extended else []
    return come + longer


def contest_button(key: str, matter: bytes) -> Button:
    """Return the button by which a tipster objects."""
    return Button(_("That is wrong"), f"{MENU}.contest.{key}.{matter.hex()[:8]}")


async def _say(turn: Turn, tip: Tip, told: list[Text], buttons: list[list[Button]]) -> None:
    way = await bans.sender_of(turn.tx, tip.number)
    if way is not None:
        turn.tell(way.chat, language_for(way.language), *told, buttons=buttons)


async def remind(turn: Turn, reward: Reward) -> None:
    """Say again until when a reward can be collected."""
    tip = await cases.get(turn.tx, reward.award.tip)
    if tip is not None:
        told = [REMIND(**await values(turn, reward))]
        await _say(turn, tip, told, claim_buttons(reward, tip, tip.number))


async def none(turn: Turn) -> None:
    """Tell whoever reported a matter why there is no reward for them, and how to object: `no_reward MATTER NUMBER`."""
    _kind, matter, number = turn.incoming.command.split()
    tip = await tips.by_number(turn.tx, number)
    standings = await my_rewards.own_standings(turn.tx, tip) if tip else []
    standing = next((each for each in standings if each.found.id.hex() == matter), None)
    if tip is None or standing is None or standing.rewards or not isinstance(standing.finding, Ineligible):
        return
    reasons = standing.finding.reasons
    told = [NONE(number=number, reasons=reasons_told(reasons, to_staff=False)), *ways_told(reasons)]
    can_object = any(way_of(each) is Way.OBJECT for each in reasons)
    await _say(turn, tip, told, [[contest_button(number, standing.found.id)]] if can_object else [])


async def answered(turn: Turn) -> None:
    """Tell a tipster what became of what they asked for: `reward_answered NAME`."""
    asked = await approvals.get(turn.tx, turn.incoming.command.partition(" ")[2])
    if asked is None:
        return
    if asked.kind == LONGER:
        reward = await store.get(turn.tx, bytes.fromhex(str(asked.facts["reward"])))
        tip = await cases.get(turn.tx, reward.award.tip) if reward else None
        told = NOT_LONGER(**await values(turn, reward)) if reward else STAYS
    else:
        tip = await cases.get(turn.tx, bytes.fromhex(str(asked.facts["tip"])))
        told = (LOOKED if asked.state == "granted" else STAYS)(number=tip.number if tip else "")
    if tip is not None:
        await _say(turn, tip, [told], [])
