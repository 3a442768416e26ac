"""Who did what, in plain words: the log as admins and auditors read it, and whether it is whole."""

from __future__ import annotations

from collections.abc import Mapping

from bot.rules.people import Role
from bot.rules.rewards.life import RewardMove
from bot.rules.tips import Move
from bot.speech import Button, Text
from bot.texts import _
from handlers.commands import refuse
from handlers.deeds.bans import CAUSES
from handlers.reward_words import MOVES
from handlers.roles import post_label, role_label
from handlers.states import DONE
from handlers.turn import MENU, Turn
from storage import audit as log
from storage import people

PAGE = 10

HEAD = _("<b>Who did what</b>, the newest first · {count}")
LINE = _("{seq}. {hour} · {deed}")
BY = _("{name} ({role}): {deed}")
SOMEBODY = _("somebody who was deleted")
WHOLE = _("All {count} entries are whole: none was changed or taken out.")
BROKEN = _(
    "<b>Entry {seq} is not as it was written, or is missing.</b> Nothing from there on can be trusted. Tell all admins."
)

OF_REWARD = _("reward of No. {object}: {move}")
DEEDS: Mapping[str, Text] = {
    "log.begin": _("the log begins"),
    "refused": _("tried /{object}, was refused"),
    "tip.read": _("opened tip {object}"),
    "tip.full": _("read tip {object} with its names and numbers"),
    "photo.redact": _("drew over a photo of tip {object}"),
    "voice.listen": _("listened to a voice message of tip {object}"),
    "approval.identity": _("asked to see who sent tip {object}"),
    "identity.granted": _("agreed that somebody sees who sent tip {object}"),
    "identity.refused": _("did not agree that somebody sees who sent tip {object}"),
    "identity.shown": _("saw who sent tip {object}"),
    "approval.time": _("asked for more time for tip {object}"),
    "time.granted": _("agreed to more time for tip {object}"),
    "time.refused": _("did not agree to more time for tip {object}"),
    "reopen.granted": _("decided that tip {object} is taken up again"),
    "reopen.refused": _("decided that tip {object} stays closed"),
    "deputy.set": _("let {whom} stand in for them, days: {object}"),
    "deputy.end": _("is back: nobody stands in for them any more"),
    "role.claim": _("became admin with a code from the server"),
    "invite.make": _("made an invitation: {post}"),
    "invite.redeem": _("followed the invitation of {whom}: {post}"),
    "sender.block": _("kept the sender of tip {first} from filing: {cause}"),
    "people.block": _("kept {whom} from filing: {cause}"),
    "objection.lift": _("lifted a block after an objection: {cause}"),
    "objection.keep": _("left a block after an objection: {cause}"),
    "people.change": _("changed {whom} to {post}"),
    "hotline.enter": _("entered an order of the hotline as No. {object}"),
    "orders.import": _("entered orders from a file: {object}"),
    "report.proxy": _("reported No. {object} for somebody else"),
    "receipt.make": _("made another receipt for No. {object}"),
    "town.change": _("took over a new file of the town: {object}"),
    "notice.set": _("told the public something"),
    "notice.withdraw": _("withdrew a notice to the public"),
    "phrases.change": _("changed the phrases that stand ready: {object}"),
    "group.link": _("linked a staff group"),
    "group.unlink": _("unlinked a staff group"),
    "group.gone": _("a staff group was unlinked, since the bot is not in it any more"),
    "people.revoke": _("took the role from {whom}: {post}"),
    "ties.declare": _("declared a home that {whom} is tied to"),
    "ties.remove": _("took back a home that {whom} was tied to"),
    "pin.make": _("made a claim PIN for whoever told No. {object}"),
    "reward.present": _("took code and PIN of the reward of No. {object}"),
    "reward.wrong": _("typed a code whose claim PIN was wrong, or opens nothing now: No. {object}"),
    "reward.paper": _("had a form of the reward of No. {object} drawn"),
    "rewards.read": _("looked at the reward of No. {object}"),
    "rewards.list": _("had the list of payouts written: {object}"),
    "matter.decide": _("decided what was open of No. {object}"),
    "matter.recognise": _("recognised the evidence of No. {object}"),
    **{f"reward.{move}": OF_REWARD(move=words) for move, words in MOVES.items() if move is not RewardMove.PRESENT},
}
"""Every action in the log, as it is told; moves of a tip have the words of `DONE`."""
MOVED = _("tip {object}: {done}")


async def audit(turn: Turn) -> None:
    """Show a page of the log, or check all of it."""
    if not turn.may("audit.read"):
        return await refuse(turn)
    if turn.incoming.text == "check":
        return await _check(turn)
    count = await log.count(turn.tx)
    asked = int(turn.incoming.text) if turn.incoming.text.isdecimal() and len(turn.incoming.text) < 6 else 0
    page = min(asked, max(0, (count - 1) // PAGE))
    entries = await log.newest(turn.tx, PAGE, page * PAGE)
    told = [LINE(seq=each.seq, hour=each.hour, deed=await _told(turn, each)) for each in entries]
    turns = [Button(_("Newer"), f"{MENU}.audit.{page - 1}")] if page else []
    if (page + 1) * PAGE < count:
        turns.append(Button(_("Older"), f"{MENU}.audit.{page + 1}"))
    check = Button(_("Check the whole log"), f"{MENU}.audit.check")
    turn.say(HEAD(count=count), *told, buttons=[*([turns] if turns else []), [check]], in_place=True)
    return None


async def _check(turn: Turn) -> None:
    broken = await log.verify(turn.tx)
    turn.say(WHOLE(count=await log.count(turn.tx)) if broken is None else BROKEN(seq=broken))


async def _told(turn: Turn, entry: log.Entry) -> Text:
    first, _space, rest = entry.object.partition(" ")
    cause = CAUSES.get(entry.object.rpartition(" ")[2], Text("{code}")(code=entry.object))
    fields: dict[str, object] = {
        "object": entry.object,
        "first": first,
        "post": post_label(first, rest),
        "cause": cause,
    }
    fields["whom"] = await _name(turn, entry.whom)
    deed = _deed(entry.action)(**fields)
    if entry.who is None:
        return deed
    return BY(name=await _name(turn, entry.who), role=role_label(entry.role or Role.RESIDENT), deed=deed)


def _deed(action: str) -> Text:
    noun, _dot, verb = action.partition(".")
    if action not in DEEDS and noun == "tip" and verb in set(Move):
        return MOVED(done=DONE[Move(verb)])
    return DEEDS.get(action, Text("{code}")(code=action))


async def _name(turn: Turn, person: bytes | None) -> Text:
    contact = await people.contact(turn.tx, person) if person else None
    return Text("{name}")(name=contact.name) if contact else SOMEBODY
