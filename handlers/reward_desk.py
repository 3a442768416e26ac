"""What staff press on one reward, and on a matter that is not decided yet."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue import Declined
from bot.rules import codes
from bot.rules.approvals import ApprovalState
from bot.rules.people import STAFF
from bot.rules.rewards.approval import Part, may_revoke
from bot.rules.rewards.life import RewardMove
from bot.speech import Button, Text
from bot.texts import _
from handlers import conversation, reward_cards
from handlers.commands import refuse
from handlers.deeds import approving, assessing, papers, proposing, reward_acts
from handlers.deeds.reward_requests import REWARD, named
from handlers.reward_words import objected
from handlers.turn import MENU, Turn
from storage import approvals, matters, parts
from storage.rewards import Reward

BUTTONS: Mapping[RewardMove, Text] = {
    RewardMove.AMEND: _("Another amount"),
    RewardMove.REFUSE: _("Refuse with a reason"),
    RewardMove.EXTEND: _("May be collected for longer"),
    RewardMove.HAND_OVER: _("Handed over: confirm"),
    RewardMove.STEP_BACK: _("Not handed over"),
    RewardMove.REVOKE: _("Take it back"),
    RewardMove.RECLAIM: _("Ask the money back"),
    RewardMove.RECOVER: _("It was paid back"),
    RewardMove.CORRECT: _("Another sum was paid"),
}
TAKING_BACK = {RewardMove.REVOKE, RewardMove.RECLAIM}
PAPERS: Mapping[str, Text] = {
    "application": _("Form: registration"),
    "approval": _("Form: approval"),
    "collection": _("Form: collection"),
}
ORDERED = _("It is being drawn, and comes here in a moment.")
WHICH_LATER = _("<b>No. {number}: which later tip brought the decisive evidence?</b>\nIt gets its own part then.")
NO_LATER = _("No other tip of this matter is without a reward.")
RECOGNISED = _("<b>No. {number}: recognised.</b> Its part waits for two others now: /approvals")
NOT_LATER = _("Nothing comes of it: by these rules a later tip gets nothing.")


async def show(turn: Turn, reward: Reward, in_place: bool = False) -> None:
    """Show a reward with a button for each thing that whoever looks may do now."""
    turn.say(*await reward_cards.card(turn, reward), buttons=await _choices(turn, reward), in_place=in_place)


async def _choices(turn: Turn, reward: Reward) -> list[list[Button]]:
    award = f"{MENU}.award.{reward.id.hex()}"
    hands = await parts.of(turn.tx, reward.id)
    has_handed = turn.person is not None and turn.person.id in hands.get(Part.HAND_OVER, ())
    done = {RewardMove.HAND_OVER} if has_handed else set[RewardMove]()
    done |= {RewardMove.AMEND} if hands.get(Part.APPROVE) else set()
    done |= set() if turn.person and may_revoke(turn.person.id, hands).allowed else TAKING_BACK
    possible = [move for move in BUTTONS if move not in done and _may(turn, reward, move)]
    moves = [Button(BUTTONS[move], f"{award} {move}") for move in possible]
    rows = [*await _agree(turn, reward), *(moves[at : at + 2] for at in range(0, len(moves), 2))]
    if not turn.may("rewards.read"):
        return rows
    forms = [Button(label, f"{award} {form}") for form, label in PAPERS.items()]
    later = [Button(_("A later tip was decisive"), f"{award} later")] if turn.may("matter.decide") else []
    return [*rows, forms[:2], [*forms[2:], *later]]


async def _agree(turn: Turn, reward: Reward) -> list[list[Button]]:
    """Return the button that gives the next level of approval, to whoever may give it."""
    asked = await approvals.about(turn.tx, REWARD, named(reward)) if turn.person else []
    waits = [each for each in asked if each.state is ApprovalState.OPEN and each.expires > turn.tx.now]
    mine = [each for each in waits if turn.person and await approving.may_answer(turn.tx, each, turn.person)]
    return [reward_cards.request_buttons(each)[0] for each in mine]


def _may(turn: Turn, reward: Reward, move: RewardMove) -> bool:
    once = move is RewardMove.EXTEND and reward.extended
    return not once and turn.may(f"reward.{move}", reward.state)


async def award(turn: Turn) -> None:
    """Do something with a reward: `ID MOVE`, `ID FORM`, or `ID later [NUMBER]`."""
    name, _space, what = turn.incoming.text.partition(" ")
    reward = await reward_acts.by_name(turn.tx, name)
    if turn.role not in STAFF or not turn.may("payout.read"):
        return await refuse(turn)
    if reward is None:
        turn.say(reward_acts.GONE)
    elif what in PAPERS:
        await papers.order_form(turn.tx, what, reward)
        await turn.record("reward.paper", reward.number)
        turn.say(ORDERED)
    elif what.startswith("later"):
        await _later(turn, reward, what.partition(" ")[2])
    elif what in reward_acts.MADE_ALONE:
        return await _move(turn, reward, RewardMove(what))
    else:
        await show(turn, reward)
    return await conversation.go_on(turn, None)


async def _move(turn: Turn, reward: Reward, move: RewardMove) -> None:
    """Make a move at once where it needs no words, and begin to ask for them where it does."""
    if not turn.may(f"reward.{move}", reward.state):
        await _plainly(turn, reward, move)  # declines in the right words
        return await conversation.go_on(turn, None)
    if move in reward_acts.PLAIN:
        await _plainly(turn, reward, move)
        return await conversation.go_on(turn, None)
    if move in TAKING_BACK and turn.person is not None:
        may = may_revoke(turn.person.id, await parts.of(turn.tx, reward.id))
        if not may.allowed:  # said before anything is written
            turn.say(objected(may.objections))
            return await conversation.go_on(turn, None)
    return await conversation.begin(turn, "award", {"look:reward": reward.id.hex(), "look:move": str(move)})


async def _plainly(turn: Turn, reward: Reward, move: RewardMove) -> None:
    try:
        await reward_acts.act(turn.tx, reward.id.hex(), move)
    except Declined as declined:
        return turn.say(declined.told)
    after = await reward_acts.by_name(turn.tx, reward.id.hex())
    return await show(turn, after or reward, in_place=True)


async def _later(turn: Turn, reward: Reward, number: str) -> None:
    """Recognise a later tip of the same matter, or ask which."""
    found = await matters.of_matter(turn.tx, reward.award.matter)
    standings = await assessing.standings(turn.tx, found) if found else []
    if found is None or not turn.may("matter.decide"):
        return await refuse(turn)
    if codes.read_tip_number(number):
        done = await proposing.recognise(turn.tx, found.id.hex(), number)
        return turn.say(RECOGNISED(number=number) if done else NOT_LATER, in_place=True)
    others = [each.tip.number for each in standings if not each.rewards]
    label, data = Text("{number}"), f"{MENU}.award.{reward.id.hex()} later "
    buttons = [[Button(label(number=each), f"{data}{each}")] for each in others]
    return turn.say((WHICH_LATER if others else NO_LATER)(number=reward.number), buttons=buttons)


async def settle(turn: Turn) -> None:
    """Begin to decide what was left open of a matter: its id."""
    if not turn.may("matter.decide"):
        return await refuse(turn)
    return await conversation.begin(turn, "settle", {"look:matter": turn.incoming.text})
