"""The counter: who collects shows code and PIN, or is known by name; two of the staff hand over, neither sees who."""

from __future__ import annotations

from bot.rules import codes
from bot.rules.money import capitals
from bot.rules.rewards.life import RewardMove
from bot.speech import Button
from bot.texts import _
from handlers import conversation, reward_cards
from handlers.commands import refuse
from handlers.deeds import counter as deeds
from handlers.deeds import reward_acts
from handlers.reward_words import sum_label
from handlers.turn import MENU, Turn
from storage.rewards import Reward

HEAD = _(
    "<b>Counter.</b> Whoever collects tells you receipt code and claim PIN, and nothing else. Whoever reported under "
    "their name taps “I am at the counter” in their own chat, and stands below then. Whoever told it on the phone has "
    "no PIN: an admin makes one, on the tip’s card."
)
TICKET = _("Code and PIN")
THERE = _("No. {number} · {sum}")
HERE = _(
    "<b>No. {number}: {sum}</b> ({capitals})\n"
    "1. Print the form that I send, and let them read it: not staff, no relative of one, not responsible. If that is "
    "not so: “Not handed over”, and tell an admin.\n"
    "2. Count the money. 3. Let it be signed: a mark will do. 4. Tap below; a colleague confirms in their own chat."
)
PAPERS = _("<b>By the rules here they show their papers.</b> Look at them; copy and note nothing.")
NOT_THERE = _("That is not at the counter. Type code and PIN (/payout), or let them tap “I am at the counter”.")


async def payout(turn: Turn) -> None:
    """Show what stands at the counter; `ticket` begins to ask for code and PIN, a tip's number shows that one."""
    if not turn.may("payout.read") or turn.person is None:
        return await refuse(turn)
    if turn.incoming.text == "ticket":
        return await conversation.begin(turn, "payout")
    if number := codes.read_tip_number(turn.incoming.text):
        await _show_all(turn, await deeds.standing_there(turn.tx, number))
    else:
        there = await deeds.standing_there(turn.tx)
        rows = [[Button(TICKET, f"{MENU}.payout.ticket")]]
        for each in there:
            label = THERE(number=each.number, sum=sum_label(each.award.fen))
            rows.append([Button(label, f"{MENU}.payout.{each.number}")])
        turn.say(HEAD, buttons=rows)
    return await conversation.go_on(turn, None)


async def _show_all(turn: Turn, there: list[Reward]) -> None:
    for each in there:
        await show(turn, each)
    if not there:
        turn.say(NOT_THERE)


async def show(turn: Turn, reward: Reward) -> None:
    """Show what is to be handed over: the sum, what to do, and what to look at; of a name nothing."""
    told = [HERE(number=reward.number, sum=sum_label(reward.award.fen), capitals=capitals(reward.award.fen))]
    told += [PAPERS] if turn.tx.policy.rewards.identity == "name" else []
    told += await reward_cards.signs(turn, reward)
    award = f"{MENU}.award.{reward.id.hex()}"
    confirm = Button(_("Handed over: confirm"), f"{award} {RewardMove.HAND_OVER}")
    back = Button(_("Not handed over"), f"{award} {RewardMove.STEP_BACK}")
    longer = Button(_("Form: collection"), f"{award} collection")
    turn.say(*told, buttons=[[confirm], [back, longer]])


def is_ticket(turn: Turn) -> bool:
    """Tell whether somebody types a code or a PIN that the counter asked for."""
    asked = turn.draft is not None and turn.draft.dialogue == "payout" and not turn.draft.aside
    return asked and turn.incoming.kind == "text"


async def ticket(turn: Turn) -> None:
    """Take a code or a PIN, and take the message with it out of the chat; show what both open."""
    turn.remove()
    draft = turn.draft
    await conversation.go_on(turn, turn.incoming)
    brought = draft.journal.get("do:present") if draft else None
    for name in brought["rewards"] if brought else []:
        reward = await reward_acts.by_name(turn.tx, name)
        if reward is not None:
            await show(turn, reward)
