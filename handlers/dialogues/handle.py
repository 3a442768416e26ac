"""Staff do something with a tip that needs words: a question, a reason, a moment, a photo."""

from __future__ import annotations

from collections.abc import Mapping

from bot.dialogue import Media, Talk, dialogue
from bot.rules.tips import Move
from bot.speech import Text
from bot.texts import _
from handlers.deeds import acting as deeds
from handlers.deeds import choosing
from handlers.deeds.phrases import offered
from handlers.handle_fields import moments, office_field, opens, phrased
from handlers.states import DONE
from handlers.wording import unlabelled

STEPS = {"office": _("Handed to"), "until": _("Date"), "words": _("Words"), "photos": _("Photos")}
OFFICE, UNTIL = (Move.REFER,), (Move.REFER, Move.EXTEND)
PHOTOS = (Move.RECTIFY, Move.LOOK)
QUIET = (Move.COMMENT, Move.LOOK)
"""What the sender is not told of: nothing to look at twice before it is done."""


@dialogue("handle", STEPS, photos="photos", words="words", counted=False)
async def handle(talk: Talk) -> None:
    """Ask what the move needs, show it where somebody outside will read it, and make the move."""
    number, move = await talk.look("tip", choosing.nothing), Move(await talk.look("move", choosing.nothing))
    rules = await talk.look("rules", choosing.handle_rules, number, move)
    if not rules["possible"]:
        return await talk.say(NOT_NOW, number=number)
    office = await talk.ask("office", TO_WHOM, office_field()) if move in OFFICE else ""
    until = ""
    if move in UNTIL:
        ends = moments(rules["offers"], rules["now"], rules["latest"])
        until = await talk.ask("until", ENDS[move], ends)
    phrases = await talk.look("phrases", offered, number, move)
    words = await talk.ask("words", WORDS[move], phrased(phrases))
    shots = await talk.collect("photos", SHOW, Media(), most=6) if move in PHOTOS else []
    left = await unlabelled(talk, words)
    if move not in QUIET and not await talk.review(LABELLED if left["found"] else REVIEWS.get(move, REVIEW), SEND):
        return None
    files = [shot.attached for shot in shots]
    await talk.do("act", deeds.act, number, move, left["words"], office, until, files)
    said = REQUESTED if move == Move.EXTEND else DID
    return await talk.say(said, buttons=[opens(number)], number=number, done=DONE[move])


TO_WHOM = _("<b>To whom is it handed?</b>\nTap the office, or type its name. The sender is told.")
ENDS: Mapping[Move, Text] = {
    Move.REFER: _("<b>When do we ask what became of it?</b>\nTap it, or type a day, for example: 12-31"),
    Move.EXTEND: _(
        "<b>Until when do you need?</b>\nTap it, or type a day, for example: 12-31. Somebody else must agree."
    ),
}
WORDS: Mapping[Move, Text] = {
    Move.ASK: _("<b>What do you want to know?</b>\nThe sender reads it as you write it, and can answer here."),
    Move.REFUTE: _("<b>What did you find instead?</b>\nThe sender reads it and can object."),
    Move.REFER: _("<b>Why is it theirs?</b>\nOne sentence; the sender reads it."),
    Move.GIVE_UP: _("<b>Why can it not be solved, and what can people do now?</b>\nThe sender reads both."),
    Move.EXTEND: _("<b>Why is more time needed?</b>\nThe sender reads it once it is agreed to."),
    Move.REPLY: _("<b>What shall the sender read?</b>\nNo names, no rooms of others."),
    Move.COMMENT: _("<b>What should colleagues know?</b>\nThe sender never sees it."),
    Move.LOOK: _("<b>What is still not right?</b>"),
    Move.RECTIFY: _("<b>What was done?</b>\nOne sentence; the sender reads it."),
}
SHOW = _("<b>Photos of how it is now.</b>\nNo faces, no papers. They may be shown to the sender.")
REVIEW = _("<b>Is this right?</b> The sender reads it in your words.")
REVIEWS: Mapping[Move, Text] = {
    Move.EXTEND: _("<b>Is this right?</b> An admin who is not you decides."),
    Move.RECTIFY: _("<b>Is this right?</b> The sender is told that it is put right."),
}
LABELLED = _(
    "<b>Is this right?</b>\n"
    "I left out words that label people (illness, petitions, records): they are not kept here, whoever writes them."
)
SEND = _("Yes, do it")
NOT_NOW = _("That is not possible with No. {number} any more. /tip {number} shows where it stands.")
DID = _("<b>No. {number}: {done}.</b>")
REQUESTED = _("<b>Asked for.</b> An admin who is not you decides; you are told here. The limit runs on meanwhile.")
