"""Staff move a reward with words: another amount, a refusal, a longer term, taking back, a correction."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue import Talk, Words, dialogue
from bot.rules.rewards.life import RewardMove
from bot.speech import Text
from bot.texts import _
from handlers.deeds import choosing
from handlers.deeds import reward_acts as deeds
from handlers.reward_fields import SumField
from handlers.reward_words import MOVES, sum_label
from handlers.wording import unlabelled

STEPS = {"sum": _("Amount"), "why": _("Reason")}


@dialogue("award", STEPS, words="why", counted=False)
async def award(talk: Talk) -> None:
    """Ask for the sum where the move takes one, and for the reason; show both; make the move."""
    name, move = await talk.look("reward", choosing.nothing), RewardMove(await talk.look("move", choosing.nothing))
    rules = await talk.look("rules", deeds.act_rules, name, move)
    if not rules["possible"]:
        return await talk.say(NOT_NOW, number=rules["number"] or "–")
    known = {"number": rules["number"], "sum": sum_label(rules["fen"]), "most": sum_label(rules["most"])}
    fen = 0
    if move in SUMS:
        is_corrected = move is RewardMove.CORRECT
        highest, coin = (rules["fen"], 1) if is_corrected else (rules["most"], rules.get("coin", 1))
        said = await talk.ask("sum", SUMS[move](**known), SumField(highest=highest, coin=coin))
        fen = int(said)
    why = await talk.ask("why", WHY[move](**known), Words(2, 300))
    left = await unlabelled(talk, why)
    if not await talk.review(LABELLED if left["found"] else REVIEWS.get(move, REVIEW), SEND):
        return None
    number = await talk.do("act", deeds.act, name, move, fen, left["words"])
    return await talk.say(DID, number=number, move=MOVES[move])


SUMS: Mapping[RewardMove, Text] = {
    RewardMove.AMEND: _("<b>No. {number}: which amount?</b>\nNow {sum}, at most {most}. Type it in yuan."),
    RewardMove.CORRECT: _(
        "<b>No. {number}: how much was really handed over?</b>\n"
        "Type it in yuan, at most the {sum} that were approved; 0 if nothing was."
    ),
}
WHY: Mapping[RewardMove, Text] = {
    RewardMove.AMEND: _("<b>Why this amount?</b>\nOne sentence; whoever approves reads it."),
    RewardMove.REFUSE: _("<b>Why is there no reward?</b>\nOne sentence; the tipster reads it and can object."),
    RewardMove.EXTEND: _("<b>Why can it be collected for longer?</b>\nOne sentence for the ledger."),
    RewardMove.REVOKE: _("<b>Why is it taken back?</b>\nOne sentence; the tipster reads it and can object."),
    RewardMove.RECLAIM: _("<b>Why is the money asked back?</b>\nOne sentence; the tipster reads it."),
    RewardMove.RECOVER: _("<b>How did the money come back?</b>\nOne sentence for the ledger."),
    RewardMove.CORRECT: _("<b>Why was it another sum?</b>\nOne sentence for the ledger."),
}
REVIEW = _("<b>Is this right?</b> It stands in the ledger for good.")
REVIEWS: Mapping[RewardMove, Text] = {
    RewardMove.AMEND: _("<b>Is this right?</b> Whoever changes the amount does not approve it."),
    RewardMove.REFUSE: _("<b>Is this right?</b> The tipster reads your words."),
    RewardMove.REVOKE: _("<b>Is this right?</b> The tipster reads your words, and the budget is free again."),
    RewardMove.RECLAIM: _("<b>Is this right?</b> The tipster reads your words, and is asked to bring the money back."),
}
LABELLED = _(
    "<b>Is this right?</b>\n"
    "I left out words that label people (illness, petitions, records): they are not kept here, whoever writes them."
)
SEND = _("Yes, do it")
NOT_NOW = _("That is not possible with the reward of No. {number} any more. /rewards shows where it stands.")
DID = _("<b>Reward of No. {number}: {move}.</b>")
