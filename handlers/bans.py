"""Blocks on filing: admins set them without seeing whom, the person is told and may object, another admin decides."""

from __future__ import annotations

from bot.rules import codes
from bot.rules.bans import Cause, Judge, Measure
from bot.rules.people import STAFF
from bot.speech import Button, Text
from bot.texts import _, language_for
from handlers.commands import menu, refuse
from handlers.deeds import bans as deeds
from handlers.deeds import sight
from handlers.invites import language_of
from handlers.turn import MENU, Turn
from storage import bans, people
from storage.bans import Ban, Way
from storage.people import Person

MOST_WORDS = 500

WHICH = _(
    "<b>Keep {whom} from filing?</b>\nThey can still read, ask and object, and are told why. You do not see who it is."
)
SENDER = _("the sender of tip {number}")
PERSON = _("this person")
MEASURES = {
    Measure.MUTE: _("{days} days: {cause}"),
    Measure.BAN: _("{days} days (went on): {cause}"),
}
DONE = _("Done: {whom} cannot file until {until}, and was told why and how to object.")
NO_WAY = _("There is no way to that person any more: nothing was changed.")
NOT_STAFF = _("Whoever works here has to lose the role first: /people.")
NOTHING = _("Nothing keeps you from filing.")
OBJECTED = _("Your objection is with another admin. You are told here what they decide.")
ASKED = _("You have objected already; an admin will decide. You are told here.")
OBJECTION = _(
    "<b>Somebody objects to being kept from filing</b> ({cause}, until {until}).\n"
    "Their words: {words}\n"
    "Who they are is not shown."
)
NO_WORDS = _("(none)")
DECIDED = {
    "lift": _("Your objection was looked at by another admin: you can file again. Thank you for your patience."),
    "keep": _("Your objection was looked at by another admin: it stays as it is, until {until}."),
}
NOTED = _("Done, and they were told.")
OVER = _("That was decided before, or has ended by itself.")
NOT_OWN = _("You set this block, so another admin decides about the objection.")


async def block(turn: Turn) -> None:
    """Keep the sender of a tip, or somebody of the list (`@HANDLE`), from filing: `TARGET MEASURE CAUSE`."""
    if not turn.may("sender.block", "reachable") or turn.person is None:
        return await refuse(turn)
    target, *how = turn.incoming.text.split()[:3] or [""]
    whom = await people.by_handle(turn.tx, target[1:]) if target.startswith("@") else None
    action = "people.block" if target.startswith("@") else "sender.block"
    state, way = await (_of_person(turn, whom) if whom else _of_sender(turn, target))
    if way is None or not turn.may(action, state):
        return turn.say(NOT_STAFF if state == "staff" else NO_WAY)
    if len(how) < 2 or how[0] not in list(Measure) or how[1] not in list(Cause):
        return _ask(turn, target)
    measure, cause = Measure(how[0]), Cause(how[1])
    until = await deeds.block(turn.tx, way, measure, cause, turn.person)
    await turn.record(action, f"{'' if whom else target} {measure} {cause}".strip(), whom.id if whom else None)
    turn.tell(way.chat, language_for(way.language), deeds.told(turn.tx, cause, until))
    return turn.say(DONE(whom=_whom(target), until=until), in_place=True)


async def _of_person(turn: Turn, whom: Person) -> tuple[str, Way | None]:
    return "staff" if whom.role in STAFF else "resident", await bans.person(turn.tx, whom.id)


async def _of_sender(turn: Turn, target: str) -> tuple[str, Way | None]:
    found = await sight.seen(turn.tx, turn.person, codes.read_tip_number(target) or "")
    way = await bans.sender_of(turn.tx, found.number) if found else None
    return "reachable" if way else "gone", way


def _ask(turn: Turn, target: str) -> None:
    days = {Measure.MUTE: turn.tx.policy.bans.mute_days, Measure.BAN: turn.tx.policy.bans.ban_days}
    rows = [
        [Button(label(days=days[measure], cause=cause), f"{MENU}.block.{target} {measure} {code}")]
        for measure, label in MEASURES.items()
        for code, cause in deeds.CAUSES.items()
    ]
    turn.say(WHICH(whom=_whom(target)), buttons=rows)


def _whom(target: str) -> Text:
    return PERSON if target.startswith("@") else SENDER(number=codes.read_tip_number(target))


async def object_(turn: Turn) -> None:
    """Take an objection to the admins who may decide about it, once."""
    ban = await bans.of(turn.tx, turn.incoming.person)
    if ban is None or ban.objected:
        return turn.say(ASKED if ban else NOTHING, buttons=menu(turn))
    await bans.object_to(turn.tx, ban)
    words = turn.incoming.text[:MOST_WORDS]
    told = OBJECTION(cause=deeds.CAUSES[Cause(ban.cause)], until=ban.until, words=words or NO_WORDS)
    buttons = [
        [Button(_("Let them file again"), f"{MENU}.objection.{ban.id.hex()} lift")],
        [Button(_("Leave it as it is"), f"{MENU}.objection.{ban.id.hex()} keep")],
    ]
    for admin in await deeds.judges(turn.tx, ban):
        contact = await people.contact(turn.tx, admin.id)
        if contact is not None:
            turn.tell(contact.chat, language_of(admin, contact), told, buttons=buttons)
    return turn.say(OBJECTED)


async def decide(turn: Turn) -> None:
    """Decide about an objection: lift the block or leave it."""
    if not turn.may("objection.decide", Judge.OTHER):
        return await refuse(turn)
    name, _space, what = turn.incoming.text.partition(" ")
    ban = await _objected(turn, name)
    if ban is None or what not in DECIDED:
        return turn.say(OVER)
    if not turn.may("objection.decide", await deeds.judge_of(turn.tx, ban, turn.person)):
        return turn.say(NOT_OWN)
    await turn.record(f"objection.{what}", ban.cause)
    await (bans.lift if what == "lift" else bans.keep)(turn.tx, ban)
    turn.tell(ban.way.chat, language_for(ban.way.language), DECIDED[what](until=ban.until))
    return turn.say(NOTED, in_place=True)


async def _objected(turn: Turn, name: str) -> Ban | None:
    if len(name) != 32 or set(name) - set("0123456789abcdef"):
        return None
    ban = await bans.get(turn.tx, bytes.fromhex(name))
    return ban if ban is not None and ban.objected == bans.OPEN else None
